//! The sheet of columns: which are shown, in which order, and any field as one more.

use web_sys::{HtmlInputElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{FieldName, Reply, Request},
    view::columns::{Column, Columns},
};
use yew::prelude::*;

use super::{icon::icon, sheet::Sheet};
use crate::{
    columns::{self, Fields, title, use_fields},
    commands::{self, Command},
    page::Page,
    use_engine::use_engine,
};

/// Fields that are listed at a time.
const MOST: u32 = 50;

/// The sheet.
#[component]
pub fn ColumnsSheet() -> Html {
    let text = use_state(String::new);
    let page = use_context::<Page>();
    let shown = page.as_ref().map(columns::shown).unwrap_or_default();
    let fields = use_fields(page.as_ref(), &shown);
    let wanted = text.trim().to_owned();
    let data = use_engine((!wanted.is_empty()).then(|| Request::Fields { text: wanted.clone(), most: MOST }));
    let Some(page) = page else { return Html::default() };
    let texts = page.texts;
    let found = match data.reply().map(|reply| &**reply) {
        Some(Reply::Fields(found)) if !wanted.is_empty() => Some(found),
        _ => None,
    };
    let hidden: Vec<Column> = shown.hidden().collect();
    html! {
        <Sheet class="columns" label={texts.columns} headed=true>
            <div class="columns-body">
                <h3>{ texts.columns_shown }</h3>
                <ol class="columns-list">
                    { for shown.all().iter().enumerate().map(|(place, column)| shown_column(&page, &fields, &shown, place, column)) }
                </ol>
                if !hidden.is_empty() {
                    <h3>{ texts.columns_hidden }</h3>
                    <ul class="columns-list">
                        { for hidden.into_iter().map(|column| {
                            let name = title(texts, &fields, &column).to_owned();
                            addable(&page, column, name, Html::default(), texts.show)
                        }) }
                    </ul>
                }
                <h3>{ texts.column_from_field }</h3>
                { search(&page, &text, found) }
                <ul class="columns-list columns-found">
                    { for found.into_iter().flatten().filter(|field| !shown.has(&Column::Field(field.key.clone()))).map(|field| found_field(&page, field)) }
                </ul>
                if found.is_some_and(Vec::is_empty) { <p class="dim">{ texts.no_field }</p> }
            </div>
            <footer class="columns-foot">
                { button(&page, Command::FitColumns) }
                { button(&page, Command::DefaultColumns) }
            </footer>
        </Sheet>
    }
}

fn button(page: &Page, command: Command) -> Html {
    let name = command.entry().map(|entry| entry.name(page.state.language));
    let disabled = !commands::is_enabled(command, page);
    html! { <button class="button" {disabled} onclick={page.doing::<MouseEvent>(command)}>{ name }</button> }
}

fn shown_column(page: &Page, fields: &Fields, shown: &Columns, place: usize, column: &Column) -> Html {
    let texts = page.texts;
    let name = title(texts, fields, column).to_owned();
    let act = |sign: &'static str, words: &'static str, disabled: bool, change: fn(&mut Columns, &Column)| {
        let (page, column) = (page.clone(), column.clone());
        let onclick = move |_: MouseEvent| columns::change(&page, |columns| change(columns, &column));
        html! {
            <button class="button quiet" title={words} aria-label={[words, ": ", name.as_str()].concat()} {disabled} {onclick}>
                { icon(sign, "") }
            </button>
        }
    };
    let last = place + 1 == shown.all().len();
    let key = match column {
        Column::Field(key) => html! { <code class="dim">{ key }</code> },
        _ => Html::default(),
    };
    html! {
        <li key={column.key().to_owned()} class="columns-line">
            <span class="grow ellipsis">{ &name }{ " " }{ key }</span>
            { act("up", texts.move_left, place == 0, |columns, column| columns.shift(column, false)) }
            { act("down", texts.move_right, last, |columns, column| columns.shift(column, true)) }
            { act("x", texts.hide, shown.all().len() == 1, Columns::remove) }
        </li>
    }
}

fn search(page: &Page, text: &UseStateHandle<String>, found: Option<&Vec<FieldName>>) -> Html {
    let texts = page.texts;
    let oninput = {
        let text = text.clone();
        move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                text.set(input.value());
            }
        }
    };
    let best = found.and_then(|found| found.first()).map(|field| Column::Field(field.key.clone()));
    let onkeydown = {
        let page = page.clone();
        move |event: KeyboardEvent| {
            if let Some(best) = best.clone().filter(|_| event.key() == "Enter") {
                event.prevent_default();
                columns::change(&page, |columns| columns.add(best));
            }
        }
    };
    html! {
        <input class="columns-search" type="text" autocomplete="off" spellcheck="false" aria-label={texts.search_fields}
            placeholder={texts.search_fields} {oninput} {onkeydown} />
    }
}

fn found_field(page: &Page, field: &FieldName) -> Html {
    let key = html! { <code class="dim">{ &field.key }</code> };
    addable(page, Column::Field(field.key.clone()), field.name.clone(), key, page.texts.show)
}

fn addable(page: &Page, column: Column, name: String, key: Html, words: &'static str) -> Html {
    let label = [words, ": ", &name, " ", column.key()].concat();
    let id = column.key().to_owned();
    let onclick = {
        let page = page.clone();
        move |_: MouseEvent| columns::change(&page, |columns| columns.add(column.clone()))
    };
    html! {
        <li key={id} class="columns-line">
            <span class="grow ellipsis">{ name }{ " " }{ key }</span>
            <button class="button quiet" aria-label={label} {onclick}>{ words }</button>
        </li>
    }
}
