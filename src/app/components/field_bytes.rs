//! On a phone, under the layers: the bytes of the selected field, and the way to all of them.

use wirelight::{
    engine::request::PacketView,
    view::hex::{self, Marks},
};
use yew::prelude::*;

use super::{bytes_pane::marks_of, hex_line::hex_line, icon::icon};
use crate::{
    page::Page,
    state::{Action, Tab},
};

/// Bytes in a line.
const COLUMNS: usize = 8;

/// Two lines of bytes around the beginning of the selected field.
pub fn field_bytes(page: &Page, packet: &PacketView) -> Html {
    let selected = page.state.line.as_ref().and_then(|line| line.index_in(&packet.tree));
    let Some(line) = selected.and_then(|index| packet.tree.get(index)).filter(|line| line.len > 0) else {
        return Html::default();
    };
    let source = usize::from(line.source);
    let bytes = packet.sources.get(source).map_or([].as_slice(), |source| &source.bytes);
    let marks = Marks { hover: None, ..marks_of(packet, selected, source, None) };
    let first = u64::from(line.start) / COLUMNS as u64;
    let lines = first..(first + 2).min(hex::lines(bytes.len(), COLUMNS));
    html! {
        <button class="field-bytes columns-8" title={page.texts.show_in_bytes}
            onclick={page.act(|_: MouseEvent| Action::Show(Tab::Bytes))}>
            <span>{ for lines.map(|line| hex_line(bytes, line, COLUMNS, &marks)) }</span>
            <span class="field-name">
                <span class="ellipsis">{ &line.key }</span>
                <span class="dim">{ format!("0x{:02x} · {}", line.start, (page.texts.bytes_count)(u64::from(line.len))) }</span>
            </span>
            { icon("right", "") }
        </button>
    }
}
