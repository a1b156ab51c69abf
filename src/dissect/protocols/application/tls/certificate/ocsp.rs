//! Whether certificates still hold: answers of the Online Certificate Status Protocol (RFC 6960 4.2.1).

use super::{
    algorithm,
    der::{BIT_STRING, Element, Elements, GENERALIZED_TIME, INTEGER, OBJECT_ID, OCTET_STRING, SEQUENCE, explicit},
    tree::{heading, object_id, part, time},
};
use crate::dissect::{field::Field, pdu::Pdu, record::Value, sink::Sink};

more_fields! { "ocsp":
    STATUS      "responseStatus"            Named(&STATUSES) "responseStatus" "Whether there is an answer.";
    KIND        "responseType.id"           Text  "ResponseType Id"    "What kind of answer.";
    BASIC       "BasicOCSPResponse_element" Group "BasicOCSPResponse"  "The answer.";
    PRODUCED    "producedAt"                Time  "producedAt"         "When it was made.";
    RESPONSES   "responses"                 Dec   "responses"          "How many certificates it is about.";
    SINGLE      "SingleResponse_element"    Group "SingleResponse"     "What it says of one.";
    HASH        "hashAlgorithm_element"     Group "hashAlgorithm"      "How names are hashed.";
    NAME_HASH   "issuerNameHash"            Bytes "issuerNameHash"     "A digest of the issuer's name.";
    KEY_HASH    "issuerKeyHash"             Bytes "issuerKeyHash"      "A digest of the issuer's key.";
    SERIAL      "serialNumber"              Bytes "serialNumber"       "The certificate's number.";
    STATE       "certStatus"                Named(&STATES) "certStatus" "Whether it holds.";
    THIS_UPDATE "thisUpdate"                Time  "thisUpdate"         "From when on that is known to be so.";
    NEXT_UPDATE "nextUpdate"                Time  "nextUpdate"         "Until when more will be known.";
    SIGNED_BY   "signatureAlgorithm_element" Group "signatureAlgorithm" "How it is signed.";
    SIGNATURE   "signature"                 Bytes "signature"          "The signature.";
}

names! {
    /// RFC 6960 4.2.1.
    STATUSES:
        0 "successful", 1 "malformedRequest", 2 "internalError", 3 "tryLater", 5 "sigRequired", 6 "unauthorized";

    /// RFC 6960 4.2.1.
    STATES: 0 "good", 1 "revoked", 2 "unknown";
}

const ENUMERATED: u8 = 0x0a;

/// Shows an answer whose bytes have just been recorded.
pub fn show<S: Sink>(pdu: &mut Pdu<'_, S>, bytes: &[u8]) {
    if pdu.shows() {
        pdu.below(|pdu| response(pdu, bytes));
    }
}

fn response<S: Sink>(pdu: &mut Pdu<'_, S>, bytes: &[u8]) -> Option<()> {
    let mut parts = Elements(bytes).accept(SEQUENCE)?.inside();
    let status = parts.accept(ENUMERATED)?;
    pdu.value_of(&STATUS, status.content, Value::Number(status.number()?));
    let mut answer = parts.accept(explicit(0))?.inside().accept(SEQUENCE)?.inside();
    object_id(pdu, &KIND, answer.accept(OBJECT_ID)?);
    let basic = answer.accept(OCTET_STRING)?.inside().accept(SEQUENCE)?;
    heading(pdu, &BASIC, basic, format_args!(""), |pdu| {
        basic_response(pdu, basic.inside());
    });
    Some(())
}

fn basic_response<S: Sink>(pdu: &mut Pdu<'_, S>, mut parts: Elements<'_>) -> Option<()> {
    let mut data = parts.accept(SEQUENCE)?.inside();
    data.accept(explicit(0));
    data.next()?;
    moment(pdu, &PRODUCED, data.accept(GENERALIZED_TIME)?);
    let all = data.accept(SEQUENCE)?;
    let count = all.inside().count();
    let words = format_args!("{count} item{}", if count == 1 { "" } else { "s" });
    part(pdu, &RESPONSES, all, Value::Number(count as u64), Some(words), |pdu| {
        for one in all.inside() {
            heading(pdu, &SINGLE, one, format_args!(""), |pdu| {
                single(pdu, one.inside());
            });
        }
    });
    algorithm(pdu, &SIGNED_BY, parts.accept(SEQUENCE)?);
    let (_, signature) = parts.accept(BIT_STRING)?.bits()?;
    pdu.value_of(&SIGNATURE, signature, Value::Span);
    Some(())
}

fn single<S: Sink>(pdu: &mut Pdu<'_, S>, mut parts: Elements<'_>) -> Option<()> {
    let mut id = parts.accept(SEQUENCE)?.inside();
    algorithm(pdu, &HASH, id.accept(SEQUENCE)?);
    pdu.value_of(&NAME_HASH, id.accept(OCTET_STRING)?.content, Value::Span);
    pdu.value_of(&KEY_HASH, id.accept(OCTET_STRING)?.content, Value::Span);
    pdu.value_of(&SERIAL, id.accept(INTEGER)?.content, Value::Span);
    let state = parts.next()?;
    pdu.value_of(&STATE, state.whole, Value::Number((state.tag & 0x1f).into()));
    moment(pdu, &THIS_UPDATE, parts.accept(GENERALIZED_TIME)?);
    let next = parts.accept(explicit(0))?.inside().accept(GENERALIZED_TIME)?;
    moment(pdu, &NEXT_UPDATE, next);
    Some(())
}

fn moment<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, moment: Element<'_>) {
    if let Some(ns) = time(moment.content) {
        pdu.value_of(field, moment.content, Value::Number(ns.cast_unsigned()));
    }
}
