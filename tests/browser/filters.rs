//! Display filters: typed, applied, taken from fields, kept in links, and what is said about those that are wrong.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("filters::a10_a12_rows_keep_their_numbers_and_times", a10_a12_rows_keep_their_numbers_and_times),
    ("filters::what_is_typed_is_judged", what_is_typed_is_judged),
    ("filters::a_mistake_shows_its_place", a_mistake_shows_its_place),
    ("filters::names_are_completed", names_are_completed),
    ("filters::are_in_the_link", are_in_the_link),
    ("filters::come_from_fields", come_from_fields),
    ("filters::a145_a146_capture_filters_run_and_teach", a145_a146_capture_filters_run_and_teach),
    ("filters::come_from_cells_and_conversations", come_from_cells_and_conversations),
    ("filters::sort_and_find_within", sort_and_find_within),
    ("filters::that_match_nothing_can_be_cleared", that_match_nothing_can_be_cleared),
    ("filters::fit_a_phone", fit_a_phone),
];

/// The file has to be there as long as its packets are read.
fn open(tab: &mut Tab, fragment: &str) -> Result<Files> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with(fragment, &capture)?;
    tab.wait("!!document.querySelector('.status-bar')")?;
    Ok(files)
}

fn write(tab: &mut Tab, text: &str) -> Result<()> {
    tab.press("Ctrl+/")?;
    tab.wait("!!document.activeElement.closest('.filter-box')")?;
    tab.eval("document.activeElement.select()")?;
    tab.call("Input.insertText", json!({ "text": text }))?;
    tab.wait(&format!("document.activeElement.value == {text:?}"))
}

fn apply(tab: &mut Tab, text: &str) -> Result<()> {
    write(tab, text)?;
    tab.press("Enter")
}

const NUMBERS: &str =
    "[...document.querySelectorAll('.packet-row:not(.packet-head)')].map(row => row.id.slice(7)).join()";

fn a10_a12_rows_keep_their_numbers_and_times(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#lang=en")?;
    let times = "[...document.querySelectorAll('#packet-4, #packet-8')].map(row => row.querySelectorAll('.cell')[2].innerText).join()";
    let before = tab.text(times)?;
    apply(tab, "http.request.method eq GET")?;
    tab.wait(&format!("{NUMBERS} == '4,8,19,170'"))?;
    tab.wait_text(".status-bar", "4 of ")?;
    ensure!(tab.text(times)? == before, "times count from the first packet of the file");
    // packet 1 is not shown any more: the nearest one is selected
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-4'")?;
    tab.eval("history.back()")?;
    tab.wait(&format!("{NUMBERS}.startsWith('1,2,3,4')"))?;
    tab.wait("document.querySelector('.filter-box input').value == ''")
}

fn what_is_typed_is_judged(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#lang=en")?;
    for (text, class, word) in
        [("tcp", "ok", "valid"), ("tcp.port ==", "part", "incomplete"), ("tcp.port == x", "err", "not understood")]
    {
        write(tab, text)?;
        tab.wait_text(".filter-state", word)?;
        tab.wait(&format!("document.querySelector('.filter-box').classList.contains('{class}')"))?;
    }
    ensure!(tab.text("document.querySelector('.filter-box input').ariaInvalid")? == "true", "said to everybody");
    // a wrong one is not applied
    tab.press("Enter")?;
    tab.wait("document.activeElement.value == 'tcp.port == x'")?;
    ensure!(tab.text(NUMBERS)?.starts_with("1,2,3"), "the list stays");
    tab.press("Escape")?;
    tab.wait("document.activeElement.value == ''")?;
    tab.press("Escape")?;
    tab.wait("document.activeElement.dataset.pane == 'list'")
}

fn a_mistake_shows_its_place(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#lang=en")?;
    write(tab, "tcp && htp.host")?;
    tab.wait_text(".filter-mistake", "There is neither a field nor a protocol called “htp.host”.")?;
    ensure!(tab.text_of(".filter-place")? == "htp.host", "the place is marked");
    // what looks like it is a click away
    tab.wait("[...document.querySelectorAll('.filter-mistake .button')].some(b => b.innerText == 'http.host')")?;
    tab.eval(
        "[...document.querySelectorAll('.filter-mistake .button')].find(b => b.innerText == 'http.host').click()",
    )?;
    tab.wait("document.activeElement.value == 'tcp && http.host'")?;
    tab.wait_text(".filter-state", "valid")?;
    tab.eval("[...document.querySelectorAll('.top-bar .language')][0].click()")?;
    write(tab, "tcp && htp.host")?;
    tab.wait_text(".filter-mistake", "没有名为 “htp.host” 的字段或协议。")
}

fn names_are_completed(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#lang=en")?;
    write(tab, "http.request.me")?;
    tab.wait_text(".filter-suggestion", "http.request.method")?;
    ensure!(tab.text_of(".filter-suggestion")?.contains("text"), "its type stands there");
    // a name that is half written is no mistake yet
    tab.wait_text(".filter-state", "incomplete")?;
    ensure!(tab.text("String(document.querySelector('.filter-mistake'))")? == "null", "nobody is scolded");
    tab.press("ArrowDown")?;
    tab.wait("document.activeElement.getAttribute('aria-activedescendant') == document.querySelector('.filter-suggestion.active')?.id")?;
    tab.press("Tab")?;
    tab.wait("document.activeElement.value == 'http.request.method'")?;
    tab.call("Input.insertText", json!({ "text": " " }))?;
    tab.wait_text(".filter-suggestion", "==")?;
    tab.press("Escape")?;
    tab.wait("!document.querySelector('.filter-suggestion')")
}

fn are_in_the_link(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#filter=http.request&lang=en")?;
    tab.wait(&format!("{NUMBERS} == '4,8,19,170'"))?;
    tab.wait("document.querySelector('.filter-box input').value == 'http.request'")?;
    apply(tab, "frame.number == 4 && http")?;
    tab.wait(&format!("{NUMBERS} == '4'"))?;
    tab.wait("location.hash.includes('filter=frame.number%20%3D%3D%204%20%26%26%20http')")?;
    tab.eval("history.back()")?;
    tab.wait(&format!("{NUMBERS} == '4,8,19,170'"))?;
    // a wrong one in a link shows all and says why
    let _files = open(tab, "#filter=htp&lang=en")?;
    tab.wait_text(".status-bar", "There is neither a field nor a protocol called “htp”.")?;
    tab.wait(&format!("{NUMBERS}.startsWith('1,2,3')"))
}

fn come_from_fields(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#packet=4&field=http.request.uri&lang=en")?;
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    tab.press("f")?;
    tab.wait("document.querySelector('.filter-box input').value == 'http.request.uri == \"/\"'")?;
    tab.wait(&format!("{NUMBERS} == '4'"))?;
    tab.press("Shift+f")?;
    tab.wait("document.querySelector('.filter-box input').value == '!(http.request.uri == \"/\")'")?;
    tab.wait(&format!("{NUMBERS}.startsWith('1,2,3,5')"))
}

fn sort_and_find_within(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#filter=http.request&sort=-no&lang=en")?;
    tab.wait(&format!("{NUMBERS} == '170,19,8,4'"))?;
    tab.press("Ctrl+End")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-4'")?;
    apply(tab, "")?;
    tab.wait(&format!("{NUMBERS}.endsWith('3,2,1') || {NUMBERS}.split(',').length > 5"))
}

fn that_match_nothing_can_be_cleared(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#filter=udp&lang=zh")?;
    // there may never be a row
    tab.choose(&files.sample("page-load.pcap")?)?;
    tab.wait_text(".packet-list-empty", "没有分组符合过滤器。")?;
    tab.click(".packet-list-empty .button")?;
    tab.wait(&format!("{NUMBERS}.startsWith('1,2,3')"))?;
    tab.wait("document.querySelector('.filter-box input').value == ''")
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    tab.size(390, 844)?;
    let _files = open(tab, "#lang=en")?;
    tab.wait_rows()?;
    apply(tab, "http.request")?;
    tab.wait(&format!("{NUMBERS} == '4,8,19,170'"))?;
    ensure!(
        tab.text("String(document.documentElement.scrollWidth <= 390 && document.querySelector('.filter-box').getBoundingClientRect().right <= 390)")? == "true",
        "it fits"
    );
    tab.wait_text(".top-bar-title", "4 of 211 shown")?;
    write(tab, "tcp && htp.host")?;
    tab.wait("document.querySelector('.filter-mistake')?.getBoundingClientRect().right <= 390")
}

fn a145_a146_capture_filters_run_and_teach(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#lang=en")?;
    write(tab, "host 127.0.0.1 and port 50418")?;
    tab.wait_text(".filter-state", "capture form")?;
    tab.press("Enter")?;
    tab.wait_text(".filter-strip", "This is a capture filter.")?;
    tab.wait_text(".status-bar", " of 211 shown")?;
    let shown = tab.text_of(".status-bar .count")?;
    let forms = tab.text("[...document.querySelectorAll('.filter-strip code')].map(c => c.innerText).join('|')")?;
    ensure!(
        forms.contains("ip.addr == 127.0.0.1") && forms.contains("tcp.port == 50418"),
        "as a display filter: {forms}"
    );
    ensure!(forms.contains("|"), "and as a capture filter: {forms}");
    // the same in the other form shows the same
    tab.click(".filter-strip .primary")?;
    tab.wait("!document.querySelector('.filter-strip')")?;
    tab.wait("document.querySelector('.filter-box input').value.includes('ip.addr == 127.0.0.1')")?;
    tab.wait_text(".filter-state", "valid")?;
    tab.wait_text(".status-bar .count", &shown)
}

fn come_from_cells_and_conversations(tab: &mut Tab) -> Result<()> {
    let _files = open(tab, "#lang=en")?;
    tab.wait_rows()?;
    tab.right_click("#packet-4 .length")?;
    let entry =
        "[...document.querySelectorAll('.context-menu .menu-entry')].find(e => e.innerText.includes('Filter: this'))";
    tab.wait(&format!("!!{entry}"))?;
    tab.eval(&format!("{entry}.click()"))?;
    tab.wait("document.querySelector('.filter-box input').value == 'frame.len == 702'")?;
    tab.wait(&format!("{NUMBERS} == '4'"))?;
    // two ports are easy to hide
    apply(tab, "")?;
    tab.wait(&format!("{NUMBERS}.startsWith('1,2,3')"))?;
    tab.press("Escape")?;
    tab.wait("document.activeElement.dataset.pane == 'list'")?;
    tab.press("3")?;
    tab.wait("!!document.querySelector('#table-row-1 .cell')?.innerText")?;
    let hide = "[...document.querySelectorAll('.tool-row .button')].find(b => b.innerText == 'Hide')";
    tab.eval(&format!("{hide}.click()"))?;
    tab.wait("document.querySelector('.filter-box input').value.startsWith('!(tcp.port == ')")?;
    tab.wait_text(".status-bar", " of 211 shown")?;
    // what was used before is offered again
    tab.eval("document.querySelector('.filter-box .filter-tool').click()")?;
    tab.wait("document.activeElement.value == ''")?;
    tab.press("ArrowDown")?;
    tab.wait("[...document.querySelectorAll('.filter-suggestion b')].some(b => b.innerText == 'frame.len == 702')")
}
