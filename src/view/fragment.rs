//! What a person chose, as the part of the address after `#`: every view is a link, and links live for ever.

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
            "packet=6&cols=no,info&time=utc",
            "",
        ] {
            assert_eq!(Fragment::from_text(&format!("#{link}")).text(), link);
        }
    }

    #[test]
    fn what_is_not_understood_is_kept() {
        let fragment = Fragment::from_text("#packet=0&filter=tcp%20%26%26%20x&lang=fr&view=flow&field=a:0&bare");
        assert_eq!((fragment.packet, fragment.lang, fragment.field.as_ref()), (None, None, None));
        assert_eq!(fragment.text(), "packet=0&filter=tcp%20%26%26%20x&lang=fr&view=flow&field=a:0&bare");
    }

    #[test]
    fn browsers_languages_are_understood() {
        assert_eq!(Language::from_tag("zh-Hans-CN"), Some(Language::Zh));
        assert_eq!(Language::from_tag("EN-gb"), Some(Language::En));
        assert_eq!(Language::from_tag("de"), None);
    }
}
