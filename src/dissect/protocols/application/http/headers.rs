//! Header lines: those with a name of their own, and all of them as they stand.

use sha1::{Digest, Sha1};

use super::head::{self, Kind};
use crate::{
    bytes::{MediaType, ascii::Ascii, base64::Base64, text::Text},
    dissect::{
        either::Either,
        field::{Field, Note, Severity},
        pdu::Pdu,
        protocol::Short,
        sink::Sink,
    },
};

more_fields! { "http":
    REQUEST_LINE      "request.line"        Line "Request line"        "A header line of a request as it stands.";
    RESPONSE_LINE     "response.line"       Line "Response line"       "A header line of a response as it stands.";
    HOST              "host"                Line "Host"                "Which of the server's sites is meant.";
    USER_AGENT        "user_agent"          Line "User-Agent"          "The client's program.";
    ACCEPT            "accept"              Line "Accept"              "Media types that the client takes.";
    ACCEPT_LANGUAGE   "accept_language"     Line "Accept-Language"     "Languages that the client takes.";
    ACCEPT_ENCODING   "accept_encoding"     Line "Accept Encoding"     "Codings that the client takes.";
    REFERER           "referer"             Line "Referer"             "Where the link to this was.";
    COOKIE            "cookie"              Line "Cookie"              "What the server had the client keep.";
    COOKIE_PAIR       "cookie_pair"         Text "Cookie pair"         "One cookie.";
    CONNECTION        "connection"          Line "Connection"          "What becomes of the connection.";
    UPGRADE           "upgrade"             Line "Upgrade"             "Another protocol to go on with.";
    AUTHORIZATION     "authorization"       Line "Authorization"       "Who the client says it is.";
    CREDENTIALS       "authbasic"           Text "Credentials"         "User and password, decoded.";
    PROXY_AUTHORIZATION "proxy_authorization" Line "Proxy-Authorization" "Who the client says it is, to a proxy.";
    PROXY_AUTHENTICATE "proxy_authenticate" Line "Proxy-Authenticate"  "How a proxy wants to know who asks.";
    WWW_AUTHENTICATE  "www_authenticate"    Line "WWW-Authenticate"    "How the server wants to know who asks.";
    CONTENT_TYPE      "content_type"        Line "Content-Type"        "What kind of thing the body is.";
    CONTENT_LENGTH_HEADER "content_length_header" Line "Content-Length" "Bytes of the body, as text.";
    CONTENT_LENGTH    "content_length"      Dec  "Content length"      "Bytes of the body, as a number.";
    CONTENT_ENCODING  "content_encoding"    Line "Content-Encoding"    "How the body is packed.";
    TRANSFER_ENCODING "transfer_encoding"   Line "Transfer-Encoding"   "How the body is divided.";
    DATE              "date"                Line "Date"                "When it was said.";
    CACHE_CONTROL     "cache_control"       Line "Cache-Control"       "Who may keep it, and how long.";
    SERVER            "server"              Line "Server"              "The server's program.";
    LOCATION          "location"            Line "Location"            "Where to ask instead.";
    SET_COOKIE        "set_cookie"          Line "Set-Cookie"          "What the client should keep.";
    UNKNOWN_HEADER    "unknown_header"      Line "Unknown header"      "A header line of a message whose first line is missing.";
    LAST_MODIFIED     "last_modified"       Line "Last-Modified"       "When the thing changed last.";
    FORWARDED_FOR     "x_forwarded_for"     Line "X-Forwarded-For"     "Who asked the proxy.";
    HTTP2_SETTINGS    "http2_settings"      Line "HTTP2-Settings"      "Settings to go on with in HTTP/2.";
    WEBSOCKET_ACCEPT  "sec_websocket_accept" Line "Sec-WebSocket-Accept" "Proof that the server speaks WebSocket.";
    WEBSOCKET_EXTENSIONS "sec_websocket_extensions" Line "Sec-WebSocket-Extensions" "What is added to WebSocket.";
    WEBSOCKET_KEY     "sec_websocket_key"   Line "Sec-WebSocket-Key"   "What the server's proof is made from.";
    ACCEPT_STATUS     "sec_websocket_accept.status" Text "Sec-WebSocket-Accept is" "Whether the server's proof fits the client's key: RFC 6455 4.2.2.";
    WEBSOCKET_PROTOCOL "sec_websocket_protocol" Line "Sec-WebSocket-Protocol" "What is spoken over WebSocket.";
    WEBSOCKET_VERSION "sec_websocket_version" Line "Sec-WebSocket-Version" "13.";
}

/// Reported where a body's length is said in two ways.
pub static BOTH_LENGTHS: Note = Note {
    key: "http.te_and_length",
    severity: Severity::Warning,
    text: "The Content-Length and Transfer-Encoding header must not be set together",
};
/// Reported where a header's name has blanks or other characters that names cannot have.
pub static BAD_NAME: Note =
    Note { key: "http.bad_header_name", severity: Severity::Warning, text: "Illegal characters found in header name" };

/// Headers with a name of their own, lower case.
static KNOWN: &[(&str, &Field)] = &[
    ("host", &HOST),
    ("user-agent", &USER_AGENT),
    ("accept", &ACCEPT),
    ("accept-language", &ACCEPT_LANGUAGE),
    ("accept-encoding", &ACCEPT_ENCODING),
    ("referer", &REFERER),
    ("cookie", &COOKIE),
    ("connection", &CONNECTION),
    ("upgrade", &UPGRADE),
    ("authorization", &AUTHORIZATION),
    ("proxy-authorization", &PROXY_AUTHORIZATION),
    ("proxy-authenticate", &PROXY_AUTHENTICATE),
    ("www-authenticate", &WWW_AUTHENTICATE),
    ("content-type", &CONTENT_TYPE),
    ("content-length", &CONTENT_LENGTH_HEADER),
    ("content-encoding", &CONTENT_ENCODING),
    ("transfer-encoding", &TRANSFER_ENCODING),
    ("date", &DATE),
    ("cache-control", &CACHE_CONTROL),
    ("server", &SERVER),
    ("location", &LOCATION),
    ("set-cookie", &SET_COOKIE),
    ("last-modified", &LAST_MODIFIED),
    ("x-forwarded-for", &FORWARDED_FOR),
    ("http2-settings", &HTTP2_SETTINGS),
    ("sec-websocket-accept", &WEBSOCKET_ACCEPT),
    ("sec-websocket-extensions", &WEBSOCKET_EXTENSIONS),
    ("sec-websocket-key", &WEBSOCKET_KEY),
    ("sec-websocket-protocol", &WEBSOCKET_PROTOCOL),
    ("sec-websocket-version", &WEBSOCKET_VERSION),
];

/// What the rest of a message needs of its headers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// `Host`.
    pub host: Option<&'a [u8]>,
    /// `Content-Type`.
    pub media: Option<MediaType<'a>>,
    /// How the body is packed: `Content-Encoding`.
    pub packed: Option<&'a [u8]>,
    /// How it is divided and packed for the way: `Transfer-Encoding`.
    pub transfer: Option<&'a [u8]>,
    length: bool,
}

/// Reads header lines up to the blank one, which is read too; a line that is no header ends them.
pub fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, kind: Kind) -> Result<Said<'a>, Short> {
    let mut said = Said::default();
    while let Some((line, _)) = head::next_line(pdu.rest()) {
        if head::content(line).is_empty() {
            blank(pdu, line)?;
            break;
        }
        let header = head::header(line);
        if header.is_none() && !head::is_folded(line) {
            break;
        }
        pdu.skip(line.len())?;
        match header {
            Some((name, value)) if !head::is_folded(line) => one(pdu, Some(kind), line, name, value, &mut said),
            _ => plain(pdu, line, as_it_stands(Some(kind))),
        }
    }
    Ok(said)
}

/// Reads header lines of a message whose first line is missing, whatever ends them: up to the blank one, which is read too, or
/// to one without a colon.
pub fn dissect_stray<'a, S: Sink>(pdu: &mut Pdu<'a, S>) -> Result<Said<'a>, Short> {
    let (mut said, mut any) = (Said::default(), false);
    while pdu.left() > 0 {
        let Some(line) = head::any_line(pdu.rest()) else {
            let len = pdu.left();
            return if any { Err(pdu.lacking(len + 1)) } else { Ok(said) };
        };
        if head::content(line).is_empty() {
            blank(pdu, line)?;
            break;
        }
        let Some((name, value)) = head::header(line) else { break };
        any = true;
        pdu.skip(line.len())?;
        one(pdu, None, line, name, value, &mut said);
    }
    Ok(said)
}

fn blank<S: Sink>(pdu: &mut Pdu<'_, S>, line: &[u8]) -> Result<(), Short> {
    pdu.skip(line.len())?;
    plain(pdu, line, &super::BLANK_LINE);
    Ok(())
}

fn as_it_stands(kind: Option<Kind>) -> &'static Field {
    match kind {
        Some(Kind::Request) => &REQUEST_LINE,
        Some(Kind::Response) => &RESPONSE_LINE,
        None => &UNKNOWN_HEADER,
    }
}

/// A line whose value is the line itself.
fn plain<S: Sink>(pdu: &mut Pdu<'_, S>, line: &[u8], field: &'static Field) {
    pdu.text_back(field, line.len(), Ascii(line));
    pdu.label(format_args!("{}", Text(line)));
}

fn one<'a, S: Sink>(
    pdu: &mut Pdu<'a, S>,
    kind: Option<Kind>,
    line: &'a [u8],
    name: &'a [u8],
    value: &'a [u8],
    said: &mut Said<'a>,
) {
    let proper = name.trim_ascii_end();
    match known(proper) {
        Some(field) => {
            pdu.text_back(field, line.len(), Ascii(value));
            pdu.label(format_args!("{}", Text(line)));
            pdu.below(|pdu| meaning(pdu, field, line, value, said));
            if kind.is_some() {
                plain(pdu, line, as_it_stands(kind));
                pdu.hide();
            }
        }
        None => plain(pdu, line, as_it_stands(kind)),
    }
    if !name.iter().all(|byte| TOKEN[usize::from(*byte)]) {
        pdu.below(|pdu| pdu.note(&BAD_NAME, line.len()));
    }
}

/// The field of a header with this name.
fn known(name: &[u8]) -> Option<&'static Field> {
    let letter = usize::from(name.first()?.to_ascii_lowercase().wrapping_sub(b'a'));
    let mut candidates = *BEGINNING.get(letter)?;
    while candidates != 0 {
        let (known, field) = KNOWN.get(candidates.trailing_zeros() as usize)?;
        if name.eq_ignore_ascii_case(known.as_bytes()) {
            return Some(field);
        }
        candidates &= candidates - 1;
    }
    None
}

/// For each letter a bit for each place in [`KNOWN`] whose name begins with it: most names are told apart by that.
static BEGINNING: [u64; 26] = {
    let mut beginning = [0; 26];
    let mut place = 0;
    while place < KNOWN.len() {
        beginning[(KNOWN[place].0.as_bytes()[0].to_ascii_lowercase() - b'a') as usize] |= 1 << place;
        place += 1;
    }
    beginning
};

/// Bytes that a name may hold: RFC 9110 5.6.2.
static TOKEN: [bool; 256] = {
    let mut token = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        token[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~');
        byte += 1;
    }
    token
};

/// What some headers say beyond their text.
fn meaning<'a, S: Sink>(
    pdu: &mut Pdu<'a, S>,
    field: &'static Field,
    line: &[u8],
    value: &'a [u8],
    said: &mut Said<'a>,
) {
    let is = |known: &'static Field| std::ptr::eq(field, known);
    if is(&HOST) {
        said.host = Some(value);
    } else if is(&CONTENT_TYPE) {
        said.media = Some(MediaType(value));
    } else if is(&CONTENT_ENCODING) {
        said.packed = Some(value);
    } else if is(&CONTENT_LENGTH_HEADER) {
        said.length = true;
        if let Some(length) = head::number(value) {
            pdu.computed(&CONTENT_LENGTH, length);
        }
    } else if is(&TRANSFER_ENCODING) {
        said.transfer = Some(value);
    } else if is(&WEBSOCKET_KEY) {
        pdu.either(|pdu| pdu.remember(|history, _| history.key = value.trim_ascii().to_vec()));
    } else if is(&WEBSOCKET_ACCEPT) {
        pdu.either(|pdu| judge(pdu, value.trim_ascii()));
    } else if is(&COOKIE) {
        for pair in value.split(|&byte| byte == b';').map(<[u8]>::trim_ascii).filter(|pair| !pair.is_empty()) {
            pdu.text_of(&COOKIE_PAIR, pair, Ascii(pair));
        }
    } else if is(&AUTHORIZATION) || is(&PROXY_AUTHORIZATION) {
        let scheme = value.split_at_checked(6).filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"basic "));
        if let Some((_, credentials)) = scheme {
            pdu.text_of(&CREDENTIALS, credentials, Decoded(credentials.trim_ascii()));
        }
    }
    if said.length && said.transfer.is_some() && (is(&CONTENT_LENGTH_HEADER) || is(&TRANSFER_ENCODING)) {
        pdu.note(&BOTH_LENGTHS, line.len());
    }
}

/// What the key of a handshake is put together with: RFC 6455 1.3.
const WEBSOCKET: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Says whether a server's proof fits the client's key, where that is in the capture.
fn judge(pdu: &mut Pdu<'_, Either<'_, '_>>, accept: &[u8]) {
    let key = pdu.remember(|history, _| history.key.clone()).unwrap_or_default();
    if key.is_empty() {
        return;
    }
    let hash = Sha1::digest([&key, WEBSOCKET].concat());
    let expected = Base64(&hash).to_string();
    if expected.as_bytes() == accept {
        pdu.computed_text(&ACCEPT_STATUS, "valid");
    } else {
        pdu.computed_text(&ACCEPT_STATUS, format_args!("not valid: {expected} would be"));
    }
}

/// Base 64 that prints as what it stands for; it ends where it is none.
struct Decoded<'a>(&'a [u8]);

impl std::fmt::Display for Decoded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digit = |byte: &u8| match byte {
            b'A'..=b'Z' => Some(u32::from(byte - b'A')),
            b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
            b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
            b'+' => Some(62),
            b'/' => Some(63),
            _ => None,
        };
        let (mut word, mut bits) = (0_u32, 0);
        let mut bytes = Vec::new();
        for value in self.0.iter().map_while(digit) {
            word = word << 6 | value;
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                bytes.push((word >> bits) as u8);
                word &= (1 << bits) - 1;
            }
        }
        Ascii(&bytes).fmt(f)
    }
}
