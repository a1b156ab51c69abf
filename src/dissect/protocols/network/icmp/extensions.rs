//! Extensions of ICMP errors and extended echoes: MPLS labels, interfaces (RFC 4884, 4950, 5837, 8335).

use crate::{
    bytes::checksum::{self, Verdict},
    dissect::{
        field::{Note, Severity},
        pdu::Pdu,
        protocol::Short,
        protocols::network::{address_family, checksum_status},
        sink::Sink,
    },
};

names! {
    CLASSES: 1 "MPLS Label Stack Class", 2 "Interface Information Object", 3 "Interface Identification Object";
    ROLES:
        0 "IP interface upon which datagram arrived", 1 "sub-IP component of an IP interface upon which datagram arrived",
        2 "IP interface through which datagram would be forwarded", 3 "IP next-hop to which datagram would be forwarded";
    IDENTIFIES: 1 "Identifies Interface By Name", 2 "Identifies Interface By Index", 3 "Identifies Interface By Address";
}

const PRESENT: [&str; 2] = ["Present", "Not Present"];

more_fields! { "icmp":
    EXTENSIONS      "ext"             Group  "ICMP Multi-Part Extensions" "What a router adds behind the packet it quotes.";
    VERSION         "ext.version"     Dec & 0xf000 "Version"   "Always 2.";
    RESERVED        "ext.res"         Hex(3) & 0x0fff "Reserved" "Always zero.";
    CHECKSUM        "ext.checksum"    Hex(4) "Checksum"        "Over the extensions; 0 when there is none.";
    CHECKSUM_STATUS "ext.checksum.status" Named(&checksum_status::NAMES) "Checksum Status" "Whether the checksum fits.";
    LABEL_STACK     "ext.mpls"        Group  "MPLS Stack Entry" "The labels that the packet came with.";
    INTERFACE       "ext.interface"   Group  "Interface Information Object" "An interface that had to do with the packet.";
    ASKED           "ext.asked"       Group  "Interface Identification Object" "The interface that a probe asks about.";
    UNKNOWN         "ext.unknown"     Group  "Unknown object"  "An extension of another class.";
    LENGTH          "ext.length"      Dec    "Length"          "Bytes of the object, this head included.";
    CLASS           "ext.class"       Named(&CLASSES) "Class"  "What kind of extension it is.";
    C_TYPE          "ext.ctype"       Dec    "C-Type"          "Which variant of it.";
    DATA            "ext.data"        Bytes  "Data"            "What it holds.";
    LABELS          "mpls"            Group  "Label"           "One entry of the label stack that the packet came with.";
    LABEL           "mpls.label"      Dec & 0xfffff0 "Label"   "The path through the MPLS network.";
    EXPERIMENTAL    "mpls.exp"        Dec & 0x00000e "Experimental" "The traffic class.";
    BOTTOM          "mpls.s"          Flag & 0x000001 "Stack bit" "The last entry of the stack.";
    TIME_TO_LIVE    "mpls.ttl"        Dec    "Time to live"    "Routers it might still have passed.";
    LABEL_DATA      "mpls.data"       Bytes  "Data"            "What is no label stack of any known kind.";
    ROLE            "int_info.role"     Named(&ROLES) & 0xc0 "Interface Role" "Which interface is described.";
    ROLE_RESERVED   "int_info.reserved" Dec & 0x30 "Reserved"  "Always zero.";
    HAS_INDEX       "int_info.ifindex"  FlagNamed(["True", "False"]) & 0x08 "ifIndex" "Its index follows.";
    HAS_ADDRESS     "int_info.ipaddr"   FlagNamed(PRESENT) & 0x04 "IP Address" "Its address follows.";
    HAS_NAME        "int_info.name_present" FlagNamed(PRESENT) & 0x02 "Interface Name" "Its name follows.";
    HAS_MTU         "int_info.mtu_present" FlagNamed(PRESENT) & 0x01 "MTU" "Its MTU follows.";
    INDEX           "int_info.index"    Dec    "Interface Index" "Its number in the router's table.";
    ADDRESS_OBJECT  "int_info.address_object" Group "IP Address Sub-Object" "Its address.";
    FAMILY          "int_info.afi"      Dec    "Address Family Identifier" "What kind of address it is.";
    INFO_RESERVED   "int_info.afi_reserved" Bytes "Reserved"   "Always zero.";
    IPV4            "int_info.ipv4"     Ipv4   "Source"        "Its IPv4 address.";
    IPV6            "int_info.ipv6"     Ipv6   "Source"        "Its IPv6 address.";
    IP_UNKNOWN      "int_info.ipunknown" Bytes "Source"        "An address of another family.";
    NAME_OBJECT     "int_info.name_object" Group "Interface Name Sub-Object" "Its name.";
    NAME_LENGTH     "int_info.name_length" Dec "Name Length"   "Bytes of the name, this one included.";
    NAME            "int_info.name"     Text   "Name"          "What the router calls it.";
    MTU             "int_info.mtu"      Dec    "Maximum Transmission Unit" "The largest packet that it can send.";
    ASKED_NAME      "int_ident.name"    Text   "Name"          "The interface asked about.";
    ASKED_INDEX     "int_ident.index"   Dec    "Interface Index" "The number of the interface asked about.";
    ASKED_FAMILY    "int_ident.afi"     Named(&address_family::NAMES) "Address Family Identifier" "What kind of address follows.";
    ASKED_LENGTH    "int_ident.addr_length" Dec "Address Length" "Bytes of the address.";
    ASKED_RESERVED  "int_ident.reserved" Bytes "Reserved"      "Always zero.";
    ASKED_IPV4      "int_ident.ipv4"    Ipv4   "Address"       "The address of the interface asked about.";
    ASKED_IPV6      "int_ident.ipv6"    Ipv6   "Address"       "The address of the interface asked about.";
    ASKED_ADDRESS   "int_ident.address" Bytes  "Address"       "The address of the interface asked about.";
}

/// Reported when an object's length is less than its head or more than what is left.
pub static BAD_LENGTH: Note =
    Note { key: "icmp.ext.length.bad", severity: Severity::Error, text: "Bad length of an ICMP extension object" };

/// Whether `bytes` are extensions: their version and their checksum say so.
pub fn fit(bytes: &[u8]) -> bool {
    let Some((&[version, _, high, low], rest)) = bytes.split_first_chunk::<4>() else { return false };
    let field = u16::from_be_bytes([high, low]);
    version >> 4 == 2 && rest.len() >= 4 && (field == 0 || checksum::plain(bytes, field) == Verdict::Good)
}

/// Everything up to the layer's end.
pub fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let bytes = pdu.rest();
    let whole = pdu.left() == pdu.claimed_left();
    let group = pdu.open(&EXTENSIONS);
    let word = pdu.peeled::<2>()?;
    let version = pdu.bits(&VERSION, word);
    pdu.bits(&RESERVED, word);
    if version != 2 {
        pdu.label_group(&group, format_args!(" (unsupported version)"));
    }
    let field = pdu.u16(&CHECKSUM)?;
    pdu.checksum(&CHECKSUM_STATUS, "unverified", |_| (whole && field != 0).then(|| checksum::plain(bytes, field)));
    while version == 2 && pdu.claimed_left() >= 4 {
        let length = usize::from(pdu.peek_u16(0).unwrap_or(4));
        if length < 4 || length > pdu.claimed_left() {
            pdu.note(&BAD_LENGTH, 0);
            break;
        }
        pdu.within(length, object)?;
    }
    pdu.close(group);
    Ok(())
}

fn object<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let (class, variant) = (pdu.peek(2).unwrap_or_default(), pdu.peek(3).unwrap_or_default());
    let group = pdu.open(match (class, variant) {
        (1, 1) => &LABEL_STACK,
        (2, _) => &INTERFACE,
        (3, _) => &ASKED,
        _ => &UNKNOWN,
    });
    pdu.u16(&LENGTH)?;
    pdu.u8(&CLASS)?;
    match (class, variant) {
        (1, 1) => {
            pdu.u8(&C_TYPE)?;
            while pdu.claimed_left() > 0 {
                label(pdu)?;
            }
        }
        (2, _) => interface(pdu)?,
        (3, _) => asked(pdu)?,
        _ => {
            pdu.label_group(&group, format_args!(" ({class}/{variant})"));
            pdu.u8(&C_TYPE)?;
            pdu.all(if class == 1 { &LABEL_DATA } else { &DATA });
        }
    }
    pdu.close(group);
    Ok(())
}

fn label<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let group = pdu.open(&LABELS);
    let word = pdu.peeled::<3>()?;
    let (label, class, bottom) = (pdu.bits(&LABEL, word), pdu.bits(&EXPERIMENTAL, word), pdu.bits(&BOTTOM, word));
    let hops = pdu.u8(&TIME_TO_LIVE)?;
    pdu.label_group(&group, format_args!(": {label}, Exp: {class}, S: {bottom}, TTL: {hops}"));
    pdu.close(group);
    Ok(())
}

/// RFC 5837: the variant's bits say which parts follow.
fn interface<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let mark = pdu.mark();
    let bits = pdu.word::<1>(&C_TYPE)?;
    pdu.below(|pdu| {
        let role = pdu.bits(&ROLE, bits);
        pdu.label_of(mark, format_args!(", Interface Role: {}", ROLES.or_unknown(role)));
        pdu.bits(&ROLE_RESERVED, bits);
        for field in [&HAS_INDEX, &HAS_ADDRESS, &HAS_NAME, &HAS_MTU] {
            if pdu.bits(field, bits) != 0 {
                pdu.label_of(mark, format_args!(", {}", field.name()));
            }
        }
    });
    if bits.value & HAS_INDEX.mask != 0 {
        pdu.u32(&INDEX)?;
    }
    if bits.value & HAS_ADDRESS.mask != 0 {
        let group = pdu.open(&ADDRESS_OBJECT);
        let family = pdu.u16(&FAMILY)?;
        pdu.bytes(&INFO_RESERVED, 2)?;
        match family {
            1 => pdu.ipv4(&IPV4).map(drop)?,
            2 => pdu.ipv6(&IPV6).map(drop)?,
            _ => pdu.bytes(&IP_UNKNOWN, 4).map(drop)?,
        }
        pdu.close(group);
    }
    if bits.value & HAS_NAME.mask != 0 {
        let group = pdu.open(&NAME_OBJECT);
        let length = usize::from(pdu.u8(&NAME_LENGTH)?);
        pdu.padded_text(&NAME, length.saturating_sub(1))?;
        pdu.close(group);
    }
    if bits.value & HAS_MTU.mask != 0 {
        pdu.u32(&MTU)?;
    }
    Ok(())
}

/// RFC 8335: what a probe asks about.
fn asked<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    let variant = pdu.u8(&C_TYPE)?;
    match IDENTIFIES.get(variant.into()) {
        Some(name) => pdu.label(format_args!("{variant} ({name})")),
        None => pdu.label(format_args!("{variant} (Unknown C-Type {variant})")),
    }
    match variant {
        1 => {
            let length = pdu.claimed_left();
            pdu.padded_text(&ASKED_NAME, length)?;
        }
        2 => {
            pdu.u32(&ASKED_INDEX)?;
        }
        3 => {
            let family = pdu.u16(&ASKED_FAMILY)?;
            pdu.u8(&ASKED_LENGTH)?;
            pdu.bytes(&ASKED_RESERVED, 1)?;
            match family {
                1 => pdu.ipv4(&ASKED_IPV4).map(drop)?,
                2 => pdu.ipv6(&ASKED_IPV6).map(drop)?,
                _ => {
                    pdu.all(&ASKED_ADDRESS);
                }
            }
        }
        _ => {}
    }
    Ok(())
}
