//! Keys in hellos of TLS 1.3: halves of new ones, and those that both sides knew before (RFC 8446 4.2.8, 4.2.11).

use super::From;
use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::application::tls::{
        names::GROUPS,
        vector::{self, each},
    },
    sink::Sink,
};

more_fields! { "tls":
    SHARES          "handshake.key_share"                  Group "Key Share extension"  "Halves of keys, one for each group that is likely to be taken.";
    SHARES_LENGTH   "handshake.extensions_key_share_client_length" Dec "Client Key Share Length" "Bytes of the list.";
    SHARE           "handshake.key_share.entry"            Group "Key Share Entry"      "Half of a key.";
    GROUP           "handshake.extensions_key_share_group" Named(&GROUPS) "Group"       "In which group or on which curve.";
    KEY_LENGTH      "handshake.extensions_key_share_key_exchange_length" Dec "Key Exchange Length" "Bytes of it.";
    KEY             "handshake.extensions_key_share_key_exchange" Bytes "Key Exchange"  "Half of the key.";
    SELECTED        "handshake.extensions_key_share_selected_group" Named(&GROUPS) "Selected Group" "The server wants a key of this one.";
    PRE_SHARED      "handshake.pre_shared_key"             Group "Pre-Shared Key extension" "Keys that both sides know from before.";
    IDENTITIES      "handshake.extensions.psk.identities.length" Dec "Identities Length" "Bytes of their names.";
    IDENTITY_GROUP  "handshake.extensions.psk.identity"    Group "PSK Identity"         "A key that is known.";
    IDENTITY_LENGTH "handshake.extensions.psk.identity.identity_length" Dec "Identity Length" "Bytes of its name.";
    IDENTITY        "handshake.extensions.psk.identity.identity" Bytes "Identity"       "Its name, mostly a ticket.";
    TICKET_AGE      "handshake.extensions.psk.identity.obfuscated_ticket_age" Dec "Obfuscated Ticket Age" "How old it is, with a number added that hides it.";
    BINDERS_LENGTH  "handshake.extensions.psk.binders_len" Dec   "PSK Binders length"   "Bytes of the proofs.";
    BINDERS         "handshake.extensions.psk.binders"     Bytes "PSK Binders"          "Proofs that the client has the keys.";
    TAKEN           "handshake.extensions.psk.identity.selected" Dec "Selected Identity" "Which one the server takes, from 0.";
}

/// The client's halves, the server's, or the group of which the server wants one.
pub fn key_shares<S: Sink>(pdu: &mut Pdu<'_, S>, from: From) -> Result<(), Short> {
    let group = pdu.open(&SHARES);
    match from {
        From::Client => {
            let len = usize::from(pdu.u16(&SHARES_LENGTH)?);
            each(pdu, len, share)?;
        }
        From::Server => share(pdu)?,
        From::Retry => {
            pdu.u16(&SELECTED)?;
        }
    }
    pdu.close(group);
    Ok(())
}

fn share<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&SHARE);
    let of = GROUPS.or_unknown(pdu.u16(&GROUP)?.into());
    let len = pdu.u16(&KEY_LENGTH)?;
    pdu.label_group(&group, format_args!(": Group: {of}, Key Exchange length: {len}"));
    vector::some(pdu, &KEY, len.into())?;
    pdu.close(group);
    Ok(())
}

/// The client's names for keys, or the server's choice.
pub fn known_keys<S: Sink>(pdu: &mut Pdu<'_, S>, asks: bool) -> Result<(), Short> {
    let group = pdu.open(&PRE_SHARED);
    if asks {
        let len = usize::from(pdu.u16(&IDENTITIES)?);
        each(pdu, len, |pdu| {
            let group = pdu.open(&IDENTITY_GROUP);
            let len = pdu.u16(&IDENTITY_LENGTH)?;
            pdu.label_group(&group, format_args!(" (length: {len})"));
            vector::some(pdu, &IDENTITY, len.into())?;
            pdu.u32(&TICKET_AGE)?;
            pdu.close(group);
            Ok(())
        })?;
        vector::long(pdu, &BINDERS_LENGTH, &BINDERS)?;
    } else {
        pdu.u16(&TAKEN)?;
    }
    pdu.close(group);
    Ok(())
}
