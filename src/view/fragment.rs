//! What a person chose, as the part of the address after `#`: every view is a link, and links live for ever.

use crate::{
    bytes::percent,
    engine::request::{Choice, TimeFormat},
    view::{
        columns::{Columns, Sorting},
        exchanges,
        ladder::choice::FlowChoice,
        stream::StreamChoice,
        tables::TableChoice,
    },
};

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// A theme that a person chose over the system's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What fills the page between its bars.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// List, layers and bytes.
    #[default]
    Packets,
    /// What was asked and answered.
    Exchanges,
    /// Who talked to whom.
    Conversations,
    /// What both sides of a stream said.
    Stream,
    /// The sequence ladder.
    Flow,
    /// What is out of the ordinary.
    Findings,
    /// What the file says of itself.
    File,
    /// What was transferred.
    Objects,
    /// One packet alone, in a window of its own.
    Packet,
}

/// Which addresses are shown by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameChoice {
    /// Link-layer addresses: vendors.
    pub mac: bool,
    /// Network addresses: names learnt from DNS and from the file.
    pub network: bool,
    /// Ports: services.
    pub transport: bool,
}

/// A field by key, and which of its occurrences in the packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    /// Filter key, as in `tcp.flags`.
    pub key: String,
    /// From 1.
    pub occurrence: u16,
}

/// The choices that a link carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragment {
    /// Packet number, from 1.
    pub packet: Option<u64>,
    /// The selected field.
    pub field: Option<FieldName>,
    /// The filter that says which packets are shown.
    pub filter: Option<String>,
    /// What is seen, where it is not the packets.
    pub view: View,
    /// The table of conversations, where one was chosen.
    pub table: Option<TableChoice>,
    /// Which exchanges, and in which order, where that was chosen.
    pub exchanges: Option<Choice>,
    /// The stream that is followed, where one was chosen.
    pub stream: Option<StreamChoice>,
    /// Which ladder, where it was chosen.
    pub flow: Option<FlowChoice>,
    /// Columns, where they were chosen.
    pub columns: Option<Columns>,
    /// What the list is sorted by.
    pub sorting: Option<Sorting>,
    /// The Time column, where it was chosen.
    pub time: TimeFormat,
    /// Time references: packet numbers from 1, ordered.
    pub references: Vec<u64>,
    /// Names instead of addresses.
    pub names: NameChoice,
    /// Height of a row in pixels, where it was chosen: 20 or 24.
    pub row_height: Option<u32>,
    /// The sample that is open.
    pub sample: Option<String>,
    /// Language, where it was chosen.
    pub lang: Option<Language>,
    /// Theme, where it was chosen.
    pub theme: Option<Theme>,
    /// Everything that is not understood, as it was: a newer page may.
    pub rest: Vec<String>,
}

impl Language {
    /// The language that a tag such as `zh-Hans-CN` asks for, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "zh" => Some(Self::Zh),
            _ => None,
        }
    }

    /// Its short name in links.
    pub fn key(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// Its tag for the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }
}

impl Theme {
    /// The theme of that name.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }

    /// Its name in links and in `data-theme`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl View {
    fn from_key(key: &str) -> Option<Self> {
        [
            Self::Packets,
            Self::Exchanges,
            Self::Conversations,
            Self::Stream,
            Self::Flow,
            Self::Findings,
            Self::File,
            Self::Objects,
            Self::Packet,
        ]
        .into_iter()
        .find(|view| view.key() == key)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Packets => "packets",
            Self::Exchanges => "exchanges",
            Self::Conversations => "conversations",
            Self::Stream => "stream",
            Self::Flow => "flow",
            Self::Findings => "findings",
            Self::File => "file",
            Self::Objects => "objects",
            Self::Packet => "packet",
        }
    }
}

impl NameChoice {
    /// Reads the letters that the option `-N` has for them: `m`, `n`, `t`.
    fn from_text(text: &str) -> Option<Self> {
        let choice = Self { mac: text.contains('m'), network: text.contains('n'), transport: text.contains('t') };
        (choice.text() == text).then_some(choice)
    }

    fn text(self) -> String {
        let letters = [(self.mac, 'm'), (self.network, 'n'), (self.transport, 't')];
        letters.into_iter().filter(|(chosen, _)| *chosen).map(|(_, letter)| letter).collect()
    }
}

/// Time formats, by the names that the option `-t` has for them.
const TIMES: [(TimeFormat, &str); 8] = [
    (TimeFormat::Relative, "r"),
    (TimeFormat::Delta, "d"),
    (TimeFormat::DeltaDisplayed, "dd"),
    (TimeFormat::Absolute, "a"),
    (TimeFormat::AbsoluteWithDate, "ad"),
    (TimeFormat::Utc, "u"),
    (TimeFormat::UtcWithDate, "ud"),
    (TimeFormat::Epoch, "e"),
];

impl Fragment {
    /// Reads a fragment, with or without its `#`; what it does not understand is kept.
    pub fn from_text(text: &str) -> Self {
        let mut fragment = Self::default();
        for part in text.trim_start_matches('#').split('&').filter(|part| !part.is_empty()) {
            if !fragment.take(part) {
                fragment.rest.push(part.to_owned());
            }
        }
        fragment
    }

    /// The fragment as text, without `#`.
    pub fn text(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.packet.map(|packet| format!("packet={packet}")));
        parts.extend(self.field.as_ref().map(|field| match field.occurrence {
            1 => format!("field={}", field.key),
            later => format!("field={}:{later}", field.key),
        }));
        parts.extend(self.filter.as_ref().map(|filter| format!("filter={}", percent::encoded(filter))));
        parts.extend(Some(self.view).filter(|view| *view != View::Packets).map(|view| format!("view={}", view.key())));
        parts.extend(self.table.map(|table| format!("table={}", table.text())));
        let exchanges = self.exchanges.as_ref().map(exchanges::name).filter(|name| !name.is_empty());
        parts.extend(exchanges.map(|name| format!("exchanges={name}")));
        parts.extend(self.stream.map(|stream| format!("stream={}", stream.text())));
        parts.extend(
            self.flow.as_ref().map(FlowChoice::text).filter(|flow| !flow.is_empty()).map(|flow| format!("flow={flow}")),
        );
        parts.extend(self.columns.as_ref().map(|columns| format!("cols={}", columns.text())));
        parts.extend(self.sorting.as_ref().map(|sorting| format!("sort={}", sorting.text())));
        let time = TIMES.iter().find(|(format, _)| *format == self.time && self.time != TimeFormat::Relative);
        parts.extend(time.map(|(_, name)| format!("time={name}")));
        if !self.references.is_empty() {
            let references: Vec<String> = self.references.iter().map(u64::to_string).collect();
            parts.push(format!("ref={}", references.join(",")));
        }
        parts.extend(Some(self.names.text()).filter(|names| !names.is_empty()).map(|names| format!("names={names}")));
        parts.extend(self.row_height.map(|height| format!("rows={height}")));
        parts.extend(self.sample.as_ref().map(|sample| format!("sample={sample}")));
        parts.extend(self.lang.map(|lang| format!("lang={}", lang.key())));
        parts.extend(self.theme.map(|theme| format!("theme={}", theme.key())));
        parts.extend(self.rest.iter().cloned());
        parts.join("&")
    }

    /// Takes one `key=value`; false when it means nothing here.
    fn take(&mut self, part: &str) -> bool {
        let Some((key, value)) = part.split_once('=') else { return false };
        match key {
            "packet" => set(&mut self.packet, value.parse().ok().filter(|packet| *packet > 0)),
            "field" => set(&mut self.field, field_from(value)),
            "filter" => set(&mut self.filter, filter_from(value)),
            "view" => put(&mut self.view, View::from_key(value)),
            "table" => set(&mut self.table, TableChoice::from_text(value)),
            "exchanges" => set(&mut self.exchanges, exchanges::from_name(value)),
            "stream" => set(&mut self.stream, StreamChoice::from_text(value)),
            "flow" => set(&mut self.flow, FlowChoice::from_text(value)),
            "cols" => set(&mut self.columns, Columns::from_text(value)),
            "sort" => set(&mut self.sorting, Sorting::from_text(value)),
            "time" => put(&mut self.time, TIMES.iter().find(|(_, name)| *name == value).map(|(format, _)| *format)),
            "ref" => put(&mut self.references, references_from(value)),
            "names" => put(&mut self.names, NameChoice::from_text(value)),
            "rows" => set(&mut self.row_height, value.parse().ok().filter(|height| [20, 24].contains(height))),
            "sample" => set(&mut self.sample, Some(value.to_owned()).filter(|name| is_file_name(name))),
            "lang" => set(&mut self.lang, Language::from_tag(value)),
            "theme" => set(&mut self.theme, Theme::from_key(value)),
            _ => false,
        }
    }
}

fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    if understood {
        *slot = value;
    }
    understood
}

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    let understood = value.is_some();
    if let Some(value) = value {
        *place = value;
    }
    understood
}

/// Packet numbers, ordered and once each.
fn references_from(text: &str) -> Option<Vec<u64>> {
    let numbers: Result<Vec<u64>, _> = text.split(',').map(str::parse).collect();
    let mut numbers = numbers.ok().filter(|numbers| !numbers.contains(&0))?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn filter_from(text: &str) -> Option<String> {
    let filter = String::from_utf8(percent::decoded(text.as_bytes())).ok()?;
    Some(filter).filter(|filter| !filter.trim().is_empty())
}

fn is_file_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

fn field_from(text: &str) -> Option<FieldName> {
    let (key, occurrence) = match text.rsplit_once(':') {
        Some((key, number)) => (key, number.parse().ok().filter(|number| *number > 0)?),
        None => (text, 1),
    };
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    plain.then(|| FieldName { key: key.to_owned(), occurrence })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_and_written_back() {
        for link in [
            "packet=6&field=tcp.flags&lang=zh&theme=dark",
            "packet=6&field=ip.addr:2",
            "packet=6&cols=no,info,tcp.stream&sort=-info&time=ud&ref=1,6&names=mt&rows=24&sample=page-load.pcap",
            "packet=6&view=file",
            "packet=6&filter=http.host%20%3D%3D%20%22a%26b%22&view=stream",
            "packet=6&view=findings",
            "view=objects",
            "packet=6&view=flow&flow=tcp.0,tcp.1,fold",
            "view=exchanges&exchanges=http,-time,a%2Fb%20%E7%8C%AA",
            "packet=6&view=conversations&table=conv,udp,-bytes",
            "packet=6&view=stream&stream=tcp,3,hex,b",
            "packet=6&time=utc&view=graphs&rows=21&ref=0&names=tm&sample=../x",
            "",
        ] {
            assert_eq!(Fragment::from_text(&format!("#{link}")).text(), link);
        }
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        let fragment = Fragment::from_text("#packet=0&filters=tcp%20%26%26%20x&lang=fr&filter2&field=a:0&bare");
        assert_eq!((fragment.packet, fragment.lang, fragment.field.as_ref()), (None, None, None));
        assert_eq!(fragment.text(), "packet=0&filters=tcp%20%26%26%20x&lang=fr&filter2&field=a:0&bare");
    }

    #[test]
    fn browsers_languages_are_understood() {
        assert_eq!(Language::from_tag("zh-Hans-CN"), Some(Language::Zh));
        assert_eq!(Language::from_tag("EN-gb"), Some(Language::En));
        assert_eq!(Language::from_tag("de"), None);
    }
}
