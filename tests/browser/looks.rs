//! Languages, themes, sizes of the window.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("looks::the_browser_chooses_the_language", the_browser_chooses_the_language),
    ("looks::a_person_chooses_the_language", a_person_chooses_the_language),
    ("looks::the_system_chooses_the_theme_and_then_the_person", the_system_chooses_the_theme_and_then_the_person),
    ("looks::a_phone_shows_one_screen_at_a_time", a_phone_shows_one_screen_at_a_time),
    ("looks::a_middle_window_has_tabs", a_middle_window_has_tabs),
    ("looks::splitters_move_and_are_remembered", splitters_move_and_are_remembered),
    ("looks::nothing_reaches_over_the_edge", nothing_reaches_over_the_edge),
];

fn the_browser_chooses_the_language(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    tab.wait_text("h1", "Drop a capture")?;
    tab.wait("document.documentElement.lang == 'en'")?;
    let agent = tab.text("navigator.userAgent")?;
    tab.call(
        "Network.setUserAgentOverride",
        json!({ "userAgent": agent, "acceptLanguage": "zh-TW,zh;q=0.9,en;q=0.5" }),
    )?;
    tab.load("")?;
    tab.wait_text("h1", "把抓包文件拖到窗口任意位置")?;
    tab.wait("document.documentElement.lang == 'zh-CN'")
}

fn a_person_chooses_the_language(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("", &capture)?;
    tab.wait_text(".packet-head", "Source")?;
    tab.click(".language")?;
    tab.wait_text(".packet-head", "目标")?;
    tab.wait_text(".status-bar", "分组 211")?;
    tab.wait("location.hash.includes('lang=zh')")?;
    // what came from the wire is not translated
    tab.wait_text(".layer-tree", "Transmission Control Protocol")?;
    // the next visit remembers it, and a link says otherwise
    tab.load("")?;
    tab.wait_text("h1", "把抓包文件")?;
    tab.load("#lang=en")?;
    tab.wait_text("h1", "Drop a capture")
}

fn the_system_chooses_the_theme_and_then_the_person(tab: &mut Tab) -> Result<()> {
    const PAPER: &str = "getComputedStyle(document.querySelector('.welcome')).backgroundColor";
    let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
    let light = json!({ "features": [{ "name": "prefers-color-scheme", "value": "light" }] });
    tab.call("Emulation.setEmulatedMedia", light)?;
    tab.load("")?;
    tab.wait(&format!("{PAPER} == 'rgb(255, 255, 255)'"))?;
    tab.call("Emulation.setEmulatedMedia", dark)?;
    tab.wait(&format!("{PAPER} == 'rgb(18, 23, 26)'"))?;
    tab.load("")?;
    tab.click(".theme")?;
    tab.wait(&format!("{PAPER} == 'rgb(255, 255, 255)'"))?;
    tab.wait("location.hash == '#theme=light'")?;
    tab.load("")?;
    tab.wait(&format!("{PAPER} == 'rgb(255, 255, 255)'"))?;
    tab.click(".theme")?;
    tab.wait(&format!("{PAPER} == 'rgb(18, 23, 26)'"))
}

fn a_phone_shows_one_screen_at_a_time(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.size(390, 844)?;
    tab.load_with("", &capture)?;
    ensure!(tab.eval("document.querySelector('.packet-rows .packet-row').offsetHeight")? == 56, "a finger hits a row");
    ensure!(tab.eval("!!document.querySelector('.layer-tree')")? == false, "the list has the screen");
    tab.click("#packet-4")?;
    tab.wait_text(".top-bar", "Packet 4")?;
    tab.wait("document.querySelectorAll('.tree-line').length > 3")?;
    ensure!(tab.eval("document.querySelector('.tree-line').offsetHeight")? == 44, "a finger hits a line");
    tab.click(".tab:nth-child(2)")?;
    tab.wait("document.querySelector('.hex-digits')?.innerText == '02 00 00 00 45 00 02 ba'")?;
    tab.click(".top-bar .button:nth-last-child(2)")?;
    tab.wait_text(".top-bar", "Packet 5")?;
    tab.eval("history.back()")?;
    tab.wait("!!document.querySelector('.packet-list') && !document.querySelector('.hex-line')")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-5'")?;
    tab.click("#packet-6")?;
    tab.wait_text(".top-bar", "Packet 6")?;
    tab.click(".top-bar .button:first-child")?;
    tab.wait("!!document.querySelector('.packet-list')")
}

fn a_middle_window_has_tabs(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.size(800, 700)?;
    tab.load_with("", &capture)?;
    tab.wait("!!document.querySelector('.layer-tree') && !document.querySelector('.bytes-pane')")?;
    tab.click(".tab:nth-child(2)")?;
    tab.wait("!document.querySelector('.layer-tree') && document.querySelector('.hex-digits').innerText.length == 48")?;
    tab.size(660, 700)?;
    tab.wait("document.querySelector('.hex-digits').innerText.length == 23")?;
    tab.size(1280, 800)?;
    tab.wait("!!document.querySelector('.layer-tree') && document.querySelector('.hex-digits').innerText.length == 48")
}

fn splitters_move_and_are_remembered(tab: &mut Tab) -> Result<()> {
    const LIST: &str = "document.querySelector('.list-pane').offsetHeight";
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("", &capture)?;
    let before = tab.eval(LIST)?.as_f64().unwrap_or(0.0);
    tab.eval("document.querySelector('.splitter.across').focus()")?;
    tab.press("Shift+ArrowDown")?;
    tab.wait(&format!("Math.abs({LIST} - {before} - 64) < 3"))?;
    tab.load_with("", &capture)?;
    tab.wait(&format!("Math.abs({LIST} - {before} - 64) < 3"))?;
    tab.eval("document.querySelector('.splitter.across').focus()")?;
    tab.press("End")?;
    tab.wait("document.querySelector('.detail').offsetHeight >= 144")?;
    tab.press("Home")?;
    tab.wait(&format!("{LIST} == 104"))?;
    tab.press("Enter")?;
    tab.wait(&format!("Math.abs({LIST} - {before}) < 3"))
}

/// At every size, in both languages, nothing is wider than the window.
fn nothing_reaches_over_the_edge(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("websocket-chat.pcap")?;
    for (width, height) in [(320, 568), (390, 844), (640, 480), (800, 600), (1000, 700), (1280, 800), (1920, 1080)] {
        tab.size(width, height)?;
        for lang in ["en", "zh"] {
            tab.load(&format!("#lang={lang}"))?;
            inside(tab, &format!("welcome {width} {lang}"))?;
            tab.choose(&capture)?;
            tab.wait_rows()?;
            inside(tab, &format!("capture {width} {lang}"))?;
            for (key, view, there) in [
                ("2", "exchanges", ".exchanges .table-rows .waterfall"),
                ("3", "conversations", "[data-table] .table-row"),
                ("5", "flow", ".rung"),
                ("6", "findings", ".finding-info"),
                ("8", "objects", ".objects #object-1, .objects .table-empty"),
            ] {
                tab.press(key)?;
                tab.wait(&format!("!!document.querySelector('{there}')"))?;
                inside(tab, &format!("{view} {width} {lang}"))?;
            }
        }
    }
    Ok(())
}

fn inside(tab: &mut Tab, what: &str) -> Result<()> {
    // what an element on the way up cuts off with an ellipsis does not count
    let wide = tab.text(
        "[...document.querySelectorAll('.wirelight *')].filter(e => { \
         if (!e.offsetParent || e.closest('svg') || e.getBoundingClientRect().right <= innerWidth + 1) return false; \
         for (let p = e.parentElement; !p.classList.contains('wirelight'); p = p.parentElement) \
         if (getComputedStyle(p).overflowX != 'visible' && p.getBoundingClientRect().right <= innerWidth + 1) return false; \
         return true; }).map(e => e.className).join(' | ')",
    )?;
    ensure!(wide.is_empty(), "{what}: over the edge: {wide}");
    ensure!(tab.eval("document.scrollingElement.scrollHeight <= innerHeight")? == true, "{what}: the page scrolls");
    Ok(())
}
