//! Mode 7: what `ntpdc` asks an old ntpd, the monitor list above all.

use crate::{
    bytes::Address,
    dissect::{
        pdu::Pdu,
        protocol::Short,
        protocols::application::ntp::{KEY_ID, MAC, MODE, VERSION, flags, pair, timestamp},
        sink::Sink,
    },
};

names! {
    RESPONSES: 0 "Request", 1 "Response";
    IMPLEMENTATIONS: 0 "UNIV", 2 "XNTPD_OLD (pre-IPv6)", 3 "XNTPD";
    REQUESTS:
        0 "PEER_LIST", 1 "PEER_LIST_SUM", 2 "PEER_INFO", 3 "PEER_STATS", 4 "SYS_INFO", 5 "SYS_STATS", 6 "IO_STATS",
        7 "MEM_STATS", 8 "LOOP_INFO", 9 "TIMER_STATS", 10 "CONFIG", 11 "UNCONFIG", 12 "SET_SYS_FLAG",
        13 "CLR_SYS_FLAG", 14 "MONITOR", 15 "NOMONITOR", 16 "GET_RESTRICT", 17 "RESADDFLAGS", 18 "RESSUBFLAGS",
        19 "UNRESTRICT", 20 "MON_GETLIST", 21 "RESET_STATS", 22 "RESET_PEER", 23 "REREAD_KEYS", 24 "DO_DIRTY_HACK",
        25 "DONT_DIRTY_HACK", 26 "TRUSTKEY", 27 "UNTRUSTKEY", 28 "AUTHINFO", 29 "TRAPS", 30 "ADD_TRAP", 31 "CLR_TRAP",
        32 "REQUEST_KEY", 33 "CONTROL_KEY", 34 "GET_CTLSTATS", 35 "GET_LEAPINFO", 36 "GET_CLOCKINFO",
        37 "SET_CLKFUDGE", 38 "GET_KERNEL", 39 "GET_CLKBUGINFO", 41 "SET_PRECISION", 42 "MON_GETLIST_1",
        43 "HOSTNAME_ASSOCID", 44 "IF_STATS", 45 "IF_RELOAD";
    ERRORS:
        0 "No error", 1 "incompatible implementation number", 2 "unimplemented request code", 3 "format error",
        4 "no data available", 5 "unknown", 6 "unknown", 7 "authentication failure";
}

more_fields! { "ntp":
    RESPONSE        "priv.flags.r"    Named(&RESPONSES) & 0x80 "Response bit" "Whether it answers.";
    MORE            "priv.flags.more" Dec & 0x40 "More bit" "The answer goes on.";
    AUTH_SEQUENCE   "priv.auth_seq"   Dec "Auth, sequence" "Whether it is authenticated, and which part of the answer it is.";
    AUTHENTICATED   "priv.auth"       Dec & 0x80 "Auth bit" "It is authenticated.";
    SEQUENCE        "priv.seq"        Dec & 0x7f "Sequence number" "Which part of the answer it is.";
    IMPLEMENTATION  "priv.impl"       Named(&IMPLEMENTATIONS) "Implementation" "Whose requests these are.";
    REQUEST         "priv.reqcode"    Named(&REQUESTS) "Request code" "What is asked.";
    ERROR           "priv.err"        HexNamed(2, &ERRORS) & 0xf000 "Err" "What went wrong.";
    ITEMS           "priv.numitems"   Dec & 0x0fff "Number of data items" "How many items follow.";
    RESERVED        "priv.reserved"   Hex(2) & 0xf000 "Reserved" "Always zero.";
    ITEM_SIZE       "priv.itemsize"   Dec & 0x0fff "Size of data item" "Bytes of each.";
    MONITOR         "priv.monlist"    Group "Monlist item" "One host that spoke to the server.";
    AVERAGE         "priv.monlist.avgint" Dec "avgint" "Seconds between its packets on average.";
    LAST            "priv.monlist.lsint" Dec "lsint" "Seconds since its last packet.";
    RESTRICTIONS    "priv.monlist.restr" Hex(8) "restr" "What it may not do.";
    COUNT           "priv.monlist.count" Dec "count" "Its packets.";
    REMOTE          "priv.monlist.remote_address" Ipv4 "remote address" "The host.";
    LOCAL           "priv.monlist.local_address" Ipv4 "local address" "The address it spoke to.";
    MONITOR_FLAGS   "priv.monlist.flags" Hex(8) "flags" "How it was met.";
    PORT            "priv.monlist.port" Dec "port" "Its port.";
    MONITOR_MODE    "priv.monlist.mode" Dec "mode" "The mode of its last packet.";
    MONITOR_VERSION "priv.monlist.version" Dec "version" "The version of its last packet.";
    IS_IPV6         "priv.monlist.ipv6" Hex(8) "ipv6" "The addresses are IPv6's.";
    UNUSED          "priv.monlist.unused" Hex(8) "unused" "Always zero.";
    REMOTE_IPV6     "priv.monlist.addr6" Ipv6 "ipv6 remote addr" "The host.";
    LOCAL_IPV6      "priv.monlist.daddr6" Ipv6 "ipv6 local addr" "The address it spoke to.";
    ITEM            "priv.mode7.item" Bytes "Mode7 item" "What is answered, in ntpd's own structures.";
    STAMP           "priv.tstamp"     Time "Authentication timestamp" "When the request was made.";
}

/// The whole message.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    /// The only implementation whose messages are known.
    const XNTPD: u8 = 3;
    let answers = flags(pdu, &[&RESPONSE, &MORE, &VERSION, &MODE])? & 0x80 != 0;
    let bits = pdu.word::<1>(&AUTH_SEQUENCE)?;
    pdu.below(|pdu| {
        pdu.bits(&AUTHENTICATED, bits);
        pdu.bits(&SEQUENCE, bits);
    });
    let implementation = pdu.u8(&IMPLEMENTATION)?;
    let code = pdu.u8(&REQUEST)?;
    let verb = if answers { "Response" } else { "Request" };
    pdu.info_more(format_args!(", {verb}, {}", REQUESTS.or_unknown(code.into())));
    if implementation != XNTPD {
        return Ok(());
    }
    pair(pdu, 0x7_0000 | u64::from(code), !answers);
    let word = pdu.peeled::<2>()?;
    pdu.bits(&ERROR, word);
    let count = pdu.bits(&ITEMS, word);
    let word = pdu.peeled::<2>()?;
    pdu.bits(&RESERVED, word);
    let size = pdu.bits(&ITEM_SIZE, word) as usize;
    for _ in 0..count {
        if size == 0 {
            break;
        }
        pdu.within(size, |pdu| match (code, answers) {
            (20 | 42, true) if size >= 32 => monitored(pdu),
            _ => {
                pdu.all(&ITEM);
                Ok(())
            }
        })?;
    }
    if bits.value & 0x80 != 0 && !answers {
        return authentication(pdu);
    }
    Ok(())
}

/// A host in the monitor list: IPv6 addresses came with the second form of the request.
fn monitored<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&MONITOR);
    for field in [&AVERAGE, &LAST, &RESTRICTIONS, &COUNT] {
        pdu.u32(field)?;
    }
    let mut remote = pdu.ipv4(&REMOTE)?;
    pdu.ipv4(&LOCAL)?;
    pdu.u32(&MONITOR_FLAGS)?;
    let port = pdu.u16(&PORT)?;
    pdu.u8(&MONITOR_MODE)?;
    pdu.u8(&MONITOR_VERSION)?;
    if pdu.claimed_left() >= 40 {
        let sixth = pdu.u32(&IS_IPV6)?;
        pdu.u32(&UNUSED)?;
        if sixth != 0 {
            remote = pdu.ipv6(&REMOTE_IPV6)?;
            pdu.ipv6(&LOCAL_IPV6)?;
        }
    }
    let (open, close) = if matches!(remote, Address::Ipv6(_)) { ("[", "]") } else { ("", "") };
    pdu.label_group(&group, format_args!(": address: {open}{remote}{close}:{port}"));
    pdu.close(group);
    Ok(())
}

/// Behind as many bytes of data as a request may have.
fn authentication<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    const TAIL: usize = 28;
    let skipped = pdu.claimed_left().saturating_sub(TAIL);
    if pdu.claimed_left() < TAIL {
        return Ok(());
    }
    pdu.skip(skipped)?;
    timestamp(pdu, &STAMP)?;
    pdu.bytes(&KEY_ID, 4)?;
    pdu.all(&MAC);
    Ok(())
}
