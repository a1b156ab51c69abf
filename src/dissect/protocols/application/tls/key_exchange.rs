//! How TLS 1.2 and older agree on keys: RFC 5246 7.4.3 and 7.4.7, RFC 8422 5.4 and 5.7, RFC 4279.

use super::{
    connection::{self, Exchange, Version},
    names::{GROUPS, HASHES, SIGNATURE_ALGORITHMS, SIGNATURES},
    vector::{self, list},
};
use crate::dissect::{field::Field, pdu::Pdu, protocol::Short, record::Value, sink::Sink};

more_fields! { "tls":
    ALGORITHMS_LENGTH "handshake.sig_hash_alg_len" Dec "Signature Hash Algorithms Length" "Bytes of the list.";
    ALGORITHMS        "handshake.sig_hash_algs"    Group "Signature Hash Algorithms" "How signatures may be made.";
    ALGORITHM         "handshake.sig_hash_alg"     HexNamed(4, &SIGNATURE_ALGORITHMS) "Signature Algorithm" "How a signature is made.";
    HASH              "handshake.sig_hash_hash"    Named(&HASHES) "Signature Hash Algorithm Hash" "What is signed is hashed so.";
    SIGNATURE_KIND    "handshake.sig_hash_sig"     Named(&SIGNATURES) "Signature Hash Algorithm Signature" "The hash is signed so.";
    EC_SERVER         "handshake.ecdh_server"      Group "EC Diffie-Hellman Server Params" "The server's half of the key.";
    DH_SERVER         "handshake.dh_server"        Group "Diffie-Hellman Server Params" "The server's half of the key.";
    RSA_SERVER        "handshake.rsa_server"       Group "RSA-EXPORT Server Params" "A key weaker than the certificate's.";
    PSK_SERVER        "handshake.psk_server"       Group "PSK Server Params" "Which key is meant.";
    EC_CLIENT         "handshake.ecdh_client"      Group "EC Diffie-Hellman Client Params" "The client's half of the key.";
    DH_CLIENT         "handshake.dh_client"        Group "Diffie-Hellman Client Params" "The client's half of the key.";
    RSA_CLIENT        "handshake.rsa_client"       Group "RSA Encrypted PreMaster Secret" "What the keys are made of.";
    PSK_CLIENT        "handshake.psk_client"       Group "PSK Client Params" "Which key is meant.";
    CURVE_TYPE        "handshake.server_curve_type" HexNamed(2, &CURVE_TYPES) "Curve Type" "How the curve is told.";
    NAMED_CURVE       "handshake.server_named_curve" HexNamed(4, &GROUPS) "Named Curve" "Which curve.";
    EC_SERVER_LENGTH  "handshake.server_point_len" Dec "Pubkey Length" "Bytes of the key.";
    EC_SERVER_KEY     "handshake.server_point"     Bytes "Pubkey" "The server's key.";
    EC_CLIENT_LENGTH  "handshake.client_point_len" Dec "Pubkey Length" "Bytes of the key.";
    EC_CLIENT_KEY     "handshake.client_point"     Bytes "Pubkey" "The client's key.";
    P_LENGTH          "handshake.p_len"            Dec "p Length" "Bytes of p.";
    P                 "handshake.p"                Bytes "p" "The prime.";
    G_LENGTH          "handshake.g_len"            Dec "g Length" "Bytes of g.";
    G                 "handshake.g"                Bytes "g" "The generator.";
    YS_LENGTH         "handshake.ys_len"           Dec "Pubkey Length" "Bytes of the key.";
    YS                "handshake.ys"               Bytes "Pubkey" "The server's key.";
    YC_LENGTH         "handshake.yc_len"           Dec "Pubkey Length" "Bytes of the key.";
    YC                "handshake.yc"               Bytes "Pubkey" "The client's key.";
    MODULUS_LENGTH    "handshake.modulus_len"      Dec "Modulus Length" "Bytes of the modulus.";
    MODULUS           "handshake.modulus"          Bytes "Modulus" "The key's modulus.";
    EXPONENT_LENGTH   "handshake.exponent_len"     Dec "Exponent Length" "Bytes of the exponent.";
    EXPONENT          "handshake.exponent"         Bytes "Exponent" "The key's exponent.";
    SECRET_LENGTH     "handshake.epms_len"         Dec "Encrypted PreMaster length" "Bytes of the secret.";
    SECRET            "handshake.epms"             Bytes "Encrypted PreMaster" "The secret.";
    HINT_LENGTH       "handshake.hint_len"         Dec "Hint Length" "Bytes of the hint.";
    HINT              "handshake.hint"             Bytes "Hint" "Which key the client should take.";
    IDENTITY_LENGTH   "handshake.identity_len"     Dec "Identity Length" "Bytes of the name.";
    IDENTITY          "handshake.identity"         Bytes "Identity" "The key's name.";
    SIGNATURE_LENGTH  "handshake.sig_len"          Dec "Signature Length" "Bytes of the signature.";
    SIGNATURE         "handshake.sig"              Bytes "Signature" "Made with the certificate's key.";
    UNKNOWN           "handshake.key_exchange"     Bytes "Key Exchange" "What cannot be told apart without the cipher suite.";
}

names! {
    /// RFC 8422 5.4.
    CURVE_TYPES: 1 "explicit_prime", 2 "explicit_char2", 3 "named_curve";
}

/// A list of signature algorithms, its length first.
pub fn signature_algorithms<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let len = usize::from(pdu.u16(&ALGORITHMS_LENGTH)?);
    list(pdu, &ALGORITHMS, (len, 2), ["algorithm", "algorithms"], signature_algorithm)
}

/// A signature algorithm, and its halves as TLS 1.2 has them.
pub fn signature_algorithm<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let [hash, signature] = pdu.u16(&ALGORITHM)?.to_be_bytes();
    pdu.below(|pdu| {
        let behind = pdu.behind(2);
        let halves: [(&'static Field, u8); 2] = [(&HASH, hash), (&SIGNATURE_KIND, signature)];
        for (place, (field, half)) in halves.into_iter().enumerate() {
            let part = behind.get(place..=place).unwrap_or_default();
            pdu.value_of(field, part, Value::Number(half.into()));
        }
    });
    Ok(())
}

/// What the server says of its half.
pub fn server<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let mode = pdu.context.mode;
    let group = match connection::exchange(mode) {
        Exchange::Ecdh => {
            let group = pdu.open(&EC_SERVER);
            if pdu.u8(&CURVE_TYPE)? != 3 {
                pdu.close(group);
                return Ok(());
            }
            pdu.u16(&NAMED_CURVE)?;
            vector::short(pdu, &EC_SERVER_LENGTH, &EC_SERVER_KEY)?;
            group
        }
        Exchange::Dh => {
            let group = pdu.open(&DH_SERVER);
            vector::long(pdu, &P_LENGTH, &P)?;
            vector::long(pdu, &G_LENGTH, &G)?;
            vector::long(pdu, &YS_LENGTH, &YS)?;
            group
        }
        Exchange::Rsa => {
            let group = pdu.open(&RSA_SERVER);
            vector::long(pdu, &MODULUS_LENGTH, &MODULUS)?;
            vector::long(pdu, &EXPONENT_LENGTH, &EXPONENT)?;
            group
        }
        Exchange::Psk => {
            let group = pdu.open(&PSK_SERVER);
            vector::long(pdu, &HINT_LENGTH, &HINT)?;
            pdu.all(&UNKNOWN);
            group
        }
        Exchange::Unknown => {
            pdu.all(&UNKNOWN);
            return Ok(());
        }
    };
    if pdu.claimed_left() > 0 {
        if connection::version(mode) == Version::Tls12 {
            signature_algorithm(pdu)?;
        }
        vector::long(pdu, &SIGNATURE_LENGTH, &SIGNATURE)?;
    }
    pdu.close(group);
    Ok(())
}

/// What the client says of its half.
pub fn client<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let mode = pdu.context.mode;
    let group = match connection::exchange(mode) {
        Exchange::Ecdh => {
            let group = pdu.open(&EC_CLIENT);
            vector::short(pdu, &EC_CLIENT_LENGTH, &EC_CLIENT_KEY)?;
            group
        }
        Exchange::Dh => {
            let group = pdu.open(&DH_CLIENT);
            vector::long(pdu, &YC_LENGTH, &YC)?;
            group
        }
        Exchange::Rsa => {
            let group = pdu.open(&RSA_CLIENT);
            // SSL 3.0 gives no length: RFC 6101 5.6.7.1.
            if connection::version(mode) == Version::Ssl3 {
                pdu.all(&SECRET);
            } else {
                vector::long(pdu, &SECRET_LENGTH, &SECRET)?;
            }
            group
        }
        Exchange::Psk => {
            let group = pdu.open(&PSK_CLIENT);
            vector::long(pdu, &IDENTITY_LENGTH, &IDENTITY)?;
            pdu.all(&UNKNOWN);
            group
        }
        Exchange::Unknown => {
            pdu.all(&UNKNOWN);
            return Ok(());
        }
    };
    pdu.close(group);
    Ok(())
}
