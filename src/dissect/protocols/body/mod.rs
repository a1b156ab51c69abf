//! What bodies are: pictures, documents and forms, found by media type or by how they begin.
//!
//! Pass one sees their first bytes only and learns nothing from them; what is wrong with a body is a finding, not a note.

pub mod data_text_lines;
pub mod json;
pub mod media;

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Next, Protocol},
    sink::Sink,
};

/// All of this folder.
pub static ALL: &[&Protocol] = &[&data_text_lines::PROTOCOL, &json::PROTOCOL, &media::PROTOCOL];

/// What pass one does with a body, whatever it is.
fn pass_over<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.skip(pdu.left())?;
    Ok(Next::Done)
}

/// Adds the media type to the Info column.
fn say_media<S: Sink>(pdu: &mut Pdu<'_, S>) {
    if let Some(media) = pdu.media {
        pdu.info_more(format_args!(" ({media})"));
    }
}
