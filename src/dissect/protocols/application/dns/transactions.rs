//! Records that go with one message only: TSIG signs it, TKEY agrees on the key.

use super::{UNKNOWN_MAC, dnssec::seconds, records::Entry, values};
use crate::dissect::{pdu::Pdu, protocol::Short, record::Value, sink::Sink};

more_fields! { "dns":
    TKEY_ALGORITHM  "tkey.algo_name"  Text  "Algorithm name" "What the key is for.";
    TKEY_INCEPTION  "tkey.signature_inception" Time "Signature Inception" "Not valid before.";
    TKEY_EXPIRATION "tkey.signature_expiration" Time "Signature Expiration" "Not valid after.";
    TKEY_MODE       "tkey.mode"       Named(&values::TKEY_MODES) "Mode" "How the key is agreed on.";
    TKEY_ERROR      "tkey.error"      Named(&values::RCODES) "Error" "How it went.";
    TKEY_SIZE       "tkey.key_size"   Dec   "Key Size" "Bytes of what follows.";
    TKEY_DATA       "tkey.key_data"   Bytes "Key Data" "What the key is made from.";
    TKEY_OTHER_SIZE "tkey.other_size" Dec   "Other Size" "Bytes of what follows.";
    TKEY_OTHER      "tkey.other_data" Bytes "Other Data" "Not used.";
    TSIG_ALGORITHM  "tsig.algorithm_name" Text "Algorithm Name" "How the message is signed.";
    TSIG_TIME       "tsig.time_signed" Time "Time Signed" "When.";
    TSIG_FUDGE      "tsig.fudge"      Dec   "Fudge" "Seconds by which clocks may differ.";
    TSIG_SIZE       "tsig.mac_size"   Dec   "MAC Size" "Bytes of what follows.";
    TSIG_MAC        "tsig.mac"        Group "MAC" "The signature.";
    TSIG_ID         "tsig.original_id" Dec  "Original Id" "The message's number when it was signed.";
    TSIG_ERROR      "tsig.error"      Named(&values::RCODES) "Error" "How it went.";
    TSIG_OTHER_LENGTH "tsig.other_len" Dec  "Other Len" "Bytes of what follows.";
    TSIG_OTHER      "tsig.other_data" Bytes "Other Data" "The server's clock, when clocks differ too much.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    if entry.kind == 249 { agreement(pdu, entry) } else { signature(pdu, entry) }
}

/// RFC 2930.
fn agreement<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    entry.message.name(pdu, &TKEY_ALGORITHM)?;
    seconds(pdu, &TKEY_INCEPTION)?;
    seconds(pdu, &TKEY_EXPIRATION)?;
    pdu.u16(&TKEY_MODE)?;
    pdu.u16(&TKEY_ERROR)?;
    let size = usize::from(pdu.u16(&TKEY_SIZE)?);
    if size > 0 {
        pdu.bytes(&TKEY_DATA, size)?;
    }
    let other = usize::from(pdu.u16(&TKEY_OTHER_SIZE)?);
    if other > 0 {
        pdu.bytes(&TKEY_OTHER, other)?;
    }
    Ok(())
}

/// RFC 8945.
fn signature<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    entry.message.name(pdu, &TSIG_ALGORITHM)?;
    let signed = pdu.peeled::<6>()?.value;
    pdu.read_back(&TSIG_TIME, 6, Value::Number(signed.saturating_mul(1_000_000_000)));
    pdu.u16(&TSIG_FUDGE)?;
    let size = usize::from(pdu.u16(&TSIG_SIZE)?);
    if size > 0 {
        let group = pdu.open(&TSIG_MAC);
        pdu.skip(size)?;
        pdu.note(&UNKNOWN_MAC, size);
        pdu.close(group);
    }
    pdu.u16(&TSIG_ID)?;
    pdu.u16(&TSIG_ERROR)?;
    let other = usize::from(pdu.u16(&TSIG_OTHER_LENGTH)?);
    if other > 0 {
        pdu.bytes(&TSIG_OTHER, other)?;
    }
    Ok(())
}
