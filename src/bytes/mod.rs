//! Foundations: spans, checksums, times, addresses and printable text; knows nothing of packets.

pub mod address;
pub mod ascii;
pub mod base64;
pub mod charset;
pub mod checksum;
pub mod crc32;
pub mod fraction;
pub mod json;
pub mod labels;
pub mod media_type;
pub mod percent;
pub mod quoted;
pub mod sniff;
pub mod span;
pub mod text;
pub mod time;
pub mod writings;

pub use address::Address;
pub use media_type::MediaType;
pub use span::Span;
