//! A capture of gigabytes: how soon its first rows are there, and what its index takes. `make figures` asks for this.

use std::{path::PathBuf, time::Duration};

use anyhow::{Result, ensure};

use crate::tab::{Story, Tab};

pub const STORIES: &[(&str, Story)] = &[("large::a_large_capture_opens_at_once", a_large_capture_opens_at_once)];

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
    println!(
        "{{\"first_rows_ms\": {first:.0}, \"whole_ms\": {whole:.0}, \"packets\": {packets}, \"wasm_memory\": {memory}}}"
    );
    Ok(())
}
