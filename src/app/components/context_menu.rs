//! The menu at the pointer: what can be done with the row, the line or the byte that was pointed at.

use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::{
    menu::{focus_entry, menu_entry},
    sheet::Sheet,
};
use crate::{
    commands::{self, Command},
    page::Page,
    state::{Action, Overlay},
};

/// What makes a filter of what was pointed at.
pub const FILTERS: &[Command] = &[
    Command::ApplyFilter,
    Command::ExcludeFilter,
    Command::AndFilter,
    Command::OrFilter,
    Command::AndNotFilter,
    Command::OrNotFilter,
];

/// A place in the page that has a menu of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A cell of the list: in which column, from 0.
    Cell(usize),
    /// A line of the layer tree.
    Line,
    /// The bytes.
    Bytes,
}

/// Where the menu is open.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// What was pointed at.
    pub place: Place,
    /// Where in the window, in pixels.
    pub at: (i32, i32),
}

impl Place {
    /// What can be done there; groups have a line between them.
    fn commands(self) -> &'static [&'static [Command]] {
        use crate::copying::{Form::*, What::*};
        match self {
            Self::Cell(_) => &[
                &[Command::Mark, Command::Ignore, Command::Reference, Command::Comment],
                &[
                    Command::CopyAs(Rows, Text),
                    Command::CopyAs(Rows, Markdown),
                    Command::CopyAs(Rows, Image),
                    Command::Copy,
                ],
                FILTERS,
                &[Command::FollowTcp, Command::FollowUdp],
                &[Command::NewWindow, Command::NextInConversation, Command::PreviousInConversation],
            ],
            Self::Line => &[
                &[Command::OpenSubtree, Command::OpenAll, Command::CloseAll],
                &[
                    Command::CopyAs(Field, Value),
                    Command::CopyAs(Field, Filter),
                    Command::CopyAs(Subtree, Text),
                    Command::CopyAs(Layers, Image),
                    Command::Copy,
                ],
                FILTERS,
                &[Command::ApplyAsColumn, Command::FollowLink],
            ],
            Self::Bytes => &[&[
                Command::CopyAs(Bytes, HexDump),
                Command::CopyAs(Bytes, Hex),
                Command::CopyAs(Bytes, Printable),
                Command::CopyAs(Bytes, Image),
                Command::Copy,
            ]],
        }
    }
}

/// Opens the menu of a place at the pointer, or at the element `near` when a key asked for it.
pub fn open(page: &Page, place: Place, event: &MouseEvent, near: Option<&Element>) {
    let pointed = event.button() == 2 || near.is_none();
    let at = near.filter(|_| !pointed).map_or((event.client_x(), event.client_y()), |near| {
        let rect = near.get_bounding_client_rect();
        (rect.left() as i32 + 24, rect.bottom() as i32)
    });
    event.prevent_default();
    page.state.dispatch(Action::Overlay(Some(Overlay::Context(place, at))));
}

/// Whether the browser's own menu is wanted: for text that is selected, and with Shift.
pub fn is_browsers(event: &MouseEvent) -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    let on_selection = selection.filter(|selection| !selection.is_collapsed()).is_some_and(|selection| {
        let node = event.target_dyn_into::<web_sys::Node>();
        node.is_some_and(|node| selection.contains_node_with_allow_partial_containment(&node, true).unwrap_or(false))
    });
    on_selection || event.shift_key() && event.button() == 2
}

/// The menu.
#[component]
pub fn ContextMenu(properties: &Properties) -> Html {
    let body = use_node_ref();
    use_effect_with(properties.at, {
        let body = body.clone();
        move |at: &(i32, i32)| {
            put(&body, *at);
            focus_entry(&body, |_, _| 0);
        }
    });
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let onkeydown = {
        let body = body.clone();
        move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" => focus_entry(&body, |here, count| here.map_or(0, |here| (here + 1) % count)),
                "ArrowUp" => focus_entry(&body, |here, count| here.map_or(0, |here| (here + count - 1) % count)),
                "Home" => focus_entry(&body, |_, _| 0),
                "End" => focus_entry(&body, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let groups = properties.place.commands().iter().map(|group| {
        let able = group.iter().filter(|command| commands::is_enabled(**command, &page));
        able.filter_map(|command| command.entry()).collect::<Vec<_>>()
    });
    html! {
        <Sheet class="context-menu" label={page.texts.menu}>
            <div class="menu-entries" role="menu" aria-label={page.texts.menu} ref={body} {onkeydown}
                oncontextmenu={|event: MouseEvent| event.prevent_default()}>
                { for groups.filter(|group| !group.is_empty()).enumerate().map(|(place, group)| html! {
                    <>
                        if place > 0 { <div class="menu-line" role="separator"></div> }
                        { for group.into_iter().map(|entry| menu_entry(&page, entry)) }
                    </>
                }) }
            </div>
        </Sheet>
    }
}

/// Puts the menu at a place of the window, but wholly inside it.
fn put(body: &NodeRef, (x, y): (i32, i32)) {
    use wasm_bindgen::JsCast;
    let dialog = body.cast::<Element>().and_then(|body| body.closest("dialog").ok().flatten());
    let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<HtmlElement>().ok()) else { return };
    let Some(root) = dialog.owner_document().and_then(|document| document.document_element()) else { return };
    let left = x.min(root.client_width() - dialog.offset_width()).max(0);
    let top = y.min(root.client_height() - dialog.offset_height()).max(0);
    let _ = dialog.style().set_property("left", &format!("{left}px"));
    let _ = dialog.style().set_property("top", &format!("{top}px"));
}
