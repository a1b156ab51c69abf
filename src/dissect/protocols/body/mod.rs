//! What bodies are: pictures, documents and forms, found by media type or by how they begin.
//!
//! Pass one sees their first bytes only and learns nothing from them; what is wrong with a body is a finding, not a note.

pub mod data_text_lines;
pub mod image_gif;
pub mod image_jfif;
pub mod json;
pub mod media;
pub mod mime_multipart;
pub mod png;
pub mod urlencoded_form;
pub mod webp;
pub mod xml;

use crate::dissect::{
    either::Either,
    field::Field,
    pdu::Pdu,
    protocol::{Claim, Dissected, Limit, Next, Protocol, Short},
    sink::Sink,
};

/// All of this folder.
pub static ALL: &[&Protocol] = &[
    &data_text_lines::PROTOCOL,
    &image_gif::PROTOCOL,
    &image_jfif::PROTOCOL,
    &json::PROTOCOL,
    &media::PROTOCOL,
    &mime_multipart::PROTOCOL,
    &png::PROTOCOL,
    &urlencoded_form::PROTOCOL,
    &webp::PROTOCOL,
    &xml::PROTOCOL,
];

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

/// Whether the media type is among the first ones that a protocol claims, those that tshark reads, too.
fn is_usual(pdu: &Pdu<'_, Either<'_, '_>>, claims: &[Claim], usual: usize) -> bool {
    let is = |claim: &Claim| matches!((claim, pdu.media), (Claim::MediaType(name), Some(media)) if media.is(name));
    claims.iter().take(usual).any(is)
}

/// Shows a picture that `begins` as its protocol has it, as far as it goes; `said` is what its row says of it, if not its media
/// type. A body that was not looked at when its protocol was chosen may begin otherwise.
fn picture(
    pdu: &mut Pdu<'_, Either<'_, '_>>,
    said: &'static str,
    begins: fn(&[u8]) -> bool,
    cut: &'static Field,
    show: fn(&mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short>,
) -> Dissected {
    let is_one = begins(pdu.rest());
    match said {
        "" => say_media(pdu),
        said if is_one => pdu.info_more(format_args!(" ({said})")),
        _ => say_media(pdu),
    }
    if is_one && pdu.shows() {
        match show(pdu) {
            Err(Short { limit: Limit::Claimed, .. }) => pdu.finding(cut, 0),
            Err(_) if !pdu.context.beginning => pdu.finding(cut, 0),
            _ => {}
        }
    }
    pass_over(pdu)
}
