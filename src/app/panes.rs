//! The panes of the app, and which of them has the focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::TargetCast;

/// Moves the focus to the next pane, or with Shift to the one before.
pub fn focus_next_pane(event: &KeyboardEvent) {
    let panes = panes(event);
    let target = event.target_dyn_into::<web_sys::Node>();
    let here = panes.iter().position(|pane| target.as_ref().is_some_and(|target| pane.contains(Some(target))));
    let count = panes.len();
    let next = match (here, event.shift_key()) {
        (Some(here), false) => here + 1,
        (Some(here), true) => here + count.saturating_sub(1),
        (None, _) => 0,
    };
    if let Some(pane) = next.checked_rem(count).and_then(|next| panes.get(next)) {
        let _ = pane.focus();
    }
}

/// Gives the focus to the list, or to the page itself where there is none.
pub fn focus_first_pane(root: &Element) {
    let first = panes_in(root).into_iter().next().or_else(|| root.clone().dyn_into().ok());
    if let Some(first) = first {
        let _ = first.focus();
    }
}

/// The panes of the app in which a key was pressed.
pub fn panes(event: &KeyboardEvent) -> Vec<HtmlElement> {
    let target = event.target_dyn_into::<Element>();
    let root = target.and_then(|target| target.closest(".wirelight").ok().flatten());
    root.map(|root| panes_in(&root)).unwrap_or_default()
}

/// The panes that can have the focus, in order, those out of sight left out.
fn panes_in(root: &Element) -> Vec<HtmlElement> {
    let Ok(found) = root.query_selector_all("[data-pane]") else { return Vec::new() };
    (0..found.length())
        .filter_map(|place| found.get(place)?.dyn_into::<HtmlElement>().ok())
        .filter(|pane| pane.offset_height() > 0 && pane.closest(".away").ok().flatten().is_none())
        .collect()
}
