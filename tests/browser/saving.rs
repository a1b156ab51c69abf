//! Saving: what is in the files that come out, read by this page again and, where it is at hand, by tshark.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::{
    captures::{self, Files},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("saving::comments_are_saved_and_read_again", comments_are_saved_and_read_again),
    ("saving::selected_packets_are_saved_as_pcap", selected_packets_are_saved_as_pcap),
    ("saving::ignored_packets_can_be_left_out", ignored_packets_can_be_left_out),
    ("saving::the_readable_part_of_a_damaged_file_is_saved", the_readable_part_of_a_damaged_file_is_saved),
    ("saving::what_pcap_can_not_hold_is_said", what_pcap_can_not_hold_is_said),
];

/// From now on the page's downloads are kept where the story finds them.
fn catch_downloads(tab: &mut Tab) -> Result<()> {
    tab.eval(
        "URL.createObjectURL = blob => { window.saved = blob; return 'blob:'; }; \
         void (HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; })",
    )?;
    Ok(())
}

/// Chooses in the sheet, saves, and gives the file and its name.
fn save(tab: &mut Tab, part: &str, form: &str) -> Result<(String, Vec<u8>)> {
    tab.press("Ctrl+s")?;
    tab.wait("!!document.querySelector('.save-sheet[open]')")?;
    choose(tab, part)?;
    choose(tab, form)?;
    tab.eval("window.saved = window.savedAs = undefined")?;
    tab.click(".save-sheet .button.primary")?;
    tab.wait("!!window.savedAs")?;
    let digits = tab.text(
        "(async () => [...new Uint8Array(await window.saved.arrayBuffer())].map(b => b.toString(16).padStart(2, '0')).join(''))()",
    )?;
    let bytes = digits.as_bytes().chunks(2).map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16));
    Ok((tab.text("window.savedAs")?, bytes.collect::<Result<_, _>>()?))
}

fn choose(tab: &mut Tab, label: &str) -> Result<()> {
    let found = tab.eval(&format!(
        "(() => {{ const choice = [...document.querySelectorAll('.save-choice')].find(c => c.innerText.startsWith({label:?})); \
         choice?.querySelector('input').click(); return !!choice; }})()"
    ))?;
    ensure!(found == true, "{label} can be chosen");
    Ok(())
}

/// What tshark reads in a file; nothing where there is no tshark.
fn tshark(path: &std::path::Path, fields: &[&str]) -> Result<Option<String>> {
    let mut command = Command::new("tshark");
    command.arg("-r").arg(path).args(["-T", "fields"]);
    for field in fields {
        command.args(["-e", field]);
    }
    let Ok(out) = command.output() else { return Ok(None) };
    ensure!(out.status.success(), "tshark: {}", String::from_utf8_lossy(&out.stderr));
    Ok(Some(String::from_utf8(out.stdout)?))
}

fn comments_are_saved_and_read_again(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("websocket-chat.pcap")?;
    tab.load_with("#packet=5", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    catch_downloads(tab)?;
    tab.press("Ctrl+Alt+c")?;
    tab.wait("document.activeElement.tagName == 'TEXTAREA'")?;
    tab.call("Input.insertText", json!({ "text": "看这里 <i>" }))?;
    tab.press("Ctrl+Enter")?;
    tab.wait("!!document.querySelector('.comment-line')")?;
    let (name, bytes) = save(tab, "All packets", "pcapng")?;
    ensure!(name == "websocket-chat.pcapng", "{name}");
    tab.wait_text(".status-bar .selection", "22 packets saved as websocket-chat.pcapng")?;
    let saved = files.file("again.pcapng", &bytes)?;
    if let Some(read) = tshark(&saved, &["frame.number", "frame.comment"])? {
        ensure!(read.lines().count() == 22 && read.contains("5\t看这里 <i>\n"), "{read}");
    }
    tab.eval("localStorage.clear()")?;
    tab.load_with("#packet=5", &saved)?;
    tab.wait("document.querySelector('.comment-line p')?.textContent == '看这里 <i>'")
}

fn selected_packets_are_saved_as_pcap(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let original = captures::sample("page-load.pcap")?;
    let capture = files.file("page-load.pcap", &original)?;
    tab.load_with("#packet=1", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    catch_downloads(tab)?;
    for _ in 0..2 {
        tab.press("Shift+ArrowDown")?;
    }
    tab.wait_text(".status-bar", "selected 3")?;
    let (name, bytes) = save(tab, "Selected packets · 3", "pcap:")?;
    ensure!(name == "page-load.pcap", "{name}");
    ensure!(bytes.get(24..).context("a header")? == &original[24..bytes.len()], "the packets as they were");
    ensure!(captures_in(&bytes) == 3, "{} packets", captures_in(&bytes));
    Ok(())
}

/// Packets in a little-endian pcap file.
fn captures_in(bytes: &[u8]) -> usize {
    let mut at = 24;
    let mut count = 0;
    while let Some(length) = bytes.get(at + 8..at + 12) {
        at += 16 + length.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        count += 1;
    }
    count
}

fn ignored_packets_can_be_left_out(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let frames = (0..5).map(|n| captures::udp(9, &[b'a' + n; 3])).collect::<Result<Vec<_>>>()?;
    let capture = files.file("five.pcap", &captures::pcap(1, &frames)?)?;
    tab.load_with("#packet=2", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    catch_downloads(tab)?;
    tab.press("Ctrl+d")?;
    let (_, bytes) = save(tab, "All but the ignored packets · 4", "pcap:")?;
    let has = |text: &[u8]| bytes.windows(3).any(|window| window == text);
    ensure!(captures_in(&bytes) == 4 && has(b"aaa") && !has(b"bbb") && has(b"eee"), "{bytes:?}");
    tab.click("#packet-4")?;
    tab.press("Ctrl+m")?;
    let (_, bytes) = save(tab, "Marked packets · 1", "pcap:")?;
    ensure!(captures_in(&bytes) == 1 && bytes.ends_with(b"ddd"), "{bytes:?}");
    Ok(())
}

fn the_readable_part_of_a_damaged_file_is_saved(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let whole = captures::sample("websocket-chat.pcap")?;
    let capture = files.file("cut.pcap", &whole[..whole.len() - 7])?;
    tab.load_with("#lang=zh", &capture)?;
    tab.wait_text(".strip", "此文件不完整")?;
    catch_downloads(tab)?;
    tab.eval("[...document.querySelectorAll('.strip .button')].find(b => b.innerText == '保存可读部分').click()")?;
    tab.wait("!!document.querySelector('.save-sheet[open]')")?;
    tab.wait_text(".save-sheet", "保存可读部分 · 21")?;
    tab.click(".save-sheet .button.primary")?;
    tab.wait("window.savedAs == 'cut.pcapng'")?;
    tab.wait_text(".status-bar .selection", "已将 21 个分组保存为 cut.pcapng")
}

fn what_pcap_can_not_hold_is_said(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    // two interfaces of different kinds: Ethernet and raw IP
    let block = |kind: u32, body: &[u8]| {
        let length = (12 + body.len() as u32).to_le_bytes();
        [kind.to_le_bytes().as_slice(), &length, body, &length].concat()
    };
    let mut bytes = block(0x0a0d_0d0a, &[0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
    bytes.extend(block(1, &[1, 0, 0, 0, 0, 0, 4, 0]));
    bytes.extend(block(1, &[101, 0, 0, 0, 0, 0, 4, 0]));
    for interface in [0_u8, 1] {
        let mut body = vec![interface, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0];
        body.extend([0x45, 0, 0, 4]);
        bytes.extend(block(6, &body));
    }
    let capture = files.file("two.pcapng", &bytes)?;
    tab.load_with("", &capture)?;
    tab.wait_text(".status-bar", "Packets 2")?;
    tab.press("Ctrl+s")?;
    tab.wait("!!document.querySelector('.save-sheet[open]')")?;
    choose(tab, "pcap:")?;
    tab.click(".save-sheet .button.primary")?;
    tab.wait_text(".save-refused", "these are of several: 1, 101")
}
