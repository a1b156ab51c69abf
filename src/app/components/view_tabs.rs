//! Under the top bar: the views as tabs, and what the packet list is shown with.

use web_sys::{HtmlSelectElement, KeyboardEvent, MouseEvent};
use wirelight::view::fragment::View;
use yew::prelude::*;

use super::{icon::icon, views::VIEWS};
use crate::{
    commands::{self, Command},
    page::{Page, Room},
};

/// Time formats in the order of the menu.
const TIMES: [Command; 8] = [
    Command::TimeRelative,
    Command::TimeDelta,
    Command::TimeDeltaDisplayed,
    Command::TimeAbsolute,
    Command::TimeAbsoluteWithDate,
    Command::TimeUtc,
    Command::TimeUtcWithDate,
    Command::TimeEpoch,
];

/// The bar.
pub fn view_tabs(page: &Page) -> Html {
    let onkeydown = {
        let page = page.clone();
        move |event: KeyboardEvent| {
            let here = VIEWS.iter().position(|(view, _)| *view == page.state.chosen.view).unwrap_or(0);
            let to = match event.key().as_str() {
                "ArrowRight" => (here + 1) % VIEWS.len(),
                "ArrowLeft" => (here + VIEWS.len() - 1) % VIEWS.len(),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some((view, _)) = VIEWS.get(to) {
                page.show(*view);
            }
        }
    };
    html! {
        <div class="view-bar">
            <div class="view-tabs" role="tablist" aria-label={page.texts.views} {onkeydown}>
                { for VIEWS.into_iter().map(|(view, command)| tab(page, view, command)) }
            </div>
            <span class="grow"></span>
            if page.state.chosen.view == View::Packets && page.room != Room::Phone { { time_formats(page) }{ columns(page) } }
        </div>
    }
}

fn tab(page: &Page, view: View, command: Command) -> Html {
    let selected = page.state.chosen.view == view;
    html! {
        <button class="view-tab" role="tab" aria-selected={selected.to_string()} tabindex={if selected { "0" } else { "-1" }}
            onclick={page.doing::<MouseEvent>(command)}>
            { command.entry().map(|entry| entry.name(page.state.language)) }
        </button>
    }
}

/// Opens the sheet of columns.
fn columns(page: &Page) -> Html {
    html! {
        <button class="button quiet" onclick={page.doing::<MouseEvent>(Command::Columns)}>
            { icon("columns", "") }{ page.texts.columns }
        </button>
    }
}

/// The format of the Time column.
fn time_formats(page: &Page) -> Html {
    let onchange = {
        let page = page.clone();
        move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let chosen = select.and_then(|select| TIMES.get(usize::try_from(select.selected_index()).ok()?).copied());
            if let Some(command) = chosen {
                commands::run(command, &page);
            }
        }
    };
    html! {
        <select class="time-format" aria-label={page.texts.time_format} title={page.texts.time_format} {onchange}>
            { for TIMES.into_iter().map(|command| {
                let name = command.entry().map_or("", |entry| entry.name(page.state.language));
                let selected = commands::is_checked(command, page) == Some(true);
                html! { <option {selected}>{ name }</option> }
            }) }
        </select>
    }
}
