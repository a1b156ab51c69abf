//! Keys pressed together: as they are written in the list of commands, printed for a person, and met in an event.

use web_sys::{EventTarget, HtmlElement, KeyboardEvent};

use super::{ALL, Command};

/// A key with what is held down beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chord {
    control: bool,
    alt: bool,
    shift: bool,
    /// As `KeyboardEvent.key` has it, letters in lower case.
    key: String,
}

/// The command whose keys these are, if any. Letters and digits alone mean nothing while somebody writes.
pub fn pressed(event: &KeyboardEvent) -> Option<Command> {
    let writes = is_text_field(event.target());
    let chord = Chord::of(event);
    ALL.iter()
        .find(|entry| {
            entry.chords.iter().map(|text| Chord::from_text(text)).any(|known| {
                known == chord && !(writes && known.is_text()) && !(known.copies() && (writes || selects_text()))
            })
        })
        .map(|entry| entry.command)
}

/// Whether the keyboard is a Mac's: ⌘ stands for Ctrl, but for what ⌘M and ⌘D do to windows there.
fn is_mac() -> bool {
    let platform = web_sys::window().and_then(|window| window.navigator().platform().ok());
    platform.is_some_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

impl Chord {
    /// Reads `Ctrl Shift M`.
    pub fn from_text(text: &str) -> Self {
        let mut chord = Self { control: false, alt: false, shift: false, key: String::new() };
        for part in text.split(' ') {
            match part {
                "Ctrl" => chord.control = true,
                "Alt" => chord.alt = true,
                "Shift" => chord.shift = true,
                key => chord.key = key_name(key),
            }
        }
        chord
    }

    /// As it is printed on the keyboard at hand.
    pub fn label(&self) -> String {
        let mac = is_mac();
        let own = mac && matches!(self.key.as_str(), "m" | "d");
        let held = [
            (
                self.control,
                if own {
                    "⌃"
                } else if mac {
                    "⌘"
                } else {
                    "Ctrl"
                },
            ),
            (self.alt, if mac { "⌥" } else { "Alt" }),
            (self.shift, if mac { "⇧" } else { "Shift" }),
        ];
        let key = label_of(&self.key);
        let held = held.into_iter().filter(|(held, _)| *held).map(|(_, name)| name);
        held.chain(Some(key.as_str())).collect::<Vec<_>>().join(" ")
    }

    fn of(event: &KeyboardEvent) -> Self {
        let key = event.key();
        // with ⌥ a Mac's key writes another letter: what is printed on it counts
        let key = event.code().strip_prefix("Key").filter(|_| event.alt_key()).map_or(key, str::to_owned);
        let key = if key.chars().count() == 1 { key.to_ascii_lowercase() } else { key };
        let own = is_mac() && matches!(key.as_str(), "m" | "d");
        let control = if is_mac() && !own { event.meta_key() } else { event.ctrl_key() };
        // a sign such as ? needs Shift on some keyboards and not on others
        let sign = key.len() == 1 && !key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        Self { control, alt: event.alt_key(), shift: event.shift_key() && !sign, key }
    }

    /// Whether it is what the browser copies text by.
    fn copies(&self) -> bool {
        self.control && !self.alt && !self.shift && self.key == "c"
    }

    /// Whether it writes a character.
    fn is_text(&self) -> bool {
        !self.control && !self.alt && self.key.chars().count() == 1
    }
}

/// Whether text of the page is selected.
fn selects_text() -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Whether what is typed or pasted there goes into a text.
pub fn is_text_field(target: Option<EventTarget>) -> bool {
    use wasm_bindgen::JsCast;
    let Some(element) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return false };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
}

fn key_name(text: &str) -> String {
    match text {
        "↓" => "ArrowDown".into(),
        "↑" => "ArrowUp".into(),
        "←" => "ArrowLeft".into(),
        "→" => "ArrowRight".into(),
        "Esc" => "Escape".into(),
        key if key.chars().count() == 1 => key.to_ascii_lowercase(),
        key => key.to_owned(),
    }
}

fn label_of(key: &str) -> String {
    match key {
        "ArrowDown" => "↓".into(),
        "ArrowUp" => "↑".into(),
        "ArrowLeft" => "←".into(),
        "ArrowRight" => "→".into(),
        "Escape" => "Esc".into(),
        key if key.chars().count() == 1 => key.to_ascii_uppercase(),
        key => key.to_owned(),
    }
}
