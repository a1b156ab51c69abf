//! The body of a message as what it is: a picture, a sound, text; and its bytes, as they were sent and unpacked.

use js_sys::Uint8Array;
use web_sys::{MouseEvent, TextDecoder};
use wirelight::{
    bytes::{
        MediaType,
        charset::charset,
        sniff::{Sniffed, sniff},
        text::Text,
    },
    engine::{
        exchanges::told::Told,
        objects::name,
        tasks::{Outcome, Task},
    },
    view::{
        amounts,
        copies::dump::{hex, hex_dump},
    },
};
use yew::prelude::*;

use super::{
    Shared,
    head::shown,
    tabs,
    tree::{Origin, Tree, is_tree},
};
use crate::{
    blob_address::{blob_address, use_blob_address},
    components::{icon::icon, views::choice},
    copying::save as hand_over,
    page::Page,
    state::Job,
};

/// Bytes of text and of a dump that are drawn: more can be saved.
const TEXT: usize = 256 << 10;
const DUMP: usize = 16 << 10;

/// How the body is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Preview,
    Tree,
    Text,
    Hex,
}

/// Whose body.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// The exchange.
    pub reply: Shared,
    /// That of the response.
    pub response: bool,
}

/// The right half.
#[component]
pub fn Body(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let form = use_state_eq(|| Form::Preview);
    let as_sent = use_state_eq(|| false);
    let one = properties.reply.dialogue();
    let told = one.and_then(|one| one.told(properties.response));
    let sniffed = told.and_then(|told| sniff(told.contents()));
    // for what may be shown as a picture, a sound or a film
    let address = use_blob_address((properties.reply.clone(), properties.response), |(reply, response)| {
        let bytes = reply.dialogue()?.told(*response)?.contents();
        blob_address(bytes, sniff(bytes)?.media)
    });
    let (Some(page), Some(one)) = (page, one) else { return Html::default() };
    let texts = &page.texts.message;
    let Some(told) = told.filter(|told| told.sent > 0) else {
        return html! { <section class="pane message-body" aria-label={texts.body}><p class="pane-hint dim">{ texts.no_body }</p></section> };
    };
    let raw = *as_sent && told.unpacked.is_some();
    let bytes = if raw { &told.body } else { told.contents() };
    let tree = !raw && sniffed.is_none() && is_tree(bytes);
    let shown_form = match *form {
        Form::Preview if address.is_some() => Form::Preview,
        Form::Preview | Form::Tree if tree => Form::Tree,
        Form::Preview | Form::Tree => Form::Text,
        form => form,
    };
    let mut all = vec![(Form::Text, texts.text), (Form::Hex, texts.hex)];
    if sniffed.is_some() {
        all.insert(0, (Form::Preview, texts.preview));
    } else if tree {
        all.insert(0, (Form::Tree, "JSON"));
    }
    let contents = match (shown_form, sniffed, &*address) {
        (Form::Preview, Some(sniffed), Some(address)) => preview(sniffed, address, texts.preview),
        (Form::Tree, ..) => {
            let response = properties.response;
            // another body is another tree
            let key =
                [one.row.number.to_string().as_str(), if response { "r" } else { "" }, &hex(&told.digest)].concat();
            html! { <Tree {key} origin={Origin::Body(properties.reply.clone(), response)} /> }
        }
        (Form::Hex, ..) => html! { <pre class="message-hex">{ hex_dump(bytes.get(..DUMP).unwrap_or(bytes)) }</pre> },
        _ => html! { <pre class="message-text">{ text(bytes, told.media()) }</pre> },
    };
    let limit = if shown_form == Form::Hex { DUMP } else { TEXT };
    let cut = matches!(shown_form, Form::Text | Form::Hex) && bytes.len() > limit;
    html! {
        <section class="pane message-body" aria-label={texts.body}>
            <div class="message-bar">
                { tabs(texts.body, &all, shown_form, &form) }
                <span class="grow"></span>
                if told.unpacked.is_some() { { sources(texts.unpacked, texts.as_sent, *as_sent, &as_sent) } }
                { copying(&page, &properties.reply, properties.response, raw) }
                { saving(&page, properties.response, one.row.number, raw, name::of(&one.row.url, told)) }
            </div>
            { facts(&page, told, sniffed) }
            if shown_form == Form::Tree {
                { contents }
            } else {
                <div class="message-scroll" tabindex="0" data-pane="body">
                    { contents }
                    if cut { <p class="dim">{ (texts.rest)(&amounts::thousands((bytes.len() - limit) as u64)) }</p> }
                </div>
            }
        </section>
    }
}

fn preview(sniffed: Sniffed, address: &AttrValue, label: &'static str) -> Html {
    match sniffed.kind() {
        "image" => html! { <img class="message-picture" src={address.clone()} alt={label} /> },
        "audio" => {
            html! { <audio class="message-sound" controls=true preload="metadata" aria-label={label} src={address.clone()}></audio> }
        }
        _ => {
            html! { <video class="message-picture" controls=true preload="metadata" aria-label={label} src={address.clone()}></video> }
        }
    }
}

/// Type, size and digest.
fn facts(page: &Page, told: &Told, sniffed: Option<Sniffed>) -> Html {
    let texts = &page.texts.message;
    let declared = shown(told.media());
    let is_it = sniffed.is_some_and(|sniffed| MediaType(told.media().as_bytes()).is(sniffed.media));
    let sizes = match &told.unpacked {
        Some(_) if told.whole => {
            (texts.sizes)(&amounts::thousands(told.sent), &amounts::thousands(told.contents().len() as u64))
        }
        _ => [&amounts::thousands(told.sent), " B"].concat(),
    };
    let digest = hex(&told.digest);
    html! {
        <dl class="message-facts">
            <dt>{ texts.kind }</dt>
            <dd>
                <span class="mono">{ declared }</span>
                if let Some(sniffed) = sniffed {
                    <span class={if is_it { "ok" } else { "dim" }}>{ (texts.sniffed)(sniffed.media, is_it) }</span>
                }
            </dd>
            <dt>{ texts.size }</dt><dd>{ sizes }</dd>
            <dt>{ "SHA-256" }</dt><dd class="mono digest">{ digest }</dd>
            if !told.whole { <dt>{ icon("warn", "") }</dt><dd class="warn">{ texts.not_whole }</dd> }
        </dl>
    }
}

fn sources(unpacked: &'static str, as_sent: &'static str, now: bool, chosen: &UseStateHandle<bool>) -> Html {
    let one = |label: &'static str, to: bool| {
        let chosen = chosen.clone();
        choice(html! { label }, now == to, Callback::from(move |_| chosen.set(to)))
    };
    html! { <span class="choices">{ one(unpacked, false) }{ one(as_sent, true) }</span> }
}

/// Copies text as text, anything else as hex.
fn copying(page: &Page, reply: &Shared, response: bool, as_sent: bool) -> Html {
    let (acting, reply) = (page.clone(), reply.clone());
    let onclick = move |_: MouseEvent| {
        let Some(told) = reply.dialogue().and_then(|one| one.told(response)) else { return };
        let bytes = if as_sent { &told.body } else { told.contents() };
        match std::str::from_utf8(bytes) {
            Ok(text) => acting.host.copy(text),
            Err(_) => acting.host.copy(&hex(bytes)),
        }
        acting.say(acting.texts.copied);
    };
    html! { <button class="button quiet" {onclick}>{ icon("copy", "") }{ page.texts.message.copy }</button> }
}

fn saving(page: &Page, response: bool, number: u32, as_sent: bool, name: String) -> Html {
    let acting = page.clone();
    let onclick = move |_: MouseEvent| {
        let (page, name) = (acting.clone(), name.clone());
        acting.start(Job::Saving, Task::SaveBody { number, response, as_sent }, move |finished| {
            match (finished.outcome, finished.file) {
                (Outcome::Given { whole }, Some(file)) => {
                    hand_over(&file, &name);
                    page.say((page.texts.message.saved)(&name, &amounts::size(file.size() as u64), whole));
                }
                _ => page.say(page.texts.not_saved),
            }
        });
    };
    html! { <button class="button quiet" {onclick}>{ icon("save", "") }{ page.texts.message.save }</button> }
}

/// The text in its charset, its lines as lines, and what does not print spelled out.
fn text(bytes: &[u8], media: &str) -> String {
    let bytes = bytes.get(..TEXT).unwrap_or(bytes);
    let label = charset(Some(MediaType(media.as_bytes())), bytes).label;
    let decoder = TextDecoder::new_with_label(label).or_else(|_| TextDecoder::new());
    let decoded =
        decoder.and_then(|decoder| decoder.decode_with_js_u8_array(&Uint8Array::from(bytes))).unwrap_or_default();
    let mut out = String::new();
    for line in decoded.split_inclusive('\n') {
        let (line, end) =
            line.strip_suffix('\n').map_or((line, ""), |line| (line.strip_suffix('\r').unwrap_or(line), "\n"));
        for (place, part) in line.split('\t').enumerate() {
            if place > 0 {
                out.push('\t');
            }
            out.push_str(&Text(part.as_bytes()).to_string());
        }
        out.push_str(end);
    }
    out
}
