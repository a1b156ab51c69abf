//! Node information (RFC 4620): a host's names and addresses, asked of itself.

use crate::{
    bytes::labels::Labels,
    dissect::{field::Field, pdu::Pdu, protocol::Short, sink::Sink},
};

names! {
    QUESTIONS:
        0 "NOOP", 1 "Supported query types (Obsolete)", 2 "Node Name", 3 "Node addresses", 4 "IPv4 node addresses";
}

more_fields! { "icmpv6":
    QUESTION        "ni.qtype"   Named(&QUESTIONS) "Qtype" "What is asked.";
    FLAGS           "ni.flag"    Hex(4) "Flags" "Which addresses are meant.";
    GLOBAL          "ni.flag.g"  Flag & 0x0020 "Global-scope addresses" "Global ones.";
    SITE            "ni.flag.s"  Flag & 0x0010 "Site-local addresses" "Site-local ones.";
    LINK            "ni.flag.l"  Flag & 0x0008 "Link-local addresses" "Link-local ones.";
    COMPRESSION     "ni.flag.c"  Flag & 0x0004 "Compression" "IPv4-mapped ones.";
    ALL             "ni.flag.a"  FlagNamed(["All unicast address", "Unicast addresses on the queried interface"]) & 0x0002 "Unicast Addresses" "Those of all interfaces.";
    TRUNCATED       "ni.flag.t"  Flag & 0x0001 "Truncated" "There are more.";
    RESERVED        "ni.flag.rsv" Hex(3) & 0xffc0 "Reserved" "Always zero.";
    NONCE           "ni.nonce"   Hex(16) "Nonce" "Random bytes that tie an answer to its question.";
    SUBJECT_IPV6    "ni.query.subject_ipv6" Ipv6 "IPv6 subject address" "Who is asked about.";
    SUBJECT_NAME    "ni.query.subject_fqdn" Text "FQDN subject" "Who is asked about.";
    SUBJECT_IPV4    "ni.query.subject_ipv4" Ipv4 "IPv4 subject address" "Who is asked about.";
    TTL             "ni.reply.node_ttl" Dec "TTL" "Seconds for which the answer holds.";
    NAME            "ni.reply.node_name" Text "Name Node" "The node's name.";
    ADDRESS         "ni.reply.node_address" Ipv6 "IPv6 Node address" "An address of the node.";
    ADDRESS_IPV4    "ni.reply.ipv4_address" Ipv4 "IPv4 Node address" "An address of the node.";
}

/// A query (139) or a reply.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, code: u8) -> Result<(), Short> {
    let question = pdu.u16(&QUESTION)?;
    pdu.flags::<2>(&FLAGS, &[&GLOBAL, &SITE, &LINK, &COMPRESSION, &ALL, &TRUNCATED, &RESERVED])?;
    pdu.u64(&NONCE)?;
    if pdu.claimed_left() == 0 {
        return Ok(());
    }
    match (kind, code) {
        (139, 0) => drop(pdu.ipv6(&SUBJECT_IPV6)?),
        (139, 1) => name(pdu, &SUBJECT_NAME)?,
        (139, 2) => drop(pdu.ipv4(&SUBJECT_IPV4)?),
        (140, 0) => answer(pdu, question)?,
        _ => {}
    }
    Ok(())
}

fn name<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field) -> Result<(), Short> {
    let name = Labels::new(pdu.rest(), 0);
    pdu.skip(name.taken().max(1))?;
    pdu.text_back(field, name.taken(), name);
    Ok(())
}

/// Each answer comes with its own time to live.
fn answer<S: Sink>(pdu: &mut Pdu<'_, S>, question: u16) -> Result<(), Short> {
    let field = match question {
        2 => &NAME,
        3 => &ADDRESS,
        4 => &ADDRESS_IPV4,
        _ => return Ok(()),
    };
    while pdu.claimed_left() >= 4 {
        pdu.u32(&TTL)?;
        match question {
            2 => {
                name(pdu, field)?;
                // Further names come without a time to live of their own.
                while pdu.peek(0).is_some_and(|count| count != 0) {
                    name(pdu, field)?;
                }
                return Ok(());
            }
            3 => drop(pdu.ipv6(field)?),
            _ => drop(pdu.ipv4(field)?),
        }
    }
    Ok(())
}
