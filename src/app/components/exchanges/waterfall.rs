//! Where the time of an exchange went: a bar a row on one scale, a shape and a colour for each phase.

use wirelight::{
    engine::exchanges::{ExchangeRow, Interval},
    view::{
        exchanges::{Phase, phases},
        tables::milliseconds,
    },
};
use yew::prelude::*;

use super::acting::List;
use crate::texts::exchanges::ExchangeTexts;

/// Marks on the axis at most.
const MARKS: i64 = 6;

/// The bar of a row; what it shows stands in its name.
pub fn bar(list: &List, row: &ExchangeRow) -> Html {
    let Some(span) = list.known.as_ref().and_then(|known| known.span) else { return Html::default() };
    let texts = &list.page.texts.exchanges;
    let name = words(texts, row);
    let shapes = phases(row).map(|(phase, interval)| shape(phase, span, interval));
    html! {
        <svg class="waterfall" role="img" aria-label={name.clone()}><title>{ name }</title>{ for shapes }</svg>
    }
}

/// `connect 0.184 ms, wait for the server 17.132 ms`
fn words(texts: &ExchangeTexts, row: &ExchangeRow) -> String {
    let mut words = String::new();
    for (phase, (begin, end)) in phases(row) {
        for part in [if words.is_empty() { "" } else { ", " }, (texts.phase)(phase), " "] {
            words.push_str(part);
        }
        words.push_str(&milliseconds(end.abs_diff(begin)));
        words.push_str(" ms");
    }
    if let Some([client, server]) = row.talk {
        words.push_str(". ");
        words.push_str(&(texts.messages)(client.messages, server.messages));
    }
    words
}

fn shape(phase: Phase, span: Interval, (begin, end): Interval) -> Html {
    let (from, to) = (per_mille(span, begin), per_mille(span, end));
    let (y, height) = height(phase);
    html! { <rect class={phase.key()} x={percent(from)} width={percent(to - from)} {y} {height} /> }
}

/// A part of the whole, in thousandths of a percent, which is finer than any screen.
fn per_mille(span: Interval, time: i64) -> i64 {
    let whole = i128::from(span.1) - i128::from(span.0);
    (((i128::from(time) - i128::from(span.0)) * 100_000).checked_div(whole).unwrap_or(0)) as i64
}

fn percent(thousandths: i64) -> String {
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

/// Where a phase is drawn from above, and how high: what is waited for is higher than what is sent.
fn height(phase: Phase) -> (&'static str, &'static str) {
    match phase {
        Phase::Names => ("10", "4"),
        Phase::Connect => ("8", "8"),
        Phase::Send => ("6", "12"),
        Phase::Wait => ("8", "8"),
        Phase::Receive => ("6", "12"),
    }
}

/// The same shape for the legend.
pub fn sample(phase: Phase) -> Html {
    let (y, height) = height(phase);
    html! {
        <svg class="waterfall phase-shape" aria-hidden="true"><rect class={phase.key()} x="1" width="16" {y} {height} /></svg>
    }
}

/// Times since the first of these exchanges.
pub fn axis(list: &List) -> Html {
    let Some((begin, end)) = list.known.as_ref().and_then(|known| known.span) else { return Html::default() };
    let step = step(end.abs_diff(begin).cast_signed().max(1));
    let marks = (0..=MARKS * 2).map(|mark| mark * step).take_while(|time| begin.saturating_add(*time) <= end);
    let marks = marks.map(|time| {
        let x = percent(per_mille((begin, end), begin.saturating_add(time)));
        let words = if time == 0 { "0 ms".to_owned() } else { milliseconds_short(time) };
        html! { <><line x1={x.clone()} x2={x.clone()} y1="18" y2="24" /><text {x} y="15" dx="2">{ words }</text></> }
    });
    html! { <svg class="waterfall axis" aria-hidden="true">{ for marks }</svg> }
}

/// A round step, 1, 2 or 5 of something, so that not too many fit.
fn step(whole: i64) -> i64 {
    let mut unit = 1;
    loop {
        for factor in [1, 2, 5] {
            if unit * factor >= whole / MARKS {
                return (unit * factor).max(1);
            }
        }
        unit *= 10;
    }
}

fn milliseconds_short(ns: i64) -> String {
    let text = milliseconds(ns.unsigned_abs());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
