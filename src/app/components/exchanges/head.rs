//! The head of the list: a click or Enter sorts by a column, another one turns the order round.

use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::exchanges::By,
    view::exchanges::{COLUMNS, is_numeric, sorted_by},
};
use yew::prelude::*;

use super::{acting::List, waterfall};
use crate::{components::icon::icon, state::Action};

/// The grid owns its head by this name.
pub const ID: &str = "exchanges-head";

/// The head; `reached` is the column that the Tab key reaches.
pub fn head(list: &List, reached: &UseStateHandle<By>) -> Html {
    let texts = &list.page.texts.exchanges;
    let mut cells = Vec::new();
    for (by, _) in COLUMNS {
        cells.push(sorting(list, reached, by, cells.len() + 1));
        if by == By::Number {
            cells.push(html! {
                <span class="cell" role="columnheader" aria-colindex="2"><span class="ellipsis">{ texts.packet }</span></span>
            });
        }
    }
    html! {
        <div id={ID} class="table-row table-head" role="row" aria-rowindex="1">
            { for cells }
            <span class="cell falls" role="columnheader" aria-colindex={super::ALL_COLUMNS.to_string()} aria-label={texts.waterfall}>
                { waterfall::axis(list) }
            </span>
        </div>
    }
}

fn sorting(list: &List, reached: &UseStateHandle<By>, by: By, index: usize) -> Html {
    let choice = &list.choice;
    let (order, arrow) = match (choice.by == by, choice.descending) {
        (false, _) => ("none", None),
        (true, true) => ("descending", Some("down")),
        (true, false) => ("ascending", Some("up")),
    };
    let sort = {
        let (list, reached) = (list.clone(), reached.clone());
        Callback::from(move |()| {
            reached.set(by);
            list.page.state.dispatch(Action::Exchanges(sorted_by(&list.choice, by)));
        })
    };
    let onclick = {
        let sort = sort.clone();
        move |_: MouseEvent| sort.emit(())
    };
    let onkeydown = move |event: KeyboardEvent| key(&event, &sort);
    html! {
        <span class={classes!("cell", is_numeric(by).then_some("numeric"))} role="columnheader" aria-sort={order}
            aria-colindex={index.to_string()} tabindex={if by == **reached { "0" } else { "-1" }} {onclick} {onkeydown}>
            <span class="ellipsis">{ (list.page.texts.exchanges.column)(by) }</span>
            if let Some(arrow) = arrow { { icon(arrow, "s") } }
        </span>
    }
}

/// Arrows go to the next column that sorts.
fn key(event: &KeyboardEvent, sort: &Callback<()>) {
    let mut cell = event.target_dyn_into::<Element>();
    let next = match event.key().as_str() {
        "ArrowRight" => Element::next_element_sibling,
        "ArrowLeft" => Element::previous_element_sibling,
        "Enter" | " " => {
            event.prevent_default();
            event.stop_propagation();
            return sort.emit(());
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    while let Some(other) = cell.as_ref().and_then(next) {
        if other.has_attribute("tabindex") {
            if let Ok(other) = wasm_bindgen::JsCast::dyn_into::<HtmlElement>(other) {
                let _ = other.focus();
            }
            return;
        }
        cell = Some(other);
    }
}
