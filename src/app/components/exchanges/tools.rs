//! Which exchanges are shown, what can be done with them, and what the shapes of their bars mean.

use web_sys::{HtmlInputElement, HtmlSelectElement, InputEvent, MouseEvent};
use wirelight::{
    engine::exchanges::Choice,
    view::{
        amounts,
        exchanges::{COLUMNS, KINDS, Phase, sorted_by},
    },
};
use yew::prelude::*;

use super::{acting::List, waterfall};
use crate::{
    commands::Command,
    components::{
        icon::icon,
        picking::Picking,
        views::{choice, tool_row},
    },
    page::Room,
    state::Action,
};

/// Kinds, the text that narrows, and what can be taken away.
pub fn tools(list: &List) -> Html {
    let (page, texts) = (&list.page, &list.page.texts.exchanges);
    let counts = list.known.as_ref().map(|known| known.kinds);
    let kinds = KINDS.into_iter().zip(0..).map(|((kind, _, name), place)| {
        let count: Option<u32> = counts.and_then(|counts| counts.get(place).copied());
        let count = count.map(|count| html! { <span class="count">{ amounts::thousands(count.into()) }</span> });
        let chosen = Choice { kind: Some(kind), ..list.choice.clone() };
        let pressed = list.choice.kind == Some(kind);
        choice(html! { <>{ name }{ count }</> }, pressed, page.act(move |_| Action::Exchanges(chosen.clone())))
    });
    let all = Choice { kind: None, ..list.choice.clone() };
    tool_row(html! {
        <>
            <span class="choices" role="group" aria-label={texts.kinds}>
                { choice(html! { texts.all }, list.choice.kind.is_none(), page.act(move |_| Action::Exchanges(all.clone()))) }
                { for kinds }
            </span>
            { narrow(list) }
            if page.room == Room::Phone { { order(list) } }
            <span class="grow"></span>
            if page.room != Room::Phone {
                { take(list, Command::ExchangesCurl, "copy", "curl") }
                { take(list, Command::ExchangesCsv, "copy", "CSV") }
            }
            { take(list, Command::ExchangesHar, "save", "HAR") }
        </>
    })
}

fn take(list: &List, command: Command, sign: &'static str, name: &'static str) -> Html {
    let title = command.entry().map(|entry| entry.name(list.page.state.language));
    html! {
        <button class="button" {title} disabled={list.all() == 0} onclick={list.page.doing::<MouseEvent>(command)}>
            { icon(sign, "") }{ name }
        </button>
    }
}

/// The text that all shown rows contain.
fn narrow(list: &List) -> Html {
    let label = list.page.texts.exchanges.narrow;
    let oninput = {
        let list = list.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                list.page.state.dispatch(Action::Exchanges(Choice { text: input.value(), ..list.choice.clone() }));
            }
        }
    };
    html! {
        <input class="narrow" type="search" aria-label={label} placeholder={label} value={list.choice.text.clone()}
            spellcheck="false" autocomplete="off" {oninput} />
    }
}

/// What a phone sorts by: it has no heads to touch.
fn order(list: &List) -> Html {
    let onchange = {
        let list = list.clone();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let by = select.and_then(|select| COLUMNS.get(usize::try_from(select.selected_index()).ok()?));
            if let Some((by, _)) = by {
                list.page.state.dispatch(Action::Exchanges(sorted_by(&list.choice, *by)));
            }
        }
    };
    html! {
        <select class="table-order" aria-label={list.page.texts.beside.sort_by} {onchange}>
            { for COLUMNS.into_iter().map(|(by, _)| {
                html! { <option selected={by == list.choice.by}>{ (list.page.texts.exchanges.column)(by) }</option> }
            }) }
        </select>
    }
}

/// What the shapes mean, and sums of what is shown.
pub fn legend(list: &List, phone: bool) -> Html {
    let Some(known) = list.known.as_ref().filter(|known| known.chosen > 0) else { return Html::default() };
    let texts = &list.page.texts.exchanges;
    let [count, connections] = [known.chosen, known.connections].map(|number| amounts::thousands(number.into()));
    html! {
        <div class="exchange-legend">
            if !phone {
                { for Phase::ALL.into_iter().map(|phase| html! {
                    <span class="phase">{ waterfall::sample(phase) }{ (texts.phase)(phase) }</span>
                }) }
            }
            <span class="grow"></span>
            <span class="dim">{ (texts.summary)(&count, &amounts::size(known.bytes), &connections) }</span>
        </div>
    }
}
