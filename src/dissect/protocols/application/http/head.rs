//! The head of a message: its first line, its header lines, and how long the body behind them is.

use httparse::{EMPTY_HEADER, Header, Status};

/// More headers than that are counted by our own splitter, which needs no room for them.
const SLOTS: usize = 128;
/// Longest head that is waited for.
const LONGEST: usize = 1 << 20;

/// Methods by which a request is known, as Wireshark knows them.
const METHODS: [&str; 43] = [
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PATCH",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "POLL",
    "BCOPY",
    "BMOVE",
    "BDELETE",
    "BPROPFIND",
    "BPROPPATCH",
    "SEARCH",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "NOTIFY",
    "M-SEARCH",
    "LABEL",
    "MERGE",
    "REPORT",
    "UPDATE",
    "CHECKIN",
    "CHECKOUT",
    "UNCHECKOUT",
    "MKACTIVITY",
    "MKWORKSPACE",
    "VERSION-CONTROL",
    "BASELINE-CONTROL",
    "RPC_CONNECT",
    "RPC_IN_DATA",
    "RPC_OUT_DATA",
    "CCM_POST",
    "SSTP_DUPLEX_POST",
];

/// What a first line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A method comes first.
    Request,
    /// A version comes first.
    Response,
}

/// What a first line begins, or nothing that HTTP would say.
pub fn kind(line: &[u8]) -> Option<Kind> {
    if line.starts_with(b"HTTP/") {
        return Some(Kind::Response);
    }
    let end = line.iter().take(20).position(|&byte| byte == b' ')?;
    let method = line.get(..end)?;
    METHODS.iter().any(|known| known.as_bytes() == method).then_some(Kind::Request)
}

/// Whether these bytes could still become a first line.
fn may_begin(bytes: &[u8]) -> bool {
    let begins = |known: &[u8]| known.starts_with(bytes) || bytes.starts_with(known);
    begins(b"HTTP/") || METHODS.iter().any(|known| begins(known.as_bytes()))
}

/// Bytes of blank lines too many behind the message before, which are forgiven: RFC 9112 2.2.
pub fn blank(bytes: &[u8]) -> usize {
    bytes.iter().take(4).take_while(|&&byte| byte == b'\r' || byte == b'\n').count()
}

/// The three words of a first line, the last one with its blanks.
pub fn words(line: &[u8]) -> [&[u8]; 3] {
    let (first, rest) = word(content(line));
    let (second, third) = word(rest);
    [first, second, third]
}

/// The first word, and what follows the blanks behind it.
fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|&byte| byte == b' ').unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or_default();
    let blanks = rest.iter().take_while(|&&byte| byte == b' ').count();
    (word, rest.get(blanks..).unwrap_or_default())
}

/// Whether the bytes begin with a first line that names HTTP/1: sure enough on any port.
pub fn looks(bytes: &[u8]) -> bool {
    let Some((line, _)) = next_line(bytes) else { return false };
    match kind(line) {
        Some(Kind::Response) => line.starts_with(b"HTTP/1."),
        Some(Kind::Request) => {
            let version = content(line).last_chunk::<8>();
            version.is_some_and(|version| version.get(..7).is_some_and(|it| it.eq_ignore_ascii_case(b"HTTP/1.")))
        }
        None => false,
    }
}

/// The first line with its end, and what follows; nothing while the end has not come.
pub fn next_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(memchr::memchr(b'\n', bytes)? + 1)
}

/// The first line with its end, where a carriage return ends one, too; nothing while the end has not come.
pub fn any_line(bytes: &[u8]) -> Option<&[u8]> {
    let at = memchr::memchr2(b'\r', b'\n', bytes)?;
    let end = match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\r'), Some(b'\n')) => at + 2,
        (Some(b'\r'), None) => return None,
        _ => at + 1,
    };
    bytes.get(..end)
}

/// A line without its end.
pub fn content(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// A header line's name and value; nothing for what is no header.
pub fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = content(line);
    let colon = memchr::memchr(b':', line)?;
    let value = line.get(colon + 1..)?;
    let blank = value.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
    Some((line.get(..colon)?, value.get(blank..)?))
}

/// A header line that goes on with the one before it.
pub fn is_folded(line: &[u8]) -> bool {
    line.first().is_some_and(|&byte| byte == b' ' || byte == b'\t')
}

/// How long a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// So many bytes.
    Length(u64),
    /// In chunks that say themselves how long they are.
    Chunked,
    /// Until the connection is closed.
    ToTheEnd,
}

/// A whole head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its bytes, the blank line included.
    pub len: usize,
    /// What follows.
    pub body: Body,
    /// Whether it asks or answers.
    pub kind: Kind,
    /// The status code of one that answers.
    pub code: Option<u16>,
}

/// What can be said of bytes that should begin with a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// All of it.
    Head(Head),
    /// It goes on.
    More,
    /// It is none.
    NotThis,
}

/// Finds the head at the beginning of `bytes`.
pub fn find(bytes: &[u8]) -> Found {
    let blank = blank(bytes);
    let Some(rest) = bytes.get(blank..).filter(|rest| !rest.is_empty()) else { return Found::More };
    let Some((line, _)) = next_line(rest) else {
        return if may_begin(rest) && rest.len() < LONGEST { Found::More } else { Found::NotThis };
    };
    let Some(kind) = kind(line) else { return Found::NotThis };
    let found = strict(rest, kind).unwrap_or_else(|| lenient(rest, kind, line));
    match found {
        Found::Head(head) => Found::Head(Head { len: head.len + blank, ..head }),
        Found::More if rest.len() >= LONGEST => Found::NotThis,
        other => other,
    }
}

/// What httparse says of a well-formed head; nothing when it has something to object to.
fn strict(bytes: &[u8], kind: Kind) -> Option<Found> {
    let mut slots = [EMPTY_HEADER; SLOTS];
    let (status, code, headers): (_, _, &[Header<'_>]) = match kind {
        Kind::Request => {
            let mut request = httparse::Request::new(&mut slots);
            (request.parse(bytes).ok()?, None, request.headers)
        }
        Kind::Response => {
            let mut response = httparse::Response::new(&mut slots);
            (response.parse(bytes).ok()?, response.code, response.headers)
        }
    };
    let Status::Complete(len) = status else { return Some(Found::More) };
    let mut framing = Framing::new(kind, code);
    headers.iter().for_each(|header| framing.heed(header.name.as_bytes(), header.value));
    Some(Found::Head(framing.head(len)))
}

/// Reads a head line by line; a line that is no header ends it.
fn lenient(bytes: &[u8], kind: Kind, first: &[u8]) -> Found {
    let code = (kind == Kind::Response).then(|| code(first)).flatten();
    let mut framing = Framing::new(kind, code);
    let mut len = first.len();
    while let Some((line, _)) = bytes.get(len..).and_then(next_line) {
        if content(line).is_empty() {
            return Found::Head(framing.head(len + line.len()));
        }
        match header(line) {
            Some((name, value)) if !is_folded(line) => framing.heed(name.trim_ascii_end(), value),
            None if kind == Kind::Request && !is_folded(line) => return Found::Head(framing.head(len)),
            // in what a server says such a line does not end them: what follows may be
            _ => {}
        }
        len += line.len();
    }
    Found::More
}

/// The status code in a status line.
pub fn code(line: &[u8]) -> Option<u16> {
    let word = content(line).split(|&byte| byte == b' ').filter(|word| !word.is_empty()).nth(1)?;
    std::str::from_utf8(word).ok()?.parse().ok()
}

/// What headers say of the body: RFC 9112 6.3.
struct Framing {
    kind: Kind,
    code: Option<u16>,
    length: Option<u64>,
    chunked: bool,
}

impl Framing {
    fn new(kind: Kind, code: Option<u16>) -> Self {
        Self { kind, code, length: None, chunked: false }
    }

    fn heed(&mut self, name: &[u8], value: &[u8]) {
        if name.eq_ignore_ascii_case(b"content-length") {
            self.length = number(value);
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let last = value.rsplit(|&byte| byte == b',').next().unwrap_or_default();
            self.chunked |= last.trim_ascii().eq_ignore_ascii_case(b"chunked");
        }
    }

    /// A head of `len` bytes.
    fn head(&self, len: usize) -> Head {
        Head { len, body: self.body(), kind: self.kind, code: self.code }
    }

    fn body(&self) -> Body {
        match (self.kind, self.code) {
            (Kind::Response, Some(100..=199 | 204 | 304)) => Body::Length(0),
            _ if self.chunked => Body::Chunked,
            (_, _) if self.length.is_some() => Body::Length(self.length.unwrap_or_default()),
            (Kind::Request, _) => Body::Length(0),
            (Kind::Response, _) => Body::ToTheEnd,
        }
    }
}

/// A length as Wireshark takes it: the digits that come first.
pub fn number(value: &[u8]) -> Option<u64> {
    let digits = value.trim_ascii().split(|byte| !byte.is_ascii_digit()).next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(bytes: &[u8]) -> Option<(usize, Body)> {
        match find(bytes) {
            Found::Head(head) => Some((head.len, head.body)),
            _ => None,
        }
    }

    #[test]
    fn lengths_are_found_in_strict_and_odd_heads() {
        let head = |len, body| Some((len, body));
        assert_eq!(length(b"GET / HTTP/1.1\r\nHost: a\r\n\r\nrest"), head(27, Body::Length(0)));
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"), head(38, Body::Length(7)));
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nContent-Length : 7\r\n\r\n"), head(39, Body::Length(7)));
        assert_eq!(length(b"HTTP/1.1 304 Not\r\nContent-Length: 7\r\n\r\n"), head(39, Body::Length(0)));
        assert_eq!(length(b"HTTP/1.0 200 OK\n\n"), head(17, Body::ToTheEnd));
        assert_eq!(length(b"POST / HTTP/1.1\r\nTransfer-Encoding: a, Chunked\r\n\r\n"), head(50, Body::Chunked));
        assert_eq!(length(b"GET /a b HTTP/1.1\r\nbad\r\n\r\n"), head(19, Body::Length(0)));
        assert_eq!(length(b"HTTP/1.1 200 OK\r\nbad\r\nContent-Length: 7\r\n\r\n"), head(43, Body::Length(7)));
        assert_eq!(length(b"GET / HTTP/1.2\r\nA: b\r\n c\r\n\r\n"), head(28, Body::Length(0)));
        assert_eq!(length(b"\r\nGET / HTTP/1.1\r\n\r\n"), head(20, Body::Length(0)));
    }

    #[test]
    fn what_is_no_head_is_not_waited_for() {
        assert_eq!(find(b"GE"), Found::More);
        assert_eq!(find(b"GET / HTTP/1.1\r\nHost: a\r\n"), Found::More);
        assert_eq!(find(b"FOO / HTTP/1.1\r\n\r\n"), Found::NotThis);
        assert_eq!(find(b"\x16\x03\x01"), Found::NotThis);
    }

    #[test]
    fn only_a_version_is_sure_on_any_port() {
        assert!(looks(b"GET / HTTP/1.1\r\n"));
        assert!(looks(b"HTTP/1.1 200\r\n"));
        assert!(!looks(b"GET / RTSP/1.0\r\n"));
        assert!(!looks(b"GET / HTTP/1.1"));
        assert!(!looks(b"HTTP/2 200\r\n"));
    }
}
