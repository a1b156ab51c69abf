//! The hellos, in which both sides say what they can speak, and the server which of that it takes: RFC 8446 4.1.

use super::{
    cipher_suites::CIPHER_SUITES,
    connection::{self, Exchange, Version},
    extensions::{self, From},
    fingerprint,
    names::{COMPRESSION_METHODS, VERSIONS},
    vector::{self, list},
};
use crate::dissect::{pdu::Pdu, protocol::Short, record::Value, sink::Sink};

more_fields! { "tls":
    HELLO_VERSION      "handshake.version"              HexNamed(4, &VERSIONS) "Version" "The highest one; TLS 1.3 has an extension for that and says 1.2 here.";
    RANDOM             "handshake.random"               Bytes "Random"               "Numbers never used before.";
    RANDOM_TIME        "handshake.random_time"          Time  "GMT Unix Time"        "What older versions had in the first four bytes; most programs put random ones there.";
    RANDOM_BYTES       "handshake.random_bytes"         Bytes "Random Bytes"         "The others.";
    ID_LENGTH          "handshake.session_id_length"    Dec   "Session ID Length"    "Bytes of the session's number.";
    ID                 "handshake.session_id"           Bytes "Session ID"           "Which session it is, or which one could go on.";
    SUITES_LENGTH      "handshake.cipher_suites_length" Dec   "Cipher Suites Length" "Bytes of the list.";
    SUITES             "handshake.ciphersuites"         Group "Cipher Suites"        "The ways to encrypt that the client knows, the best first.";
    SUITE              "handshake.ciphersuite"          HexNamed(4, &CIPHER_SUITES) "Cipher Suite" "A way to encrypt.";
    METHODS_LENGTH     "handshake.comp_methods_length"  Dec   "Compression Methods Length" "Bytes of the list.";
    METHODS            "handshake.comp_methods"         Group "Compression Methods"  "The ways to compress that the client knows.";
    METHOD             "handshake.comp_method"          Named(&COMPRESSION_METHODS) "Compression Method" "A way to compress; null is none.";
}

/// The random bytes of a hello that asks for another one: RFC 8446 4.1.3.
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11,
    0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];
const SUPPORTED_VERSIONS: u16 = 43;

/// Whether the server's hello `body` asks the client for another one.
pub fn is_retry(body: &[u8]) -> bool {
    body.get(2..34) == Some(&RETRY)
}

/// What a hello offers or takes, as its bytes have it.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a> {
    /// The version in its old place.
    pub version: u16,
    /// Cipher suites, two bytes each.
    pub suites: &'a [u8],
    extensions: &'a [u8],
}

impl<'a> Outline<'a> {
    /// Of a client's hello without its header.
    pub fn of_client(body: &'a [u8]) -> Option<Self> {
        let (version, rest) = Self::begin(body)?;
        let (suites, rest) = split(rest, 2)?;
        let (_, rest) = split(rest, 1)?;
        Some(Self { version, suites, extensions: split(rest, 2).map_or(&[], |(extensions, _)| extensions) })
    }

    /// Of a server's hello without its header.
    pub fn of_server(body: &'a [u8]) -> Option<Self> {
        let (version, rest) = Self::begin(body)?;
        let (suites, rest) = rest.split_at_checked(2)?;
        let extensions = rest.get(1..).and_then(|rest| split(rest, 2)).map_or(&[][..], |(extensions, _)| extensions);
        Some(Self { version, suites, extensions })
    }

    /// The version, and what follows behind the session's number.
    fn begin(body: &'a [u8]) -> Option<(u16, &'a [u8])> {
        let (version, rest) = body.split_first_chunk()?;
        let (_, rest) = split(rest.get(32..)?, 1)?;
        Some((u16::from_be_bytes(*version), rest))
    }

    /// The extensions' types and contents.
    pub fn extensions(self) -> impl Iterator<Item = (u16, &'a [u8])> + Clone {
        let mut rest = self.extensions;
        std::iter::from_fn(move || {
            let (kind, behind) = rest.split_first_chunk()?;
            let (content, behind) = split(behind, 2)?;
            rest = behind;
            Some((u16::from_be_bytes(*kind), content))
        })
    }

    /// The content of an extension.
    pub fn extension(self, kind: u16) -> Option<&'a [u8]> {
        self.extensions().find(|(of, _)| *of == kind).map(|(_, content)| content)
    }

    /// The version that the server has chosen.
    fn chosen(self) -> Version {
        let new = self.extension(SUPPORTED_VERSIONS).and_then(|content| content.first_chunk());
        Version::of(new.map_or(self.version, |new| u16::from_be_bytes(*new)))
    }
}

/// What a length of `size` bytes counts, and what follows behind it.
pub fn split(bytes: &[u8], size: usize) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_at_checked(size)?;
    rest.split_at_checked(len.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}

/// The 16-bit numbers that bytes hold.
pub fn numbers(bytes: &[u8]) -> impl Iterator<Item = u16> + Clone {
    bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair))
}

/// What the client offers.
pub fn client<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let body = pdu.rest();
    begin(pdu)?;
    let len = usize::from(pdu.u16(&SUITES_LENGTH)?);
    list(pdu, &SUITES, (len, 2), ["suite", "suites"], |pdu| pdu.u16(&SUITE).map(drop))?;
    let len = usize::from(pdu.u8(&METHODS_LENGTH)?);
    list(pdu, &METHODS, (len, 1), ["method", "methods"], |pdu| pdu.u8(&METHOD).map(drop))?;
    if pdu.claimed_left() > 0 {
        extensions::dissect(pdu, From::Client)?;
    }
    fingerprint::client(pdu, body);
    Ok(())
}

/// What the server takes.
pub fn server<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let body = pdu.rest();
    if let Some(outline) = Outline::of_server(body) {
        let suite = numbers(outline.suites).next().unwrap_or(0);
        let agreement = (outline.chosen(), Exchange::of(suite, &CIPHER_SUITES));
        // What follows in the same record depends on it already.
        pdu.context.mode = connection::agreed_mode(pdu.context.mode, agreement);
        pdu.learn(|lesson| {
            if let Some(flow) = lesson.session.flows.get_mut(lesson.row.flow) {
                connection::agree(&mut flow.memory, agreement);
            }
        });
    }
    begin(pdu)?;
    pdu.u16(&SUITE)?;
    pdu.u8(&METHOD)?;
    if pdu.claimed_left() > 0 {
        let from = if is_retry(body) { From::Retry } else { From::Server };
        extensions::dissect(pdu, from)?;
    }
    fingerprint::server(pdu, body);
    Ok(())
}

/// Up to the session's number both are alike.
fn begin<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&HELLO_VERSION)?;
    let random = pdu.bytes(&RANDOM, 32)?;
    if connection::agreed(pdu) != Version::Tls13
        && let Some((time, bytes)) = random.split_first_chunk::<4>()
    {
        pdu.below(|pdu| {
            let seconds = u64::from(u32::from_be_bytes(*time));
            pdu.value_of(&RANDOM_TIME, time, Value::Number(seconds * 1_000_000_000));
            pdu.value_of(&RANDOM_BYTES, bytes, Value::Span);
        });
    }
    vector::short(pdu, &ID_LENGTH, &ID)
}
