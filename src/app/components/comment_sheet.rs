//! Comments on packets: the one that is shown above the layers, and the sheet on which it is written.

use web_sys::{HtmlTextAreaElement, KeyboardEvent, MouseEvent};
use wirelight::{
    engine::request::{PacketView, Reply, Request},
    view::amounts,
};
use yew::prelude::*;

use super::{icon::icon, sheet::Sheet};
use crate::{commands::Command, page::Page, state::Action, use_engine::use_engine};

/// The comment on a packet, with the way to change it.
pub fn comment_line(page: &Page, packet: &PacketView) -> Html {
    let number = u32::try_from(packet.row.number - 1).unwrap_or(u32::MAX);
    let comment = page.state.annotations.comment(number, &packet.comments);
    if comment.is_empty() {
        return Html::default();
    }
    html! {
        <div class="comment-line">
            { icon("comment", "") }
            <p aria-label={page.texts.comment}>{ comment }</p>
            <button class="button small" onclick={page.doing::<MouseEvent>(Command::Comment)}>{ page.texts.edit }</button>
        </div>
    }
}

/// The sheet. What was begun on it is still there when it is opened again.
#[component]
pub fn CommentSheet() -> Html {
    let page = use_context::<Page>();
    let asked = page
        .as_ref()
        .and_then(|page| Some(Request::Packet { packet: page.state.selected?, settings: (*page.settings).clone() }));
    let data = use_engine(asked);
    let Some(page) = page else { return Html::default() };
    let Some(packet) = page.state.selected.and_then(|packet| u32::try_from(packet).ok()) else {
        return Html::default();
    };
    let of_file = match data.reply().map(|reply| &**reply) {
        Some(Reply::Packet(Some(view))) if view.row.number == u64::from(packet) + 1 => view.comments.clone(),
        _ => Vec::new(),
    };
    let known = page.state.annotations.comment(packet, &of_file);
    let draft = page.state.draft.as_ref().filter(|(of, _)| *of == packet).map(|(_, text)| text.clone());
    let text = draft.unwrap_or_else(|| known.clone());
    let write = {
        let (page, of_file) = (page.clone(), of_file.clone());
        move |text: &str| {
            let mut notes = (*page.state.annotations).clone();
            let text = text.trim_end();
            notes.set_comment(packet, text, &of_file);
            page.state.dispatch(Action::Draft(None));
            page.state.dispatch(Action::Annotate(notes));
            page.state.dispatch(Action::Overlay(None));
        }
    };
    let oninput = page.act(move |event: InputEvent| {
        let area = event.target_dyn_into::<HtmlTextAreaElement>();
        Action::Draft(area.map(|area| (packet, area.value())))
    });
    let onkeydown = {
        let (write, text) = (write.clone(), text.clone());
        move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                write(&text);
            }
        }
    };
    let save = {
        let (write, text) = (write.clone(), text.clone());
        move |_: MouseEvent| write(&text)
    };
    let texts = page.texts;
    html! {
        <Sheet class="comment-sheet" headed=true
            label={(texts.comment_on)(&amounts::thousands(u64::from(packet) + 1))}>
            <div class="comment-body">
                <textarea autofocus=true rows="6" spellcheck="false" aria-label={texts.comment} value={text} {oninput} {onkeydown} />
                <div class="actions">
                    <button class="button primary" onclick={save}>{ texts.save }<kbd>{ "Ctrl Enter" }</kbd></button>
                    if !known.is_empty() {
                        <button class="button" onclick={move |_: MouseEvent| write("")}>{ texts.delete }</button>
                    }
                </div>
            </div>
        </Sheet>
    }
}
