//! The line between two panes: dragged, moved by keys, remembered for each amount of room.

use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use crate::{page::Page, virtual_rows::style};

/// Which way a splitter moves and what it decides.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// It lies across and moves up and down.
    pub across: bool,
    /// The property that holds the part of the first pane, as in `--list-part`.
    pub property: &'static str,
    /// The element that is split and carries the property.
    pub split: NodeRef,
    /// What it resizes, for those who do not see it.
    pub label: &'static str,
}

/// All of what is split, in the units of a [`Part`].
const WHOLE: u32 = 10_000;

/// What the first pane has of the whole, in hundredths of a percent, and the name it is kept under.
#[derive(Clone)]
struct Part {
    name: String,
    share: UseStateHandle<Option<u32>>,
}

/// A splitter.
#[component]
pub fn Splitter(properties: &Properties) -> Html {
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let name = format!("{}-{}", properties.property.trim_start_matches('-'), page.room.key());
    let share = use_state_eq(|| None::<u32>);
    let part = Part { name: name.clone(), share: share.clone() };
    use_effect_with(name, {
        let (host, share) = (page.host.clone(), share.clone());
        move |name: &String| share.set(host.kept(name).filter(|kept| *kept <= WHOLE))
    });
    use_effect_with(*share, {
        let (split, property) = (properties.split.clone(), properties.property);
        move |share: &Option<u32>| match share {
            Some(share) => style(&split, property, &format!("{}.{:02}%", share / 100, share % 100)),
            None => style(&split, property, ""),
        }
    });
    let (across, split) = (properties.across, properties.split.clone());
    let onpointerdown = |event: PointerEvent| {
        if let Some(line) = event.target_dyn_into::<Element>() {
            let _ = line.set_pointer_capture(event.pointer_id());
        }
    };
    let onpointermove = {
        let (part, page, split) = (part.clone(), page.clone(), split.clone());
        move |event: PointerEvent| {
            let held =
                event.target_dyn_into::<Element>().is_some_and(|line| line.has_pointer_capture(event.pointer_id()));
            if held {
                let (start, whole) = extent(&split, across);
                let at = f64::from(if across { event.client_y() } else { event.client_x() });
                part.set(&page, (at - start) / whole);
            }
        }
    };
    let onkeydown = {
        let (part, page, split) = (part.clone(), page.clone(), split.clone());
        move |event: KeyboardEvent| key(&part, &page, &event, across, &split)
    };
    let ondblclick = {
        let (part, page) = (part.clone(), page.clone());
        move |_: MouseEvent| part.reset(&page)
    };
    let class = if across { "splitter across" } else { "splitter upright" };
    html! {
        <div {class} role="separator" tabindex="0" aria-label={properties.label}
            aria-orientation={if across { "horizontal" } else { "vertical" }}
            aria-valuenow={(share.unwrap_or(WHOLE / 2) / 100).to_string()}
            {onpointerdown} {onpointermove} {onkeydown} {ondblclick}></div>
    }
}

impl Part {
    fn set(&self, page: &Page, part_of_one: f64) {
        let share = (part_of_one.clamp(0.0, 1.0) * f64::from(WHOLE)) as u32;
        page.host.keep(&self.name, share);
        self.share.set(Some(share));
    }

    fn reset(&self, page: &Page) {
        page.host.forget(&self.name);
        self.share.set(None);
    }
}

/// Arrows move 8 pixels, with Shift 64; Home and End go to the ends, Enter back to the start.
fn key(part: &Part, page: &Page, event: &KeyboardEvent, across: bool, split: &NodeRef) {
    let (start, whole) = extent(split, across);
    let line = event.target_dyn_into::<Element>().map(|line| line.get_bounding_client_rect());
    let here = line.map_or(0.0, |line| if across { line.top() } else { line.left() } - start);
    let step = if event.shift_key() { 64.0 } else { 8.0 };
    let to = match (event.key().as_str(), across) {
        ("ArrowUp", true) | ("ArrowLeft", false) => here - step,
        ("ArrowDown", true) | ("ArrowRight", false) => here + step,
        ("Home", _) => 0.0,
        ("End", _) => whole,
        ("Enter", _) => {
            part.reset(page);
            return;
        }
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    part.set(page, to / whole);
}

/// Where the split element begins, and how far it reaches, in pixels.
fn extent(split: &NodeRef, across: bool) -> (f64, f64) {
    let Some(element) = split.cast::<HtmlElement>() else { return (0.0, 1.0) };
    let rect = element.get_bounding_client_rect();
    let (start, whole) = if across { (rect.top(), rect.height()) } else { (rect.left(), rect.width()) };
    (start, whole.max(1.0))
}
