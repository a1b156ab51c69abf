//! The map beside the list, which is its scroll bar: the whole file with what is worth a look, and a frame for the view.

use web_sys::{Element, PointerEvent, WheelEvent};
use wirelight::{
    engine::request::{Reply, Request},
    view::{
        amounts,
        map::{self, PARTS, WIDTH},
    },
};
use yew::prelude::*;

use crate::{
    page::Page,
    state::Capture,
    use_engine::use_engine,
    virtual_rows::{VirtualRows, style},
};

/// While the file is read, the map is drawn again after so many more of its parts.
const REDRAWN: u16 = 10;

/// The list that is scrolled.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Its rows.
    pub rows: VirtualRows,
}

/// The map with its frame.
#[component]
pub fn PacketMap(properties: &Properties) -> Html {
    let (whole, thumb) = (use_node_ref(), use_node_ref());
    // how far below the upper edge of the frame the mouse holds it
    let held = use_mut_ref(|| None::<f64>);
    let page = use_context::<Page>();
    let read = page.as_ref().and_then(|page| page.state.capture.as_ref()).map_or(1.0, part_read);
    let rows = &properties.rows;
    use_effect_with((rows.depth, rows.share, read), {
        let whole = whole.clone();
        move |(depth, share, read): &(f64, f64, f64)| {
            for (property, value) in [("--depth", depth), ("--share", share), ("--read", read)] {
                style(&whole, property, &amounts::decimal(*value, 6));
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let onpointerdown = {
        let (rows, thumb, whole, held) = (rows.clone(), thumb.clone(), whole.clone(), held.clone());
        move |event: PointerEvent| {
            let (Some(map), Some(frame)) = (whole.cast::<Element>(), thumb.cast::<Element>()) else { return };
            event.prevent_default();
            let _ = map.set_pointer_capture(event.pointer_id());
            let (frame, y) = (frame.get_bounding_client_rect(), f64::from(event.client_y()));
            let inside = (frame.top()..=frame.bottom()).contains(&y);
            let below = if inside { y - frame.top() } else { frame.height() / 2.0 };
            held.replace(Some(below));
            scroll(&rows, &map, frame.height(), y - below, read);
        }
    };
    let onpointermove = {
        let (rows, thumb, whole, held) = (rows.clone(), thumb.clone(), whole.clone(), held.clone());
        move |event: PointerEvent| {
            let (Some(map), Some(frame)) = (whole.cast::<Element>(), thumb.cast::<Element>()) else { return };
            if let Some(below) = *held.borrow() {
                let height = frame.get_bounding_client_rect().height();
                scroll(&rows, &map, height, f64::from(event.client_y()) - below, read);
            }
        }
    };
    let let_go = move |_: PointerEvent| {
        held.replace(None);
    };
    let onwheel = {
        let rows = rows.clone();
        move |event: WheelEvent| rows.scroll_by(event.delta_y())
    };
    let in_file_order = page.state.order.is_file();
    let title = match in_file_order {
        true => page.texts.map_of_file,
        false if page.state.order.is_narrowed() => page.texts.filters.map,
        false => page.texts.map_of_sorted,
    };
    html! {
        <div class="packet-map" ref={whole} aria-hidden="true" {title} {onpointerdown} {onpointermove}
            onpointerup={let_go.clone()} onpointercancel={let_go} {onwheel}>
            <div class="map-read">
                if in_file_order { <Ticks parts={parts(&page, read)} /> }
                <div class="map-thumb" ref={thumb}></div>
            </div>
        </div>
    }
}

/// How much of the file is read, as a part of one.
fn part_read(capture: &Capture) -> f64 {
    match &capture.progress {
        Some(progress) if !progress.finished && progress.size > 0 => {
            (progress.read as f64 / progress.size as f64).clamp(0.05, 1.0)
        }
        _ => 1.0,
    }
}

/// How many parts to ask for: no more than packets, and as many of the whole as are read; none at first, when the rows
/// themselves are waited for.
fn parts(page: &Page, read: f64) -> u16 {
    let Some(capture) = &page.state.capture else { return 0 };
    let parts = u16::try_from(capture.packets()).unwrap_or(PARTS).min(PARTS);
    match &capture.progress {
        Some(progress) if progress.finished => parts,
        Some(progress) if progress.size > 0 => (f64::from(parts) * read) as u16 / REDRAWN * REDRAWN,
        _ => 0,
    }
}

/// Scrolls so that the frame begins at that height of the window.
fn scroll(rows: &VirtualRows, map: &Element, frame: f64, top: f64, read: f64) {
    let whole = map.get_bounding_client_rect();
    let way = whole.height() * read - frame;
    if way > 0.0 {
        rows.go_to_depth((top - whole.top()) / way);
    }
}

/// In how many parts the packets are looked at.
#[derive(Properties, PartialEq)]
struct TicksProperties {
    parts: u16,
}

/// What is worth a look, as ticks.
#[component]
fn Ticks(properties: &TicksProperties) -> Html {
    let parts = properties.parts;
    let data = use_engine((parts > 0).then_some(Request::Map { parts }));
    let page = use_context::<Page>();
    let notes = page.as_ref().map(|page| page.state.annotations.clone());
    let packets = page.map_or(0, |page| page.state.packets());
    let ticks = use_memo((data.reply().cloned(), notes, packets), |(reply, notes, packets)| {
        let (Some(Reply::Map(parts)), Some(notes)) = (reply.as_deref(), notes) else { return Html::default() };
        let comments = notes.comments.iter().filter(|(_, words)| !words.is_empty()).map(|(packet, _)| *packet);
        let ticks = map::draw(parts, *packets, &notes.marks, comments);
        html! {
            <svg viewBox={format!("0 0 {WIDTH} {}", parts.len())} preserveAspectRatio="none">
                <path class="control" d={ticks.control} />
                <path class="web" d={ticks.web} />
                <path class="anomalies" d={ticks.trouble} />
                <path class="comments" d={ticks.comments} />
                <path class="marks" d={ticks.marks} />
            </svg>
        }
    });
    (*ticks).clone()
}
