//! Finding a text in the rows: forwards, backwards, round the end, and not at all.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    (
        "finding::rows_are_found_forwards_backwards_and_round_the_end",
        rows_are_found_forwards_backwards_and_round_the_end,
    ),
    ("finding::what_is_nowhere_is_said_to_be", what_is_nowhere_is_said_to_be),
    ("finding::layers_bytes_and_filters_are_looked_through", layers_bytes_and_filters_are_looked_through),
    ("finding::the_last_of_many_rows_is_found", the_last_of_many_rows_is_found),
];

fn look_for(tab: &mut Tab, text: &str) -> Result<()> {
    tab.press("Ctrl+f")?;
    tab.wait("document.activeElement.closest('.find-bar') && document.activeElement.tagName == 'INPUT'")?;
    tab.eval("document.activeElement.select()")?;
    tab.call("Input.insertText", json!({ "text": text }))?;
    tab.wait(&format!("document.activeElement.value == {text:?}"))
}

fn wait_selected(tab: &mut Tab, number: u64) -> Result<()> {
    tab.wait(&format!("document.querySelector('.packet-row.selected')?.id == 'packet-{number}'"))
}

fn rows_are_found_forwards_backwards_and_round_the_end(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("#packet=1", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    // the rows with GET, as the list says them
    let gets = [4, 8];
    look_for(tab, "get /")?;
    tab.press("Enter")?;
    wait_selected(tab, gets[0])?;
    tab.wait("[...document.querySelectorAll('.packet-row mark')].slice(0, 2).map(m => m.textContent).join() == 'GET /,GET /'")?;
    ensure!(tab.text_of("#packet-8 .info")?.starts_with("GET /icon.jpg"), "the words are all there");
    tab.press("Enter")?;
    wait_selected(tab, gets[1])?;
    tab.press("Shift+Enter")?;
    wait_selected(tab, gets[0])?;
    tab.press("Shift+Enter")?;
    tab.wait_text(".find-result", "other end of the list")?;
    let last = tab.text("document.querySelector('.packet-row.selected').id.slice(7)")?;
    ensure!(last.parse::<u64>()? > 8, "from the end: {last}");
    tab.press("F3")?;
    wait_selected(tab, gets[0])?;
    tab.wait_text(".find-result", "other end of the list")?;
    // with upper and lower case there is none
    tab.click(".find-bar [aria-pressed]")?;
    tab.wait("document.querySelector('.find-bar [aria-pressed]').ariaPressed == 'true'")?;
    tab.press("F3")?;
    tab.wait_text(".find-result", "No packet contains “get /”")?;
    wait_selected(tab, gets[0])?;
    // the browser's Back returns to where one was before
    tab.eval("history.back()")?;
    tab.wait("document.querySelector('.packet-row.selected').id != 'packet-4'")?;
    // Escape closes the bar, F3 goes on
    tab.click(".find-bar input")?;
    tab.press("Escape")?;
    tab.wait("!document.querySelector('.find-bar, mark') && document.activeElement.dataset.pane == 'list'")
}

/// Chooses in one of the bar's menus.
fn choose(tab: &mut Tab, label: &str, at: usize) -> Result<()> {
    let select = format!("document.querySelector('.find-bar select[aria-label={label:?}]')");
    tab.eval(&format!(
        "{select}.selectedIndex = {at}; {select}.dispatchEvent(new Event('change', {{ bubbles: true }}))"
    ))?;
    Ok(())
}

fn layers_bytes_and_filters_are_looked_through(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("#packet=1", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    // a line of the tree that no row shows
    look_for(tab, "Protocol: TCP (6)")?;
    tab.press("Enter")?;
    tab.wait_text(".find-result", "No packet contains")?;
    choose(tab, "Where to look", 1)?;
    tab.press("Enter")?;
    tab.wait("document.querySelector('.packet-row.selected').id != 'packet-1'")?;
    // bytes as hex digits: GET and a space
    choose(tab, "What to look for", 2)?;
    tab.wait("!document.querySelector('.find-bar select[aria-label=\"Where to look\"]')")?;
    look_for(tab, "47 45 54 20")?;
    tab.press("Enter")?;
    wait_selected(tab, 4)?;
    // a filter, and one that is none
    choose(tab, "What to look for", 3)?;
    look_for(tab, "http.request.uri contains \"icon\"")?;
    tab.press("Enter")?;
    wait_selected(tab, 8)?;
    look_for(tab, "tcp.port = 80")?;
    tab.press("Enter")?;
    tab.wait_text(".find-result", "can not be looked for")?;
    wait_selected(tab, 8)
}

fn what_is_nowhere_is_said_to_be(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=websocket-chat.pcap&lang=zh")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.press("F3")?;
    tab.wait("!!document.querySelector('.find-bar')")?;
    look_for(tab, "没有这个")?;
    tab.press("Enter")?;
    tab.wait_text(".find-result", "没有包含 “没有这个” 的分组")
}

fn the_last_of_many_rows_is_found(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("many.pcap", 300_000)?;
    tab.load_with("", &capture)?;
    tab.wait_text(".status-bar", "300,000")?;
    look_for(tab, "299.999000")?;
    tab.press("Shift+Enter")?;
    wait_selected(tab, 300_000)?;
    // a search can be stopped
    look_for(tab, "nowhere at all")?;
    tab.press("Enter")?;
    tab.wait_text(".status-bar", "Finding")?;
    tab.click(".progress .button")?;
    tab.wait("!document.querySelector('.progress')")?;
    wait_selected(tab, 300_000)
}
