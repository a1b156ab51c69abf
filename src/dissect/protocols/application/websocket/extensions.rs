//! What both sides agree on when they change to WebSocket: RFC 7692.

/// Messages may be packed.
pub const DEFLATE: u64 = 1;
/// Each message of way 0 is packed alone; likewise of way 1, a bit further.
const ALONE: u64 = 2;

/// What a server's `Sec-WebSocket-Extensions` says, sent this way, for the flow to remember.
pub fn agreed(value: &[u8], way: u8) -> u64 {
    let (server, client) = (u32::from(way & 1), u32::from(way & 1 ^ 1));
    let mut agreed = 0;
    for extension in value.split(|byte| *byte == b',') {
        let mut parameters = extension.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        if !parameters.next().is_some_and(|name| name.eq_ignore_ascii_case(b"permessage-deflate")) {
            continue;
        }
        agreed |= DEFLATE;
        for parameter in parameters {
            if parameter.eq_ignore_ascii_case(b"server_no_context_takeover") {
                agreed |= ALONE << server;
            } else if parameter.eq_ignore_ascii_case(b"client_no_context_takeover") {
                agreed |= ALONE << client;
            }
        }
    }
    agreed
}

/// Whether a packed message of this way refers back to those before it.
pub fn refers_back(memory: u64, way: u8) -> bool {
    memory & ALONE << (way & 1) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_side_may_pack_each_message_alone() {
        assert_eq!(agreed(b"x-webkit-frame", 1), 0);
        let one = agreed(b"foo, permessage-deflate; client_no_context_takeover; client_max_window_bits=15", 1);
        assert!(one & DEFLATE != 0 && !refers_back(one, 0) && refers_back(one, 1));
        let other = agreed(b"Permessage-Deflate;server_no_context_takeover", 0);
        assert!(!refers_back(other, 0) && refers_back(other, 1));
    }
}
