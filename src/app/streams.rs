//! What commands do with the stream that is followed.

use std::rc::Rc;

use web_sys::TextDecoder;
use wirelight::{
    engine::{
        request::{Reply, Request, StreamName},
        tasks::{Outcome, Task},
    },
    index::flows::Transport,
    view::{
        amounts,
        fragment::View,
        stream::{Encoding, StreamChoice, StreamForm},
    },
};

use crate::{
    commands::Command,
    copying::{save as hand_over, stem},
    page::Page,
    state::{Action, Following, Job, State},
};

/// The stream that is chosen.
pub fn chosen(state: &State) -> StreamChoice {
    let first = StreamChoice::of(StreamName { transport: Transport::Tcp, number: 0 });
    state.chosen.stream.unwrap_or(first)
}

/// Shows the stream that was seen last, or the selected packet's.
pub fn show(page: &Page) {
    if page.state.chosen.stream.is_some() || page.state.selected.is_none() {
        return page.show(View::Stream);
    }
    of_packet(page, |page, name| open(page, name.map_or_else(|| chosen(&page.state), StreamChoice::of)));
}

/// Follows the selected packet's stream, if it is one of this transport.
pub fn follow(page: &Page, transport: Transport) {
    of_packet(page, move |page, name| match name.filter(|name| name.transport == transport) {
        Some(name) => open(page, StreamChoice { name, ..chosen(&page.state) }),
        None => page.say((page.texts.stream.none_here)(of(transport))),
    });
}

fn of(transport: Transport) -> &'static str {
    if transport == Transport::Tcp { "TCP" } else { "UDP" }
}

fn of_packet(page: &Page, then: impl Fn(&Page, Option<StreamName>) + 'static) {
    let Some(packet) = page.state.selected else { return };
    let acting = page.clone();
    page.ask(Request::StreamOf { packet }, move |reply| {
        if let Reply::StreamOf(name) = reply {
            then(&acting, *name);
        }
    });
}

/// Shows a stream; the browser's Back returns to what was seen before.
pub fn open(page: &Page, choice: StreamChoice) {
    let view = page.state.chosen.view;
    if view != View::Stream || page.state.chosen.stream != Some(choice) {
        page.host.add_entry(&page.state.fragment().text());
        let mut fragment = page.state.chosen.clone();
        (fragment.view, fragment.stream) = (View::Stream, Some(choice));
        page.state.dispatch(Action::Choose(fragment));
    }
}

/// Does a command about the stream.
pub fn run(command: Command, page: &Page) {
    let mut choice = chosen(&page.state);
    match command {
        Command::NextStream => choice.name.number += 1,
        Command::PreviousStream => choice.name.number = choice.name.number.saturating_sub(1),
        Command::SaveStream => return save(page, None),
        Command::SaveStreamA => return save(page, Some(0)),
        Command::SaveStreamB => return save(page, Some(1)),
        _ => apply(command, &mut choice),
    }
    open(page, choice);
}

/// Changes a choice as the command says.
fn apply(command: Command, choice: &mut StreamChoice) {
    match command {
        Command::StreamText => choice.form = StreamForm::Text,
        Command::StreamHex => choice.form = StreamForm::Hex,
        Command::StreamRaw => choice.form = StreamForm::Raw,
        Command::StreamUtf8 => choice.encoding = Encoding::Utf8,
        Command::StreamGbk => choice.encoding = Encoding::Gbk,
        Command::StreamLatin1 => choice.encoding = Encoding::Latin1,
        Command::StreamBoth => choice.side = None,
        Command::StreamA => choice.side = Some(0),
        Command::StreamB => choice.side = Some(1),
        _ => {}
    }
}

/// Whether a command about the stream can be done.
pub fn is_enabled(command: Command, state: &State) -> bool {
    let facts = state.following.facts.as_ref().filter(|_| state.chosen.view == View::Stream);
    let number = chosen(state).name.number;
    match command {
        Command::NextStream => facts.is_some_and(|facts| number + 1 < facts.streams),
        Command::PreviousStream => facts.is_some() && number > 0,
        Command::SaveStreamA => facts.is_some_and(|facts| facts.sides[0].bytes > 0),
        Command::SaveStreamB => facts.is_some_and(|facts| facts.sides[1].bytes > 0),
        Command::SaveStream => facts.is_some_and(|facts| facts.sides.iter().any(|side| side.bytes > 0)),
        _ => facts.is_some(),
    }
}

/// Whether it is a choice that is made now; nothing for what is no choice.
pub fn is_checked(command: Command, state: &State) -> Option<bool> {
    use Command::*;
    let is_choice = matches!(
        command,
        StreamText | StreamHex | StreamRaw | StreamUtf8 | StreamGbk | StreamLatin1 | StreamBoth | StreamA | StreamB
    );
    let now = chosen(state);
    let mut then = now;
    apply(command, &mut then);
    is_choice.then_some(now == then)
}

/// Goes to the next line in which begins what is looked for, or to the one before.
pub fn find(page: &Page, backwards: bool) {
    let following = &page.state.following;
    let choice = chosen(&page.state);
    let bytes = choice.sought(&following.sought, gbk_bytes);
    if bytes.is_empty() {
        return page.host.focus(".stream-find input");
    }
    if let Some(found) = following.found.clone() {
        return go_to_hit(page, &found, backwards, true);
    }
    let case_sensitive = !bytes.is_ascii();
    let (finding, name, sought) = (page.clone(), choice.name, following.sought.clone());
    page.start(Job::Finding, Task::FindInStream { name, bytes, case_sensitive }, move |finished| {
        if let Outcome::FoundInStream(lines) = finished.outcome
            && finding.state.following.sought == sought
        {
            go_to_hit(&finding, &lines.into(), backwards, false);
        }
    });
}

fn go_to_hit(page: &Page, found: &Rc<[u32]>, backwards: bool, again: bool) {
    let following = &page.state.following;
    let here = u32::try_from(following.line).unwrap_or(u32::MAX);
    let next = found.partition_point(|line| if again { *line <= here } else { *line < here });
    let before = found.partition_point(|line| *line < here);
    let hit = match (backwards, found.len()) {
        (_, 0) => 0,
        (false, many) => next % many,
        (true, many) => before.checked_sub(1).unwrap_or(many - 1),
    };
    let at = found.get(hit).map_or(following.line, |line| u64::from(*line));
    page.state.dispatch(Action::Follow(Following { found: Some(found.clone()), hit, ..following.at(at) }));
}

/// Saves what one side said, or both.
fn save(page: &Page, side: Option<u8>) {
    let name = chosen(&page.state).name;
    let end = match side {
        None => "",
        Some(0) => "-a",
        Some(_) => "-b",
    };
    let file_name = format!("{}-{}{}{end}.bin", stem(&page.state), of(name.transport).to_lowercase(), name.number);
    let saving = page.clone();
    page.start(Job::Saving, Task::SaveStream { name, side }, move |finished| match (finished.outcome, finished.file) {
        (Outcome::Saved { .. }, Some(file)) => {
            hand_over(&file, &file_name);
            saving.say((saving.texts.stream.saved)(&amounts::size(file.size() as u64), &file_name));
        }
        _ => saving.say(saving.texts.not_saved),
    });
}

/// Text in GBK, as the browser reads it: its table need not be downloaded.
pub fn gbk_text(bytes: &[u8]) -> String {
    let decoder = TextDecoder::new_with_label("gbk");
    let text = decoder.and_then(|decoder| decoder.decode_with_u8_array(bytes));
    text.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}

/// Text written in GBK: the browser only reads it, so what reads as the text is looked for.
pub fn gbk_bytes(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.as_bytes().to_vec();
    }
    let pairs = || (0x81..=0xfe_u8).flat_map(|lead| (0x40..=0xfe_u8).map(move |trail| [lead, trail]));
    let all: Vec<u8> = pairs().flat_map(|[lead, trail]| [lead, trail, b'\n']).collect();
    let all = gbk_text(&all);
    let mut bytes = Vec::new();
    for c in text.chars() {
        let mut alone = [0; 4];
        let alone: &str = c.encode_utf8(&mut alone);
        match all.split('\n').zip(pairs()).find(|(read, _)| *read == alone) {
            _ if c.is_ascii() => bytes.push(c as u8),
            Some((_, pair)) => bytes.extend(pair),
            None => bytes.push(b'?'),
        }
    }
    bytes
}
