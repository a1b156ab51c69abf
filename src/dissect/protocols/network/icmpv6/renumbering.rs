//! Router renumbering (RFC 2894): routers told to take other prefixes.

use crate::dissect::{
    pdu::Pdu,
    protocol::Short,
    protocols::network::icmpv6::{RESERVED, options::lifetime},
    sink::Sink,
};

names! {
    OPERATIONS: 1 "Add", 2 "Change", 3 "Set Global";
}

more_fields! { "icmpv6":
    SEQUENCE        "rr.sequence_number"  Dec "Sequence Number" "Counts the commands.";
    SEGMENT         "rr.segment_number"   Dec "Segment Number" "Counts the messages of one command.";
    FLAGS           "rr.flag"             Hex(2) "Flags" "How to carry it out.";
    TEST            "rr.flag.t"           Flag & 0x80 "Test Command" "Only report what would be done.";
    RESULT_WANTED   "rr.flag.r"           Flag & 0x40 "Result requested" "Report what was done.";
    ALL             "rr.flag.a"           Flag & 0x20 "All Interfaces" "Interfaces that are shut down too.";
    SITE            "rr.flag.s"           Flag & 0x10 "Site-specific" "Only interfaces of the same site.";
    BEFORE          "rr.flag.p"           Flag & 0x08 "Processed previously" "The command was carried out before.";
    FLAGS_RESERVED  "rr.flag.rsv"         Dec & 0x07 "Reserved" "Always zero.";
    DELAY           "rr.maxdelay"         Dec "Max Delay" "Milliseconds within which to report.";
    MATCH           "rr.pco.mp"           Group "Match-Prefix Part" "Which prefixes are meant.";
    OPERATION       "rr.pco.mp.opcode"    Named(&OPERATIONS) "OpCode" "What to do with them.";
    OPERATION_LENGTH "rr.pco.mp.oplength" Dec "OpLength" "Words of eight bytes of this operation.";
    ORDINAL         "rr.pco.mp.ordinal"   Hex(2) "Ordinal" "Tells the operations apart.";
    MATCH_LENGTH    "rr.pco.mp.matchlen"  Dec "MatchLen" "Bits that have to be the same.";
    MIN_LENGTH      "rr.pco.mp.minlen"    Dec "MinLen" "How long a prefix must be.";
    MAX_LENGTH      "rr.pco.mp.maxlen"    Dec "MaxLen" "How long it may be.";
    MATCH_PREFIX    "rr.pco.mp.matchprefix" Ipv6 "MatchPrefix" "What they are compared with.";
    USE             "rr.pco.up"           Group "Use-Prefix Part" "What to use instead.";
    USE_LENGTH      "rr.pco.up.uselen"    Dec "UseLen" "Bits to take from the new prefix.";
    KEEP_LENGTH     "rr.pco.up.keeplen"   Dec "KeepLen" "Bits to keep of the old one.";
    MASK            "rr.pco.up.flagmask"  Hex(2) "FlagMask" "Which flags to set.";
    MASK_LINK       "rr.pco.up.flagmask.l" Flag & 0x80 "On-link flag(L)" "The on-link flag.";
    MASK_AUTO       "rr.pco.up.flagmask.a" Flag & 0x40 "Autonomous address-configuration flag(A)" "The autonomous flag.";
    MASK_RESERVED   "rr.pco.up.flagmask.reserved" Dec & 0x3f "Reserved" "Always zero.";
    RA_FLAGS        "rr.pco.up.raflags"   Hex(2) "RAFlags" "What to set them to.";
    VALID           "rr.pco.up.validlifetime" Dec "Valid Lifetime" "Seconds for which the prefix is on the link.";
    PREFERRED       "rr.pco.up.preferredlifetime" Dec "Preferred Lifetime" "Seconds for which its addresses are preferred.";
    USE_FLAGS       "rr.pco.up.flag"      Hex(8) "Flags" "Whether lifetimes count down.";
    COUNT_VALID     "rr.pco.up.flag.v"    Flag & 0x8000_0000 "Decrement valid lifetime" "The valid lifetime counts down.";
    COUNT_PREFERRED "rr.pco.up.flag.p"    Flag & 0x4000_0000 "Decrement preferred lifetime" "The preferred lifetime counts down.";
    USE_RESERVED    "rr.pco.up.flag.reserved" Dec & 0x3fff_ffff "Reserved" "Always zero.";
    USE_PREFIX      "rr.pco.up.useprefix" Ipv6 "UsePrefix" "The new prefix.";
    RESULT          "rr.rm"               Group "Result Message" "What was done to one prefix.";
    RESULT_FLAGS    "rr.rm.flag"          Hex(4) "Flags" "Why it was not done.";
    RESULT_RESERVED "rr.rm.flag.reserved" Dec & 0xfffc "Reserved" "Always zero.";
    BOUNDS          "rr.rm.flag.b"        Flag & 0x0002 "Bounds" "The new prefix would be too long.";
    FORBIDDEN       "rr.rm.flag.f"        Flag & 0x0001 "Forbidden" "The router may not do it.";
    RESULT_ORDINAL  "rr.rm.ordinal"       Hex(2) "Ordinal" "The operation.";
    MATCHED_LENGTH  "rr.rm.matchedlen"    Dec "MatchedLen" "Bits of the prefix that matched.";
    INTERFACE       "rr.rm.interfaceindex" Dec "InterfaceIndex" "Where the prefix was.";
    MATCHED_PREFIX  "rr.rm.matchedprefix" Ipv6 "MatchedPrefix" "The prefix that matched.";
}

/// A command (0), a result (1) or a reset of the sequence number.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8) -> Result<(), Short> {
    pdu.u32(&SEQUENCE)?;
    pdu.u8(&SEGMENT)?;
    pdu.flags::<1>(&FLAGS, &[&TEST, &RESULT_WANTED, &ALL, &SITE, &BEFORE, &FLAGS_RESERVED])?;
    pdu.u16(&DELAY)?;
    pdu.bytes(&RESERVED, 4)?;
    match code {
        0 => {
            matched(pdu)?;
            while pdu.claimed_left() > 0 {
                used(pdu)?;
            }
        }
        1 => {
            while pdu.claimed_left() > 0 {
                result(pdu)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn matched<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&MATCH);
    let operation = pdu.u8(&OPERATION)?;
    pdu.u8(&OPERATION_LENGTH)?;
    pdu.u8(&ORDINAL)?;
    let length = pdu.u8(&MATCH_LENGTH)?;
    let shortest = pdu.u8(&MIN_LENGTH)?;
    let longest = pdu.u8(&MAX_LENGTH)?;
    pdu.bytes(&RESERVED, 2)?;
    let prefix = pdu.ipv6(&MATCH_PREFIX)?;
    let operation = OPERATIONS.or_unknown(operation.into());
    pdu.label_group(&group, format_args!(": {operation} {prefix}/{length} ({shortest}-{longest})"));
    pdu.close(group);
    Ok(())
}

fn used<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&USE);
    let length = pdu.u8(&USE_LENGTH)?;
    let kept = pdu.u8(&KEEP_LENGTH)?;
    pdu.flags::<1>(&MASK, &[&MASK_LINK, &MASK_AUTO, &MASK_RESERVED])?;
    pdu.flags::<1>(&RA_FLAGS, &[&MASK_LINK, &MASK_AUTO, &MASK_RESERVED])?;
    lifetime(pdu, &VALID, "")?;
    lifetime(pdu, &PREFERRED, "")?;
    pdu.flags::<4>(&USE_FLAGS, &[&COUNT_VALID, &COUNT_PREFERRED, &USE_RESERVED])?;
    let prefix = pdu.ipv6(&USE_PREFIX)?;
    pdu.label_group(&group, format_args!(": {prefix}/{length} (keep {kept})"));
    pdu.close(group);
    Ok(())
}

fn result<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&RESULT);
    pdu.flags::<2>(&RESULT_FLAGS, &[&RESULT_RESERVED, &BOUNDS, &FORBIDDEN])?;
    pdu.u8(&RESULT_ORDINAL)?;
    let length = pdu.u8(&MATCHED_LENGTH)?;
    let interface = pdu.u32(&INTERFACE)?;
    let prefix = pdu.ipv6(&MATCHED_PREFIX)?;
    pdu.label_group(&group, format_args!(": {prefix}/{length} (interface {interface})"));
    pdu.close(group);
    Ok(())
}
