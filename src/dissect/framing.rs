//! Where messages of protocols that nobody reads yet end, by port: so that it is known which segments belong together.

use crate::dissect::cut::{Cut, Piece};

/// How long the message is that begins with these bytes; nothing while that cannot be said yet.
type Length = fn(&[u8]) -> Option<u64>;

/// Bytes that are looked at together: whole messages in one segment.
const MOST_TOGETHER: usize = 256;

/// Ports, in order, with how their messages say their length.
static PORTS: &[(u16, Length)] = &[
    (88, |bytes| Some(u64::from(four(bytes, 0)? & 0x7fff_ffff) + 4)), // Kerberos: RFC 4120 7.2.2
    (102, tpkt),
    (139, netbios),
    (179, |bytes| Some(two(bytes, 16)?.max(19))), // BGP: RFC 4271 4.1
    (389, ber),
    (445, netbios),
    (502, modbus),
    (1433, |bytes| Some(two(bytes, 2)?.max(8))), // TDS
    (1883, mqtt),
    (2404, |bytes| Some(u64::from(*bytes.get(1)?) + 2)), // IEC 60870-5-104
    (3306, |bytes| Some(u64::from(four(bytes, 0)?.swap_bytes() & 0xff_ffff) + 4)), // MySQL
    (3389, tpkt),
    (5222, xmpp),
    (5432, postgres),
    (6633, openflow),
    (6653, openflow),
    (8009, |bytes| Some(two(bytes, 2)? + 4)),              // AJP
    (9042, |bytes| Some(u64::from(four(bytes, 5)?) + 9)),  // Cassandra
    (13400, |bytes| Some(u64::from(four(bytes, 4)?) + 8)), // DoIP: ISO 13400-2
];

/// How the bytes of a stream between these ports are divided; nothing where no port tells.
pub fn cut(ports: (u16, u16), bytes: &[u8]) -> Option<Cut> {
    let known = |port: u16| PORTS.iter().find(|(known, _)| *known == port);
    let (_, length) = known(ports.0.min(ports.1)).or_else(|| known(ports.0.max(ports.1)))?;
    let mut whole = 0;
    for _ in 0..MOST_TOGETHER {
        let rest = bytes.get(whole..).unwrap_or_default();
        match length(rest).and_then(|len| usize::try_from(len).ok()) {
            Some(len) if len > 0 && len <= rest.len() => whole += len,
            len if whole == 0 => return Some(len.map_or(Cut::More, |len| message(len as u64))),
            _ => break,
        }
    }
    Some(message(whole as u64))
}

fn message(len: u64) -> Cut {
    Cut::Message(Piece { len, ..Piece::default() })
}

fn two(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes).into())
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// TPKT, which carries RDP and others: RFC 2126 4.
fn tpkt(bytes: &[u8]) -> Option<u64> {
    match *bytes.first()? {
        3 => Some(two(bytes, 2)?.max(4)),
        _ => Some(bytes.len() as u64),
    }
}

/// Sessions of NetBIOS, which carry SMB: RFC 1002 4.3.1.
fn netbios(bytes: &[u8]) -> Option<u64> {
    Some(u64::from(four(bytes, 0)? & 0x1_ffff) + 4)
}

/// LDAP: a sequence of BER, X.690 8.1.3.
fn ber(bytes: &[u8]) -> Option<u64> {
    let [tag, short, ..] = *bytes else { return None };
    let more = usize::from(short & 0x7f);
    match short {
        _ if tag != 0x30 => Some(bytes.len() as u64),
        0..=0x7f => Some(u64::from(short) + 2),
        _ if more > 4 => Some(bytes.len() as u64),
        _ => {
            let digits = bytes.get(2..2 + more)?;
            Some(digits.iter().fold(0, |len, digit| len << 8 | u64::from(*digit)) + 2 + more as u64)
        }
    }
}

/// MQTT: a length of up to four digits of seven bits.
fn mqtt(bytes: &[u8]) -> Option<u64> {
    let mut len = 0;
    for (place, digit) in bytes.iter().skip(1).take(4).enumerate() {
        len |= u64::from(digit & 0x7f) << (7 * place);
        if digit & 0x80 == 0 {
            return Some(len + 2 + place as u64);
        }
    }
    (bytes.len() > 4).then_some(bytes.len() as u64)
}

/// XMPP: whole where a tag ends it.
fn xmpp(bytes: &[u8]) -> Option<u64> {
    let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let last = bytes.iter().rfind(|byte| !blank(byte));
    (last == Some(&b'>')).then_some(bytes.len() as u64)
}

/// PostgreSQL: a type, which the first message lacks, and a length.
fn postgres(bytes: &[u8]) -> Option<u64> {
    match *bytes.first()? {
        0 => Some(u64::from(four(bytes, 0)?)),
        // the answer to who asks for TLS
        b'S' | b'N' if bytes.len() == 1 => Some(1),
        _ => Some(u64::from(four(bytes, 1)?) + 1),
    }
}

/// Modbus, whose protocol number is 0.
fn modbus(bytes: &[u8]) -> Option<u64> {
    match two(bytes, 2) {
        Some(1..) => Some(bytes.len() as u64),
        _ => Some(two(bytes, 4)? + 6),
    }
}

fn openflow(bytes: &[u8]) -> Option<u64> {
    Some(two(bytes, 2)?.max(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of these bytes are whole messages, or how many more are wanted; nothing where that is not known.
    fn wanted(port: u16, bytes: &[u8]) -> Option<i64> {
        match cut((50000, port), bytes)? {
            Cut::Message(piece) => Some(piece.len as i64 - bytes.len() as i64),
            _ => None,
        }
    }

    #[test]
    fn messages_say_how_long_they_are() {
        assert_eq!(wanted(88, &[0, 0, 0, 6, 1, 2]), Some(4));
        assert_eq!(wanted(88, &[0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0]), Some(-2));
        assert_eq!(wanted(88, &[0, 0]), None);
        assert_eq!(wanted(389, &[0x30, 0x82, 1, 0, 2]), Some(255));
        assert_eq!(wanted(1883, &[0x10, 0x80, 1, 0]), Some(127));
        assert_eq!(wanted(3306, &[1, 0, 0, 0, 9]), Some(0));
        assert_eq!(wanted(5222, b"<a>\n"), Some(0));
        assert_eq!(wanted(5222, b"<a"), None);
        assert_eq!(wanted(5432, b"Q\0\0\0\x05a"), Some(0));
        assert!(cut((50000, 50001), b"abc").is_none());
    }
}
