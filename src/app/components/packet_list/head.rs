//! The head of the packet list: sorts, resizes, moves and hides columns, by mouse and by keys.

use std::{cell::RefCell, rc::Rc};

use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent};
use wirelight::view::{
    columns::{Column, Columns, Sorting},
    widths::{NARROWEST, Needs, WIDEST},
};
use yew::prelude::*;

use super::{head_menu::HeadMenu, row::kind};
use crate::{
    columns::{self, Fields, is_numeric, title},
    components::icon::icon,
    page::Page,
    state::Action,
    virtual_rows::style,
};

/// How far a key moves the edge of a column, in pixels.
const STEP: f64 = 8.0;

/// How far the mouse goes until a heading is dragged and not clicked, in pixels.
const SLACK: f64 = 5.0;

/// The grid owns its head by this name: the head stands beside what scrolls.
pub const HEAD_ID: &str = "list-head";

/// What the head depends on.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The columns from left to right.
    pub columns: Rc<Columns>,
    /// What is known of fields among them.
    pub fields: Rc<Fields>,
    /// What the columns need of their own accord.
    pub needs: Rc<Needs>,
    /// The list, which carries the widths.
    pub grid: NodeRef,
}

/// What the mouse holds.
#[derive(Clone, Copy)]
enum Held {
    /// The right edge of a column whose left one is there.
    Edge { place: usize, left: f64, from: f64 },
    /// A heading.
    Heading { place: usize, from: f64, moved: bool },
}

/// The head as its handlers know it.
#[derive(Clone)]
struct Handle {
    page: Page,
    columns: Rc<Columns>,
    needs: Rc<Needs>,
    grid: NodeRef,
    held: Rc<RefCell<Option<Held>>>,
    /// The heading that Tab reaches.
    reached: UseStateHandle<usize>,
    /// Before which heading the dragged one would stand.
    gap: UseStateHandle<Option<usize>>,
    menu: UseStateHandle<Option<(usize, i32, i32)>>,
}

/// The head.
#[component]
pub fn Head(properties: &Properties) -> Html {
    let held = use_mut_ref(|| None::<Held>);
    let reached = use_state_eq(|| 0_usize);
    let gap = use_state_eq(|| None::<usize>);
    let menu = use_state_eq(|| None::<(usize, i32, i32)>);
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let Properties { columns, needs, grid, .. } = properties;
    let (columns, needs, grid) = (columns.clone(), needs.clone(), grid.clone());
    let handle = Handle { page, columns, needs, grid, held, reached, gap, menu };
    let on = |does: fn(&Handle, PointerEvent)| {
        let handle = handle.clone();
        Callback::from(move |event| does(&handle, event))
    };
    let on_mouse = |does: fn(&Handle, MouseEvent)| {
        let handle = handle.clone();
        Callback::from(move |event| does(&handle, event))
    };
    let onkeydown = {
        let handle = handle.clone();
        move |event: KeyboardEvent| {
            if handle.key(&event) {
                event.prevent_default();
                event.stop_propagation();
            }
        }
    };
    let texts = handle.page.texts;
    html! {
        <div id={HEAD_ID} class="packet-row packet-head" role="row" aria-rowindex="1" {onkeydown}
            onpointerdown={on(Handle::take)} onpointermove={on(Handle::drag)} onpointerup={on(Handle::let_go)}
            onpointercancel={on(Handle::give_up)} onclick={on_mouse(Handle::click)} ondblclick={on_mouse(Handle::double_click)}
            oncontextmenu={on_mouse(Handle::open_menu)}>
            <span class="gutter" role="columnheader" aria-colindex="1"><span class="unseen">{ texts.notes }</span></span>
            { for handle.columns.all().iter().enumerate().map(|(place, column)| heading(&handle, &properties.fields, place, column)) }
            if let Some((place, x, y)) = *handle.menu { { handle.menu_at(&properties.fields, place, x, y) } }
        </div>
    }
}

fn heading(handle: &Handle, fields: &Fields, place: usize, column: &Column) -> Html {
    let sorting = handle.page.state.chosen.sorting.as_ref().filter(|sorting| sorting.by == *column);
    let (order, arrow) = match sorting {
        None => ("none", None),
        Some(sorting) if sorting.descending => ("descending", Some("down")),
        Some(_) => ("ascending", Some("up")),
    };
    let reached = (*handle.reached).min(handle.columns.all().len().saturating_sub(1));
    let onfocus = {
        let reached = handle.reached.clone();
        move |_: FocusEvent| reached.set(place)
    };
    let (last, gap) = (handle.columns.all().len(), *handle.gap);
    let class = classes!(
        "cell",
        kind(column),
        is_numeric(fields, column).then_some("numeric"),
        (gap == Some(place)).then_some("gap-before"),
        (gap == Some(last) && place + 1 == last).then_some("gap-behind")
    );
    let key = match column {
        Column::Field(key) => Some(key.clone()),
        _ => None,
    };
    html! {
        <span {class} role="columnheader" aria-colindex={(place + 2).to_string()} aria-sort={order} title={key}
            tabindex={if place == reached { "0" } else { "-1" }} {onfocus}>
            <span class="ellipsis">{ title(handle.page.texts, fields, column).to_owned() }</span>
            if let Some(arrow) = arrow { { icon(arrow, "s") } }
            <span class="edge" aria-hidden="true"></span>
        </span>
    }
}

impl Handle {
    fn column(&self, place: usize) -> Option<&Column> {
        self.columns.all().get(place)
    }

    fn cell(&self, place: usize) -> Option<Element> {
        let grid = self.grid.cast::<Element>()?;
        grid.query_selector(&format!(".packet-head [aria-colindex='{}']", place + 2)).ok().flatten()
    }

    fn focus(&self, place: usize) {
        let place = place.min(self.columns.all().len().saturating_sub(1));
        self.page.host.focus(&format!(".packet-head [aria-colindex='{}']", place + 2));
    }

    /// Shows a column so wide without drawing anything anew.
    fn show_width(&self, place: usize, pixels: u32) {
        let Some(held) = self.column(place) else { return };
        let made = self.needs.grid(&self.columns, |column| {
            if column == held { Some(pixels) } else { columns::width(&self.page.host, column) }
        });
        style(&self.grid, "--columns", &made.tracks);
        style(&self.grid, "--least", &made.least);
    }

    fn take(&self, event: PointerEvent) {
        let Some(place) = place_of(&event).filter(|_| event.button() == 0) else { return };
        let from = f64::from(event.client_x());
        let held = if is_edge(&event) {
            event.prevent_default();
            // the edge itself, so that a double click is the edge's
            hold(&event, event.target_dyn_into());
            let Some(cell) = self.cell(place) else { return };
            Held::Edge { place, left: cell.get_bounding_client_rect().left(), from }
        } else {
            Held::Heading { place, from, moved: false }
        };
        self.held.replace(Some(held));
    }

    fn drag(&self, event: PointerEvent) {
        let x = f64::from(event.client_x());
        let held = *self.held.borrow();
        match held {
            Some(Held::Edge { place, left, .. }) => self.show_width(place, width(x - left)),
            Some(Held::Heading { place, from, moved }) if moved || (x - from).abs() > SLACK => {
                if !moved {
                    // the head, so that letting go is no click on a heading
                    let target = event.target_dyn_into::<Element>();
                    hold(&event, target.and_then(|target| target.closest(".packet-head").ok().flatten()));
                    self.held.replace(Some(Held::Heading { place, from, moved: true }));
                }
                self.gap.set(Some(self.gap_at(x)));
            }
            _ => {}
        }
    }

    fn let_go(&self, event: PointerEvent) {
        let x = f64::from(event.client_x());
        match self.held.take() {
            Some(Held::Edge { place, left, from }) if (x - from).abs() >= 1.0 => self.widen(place, width(x - left)),
            Some(Held::Heading { place, moved: true, .. }) => {
                let gap = self.gap_at(x);
                self.move_to(place, if gap > place { gap - 1 } else { gap });
            }
            _ => {}
        }
        self.gap.set(None);
    }

    fn give_up(&self, _: PointerEvent) {
        self.held.replace(None);
        self.gap.set(None);
        self.page.state.dispatch(Action::Widths);
    }

    /// Before which heading a place across the window is.
    fn gap_at(&self, x: f64) -> usize {
        let centres = (0..self.columns.all().len()).filter_map(|place| {
            let cell = self.cell(place)?.get_bounding_client_rect();
            Some(cell.left() + cell.width() / 2.0)
        });
        centres.filter(|centre| *centre < x).count()
    }

    fn widen(&self, place: usize, pixels: u32) {
        if let Some(column) = self.column(place) {
            columns::widen(&self.page, column, Some(pixels));
        }
    }

    fn move_to(&self, place: usize, to: usize) {
        if let Some(column) = self.column(place) {
            columns::change(&self.page, |columns| columns.move_to(column, to));
        }
    }

    fn sort(&self, place: usize) {
        if let Some(column) = self.column(place) {
            self.page.state.dispatch(Action::Sort(Sorting::turned(self.page.state.chosen.sorting.as_ref(), column)));
        }
    }

    fn hide(&self, place: usize) {
        if let Some(column) = self.column(place) {
            columns::change(&self.page, |columns| columns.remove(column));
        }
    }

    fn click(&self, event: MouseEvent) {
        if let Some(place) = place_of(&event).filter(|_| !is_edge(&event) && event.detail() <= 1) {
            self.sort(place);
        }
    }

    fn double_click(&self, event: MouseEvent) {
        if let Some(column) = place_of(&event).filter(|_| is_edge(&event)).and_then(|place| self.column(place)) {
            columns::fit(&self.page, |other| other == column);
        }
    }

    fn open_menu(&self, event: MouseEvent) {
        if let Some(place) = place_of(&event) {
            event.prevent_default();
            event.stop_propagation();
            self.menu.set(Some((place, event.client_x(), event.client_y())));
        }
    }

    /// Whether the key meant something here.
    fn key(&self, event: &KeyboardEvent) -> bool {
        let Some(place) = place_of(event) else { return false };
        let right = event.key() == "ArrowRight";
        let last = self.columns.all().len().saturating_sub(1);
        let beside = if right { (place + 1).min(last) } else { place.saturating_sub(1) };
        match (event.key().as_str(), event.ctrl_key() || event.meta_key(), event.shift_key()) {
            ("ArrowLeft" | "ArrowRight", true, true) => {
                self.move_to(place, beside);
                self.focus(beside);
            }
            ("ArrowLeft" | "ArrowRight", false, true) => {
                let now = self.cell(place).map_or(0.0, |cell| cell.get_bounding_client_rect().width());
                self.widen(place, width(now + if right { STEP } else { -STEP }));
            }
            ("ArrowLeft" | "ArrowRight", false, false) => self.focus(beside),
            ("Home", false, _) => self.focus(0),
            ("End", false, _) => self.focus(last),
            ("Enter" | " ", false, _) => self.sort(place),
            ("Delete", false, _) => {
                self.hide(place);
                self.focus(place.min(last.saturating_sub(1)));
            }
            ("ArrowDown", false, false) => self.page.host.focus(".packet-rows"),
            ("ContextMenu", ..) | ("F10", false, true) => {
                let at = self.cell(place).map(|cell| cell.get_bounding_client_rect());
                let at = at.map_or((0, 0), |cell| (cell.left() as i32, cell.bottom() as i32));
                self.menu.set(Some((place, at.0, at.1)));
            }
            _ => return false,
        }
        true
    }

    fn menu_at(&self, fields: &Fields, place: usize, x: i32, y: i32) -> Html {
        let Some(column) = self.column(place) else { return Html::default() };
        let on_close = {
            let handle = self.clone();
            move |()| {
                handle.menu.set(None);
                handle.focus(place);
            }
        };
        let title = title(self.page.texts, fields, column).to_owned();
        html! { <HeadMenu column={column.clone()} {title} only={self.columns.all().len() == 1} {x} {y} {on_close} /> }
    }
}

/// The place of the heading that an event is about.
fn place_of(event: &Event) -> Option<usize> {
    let cell = event.target_dyn_into::<Element>()?.closest("[aria-colindex]").ok()??;
    cell.get_attribute("aria-colindex")?.parse::<usize>().ok()?.checked_sub(2)
}

fn is_edge(event: &Event) -> bool {
    event.target_dyn_into::<Element>().is_some_and(|element| element.matches(".edge").unwrap_or(false))
}

/// What the mouse does until it lets go is heard by that element, wherever it is done.
fn hold(event: &PointerEvent, element: Option<Element>) {
    if let Some(element) = element {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

fn width(pixels: f64) -> u32 {
    (pixels.round().max(0.0) as u32).clamp(NARROWEST, WIDEST)
}
