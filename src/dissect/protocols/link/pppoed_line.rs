//! What a PPPoE discovery says of a subscriber's line (Broadband Forum TR-101): tags inside a tag.

use crate::dissect::{field::Field, pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "pppoed":
    TAGS               "tags.vendorspecific.tags" Group "Vendor Specific PPPoE Tags" "What is known of the line.";
    TAG                "tags.vendorspecific.tag" HexNamed(4, &NAMES) "Tag" "The kind of a tag that is not read here.";
    TAG_LENGTH         "tag_length_8" Dec "Tag Length" "Bytes of its value.";
    UNKNOWN            "tags.vendorspecific.unknown" Bytes "Unknown Data" "Its value.";
    CIRCUIT            "tags.circuit_id" Text "Circuit ID" "The line, as the access node calls it.";
    REMOTE             "tags.remote_id" Text "Remote ID" "The line, as the operator calls it.";
    ACT_UP             "tags.act_data_rate_up" Dec "Actual Data Rate Upstream" "Bits a second towards the network.";
    ACT_DOWN           "tags.act_data_rate_down" Dec "Actual Data Rate Downstream" "Bits a second towards the subscriber.";
    MIN_UP             "tags.min_data_rate_up" Dec "Minimum Data Rate Upstream" "Bits a second that are asked for towards the network.";
    MIN_DOWN           "tags.min_data_rate_down" Dec "Minimum Data Rate Downstream" "Bits a second that are asked for towards the subscriber.";
    ATTAINABLE_UP      "tags.attainable_data_rate_up" Dec "Attainable DataRate Upstream" "Bits a second that the line could carry towards the network.";
    ATTAINABLE_DOWN    "tags.attainable_data_rate_down" Dec "Attainable DataRate Downstream" "Bits a second that the line could carry towards the subscriber.";
    MAX_UP             "tags.max_data_rate_up" Dec "Maximum Data Rate Upstream" "Most bits a second allowed towards the network.";
    MAX_DOWN           "tags.max_data_rate_down" Dec "Maximum Data Rate Downstream" "Most bits a second allowed towards the subscriber.";
    MIN_UP_LOW         "tags.min_data_rate_up_lp" Dec "Min DataRate Upstream in low power state" "The least towards the network while saving power.";
    MIN_DOWN_LOW       "tags.min_data_rate_down_lp" Dec "Minimum Data Rate Downstream in low power state" "The least towards the subscriber while saving power.";
    MAX_DELAY_UP       "tags.max_int_delay_up" Dec "Max Interleaving Delay Upstream" "Most milliseconds of interleaving towards the network.";
    ACT_DELAY_UP       "tags.act_int_delay_up" Dec "Actual Interleaving Delay Upstream" "Milliseconds of interleaving towards the network.";
    MAX_DELAY_DOWN     "tags.max_int_delay_down" Dec "Maximum Interleaving Delay Downstream" "Most milliseconds of interleaving towards the subscriber.";
    ACT_DELAY_DOWN     "tags.act_int_delay_down" Dec "Actual Interleaving Delay Downstream" "Milliseconds of interleaving towards the subscriber.";
    ENCAPSULATION      "tags.access_loop_encap" Group "Access-Loop-Encapsulation" "How frames cross the line.";
    DATA_LINK          "tags.access_loop_encap.data_link" HexNamed(2, &DATA_LINKS) "Data link" "ATM or Ethernet.";
    ENCAPSULATION_1    "tags.access_loop_encap.encap_1" HexNamed(2, &FIRST) "Encaps 1" "How many tags a frame has.";
    ENCAPSULATION_2    "tags.access_loop_encap.encap_2" HexNamed(2, &SECOND) "Encaps 2" "What is inside.";
}

names! {
    NAMES:
        0x01 "Circuit-ID", 0x02 "Remote-ID", 0x81 "Actual-Data-Rate-Up", 0x82 "Actual-Data-Rate-Down",
        0x83 "Min-Data-Rate-Up", 0x84 "Min-Data-Rate-Down", 0x85 "Attainable-Data-Rate-Up",
        0x86 "Attainable-Data-Rate-Down", 0x87 "Max-Data-Rate-Up", 0x88 "Max-Data-Rate-Down",
        0x89 "Min-Data-Rate-Up-Low-Power", 0x8a "Min-Data-Rate-Down-Low-Power", 0x8b "Max-Interleaving-Delay-Up",
        0x8c "Actual-Interleaving-Delay-Up", 0x8d "Max-Interleaving-Delay-Down", 0x8e "Actual-Interleaving-Delay-Down",
        0x90 "Access-Loop-Encapsulation";
    DATA_LINKS:
        0 "ATM AAL5", 1 "Ethernet";
    FIRST:
        0 "NA", 1 "Untagged Ethernet", 2 "Single-tagged Ethernet", 3 "Double-tagged Ethernet";
    SECOND:
        0 "NA", 1 "PPPoA LLC", 2 "PPPoA Null", 3 "IPoA LLC", 4 "IPoA Null", 5 "Ethernet over AAL5 LLC w FCS",
        6 "Ethernet over AAL5 LLC w/o FCS", 7 "Ethernet over AAL5 Null w FCS", 8 "Ethernet over AAL5 Null w/o FCS";
}

/// Rates and delays, all four bytes long.
static NUMBERS: &[(u8, &Field)] = &[
    (0x81, &ACT_UP),
    (0x82, &ACT_DOWN),
    (0x83, &MIN_UP),
    (0x84, &MIN_DOWN),
    (0x85, &ATTAINABLE_UP),
    (0x86, &ATTAINABLE_DOWN),
    (0x87, &MAX_UP),
    (0x88, &MAX_DOWN),
    (0x89, &MIN_UP_LOW),
    (0x8a, &MIN_DOWN_LOW),
    (0x8b, &MAX_DELAY_UP),
    (0x8c, &ACT_DELAY_UP),
    (0x8d, &MAX_DELAY_DOWN),
    (0x8e, &ACT_DELAY_DOWN),
];

/// Reads tags up to the end of the vendor's tag.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let tags = pdu.open(&TAGS);
    let mut result = Ok(());
    while result.is_ok() && pdu.claimed_left() > 0 {
        result = tag(pdu);
    }
    pdu.close(tags);
    result
}

fn tag<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let head = pdu.peeked::<2>()?.value;
    let (kind, len) = ((head >> 8) as u8, (head & 0xff) as usize);
    let number = NUMBERS.iter().find(|(number, _)| *number == kind).map(|(_, field)| *field);
    if number.is_none() && !matches!(kind, 1 | 2 | 0x90) {
        pdu.u8(&TAG)?;
        pdu.u8(&TAG_LENGTH)?;
        pdu.bytes(&UNKNOWN, len)?;
        return Ok(());
    }
    pdu.skip(2)?;
    pdu.within(len, |pdu| match (number, kind) {
        (Some(field), _) => pdu.u32(field).map(|_| ()),
        (None, 1) => pdu.bytes(&CIRCUIT, len).map(|_| ()),
        (None, 2) => pdu.bytes(&REMOTE, len).map(|_| ()),
        (None, _) => encapsulation(pdu),
    })
}

fn encapsulation<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&ENCAPSULATION);
    pdu.u8(&DATA_LINK)?;
    pdu.u8(&ENCAPSULATION_1)?;
    pdu.u8(&ENCAPSULATION_2)?;
    pdu.close(group);
    Ok(())
}
