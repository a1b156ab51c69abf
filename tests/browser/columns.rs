//! Columns of the list: their widths, places and orders, any field as one more; and what rows and the map show of notes.

use std::{cmp::Ordering, path::Path};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    captures::{Files, pcap, udp},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("columns::widths_by_mouse_and_keys_are_remembered", widths_by_mouse_and_keys_are_remembered),
    ("columns::a_double_click_fits_what_is_seen", a_double_click_fits_what_is_seen),
    ("columns::headings_move_by_mouse_and_keys", headings_move_by_mouse_and_keys),
    ("columns::a_column_is_hidden_and_comes_back", a_column_is_hidden_and_comes_back),
    ("columns::any_field_becomes_a_column", any_field_becomes_a_column),
    ("columns::the_chosen_field_becomes_a_column", the_chosen_field_becomes_a_column),
    ("columns::a_link_brings_columns_and_order", a_link_brings_columns_and_order),
    ("columns::what_is_no_field_does_no_harm", what_is_no_field_does_no_harm),
    ("columns::each_column_sorts_both_ways", each_column_sorts_both_ways),
    ("columns::the_selection_stays_on_its_packet", the_selection_stays_on_its_packet),
    ("columns::columns_that_do_not_fit_are_reached", columns_that_do_not_fit_are_reached),
    ("columns::marks_comments_and_ignored_rows_show", marks_comments_and_ignored_rows_show),
    ("columns::several_rows_are_selected", several_rows_are_selected),
    ("columns::what_is_looked_for_is_marked_in_rows", what_is_looked_for_is_marked_in_rows),
    ("columns::a_long_file_is_read_whole", a_long_file_is_read_whole),
    ("columns::the_map_scrolls_and_shows_the_file", the_map_scrolls_and_shows_the_file),
];

/// Opens 14 packets between two addresses.
fn open(tab: &mut Tab, fragment: &str) -> Result<Files> {
    let files = Files::new()?;
    let capture = files.sample("live-video.pcap")?;
    tab.load_with(fragment, &capture)?;
    Ok(files)
}

/// The headings from left to right.
const HEADINGS: &str = "[...document.querySelectorAll('.packet-head .cell')].map(e => e.innerText.trim()).join()";

/// The packets from the top of the list on.
const PACKETS: &str = "[...document.querySelectorAll('.packet-rows .packet-row')].map(e => e.id.split('-')[1]).join()";

/// The selector of the heading with that text, which is looked up in the page.
fn heading(tab: &mut Tab, text: &str) -> Result<String> {
    let find =
        format!("[...document.querySelectorAll('.packet-head .cell')].find(e => e.innerText.trim() == {text:?})");
    tab.wait(&format!("!!{find}"))?;
    let index = tab.text(&format!("{find}.getAttribute('aria-colindex')"))?;
    Ok(format!(".packet-head [aria-colindex='{index}']"))
}

fn width(tab: &mut Tab, selector: &str) -> Result<f64> {
    let width = tab.eval(&format!("document.querySelector({selector:?}).getBoundingClientRect().width"))?;
    width.as_f64().context("a width")
}

/// Presses the mouse at one place, moves it to another and lets it go.
fn drag(tab: &mut Tab, from: (f64, f64), to: (f64, f64)) -> Result<()> {
    let between = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    for (kind, at) in [
        ("mouseMoved", from),
        ("mousePressed", from),
        ("mouseMoved", between),
        ("mouseMoved", to),
        ("mouseReleased", to),
    ] {
        let event = json!({ "type": kind, "x": at.0, "y": at.1, "button": "left", "buttons": 1, "clickCount": 1 });
        tab.call("Input.dispatchMouseEvent", event)?;
    }
    Ok(())
}

/// A place in an element, `across` and `down` in parts of its size.
fn place(tab: &mut Tab, selector: &str, across: f64, down: f64) -> Result<(f64, f64)> {
    let at = tab.eval(&format!(
        "(() => {{ const r = document.querySelector({selector:?}).getBoundingClientRect(); \
         return [r.left + r.width * {across}, r.top + r.height * {down}]; }})()"
    ))?;
    Ok((at[0].as_f64().context("x")?, at[1].as_f64().context("y")?))
}

/// Drags the right edge of a heading.
fn resize(tab: &mut Tab, heading: &str, by: f64) -> Result<()> {
    let (x, y) = place(tab, heading, 1.0, 0.5)?;
    drag(tab, (x - 3.0, y), (x - 3.0 + by, y))
}

fn widths_by_mouse_and_keys_are_remembered(tab: &mut Tab) -> Result<()> {
    let files = open(tab, "")?;
    let source = heading(tab, "Source")?;
    let cell = source.replace(".packet-head", "#packet-3");
    let before = width(tab, &source)?;
    resize(tab, &source, 60.0)?;
    tab.wait(&format!("Math.abs(document.querySelector({cell:?}).offsetWidth - {before} - 57) < 4"))?;
    let dragged = width(tab, &source)?;
    ensure!((width(tab, &cell)? - dragged).abs() < 0.6, "cells are as wide as their heading");
    tab.eval(&format!("document.querySelector({source:?}).focus()"))?;
    tab.press("Shift+ArrowRight")?;
    tab.press("Shift+ArrowRight")?;
    tab.press("Shift+ArrowLeft")?;
    tab.wait(&format!("Math.abs(document.querySelector({source:?}).offsetWidth - {dragged} - 8) < 1"))?;
    ensure!(tab.text(HEADINGS)?.starts_with("No.,Time,Source,"), "nothing was moved or sorted");
    let sorted = tab.eval("!!document.querySelector('[aria-sort=ascending], [aria-sort=descending]')")?;
    ensure!(sorted == false, "a dragged edge sorts nothing");
    tab.load_with("", &files.sample("live-video.pcap")?)?;
    tab.wait(&format!("Math.abs(document.querySelector({source:?}).offsetWidth - {dragged} - 8) < 1"))
}

fn a_double_click_fits_what_is_seen(tab: &mut Tab) -> Result<()> {
    open(tab, "#cols=no,src,http.request.full_uri,info")?;
    let source = heading(tab, "Source")?;
    let cut = |index: u32| {
        format!(
            "[...document.querySelectorAll('.packet-rows [aria-colindex=\"{index}\"]')].some(e => e.scrollWidth > e.clientWidth)"
        )
    };
    tab.wait("document.querySelector('#packet-4 [aria-colindex=\"4\"]')?.innerText.startsWith('http://')")?;
    ensure!(tab.eval(&cut(4))? == true, "a long address is cut off");
    resize(tab, &source, -70.0)?;
    tab.wait(&cut(3))?;
    let (x, y) = place(tab, &source, 1.0, 0.5)?;
    for (kind, count) in [("mousePressed", 1), ("mouseReleased", 1), ("mousePressed", 2), ("mouseReleased", 2)] {
        let event = json!({ "type": kind, "x": x - 3.0, "y": y, "button": "left", "clickCount": count });
        tab.call("Input.dispatchMouseEvent", event)?;
    }
    tab.wait(&format!("!{}", cut(3)))?;
    // all at once, by the sheet
    tab.click(".view-bar .button")?;
    tab.wait("!!document.querySelector('dialog.columns[open]')")?;
    tab.click(".columns-foot .button")?;
    tab.press("Escape")?;
    tab.wait(&format!("!{}", cut(4)))
}

fn headings_move_by_mouse_and_keys(tab: &mut Tab) -> Result<()> {
    open(tab, "")?;
    let length = heading(tab, "Length")?;
    let source = heading(tab, "Source")?;
    let from = place(tab, &length, 0.4, 0.5)?;
    let to = place(tab, &source, 0.2, 0.5)?;
    drag(tab, from, to)?;
    tab.wait(&format!("{HEADINGS} == 'No.,Time,Length,Source,Destination,Protocol,Info'"))?;
    tab.wait("location.hash.includes('cols=no,time,len,src,dst,proto,info')")?;
    tab.wait("document.querySelector('#packet-4 [aria-colindex=\"4\"]').innerText == '592'")?;
    let sorted = tab.eval("!!document.querySelector('[aria-sort=ascending], [aria-sort=descending]')")?;
    ensure!(sorted == false, "a dragged heading sorts nothing");
    let protocol = heading(tab, "Protocol")?;
    tab.eval(&format!("document.querySelector({protocol:?}).focus()"))?;
    tab.press("Ctrl+Shift+ArrowLeft")?;
    tab.press("Ctrl+Shift+ArrowLeft")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Time,Length,Protocol,Source,Destination,Info'"))?;
    tab.wait("document.activeElement.innerText.trim() == 'Protocol'")?;
    tab.press("ArrowRight")?;
    tab.wait("document.activeElement.innerText.trim() == 'Source'")
}

fn a_column_is_hidden_and_comes_back(tab: &mut Tab) -> Result<()> {
    open(tab, "")?;
    let protocol = heading(tab, "Protocol")?;
    let (x, y) = place(tab, &protocol, 0.5, 0.5)?;
    for kind in ["mousePressed", "mouseReleased"] {
        tab.call(
            "Input.dispatchMouseEvent",
            json!({ "type": kind, "x": x, "y": y, "button": "right", "clickCount": 1 }),
        )?;
    }
    tab.wait("document.activeElement.innerText == 'Sort ascending'")?;
    tab.press("End")?;
    tab.press("ArrowUp")?;
    tab.wait("document.activeElement.innerText == 'Hide'")?;
    tab.press("Enter")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Time,Source,Destination,Length,Info'"))?;
    tab.wait("!document.querySelector('dialog')")?;
    let time = heading(tab, "Time")?;
    tab.eval(&format!("document.querySelector({time:?}).focus()"))?;
    tab.press("Delete")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Source,Destination,Length,Info'"))?;
    tab.wait("document.querySelector('[role=grid]').getAttribute('aria-colcount') == '6'")?;
    // the sheet brings both back, and the order can be changed there
    tab.click(".view-bar .button")?;
    tab.wait("!!document.querySelector('dialog.columns[open]')")?;
    tab.eval("document.querySelector('[aria-label=\"Show: Time time\"]').click()")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Source,Destination,Length,Info,Time'"))?;
    tab.eval("document.querySelector('[aria-label=\"Move left: Time\"]').click()")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Source,Destination,Length,Time,Info'"))?;
    tab.eval("[...document.querySelectorAll('.columns-foot .button')].at(-1).click()")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Time,Source,Destination,Protocol,Length,Info'"))?;
    tab.wait("!location.hash.includes('cols=')")
}

/// What `tshark -T fields -e tcp.seq` says of the 14 packets.
const SEQUENCE: &str = "0,0,1,1,1,1,194,1574,2954,5714,7094,4334,539,539";

fn column_texts(index: u32) -> String {
    format!("[...document.querySelectorAll('.packet-rows [aria-colindex=\"{index}\"]')].map(e => e.innerText).join()")
}

fn any_field_becomes_a_column(tab: &mut Tab) -> Result<()> {
    open(tab, "")?;
    tab.click(".view-bar .button")?;
    tab.wait("!!document.querySelector('.columns-search')")?;
    tab.click(".columns-search")?;
    tab.call("Input.insertText", json!({ "text": "tcp.seq" }))?;
    tab.wait_text(".columns-found", "tcp.seq")?;
    tab.press("Enter")?;
    tab.wait_text(".columns-list", "tcp.seq")?;
    tab.press("Escape")?;
    tab.wait("location.hash.includes('cols=no,time,src,dst,proto,len,tcp.seq,info')")?;
    let sequence = heading(tab, "Sequence Number")?;
    ensure!(sequence.contains("'8'"), "it stands before Info: {sequence}");
    ensure!(tab.text(&format!("document.querySelector({sequence:?}).title"))? == "tcp.seq");
    tab.wait(&format!("{} == '{SEQUENCE}'", column_texts(8)))?;
    let align = "getComputedStyle(document.querySelector('#packet-3 [aria-colindex=\"8\"]')).textAlign";
    tab.wait(&format!("{align} == 'right'"))
}

fn the_chosen_field_becomes_a_column(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=4&field=ip.ttl")?;
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    tab.press("Ctrl+Shift+I")?;
    let ttl = heading(tab, "Time to Live")?;
    tab.wait(&format!("document.querySelector({:?}).innerText == '64'", ttl.replace(".packet-head", "#packet-4")))?;
    tab.wait("location.hash.includes('ip.ttl,info')")
}

fn a_link_brings_columns_and_order(tab: &mut Tab) -> Result<()> {
    open(tab, "#cols=no,tcp.seq,info&sort=-tcp.seq")?;
    tab.wait(&format!("{HEADINGS} == 'No.,Sequence Number,Info'"))?;
    tab.wait(&format!("{PACKETS} == '11,10,12,9,8,13,14,7,3,4,5,6,1,2'"))?;
    tab.wait(&format!("{} == '7094,5714,4334,2954,1574,539,539,194,1,1,1,1,0,0'", column_texts(3)))?;
    tab.wait("document.querySelector('.packet-head [aria-sort=descending]')?.innerText.trim() == 'Sequence Number'")?;
    tab.wait("location.hash.includes('cols=no,tcp.seq,info&sort=-tcp.seq')")
}

fn what_is_no_field_does_no_harm(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=4&cols=no,no.such.field,info&sort=-no.such.field")?;
    tab.wait(&format!("{HEADINGS} == 'No.,no.such.field,Info'"))?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-4'")?;
    tab.wait(&format!("{PACKETS} == '1,2,3,4,5,6,7,8,9,10,11,12,13,14'"))?;
    ensure!(tab.text(&column_texts(3))?.replace(',', "").is_empty(), "nothing has such a field");
    tab.press("ArrowDown")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-5'")
}

/// The packets in the order of their texts in a column; a number compares as one.
fn ordered(texts: &[String], descending: bool) -> String {
    let number = |text: &str| text.parse::<f64>().ok();
    let compare = |a: &String, b: &String| match (number(a), number(b)) {
        (Some(a), Some(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        _ => a.cmp(b),
    };
    let mut packets: Vec<usize> = (0..texts.len()).collect();
    packets.sort_by(|a, b| {
        let way = compare(&texts[*a], &texts[*b]);
        if descending { way.reverse() } else { way }
    });
    packets.iter().map(|packet| (packet + 1).to_string()).collect::<Vec<_>>().join(",")
}

fn each_column_sorts_both_ways(tab: &mut Tab) -> Result<()> {
    open(tab, "")?;
    let mut all = Vec::new();
    for index in 2..=8 {
        let texts = tab.eval(&column_texts(index).replace(".join()", ""))?;
        let texts = texts.as_array().context("texts")?.iter().filter_map(|text| text.as_str().map(str::to_owned));
        all.push(texts.collect::<Vec<_>>());
    }
    let file = "1,2,3,4,5,6,7,8,9,10,11,12,13,14";
    for (index, texts) in (2..=8).zip(&all) {
        ensure!(texts.len() == 14, "{texts:?}");
        let heading = format!(".packet-head [aria-colindex='{index}']");
        let sorted = |way: &str| format!("document.querySelector({heading:?}).getAttribute('aria-sort') == '{way}'");
        tab.click(&heading)?;
        tab.wait(&format!("{} && {PACKETS} == '{}'", sorted("ascending"), ordered(texts, false)))?;
        tab.wait("!document.querySelector('.packet-row.unread')")?;
        tab.click(&heading)?;
        tab.wait(&format!("{} && {PACKETS} == '{}'", sorted("descending"), ordered(texts, true)))?;
        tab.click(&heading)?;
        tab.wait(&format!("{} && {PACKETS} == '{file}'", sorted("none")))?;
    }
    // by keys, and back by the command
    let heading = ".packet-head [aria-colindex='7']";
    tab.eval(&format!("document.querySelector({heading:?}).focus()"))?;
    tab.press("Enter")?;
    tab.wait("location.hash.includes('sort=len')")?;
    tab.wait(&format!("{PACKETS} == '{}'", ordered(&all[5], false)))
}

/// Of so many bytes the next ones are fetched while one works on those before.
fn a_long_file_is_read_whole(tab: &mut Tab) -> Result<()> {
    let frames = (0..20_000_u16).map(|number| udp(60_000 - number, &[number as u8; 1400]));
    let bytes = pcap(1, &frames.collect::<Result<Vec<_>>>()?)?;
    let files = Files::new()?;
    tab.load_with("", &files.file("long.pcap", &bytes)?)?;
    tab.wait_text(".status-bar .count", "20,000")?;
    let info = heading(tab, "Info")?;
    tab.click(&info)?;
    // the packet selected, which has the greatest port, stays in sight
    tab.wait("document.querySelector('#packet-1')?.previousElementSibling?.id == 'packet-2'")?;
    tab.eval("document.querySelector('.packet-rows').focus()")?;
    tab.press("Home")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-20000'")?;
    tab.wait("document.querySelector('#packet-20000').nextElementSibling?.id == 'packet-19999'")?;
    let sha = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    tab.eval("location.hash = '#view=file'")?;
    tab.wait_text(".file-view .digest", &sha)
}

fn the_selection_stays_on_its_packet(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.size(1280, 500)?;
    tab.load_with("#packet=4", &files.sample("page-load.pcap")?)?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-4'")?;
    tab.wait_text(".status-bar .count", "211")?;
    let number = heading(tab, "No.")?;
    tab.click(&number)?;
    tab.click(&number)?;
    tab.wait("document.querySelector('.packet-head [aria-sort=descending]') != null")?;
    tab.wait("document.querySelector('#packet-3')?.previousElementSibling?.id == 'packet-4'")?;
    let in_view = "(() => { const r = document.querySelector('.packet-row.selected')?.getBoundingClientRect(), \
         v = document.querySelector('.packet-rows').getBoundingClientRect(); \
         return !!r && r.top >= v.top - 0.5 && r.bottom <= v.bottom + 0.5; })()";
    tab.wait(in_view)?;
    tab.wait("document.querySelector('.packet-row.selected').id == 'packet-4'")?;
    tab.wait_text(".pane-title", "Packet 4")?;
    tab.eval("document.querySelector('.packet-rows').focus()")?;
    tab.press("ArrowDown")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-3'")?;
    tab.wait_text(".pane-title", "Packet 3")?;
    tab.press("Home")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-211'")
}

fn columns_that_do_not_fit_are_reached(tab: &mut Tab) -> Result<()> {
    tab.size(700, 600)?;
    open(tab, "#cols=no,time,src,dst,proto,len,tcp.seq,tcp.ack,tcp.flags,tcp.window_size_value,ip.id,info")?;
    tab.wait("!document.querySelector('.packet-row.unread')")?;
    let right = "document.querySelector('.packet-head .cell:last-child').getBoundingClientRect().right";
    let edge = "document.querySelector('.packet-map').getBoundingClientRect().left";
    ensure!(tab.eval(&format!("{right} > {edge} + 50"))? == true, "Info is out of sight at first");
    ensure!(tab.eval("document.scrollingElement.scrollWidth <= innerWidth")? == true, "the page scrolls sideways");
    for _ in 0..12 {
        tab.press("ArrowRight")?;
    }
    tab.wait(&format!("Math.abs({right} - {edge}) < 2"))?;
    let head = "document.querySelector('.packet-head .cell:last-child').getBoundingClientRect().left";
    let cell = "document.querySelector('#packet-3 .cell:last-child').getBoundingClientRect().left";
    tab.wait(&format!("Math.abs({head} - {cell}) < 1"))
}

fn marks_comments_and_ignored_rows_show(tab: &mut Tab) -> Result<()> {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/frame/interfaces_and_comments.pcapng");
    tab.load_with("", &capture)?;
    let bold =
        |packet: u32| format!("getComputedStyle(document.querySelector('#packet-{packet} .info')).fontWeight == '700'");
    tab.wait_text("#packet-1 .gutter", "comment")?;
    ensure!(tab.eval("!!document.querySelector('#packet-2 .gutter .icon')")? == false, "no icon without a note");
    tab.click("#packet-2")?;
    tab.press("Ctrl+m")?;
    tab.wait_text("#packet-2 .gutter", "marked")?;
    tab.wait(&format!("{} && !({})", bold(2), bold(3)))?;
    tab.click("#packet-3")?;
    tab.press("Ctrl+d")?;
    tab.wait_text("#packet-3 .gutter", "ignored")?;
    tab.wait("getComputedStyle(document.querySelector('#packet-3 .info')).textDecorationLine == 'line-through'")?;
    tab.press("r")?;
    tab.wait_text("#packet-3 .time", "*REF*")?;
    tab.wait("document.querySelector('.packet-map .marks').getAttribute('d').length > 5")
}

fn several_rows_are_selected(tab: &mut Tab) -> Result<()> {
    open(tab, "")?;
    let selected =
        "[...document.querySelectorAll('.packet-row[aria-selected=true]')].map(e => e.id.split('-')[1]).join()";
    tab.click("#packet-4 .info")?;
    let (x, y) = place(tab, "#packet-7 .info", 0.5, 0.5)?;
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1, "modifiers": 8 });
        tab.call("Input.dispatchMouseEvent", event)?;
    }
    tab.wait(&format!("{selected} == '4,5,6,7'"))?;
    tab.wait("document.querySelectorAll('.packet-row.selected').length == 4")?;
    tab.wait_text(".status-bar .count", "selected 4")?;
    tab.press("Shift+ArrowUp")?;
    tab.wait(&format!("{selected} == '4,5,6'"))?;
    tab.press("Ctrl+m")?;
    tab.wait("document.querySelectorAll('.packet-row.marked').length == 3")?;
    tab.press("ArrowDown")?;
    tab.wait(&format!("{selected} == '7'"))
}

fn what_is_looked_for_is_marked_in_rows(tab: &mut Tab) -> Result<()> {
    open(tab, "")?;
    let marks = "[...document.querySelectorAll('.packet-rows mark')].map(e => e.innerText)";
    tab.press("Ctrl+f")?;
    tab.wait("document.activeElement.tagName == 'INPUT'")?;
    tab.call("Input.insertText", json!({ "text": "len=1380" }))?;
    tab.wait(&format!("{marks}.length == 6 && {marks}.every(text => text == 'Len=1380')"))?;
    ensure!(tab.text_of("#packet-9 .info")?.contains("Seq=2954 Ack=539"), "the rest of the text is there");
    tab.press("Escape")?;
    tab.wait(&format!("{marks}.length == 0"))
}

fn the_map_scrolls_and_shows_the_file(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    tab.wait("document.querySelector('.packet-map .web')?.getAttribute('d').length > 20")?;
    ensure!(tab.eval("document.querySelector('.packet-map .control').getAttribute('d').length > 20")? == true);
    let capture = files.many("mapped.pcap", 1_000_000)?;
    tab.load_with("", &capture)?;
    tab.wait_text(".status-bar .count", "1,000,000")?;
    tab.wait("!document.querySelector('.progress')")?;
    let top = "+document.querySelector('.packet-rows .packet-row').id.split('-')[1]";
    let (x, y) = place(tab, ".packet-map", 0.5, 0.5)?;
    drag(tab, (x, y), (x, y))?;
    tab.wait(&format!("Math.abs({top} - 500000) < 5000"))?;
    tab.wait("!document.querySelector('.packet-row.unread')")?;
    let thumb = "(() => { const t = document.querySelector('.map-thumb').getBoundingClientRect(); return t.top + t.height / 2; })()";
    tab.wait(&format!("Math.abs({thumb} - {y}) < 2"))?;
    let end = place(tab, ".packet-map", 0.5, 1.0)?;
    drag(tab, (x, y), (end.0, end.1 + 40.0))?;
    tab.wait("!!document.querySelector('#packet-1000000:not(.unread)')")?;
    tab.wheel(".packet-map", -2000)?;
    tab.wait(&format!("{top} < 999900"))?;
    // the keys still go on from the selected packet
    tab.press("ArrowDown")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-2'")
}
