//! The head of the table: a click or Enter sorts by a column, another one turns the order round.

use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::By,
    view::tables::{TableChoice, columns, is_numeric},
};
use yew::prelude::*;

use crate::{components::icon::icon, page::Page, state::Action};

/// The grid owns its head by this name.
pub const ID: &str = "table-head";

/// What the head depends on.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The table and its order.
    pub choice: TableChoice,
}

/// The head.
#[component]
pub fn Head(properties: &Properties) -> Html {
    let reached = use_state_eq(|| By::First);
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let choice = properties.choice;
    let texts = &page.texts.beside;
    let all = columns(choice.table);
    let reachable = all.clone().find(|by| by == &*reached).or_else(|| all.clone().next());
    let headings = all.clone().zip(1_u8..).map(|(by, index)| {
        let (order, arrow) = match (choice.by == by, choice.descending) {
            (false, _) => ("none", None),
            (true, true) => ("descending", Some("down")),
            (true, false) => ("ascending", Some("up")),
        };
        let sort = {
            let (page, reached) = (page.clone(), reached.clone());
            move || {
                reached.set(by);
                page.state.dispatch(Action::Table(choice.sorted_by(by)));
            }
        };
        let onclick = {
            let sort = sort.clone();
            move |_: MouseEvent| sort()
        };
        let onkeydown = move |event: KeyboardEvent| {
            let cell = event.target_dyn_into::<Element>();
            let next = match event.key().as_str() {
                "ArrowRight" => cell.and_then(|cell| cell.next_element_sibling()),
                "ArrowLeft" => cell.and_then(|cell| cell.previous_element_sibling()),
                "Enter" | " " => {
                    sort();
                    None
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(next) = next.and_then(|next| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(next).ok()) {
                let _ = next.focus();
            }
        };
        let onfocus = {
            let reached = reached.clone();
            move |_: FocusEvent| reached.set(by)
        };
        html! {
            <span class={classes!("cell", is_numeric(by).then_some("numeric"))} role="columnheader" aria-sort={order}
                aria-colindex={index.to_string()} title={(texts.column_more)(by)}
                tabindex={if Some(by) == reachable { "0" } else { "-1" }} {onclick} {onkeydown} {onfocus}>
                <span class="ellipsis">{ (texts.column)(by, choice.table) }</span>
                if let Some(arrow) = arrow { { icon(arrow, "s") } }
            </span>
        }
    });
    html! { <div id={ID} class="table-row table-head" role="row" aria-rowindex="1">{ for headings }</div> }
}
