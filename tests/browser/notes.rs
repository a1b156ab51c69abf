//! Marks and comments: written, shown, and there again when the same file is opened.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("notes::a_comment_is_written_changed_and_deleted", a_comment_is_written_changed_and_deleted),
    ("notes::what_was_begun_is_not_lost", what_was_begun_is_not_lost),
    ("notes::the_files_own_comments_are_shown", the_files_own_comments_are_shown),
    ("notes::notes_come_back_with_the_file", notes_come_back_with_the_file),
    ("notes::the_oldest_notes_make_room", the_oldest_notes_make_room),
];

const SHEET: &str = "!!document.querySelector('.comment-sheet[open]')";
const NO_SHEET: &str = "!document.querySelector('.comment-sheet')";

fn write(tab: &mut Tab, text: &str) -> Result<()> {
    tab.press("Ctrl+Alt+c")?;
    tab.wait(SHEET)?;
    tab.wait("document.activeElement.tagName == 'TEXTAREA'")?;
    tab.eval("document.activeElement.select()")?;
    tab.call("Input.insertText", json!({ "text": text }))?;
    Ok(())
}

fn a_comment_is_written_changed_and_deleted(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=page-load.pcap&packet=4")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    write(tab, "猪 <b>first</b>\nrequest")?;
    tab.press("Ctrl+Enter")?;
    tab.wait(NO_SHEET)?;
    tab.wait("document.querySelector('.comment-line p').textContent == '猪 <b>first</b>\\nrequest'")?;
    ensure!(tab.eval("!!document.querySelector('.comment-line p b')")? == false, "text, never markup");
    // it belongs to this packet
    tab.press("ArrowDown")?;
    tab.wait("!document.querySelector('.comment-line')")?;
    tab.press("ArrowUp")?;
    tab.click(".comment-line .button")?;
    tab.wait(SHEET)?;
    tab.wait("document.activeElement.value.endsWith('request')")?;
    tab.eval(
        "[...document.querySelectorAll('.comment-sheet .actions .button')].find(b => b.innerText == 'Delete').click()",
    )?;
    tab.wait(&format!("{NO_SHEET} && !document.querySelector('.comment-line')"))
}

fn what_was_begun_is_not_lost(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=page-load.pcap&packet=4&lang=zh")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    write(tab, "half a sen")?;
    tab.press("Escape")?;
    tab.wait(NO_SHEET)?;
    ensure!(tab.eval("!document.querySelector('.comment-line')")? == true, "Escape saves nothing");
    tab.press("Ctrl+Alt+c")?;
    tab.wait_text(".comment-sheet h2", "分组 4 的注释")?;
    tab.wait("document.activeElement.value == 'half a sen'")
}

fn the_files_own_comments_are_shown(tab: &mut Tab) -> Result<()> {
    let capture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/frame/interfaces_and_comments.pcapng");
    tab.load_with("#packet=1", &capture)?;
    tab.wait("!!document.querySelector('.comment-line')")?;
    tab.wait("document.querySelector('.comment-line p').textContent == 'a comment\\nanother'")?;
    write(tab, "mine")?;
    tab.press("Ctrl+Enter")?;
    tab.wait("document.querySelector('.comment-line p').textContent == 'mine'")
}

fn notes_come_back_with_the_file(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("#packet=4", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    ensure!(
        tab.eval("!Object.keys(localStorage).some(k => k.startsWith('notes'))")? == true,
        "nothing noted, nothing kept"
    );
    write(tab, "kept")?;
    tab.press("Ctrl+Enter")?;
    tab.press("Ctrl+m")?;
    tab.wait_text(".status-bar", "marked 1")?;
    // the same bytes under another name, in a page of its own
    let other = files.sample("page-load.pcap").and_then(|path| {
        let other = path.with_file_name("renamed.cap");
        std::fs::copy(path, &other)?;
        Ok(other)
    })?;
    tab.load_with("#packet=4", &other)?;
    tab.wait_text(".status-bar", "marked 1")?;
    tab.wait("document.querySelector('.comment-line p')?.textContent == 'kept'")?;
    // another file has nothing of it
    let another = files.sample("websocket-chat.pcap")?;
    tab.load_with("", &another)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.wait("!document.querySelector('.status-bar').innerText.includes('marked')")?;
    // what another tab noted meanwhile stays
    tab.load_with("#packet=4", &capture)?;
    tab.wait_text(".status-bar", "marked 1")?;
    tab.eval("localStorage.setItem('notes', localStorage.getItem('notes') + '\\nnotes other'), localStorage.setItem('notes other', 'm 3\\n')")?;
    tab.press("Ctrl+m")?;
    tab.wait(
        "localStorage.getItem('notes other') == 'm 3\\n' && localStorage.getItem('notes').includes('notes other')",
    )?;
    // when nothing is noted any more, nothing is kept
    tab.click(".comment-line .button")?;
    tab.wait(SHEET)?;
    tab.eval(
        "[...document.querySelectorAll('.comment-sheet .actions .button')].find(b => b.innerText == 'Delete').click()",
    )?;
    tab.wait("localStorage.getItem('notes') == 'notes other'")
}

fn the_oldest_notes_make_room(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    tab.eval(
        "for (let i = 0; i < 50; i++) localStorage.setItem('notes old' + i, 'm 1\\n'); \
         localStorage.setItem('notes', Array.from({ length: 50 }, (_, i) => 'notes old' + i).join('\\n'))",
    )?;
    tab.load("#sample=page-load.pcap")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.press("Ctrl+m")?;
    tab.wait("localStorage.getItem('notes').split('\\n').length == 50 && localStorage.getItem('notes old0') === null")?;
    tab.wait("localStorage.getItem('notes').endsWith('notes page-load.pcap') && localStorage.getItem('notes old1') == 'm 1\\n'")
}
