//! What stands below the box: what is wrong with the filter and where, and what could be written next.

use web_sys::MouseEvent;
use wirelight::query::mistake::{Mistake, What};
use yew::prelude::*;

use super::{Listing, Verdict, Writing, suggestions};

/// The panel, where there is something to say.
pub fn panel(writing: &Writing, verdict: Option<&Verdict>, open: bool) -> Html {
    let mistake = match verdict {
        Some(Verdict::Mistaken(mistake)) => {
            let names = matches!(mistake.what, What::UnknownName(..));
            let half = open && names && super::is_unfinished(mistake, &writing.suggestions);
            Some(mistake).filter(|_| !half)
        }
        _ => None,
    };
    if mistake.is_none() && !open {
        return Html::default();
    }
    // the box keeps the focus
    let onmousedown = |event: MouseEvent| event.prevent_default();
    html! {
        <div class="filter-panel" {onmousedown}>
            if let Some(mistake) = mistake { { explained(writing, mistake) } }
            if open { { list(writing) } }
        </div>
    }
}

fn explained(writing: &Writing, mistake: &Mistake) -> Html {
    let texts = &writing.page.texts.filters;
    let text = writing.text.as_str();
    let (start, end) = (mistake.at.start as usize, mistake.at.end as usize);
    let before = text.get(..start).unwrap_or(text);
    let at = text.get(start..end).unwrap_or_default();
    let after = text.get(before.len() + at.len()..).unwrap_or_default();
    let names: &[String] = match &mistake.what {
        What::UnknownName(_, names) | What::UnknownFunction(_, names) => names,
        _ => &[],
    };
    let put = |words: String| {
        let writing = writing.clone();
        Callback::from(move |_: MouseEvent| writing.write(words.clone(), words.len(), Listing::default()))
    };
    html! {
        <div class="filter-mistake" role="status">
            <p>{ (texts.what)(&mistake.what) }</p>
            // below the place stands a mark, whatever the width of what stands before it
            <pre class="mono">{ before }<b class="filter-place">{ if at.is_empty() { " " } else { at } }</b>{ after }</pre>
            <p class="dim">
                { (texts.hint)(&mistake.what) }
                { for names.iter().map(|name| html! {
                    <button class="button small mono" onclick={put([before, name, after].concat())}>{ name }</button>
                }) }
            </p>
            if let Some(instead) = &mistake.instead {
                <p class="dim">{ texts.instead }<button class="button small mono" onclick={put(instead.clone())}>{ instead }</button></p>
            }
        </div>
    }
}

fn list(writing: &Writing) -> Html {
    let active = writing.listing.active;
    html! {
        <div class="filter-suggestions" id="filter-suggestions" role="listbox" aria-label={writing.page.texts.filters.suggestions}>
            { for writing.suggestions.iter().enumerate().map(|(place, suggestion)| {
                let take = { let writing = writing.clone(); move |_: MouseEvent| writing.take(place) };
                let selected = active == Some(place);
                html! {
                    <div id={suggestions::id(place)} role="option" aria-selected={selected.to_string()} class={classes!("filter-suggestion", selected.then_some("active"))} onclick={take}>
                        <b class="mono">{ &suggestion.text }</b>
                        <span class="dim">{ suggestion.kind }</span>
                        <span class="ellipsis">{ &suggestion.name }</span>
                    </div>
                }
            }) }
        </div>
    }
}
