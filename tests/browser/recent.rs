//! What was open before: remembered where the browser gives handles of files, and opened again.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::{
    captures::{Files, sample},
    elsewhere::Elsewhere,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("recent::a_file_opens_again_after_a_reload", a_file_opens_again_after_a_reload),
    ("recent::the_browser_may_ask_first", the_browser_may_ask_first),
    ("recent::a_file_that_is_gone_is_said_so", a_file_that_is_gone_is_said_so),
    ("recent::captures_are_listed_and_forgotten", captures_are_listed_and_forgotten),
    ("recent::a_dropped_file_is_remembered", a_dropped_file_is_remembered),
];

/// What is kept of the list: names and views.
const KEPT: &str = "new Promise(done => { const open = indexedDB.open('wirelight-recent'); \
    open.onsuccess = () => { const all = open.result.transaction('recent').objectStore('recent').get('list'); \
    all.onsuccess = () => { open.result.close(); done(JSON.stringify((all.result ?? []).map(one => [one.name, one.view]))); }; }; })";

/// Makes files of the browser's own, and lets the file dialog answer with one of them.
fn with_dialog(tab: &mut Tab, name: &str, bytes: &[u8]) -> Result<()> {
    tab.eval(&format!(
        "navigator.storage.getDirectory().then(async folder => {{ \
         const handle = await folder.getFileHandle({name:?}, {{ create: true }}); \
         const out = await handle.createWritable(); await out.write(new Uint8Array({})); await out.close(); \
         window.showOpenFilePicker = async () => [handle]; }})",
        json!(bytes)
    ))?;
    Ok(())
}

/// Opens a file of the browser's own by the button, and waits until it is remembered at its second packet.
fn open(tab: &mut Tab, name: &str) -> Result<()> {
    with_dialog(tab, name, &sample("live-video.pcap")?)?;
    tab.click(".welcome .actions .button:first-child")?;
    tab.wait_rows()?;
    tab.press("ArrowDown")?;
    tab.wait("location.hash.includes('packet=2')")?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept)[0]?.join() == {:?})", format!("{name},packet=2")))
}

fn reload(tab: &mut Tab) -> Result<()> {
    tab.eval("document.querySelector('.wirelight').remove()")?;
    tab.call("Page.reload", json!({}))?;
    tab.wait("!!document.querySelector('.wirelight')")
}

fn a_file_opens_again_after_a_reload(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    open(tab, "video.pcap")?;
    reload(tab)?;
    tab.wait("!!document.querySelector('#packet-2.selected')")?;
    tab.wait_text(".top-bar-file", "video.pcap")?;
    tab.wait_text(".status-bar", "Packets 14")?;
    // what was closed stays closed
    tab.click(".top-bar-home")?;
    tab.wait("!!document.querySelector('.recent')")?;
    reload(tab)?;
    tab.wait("!!document.querySelector('.recent')")?;
    tab.quiet()?;
    ensure!(tab.eval("!!document.querySelector('.welcome .sample')")? == true, "the welcome page stays");
    ensure!(!tab.text_of(".welcome")?.contains("Reopen"), "nothing is offered");
    Ok(())
}

fn the_browser_may_ask_first(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    open(tab, "video.pcap")?;
    let asks = "FileSystemHandle.prototype.queryPermission = async () => 'prompt'; \
                FileSystemHandle.prototype.requestPermission = async () => window.answer ?? 'granted'";
    tab.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": asks }))?;
    reload(tab)?;
    tab.wait_text(".welcome .button.primary", "Reopen “video.pcap”")?;
    tab.eval("window.answer = 'denied'; 1")?;
    tab.click(".welcome .button.primary")?;
    tab.wait_text(".strip.err", "“video.pcap” may not be read")?;
    tab.eval("window.answer = 'granted'; 1")?;
    tab.click(".welcome .button.primary")?;
    tab.wait("!!document.querySelector('#packet-2.selected')")?;
    tab.wait("!document.querySelector('.strip')")
}

fn a_file_that_is_gone_is_said_so(tab: &mut Tab) -> Result<()> {
    tab.load("#lang=zh")?;
    open_zh(tab)?;
    tab.click(".top-bar-home")?;
    tab.wait_text(".recent", "刚刚")?;
    tab.eval("navigator.storage.getDirectory().then(folder => folder.removeEntry('video.pcap'))")?;
    tab.click(".recent-open")?;
    tab.wait_text(".strip.err", "“video.pcap” 已不在原处")?;
    tab.wait("!!document.querySelector('.welcome')")
}

fn open_zh(tab: &mut Tab) -> Result<()> {
    with_dialog(tab, "video.pcap", &sample("live-video.pcap")?)?;
    tab.press("Ctrl+o")?;
    tab.wait_rows()?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept).length == 1)"))
}

fn captures_are_listed_and_forgotten(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(sample("websocket-chat.pcap")?)?;
    tab.load("")?;
    open(tab, "video.pcap")?;
    tab.click(".top-bar-home")?;
    tab.load(&format!("?src={}", server.address("shared/chat.pcap")))?;
    tab.wait_text(".status-bar", "Packets 22")?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept).map(one => one[0]).join() == 'chat.pcap,video.pcap')"))?;
    tab.click(".top-bar-home")?;
    tab.wait("document.querySelectorAll('.recent').length == 2")?;
    let rows = tab.text("[...document.querySelectorAll('.recent')].map(row => row.innerText).join('|')")?;
    let (chat, video) = rows.split_once('|').context("two rows")?;
    for part in ["chat.pcap", &server.host, "22 packets", "3.3 kB", "just now"] {
        ensure!(chat.contains(part), "{part} in {chat}");
    }
    for part in ["video.pcap", "14 packets", "10 kB", "just now"] {
        ensure!(video.contains(part), "{part} in {video}");
    }
    // the file opens where it was left, and is the first then
    tab.click(".recent:nth-of-type(2) .recent-open")?;
    tab.wait("!!document.querySelector('#packet-2.selected')")?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept).map(one => one[0]).join() == 'video.pcap,chat.pcap')"))?;
    tab.click(".top-bar-home")?;
    tab.wait("document.querySelectorAll('.recent').length == 2")?;
    tab.click(".recent .recent-forget")?;
    tab.wait("document.querySelectorAll('.recent').length == 1")?;
    tab.wait_text(".recent", "chat.pcap")?;
    tab.click(".welcome-recent p .button")?;
    tab.wait("!document.querySelector('.welcome-recent')")?;
    ensure!(tab.text(KEPT)? == "[]", "something is kept");
    Ok(())
}

fn a_dropped_file_is_remembered(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load("")?;
    tab.drop_file(&capture)?;
    tab.wait_rows()?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept).map(one => one[0]).join() == 'page-load.pcap')"))?;
    tab.press("End")?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept).join() == 'page-load.pcap,packet=211')"))?;
    // the same file again is the same entry
    tab.drop_file(&capture)?;
    tab.wait(&format!("{KEPT}.then(kept => JSON.parse(kept).join() == 'page-load.pcap,packet=1')"))?;
    tab.click(".top-bar-home")?;
    tab.wait("document.querySelectorAll('.recent').length == 1")
}
