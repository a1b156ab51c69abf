//! Bytes that belong to no message whose beginning is known, where HTTP is or should be spoken.
//!
//! They may be the rest of a head, the rest of a body, or something else altogether. As Wireshark has it they are lines while
//! they begin with something that prints, and lines with a colon are headers.

use super::{CHUNKED, STRAY, head, headers};
use crate::dissect::{
    cut::{Cut, Piece, QUIET, UNSEEN},
    pdu::Pdu,
    protocol::{Dissected, Next},
    sink::Sink,
};

/// What is before the first line.
const BLANK: &[u8] = b"\r\n";

/// What a client begins HTTP/2 with: RFC 9113 3.4.
const TWO: &[u8] = b"PRI * HTTP/2.0\r\n";

/// Divides them off, in a flow of which it is `known` that it speaks HTTP, or only hoped: then they say nothing in the row.
pub fn cut(bytes: &[u8], known: bool) -> Cut {
    let stray = |len: usize, mode| Cut::Stray(Piece { len: len as u64, head: len as u32, mode });
    let text = bytes.strip_prefix(BLANK).unwrap_or(bytes);
    if text.starts_with(TWO) {
        return Cut::NotThis;
    }
    if !prints(text) {
        return if known { stray(bytes.len(), STRAY) } else { Cut::Silence };
    }
    match head::any_line(text) {
        None => stray(bytes.len() + 1, STRAY),
        Some(_) if known => stray(bytes.len(), STRAY),
        Some(line) => stray(bytes.len(), if head::header(line).is_some() { QUIET } else { UNSEEN }),
    }
}

/// Of bytes that nobody looked at: those that are a body.
pub fn unseen(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BLANK).unwrap_or(bytes)
}

fn prints(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| (b' '..=b'~').contains(first))
}

/// Reads them: headers, if there are any, and what follows.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    if pdu.context.mode != QUIET {
        pdu.info(format_args!("Continuation"));
    }
    if pdu.rest().starts_with(BLANK) {
        pdu.skip(BLANK.len())?;
    }
    if !prints(pdu.rest()) {
        return Ok(Next::Data);
    }
    let said = headers::dissect_stray(pdu)?;
    let chunked = said.transfer.is_some_and(|codings| codings.to_ascii_lowercase().ends_with(b"chunked"));
    pdu.context.mode = if chunked { CHUNKED } else { 0 };
    super::content(pdu, &said)
}
