//! Packets from text: pasted dumps, and text files that are read as dumps.

use std::fmt::Write;

use anyhow::{Result, ensure};

use crate::{
    captures::{Files, udp},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("pasting::dumps_become_packets", dumps_become_packets),
    ("pasting::tcpdump_says_when_and_begins_at_ip", tcpdump_says_when_and_begins_at_ip),
    ("pasting::the_button_reads_the_clipboard", the_button_reads_the_clipboard),
    ("pasting::what_is_no_dump_is_said_with_its_line", what_is_no_dump_is_said_with_its_line),
    ("pasting::a_text_field_keeps_what_is_pasted_into_it", a_text_field_keeps_what_is_pasted_into_it),
    ("pasting::a_pasted_file_is_opened", a_pasted_file_is_opened),
    ("pasting::a_text_file_is_read_as_a_dump", a_text_file_is_read_as_a_dump),
];

/// Pastes a text as browsers do.
fn paste(tab: &mut Tab, target: &str, text: &str) -> Result<()> {
    tab.eval(&format!(
        "(() => {{ const data = new DataTransfer(); data.setData('text/plain', {}); window.handled = !{target}.dispatchEvent(\
         new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }})); return 1; }})()",
        serde_json::to_string(text)?
    ))?;
    Ok(())
}

/// As `xxd` prints bytes.
fn xxd(bytes: &[u8]) -> Result<String> {
    let mut text = String::new();
    for (line, bytes) in bytes.chunks(16).enumerate() {
        write!(text, "{:08x}:", line * 16)?;
        for pair in bytes.chunks(2) {
            write!(text, " ")?;
            pair.iter().try_for_each(|byte| write!(text, "{byte:02x}"))?;
        }
        let shown =
            bytes.iter().map(|byte| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' });
        writeln!(text, "  {}", shown.collect::<String>())?;
    }
    Ok(text)
}

fn dumps_become_packets(tab: &mut Tab) -> Result<()> {
    let text = [xxd(&udp(9, b"first packet of a dump")?)?, xxd(&udp(53, b"cafe babe 0010 as text")?)?].concat();
    tab.load("")?;
    paste(tab, "document.body", &text)?;
    tab.wait_rows()?;
    tab.wait_text(".top-bar-file", "Pasted packets")?;
    tab.wait_text(".status-bar", "Packets 2")?;
    tab.wait_text("#packet-1", "198.51.100.2")?;
    for packet in ["#packet-1", "#packet-2"] {
        let row = tab.text_of(packet)?;
        ensure!(row.split_whitespace().any(|cell| cell == "64"), "22 bytes after 42 of headers: {row}");
    }
    tab.press("End")?;
    tab.wait("[...document.querySelectorAll('.hex-line')].some(line => line.innerText.includes('cafe'))")?;
    tab.wait_text(".status-bar .local", "0")?;
    // another one instead of the first, in the other language
    tab.click(".language")?;
    paste(tab, "document.querySelector('[role=grid]')", &xxd(&udp(9, b"x")?)?)?;
    tab.wait_text(".top-bar-file", "粘贴的分组")?;
    tab.wait_text(".status-bar", "分组 1")
}

fn tcpdump_says_when_and_begins_at_ip(tab: &mut Tab) -> Result<()> {
    let text = "15:04:05.123456 IP 192.0.2.1.40000 > 198.51.100.2.9: UDP, length 2\n\
                \t0x0000:  4500 001e 0000 4000 3911 0000 c000 0201  E.....@.9.......\n\
                \t0x0010:  c633 6402 9c40 0009 000a 0000 6869       .3d..@......hi\n\
                15:04:06.123457 IP 192.0.2.1.40000 > 198.51.100.2.9: UDP, length 2\n\
                \t0x0000:  4500 001e 0000 4000 3911 0000 c000 0201  E.....@.9.......\n\
                \t0x0010:  c633 6402 9c40 0009 000a 0000 686f       .3d..@......ho\n";
    tab.load("#time=ud")?;
    paste(tab, "document.body", text)?;
    tab.wait_text(".status-bar", "Packets 2")?;
    tab.wait_text("#packet-2", "15:04:06.123457")?;
    tab.wait_text("#packet-1", "192.0.2.1")?;
    let row = tab.text_of("#packet-1")?;
    ensure!(row.split_whitespace().any(|cell| cell == "44"), "an Ethernet header of 14 bytes before the 30: {row}");
    Ok(())
}

fn the_button_reads_the_clipboard(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    tab.eval("navigator.clipboard.readText = async () => { throw new DOMException('no', 'NotAllowedError'); }; 1")?;
    tab.click(".welcome .actions .button:nth-child(2)")?;
    tab.wait_text(".strip.err", "The browser does not let this page read the clipboard.")?;
    tab.eval("navigator.clipboard.readText = async () => '  '; 1")?;
    tab.click(".welcome .actions .button:nth-child(2)")?;
    tab.wait_text(".strip.err", "There is no text on the clipboard.")?;
    let digits: String = udp(9, b"digits alone")?.iter().map(|byte| format!("{byte:02x}")).collect();
    tab.eval(&format!("navigator.clipboard.readText = async () => '{digits}'; 1"))?;
    tab.click(".strip-actions .button")?;
    tab.wait_text(".status-bar", "Packets 1")?;
    tab.wait("!document.querySelector('.strip')")
}

fn what_is_no_dump_is_said_with_its_line(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=live-video.pcap")?;
    tab.wait_rows()?;
    paste(tab, "document.body", "Dear all,\nthe capture is attached.\n")?;
    tab.wait_text(".strip.err", "This text holds no packets.")?;
    tab.wait_text(".strip.err", "tcpdump -x, -xx, -X and -XX")?;
    let whole = xxd(&udp(9, &[7; 80])?)?;
    let damaged: Vec<&str> = whole.lines().enumerate().filter(|(line, _)| *line != 3).map(|(_, line)| line).collect();
    paste(tab, "document.body", &damaged.join("\n"))?;
    tab.wait_text(".strip.err", "The dump breaks off at line 4.")?;
    tab.wait_text(".strip.err", "The offset there is 0040 where 0030 comes next")?;
    // what was open is still there
    tab.wait_text(".status-bar", "Packets 14")?;
    tab.click(".strip-close")?;
    tab.wait("!document.querySelector('.strip')")
}

fn a_text_field_keeps_what_is_pasted_into_it(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=live-video.pcap")?;
    tab.wait_rows()?;
    paste(tab, "document.querySelector('.go-to input')", "0000  01 02 03 04")?;
    tab.wait("window.handled === false")?;
    tab.wait_text(".status-bar", "Packets 14")
}

fn a_pasted_file_is_opened(tab: &mut Tab) -> Result<()> {
    let bytes = crate::captures::sample("websocket-chat.pcap")?;
    tab.load("")?;
    tab.eval(&format!(
        "(() => {{ const data = new DataTransfer(); data.items.add(new File([new Uint8Array({})], 'chat.pcap')); \
         document.body.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true }})); return 1; }})()",
        serde_json::json!(bytes)
    ))?;
    tab.wait_text(".status-bar", "Packets 22")?;
    tab.wait_text(".top-bar-file", "chat.pcap")
}

fn a_text_file_is_read_as_a_dump(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("")?;
    tab.drop_file(&files.file("dump.txt", xxd(&udp(9, b"in a file")?)?.as_bytes())?)?;
    tab.wait_text(".trouble-sheet", "It looks like a hex dump.")?;
    tab.wait("!!document.querySelector('.trouble-bytes')")?;
    tab.click(".trouble .actions .button:nth-child(2)")?;
    tab.wait_text(".status-bar", "Packets 1")?;
    tab.wait_text(".top-bar-file", "dump.txt")?;
    tab.drop_file(&files.file("holiday.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")?)?;
    tab.wait_text(".trouble-sheet", "It looks like a PNG picture.")?;
    tab.wait("document.querySelectorAll('.trouble .actions .button').length == 1")
}
