//! Which of the sheets is over the rest.

use yew::prelude::*;

use super::{
    columns_sheet::ColumnsSheet,
    comment_sheet::CommentSheet,
    context_menu::ContextMenu,
    copy_sheet::{CopySheet, RefusedSheet},
    go_to::GoToSheet,
    keys_sheet::KeysSheet,
    link_sheet::LinkSheet,
    menu::MenuSheet,
    palette::PaletteSheet,
    save_sheet::SaveSheet,
    several_sheet::SeveralSheet,
};
use crate::{page::Page, state::Overlay};

/// The sheet that is open, if one is.
pub fn overlay(page: &Page) -> Html {
    match &page.state.overlay {
        None => Html::default(),
        Some(Overlay::Menu) => html! { <MenuSheet /> },
        Some(Overlay::Palette) => html! { <PaletteSheet /> },
        Some(Overlay::Keys) => html! { <KeysSheet /> },
        Some(Overlay::Columns) => html! { <ColumnsSheet /> },
        Some(Overlay::GoTo) => html! { <GoToSheet /> },
        Some(Overlay::OpenLink) => html! { <LinkSheet /> },
        Some(Overlay::Several(files)) => html! { <SeveralSheet files={files.clone()} /> },
        Some(Overlay::Context(place, at)) => html! { <ContextMenu place={*place} at={*at} /> },
        Some(Overlay::Comment) => html! { <CommentSheet /> },
        Some(Overlay::Save(refusal)) => html! { <SaveSheet refusal={refusal.clone()} /> },
        Some(Overlay::Copy) => html! { <CopySheet /> },
        Some(Overlay::Refused(taken)) => html! { <RefusedSheet taken={taken.clone()} /> },
    }
}
