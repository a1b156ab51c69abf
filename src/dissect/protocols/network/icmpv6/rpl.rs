//! RPL, routing in networks of small devices (RFC 6550): its messages; their options lie in `rpl_options`.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Dissected, Next, Short},
    protocols::network::icmpv6::{DATA, RESERVED, rpl_options},
    sink::Sink,
};

names! {
    MODES:
        0 "No Downward routes maintained by RPL", 1 "Non-Storing Mode of Operation",
        2 "Storing Mode of Operation with no multicast support", 3 "Storing Mode of Operation with multicast support",
        4 "P2P Route Discovery Mode of Operation";
    ALGORITHMS: 0 "Encryption: CCM with AES-128 / Signature: RSA with SHA-256";
}

const TRUTH: [&str; 2] = ["True", "False"];
const YES: [&str; 2] = ["Yes", "No"];

more_fields! { "icmpv6":
    DIS_FLAGS       "rpl.dis.flags"      Dec "Flags" "Always zero.";
    DIO_INSTANCE    "rpl.dio.instance"   Dec "RPLInstanceID" "Which RPL network it is.";
    DIO_VERSION     "rpl.dio.version"    Dec "Version" "How often the graph was built anew.";
    DIO_RANK        "rpl.dio.rank"       Dec "Rank" "How far the sender is from the root.";
    DIO_FLAGS       "rpl.dio.flag"       Hex(2) "Flags" "How the network works.";
    DIO_GROUNDED    "rpl.dio.flag.g"     FlagNamed(TRUTH) & 0x80 "Grounded (G)" "The graph reaches its goal.";
    DIO_ZERO        "rpl.dio.flag.0"     FlagNamed(TRUTH) & 0x40 "Zero" "Always zero.";
    DIO_MODE        "rpl.dio.flag.mop"   HexNamed(1, &MODES) & 0x38 "Mode of Operation (MOP)" "Who keeps routes downward.";
    DIO_PREFERENCE  "rpl.dio.flag.preference" Dec & 0x07 "DODAG Preference" "How much the root wants to be one.";
    DIO_TRIGGER     "rpl.dio.dtsn"       Dec "Destination Advertisement Trigger Sequence Number (DTSN)" "Counts the calls for routes downward.";
    DIO_DODAG       "rpl.dio.dagid"      Ipv6 "DODAGID" "The graph's root.";
    DAO_INSTANCE    "rpl.dao.instance"   Dec "RPLInstanceID" "Which RPL network it is.";
    DAO_FLAGS       "rpl.dao.flag"       Hex(2) "Flags" "What is wanted and what follows.";
    DAO_ACK         "rpl.dao.flag.k"     FlagNamed(TRUTH) & 0x80 "DAO-ACK Request (K)" "It is to be acknowledged.";
    DAO_HAS_DODAG   "rpl.dao.flag.d"     FlagNamed(TRUTH) & 0x40 "DODAGID Present (D)" "The root's address follows.";
    DAO_RESERVED    "rpl.dao.flag.rsv"   Dec & 0x3f "Reserved" "Always zero.";
    DAO_SEQUENCE    "rpl.dao.sequence"   Dec "DAO Sequence" "Counts the messages.";
    DAO_DODAG       "rpl.dao.dodagid"    Ipv6 "DODAGID" "The graph's root.";
    ACK_INSTANCE    "rpl.daoack.instance" Dec "RPLInstanceID" "Which RPL network it is.";
    ACK_FLAGS       "rpl.daoack.flag"    Hex(2) "Flag" "What follows.";
    ACK_HAS_DODAG   "rpl.daoack.flag.d"  FlagNamed(TRUTH) & 0x80 "DODAGID Present (D)" "The root's address follows.";
    ACK_RESERVED    "rpl.daoack.flag.rsv" Dec & 0x7f "Reserved" "Always zero.";
    ACK_SEQUENCE    "rpl.daoack.sequence" Dec "DAO-ACK Sequence" "The message acknowledged.";
    ACK_STATUS      "rpl.daoack.status"  Dec "Status" "0 is yes; from 128 up, no.";
    ACK_DODAG       "rpl.daoack.dodagid" Ipv6 "DODAGID" "The graph's root.";
    CC_INSTANCE     "rpl.cc.instance"    Dec "RPLInstanceID" "Which RPL network it is.";
    CC_FLAGS        "rpl.cc.flag"        Hex(2) "Flag" "Whether it answers.";
    CC_RESPONSE     "rpl.cc.flag.r"      FlagNamed(TRUTH) & 0x80 "Response (R)" "It answers.";
    CC_RESERVED     "rpl.cc.flag.rsv"    Dec & 0x7f "Reserved" "Always zero.";
    CC_NONCE        "rpl.cc.nonce"       Hex(4) "CC Nonce" "Ties an answer to its question.";
    CC_DODAG        "rpl.cc.dodagid"     Ipv6 "DODAGID" "The graph's root.";
    CC_COUNTER      "rpl.cc.destination_counter" Dec "Destination Counter" "The counter that the sender takes the receiver's to be.";
    SECURE_FLAGS    "rpl.secure.flag"    Hex(2) "Flags" "What the counter is.";
    SECURE_TIME     "rpl.secure.flag.t"  FlagNamed(TRUTH) & 0x80 "Counter is Time (T)" "It is a time.";
    SECURE_RESERVED "rpl.secure.flag.rsv" Dec & 0x7f "Reserved" "Always zero.";
    SECURE_ALGORITHM "rpl.secure.algorithm" Named(&ALGORITHMS) "Algorithm" "How it is encrypted and signed.";
    SECURE_MODE     "rpl.secure.kim"     Dec & 0xc0 "Key Identifier Mode (KIM)" "How the key is named.";
    SECURE_LEVEL    "rpl.secure.lvl"     Dec & 0x07 "Security Level (LVL)" "Whether it is encrypted, and how long its signature is.";
    SECURE_ZERO     "rpl.secure.rsv"     Dec & 0x38 "Reserved" "Always zero.";
    SECURE_COUNTER  "rpl.secure.counter" Dec "Counter" "Counts the messages, against replay.";
    SECURE_SOURCE   "rpl.secure.key.source" Bytes "Key Source" "Who made the key.";
    SECURE_INDEX    "rpl.secure.key.index" Dec "Key Source" "Which of the keys it is.";
    DRO_INSTANCE    "rpl.p2p.dro.instance" Dec "RPLInstanceID" "Which RPL network it is.";
    DRO_VERSION     "rpl.p2p.dro.version" Dec "Version" "How often the graph was built anew.";
    DRO_FLAGS       "rpl.p2p.dro.flag"   Hex(4) "Flags" "How to go on.";
    DRO_STOP        "rpl.p2p.dro.flag.stop" FlagNamed(YES) & 0x8000 "Stop" "The search is over.";
    DRO_ACK         "rpl.p2p.dro.flag.ack" FlagNamed(YES) & 0x4000 "Ack" "It is to be acknowledged.";
    DRO_SEQUENCE    "rpl.p2p.dro.flag.seq" Dec & 0x3000 "Seq" "Counts the messages.";
    DRO_RESERVED    "rpl.p2p.dro.flag.reserved" Dec & 0x0fff "Reserved" "Always zero.";
    DRO_DODAG       "rpl.p2p.dro.dagid"  Ipv6 "DODAGID" "The graph's root.";
    DROACK_FLAGS    "rpl.p2p.droack.flag" Hex(4) "Flags" "Which message is acknowledged.";
    DROACK_SEQUENCE "rpl.p2p.droack.flag.seq" Dec & 0xc000 "Seq" "Its number.";
    DROACK_RESERVED "rpl.p2p.droack.flag.reserved" Dec & 0x3fff "Reserved" "Always zero.";
}

/// The message that `code` says, then its options.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, code: u8) -> Dissected {
    if code & 0x80 != 0 {
        security(pdu)?;
    }
    match code & 0x7f {
        0 => {
            pdu.u8(&DIS_FLAGS)?;
            pdu.bytes(&RESERVED, 1)?;
        }
        1 => information(pdu)?,
        2 => {
            pdu.u8(&DAO_INSTANCE)?;
            let flags = pdu.flags::<1>(&DAO_FLAGS, &[&DAO_ACK, &DAO_HAS_DODAG, &DAO_RESERVED])?;
            pdu.bytes(&RESERVED, 1)?;
            pdu.u8(&DAO_SEQUENCE)?;
            if flags & DAO_HAS_DODAG.mask != 0 {
                pdu.ipv6(&DAO_DODAG)?;
            }
        }
        3 => {
            pdu.u8(&ACK_INSTANCE)?;
            let flags = pdu.flags::<1>(&ACK_FLAGS, &[&ACK_HAS_DODAG, &ACK_RESERVED])?;
            pdu.u8(&ACK_SEQUENCE)?;
            pdu.u8(&ACK_STATUS)?;
            if flags & ACK_HAS_DODAG.mask != 0 {
                pdu.ipv6(&ACK_DODAG)?;
            }
        }
        4 => {
            pdu.u8(&DRO_INSTANCE)?;
            pdu.u8(&DRO_VERSION)?;
            pdu.flags::<2>(&DRO_FLAGS, &[&DRO_STOP, &DRO_ACK, &DRO_SEQUENCE, &DRO_RESERVED])?;
            pdu.ipv6(&DRO_DODAG)?;
        }
        5 => {
            pdu.flags::<2>(&DROACK_FLAGS, &[&DROACK_SEQUENCE, &DROACK_RESERVED])?;
            return Ok(Next::Done);
        }
        10 => {
            pdu.u8(&CC_INSTANCE)?;
            pdu.flags::<1>(&CC_FLAGS, &[&CC_RESPONSE, &CC_RESERVED])?;
            pdu.u16(&CC_NONCE)?;
            pdu.ipv6(&CC_DODAG)?;
            pdu.u32(&CC_COUNTER)?;
        }
        _ => {
            pdu.all(&DATA);
            return Ok(Next::Done);
        }
    }
    while pdu.claimed_left() > 0 {
        rpl_options::option(pdu)?;
    }
    Ok(Next::Done)
}

fn information<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&DIO_INSTANCE)?;
    pdu.u8(&DIO_VERSION)?;
    pdu.u16(&DIO_RANK)?;
    pdu.flags::<1>(&DIO_FLAGS, &[&DIO_GROUNDED, &DIO_ZERO, &DIO_MODE, &DIO_PREFERENCE])?;
    pdu.u8(&DIO_TRIGGER)?;
    pdu.u8(&DIS_FLAGS)?;
    pdu.bytes(&RESERVED, 1)?;
    pdu.ipv6(&DIO_DODAG)?;
    Ok(())
}

/// RFC 6550, section 6.1: how the key is named decides how long its name is.
fn security<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.flags::<1>(&SECURE_FLAGS, &[&SECURE_TIME, &SECURE_RESERVED])?;
    pdu.u8(&SECURE_ALGORITHM)?;
    let bits = pdu.peeled::<1>()?;
    let mode = pdu.bits(&SECURE_MODE, bits);
    pdu.bits(&SECURE_ZERO, bits);
    pdu.bits(&SECURE_LEVEL, bits);
    pdu.bytes(&RESERVED, 1)?;
    pdu.u32(&SECURE_COUNTER)?;
    if mode >= 2 {
        pdu.bytes(&SECURE_SOURCE, 8)?;
    }
    if matches!(mode, 0 | 2) {
        pdu.u8(&SECURE_INDEX)?;
    }
    Ok(())
}
