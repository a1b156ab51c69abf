//! Files that are wrong: what the page says, and what it keeps.

use anyhow::{Result, ensure};

use crate::{
    captures::{Files, pcap, pcap_header, sample},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("troubles::a_file_that_is_no_capture_is_named", a_file_that_is_no_capture_is_named),
    ("troubles::an_unknown_file_is_refused", an_unknown_file_is_refused),
    ("troubles::an_empty_file_is_refused", an_empty_file_is_refused),
    ("troubles::an_empty_capture_opens_empty", an_empty_capture_opens_empty),
    ("troubles::a_capture_cut_short_keeps_what_is_whole", a_capture_cut_short_keeps_what_is_whole),
    ("troubles::a_damaged_capture_keeps_what_is_before", a_damaged_capture_keeps_what_is_before),
    ("troubles::a_folder_is_refused", a_folder_is_refused),
    ("troubles::a_file_that_changed_is_said_so", a_file_that_changed_is_said_so),
];

fn a_file_that_is_no_capture_is_named(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let picture = files.file("holiday.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01")?;
    let capture = files.sample("live-video.pcap")?;
    tab.load("")?;
    tab.drop_file(&picture)?;
    tab.wait_text(".trouble-sheet", "“holiday.png” is not a capture")?;
    tab.wait_text(".trouble-sheet", "It looks like a PNG picture.")?;
    tab.wait_text(".trouble-bytes", "89 50 4e 47")?;
    tab.click(".language")?;
    tab.wait_text(".trouble-sheet", "“holiday.png” 不是抓包文件")?;
    tab.wait_text(".trouble-sheet", "看起来是 PNG 图片。")?;
    tab.click(".trouble .button.primary")?;
    tab.answer_dialog(&capture)?;
    tab.wait_rows()?;
    tab.wait("!document.querySelector('.trouble')")
}

fn an_unknown_file_is_refused(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let noise: Vec<u8> = (0..5_000_u32).map(|place| (place.wrapping_mul(2_654_435_761) >> 13) as u8 | 0x80).collect();
    tab.load("")?;
    tab.drop_file(&files.file("noise.bin", &noise)?)?;
    tab.wait_text(".trouble-sheet", "begins with none of the marks")
}

fn an_empty_file_is_refused(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("")?;
    tab.drop_file(&files.file("nothing.pcap", b"")?)?;
    tab.wait_text(".trouble-sheet", "“nothing.pcap” is an empty file")
}

fn an_empty_capture_opens_empty(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("")?;
    tab.drop_file(&files.file("test-eth0.pcap", &pcap_header(1))?)?;
    tab.wait_text(".trouble-sheet", "This capture is empty")?;
    tab.wait_text(".status-bar", "Packets 0")?;
    ensure!(tab.eval("document.querySelectorAll('.trouble-sheet.note').length")? == 1, "it is a note, not an error");
    Ok(())
}

fn a_capture_cut_short_keeps_what_is_whole(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let whole = sample("live-video.pcap")?;
    let cut = files.file("cut.pcap", whole.get(..whole.len() - 100).unwrap_or_default())?;
    tab.load("")?;
    tab.drop_file(&cut)?;
    tab.wait_text(".strip", "This file is cut short.")?;
    tab.wait_text(".strip", "12 packets opened")?;
    tab.wait_rows()?;
    tab.press("End")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-12'")?;
    tab.wait("!!document.querySelector('.status-bar .wrong')")?;
    tab.click(".strip-close")?;
    tab.wait("!document.querySelector('.strip')")
}

fn a_damaged_capture_keeps_what_is_before(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let mut bytes = pcap(1, &[vec![1; 60], vec![2; 60]])?;
    bytes.extend([0xff; 200]);
    tab.load("")?;
    tab.drop_file(&files.file("damaged.pcap", &bytes)?)?;
    tab.wait_text(".strip.err", "This file is damaged.")?;
    tab.wait_text(".strip.err", "2 packets opened. Reading stopped at byte 176")?;
    tab.wait("!!document.querySelector('#packet-2')")
}

fn a_folder_is_refused(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let file = files.file("inside.txt", b"a file in a folder")?;
    tab.load("")?;
    tab.drop_file(file.parent().unwrap_or(&file))?;
    tab.wait_text(".trouble-sheet", "can not be read")?;
    tab.take_complaints()?;
    Ok(())
}

fn a_file_that_changed_is_said_so(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("changing.pcap", 400_000)?;
    tab.load_with("", &capture)?;
    tab.wait("!document.querySelector('.progress')")?;
    tab.wait_text(".status-bar", "400,000")?;
    std::fs::write(&capture, b"something else altogether")?;
    tab.press("End")?;
    tab.wait_text(".strip.err", "The file can not be read any more.")
}
