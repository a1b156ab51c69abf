//! The list: keys, the last row at any size, and that it can be used while it fills.

use std::{path::Path, time::Duration};

use anyhow::{Result, ensure};

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("lists::keys_move_by_row_page_and_end", keys_move_by_row_page_and_end),
    ("lists::the_last_of_12_million_rows_is_reached", the_last_of_12_million_rows_is_reached),
    ("lists::the_list_can_be_used_while_it_fills", the_list_can_be_used_while_it_fills),
    ("lists::reading_can_be_stopped", reading_can_be_stopped),
    ("lists::only_rows_in_view_are_drawn", only_rows_in_view_are_drawn),
    ("lists::what_was_found_of_a_segment_leads_its_row", what_was_found_leads_its_row),
];

const SELECTED: &str = "document.querySelector('.packet-row.selected')?.id";
/// The bottom of the selected row is inside the view, and its top too.
const IN_VIEW: &str = "(() => { const r = document.querySelector('.packet-row.selected').getBoundingClientRect(), \
    v = document.querySelector('.packet-rows').getBoundingClientRect(); \
    return r.top >= v.top - 0.5 && r.bottom <= v.top + document.querySelector('.packet-rows').clientHeight + 0.5; })()";

fn wait_selected(tab: &mut Tab, number: u64) -> Result<()> {
    tab.wait(&format!("{SELECTED} == 'packet-{number}'"))?;
    tab.wait(IN_VIEW)
}

fn what_was_found_leads_its_row(tab: &mut Tab) -> Result<()> {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/tcp");
    tab.load_with("#packet=21", &captures.join("losses.pcap"))?;
    let lead = |packet: u32| format!("document.querySelector('#packet-{packet} .info b')");
    let again = lead(21);
    tab.wait(&format!("{again}?.className == 'anomaly' && {again}.innerText.trim() == '[TCP Retransmission]'"))?;
    tab.wait("document.querySelector('#packet-21 .info').innerText.includes('] 43210 → 7777 [PSH, ACK] Seq=351')")?;
    // the map has a tick for it
    tab.wait("document.querySelector('.packet-map .anomalies')?.getAttribute('d').length > 0")?;
    // the tree says how long the sender waited, and calls it by name
    for (field, line) in [
        ("rto", "[The RTO for this segment was: 0.409000000 seconds]"),
        ("retransmission", "This frame is a (suspected) retransmission"),
    ] {
        tab.load_with(&format!("#packet=21&field=tcp.analysis.{field}"), &captures.join("losses.pcap"))?;
        tab.wait_text(".tree-line.selected", line)?;
    }
    tab.wait_text(".status-bar", "This frame is a (suspected) retransmission (tcp.analysis.retransmission), computed")?;
    tab.load_with("#packet=9", &captures.join("windows.pcap"))?;
    tab.wait(&format!("{}?.className == 'news'", lead(9)))?;
    tab.wait(&format!("{}?.innerText.trim() == '[TCP ZeroWindowProbeAck] [TCP ZeroWindow]'", lead(8)))
}

fn keys_move_by_row_page_and_end(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("", &capture)?;
    tab.wait("document.activeElement.dataset.pane == 'list'")?;
    wait_selected(tab, 1)?;
    for number in 2..=40 {
        tab.press("ArrowDown")?;
        wait_selected(tab, number)?;
    }
    tab.press("ArrowUp")?;
    wait_selected(tab, 39)?;
    let page = tab.eval("Math.floor(document.querySelector('.packet-rows').clientHeight / 20)")?.as_u64().unwrap_or(0);
    tab.press("PageDown")?;
    wait_selected(tab, 39 + page)?;
    tab.press("PageUp")?;
    wait_selected(tab, 39)?;
    tab.press("End")?;
    wait_selected(tab, 211)?;
    tab.press("ArrowDown")?;
    wait_selected(tab, 211)?;
    tab.press("Home")?;
    wait_selected(tab, 1)?;
    tab.press("ArrowUp")?;
    wait_selected(tab, 1)?;
    tab.wait("document.querySelector('[role=grid]').getAttribute('aria-activedescendant') == 'packet-1'")?;
    tab.wait("document.querySelector('[role=grid]').getAttribute('aria-rowcount') == '212'")
}

fn the_last_of_12_million_rows_is_reached(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("huge.pcap", 12_000_000)?;
    tab.load("")?;
    tab.drop_file(&capture)?;
    tab.wait_rows()?;
    tab.wait_for(
        "!document.querySelector('.progress') && document.querySelector('.status-bar').innerText.includes('12,000,000')",
        Duration::from_secs(120),
    )?;
    // by the key
    tab.press("End")?;
    wait_selected(tab, 12_000_000)?;
    tab.wait_text("#packet-12000000", "11999.999000")?;
    // by the bar
    tab.press("Home")?;
    wait_selected(tab, 1)?;
    tab.eval("document.querySelector('.packet-rows').scrollTop = 1e9")?;
    tab.wait_text("#packet-12000000", "11999.999000")?;
    let gap = "document.querySelector('#packet-12000000').getBoundingClientRect().bottom - \
        document.querySelector('.packet-rows').getBoundingClientRect().top - document.querySelector('.packet-rows').clientHeight";
    ensure!(tab.eval(gap)?.as_f64().is_some_and(|gap| gap.abs() < 1.0), "the last row stands at the lower edge");
    // the middle by the bar, then exactly one row at a time, and the wheel by exact pixels
    tab.eval("document.querySelector('.packet-rows').scrollTop = 4e6")?;
    tab.wait("+document.querySelector('.packet-rows .packet-row').id.split('-')[1] > 5e6")?;
    tab.wait("!document.querySelector('.packet-row.unread')")?;
    tab.click(".packet-rows .packet-row:nth-child(15)")?;
    let from: u64 = tab.text(&format!("{SELECTED}.split('-')[1]"))?.parse()?;
    ensure!((5_000_000..7_000_000).contains(&from), "the middle is row {from}");
    for step in 1..=60 {
        tab.press("ArrowDown")?;
        wait_selected(tab, from + step)?;
    }
    let top = "+document.querySelector('.packet-rows .packet-row').id.split('-')[1]";
    let before = tab.eval(top)?.as_u64().unwrap_or(0);
    tab.wheel(".packet-rows", 200)?;
    tab.wait(&format!("{top} == {}", before + 10))
}

fn the_list_can_be_used_while_it_fills(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("filling.pcap", 6_000_000)?;
    tab.load("")?;
    // what the page shows while it reads, noted by the page itself
    tab.eval(
        "window.seen = []; new MutationObserver(() => { const s = document.querySelector('.packet-row.selected'); \
         if (s && document.querySelector('.progress')) seen.push(s.id + (s.classList.contains('unread') ? '?' : '')); }) \
         .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })",
    )?;
    tab.drop_file(&capture)?;
    tab.wait("!!document.querySelector('.progress')")?;
    for _ in 0..30 {
        tab.press("ArrowDown")?;
    }
    tab.press("End")?;
    tab.wait_for("!document.querySelector('.progress')", Duration::from_secs(90))?;
    tab.wait_text(".status-bar", "6,000,000")?;
    let seen = tab.text("JSON.stringify([...new Set(seen)])")?;
    let walked = (2..=31).filter(|number| seen.contains(&format!("\"packet-{number}\""))).count();
    ensure!(walked >= 10, "rows were walked while reading: {seen}");
    // End went to what was the end then, and the view stayed there
    let end: u64 = tab.text(&format!("{SELECTED}.split('-')[1]"))?.parse()?;
    ensure!(end > 31, "End moved to {end}");
    tab.wait(IN_VIEW)
}

fn reading_can_be_stopped(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("stopped.pcap", 9_000_000)?;
    tab.load("")?;
    tab.drop_file(&capture)?;
    tab.wait("!!document.querySelector('.progress .button')")?;
    tab.wait_text(".progress", "Reading")?;
    tab.click(".progress .button")?;
    tab.wait_text(".strip", "Reading was stopped.")?;
    tab.wait_text(".status-bar .count", "stopped early")?;
    let count = tab.text_of(".status-bar .count")?.replace(|c: char| !c.is_ascii_digit(), "");
    ensure!(count.parse::<u64>()? < 9_000_000, "{count} packets were read");
    tab.press("End")?;
    wait_selected(tab, count.parse()?)?;
    tab.click(".strip-close")?;
    tab.wait("!document.querySelector('.strip')")
}

fn only_rows_in_view_are_drawn(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("drawn.pcap", 100_000)?;
    tab.load_with("#packet=50000", &capture)?;
    wait_selected(tab, 50_000)?;
    tab.wait("!document.querySelector('.packet-row.unread')")?;
    let drawn = tab.eval("document.querySelectorAll('.packet-rows .packet-row').length")?.as_u64().unwrap_or(0);
    let fit = tab.eval("Math.ceil(document.querySelector('.packet-rows').clientHeight / 20)")?.as_u64().unwrap_or(0);
    ensure!(drawn <= fit + 22, "{drawn} rows are drawn where {fit} fit");
    ensure!(tab.eval("document.querySelectorAll('[style*=url], style').length")? == 0, "no style elements");
    Ok(())
}
