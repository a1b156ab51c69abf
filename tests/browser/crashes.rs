//! A worker that dies becomes a message, never a dead page.

use anyhow::{Result, ensure};

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("crashes::a_dead_worker_becomes_a_message_and_reopens", a_dead_worker_becomes_a_message_and_reopens),
    ("crashes::a_full_memory_becomes_a_message", a_full_memory_becomes_a_message),
];

/// The worker at work is the one that has the capture; the other is the spare.
fn worker_at_work(tab: &mut Tab) -> Result<usize> {
    for worker in 0..2 {
        if tab.eval_in_worker(worker, "self.atWork === true")? == true {
            return Ok(worker);
        }
    }
    anyhow::bail!("no worker has the capture")
}

/// Opens a capture and remembers which worker was asked for it.
fn open(tab: &mut Tab) -> Result<(Files, usize)> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load("")?;
    for worker in 0..2 {
        tab.eval_in_worker(worker, "addEventListener('message', () => { self.atWork = true; })")?;
    }
    tab.choose(&capture)?;
    tab.wait_rows()?;
    tab.press("PageDown")?;
    tab.wait("!document.querySelector('#packet-1.selected')")?;
    let worker = worker_at_work(tab)?;
    Ok((files, worker))
}

fn a_dead_worker_becomes_a_message_and_reopens(tab: &mut Tab) -> Result<()> {
    let (_files, worker) = open(tab)?;
    let selected = tab.text("document.querySelector('.packet-row.selected').id")?;
    let before = tab.requests()?.len();
    tab.eval_in_worker(worker, "setTimeout(() => { throw new Error('a fault on purpose'); })")?;
    tab.wait_text(".trouble-sheet", "The reader stopped")?;
    tab.wait_text(".trouble-report", "a fault on purpose")?;
    tab.wait_text(".trouble-report", "no capture bytes in this report")?;
    tab.take_complaints()?;
    tab.click(".trouble .button.primary")?;
    tab.wait_rows()?;
    tab.wait(&format!("document.querySelector('.packet-row.selected')?.id == {selected:?}"))?;
    tab.wait_text(".status-bar", "Packets 211")?;
    tab.quiet()?;
    let after = tab.requests()?.get(before..).unwrap_or_default().to_vec();
    ensure!(after.is_empty(), "reopening asked for {after:?}");
    Ok(())
}

fn a_full_memory_becomes_a_message(tab: &mut Tab) -> Result<()> {
    let (files, worker) = open(tab)?;
    // all that the engine may have is taken, but for what it has already
    tab.eval_in_worker(
        worker,
        "wasm_bindgen().then(w => { for (let n = 16384; n > 0; n >>= 1) try { for (;;) w.memory.grow(n); } catch {} return 1; })",
    )?;
    let capture = files.many("many.pcap", 3_000_000)?;
    tab.choose(&capture)?;
    tab.wait(
        "/ran out of memory|Memory is full/.test(document.querySelector('.trouble-sheet, .strip')?.innerText ?? '')",
    )?;
    tab.take_complaints()?;
    if tab.eval("!!document.querySelector('.trouble .button.primary')")? == true {
        tab.click(".trouble .button.primary")?;
        tab.wait_rows()?;
        tab.wait_text(".status-bar", "3,000,000")?;
    }
    Ok(())
}
