//! Files are over the window: it says that letting go opens them.

use yew::prelude::*;

use crate::app::Page;

/// How many files are over the window.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// How many; browsers tell no names yet.
    pub files: u32,
}

/// Covers the whole window.
#[component]
pub fn DropOverlay(properties: &Properties) -> Html {
    let Some(page) = use_context::<Page>() else { return Html::default() };
    html! {
        <div class="drop-overlay" role="status">
            <b>{ (page.texts.let_go)(properties.files) }</b>
            <span class="dim">{ page.texts.let_go_more }</span>
        </div>
    }
}
