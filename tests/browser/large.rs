//! Captures of gigabytes and of a million packets: how soon rows are there, how keys feel, what the index takes, how long
//! sorting does. `make figures` asks for this.

use std::{path::PathBuf, time::Duration};

use anyhow::{Result, ensure};

use crate::tab::{Story, Tab};

pub const STORIES: &[(&str, Story)] = &[
    ("large::a_large_capture_opens_at_once", a_large_capture_opens_at_once),
    ("large::a_million_rows_are_sorted_by_info", a_million_rows_are_sorted_by_info),
    ("large::a_million_packets_are_filtered", a_million_packets_are_filtered),
];

/// `WIRELIGHT_LARGE=file`, without which this test is ignored: opens that capture and prints what was measured as a line of JSON.
fn a_large_capture_opens_at_once(tab: &mut Tab) -> Result<()> {
    let file = std::env::var("WIRELIGHT_LARGE")?;
    tab.load("")?;
    // the page itself takes the times: asking it from outside would add to them
    tab.eval(
        "addEventListener('drop', () => { window.dropped = performance.now(); }, true); \
         new MutationObserver(() => { window.shown ??= document.querySelector('.packet-rows .packet-row:not(.unread)') \
         ? performance.now() : undefined; }).observe(document.body, { subtree: true, childList: true, attributes: true })",
    )?;
    tab.drop_file(&PathBuf::from(file))?;
    tab.wait_for("window.shown !== undefined", Duration::from_secs(30))?;
    let first = tab.eval("window.shown - window.dropped")?.as_f64().unwrap_or(f64::INFINITY);
    // progress is shown only for what takes longer than a moment, as gigabytes do: it has to come before it can be gone
    tab.wait_for("!!document.querySelector('.progress')", Duration::from_secs(30))?;
    tab.wait_for("!document.querySelector('.progress')", Duration::from_secs(300))?;
    let whole = tab.eval("performance.now() - window.dropped")?.as_f64().unwrap_or(f64::INFINITY);
    let packets = tab.text_of(".status-bar .count")?.replace(|c: char| !c.is_ascii_digit(), "");
    ensure!(!packets.is_empty(), "no packets are counted");
    let memory = tab.wasm_memory(0)?.max(tab.wasm_memory(1)?);
    let keys = keys(tab)?;
    println!(
        "{{\"first_rows_ms\": {first:.0}, \"whole_ms\": {whole:.0}, \"packets\": {packets}, \"wasm_memory\": {memory}, \
         \"keys\": {keys}}}"
    );
    Ok(())
}

/// Presses the arrow key a few hundred times, once a frame as a held key does, and says in milliseconds: from the key until
/// the frame that shows its row is painted (95 of 100), the time between frames (95 of 100, and the longest), and from a
/// key until the packet's layers are there (95 of 100).
fn keys(tab: &mut Tab) -> Result<serde_json::Value> {
    tab.eval(
        "window.press = key => document.querySelector('.packet-rows').dispatchEvent( \
             new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); \
         window.frame = () => new Promise(done => requestAnimationFrame(done)); \
         window.painted = () => new Promise(done => { const { port1, port2 } = new MessageChannel(); \
             port1.onmessage = done; port2.postMessage(0); }); \
         window.part = (all, part) => all.sort((a, b) => a - b)[Math.floor((all.length - 1) * part)]; true",
    )?;
    let before = tab.eval("+document.querySelector('.packet-row.selected .number').innerText")?.as_u64().unwrap_or(0);
    let held = tab.eval(
        "(async () => { const work = [], between = []; let last = await frame(); \
         for (let i = 0; i < 400; i++) { const at = await frame(); between.push(at - last); last = at; \
             const start = performance.now(); press('ArrowDown'); await painted(); work.push(performance.now() - start); } \
         return { paint_p95: part(work, 0.95), frame_p95: part(between, 0.95), frame_longest: part(between, 1) }; })()",
    )?;
    let after = tab.eval("+document.querySelector('.packet-row.selected .number').innerText")?.as_u64().unwrap_or(0);
    ensure!(after == before + 400, "400 keys led from {before} to {after}");
    let layers = tab.eval(
        "(async () => { const times = []; for (let i = 0; i < 60; i++) { const start = performance.now(); press('ArrowDown'); \
         await frame(); const number = document.querySelector('.packet-row.selected .number').innerText; \
         while (!document.querySelector('.layers-pane .tree-text')?.innerText.startsWith(`Frame ${number}:`)) await frame(); \
         times.push(performance.now() - start); } return part(times, 0.95); })()",
    )?;
    Ok(serde_json::json!({ "held": held, "layers_p95": layers }))
}

/// `WIRELIGHT_MILLION=file`, without which this test is ignored: sorts that capture by Info and prints how long that took
/// and the longest time in which the page drew nothing.
fn a_million_rows_are_sorted_by_info(tab: &mut Tab) -> Result<()> {
    let file = std::env::var("WIRELIGHT_MILLION")?;
    tab.load("")?;
    tab.drop_file(&PathBuf::from(file))?;
    tab.wait_for("!!document.querySelector('.packet-rows .packet-row:not(.unread)')", Duration::from_secs(30))?;
    tab.wait_for("!!document.querySelector('.progress')", Duration::from_secs(30))?;
    tab.wait_for("!document.querySelector('.progress')", Duration::from_secs(300))?;
    let packets = tab.text_of(".status-bar .count")?.replace(|c: char| !c.is_ascii_digit(), "");
    tab.eval(
        "window.longest = 0; (async () => { let last = performance.now(); for (;;) { \
         await new Promise(done => requestAnimationFrame(done)); const here = performance.now(); \
         longest = Math.max(longest, here - last); last = here; } })(); window.started = performance.now(); \
         new MutationObserver(() => { if (document.querySelector('.columnheader.info, [role=columnheader][aria-sort=ascending]') \
         && !document.querySelector('.progress') && document.querySelector('.packet-rows .packet-row:not(.unread) .number')?.innerText != '1') \
         window.sorted ??= performance.now(); }).observe(document.body, { subtree: true, childList: true, attributes: true }); \
         [...document.querySelectorAll('[role=columnheader]')].find(head => head.innerText.startsWith('Info')).click()",
    )?;
    tab.wait_for("window.sorted !== undefined", Duration::from_secs(120))?;
    let figures = tab.eval("({ sort_ms: Math.round(sorted - started), longest_frame_ms: Math.round(longest) })")?;
    let memory = tab.wasm_memory(0)?.max(tab.wasm_memory(1)?);
    println!("{{\"packets\": {packets}, \"sorting\": {figures}, \"wasm_memory\": {memory}}}");
    Ok(())
}

/// `WIRELIGHT_MILLION=file`, without which this test is ignored: filters that capture by what columns hold, and types while
/// another filter reads all packets; prints in milliseconds how long the one took and, of keys, until they are painted.
fn a_million_packets_are_filtered(tab: &mut Tab) -> Result<()> {
    let file = std::env::var("WIRELIGHT_MILLION")?;
    tab.load("")?;
    tab.drop_file(&PathBuf::from(file))?;
    tab.wait_for("!!document.querySelector('.packet-rows .packet-row:not(.unread)')", Duration::from_secs(30))?;
    tab.wait_for("!!document.querySelector('.progress')", Duration::from_secs(30))?;
    tab.wait_for("!document.querySelector('.progress')", Duration::from_secs(300))?;
    tab.eval(
        "window.frame = () => new Promise(done => requestAnimationFrame(done)); \
         window.painted = () => new Promise(done => { const { port1, port2 } = new MessageChannel(); \
             port1.onmessage = done; port2.postMessage(0); }); \
         window.part = (all, part) => all.sort((a, b) => a - b)[Math.floor((all.length - 1) * part)]; \
         window.type = text => { const box = document.querySelector('.filter-box input'); box.focus(); box.value = text; \
             box.dispatchEvent(new InputEvent('input', { bubbles: true })); return box; }; \
         window.enter = box => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })); \
         window.told = () => document.querySelector('.status-bar').innerText; true",
    )?;
    let columns = tab.eval(
        "(async () => { const times = []; for (const least of [500, 510, 520, 530, 540, 550]) { \
         const box = type(`tcp.port in {1..65535} && frame.len > ${least}`); await new Promise(done => setTimeout(done, 500)); \
         const before = told(), start = performance.now(); enter(box); while (told() == before) await painted(); \
         times.push(performance.now() - start); } return { first_ms: times[0], warm_ms: part(times.slice(1), 0.5) }; })()",
    )?;
    let typing = tab.eval(
        "(async () => { enter(type('frame contains \"no such bytes\"')); await new Promise(done => setTimeout(done, 500)); \
         const times = []; let text = ''; for (let key = 0; key < 200; key++) { await frame(); text += 'tcp.port == 80 and '[key % 19]; \
         const start = performance.now(); type(text); await painted(); times.push(performance.now() - start); } \
         return { key_p95: part(times, 0.95), running: !!document.querySelector('.progress') }; })()",
    )?;
    println!("{{\"columns\": {columns}, \"typing\": {typing}}}");
    Ok(())
}
