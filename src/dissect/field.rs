//! Fields: what a protocol's values are called, how they are spelled, and what one of them says about itself.

use serde::{Deserialize, Serialize};

use crate::{dissect::names::Names, index::flows::Transport};

/// A named place in a protocol. A field's identity is the address of its static.
#[derive(Debug)]
pub struct Field {
    /// Key and name in one text: a pointer more for each of 2,000 fields is 5 kB of the page's download.
    pub(crate) text: &'static str,
    /// Bytes of the key.
    pub(crate) key_len: u8,
    /// How its value is spelled.
    pub kind: Kind,
    /// The bits it takes of the word it is read from; 0 for a whole value.
    pub mask: u64,
    /// One sentence for readers; the page shows none yet, so its download carries none.
    #[cfg(not(target_arch = "wasm32"))]
    pub about: &'static str,
}

impl Field {
    /// Filter key: `tcp.srcport`.
    pub fn key(&self) -> &'static str {
        self.text.get(..self.key_len.into()).unwrap_or_default()
    }

    /// What the layer tree calls it.
    pub fn name(&self) -> &'static str {
        self.text.get(self.key_len.into()..).unwrap_or_default()
    }
}

/// How a value is spelled, in the tree and in `-T fields`.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A protocol's own heading.
    Layer,
    /// A heading for what lies below it; it has no value.
    Group,
    /// A heading over a part whose value is its bytes.
    Part,
    /// What is out of the ordinary, as a sentence: the field's name; it has no value.
    Finding(Severity),
    /// An unsigned number.
    Dec,
    /// A signed number.
    Signed,
    /// A number in so many hex digits.
    Hex(u8),
    /// `5 (0x0005)`, with so many hex digits.
    DecHex(u8),
    /// `0x0005 (5)`, with so many hex digits.
    HexDec(u8),
    /// A number with a name: `Reply (2)`.
    Named(&'static Names),
    /// A number with a name: `IPv4 (0x0800)`, with so many hex digits.
    HexNamed(u8, &'static Names),
    /// A number counted in units of so many bytes: its value is the product, `20 bytes (5)`.
    Times(u8),
    /// A number counted in units of so many: its value is the product, and nothing else is shown.
    Scaled(u8),
    /// A bit: `Set` or `Not set`.
    Flag,
    /// A bit of a word that is drawn in so many bits.
    FlagIn(u8),
    /// A bit with a word for each state: the first one for 1.
    FlagNamed([&'static str; 2]),
    /// Four bytes.
    Ipv4,
    /// Sixteen bytes.
    Ipv6,
    /// Six bytes.
    Mac,
    /// Bytes as hex.
    Bytes,
    /// Bytes whose line in the tree only counts them.
    Content,
    /// Bytes or built text, shown as text.
    Text,
    /// The same, with a wording that is the whole line of the tree, without the field's name.
    Line,
    /// Nanoseconds since 1970 UTC.
    Time,
    /// Nanoseconds.
    Duration,
    /// Nanoseconds, shown in milliseconds.
    Milliseconds,
    /// A port, whose service may have a name.
    Port(Transport),
    /// The number of a packet.
    Packet,
    /// Either of several fields: `tcp.port`; never recorded, only asked for.
    Either(&'static [&'static Field]),
}

impl Kind {
    /// Whether the tree shows its name and no value.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Layer | Self::Group | Self::Part)
    }

    /// The word for its type in the list of fields.
    pub fn type_name(self) -> &'static str {
        match self.values() {
            Type::Protocol => "protocol",
            Type::Label => "label",
            Type::Number => "number",
            Type::Signed => "signed number",
            Type::Boolean => "boolean",
            Type::Ipv4 => "IPv4 address",
            Type::Ipv6 => "IPv6 address",
            Type::Mac => "Ethernet address",
            Type::Bytes => "bytes",
            Type::Text => "text",
            Type::Time => "date and time",
            Type::Duration => "duration",
            Type::Packet => "packet number",
        }
    }

    /// What its values are.
    pub fn values(self) -> Type {
        match self {
            Self::Layer => Type::Protocol,
            Self::Group | Self::Finding(_) => Type::Label,
            Self::Dec
            | Self::Hex(_)
            | Self::DecHex(_)
            | Self::HexDec(_)
            | Self::Named(_)
            | Self::HexNamed(..)
            | Self::Times(_)
            | Self::Scaled(_)
            | Self::Port(_) => Type::Number,
            Self::Signed => Type::Signed,
            Self::Flag | Self::FlagIn(_) | Self::FlagNamed(_) => Type::Boolean,
            Self::Ipv4 => Type::Ipv4,
            Self::Ipv6 => Type::Ipv6,
            Self::Mac => Type::Mac,
            Self::Bytes | Self::Content | Self::Part => Type::Bytes,
            Self::Text | Self::Line => Type::Text,
            Self::Time => Type::Time,
            Self::Duration | Self::Milliseconds => Type::Duration,
            Self::Packet => Type::Packet,
            Self::Either(fields) => fields.first().map_or(Type::Label, |field| field.kind.values()),
        }
    }
}

/// What a field's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// It is a protocol's heading.
    Protocol,
    /// It is another heading.
    Label,
    /// Whole numbers.
    Number,
    /// Whole numbers, also below zero.
    Signed,
    /// True or false.
    Boolean,
    /// IPv4 addresses.
    Ipv4,
    /// IPv6 addresses.
    Ipv6,
    /// Ethernet addresses.
    Mac,
    /// Bytes.
    Bytes,
    /// Text.
    Text,
    /// Points in time.
    Time,
    /// Spans of time.
    Duration,
    /// Numbers of packets.
    Packet,
}

/// An anomaly that a protocol can report.
#[derive(Debug)]
pub struct Note {
    /// Stable key: `ip.bogus_header_length`.
    pub key: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// A plain sentence.
    pub text: &'static str,
}

/// How bad an anomaly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Ordinary, worth a look.
    Chat,
    /// Unusual.
    Note,
    /// Likely trouble.
    Warning,
    /// Broken.
    Error,
}

/// Declares a protocol's fields: `LAYER` (its heading), a static for each, and `FIELDS`, the list of all.
///
/// ```text
/// fields! { "udp" "User Datagram Protocol" "Datagrams between ports.":
///     SRC_PORT "srcport" Dec            "Source Port"   "Where a reply should go.";
///     VERSION  "version" Dec & 0xf0     "Version"       "Always 4.";
/// }
/// ```
macro_rules! fields {
    ($prefix:literal $layer:literal $sentence:literal :
        $($id:ident $key:literal $kind:ident $(($($argument:expr),*))? $(& $mask:literal)? $name:literal $about:literal;)*) => {
        #[doc = $sentence]
        pub static LAYER: $crate::dissect::field::Field = $crate::dissect::field::Field {
            text: concat!($prefix, $layer), key_len: $prefix.len() as u8, kind: $crate::dissect::field::Kind::Layer, mask: 0,
            #[cfg(not(target_arch = "wasm32"))]
            about: $sentence,
        };
        $(field! { $prefix $id $key $kind $(($($argument),*))? $(& $mask)? $name $about })*
        /// The heading, then the fields.
        pub static FIELDS: &[&$crate::dissect::field::Field] = &[&LAYER, $(&$id),*];
    };
}

/// Declares fields that a protocol's other files read: like `fields!`, without a heading of their own.
macro_rules! more_fields {
    ($prefix:literal :
        $($id:ident $key:literal $kind:ident $(($($argument:expr),*))? $(& $mask:literal)? $name:literal $about:literal;)*) => {
        $(field! { $prefix $id $key $kind $(($($argument),*))? $(& $mask)? $name $about })*
        /// The fields of this file.
        pub static FIELDS: &[&$crate::dissect::field::Field] = &[$(&$id),*];
    };
}

/// Declares one field.
macro_rules! field {
    ($prefix:literal $id:ident $key:literal $kind:ident $(($($argument:expr),*))? $(& $mask:literal)? $name:literal $about:literal) => {
        #[doc = $about]
        pub static $id: $crate::dissect::field::Field = $crate::dissect::field::Field {
            text: concat!($prefix, ".", $key, $name),
            key_len: concat!($prefix, ".", $key).len() as u8,
            kind: $crate::dissect::field::Kind::$kind $(($($argument),*))?,
            mask: 0 $(| $mask)?,
            #[cfg(not(target_arch = "wasm32"))]
            about: $about,
        };
    };
}
