//! Which of the sheets is over the rest.

use yew::prelude::*;

use super::{go_to::GoToSheet, keys_sheet::KeysSheet, menu::MenuSheet, palette::PaletteSheet};
use crate::{page::Page, state::Overlay};

/// The sheet that is open, if one is.
pub fn overlay(page: &Page) -> Html {
    match &page.state.overlay {
        None => Html::default(),
        Some(Overlay::Menu) => html! { <MenuSheet /> },
        Some(Overlay::Palette) => html! { <PaletteSheet /> },
        Some(Overlay::Keys) => html! { <KeysSheet /> },
        Some(Overlay::GoTo) => html! { <GoToSheet /> },
    }
}
