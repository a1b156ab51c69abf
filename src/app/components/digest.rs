//! The SHA-256 of the file: worked out at once for files of common size, when asked for larger ones.

use std::fmt::Write;

use wirelight::engine::tasks::{Outcome, Task};
use yew::prelude::*;

use super::{file_view::entry, icon::icon};
use crate::{
    engine_client::{Finished, TaskTicket},
    page::Page,
    state::Action,
};

/// Up to so many bytes nobody minds that the file is read once more.
const AT_ONCE: u64 = 1 << 29;

/// How far it is.
#[derive(Clone, PartialEq)]
enum Work {
    Waiting,
    Going(u64),
    Done(String),
    Unreadable,
}

/// The file.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Its size in bytes.
    pub size: u64,
}

/// A line of the file's facts.
#[component]
pub fn Digest(properties: &Properties) -> Html {
    let work = use_state_eq(|| Work::Waiting);
    let ticket = use_mut_ref(|| None::<TaskTicket>);
    let page = use_context::<Page>();
    let begin = {
        let (work, ticket, client) = (work.clone(), ticket.clone(), page.as_ref().map(|page| page.client.clone()));
        Callback::from(move |()| {
            work.set(Work::Going(0));
            let going = work.clone();
            let on_progress = Callback::from(move |(done, of): (u64, u64)| {
                going.set(Work::Going(done.saturating_mul(100).checked_div(of).unwrap_or(0)));
            });
            let done = work.clone();
            let on_done = Callback::from(move |finished: Finished| {
                done.set(match finished.outcome {
                    Outcome::Hashed(hash) => Work::Done(hexadecimal(&hash)),
                    _ => Work::Unreadable,
                });
            });
            let started = client.as_ref().and_then(|client| client.start(Task::Hash, on_progress, on_done));
            ticket.replace(started);
        })
    };
    use_effect_with((), {
        let (begin, at_once) = (begin.clone(), properties.size <= AT_ONCE);
        move |()| {
            if at_once {
                begin.emit(());
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let texts = &page.texts.facts;
    let value = match &*work {
        Work::Waiting => html! {
            <button class="button small" onclick={begin.reform(|_: MouseEvent| ())}>{ texts.work_out }</button>
        },
        Work::Going(percent) => html! {
            <><progress max="100" value={percent.to_string()} aria-label={texts.sha256} />{ " " }{ (texts.working_out)(*percent) }</>
        },
        Work::Done(hash) => {
            let (host, state, hash_text, said) =
                (page.host.clone(), page.state.clone(), hash.clone(), texts.hash_copied);
            let copy = move |_: MouseEvent| {
                host.copy(&hash_text);
                state.dispatch(Action::Say(said.to_owned()));
            };
            html! {
                <>
                    <span class="mono digest">{ hash }</span>
                    <button class="button small" aria-label={texts.copy} title={texts.copy} onclick={copy}>{ icon("copy", "") }</button>
                </>
            }
        }
        Work::Unreadable => html! { texts.not_readable },
    };
    entry(texts.sha256, Some(value))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
