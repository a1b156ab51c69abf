//! A followed stream on a screen: which one, in which form, and what stands in its lines.

use crate::{
    bytes::text::is_escaped,
    engine::request::{Layout, StreamName},
    index::flows::Transport,
    view::hex::hex_width,
};

/// What bytes are shown as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StreamForm {
    /// Text.
    #[default]
    Text,
    /// Offsets, hex digits and text.
    Hex,
    /// Hex digits alone.
    Raw,
}

/// How bytes are read as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; what is none is shown as U+FFFD.
    #[default]
    Utf8,
    /// GBK, as Chinese programs wrote it before UTF-8.
    Gbk,
    /// Latin-1: every byte is a character.
    Latin1,
}

/// Which stream is shown, and how. In links: `tcp,3`, `udp,0,hex,b`, `tcp,1,gbk,a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamChoice {
    /// The stream.
    pub name: StreamName,
    /// Its form.
    pub form: StreamForm,
    /// Its encoding.
    pub encoding: Encoding,
    /// One side alone: 0 for the first packet's sender.
    pub side: Option<u8>,
}

impl StreamForm {
    /// All, in the order in which one chooses.
    pub const ALL: [Self; 3] = [Self::Text, Self::Hex, Self::Raw];
}

impl Encoding {
    /// All, with their names.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Utf8, "UTF-8"), (Self::Gbk, "GBK"), (Self::Latin1, "Latin-1")];
}

impl StreamChoice {
    /// A stream as it is shown first.
    pub fn of(name: StreamName) -> Self {
        Self { name, form: StreamForm::default(), encoding: Encoding::default(), side: None }
    }

    /// Reads it as it stands in links.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(',');
        let transport = match words.next()? {
            "tcp" => Transport::Tcp,
            "udp" => Transport::Udp,
            _ => return None,
        };
        let mut choice = Self::of(StreamName { transport, number: words.next()?.parse().ok()? });
        for word in words {
            match word {
                "hex" => choice.form = StreamForm::Hex,
                "raw" => choice.form = StreamForm::Raw,
                "gbk" => choice.encoding = Encoding::Gbk,
                "latin1" => choice.encoding = Encoding::Latin1,
                "a" => choice.side = Some(0),
                "b" => choice.side = Some(1),
                _ => return None,
            }
        }
        Some(choice)
    }

    /// As it stands in links.
    pub fn text(self) -> String {
        let mut text = self.title().replace(".stream ", ",");
        text.push_str(match self.form {
            StreamForm::Text => "",
            StreamForm::Hex => ",hex",
            StreamForm::Raw => ",raw",
        });
        text.push_str(match self.encoding {
            Encoding::Utf8 => "",
            Encoding::Gbk => ",gbk",
            Encoding::Latin1 => ",latin1",
        });
        text.push_str(match self.side {
            None => "",
            Some(0) => ",a",
            Some(_) => ",b",
        });
        text
    }

    /// What the stream is called, as filters call it: `tcp.stream 3`.
    pub fn title(self) -> String {
        let transport = if self.name.transport == Transport::Tcp { "tcp" } else { "udp" };
        format!("{transport}.stream {}", self.name.number)
    }

    /// How it is divided into lines, for little room or much.
    pub fn layout(self, narrow: bool) -> Layout {
        let width = match (self.form, narrow) {
            (StreamForm::Text, false) => 120,
            (StreamForm::Text, true) => 40,
            (StreamForm::Hex, false) => 16,
            (StreamForm::Hex, true) => 8,
            (StreamForm::Raw, false) => 48,
            (StreamForm::Raw, true) => 16,
        };
        Layout { text: self.form == StreamForm::Text, width, side: self.side }
    }

    /// A line's bytes as they are shown; `gbk` reads such text.
    pub fn line(self, bytes: &[u8], offset: u64, narrow: bool, gbk: impl Fn(&[u8]) -> String) -> String {
        match self.form {
            StreamForm::Raw => digits(bytes, ""),
            StreamForm::Hex => {
                let width = usize::from(self.layout(narrow).width);
                let mut text = format!("{offset:08x}  {}", digits(bytes.get(..8).unwrap_or(bytes), " "));
                if let Some(rest) = bytes.get(8..).filter(|rest| !rest.is_empty()) {
                    text.push_str("  ");
                    text.push_str(&digits(rest, " "));
                }
                let whole = 10 + hex_width(width);
                text.extend(std::iter::repeat_n(' ', whole.saturating_sub(text.len()) + 2));
                text.extend(
                    bytes.iter().map(|byte| if (b' '..=b'~').contains(byte) { char::from(*byte) } else { '·' }),
                );
                text
            }
            StreamForm::Text => {
                let end = bytes.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
                let bytes = bytes.get(..end).unwrap_or_default();
                let text = match self.encoding {
                    Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
                    Encoding::Gbk => gbk(bytes),
                    Encoding::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
                };
                // what would not be seen, or would turn around what is
                text.chars().map(|c| if c != '\t' && is_escaped(c) { '·' } else { c }).collect()
            }
        }
    }

    /// What a person looks for, as bytes: hex digits where those are shown; `gbk` writes such text.
    pub fn sought(self, text: &str, gbk: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
        if self.form != StreamForm::Text
            && let Some(bytes) = bytes_from_digits(text)
        {
            return bytes;
        }
        match self.encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Gbk => gbk(text),
            Encoding::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        }
    }
}

fn digits(bytes: &[u8], between: &str) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for (place, byte) in bytes.iter().enumerate() {
        text.push_str(if place > 0 { between } else { "" });
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or_default());
        }
    }
    text
}

/// Hex digits in pairs, spaces and colons between them.
fn bytes_from_digits(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|c| !matches!(c, ' ' | ':'))
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(text: &str) -> StreamChoice {
        StreamChoice::from_text(text).unwrap()
    }

    fn line(text: &str, bytes: &[u8]) -> String {
        choice(text).line(bytes, 16, false, |_| "gbk".into())
    }

    #[test]
    fn links_are_read_and_written_back() {
        for text in ["tcp,3", "udp,0,hex,b", "tcp,1,gbk,a", "tcp,1,raw,latin1"] {
            assert_eq!(choice(text).text(), text);
        }
        for text in ["tcp", "sctp,1", "tcp,x", "tcp,1,ebcdic"] {
            assert_eq!(StreamChoice::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn bytes_are_shown_in_every_form() {
        let bytes = "GET 猪\t\u{202e}\x01\r\n".as_bytes();
        assert_eq!(line("tcp,0", bytes), "GET 猪\t··");
        assert_eq!(line("tcp,0,latin1", b"\xe9\xff\n\n"), "éÿ");
        assert_eq!(line("tcp,0,gbk", bytes), "gbk");
        assert_eq!(line("tcp,0,raw", b"\x00\xffa"), "00ff61");
        assert_eq!(line("tcp,0,hex", b"ab\x00"), format!("00000010  61 62 00{:42}ab·", ""));
        assert_eq!(line("tcp,0,hex", b"0123456789abcdef").len(), "00000010  ".len() + 48 + 2 + 16);
    }

    #[test]
    fn digits_are_looked_for_where_they_are_shown() {
        let sought = |link: &str, text: &str| choice(link).sought(text, |_| vec![1, 2]);
        assert_eq!(sought("tcp,0,hex", "0d:0A"), b"\r\n");
        assert_eq!(sought("tcp,0,hex", "GET"), b"GET");
        assert_eq!(sought("tcp,0", "0d0a"), b"0d0a");
        assert_eq!(sought("tcp,0,gbk", "猪"), [1, 2]);
        assert_eq!(sought("tcp,0,latin1", "é"), [0xe9]);
    }
}
