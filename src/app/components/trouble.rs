//! What fills the page when there is nothing to list: not a capture, an empty one, or a dead worker. Each says what,
//! where, what is kept and what comes next.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;
use wirelight::{
    capture::Problem,
    view::{
        amounts,
        hex::{self, Marks},
        link::Link,
    },
};
use yew::prelude::*;

use super::{hex_line::hex_line, icon::icon, opening_strip::with_github};
use crate::{engine_client::Origin, page::Page, state::Capture};

/// How much of a foreign file is shown.
const SHOWN: u32 = 64;
/// Bytes of the longest text that is read as a dump.
const LONGEST_TEXT: u64 = 64 << 20;

/// Whether there is something to say instead of a list.
pub fn is_troubled(capture: &Capture) -> bool {
    let finished = capture.progress.as_ref().is_some_and(|progress| progress.finished);
    capture.dead.is_some() || (finished && capture.packets() == 0)
}

/// The sheet instead of a list.
pub fn trouble(page: &Page, capture: &Capture) -> Html {
    let content = match (&capture.dead, capture.damage()) {
        (Some(text), _) => html! { <Dead text={text.clone()} /> },
        (None, Some((problem, at))) => damaged(page, capture, problem, at),
        (None, None) => sheet(
            "note",
            page.texts.empty_capture,
            (page.texts.empty_capture_more)(&capture.name),
            choose_another(page),
        ),
    };
    html! { <main class="trouble">{ content }</main> }
}

fn sheet(kind: &'static str, heading: impl Into<AttrValue>, more: String, rest: Html) -> Html {
    html! {
        <section class={classes!("trouble-sheet", kind)} role="alert">
            <h2>{ icon(kind, kind) }<span>{ heading.into() }</span></h2>
            <p>{ more }</p>
            { rest }
        </section>
    }
}

fn damaged(page: &Page, capture: &Capture, problem: &Problem, at: u64) -> Html {
    let texts = page.texts;
    match problem {
        Problem::NotACapture(kind) if capture.size == 0 || kind.as_deref() == Some("empty") => {
            sheet("err", (texts.empty_file)(&capture.name), texts.empty_file_more.to_owned(), choose_another(page))
        }
        Problem::NotACapture(kind) => {
            let as_dump = matches!(kind.as_deref(), None | Some("text" | "hexdump" | "tcpdump-text"));
            let kind = kind.as_deref().and_then(texts.kind_of_file);
            let rest = html! {
                <>
                    { fetched_from(page, capture) }
                    { first_bytes(&capture.origin, page.room.byte_columns()) }
                    { next_steps(page, read_as_dump(page, capture).filter(|_| as_dump)) }
                </>
            };
            sheet("err", (texts.not_a_capture)(&capture.name), (texts.not_a_capture_more)(kind), rest)
        }
        Problem::Unreadable(what) => {
            sheet("err", (texts.cannot_read)(&capture.name), (texts.cannot_read_more)(what), choose_another(page))
        }
        problem => {
            let (heading, more) = texts.problem(problem, at, "0");
            sheet("err", heading, more, choose_another(page))
        }
    }
}

/// From where it was fetched, and where the file may lie that was meant.
fn fetched_from(page: &Page, capture: &Capture) -> Html {
    let texts = &page.texts.ways_in;
    let words = capture.origin.link().map(|address| {
        let words = (texts.came_from)(address);
        Link::from_text(address).map_or(words.clone(), |link| with_github(texts, &words, &link))
    });
    words.map_or_else(Html::default, |words| html! { <p>{ words }</p> })
}

/// A button that takes a text for a dump, where the file is no larger than a text can be.
fn read_as_dump(page: &Page, capture: &Capture) -> Option<Html> {
    let file = (capture.size <= LONGEST_TEXT).then(|| capture.origin.file().clone())?;
    let opener = page.opener.clone();
    let onclick = move |_: MouseEvent| opener.open_dump(&file);
    Some(html! { <button class="button" {onclick}>{ page.texts.ways_in.read_as_dump }</button> })
}

fn choose_another(page: &Page) -> Html {
    next_steps(page, None)
}

fn next_steps(page: &Page, further: Option<Html>) -> Html {
    html! {
        <div class="actions">
            <button class="button primary" onclick={page.choose.reform(|_: MouseEvent| ())}>
                { icon("open", "") }{ page.texts.choose_another }
            </button>
            { further.unwrap_or_default() }
        </div>
    }
}

fn first_bytes(origin: &Origin, columns: usize) -> Html {
    html! { <FirstBytes blob={Blob::from(origin.file().clone())} {columns} /> }
}

/// The file whose beginning is shown.
#[derive(Properties, PartialEq)]
struct FirstBytesProperties {
    blob: Blob,
    columns: usize,
}

/// The first bytes of a file that is no capture, its mark lit.
#[component]
fn FirstBytes(properties: &FirstBytesProperties) -> Html {
    let bytes = use_state(Vec::new);
    use_effect_with(properties.blob.clone(), {
        let bytes = bytes.clone();
        move |blob: &Blob| {
            let start = blob.slice_with_i32_and_i32(0, SHOWN as i32);
            spawn_local(async move {
                if let Ok(start) = start
                    && let Ok(buffer) = JsFuture::from(start.array_buffer()).await
                {
                    bytes.set(js_sys::Uint8Array::new(&buffer).to_vec());
                }
            });
        }
    });
    if bytes.is_empty() {
        return Html::default();
    }
    let marks = Marks { lit: 0..4, ..Marks::default() };
    let columns = properties.columns;
    html! {
        <div class={classes!("trouble-bytes", format!("columns-{columns}"))}>
            { for (0..hex::lines(bytes.len(), columns)).map(|line| hex_line(&bytes, line, columns, &marks)) }
        </div>
    }
}

/// What the dead worker said.
#[derive(Properties, PartialEq)]
struct DeadProperties {
    text: Option<String>,
}

/// The worker stopped: a fault or a full memory.
#[component]
fn Dead(properties: &DeadProperties) -> Html {
    let copied = use_state(|| false);
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let Some(capture) = page.state.capture.clone() else { return Html::default() };
    let texts = page.texts;
    let packets = amounts::thousands(capture.packets());
    let size = amounts::size(capture.size);
    let (more, text) = match &properties.text {
        Some(text) => ((texts.reader_stopped_fault)(&packets, &capture.name, &size), text.as_str()),
        None => ((texts.reader_stopped_memory)(&packets, &capture.name, &size), "out of memory"),
    };
    let report = (texts.report)(env!("CARGO_PKG_VERSION"), text, &packets);
    let reopen = page.open.reform({
        let origin = capture.origin.clone();
        move |_: MouseEvent| origin.clone()
    });
    let copy = {
        let (host, report, copied) = (page.host.clone(), report.clone(), copied.clone());
        move |_: MouseEvent| {
            host.copy(&report);
            copied.set(true);
        }
    };
    let rest = html! {
        <>
            <pre class="trouble-report">{ report }</pre>
            <div class="actions">
                <button class="button primary" onclick={reopen}>{ texts.reopen }</button>
                <button class="button" onclick={copy}>
                    { icon("copy", "") }{ if *copied { texts.copied } else { texts.copy_report } }
                </button>
                <button class="button" onclick={page.choose.reform(|_: MouseEvent| ())}>
                    { icon("open", "") }{ texts.choose_another }
                </button>
            </div>
        </>
    };
    sheet("err", texts.reader_stopped, more, rest)
}
