//! Options of networks that route by flooding or by a tree: RPL, MPL, SMF and depth-first forwarding.

use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "ipv6":
    HASH          "opt.smf_dpd.hash_bit"  FlagNamed(["True", "False"]) & 0x80 "H-bit" "Whether duplicates are told by a hash.";
    TAGGER_TYPE   "opt.smf_dpd.tid_type"  Named(&TAGGER_TYPES) & 0x70 "TaggerID Type" "What kind of name the tagger has.";
    TAGGER_LENGTH "opt.smf_dpd.tid_len"   Dec & 0x0f "TaggerID Length" "Bytes of that name, less one.";
    TAGGER        "opt.smf_dpd.tagger_id" Bytes "TaggerID" "Who numbered the packet.";
    IDENTIFIER    "opt.smf_dpd.ident"     Bytes "Identifier" "The packet's number.";
    HASH_VALUE    "opt.smf_dpd.hav"       Bytes "Hash Assist Value" "Makes the packet's hash its own.";
    RPL_FLAGS     "opt.rpl.flag"          Hex(2) "Flag" "Which way the packet goes and what went wrong.";
    RPL_DOWN      "opt.rpl.flag.o"        FlagNamed(["True", "False"]) & 0x80 "Down" "The packet goes away from the root.";
    RPL_RANK      "opt.rpl.flag.r"        FlagNamed(["True", "False"]) & 0x40 "Rank Error" "The ranks on the way do not fit.";
    RPL_FORWARD   "opt.rpl.flag.f"        FlagNamed(["True", "False"]) & 0x20 "Forwarding Error" "The packet could not go on.";
    RPL_RESERVED  "opt.rpl.flag.rsv"      Hex(2) & 0x1f "Reserved" "Always zero.";
    RPL_INSTANCE  "opt.rpl.instance_id"   Hex(2) "RPLInstanceID" "The tree along which the packet goes.";
    RPL_SENDER    "opt.rpl.sender_rank"   Hex(4) "Sender Rank" "How far the sender is from the root.";
    MPL_FLAGS     "opt.mpl.flag"          Hex(2) "Flag" "How the seed is named and whether this is the latest packet.";
    MPL_SEED_LENGTH "opt.mpl.flag.s"      Named(&SEED_LENGTHS) & 0xc0 "Seed ID Length" "Bytes of the seed's name.";
    MPL_LARGEST   "opt.mpl.flag.m"        FlagNamed(["True", "False"]) & 0x20 "Largest Sequence" "The latest packet of the seed.";
    MPL_VERSION   "opt.mpl.flag.v"        FlagNamed(["True", "False"]) & 0x10 "Version" "Zero in this version.";
    MPL_RESERVED  "opt.mpl.flag.rsv"      Hex(2) & 0x0f "Reserved" "Always zero.";
    MPL_SEQUENCE  "opt.mpl.sequence"      Hex(2) "Sequence" "The packet's number.";
    MPL_SEED      "opt.mpl.seed_id"       Bytes "Seed ID" "Who sent it into the network.";
    DFF_FLAGS     "opt.dff.flags"         Hex(2) "Flags" "What has happened to the packet.";
    DFF_VERSION   "opt.dff.flag.ver"      Dec & 0xc0 "Version (VER)" "Zero so far.";
    DFF_DUPLICATE "opt.dff.flag.dup"      FlagNamed(["True", "False"]) & 0x20 "Duplicate (DUP)" "It is sent again.";
    DFF_RETURN    "opt.dff.flag.ret"      FlagNamed(["True", "False"]) & 0x10 "Return (RET)" "It goes back where it came from.";
    DFF_RESERVED  "opt.dff.flag.rsv"      Hex(2) & 0x0f "Reserved" "Always zero.";
    DFF_SEQUENCE  "opt.dff.sequence_number" DecHex(4) "Sequence Number" "The packet's number.";
}

names! {
    TAGGER_TYPES:
        0 "NULL", 1 "DEFAULT", 2 "IPv4", 3 "IPv6";
    SEED_LENGTHS:
        0 "0", 1 "16-bit unsigned integer", 2 "64-bit unsigned integer", 3 "128-bit unsigned integer";
}

/// RFC 6621: how duplicates of a flooded packet are told.
pub(super) fn duplicates<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let first = pdu.peeked::<1>()?;
    if pdu.bits(&HASH, first) == 1 {
        pdu.all(&HASH_VALUE);
        return Ok(());
    }
    let kind = pdu.bits(&TAGGER_TYPE, first);
    let len = pdu.bits(&TAGGER_LENGTH, first);
    pdu.skip(1)?;
    if kind != 0 {
        pdu.bytes(&TAGGER, len as usize + 1)?;
    }
    pdu.all(&IDENTIFIER);
    Ok(())
}

/// RFC 6553: guards against loops in a tree.
pub(super) fn rpl<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags = pdu.word::<1>(&RPL_FLAGS)?;
    label_flags(pdu, flags.value, [(0x80, "Down"), (0x40, "Rank Error"), (0x20, "Forwarding Error")]);
    pdu.below(|pdu| {
        for field in [&RPL_DOWN, &RPL_RANK, &RPL_FORWARD, &RPL_RESERVED] {
            pdu.bits(field, flags);
        }
    });
    pdu.u8(&RPL_INSTANCE)?;
    pdu.u16(&RPL_SENDER)?;
    Ok(())
}

/// RFC 7731: numbers a flooded packet.
pub(super) fn multicast<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags = pdu.word::<1>(&MPL_FLAGS)?;
    let kind = flags.value >> 6;
    pdu.label_more(format_args!(", Seed ID Length: {}", SEED_LENGTHS.or_unknown(kind)));
    label_flags(pdu, flags.value, [(0x20, "Largest Sequence"), (0x10, "Version"), (0, "")]);
    pdu.below(|pdu| {
        for field in [&MPL_SEED_LENGTH, &MPL_LARGEST, &MPL_VERSION, &MPL_RESERVED] {
            pdu.bits(field, flags);
        }
    });
    pdu.u8(&MPL_SEQUENCE)?;
    if kind > 0 {
        pdu.all(&MPL_SEED);
    }
    Ok(())
}

/// RFC 6971: tries one way after the other.
pub(super) fn depth_first<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let flags = pdu.word::<1>(&DFF_FLAGS)?;
    label_flags(pdu, flags.value, [(0x20, "Duplicate (DUP)"), (0x10, "Return (RET)"), (0, "")]);
    pdu.below(|pdu| {
        for field in [&DFF_VERSION, &DFF_DUPLICATE, &DFF_RETURN, &DFF_RESERVED] {
            pdu.bits(field, flags);
        }
    });
    pdu.u16(&DFF_SEQUENCE)?;
    Ok(())
}

fn label_flags<S: Sink>(pdu: &mut Pdu<'_, S>, flags: u64, names: [(u64, &str); 3]) {
    for (_, name) in names.iter().filter(|(bit, _)| flags & bit != 0) {
        pdu.label_more(format_args!(", {name}"));
    }
}
