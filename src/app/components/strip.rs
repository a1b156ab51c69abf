//! The notice over the list: what is wrong with the file, where, and what is kept.

use wirelight::{capture::Problem, view::amounts};
use yew::prelude::*;

use super::icon::icon;
use crate::{
    commands::Command,
    page::Page,
    state::{Action, Capture},
    texts::Texts,
};

/// The notice about a file that was read in part.
pub fn strip(page: &Page) -> Html {
    let Some(capture) = page.state.capture.as_ref().filter(|capture| !capture.strip_closed) else {
        return Html::default();
    };
    let Some((kind, heading, more)) = words(page.texts, capture) else { return Html::default() };
    let savable = capture.damage().is_some() && capture.finished() && capture.packets() > 0;
    let close = html! {
        <>
        if savable {
            <button class="button" onclick={page.doing::<MouseEvent>(Command::Save)}>{ page.texts.save_readable }</button>
        }
        <button class="button quiet strip-close" aria-label={page.texts.close} title={page.texts.close}
            onclick={page.act(|_: MouseEvent| Action::CloseStrip)}>
            { icon("x", "") }
        </button>
        </>
    };
    notice(kind, "alert", heading, html! { <>{ page.texts.gap }{ more }</> }, close)
}

/// A notice of some kind, said at once (`alert`) or when there is time (`status`): a heading, more words, and what can be done.
pub fn notice(
    kind: &'static str,
    role: &'static str,
    heading: impl Into<AttrValue>,
    more: Html,
    actions: Html,
) -> Html {
    html! {
        <div class={classes!("strip", kind)} {role}>
            { icon(kind, "") }
            <p><b>{ heading.into() }</b>{ more }</p>
            <div class="strip-actions">{ actions }</div>
        </div>
    }
}

fn words(texts: &Texts, capture: &Capture) -> Option<(&'static str, &'static str, String)> {
    let packets = amounts::thousands(capture.packets());
    if let Some(problem) = &capture.unreadable {
        let words = if let Problem::Unreadable(words) = problem { words.as_str() } else { "" };
        return Some(("err", texts.unreadable, (texts.unreadable_more)(&packets, words)));
    }
    if let Some((problem, at)) = capture.damage() {
        let kind = if matches!(problem, Problem::CutShort { .. }) { "warn" } else { "err" };
        let (heading, more) = texts.problem(problem, at, &packets);
        return Some((kind, heading, more));
    }
    let stopped = capture.progress.as_ref().is_some_and(|progress| progress.stopped);
    stopped.then(|| ("note", texts.you_stopped, (texts.you_stopped_more)(&packets)))
}
