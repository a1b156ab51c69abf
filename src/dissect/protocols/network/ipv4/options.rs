//! IPv4 options: routes, time stamps, alerts and rarities, each a kind, a length and a value.

use crate::dissect::{
    field::{Field, Note, Severity},
    pdu::{Group, Pdu},
    protocol::Short,
    protocols::network::{
        ipv4::{DESTINATION, security},
        ipv6,
    },
    sink::Sink,
};

more_fields! { "ip":
    OPTIONS      "options"         Group "Options" "What the header holds beyond its 20 bytes.";
    OPTION       "opt"             Group "IP Option" "One option.";
    KIND         "opt.type"        Dec   "Type" "What the option is.";
    COPY         "opt.type.copy"   FlagNamed(["Yes", "No"]) & 0x80 "Copy on fragmentation" "Whether every fragment has it.";
    CLASS        "opt.type.class"  Named(&CLASSES) & 0x60 "Class" "Whether it controls or measures.";
    NUMBER       "opt.type.number" Named(&NUMBERS) & 0x1f "Number" "Which option of its class it is.";
    OPTION_LENGTH "opt.len"        Dec "Length" "Bytes of the option, kind and length included.";
    POINTER      "opt.ptr"         Dec "Pointer" "Where the next address or time goes, counted from the kind as 1.";
    RECORDED     "rec_rt"          Ipv4 "Recorded Route" "A router that was passed.";
    EMPTY        "empty_rt"        Ipv4 "Empty Route" "Room for a router's address.";
    SOURCE_ROUTE "src_rt"          Ipv4 "Source Route" "A router to pass.";
    OVERFLOW     "opt.overflow"    Dec & 0xf0 "Overflow" "Routers that found no room.";
    FLAG         "opt.flag"        HexNamed(2, &FLAGS) & 0x0f "Flag" "What is written down.";
    TIME         "opt.time_stamp"  Dec "Time stamp" "Milliseconds since midnight UTC.";
    TIME_ADDRESS "opt.time_stamp_addr" Ipv4 "Address" "Who wrote the time.";
    STREAM       "opt.sid"         Dec "Stream Identifier" "A SATNET stream.";
    MTU          "opt.mtu"         Dec "MTU" "The narrowest link so far.";
    TRACE_ID     "opt.id_number"   Dec "ID Number" "Tells traceroutes apart.";
    OUTBOUND     "opt.ohc"         Dec "Outbound Hop Count" "Routers passed on the way there.";
    RETURN       "opt.rhc"         Dec "Return Hop Count" "Routers passed on the way back.";
    ORIGINATOR   "opt.originator"  Ipv4 "Originator IP Address" "Who traces.";
    ROUTER_ALERT "opt.ra"          Named(&ALERTS) "Router Alert" "Whether routers should look at the packet.";
    BROADCAST    "opt.addr"        Ipv4 "IP Address" "One of the receivers of a selective broadcast.";
    PADDING      "opt.padding"     Bytes "Padding" "Bytes too few for an address.";
    FUNCTION     "opt.qs_func"     Named(&QUICK_FUNCTIONS) & 0xf0 "Function" "Whether a rate is asked for or reported.";
    RATE         "opt.qs_rate"     Named(&ipv6::RATES) & 0x0f "Rate" "The rate.";
    QUICK_TTL    "opt.qs_ttl"      Dec "QS TTL" "Falls with every router that agrees.";
    QUICK_DIFFERENCE "opt.qs_ttl_diff" Dec "TTL Diff" "Time to live and QS TTL keep their distance while all agree.";
    QUICK_UNUSED "opt.qs_unused"   Dec "Not Used" "Unused in a report.";
    NONCE        "opt.qs_nonce"    Hex(8) & 0xffff_fffc "QS Nonce" "Proves that no router was passed over.";
    QUICK_RESERVED "opt.qs_reserved" Hex(8) & 0x0000_0003 "Reserved" "Always zero.";
}

names! {
    CLASSES:
        0 "Control", 1 "Reserved for future use", 2 "Debugging and measurement", 3 "Reserved for future use";
    NUMBERS:
        0 "End of Option List (EOL)", 1 "No-Operation (NOP)", 2 "Security", 3 "Loose source route", 4 "Time stamp",
        5 "Extended security", 6 "Commercial IP security option", 7 "Record route", 8 "Stream identifier",
        9 "Strict source route", 10 "Experimental Measurement", 11 "MTU probe", 12 "MTU Reply",
        13 "Experimental Flow Control", 14 "Experimental Access Control", 15 "Ask Estrin", 16 "IMI Traffic Descriptor",
        17 "Extended Internet Protocol", 18 "Traceroute", 19 "Address Extension", 20 "Router Alert",
        21 "Selective Directed Broadcast", 22 "Unassigned", 23 "Dynamic Packet State", 24 "Upstream Multicast Packet",
        25 "Quick-Start", 30 "RFC 3692-style experiment";
    FLAGS:
        0 "Time stamps only", 1 "Time stamp and address", 3 "Time stamps for prespecified addresses";
    ALERTS:
        0 "Router shall examine packet", 1..=65535 "Reserved";
    QUICK_FUNCTIONS:
        0 "Rate request", 8 "Rate report";
    /// Options that are read, by their kind.
    TITLES:
        0 "End of Options List (EOL)", 1 "No-Operation (NOP)", 7 "Record Route", 11 "MTU Probe", 12 "MTU Reply",
        25 "Quick-Start", 68 "Time Stamp", 82 "Traceroute", 130 "Security", 131 "Loose Source Route",
        133 "Extended Security", 134 "Commercial Security", 136 "Stream ID", 137 "Strict Source Route",
        148 "Router Alert", 149 "Selective Directed Broadcast";
}

pub(super) static NOPS: Note = Note {
    key: "ip.nop",
    severity: Severity::Warning,
    text: "4 NOP in a row - a router may have removed some options",
};
pub(super) static BAD_LENGTH: Note = Note {
    key: "ip.opt.len.invalid",
    severity: Severity::Warning,
    text: "An option is shorter than it can be, or longer than the header",
};
pub(super) static BAD_POINTER: Note = Note {
    key: "ip.opt.ptr.invalid",
    severity: Severity::Warning,
    text: "The pointer of a route points before its first address or into the middle of one",
};

const END: u8 = 0;
const NO_OPERATION: u8 = 1;
const RECORD_ROUTE: u8 = 7;
const LOOSE_ROUTE: u8 = 131;
const STRICT_ROUTE: u8 = 137;

/// Where the source route in a header's options ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// There is none, or it has been gone to its end.
    None,
    /// It goes on to here.
    To([u8; 4]),
    /// The options that would say so are missing.
    Missing,
}

/// The last stop of a source route that goes on, in the `len` bytes of options that `bytes` begin with.
pub(super) fn source_route(bytes: &[u8], len: usize) -> Route {
    let mut at = 0;
    // Each turn is at least one byte nearer to the end, and there are 40 at most.
    while at < len {
        let Some(&kind) = bytes.get(at) else { return Route::Missing };
        match kind {
            END => return Route::None,
            NO_OPERATION => at += 1,
            _ if at + 1 >= len => return Route::None,
            _ => {
                let Some(&length) = bytes.get(at + 1) else { return Route::Missing };
                let end = at + usize::from(length);
                if length < 2 || end > len {
                    return Route::None;
                }
                if matches!(kind, LOOSE_ROUTE | STRICT_ROUTE) {
                    return bytes.get(at + 2..end).map_or(Route::Missing, |value| stop(value, length));
                }
                at = end;
            }
        }
    }
    Route::None
}

/// The last stop of the source route in an option of `length` bytes.
fn stop(value: &[u8], length: u8) -> Route {
    match value.split_first() {
        Some((&pointer, stops)) if pointer <= length && pointer % 4 == 0 && pointer >= 4 => {
            stops.last_chunk().map_or(Route::None, |stop| Route::To(*stop))
        }
        _ => Route::None,
    }
}

/// Reads the `len` bytes of options.
pub(super) fn read<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize) -> Result<(), Short> {
    let group = pdu.open(&OPTIONS);
    pdu.label_group(&group, format_args!(": ({len} bytes)"));
    let result = pdu.within(len, |pdu| {
        let mut nops = 0;
        while pdu.claimed_left() > 0 {
            let kind = pdu.peeked::<1>()?.value as u8;
            nops = if kind == NO_OPERATION { nops + 1 } else { 0 };
            if nops == 4 {
                pdu.note(&NOPS, 0);
            }
            if !option(pdu, kind, &group)? {
                break;
            }
        }
        Ok(())
    });
    pdu.close(group);
    result
}

/// Reads one option; whether more can follow.
fn option<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, options: &Group) -> Result<bool, Short> {
    let title = TITLES.get(kind.into());
    let group = pdu.open(&OPTION);
    if let (END | NO_OPERATION, Some(title)) = (kind, title) {
        pdu.title_group(&group, format_args!("IP Option - {title}"));
        let result = kind_of(pdu);
        pdu.close(group);
        return result.map(|()| kind != END);
    }
    let len = usize::from(pdu.peek(1).unwrap_or_default());
    if len < 2 || len > pdu.claimed_left() {
        match title {
            Some(title) => pdu.title_group(&group, format_args!("{title} (with an option length of {len} bytes)")),
            None => {
                pdu.title_group(&group, format_args!("Unknown (0x{kind:02x}) (with an option length of {len} bytes)"))
            }
        }
        pdu.note(&BAD_LENGTH, 0);
        pdu.close(group);
        return Ok(false);
    }
    let result = match title {
        Some(title) => {
            pdu.label_group(options, format_args!(", {title}"));
            pdu.title_group(&group, format_args!("IP Option - {title} ({len} bytes)"));
            pdu.within(len, |pdu| known(pdu, kind, len, &group))
        }
        None => {
            pdu.title_group(&group, format_args!("Unknown (0x{kind:02x}) ({len} bytes)"));
            pdu.skip(len).map(|_| ())
        }
    };
    pdu.close(group);
    result.map(|()| true)
}

fn kind_of<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let word = pdu.word::<1>(&KIND)?;
    pdu.below(|pdu| {
        pdu.bits(&COPY, word);
        pdu.bits(&CLASS, word);
        pdu.bits(&NUMBER, word);
    });
    Ok(())
}

fn known<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, len: usize, group: &Group) -> Result<(), Short> {
    kind_of(pdu)?;
    pdu.u8(&OPTION_LENGTH)?;
    match kind {
        RECORD_ROUTE | LOOSE_ROUTE | STRICT_ROUTE => route(pdu, kind, len),
        68 => times(pdu),
        82 => trace(pdu),
        130 => security::basic(pdu, len),
        133 => security::extended(pdu),
        134 => security::commercial(pdu),
        136 => pdu.u16(&STREAM).map(|_| ()),
        11 | 12 => pdu.u16(&MTU).map(|_| ()),
        148 => {
            let value = pdu.u16(&ROUTER_ALERT)?;
            pdu.label_group(group, format_args!(": {} ({value})", ALERTS.or_unknown(value.into())));
            Ok(())
        }
        149 => broadcast(pdu),
        _ => quick_start(pdu, group),
    }
}

/// Addresses, of which the pointer tells the ones passed from the ones to come.
fn route<S: Sink>(pdu: &mut Pdu<'_, S>, kind: u8, len: usize) -> Result<(), Short> {
    let pointer = usize::from(pdu.u8(&POINTER)?);
    if pointer < 4 || pointer % 4 != 0 {
        pdu.note(&BAD_POINTER, 1);
        return Ok(());
    }
    let mut place = 4;
    while place + 3 <= len {
        let field: &'static Field = match kind {
            _ if place < pointer => &RECORDED,
            RECORD_ROUTE => &EMPTY,
            // The last stop is where the datagram ends.
            _ if place + 7 > len => &DESTINATION,
            _ => &SOURCE_ROUTE,
        };
        pdu.ipv4(field)?;
        if place == pointer && !std::ptr::eq(field, &DESTINATION) {
            pdu.label_more(format_args!(" <- (next)"));
        }
        place += 4;
    }
    Ok(())
}

/// Times, alone or with the address of who wrote them.
fn times<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&POINTER)?;
    let word = pdu.peeled::<1>()?;
    pdu.bits(&OVERFLOW, word);
    let with_address = matches!(pdu.bits(&FLAG, word), 1 | 3);
    while pdu.claimed_left() > 0 {
        if with_address {
            pdu.ipv4(&TIME_ADDRESS)?;
        }
        pdu.u32(&TIME)?;
    }
    Ok(())
}

/// RFC 1393.
fn trace<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u16(&TRACE_ID)?;
    pdu.u16(&OUTBOUND)?;
    pdu.u16(&RETURN)?;
    pdu.ipv4(&ORIGINATOR)?;
    Ok(())
}

/// RFC 1770.
fn broadcast<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    while pdu.claimed_left() >= 4 {
        pdu.ipv4(&BROADCAST)?;
    }
    pdu.all(&PADDING);
    Ok(())
}

/// RFC 4782: asks the routers for a rate to start with.
fn quick_start<S: Sink>(pdu: &mut Pdu<'_, S>, group: &Group) -> Result<(), Short> {
    let first = pdu.peeled::<1>()?;
    let function = pdu.bits(&FUNCTION, first);
    pdu.label_group(group, format_args!(": {} ({function})", QUICK_FUNCTIONS.or_unknown(function)));
    if !matches!(function, 0 | 8) {
        return Ok(());
    }
    let rate = ipv6::RATES.or_unknown(pdu.bits(&RATE, first));
    pdu.label_group(group, format_args!(", {rate}"));
    if function == 0 {
        let ttl = pdu.u8(&QUICK_TTL)?;
        let difference = pdu.context.hops.wrapping_sub(ttl);
        pdu.computed(&QUICK_DIFFERENCE, difference.into());
        pdu.label_group(group, format_args!(", QS TTL {ttl}, QS TTL diff {difference}"));
    } else {
        pdu.u8(&QUICK_UNUSED)?;
    }
    let nonce = pdu.peeled::<4>()?;
    pdu.bits(&NONCE, nonce);
    pdu.bits(&QUICK_RESERVED, nonce);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Route, source_route};

    #[test]
    fn a_source_route_ends_at_its_last_stop() {
        let open = [131, 11, 4, 10, 0, 0, 1, 10, 0, 0, 2, 0];
        assert_eq!(source_route(&open, 12), Route::To([10, 0, 0, 2]));
        let done = [1, 131, 11, 12, 10, 0, 0, 1, 10, 0, 0, 2];
        assert_eq!(source_route(&done, 12), Route::None);
        assert_eq!(source_route(&[7, 7, 4, 0, 0, 0, 0, 0], 8), Route::None);
        assert_eq!(source_route(&[131, 0, 4], 3), Route::None);
        assert_eq!(source_route(&[7, 7, 4], 8), Route::Missing);
        assert_eq!(source_route(&[131, 7, 4], 8), Route::Missing);
    }
}
