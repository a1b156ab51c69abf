//! What is printed: rows as a table, then the selected packet's layers as they are open, and its bytes.

use std::rc::Rc;

use gloo::events::EventListener;
use wirelight::{
    engine::request::{PacketView, Row},
    view::{
        amounts,
        copies::{dump::hex_dump, outline::Outline, table::Table},
    },
};
use yew::prelude::*;

use crate::{
    copying::{print_places, rows, selected_packet, table_of},
    page::Page,
    state::Action,
};

/// What goes on paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Printout {
    /// The rows.
    pub rows: Vec<Row>,
    /// The selected packet.
    pub packet: Option<PacketView>,
}

/// Gathers what is printed, and then prints.
pub fn print(page: &Page) {
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let rows = rows(&page, print_places(&page.state)).await.unwrap_or_default();
        let packet = selected_packet(&page).await;
        page.state.dispatch(Action::Print(Some(Rc::new(Printout { rows, packet }))));
    });
}

/// The sheets of paper; on the screen they are not seen.
#[component]
pub fn Paper() -> Html {
    let page = use_context::<Page>();
    use_effect_with((), {
        let state = page.as_ref().map(|page| page.state.dispatcher());
        move |()| {
            let window = web_sys::window();
            let listener = window.as_ref().zip(state).map(|(window, state)| {
                EventListener::new(window, "afterprint", move |_| state.dispatch(Action::Print(None)))
            });
            if let Some(window) = window {
                let _ = window.print();
            }
            move || drop(listener)
        }
    });
    let Some(page) = page else { return Html::default() };
    let Some(printout) = page.state.printout.clone() else { return Html::default() };
    let name = page.state.capture.as_ref().map(|capture| capture.name.clone());
    html! {
        <section class="paper">
            <h1>{ name }</h1>
            { table(&table_of(&page, &printout.rows)) }
            { printout.packet.as_ref().map(|packet| layers_and_bytes(&page, packet)) }
        </section>
    }
}

fn table(table: &Table) -> Html {
    let class = |column: usize| table.numbers.contains(&column).then_some("number");
    html! {
        <table>
            <thead><tr>
                { for table.heads.iter().enumerate().map(|(column, head)| html! { <th class={classes!(class(column))}>{ head }</th> }) }
            </tr></thead>
            <tbody>
                { for table.rows.iter().map(|cells| html! {
                    <tr>
                        { for cells.iter().enumerate().map(|(column, cell)| html! { <td class={classes!(class(column))}>{ cell }</td> }) }
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn layers_and_bytes(page: &Page, packet: &PacketView) -> Html {
    let number = u32::try_from(packet.row.number - 1).unwrap_or(u32::MAX);
    let comment = page.state.annotations.comment(number, &packet.comments);
    html! {
        <>
            <h2>{ (page.texts.packet)(&amounts::thousands(packet.row.number)) }</h2>
            if !comment.is_empty() { <p class="paper-comment">{ comment }</p> }
            <pre>{ Outline::visible(&packet.tree, &page.state.folds).text() }</pre>
            { for packet.sources.first().map(|source| html! { <pre>{ hex_dump(&source.bytes) }</pre> }) }
        </>
    }
}
