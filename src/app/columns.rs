//! What a person does to the columns of the packet list: chosen ones are in the link, widths in the browser's memory.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use wirelight::{
    engine::request::{FieldName, Reply, Request, Type},
    view::{
        columns::{Column, Columns},
        widths::{NARROWEST, WIDEST},
    },
};
use yew::prelude::*;

use crate::{host::Host, page::Page, state::Action, texts::Texts};

/// Beside the text of a cell, in pixels.
const PADDING: f64 = 16.0;

/// Fields that are columns: a handful.
pub type Fields = Vec<FieldName>;

/// The columns that are shown.
pub fn shown(page: &Page) -> Columns {
    page.state.chosen.columns.clone().unwrap_or_default()
}

/// Changes the columns; the seven in their order are no choice.
pub fn change(page: &Page, change: impl FnOnce(&mut Columns)) {
    let mut columns = shown(page);
    change(&mut columns);
    let mut chosen = page.state.chosen.clone();
    chosen.columns = Some(columns).filter(|columns| *columns != Columns::default());
    page.state.dispatch(Action::Choose(chosen));
}

/// The heading of a column.
pub fn title<'t>(texts: &'t Texts, fields: &'t Fields, column: &'t Column) -> &'t str {
    match column {
        Column::Field(key) => of(fields, key).map_or(key, |field| &field.name),
        column => texts.heading(column),
    }
}

/// Whether a column's texts are numbers, which stand at the right.
pub fn is_numeric(fields: &Fields, column: &Column) -> bool {
    let numeric = |field: &FieldName| {
        matches!(field.values, Type::Number | Type::Signed | Type::Time | Type::Duration | Type::Packet)
    };
    match column {
        Column::Number | Column::Time | Column::Length => true,
        Column::Field(key) => of(fields, key).is_some_and(numeric),
        _ => false,
    }
}

fn of<'f>(fields: &'f Fields, key: &str) -> Option<&'f FieldName> {
    fields.iter().find(|field| field.key == key)
}

/// The width that a person gave a column, in pixels.
pub fn width(host: &Host, column: &Column) -> Option<u32> {
    host.kept(&name(column))
}

/// Gives a column a width, or lets it have its own again.
pub fn widen(page: &Page, column: &Column, pixels: Option<u32>) {
    match pixels {
        Some(pixels) => page.host.keep(&name(column), pixels.clamp(NARROWEST, WIDEST)),
        None => page.host.forget(&name(column)),
    }
    page.state.dispatch(Action::Widths);
}

fn name(column: &Column) -> String {
    ["column-width-", column.key()].concat()
}

/// Makes columns as wide as what is drawn of them.
pub fn fit(page: &Page, wanted: impl Fn(&Column) -> bool) {
    let Some(table) = page.host.element(".packet-table") else { return };
    let columns = shown(page);
    for (place, column) in columns.all().iter().enumerate().filter(|(_, column)| wanted(column)) {
        let last_info = *column == Column::Info && place + 1 == columns.all().len();
        // Info at the right takes what is left, and that is its best width
        let pixels = if last_info { None } else { widest_cell(&table, place) };
        widen(page, column, pixels);
    }
}

fn widest_cell(table: &Element, place: usize) -> Option<u32> {
    let cells = table.query_selector_all(&format!("[aria-colindex='{}']", place + 2)).ok()?;
    let cells = (0..cells.length()).filter_map(|at| cells.get(at)?.dyn_into::<HtmlElement>().ok());
    cells.filter_map(|cell| content_width(&cell)).reduce(f64::max).map(|pixels| pixels.ceil() as u32)
}

/// Room that a cell's content takes, be it cut off or not.
fn content_width(cell: &HtmlElement) -> Option<f64> {
    if cell.scroll_width() > cell.client_width() {
        return Some(f64::from(cell.scroll_width()) + 1.0);
    }
    let range = cell.owner_document()?.create_range().ok()?;
    range.select_node_contents(cell).ok()?;
    Some(range.get_bounding_client_rect().width() + PADDING)
}

/// What is known of the fields among the columns: names and kinds, as the engine tells them.
#[hook]
pub fn use_fields(page: Option<&Page>, columns: &Columns) -> Rc<Fields> {
    let known = use_state(Rc::<Fields>::default);
    let all = use_mut_ref(Fields::default);
    let keys: Vec<String> = columns.fields().map(str::to_owned).collect();
    use_effect_with(keys, {
        let (page, known) = (page.cloned(), known.clone());
        move |keys: &Vec<String>| {
            let Some(page) = page else { return };
            let missing: Vec<_> = keys.iter().filter(|key| of(&all.borrow(), key).is_none()).cloned().collect();
            for key in missing {
                let (all, known) = (all.clone(), known.clone());
                page.ask(Request::Fields { text: key.clone(), most: 1 }, move |reply| {
                    let Reply::Fields(found) = reply else { return };
                    if let Some(field) = found.first().filter(|field| field.key == key) {
                        all.borrow_mut().push(field.clone());
                        known.set(Rc::new(all.borrow().clone()));
                    }
                });
            }
        }
    });
    (*known).clone()
}
