//! What follows when HTTP ends in a flow: an upgrade to another protocol (RFC 9110 7.8), or a tunnel (9.3.6).

use super::head;
use crate::dissect::protocols::application::websocket::extensions;

/// What a flow's memory holds in its highest byte once HTTP is over; there are never so many requests open.
const OVER: u64 = 0xff << 56;
/// And below it: any protocol may follow.
const TUNNEL: u64 = 1 << 48;
/// Or this one, which remembers the lower bits.
const WEBSOCKET: u64 = 2 << 48;

/// Who speaks next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Nobody that is known.
    Unknown,
    /// Who is looked for by what it says.
    Tunnel,
    /// WebSocket, and what it remembers.
    WebSocket(u64),
}

/// Who speaks next by a flow's memory; nothing while HTTP goes on.
pub fn after(memory: u64) -> Option<After> {
    let marked = memory & OVER == OVER;
    marked.then_some(match memory & (0xff << 48) {
        TUNNEL => After::Tunnel,
        WEBSOCKET => After::WebSocket(memory & (WEBSOCKET - 1) & !(0xff << 48)),
        _ => After::Unknown,
    })
}

/// What a flow remembers behind a response that ends HTTP in it: one that grants a tunnel.
pub fn tunnelled() -> u64 {
    OVER | TUNNEL
}

/// The same behind `101 Switching Protocols`, sent this way.
pub fn upgraded(response: &[u8], way: u8) -> u64 {
    let (mut websocket, mut agreed) = (false, 0);
    let mut rest = response;
    while let Some((line, behind)) = head::next_line(rest) {
        rest = behind;
        let Some((name, value)) = head::header(line) else {
            if head::content(line).is_empty() { break } else { continue }
        };
        if name.eq_ignore_ascii_case(b"upgrade") {
            websocket |= value.trim_ascii().eq_ignore_ascii_case(b"websocket");
        } else if name.eq_ignore_ascii_case(b"sec-websocket-extensions") {
            agreed |= extensions::agreed(value, way);
        }
    }
    if websocket { OVER | WEBSOCKET | agreed } else { OVER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_follows_is_remembered() {
        assert_eq!(after(0), None);
        assert_eq!(after(28 << 56), None);
        assert_eq!(after(tunnelled()), Some(After::Tunnel));
        assert_eq!(after(upgraded(b"HTTP/1.1 101 ok\r\nUpgrade: h2c\r\n\r\n", 1)), Some(After::Unknown));
        let response = b"HTTP/1.1 101 ok\r\nUpgrade: WebSocket\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
        let agreed = extensions::agreed(b"permessage-deflate", 1);
        assert_ne!(agreed, 0);
        assert_eq!(after(upgraded(response, 1)), Some(After::WebSocket(agreed)));
    }
}
