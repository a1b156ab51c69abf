//! The bytes of the selected packet: the selected field is lit, and a byte leads back to its field.

use std::rc::Rc;

use web_sys::{Element, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{ByteSource, Origin, PacketView},
    view::{
        amounts, folding,
        hex::{self, Marks},
    },
};
use yew::prelude::*;

use super::{
    context_menu::{self, Place},
    hex_line::hex_line,
};
use crate::{
    page::{Page, Room},
    state::Action,
    texts::Texts,
    virtual_rows::{VirtualRows, use_virtual_rows},
};

/// The packet that is shown.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The selected packet, once it is here.
    pub packet: Option<Rc<PacketView>>,
}

/// What the handlers need.
#[derive(Clone)]
struct Bytes {
    page: Page,
    packet: Rc<PacketView>,
    source: usize,
    columns: usize,
    rows: VirtualRows,
    pointed: UseStateHandle<Option<u32>>,
    marks: Marks,
}

/// The bytes, their sources as tabs above, the selected place below.
#[component]
pub fn BytesPane(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let packet = properties.packet.clone();
    let number = packet.as_ref().map(|packet| packet.row.number);
    let selected = match (&page, &packet) {
        (Some(page), Some(packet)) => page.state.line.as_ref().and_then(|line| line.index_in(&packet.tree)),
        _ => None,
    };
    let chosen = use_state_eq(|| None::<usize>);
    use_effect_with((number, selected), {
        let chosen = chosen.clone();
        move |_| chosen.set(None)
    });
    let line = packet.as_ref().and_then(|packet| packet.tree.get(selected?));
    let source = chosen.unwrap_or_else(|| line.map_or(0, |line| usize::from(line.source)));
    let room = page.as_ref().map_or(Room::Wide, |page| page.room);
    let columns = room.byte_columns();
    let bytes = packet.as_ref().and_then(|packet| packet.sources.get(source));
    let lines = bytes.map_or(0, |bytes| hex::lines(bytes.bytes.len(), columns) + u64::from(missing(bytes) > 0));
    let rows =
        use_virtual_rows(lines, if room == Room::Phone { 28 } else { page.as_ref().map_or(20, Page::row_height) });
    let pointed = use_state_eq(|| None::<u32>);
    let marks = packet.as_ref().map(|packet| marks_of(packet, selected, source, *pointed)).unwrap_or_default();
    use_effect_with((number, source, marks.lit.clone(), columns), {
        let (rows, lit) = (rows.clone(), marks.lit.clone());
        move |_| {
            if !lit.is_empty() {
                rows.reveal(u64::from(lit.start) / columns as u64);
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let content =
        packet.map(|packet| Bytes { page: page.clone(), packet, source, columns, rows: rows.clone(), pointed, marks });
    let (onclick, onkeydown, onmousemove, onmouseleave) = match &content {
        Some(bytes) => (Some(bytes.click()), Some(bytes.keys()), Some(bytes.point()), Some(bytes.point_away())),
        None => (None, None, None, None),
    };
    let oncontextmenu = content.as_ref().map(Bytes::context);
    let class = classes!("bytes-pane", format!("columns-{columns}"), (room == Room::Phone).then_some("touch"));
    html! {
        <>
            { content.as_ref().map_or_else(|| head(&page, None, &chosen), |bytes| head(&page, Some(bytes), &chosen)) }
            <div {class} ref={rows.scroller()} role="group" tabindex="0" data-pane="bytes" aria-label={page.texts.bytes}
                {onclick} {onkeydown} {onmousemove} {onmouseleave} {oncontextmenu}>
                { rows.view(content.as_ref().map_or_else(Html::default, Bytes::lines)) }
                if lines == 0 && content.is_some() { <p class="pane-hint dim">{ page.texts.no_bytes }</p> }
            </div>
            { content.as_ref().map(Bytes::foot) }
        </>
    }
}

/// Bytes that were on the wire and are not in the capture.
fn missing(source: &ByteSource) -> u64 {
    u64::from(source.original).saturating_sub(source.bytes.len() as u64)
}

/// What stands out in one source of a packet.
pub fn marks_of(packet: &PacketView, selected: Option<usize>, source: usize, hover: Option<u32>) -> Marks {
    let span = |index: Option<usize>| {
        let line = index.and_then(|index| packet.tree.get(index)).filter(|line| usize::from(line.source) == source);
        line.map_or(0..0, |line| line.start..line.start.saturating_add(line.len))
    };
    Marks { lit: span(selected), soft: span(selected.and_then(|index| folding::layer_of(&packet.tree, index))), hover }
}

fn head(page: &Page, bytes: Option<&Bytes>, chosen: &UseStateHandle<Option<usize>>) -> Html {
    let texts = page.texts;
    let sources = bytes.map_or([].as_slice(), |bytes| bytes.packet.sources.as_slice());
    if !page.room.is_wide() && sources.len() < 2 {
        return Html::default();
    }
    html! {
        <div class="pane-head bytes-head">
            if page.room.is_wide() { <span class="pane-title">{ texts.bytes }</span> }
            if page.room.is_wide() { <span class="grow"></span> }
            { for sources.iter().enumerate().map(|(place, source)| {
                let name = source_name(texts, source);
                if sources.len() < 2 {
                    return html! { <span class="source-name">{ name }</span> };
                }
                let on = bytes.is_some_and(|bytes| bytes.source == place);
                let chosen = chosen.clone();
                html! {
                    <button class="button small source" aria-pressed={on.to_string()}
                        onclick={move |_: MouseEvent| chosen.set(Some(place))}>{ name }</button>
                }
            }) }
        </div>
    }
}

fn source_name(texts: &Texts, source: &ByteSource) -> String {
    let size = amounts::size(source.bytes.len() as u64);
    match source.origin {
        Origin::Packet => (texts.origin_packet)(&size),
        Origin::Datagram => (texts.origin_datagram)(&size),
        Origin::Stream => (texts.origin_stream)(&size),
        Origin::Decoded(coding) => (texts.origin_decoded)(coding, &size),
    }
}

impl Bytes {
    fn bytes(&self) -> &[u8] {
        self.packet.sources.get(self.source).map_or(&[], |source| &source.bytes)
    }

    fn lines(&self) -> Html {
        let whole = hex::lines(self.bytes().len(), self.columns);
        self.rows.window.clone().map(|line| if line < whole { self.line(line) } else { self.not_captured() }).collect()
    }

    fn line(&self, line: u64) -> Html {
        hex_line(self.bytes(), line, self.columns, &self.marks)
    }

    fn not_captured(&self) -> Html {
        let missing = self.packet.sources.get(self.source).map_or(0, missing);
        html! { <div key="missing" class="hex-missing"><span>{ (self.page.texts.not_captured)(&amounts::thousands(missing)) }</span></div> }
    }

    /// The selected place in words: `0x24–0x25 · 2 bytes`.
    fn foot(&self) -> Html {
        let lit = &self.marks.lit;
        let place = match lit.end.checked_sub(lit.start) {
            None | Some(0) => String::new(),
            Some(1) => format!("0x{:02x} · {}", lit.start, (self.page.texts.bytes_count)(1)),
            Some(many) => {
                format!(
                    "0x{:02x}–0x{:02x} · {}",
                    lit.start,
                    lit.end - 1,
                    (self.page.texts.bytes_count)(u64::from(many))
                )
            }
        };
        html! { <div class="bytes-foot">{ place }</div> }
    }

    /// The byte under the pointer.
    fn under(&self, event: &MouseEvent) -> Option<u32> {
        let element = event.target_dyn_into::<Element>()?;
        let in_part = |class: &str| element.closest(class).ok().flatten();
        let across = |part: &Element, characters: usize| {
            let rect = part.get_bounding_client_rect();
            ((f64::from(event.client_x()) - rect.left()) / rect.width() * characters as f64).floor().max(0.0) as usize
        };
        let column = if let Some(digits) = in_part(".hex-digits") {
            hex::column_of_hex(across(&digits, hex::hex_width(self.columns)), self.columns)?
        } else {
            across(&in_part(".hex-text")?, self.columns)
        };
        let line = usize::try_from(self.rows.row_at(event.client_y())?).ok()?;
        let byte = line * self.columns + column.min(self.columns - 1);
        (byte < self.bytes().len()).then(|| u32::try_from(byte).ok())?
    }

    fn click(&self) -> Callback<MouseEvent> {
        let bytes = self.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(byte) = bytes.under(&event) {
                bytes.select(byte);
            }
        })
    }

    /// Opens the menu of the byte that was pointed at; its field is selected first.
    fn context(&self) -> Callback<MouseEvent> {
        let bytes = self.clone();
        Callback::from(move |event: MouseEvent| {
            if context_menu::is_browsers(&event) {
                return;
            }
            let byte = bytes.under(&event).filter(|_| event.button() == 2);
            if let Some(byte) = byte.filter(|byte| !bytes.marks.lit.contains(byte)) {
                bytes.select(byte);
            }
            let target = event.target_dyn_into::<Element>();
            let near = target.and_then(|target| target.query_selector(".lit").ok().flatten());
            context_menu::open(&bytes.page, Place::Bytes, &event, near.as_ref());
        })
    }

    fn point(&self) -> Callback<MouseEvent> {
        let bytes = self.clone();
        Callback::from(move |event: MouseEvent| bytes.pointed.set(bytes.under(&event)))
    }

    fn point_away(&self) -> Callback<MouseEvent> {
        let pointed = self.pointed.clone();
        Callback::from(move |_: MouseEvent| pointed.set(None))
    }

    /// Selects the field that holds a byte.
    fn select(&self, byte: u32) {
        let source = u16::try_from(self.source).unwrap_or(u16::MAX);
        if let Some(index) = folding::line_at(&self.packet.tree, source, byte) {
            self.page.state.dispatch(Action::Reveal(Rc::from(self.packet.tree.as_slice()), index));
        }
    }

    /// Arrows go from byte to byte and select what is there.
    fn keys(&self) -> Callback<KeyboardEvent> {
        let bytes = self.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let Some(last) = u32::try_from(bytes.bytes().len()).ok().and_then(|len| len.checked_sub(1)) else { return };
            let lit = &bytes.marks.lit;
            let here = bytes.pointed.filter(|byte| lit.is_empty() || lit.contains(byte)).unwrap_or(lit.start);
            let line = bytes.columns as u32;
            let page = line.saturating_mul(u32::try_from(bytes.rows.page).unwrap_or(1));
            let to = match event.key().as_str() {
                "ArrowRight" => here.saturating_add(1),
                "ArrowLeft" => here.saturating_sub(1),
                "ArrowDown" => here.saturating_add(line),
                "ArrowUp" => here.saturating_sub(line),
                "PageDown" => here.saturating_add(page),
                "PageUp" => here.saturating_sub(page),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            let to = to.min(last);
            bytes.pointed.set(Some(to));
            bytes.rows.reveal(u64::from(to / line));
            bytes.select(to);
        })
    }
}
