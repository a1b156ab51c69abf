//! The sheet that asks what to do with several files at once.

use std::rc::Rc;

use wirelight::view::amounts;
use yew::prelude::*;

use super::{icon::icon, sheet::Sheet};
use crate::{opening::Picked, page::Page, state::Action};

/// The files.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// In the order in which they came.
    pub files: Rc<[Picked]>,
}

/// Each file is a button that opens it.
#[component]
pub fn SeveralSheet(properties: &Properties) -> Html {
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let texts = &page.texts.ways_in;
    let files = &properties.files;
    let merge = {
        let (page, files) = (page.clone(), files.clone());
        move |_: MouseEvent| {
            page.state.dispatch(Action::Overlay(None));
            page.opener.merge(&files);
        }
    };
    html! {
        <Sheet class="several" label={(texts.several)(files.len())} headed=true>
            <div class="several-all">
                <button class="button primary" autofocus=true onclick={merge}>{ texts.merge }</button>
            </div>
            <p class="dim">{ texts.several_more }</p>
            <div class="several-files">{ for files.iter().map(|picked| file_row(&page, picked)) }</div>
        </Sheet>
    }
}

fn file_row(page: &Page, picked: &Picked) -> Html {
    let onclick = {
        let (page, picked) = (page.clone(), picked.clone());
        move |_: MouseEvent| {
            page.state.dispatch(Action::Overlay(None));
            page.opener.open_file(&picked);
        }
    };
    html! {
        <button class="several-file" {onclick}>
            { icon("doc", "") }
            <span class="several-name">{ picked.file.name() }</span>
            <span class="mono dim">{ amounts::size(picked.file.size() as u64) }</span>
        </button>
    }
}
