//! Records that prove others: RRSIG, DS, NSEC, NSEC3, and what keeps a zone in step with its parent.

use super::{
    Word,
    records::{Entry, TYPE_LISTED},
    text::{Base32, Lasting},
    values,
};
use crate::dissect::{field::Field, pdu::Pdu, protocol::Short, record::Value, sink::Sink};

more_fields! { "dns":
    TYPE_COVERED   "rrsig.type_covered"   Named(&values::TYPES_IN_WORDS) "Type Covered" "Which records are signed.";
    ALGORITHM      "rrsig.algorithm"      Named(&values::ALGORITHMS) "Algorithm" "How they are signed.";
    LABELS         "rrsig.labels"         Dec   "Labels" "Labels of the owner, without an asterisk.";
    ORIGINAL_TTL   "rrsig.original_ttl"   Dec   "Original TTL" "The time to live that was signed.";
    EXPIRATION     "rrsig.signature_expiration" Time "Signature Expiration" "Not valid after.";
    INCEPTION      "rrsig.signature_inception" Time "Signature Inception" "Not valid before.";
    KEY_TAG        "rrsig.key_tag"        Dec   "Key Tag" "Which key to check with.";
    SIGNER         "rrsig.signers_name"   Text  "Signer's name" "The zone whose key it is.";
    SIGNATURE      "rrsig.signature"      Bytes "Signature" "The signature.";
    DS_KEY_ID      "ds.key_id"            Hex(4) "Key id" "Which key of the child is meant.";
    DS_ALGORITHM   "ds.algorithm"         Named(&values::ALGORITHMS) "Algorithm" "What that key is for.";
    DS_DIGEST_TYPE "ds.digest_type"       Named(&values::DIGESTS) "Digest Type" "How the digest is made.";
    DS_DIGEST      "ds.digest"            Bytes "Digest" "Of the child's key.";
    NXT_NEXT       "nxt.next_domain_name" Text  "Next Domain Name" "There is no name in between.";
    NSEC_NEXT      "nsec.next_domain_name" Text "Next Domain Name" "There is no name in between.";
    NSEC3_HASH     "nsec3.algo"           Named(&values::NSEC3_HASHES) "Hash algorithm" "How names are hashed.";
    NSEC3_FLAGS    "nsec3.flags"          Dec   "NSEC3 flags" "What the chain leaves out.";
    NSEC3_OPT_OUT  "nsec3.flags.opt_out"  FlagNamed(["Additional insecure delegations allowed", "Additional insecure delegations forbidden"]) & 0x01 "NSEC3 Opt-out flag" "Unsigned delegations may lie in between.";
    NSEC3_ITERATIONS "nsec3.iterations"   Dec   "NSEC3 iterations" "How often more.";
    NSEC3_SALT_LENGTH "nsec3.salt_length" Dec   "Salt length" "Bytes of what follows.";
    NSEC3_SALT     "nsec3.salt_value"     Bytes "Salt value" "What is put behind each name.";
    NSEC3_LENGTH   "nsec3.hash_length"    Dec   "Hash length" "Bytes of what follows.";
    NSEC3_NEXT     "nsec3.hash_value"     Text  "Next hashed owner" "There is no hash in between.";
    CSYNC_SERIAL   "csync.soa"            Dec   "SOA" "The child's serial number.";
    CSYNC_FLAGS    "csync.flags"          Hex(4) "Flags" "When the parent may act.";
    CSYNC_IMMEDIATE "csync.flags.immediate" FlagNamed(["True", "False"]) & 0x0001 "immediate" "At once.";
    CSYNC_MINIMUM  "csync.flags.soaminimum" FlagNamed(["True", "False"]) & 0x0002 "soaminimum" "Only for that serial number or a later one.";
    CSYNC_TYPES    "csync.type_bitmap"    Bytes "Type Bitmap" "Which records the parent should take over.";
    ZONEMD_SERIAL  "zonemd.serial"        Dec   "Serial" "Of the zone that was digested.";
    ZONEMD_SCHEME  "zonemd.scheme"        Named(&values::ZONEMD_SCHEMES) "Scheme" "How its records are put in order.";
    ZONEMD_HASH    "zonemd.hash_algo"     Named(&values::ZONEMD_HASHES) "Hash Algorithm" "How the digest is made.";
    ZONEMD_DIGEST  "zonemd.digest"        Bytes "Digest" "Of the whole zone.";
}

/// Reads the data of such a record.
pub(super) fn dissect<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    match entry.kind {
        24 | 46 => signature(pdu, entry),
        30 => next_old(pdu, entry),
        47 => next(pdu, entry),
        50 | 51 => hashed(pdu, entry),
        62 => synchronization(pdu),
        63 => zone_digest(pdu),
        _ => delegation(pdu),
    }
}

fn signature<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    pdu.u16(&TYPE_COVERED)?;
    pdu.u8(&ALGORITHM)?;
    pdu.u8(&LABELS)?;
    let ttl = pdu.u32(&ORIGINAL_TTL)?;
    pdu.label(format_args!("{}", Lasting(ttl)));
    seconds(pdu, &EXPIRATION)?;
    seconds(pdu, &INCEPTION)?;
    pdu.u16(&KEY_TAG)?;
    entry.message.name(pdu, &SIGNER)?;
    pdu.all(&SIGNATURE);
    Ok(())
}

/// A date as four bytes of seconds since 1970.
pub(super) fn seconds<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    let seconds = pdu.peeled::<4>()?.value;
    pdu.read_back(field, 4, Value::Number(seconds * 1_000_000_000));
    Ok(())
}

fn delegation<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&DS_KEY_ID)?;
    pdu.u8(&DS_ALGORITHM)?;
    pdu.u8(&DS_DIGEST_TYPE)?;
    pdu.all(&DS_DIGEST);
    Ok(())
}

/// RFC 2535: one bitmap of up to 128 types.
fn next_old<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let name = entry.message.name(pdu, &NXT_NEXT)?;
    entry.say(pdu, format_args!(", next domain name {name}"), format_args!(" {name}"));
    bitmap(pdu, 0)
}

fn next<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let name = entry.message.name(pdu, &NSEC_NEXT)?;
    entry.say(pdu, format_args!(", next domain name {name}"), format_args!(" {name}"));
    windows(pdu)
}

fn hashed<'a, S: Sink>(pdu: &mut Pdu<'a, S>, entry: &Entry<'a, '_>) -> Result<(), Short> {
    let is_proof = entry.kind == 50;
    if !is_proof {
        entry.say(pdu, format_args!(""), format_args!(" {}", entry.owner));
    }
    pdu.u8(&NSEC3_HASH)?;
    let flags = pdu.word::<1>(&NSEC3_FLAGS)?;
    if is_proof {
        pdu.below(|pdu| pdu.bits(&NSEC3_OPT_OUT, flags));
    }
    pdu.u16(&NSEC3_ITERATIONS)?;
    let salt = usize::from(pdu.u8(&NSEC3_SALT_LENGTH)?);
    pdu.bytes(&NSEC3_SALT, salt)?;
    if is_proof {
        let len = usize::from(pdu.u8(&NSEC3_LENGTH)?);
        let hash = pdu.skip(len)?;
        if len > 0 {
            pdu.computed_text(&NSEC3_NEXT, Base32(hash));
        }
        windows(pdu)?;
    }
    Ok(())
}

/// RFC 4034 4.1.2: blocks of up to 256 types, each with its number and length.
pub(super) fn windows<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while pdu.claimed_left() > 0 {
        let block = pdu.peeled::<1>()?.value as u16;
        let len = pdu.peeled::<1>()?.value as usize;
        if len == 0 || len > 32 {
            break;
        }
        pdu.within(len, |pdu| bitmap(pdu, block << 8))?;
    }
    Ok(())
}

fn bitmap<S: Sink>(pdu: &mut Pdu<'_, S>, first: u16) -> Result<(), Short> {
    let mut first = first;
    while pdu.claimed_left() > 0 {
        let bits = pdu.peeled::<1>()?.value;
        for bit in 0..8 {
            if bits & 0x80 >> bit != 0 {
                let kind = first.wrapping_add(bit);
                pdu.read_back(&TYPE_LISTED, 1, Value::Number(kind.into()));
                pdu.label(format_args!("{}", Word(&values::TYPES_IN_WORDS, kind.into(), "Unknown")));
            }
        }
        first = first.wrapping_add(8);
    }
    Ok(())
}

/// RFC 7477.
fn synchronization<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u32(&CSYNC_SERIAL)?;
    let flags = pdu.word::<2>(&CSYNC_FLAGS)?;
    pdu.below(|pdu| {
        pdu.bits(&CSYNC_IMMEDIATE, flags);
        pdu.bits(&CSYNC_MINIMUM, flags);
    });
    let len = pdu.claimed_left();
    pdu.ahead(0, |pdu| pdu.bytes(&CSYNC_TYPES, len))?;
    windows(pdu)
}

/// RFC 8976.
fn zone_digest<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u32(&ZONEMD_SERIAL)?;
    pdu.u8(&ZONEMD_SCHEME)?;
    pdu.u8(&ZONEMD_HASH)?;
    pdu.all(&ZONEMD_DIGEST);
    Ok(())
}
