//! A packet in a window of its own, and on paper.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("windows::a_138_a_packet_gets_a_window_of_its_own", a_packet_gets_a_window_of_its_own),
    ("windows::a_sample_needs_nobody", a_sample_needs_nobody),
    ("windows::paper_has_rows_layers_and_bytes", paper_has_rows_layers_and_bytes),
];

const TITLE: &str = "document.title";

fn a_packet_gets_a_window_of_its_own(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("#packet=1&lang=zh", &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.eval("document.querySelector('.packet-rows').focus()")?;
    tab.double_click("#packet-8 .info")?;
    let window = tab.popup()?;
    tab.wait_in(&window, "document.title.startsWith('分组 8 · page-load.pcap')")?;
    tab.wait_in(
        &window,
        "[...document.querySelectorAll('.tree-line')].some(l => l.innerText.includes('GET /icon.jpg'))",
    )?;
    tab.wait_in(
        &window,
        "!!document.querySelector('.bytes-pane .hex-line') && !document.querySelector('.packet-rows')",
    )?;
    // it steps on by itself, and the page it came from stays where it is
    tab.press_in(&window, "ArrowDown")?;
    tab.wait_in(&window, "document.title.startsWith('分组 9 · page-load.pcap')")?;
    tab.wait("document.title.startsWith('page-load.pcap') && !!document.querySelector('#packet-8.selected')")?;
    // loaded again, it gets the capture again
    tab.wait_in(&window, "location.hash.includes('packet=9')")?;
    tab.eval_in(&window, "location.reload()").ok();
    tab.wait_in(
        &window,
        "document.title.startsWith('分组 9 · page-load.pcap') && !!document.querySelector('.tree-line')",
    )
}

fn a_sample_needs_nobody(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=websocket-chat.pcap&packet=3")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.press("Ctrl+k")?;
    tab.wait("!!document.querySelector('.palette-input')")?;
    tab.call("Input.insertText", json!({ "text": "packet in a new window" }))?;
    tab.wait("document.querySelectorAll('.palette-option').length == 1")?;
    tab.press("Enter")?;
    let window = tab.popup()?;
    tab.wait_in(&window, &format!("{TITLE}.startsWith('Packet 3 · websocket-chat.pcap')"))?;
    tab.wait_in(&window, "!!document.querySelector('.tree-line')")
}

fn paper_has_rows_layers_and_bytes(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=page-load.pcap&packet=4&theme=dark")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.eval("window.print = () => { window.printed = true; }")?;
    tab.press("Ctrl+p")?;
    tab.wait("window.printed && document.querySelectorAll('.paper tbody tr').length == 19")?;
    ensure!(tab.eval("getComputedStyle(document.querySelector('.paper')).display")? == "none", "only on paper");
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    let paper = tab.text_of(".paper")?;
    for text in ["page-load.pcap", "GET / HTTP/1.1", "Packet 4", "Hypertext Transfer Protocol", "0000  02 00 00 00 45"]
    {
        ensure!(paper.contains(text), "{text} is on paper: {paper}");
    }
    ensure!(
        tab.eval(
            "getComputedStyle(document.querySelector('.packet-list')).display != 'none' && \
        document.querySelector('.packet-list').offsetHeight == 0"
        )? == true,
        "the screen is not on paper"
    );
    ensure!(
        tab.eval("getComputedStyle(document.querySelector('.paper')).color")? == "rgb(23, 27, 26)",
        "dark on light"
    );
    let pdf = tab.call("Page.printToPDF", json!({}))?;
    ensure!(pdf["data"].as_str().context("a PDF")?.len() > 10_000, "a PDF of some size");
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "" }))?;
    // several rows that are selected are the rows on paper
    tab.eval("dispatchEvent(new Event('afterprint'))")?;
    tab.wait("!document.querySelector('.paper')")?;
    // what was hidden for paper lost the focus
    tab.click("#packet-4")?;
    tab.press("Shift+ArrowDown")?;
    tab.press("Ctrl+p")?;
    tab.wait("[...document.querySelectorAll('.paper tbody tr')].map(r => r.cells[0].textContent).join() == '4,5'")
}
