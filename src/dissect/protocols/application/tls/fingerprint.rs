//! What a hello tells of the program that sends it: JA3 and JA3S (Salesforce), JA4 (FoxIO), each a digest of what it offers.

use std::fmt::{self, Write};

use md5::Md5;
use sha2::{Digest, Sha256};

use super::hello::{Outline, numbers, split};
use crate::{
    bytes::text::Hex,
    dissect::{pdu::Pdu, sink::Sink},
};

more_fields! { "tls":
    JA3_FULL  "handshake.ja3_full"  Text "JA3 Fullstring"  "Version, cipher suites, extensions, groups and point formats of a client.";
    JA3       "handshake.ja3"       Text "JA3"             "Their MD5 sum: programs that are alike share it.";
    JA3S_FULL "handshake.ja3s_full" Text "JA3S Fullstring" "Version, cipher suite and extensions of a server.";
    JA3S      "handshake.ja3s"      Text "JA3S"            "Their MD5 sum.";
    JA4       "handshake.ja4"       Text "JA4"             "A newer digest, which does not depend on the order of extensions.";
}

const SERVER_NAME: u16 = 0;
const GROUPS: u16 = 10;
const POINT_FORMATS: u16 = 11;
const SIGNATURE_ALGORITHMS: u16 = 13;
const PROTOCOLS: u16 = 16;
const SUPPORTED_VERSIONS: u16 = 43;

/// Of a client's hello `body`.
pub fn client<S: Sink>(pdu: &mut Pdu<'_, S>, body: &[u8]) {
    let Some(hello) = Outline::of_client(body).filter(|_| pdu.shows()) else { return };
    let full = Full { hello, client: true }.to_string();
    pdu.computed_text(&JA3_FULL, &full);
    pdu.computed_text(&JA3, Hex(&Md5::digest(&full)));
    pdu.computed_text(&JA4, Ja4(hello));
}

/// Of a server's hello `body`.
pub fn server<S: Sink>(pdu: &mut Pdu<'_, S>, body: &[u8]) {
    let Some(hello) = Outline::of_server(body).filter(|_| pdu.shows()) else { return };
    let full = Full { hello, client: false }.to_string();
    pdu.computed_text(&JA3S_FULL, &full);
    pdu.computed_text(&JA3S, Hex(&Md5::digest(&full)));
}

/// Numbers that browsers mix in so that nobody gets used to the others: RFC 8701.
fn is_grease(number: &u16) -> bool {
    let [high, low] = number.to_be_bytes();
    high == low && low & 0xf == 0xa
}

/// What JA3 digests.
struct Full<'a> {
    hello: Outline<'a>,
    client: bool,
}

impl fmt::Display for Full<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hello = self.hello;
        write!(f, "{},", hello.version)?;
        write_list(f, numbers(hello.suites))?;
        f.write_char(',')?;
        write_list(f, hello.extensions().map(|(kind, _)| kind))?;
        if !self.client {
            return Ok(());
        }
        f.write_char(',')?;
        let groups = hello.extension(GROUPS).and_then(|content| split(content, 2));
        write_list(f, numbers(groups.unwrap_or_default().0))?;
        f.write_char(',')?;
        let formats = hello.extension(POINT_FORMATS).and_then(|content| split(content, 1));
        write_list(f, formats.unwrap_or_default().0.iter().map(|format| u16::from(*format)))
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, numbers: impl Iterator<Item = u16>) -> fmt::Result {
    for (place, number) in numbers.filter(|number| !is_grease(number)).enumerate() {
        write!(f, "{}{number}", if place == 0 { "" } else { "-" })?;
    }
    Ok(())
}

/// `t13d1516h2_8daaf6152771_e5627efa2ab1`
struct Ja4<'a>(Outline<'a>);

impl fmt::Display for Ja4<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hello = self.0;
        let mut suites: Vec<u16> = numbers(hello.suites).filter(|suite| !is_grease(suite)).collect();
        let mut extensions: Vec<u16> =
            hello.extensions().map(|(kind, _)| kind).filter(|kind| !is_grease(kind)).collect();
        let named = if extensions.contains(&SERVER_NAME) { 'd' } else { 'i' };
        let (suite_count, extension_count) = (suites.len().min(99), extensions.len().min(99));
        write!(f, "t{}{named}{suite_count:02}{extension_count:02}", version(hello))?;
        write_protocol(f, hello)?;
        suites.sort_unstable();
        write!(f, "_{}", Digits(&hex_list(&suites)))?;
        extensions.retain(|kind| !matches!(*kind, SERVER_NAME | PROTOCOLS));
        extensions.sort_unstable();
        let mut digested = hex_list(&extensions);
        let algorithms = hello.extension(SIGNATURE_ALGORITHMS).and_then(|content| split(content, 2));
        let algorithms: Vec<u16> = numbers(algorithms.unwrap_or_default().0).filter(|one| !is_grease(one)).collect();
        if !algorithms.is_empty() && !digested.is_empty() {
            digested.push('_');
            digested.push_str(&hex_list(&algorithms));
        }
        write!(f, "_{}", Digits(&digested))
    }
}

/// The highest version that the client knows.
fn version(hello: Outline<'_>) -> &'static str {
    let known = hello.extension(SUPPORTED_VERSIONS).and_then(|content| split(content, 1)).unwrap_or_default().0;
    match numbers(known).filter(|version| !is_grease(version)).max().unwrap_or(hello.version) {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        _ => "00",
    }
}

/// The first and the last character of the first application protocol; of one that is no text, digits of its bytes.
fn write_protocol(f: &mut fmt::Formatter<'_>, hello: Outline<'_>) -> fmt::Result {
    let all = hello.extension(PROTOCOLS).and_then(|content| split(content, 2)).unwrap_or_default().0;
    let first = split(all, 1).unwrap_or_default().0;
    let (Some(&begin), Some(&end)) = (first.first(), first.last()) else { return f.write_str("00") };
    if begin.is_ascii_alphanumeric() && end.is_ascii_alphanumeric() {
        write!(f, "{}{}", char::from(begin), char::from(end))
    } else {
        write!(f, "{:x}{:x}", begin >> 4, end & 0xf)
    }
}

fn hex_list(numbers: &[u16]) -> String {
    let mut out = String::new();
    for (place, number) in numbers.iter().enumerate() {
        // Writing to a `String` never fails.
        let _ = write!(out, "{}{number:04x}", if place == 0 { "" } else { "," });
    }
    out
}

/// The first twelve digits of a text's SHA-256 sum; zeros for no text.
struct Digits<'a>(&'a str);

impl fmt::Display for Digits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("000000000000");
        }
        let sum = Sha256::digest(self.0);
        write!(f, "{}", Hex(sum.get(..6).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(size: usize, content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32).to_be_bytes()[4 - size..], content].concat()
    }

    /// The example of FoxIO's description of JA4: Chrome.
    #[test]
    fn chrome_is_told_from_its_hello() {
        let suites = "1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035";
        let extensions = "001b 0000 0033 0010 4469 0017 002d 000d 0005 0023 0012 002b ff01 000b 000a 0015";
        let bytes = |text: &str| -> Vec<u8> {
            text.split(' ').flat_map(|word| u16::from_str_radix(word, 16).unwrap().to_be_bytes()).collect()
        };
        let mut all = Vec::new();
        for kind in bytes(&format!("1a1a {extensions}")).chunks(2) {
            let content = match kind {
                [0, 13] => vector(2, &bytes("0403 0804 0401 0503 0805 0501 0806 0601")),
                [0, 16] => vector(2, &[vector(1, b"h2"), vector(1, b"http/1.1")].concat()),
                [0, 43] => vector(1, &bytes("2a2a 0304 0303")),
                _ => Vec::new(),
            };
            all.extend_from_slice(kind);
            all.extend(vector(2, &content));
        }
        let random = [0; 33];
        let suites = vector(2, &bytes(&format!("0a0a {suites}")));
        let body = [&[3, 3][..], &random, &suites, &[1, 0], &vector(2, &all)].concat();
        let hello = Outline::of_client(&body).unwrap();
        assert_eq!(Ja4(hello).to_string(), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    }
}
