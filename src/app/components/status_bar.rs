//! The status bar: what is selected, how far reading is, how many packets, and that nothing was asked.

use wirelight::{
    engine::request::{LineKind, PacketView},
    view::amounts,
};
use yew::prelude::*;

use super::{icon::icon, requests::requests};
use crate::{
    page::Page,
    state::{Capture, Job, Line, Work},
    texts::Texts,
};

/// Below this no progress is shown, in milliseconds: most captures open faster than one can read a number.
const PATIENCE: f64 = 200.0;

/// The bar at the lower edge; `packet` is the selected one, once it is here.
pub fn status_bar(page: &Page, packet: Option<&PacketView>) -> Html {
    let Some(capture) = &page.state.capture else { return Html::default() };
    let texts = page.texts;
    let said = page.state.said.clone();
    let selection = said.or_else(|| packet.and_then(|packet| selection(texts, packet, page.state.line.as_ref())));
    let marked = page.state.annotations.marks.len() as u64;
    let chosen = page.state.selected_places().count() as u64;
    let stopped = capture.progress.as_ref().is_some_and(|progress| progress.stopped);
    let wrong = capture.damage().is_some() || stopped;
    html! {
        <footer class="status-bar">
            <span class="grow selection" role="status" title={selection.clone()}>{ selection }</span>
            if capture.reading() { { progress(page, capture) } }
            if let Some(work) = &page.state.work { { work_progress(page, work) } }
            <span class={classes!("cell", "count", wrong.then_some("wrong"))}>
                if wrong { { icon("warn", "") } }
                if page.state.order.is_narrowed() {
                    { (texts.filters.shown)(&amounts::thousands(page.state.shown()), &amounts::thousands(capture.packets())) }
                } else {
                    { (texts.packets)(&amounts::thousands(capture.packets())) }
                }
                if chosen > 1 { { " · " }{ (texts.selected)(&amounts::thousands(chosen)) } }
                if marked > 0 { { " · " }{ (texts.marked)(&amounts::thousands(marked)) } }
                if stopped { { " · " }{ texts.stopped_early } }
            </span>
            { requests(page) }
        </footer>
    }
}

fn selection(texts: &Texts, packet: &PacketView, line: Option<&Line>) -> Option<String> {
    let line = packet.tree.get(line?.index_in(&packet.tree)?)?;
    // an anomaly is called by its sentence, everything else by what stands before its value
    let name = match (line.kind, line.text.split_once(": ")) {
        (LineKind::Note(_), Some((_, sentence))) => sentence.trim_end_matches(']'),
        _ => line.text.split(':').next().unwrap_or_default().trim_start_matches('['),
    };
    // a bit line begins with its bits: `.... ..1. = Syn`
    let name = name.rsplit(" = ").next().unwrap_or(name);
    Some(match line.kind {
        LineKind::Computed | LineKind::Note(_) if line.len == 0 => (texts.computed_selection)(name, &line.key),
        _ => (texts.selection)(name, &line.key, line.len, line.start),
    })
}

/// How far long work is, once it takes longer than a moment.
fn work_progress(page: &Page, work: &Work) -> Html {
    if js_sys::Date::now() - work.started < PATIENCE {
        return Html::default();
    }
    let texts = page.texts;
    let percent = work.percent();
    let name = match work.job {
        Job::Counting => texts.counting,
        Job::Copying => texts.copying,
        Job::Filtering => texts.filters.filtering,
        Job::Finding => texts.finding,
        Job::Following => texts.stream.working,
        Job::Saving => texts.saving,
        Job::Sorting => texts.sorting,
    };
    html! {
        <span class="progress">
            <span class="progress-text">{ name }{ " " }{ percent }{ " %" }</span>
            <progress max="100" value={percent.to_string()} aria-label={name}></progress>
            <button class="button" onclick={work.stop.reform(|_: MouseEvent| ())}>{ texts.stop }</button>
        </span>
    }
}

fn progress(page: &Page, capture: &Capture) -> Html {
    let texts = page.texts;
    let elapsed = js_sys::Date::now() - capture.opened_at;
    let Some(progress) = capture.progress.as_ref().filter(|_| elapsed >= PATIENCE) else { return Html::default() };
    let known = progress.size > 0;
    let percent = (progress.read * 100).checked_div(progress.size).unwrap_or(0).min(100);
    let text = if known {
        let (part, whole, unit) = amounts::part_of(progress.read, progress.size);
        let rate = progress.read as f64 / elapsed;
        let left = progress.size.saturating_sub(progress.read) as f64 / rate.max(1.0) / 1000.0;
        let reading = (texts.reading)(percent, &part, &whole, unit);
        format!("{reading} · {}", (texts.seconds_left)(left.ceil() as u64))
    } else {
        (texts.reading_unknown)(&amounts::size(progress.read))
    };
    let stop = {
        let client = page.client.clone();
        Callback::from(move |_: MouseEvent| client.stop())
    };
    html! {
        <span class="progress">
            <span class="progress-text">{ text }</span>
            <progress max="100" value={known.then(|| percent.to_string())} aria-label={texts.packet_list}></progress>
            <button class="button" onclick={stop}>{ texts.stop }</button>
        </span>
    }
}
