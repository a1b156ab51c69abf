//! Over the layers of a TCP segment: the states of both sides behind it, and what is left open.

use web_sys::MouseEvent;
use wirelight::engine::{
    connection::{Connection, Side},
    request::{PacketView, Remark},
};
use yew::prelude::*;

use crate::{commands::Command, page::Page};

/// The line; nothing for a packet of no TCP connection.
pub fn states_line(page: &Page, packet: &PacketView) -> Html {
    let Some(Connection { sides: [client, server], half_closed, without_fin }) = &packet.connection else {
        return Html::default();
    };
    let texts = &page.texts.flow;
    let missing =
        without_fin.map(|side| [texts.half_closed, " · ", &(texts.remark)(&Remark::NoFin(side == 0))].concat());
    let more = missing.or_else(|| half_closed.map(|side| (texts.remark)(&Remark::HalfClosed(side == 0))));
    html! {
        <div class="states-line" role="note" aria-label={texts.states}>
            { side("client", "▸", texts.client, client) }
            { side("server", "◂", texts.server, server) }
            if let Some(more) = more { <span class="states-more">{ more }</span> }
            <span class="grow"></span>
            <button class="button small" onclick={page.doing::<MouseEvent>(Command::ShowFlow)}>{ texts.flow }</button>
        </div>
    }
}

fn side(class: &'static str, arrow: &'static str, role: &'static str, side: &Side) -> Html {
    html! {
        <span class={classes!("states-side", class)} title={side.end.clone()}>
            <span aria-hidden="true">{ arrow }</span>{ " " }{ role }{ " " }
            <span class={classes!("mono", side.is_new.then_some("strong"))}>{ side.state.name() }</span>
        </span>
    }
}
