//! Words of a message in full.

/// The texts of the pane in one language.
#[derive(Debug)]
pub struct MessageTexts {
    pub message: &'static str,
    /// What the line between list and message is called.
    pub resize: &'static str,
    pub request: &'static str,
    pub response: &'static str,
    pub timing: &'static str,
    pub headers: &'static str,
    pub header: &'static str,
    pub value: &'static str,
    pub meaning: &'static str,
    pub messages: &'static str,
    pub more: fn(count: &str) -> String,
    pub client: &'static str,
    pub server: &'static str,
    /// What leads to the mask at work.
    pub mask: &'static str,
    pub not_here: &'static str,
    pub carried: fn(all: &str, head: &str, body: &str, packets: usize) -> String,
    pub total: &'static str,
    pub body: &'static str,
    pub no_body: &'static str,
    pub preview: &'static str,
    pub text: &'static str,
    pub hex: &'static str,
    pub unpacked: &'static str,
    pub as_sent: &'static str,
    pub rest: fn(bytes: &str) -> String,
    /// How strings of JSON are shown.
    pub strings: &'static str,
    pub read: &'static str,
    pub broken: fn(place: usize) -> String,
    pub reading: &'static str,
    /// Where the selected value stands: its first and its last byte, from 0.
    pub place: fn(first: usize, last: usize, unpacked: bool) -> String,
    pub in_packet: &'static str,
    pub kind: &'static str,
    pub size: &'static str,
    pub sizes: fn(sent: &str, unpacked: &str) -> String,
    pub sniffed: fn(media: &str, agrees: bool) -> String,
    pub not_whole: &'static str,
    pub copy: &'static str,
    pub save: &'static str,
    pub saved: fn(name: &str, size: &str, whole: bool) -> String,
}
