//! What a file looks like that is no capture, as a stable key.

/// How many bytes [`look`] wants to see.
pub(super) const ENOUGH: usize = 512;

/// Beginnings that name a format.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"\xfd7zXZ\0", "xz"),
    (b"BZh", "bzip2"),
    (b"\x1f\x9d", "compress"),
    (b"\x02\x21\x4c\x18", "lz4-legacy"),
    (b"\x7fELF", "elf"),
    (b"MZ", "exe"),
    (b"\xcf\xfa\xed\xfe", "macho"),
    (b"\0asm", "wasm"),
    (b"SQLite format 3\0", "sqlite"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"RIFF", "riff"),
    (b"GMBU", "netmon"),
    (b"RTSS", "netmon"),
    (b"XCP\0", "sniffer"),
    (b"TRSNIFF data    \x1a", "sniffer"),
    (b"\x7fver", "etherpeek"),
];

/// What the first bytes of a file look like, if anything.
pub(super) fn look(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() {
        return Some("empty".into());
    }
    let by_beginning = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, key)| *key);
    by_beginning.or_else(|| tar(bytes)).or_else(|| erf(bytes)).or_else(|| text(bytes)).map(str::to_owned)
}

fn tar(bytes: &[u8]) -> Option<&'static str> {
    bytes.get(257..262).filter(|magic| *magic == b"ustar").map(|_| "tar")
}

/// ERF has no magic: a time of this century, a known type and lengths that agree.
fn erf(bytes: &[u8]) -> Option<&'static str> {
    let &[_, _, _, _, s0, s1, s2, s3, kind, _, r0, r1, _, _, w0, w1] = bytes.first_chunk::<16>()?;
    let seconds = u32::from_le_bytes([s0, s1, s2, s3]);
    let (record, wire) = (u16::from_be_bytes([r0, r1]), u16::from_be_bytes([w0, w1]));
    let likely = seconds > 946_684_800
        && (1..=48).contains(&(kind & 0x7f))
        && (16..=9_216).contains(&record)
        && (1..=9_216).contains(&wire);
    likely.then_some("erf")
}

fn text(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.get(..ENOUGH).unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // The last character may be cut.
        Err(error) if error.error_len().is_none() => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
        Err(_) => return None,
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() || text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0c' | '\x1b')) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    Some(if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        "html"
    } else if text.starts_with("<?xml") {
        "xml"
    } else if text.starts_with(['{', '[']) {
        "json"
    } else if text.lines().any(is_tcpdump) {
        "tcpdump-text"
    } else if text.lines().take(3).any(is_hex_dump) {
        "hexdump"
    } else {
        "text"
    })
}

/// `12:34:56.789012 IP 10.0.0.1.80 > …`
fn is_tcpdump(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let time = words.next().unwrap_or_default();
    let is_time =
        time.len() >= 8 && time.bytes().all(|c| c.is_ascii_digit() || c == b':' || c == b'.') && time.contains(':');
    is_time && matches!(words.next(), Some("IP" | "IP6" | "ARP," | "ARP" | "STP"))
}

/// `0000  45 00 00 34 …`
fn is_hex_dump(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let is_hex = |word: &str| !word.is_empty() && word.bytes().all(|c| c.is_ascii_hexdigit());
    let offset = words.next().unwrap_or_default().trim_end_matches(':').trim_start_matches("0x").to_owned();
    offset.len() >= 3
        && is_hex(&offset)
        && words.take(4).filter(|word| is_hex(word) && word.len() % 2 == 0).count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_files_are_named() {
        let key = |bytes: &[u8]| look(bytes).unwrap_or_default();
        assert_eq!(key(b""), "empty");
        assert_eq!(key(b"\x89PNG\r\n\x1a\nrest"), "png");
        assert_eq!(key(b"  <!DOCTYPE html><html>"), "html");
        assert_eq!(key(b"<?xml version='1.0'?>"), "xml");
        assert_eq!(key(b"{\"log\": {}}"), "json");
        assert_eq!(key("just some words, 中文 too\n".as_bytes()), "text");
        assert_eq!(key(b"12:00:01.000000 IP 10.0.0.1.80 > 10.0.0.2.3: Flags [S]\n"), "tcpdump-text");
        assert_eq!(key(b"0000  45 00 00 34 12 34 40 00\n"), "hexdump");
        assert_eq!(key(b"0x0000:  4500 0034 1234 4000\n"), "hexdump");
        assert_eq!(look(&[0; 64]), None);
    }

    #[test]
    fn a_character_cut_at_the_end_is_still_text() {
        assert_eq!(look("文字文字".as_bytes().split_last().unwrap().1).unwrap(), "text");
    }
}
