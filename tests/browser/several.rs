//! Several files at once: one of them, or all of them by time.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::{Files, pcap_header, sample, udp, write_record},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("several::files_are_merged_in_the_order_of_time", files_are_merged_in_the_order_of_time),
    ("several::one_of_them_is_opened", one_of_them_is_opened),
    ("several::what_can_not_be_merged_is_named", what_can_not_be_merged_is_named),
    ("several::a_merge_can_be_cancelled", a_merge_can_be_cancelled),
];

/// Gives several files to the page's input.
fn choose(tab: &mut Tab, files: &[PathBuf]) -> Result<()> {
    let input = tab.call("Runtime.evaluate", json!({ "expression": "document.querySelector('.file-input')" }))?;
    tab.call("DOM.setFileInputFiles", json!({ "files": files, "objectId": input["result"]["objectId"] }))?;
    tab.wait("!!document.querySelector('.several')")
}

/// A capture of datagrams to these ports, one at each of these seconds.
fn at(seconds: &[u32], port: u16) -> Result<Vec<u8>> {
    let mut bytes = pcap_header(1).to_vec();
    for second in seconds {
        let frame = udp(port, second.to_string().as_bytes())?;
        write_record(&mut bytes, *second, 0, &frame, frame.len() as u32)?;
    }
    Ok(bytes)
}

fn files_are_merged_in_the_order_of_time(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let odd = files.file("odd.pcap", &at(&[1, 3, 5, 7], 1111)?)?;
    let even = files.file("even.pcap", &at(&[2, 4, 6], 2222)?)?;
    let cut = at(&[8, 9], 3333)?;
    let cut = files.file("cut.pcap", cut.get(..cut.len() - 5).unwrap_or_default())?;
    tab.load("#time=e")?;
    choose(tab, &[odd, even, cut])?;
    tab.wait_text(".several h2", "3 files")?;
    tab.click(".several .button.primary")?;
    tab.wait_rows()?;
    tab.wait_text(".top-bar-file", "3 files merged")?;
    tab.wait_text(".strip.warn", "Damaged files were merged as far as they can be read: cut.pcap")?;
    for (number, port) in (1..).zip([1111, 2222, 1111, 2222, 1111, 2222, 1111, 3333]) {
        let row = tab.text_of(&format!("#packet-{number}"))?;
        ensure!(row.contains(&format!("{number}.000000")) && row.contains(&format!("→ {port}")), "{row}");
    }
    ensure!(tab.eval("!!document.querySelector('#packet-9')")? == false, "a packet too many");
    tab.press("7")?;
    tab.wait_text(".file-view", "pcapng")?;
    tab.wait("document.querySelectorAll('.interfaces tbody tr').length == 3")
}

fn one_of_them_is_opened(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let both = [files.sample("websocket-chat.pcap")?, files.sample("live-video.pcap")?];
    tab.load("#lang=zh")?;
    choose(tab, &both)?;
    tab.wait_text(".several", "按时间合并全部")?;
    tab.wait_text(".several-file", "3.3 kB")?;
    tab.click(".several-file:nth-of-type(2)")?;
    tab.wait("!document.querySelector('.several')")?;
    tab.wait_text(".status-bar", "分组 14")?;
    tab.wait_text(".top-bar-file", "live-video.pcap")
}

fn what_can_not_be_merged_is_named(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let picture = files.file("holiday.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01")?;
    tab.load("#sample=websocket-chat.pcap")?;
    tab.wait_rows()?;
    choose(tab, &[files.sample("live-video.pcap")?, picture])?;
    tab.click(".several .button.primary")?;
    tab.wait_text(".strip.err", "“holiday.png” can not be merged.")?;
    tab.wait_text(".strip.err", "It looks like a PNG picture.")?;
    tab.wait_text(".status-bar", "Packets 22")
}

fn a_merge_can_be_cancelled(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let large = [files.many("one.pcap", 2_000_000)?, files.many("two.pcap", 2_000_000)?];
    tab.load("")?;
    choose(tab, &large)?;
    tab.click(".several .button.primary")?;
    tab.wait_text(".strip.note", "Making “2 files merged”")?;
    tab.wait_text(".strip-amount", " %")?;
    tab.click(".strip .button")?;
    tab.wait("!document.querySelector('.strip') && !!document.querySelector('.welcome')")?;
    // the worker is free again
    tab.choose(&files.file("chat.pcap", &sample("websocket-chat.pcap")?)?)?;
    tab.wait_text(".status-bar", "Packets 22")
}
