//! Files are over the window: it says that letting go opens them.

use yew::prelude::*;

use crate::page::Page;

/// Covers the whole window while `files` files are over it; browsers tell no names yet.
pub fn drop_overlay(page: &Page, files: u32) -> Html {
    html! {
        <div class="drop-overlay" role="status">
            <b>{ (page.texts.let_go)(files) }</b>
            <span class="dim">{ page.texts.let_go_more }</span>
        </div>
    }
}
