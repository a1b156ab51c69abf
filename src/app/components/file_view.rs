//! What is known of the file itself: what it says, and what its packets amount to.

use wirelight::{
    capture::{Format, Section},
    engine::request::{FileFacts, Reply, Request},
    view::{amounts, moments},
};
use yew::prelude::*;

use super::{digest::Digest, interfaces::interfaces};
use crate::{
    page::Page,
    state::Capture,
    texts::{Texts, facts::FactsTexts},
    use_engine::use_engine,
};

/// The facts in groups; while the file is being read, as far as they are known.
#[component]
pub fn FileView() -> Html {
    let page = use_context::<Page>();
    let read = page.as_ref().and_then(|page| page.state.capture.as_ref()).is_some_and(Capture::finished);
    let data = use_engine(read.then_some(Request::Facts));
    let Some(page) = page else { return Html::default() };
    let Some(capture) = &page.state.capture else { return Html::default() };
    let facts = match data.reply().map(|reply| &**reply) {
        Some(Reply::Facts(facts)) => Some(facts),
        _ => None,
    };
    html! {
        <section class="pane" aria-label={page.texts.file}>
            <div class="file-view" tabindex="0" data-pane="file">
                <h2>{ &capture.name }</h2>
                { file(&page, capture, facts.map(|facts| &**facts)) }
                if let Some(facts) = facts {
                    { packets(&page, facts) }
                    { sections(page.texts, &facts.sections) }
                    { interfaces(&page.texts.facts, &facts.interfaces) }
                    { besides(&page.texts.facts, facts) }
                } else {
                    <p class="dim">{ page.texts.facts.still_reading }</p>
                }
            </div>
        </section>
    }
}

fn file(page: &Page, capture: &Capture, facts: Option<&FileFacts>) -> Html {
    let texts = &page.texts.facts;
    let format = facts.and_then(|facts| facts.format).map(|format| match format {
        Format::Pcap { nanoseconds, modified } => (texts.format_pcap)(nanoseconds, modified),
        Format::Pcapng => "pcapng",
        Format::Snoop => "snoop",
    });
    let damage = capture.damage().map(|(problem, at)| {
        let (heading, more) = page.texts.problem(problem, at, &amounts::thousands(capture.packets()));
        [heading, page.texts.gap, &more].concat()
    });
    group(
        texts.file,
        html! {
            <>
                { line(texts.address, capture.origin.link().map(str::to_owned)) }
                { line(texts.format, format.map(str::to_owned)) }
                { line(texts.packing, facts.and_then(|facts| facts.packing.clone())) }
                { line(texts.size, Some(bytes(texts, capture.size))) }
                { line(texts.unpacked, facts.and_then(|facts| facts.unpacked).map(|size| bytes(texts, size))) }
                if capture.finished() { <Digest key={capture.number} size={capture.size} /> }
                { line(texts.damage, damage) }
            </>
        },
    )
}

fn packets(page: &Page, facts: &FileFacts) -> Html {
    let texts = &page.texts.facts;
    let all = &facts.packets;
    let digits = facts.interfaces.iter().filter(|interface| interface.packets.packets > 0);
    let digits = digits.map(|interface| interface.interface.digits).max().unwrap_or(6);
    let moment = |label, ns: Option<i64>| {
        let words = ns.map(|ns| {
            let utc = moments::utc(ns, digits);
            if moments::is_utc(ns, &page.settings) {
                html! { utc }
            } else {
                html! { <>{ moments::local(ns, &page.settings, digits) }<span class="file-utc dim">{ utc }</span></> }
            }
        });
        entry(label, words)
    };
    let duration = all.duration().map(|ns| {
        let seconds = (texts.seconds)(&moments::seconds(ns, digits));
        moments::clock(ns).map_or(seconds.clone(), |clock| format!("{seconds} · {clock}"))
    });
    let average =
        (all.packets > 0).then(|| (texts.bytes_alone)(&amounts::average(all.original as f64 / all.packets as f64)));
    let rate = |amount: u64| all.a_second(amount).map(amounts::average);
    let cut = (all.cut > 0).then(|| (texts.cut_more)(&amounts::thousands(all.cut)));
    group(
        texts.packets,
        html! {
            <>
                { line(texts.packets, Some(amounts::thousands(all.packets))) }
                { moment(texts.first, all.first) }
                { moment(texts.last, all.last) }
                { line(texts.duration, duration) }
                { line(texts.captured, Some(bytes(texts, all.captured))) }
                { line(texts.on_the_wire, Some(bytes(texts, all.original))) }
                { line(texts.average_size, average) }
                { line(texts.average_packets, rate(all.packets).map(|rate| (texts.packets_a_second)(&rate))) }
                { line(texts.average_bytes, rate(all.original).map(|rate| (texts.bytes_a_second)(&rate))) }
                { line(texts.average_bits, all.a_second(all.original).map(|rate| amounts::bit_rate(rate * 8.0))) }
                { line(texts.cut, cut) }
                { line(texts.order, all.disordered.then(|| texts.disordered.to_owned())) }
            </>
        },
    )
}

/// What each section says of its making; one that says nothing is left out.
fn sections(texts: &Texts, sections: &[Section]) -> Html {
    let texts = &texts.facts;
    let several = sections.len() > 1;
    let speaking = sections.iter().enumerate().filter(|(_, section)| {
        let silent = section.hardware.is_none() && section.os.is_none() && section.application.is_none();
        !silent || !section.comments.is_empty()
    });
    let groups = speaking.map(|(place, section)| {
        let heading = (texts.section)(several.then_some(place + 1));
        let lines = html! {
            <>
                { line(texts.hardware, section.hardware.clone()) }
                { line(texts.os, section.os.clone()) }
                { line(texts.application, section.application.clone()) }
                { for section.comments.iter().map(|comment| line(texts.comment, Some(comment.clone()))) }
            </>
        };
        group(&heading, lines)
    });
    groups.collect()
}

fn besides(texts: &FactsTexts, facts: &FileFacts) -> Html {
    let names = Some(facts.names).filter(|names| *names > 0).map(amounts::thousands);
    let secrets = Some(facts.secrets.len() as u64).filter(|secrets| *secrets > 0).map(amounts::thousands);
    if names.is_none() && secrets.is_none() {
        return Html::default();
    }
    group(texts.besides, html! { <>{ line(texts.names, names) }{ line(texts.secrets, secrets) }</> })
}

fn group(heading: &str, lines: Html) -> Html {
    html! { <section><h3>{ heading.to_owned() }</h3><dl>{ lines }</dl></section> }
}

/// A label and its text, if there is one.
fn line(label: &'static str, text: Option<String>) -> Html {
    entry(label, text.filter(|text| !text.is_empty()).map(Html::from))
}

/// A label and what belongs to it.
pub fn entry(label: &'static str, value: Option<Html>) -> Html {
    value.map_or_else(Html::default, |value| html! { <div><dt>{ label }</dt><dd>{ value }</dd></div> })
}

fn bytes(texts: &FactsTexts, count: u64) -> String {
    let exact = amounts::thousands(count);
    if count < 1000 { (texts.bytes_alone)(&exact) } else { (texts.bytes)(&exact, &amounts::size(count)) }
}
