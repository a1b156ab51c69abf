//! The client hello of SSL 2.0, with which clients began that could also speak later versions: RFC 5246 E.2, RFC 6101 E.

use super::{
    RECORD_LENGTH, RECORD_VERSION,
    cipher_suites::CIPHER_SUITES,
    handshake::TYPE,
    hello::{HELLO_VERSION, ID, ID_LENGTH},
};
use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Next},
    record::Value,
    sink::Sink,
};

more_fields! { "tls":
    RECORD           "ssl2.record"                 Group  "SSLv2 Record Layer: Client Hello" "What is sent at once.";
    SPECS_LENGTH     "handshake.cipher_spec_len"   Dec    "Cipher Spec Length" "Bytes of cipher specs.";
    CHALLENGE_LENGTH "handshake.challenge_length"  Dec    "Challenge Length"   "Bytes of the challenge.";
    SPECS            "handshake.cipher_specs"      Group  "Cipher Specs"       "What the client can speak.";
    SPEC             "handshake.cipherspec"        HexNamed(6, &SPEC_NAMES) "Cipher Spec" "One way to encrypt.";
    CHALLENGE        "handshake.challenge"         Bytes  "Challenge"          "What the client's random number is in later versions.";
}

names! {
    /// Those of SSL 2.0 itself.
    SPEC_NAMES:
        0x010080 "SSL2_RC4_128_WITH_MD5", 0x020080 "SSL2_RC4_128_EXPORT40_WITH_MD5", 0x030080 "SSL2_RC2_128_CBC_WITH_MD5",
        0x040080 "SSL2_RC2_128_CBC_EXPORT40_WITH_MD5", 0x050080 "SSL2_IDEA_128_CBC_WITH_MD5",
        0x060040 "SSL2_DES_64_CBC_WITH_MD5", 0x0700c0 "SSL2_DES_192_EDE3_CBC_WITH_MD5", 0x080080 "SSL2_RC4_64_WITH_MD5";
}

/// Whether the bytes begin with such a hello.
pub fn looks(bytes: &[u8]) -> bool {
    let [0x80..=0x8f, _, 1, 0 | 3, minor, a, b, c, d, e, f, ..] = *bytes else { return false };
    let [specs, id, challenge] = [[a, b], [c, d], [e, f]].map(u16::from_be_bytes).map(u32::from);
    let fits = 9 + specs + id + challenge + 2 == len(bytes);
    fits && minor <= 3 && specs > 0 && specs % 3 == 0 && matches!(id, 0 | 16) && (16..=32).contains(&challenge)
}

/// Bytes of the record, its header included.
pub fn len(bytes: &[u8]) -> u32 {
    let [high, low, ..] = *bytes else { return 0 };
    2 + (u32::from(high & 0x7f) << 8 | u32::from(low))
}

/// Reads it.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    pdu.protocol("SSLv2");
    pdu.info_next(format_args!("Client Hello"));
    let record = pdu.open(&RECORD);
    pdu.computed(&RECORD_VERSION, 2);
    let header = pdu.peeled::<2>()?;
    pdu.read_back(&RECORD_LENGTH, 2, Value::Number(header.value & 0x7fff));
    pdu.u8(&TYPE)?;
    pdu.u16(&HELLO_VERSION)?;
    let specs = usize::from(pdu.u16(&SPECS_LENGTH)?);
    let id = usize::from(pdu.u16(&ID_LENGTH)?);
    let challenge = usize::from(pdu.u16(&CHALLENGE_LENGTH)?);
    let group = pdu.open(&SPECS);
    pdu.label_group(&group, format_args!(" ({} specs)", specs / 3));
    for _ in 0..specs / 3 {
        let spec = pdu.u24(&SPEC)?;
        if let Some(name) = pdu.shown_name(&CIPHER_SUITES, spec.into()) {
            pdu.label(format_args!("{name} (0x{spec:06x})"));
        }
    }
    pdu.close(group);
    if id > 0 {
        pdu.bytes(&ID, id)?;
    }
    pdu.bytes(&CHALLENGE, challenge)?;
    pdu.close(record);
    Ok(Next::Done)
}
