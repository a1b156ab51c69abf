//! Point-to-Point Protocol: two optional bytes of framing and the number of what follows.

use crate::dissect::{
    pdu::Pdu,
    protocol::{Claim, Dissected, Family, Next, Protocol},
    protocols::link::chdlc,
    sink::Sink,
};

fields! { "ppp" "Point-to-Point Protocol" "Packets between two ends of a line.":
    ADDRESS   "address"   Hex(2) "Address" "Always 0xff: everybody on the line.";
    CONTROL   "control"   Hex(2) "Control" "Always 0x03: an unnumbered frame.";
    DIRECTION "direction" Named(&DIRECTIONS) "Direction" "Which end sent it, as the capture states.";
    NUMBER    "protocol"  HexNamed(4, &NAMES) "Protocol" "What the frame carries.";
}

names! {
    /// Protocol numbers (RFC 1661) as Wireshark words them.
    pub NAMES:
        0x0001 "Padding Protocol", 0x0003 "ROHC small-CID", 0x0005 "ROHC large-CID",
        0x0021 "Internet Protocol version 4", 0x0023 "OSI Network Layer", 0x0025 "Xerox NS IDP",
        0x0027 "DECnet Phase IV", 0x0029 "Appletalk", 0x002b "Novell IPX", 0x002d "Van Jacobson Compressed TCP/IP",
        0x002f "Van Jacobson Uncompressed TCP/IP", 0x0031 "Bridging PDU", 0x0033 "Stream Protocol (ST-II)",
        0x0035 "Banyan Vines", 0x0039 "AppleTalk EDDP", 0x003b "AppleTalk SmartBuffered", 0x003d "Multi-Link",
        0x003f "NETBIOS Framing", 0x0041 "Cisco Systems", 0x0043 "Ascom Timeplex",
        0x0045 "Fujitsu Link Backup and Load Balancing (LBLB)", 0x0047 "DCA Remote Lan",
        0x0049 "Serial Data Transport Protocol (PPP-SDTP)", 0x004b "SNA over 802.2", 0x004d "SNA",
        0x004f "IPv6 Header Compression ", 0x0051 "KNX Bridging Data", 0x0053 "Encryption",
        0x0055 "Individual Link Encryption", 0x0057 "Internet Protocol version 6", 0x0059 "PPP Muxing",
        0x005b "Vendor-Specific Network Protocol (VSNP)", 0x005d "TRILL Network Protocol (TNP)",
        0x0061 "RTP IPHC Full Header", 0x0063 "RTP IPHC Compressed TCP", 0x0065 "RTP IPHC Compressed Non TCP",
        0x0067 "RTP IPHC Compressed UDP 8", 0x0069 "RTP IPHC Compressed RTP 8", 0x006f "Stampede Bridging",
        0x0073 "MP+ Protocol", 0x00c1 "NTCITS IPI", 0x00fb "Single link compression in multilink",
        0x00fd "Compressed datagram", 0x0201 "802.1d Hello Packets", 0x0203 "IBM Source Routing BPDU",
        0x0205 "DEC LANBridge100 Spanning Tree", 0x0207 "Cisco Discovery Protocol", 0x0209 "Netcs Twin Routing",
        0x020b "STP - Scheduled Transfer Protocol", 0x020d "EDP - Extreme Discovery Protocol",
        0x0211 "Optical Supervisory Channel Protocol (OSCP)", 0x0213 "Optical Supervisory Channel Protocol (OSCP)",
        0x0231 "Luxcom", 0x0233 "Sigma Network Systems", 0x0235 "Apple Client Server Protocol", 0x0281 "MPLS Unicast",
        0x0283 "MPLS Multicast", 0x0285 "IEEE p1284.4 standard - data packets",
        0x0287 "ETSI TETRA Network Protocol Type 1", 0x0289 "Multichannel Flow Treatment Protocol",
        0x2063 "RTP IPHC Compressed TCP No Delta", 0x2065 "RTP IPHC Context State", 0x2067 "RTP IPHC Compressed UDP 16",
        0x2069 "RTP IPHC Compressed RTP 16", 0x4001 "Cray Communications Control Protocol",
        0x4003 "CDPD Mobile Network Registration Protocol", 0x4005 "Expand accelerator protocol", 0x4007 "ODSICP NCP",
        0x4009 "DOCSIS DLL", 0x400b "Cetacean Network Detection Protocol", 0x4021 "Stacker LZS",
        0x4023 "RefTek Protocol", 0x4025 "Fibre Channel", 0x4027 "EMIT Protocols",
        0x405b "Vendor-Specific Protocol (VSP)", 0x405d "TRILL Link State Protocol (TLSP)",
        0x8021 "Internet Protocol Control Protocol", 0x8023 "OSI Network Layer Control Protocol",
        0x8025 "Xerox NS IDP Control Protocol", 0x8027 "DECnet Phase IV Control Protocol",
        0x8029 "AppleTalk Control Protocol", 0x802b "Novell IPX Control Protocol", 0x8031 "Bridging NCP",
        0x8033 "Stream Protocol Control Protocol", 0x8035 "Banyan Vines Control Protocol",
        0x803d "Multi-Link Control Protocol", 0x803f "NETBIOS Framing Control Protocol",
        0x8041 "Cisco Systems Control Protocol", 0x8043 "Ascom Timeplex", 0x8045 "Fujitsu LBLB Control Protocol",
        0x8047 "DCA Remote Lan Network Control Protocol (RLNCP)", 0x8049 "Serial Data Control Protocol (PPP-SDCP)",
        0x804b "SNA over 802.2 Control Protocol", 0x804d "SNA Control Protocol",
        0x804f "IP6 Header Compression Control Protocol", 0x8051 "KNX Bridging Control Protocol",
        0x8053 "Encryption Control Protocol", 0x8055 "Individual Link Encryption Control Protocol",
        0x8057 "IPv6 Control Protocol", 0x8059 "PPP Muxing Control Protocol",
        0x805b "Vendor-Specific Network Control Protocol (VSNCP)", 0x805d "TRILL Network Control Protocol",
        0x806f "Stampede Bridging Control Protocol", 0x8073 "MP+ Control Protocol",
        0x80c1 "NTCITS IPI Control Protocol", 0x80fb "Single link compression in multilink control",
        0x80fd "Compression Control Protocol", 0x8207 "Cisco Discovery Protocol Control Protocol",
        0x8209 "Netcs Twin Routing", 0x820b "STP - Control Protocol",
        0x820d "EDPCP - Extreme Discovery Protocol Control Protocol", 0x8235 "Apple Client Server Protocol Control",
        0x8281 "MPLS Control Protocol", 0x8285 "IEEE p1284.4 standard - Protocol Control",
        0x8287 "ETSI TETRA TNP1 Control Protocol", 0x8289 "Multichannel Flow Treatment Protocol",
        0xc021 "Link Control Protocol", 0xc023 "Password Authentication Protocol", 0xc025 "Link Quality Report",
        0xc027 "Shiva Password Authentication Protocol", 0xc029 "Callback Control Protocol (CBCP)",
        0xc02b "BACP Bandwidth Allocation Control Protocol", 0xc02d "BAP Bandwidth Allocation Protocol",
        0xc05b "Vendor-Specific Authentication Protocol (VSAP)", 0xc081 "Container Control Protocol",
        0xc223 "Challenge Handshake Authentication Protocol", 0xc225 "RSA Authentication Protocol",
        0xc227 "Extensible Authentication Protocol", 0xc229 "Mitsubishi Security Information Exchange Protocol (SIEP)",
        0xc26f "Stampede Bridging Authorization Protocol", 0xc281 "Proprietary Authentication Protocol",
        0xc283 "Proprietary Authentication Protocol", 0xc481 "Proprietary Node ID Authentication Protocol";
    DIRECTIONS:
        0 "DTE->DCE", 1 "DCE->DTE";
    COLUMNS:
        0x002d "PPP VJC", 0x00fb "PPP Comp", 0x00fd "PPP Comp", 0x8021 "PPP IPCP", 0x8023 "PPP OSINLCP", 0x8031 "PPP BCP NCP",
        0x8053 "PPP ECP", 0x8057 "PPP IPV6CP", 0x80fd "PPP CCP", 0x8281 "PPP MPLSCP", 0xc021 "PPP LCP", 0xc023 "PPP PAP",
        0xc025 "PPP LQR", 0xc029 "PPP CBCP", 0xc02b "PPP BACP", 0xc02d "PPP BAP", 0xc223 "PPP CHAP", 0xc227 "EAP";
}

/// `LINKTYPE_PPP_WITH_DIR`: a byte in front that is not on the wire.
const WITH_DIRECTION: u16 = 204;

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "ppp",
    column: "PPP",
    spec: "RFC 1661",
    family: Family::Link,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: &[Claim::LinkType(9), Claim::LinkType(50), Claim::LinkType(204), Claim::EtherType(0x880b)],
    trailer: None,
    scan: |pdu| pdu.rarely(&PROTOCOL),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

fn dissect<S: Sink>(pdu: &mut Pdu<'_, S>) -> Dissected {
    let direction = if pdu.context.link_type == WITH_DIRECTION { Some(pdu.peeked::<1>()?) } else { None };
    if direction.is_some() {
        pdu.skip(1)?;
        pdu.context.link_type = 0;
    }
    let first = pdu.peeked::<1>()?.value;
    pdu.unaddressed();
    if matches!(first, 0x0f | 0x8f) {
        return Ok(Next::To(&chdlc::PROTOCOL));
    }
    if first == 0xff {
        pdu.u8(&ADDRESS)?;
        pdu.u8(&CONTROL)?;
    }
    if let Some(sent) = direction {
        pdu.computed(&DIRECTION, u64::from(sent.value == 0));
    }
    // A number whose first byte is odd was compressed to that one byte.
    let compressed = pdu.peeked::<1>()?.value & 1 == 1;
    let number = if compressed { pdu.u8(&NUMBER)?.into() } else { pdu.u16(&NUMBER)? };
    pdu.info(format_args!("PPP {} (0x{number:04x})", NAMES.or_unknown(number.into())));
    pdu.protocol(std::fmt::from_fn(|f| match COLUMNS.get(number.into()) {
        Some(column) => f.write_str(column),
        None => write!(f, "0x{number:04x}"),
    }));
    Ok(Next::Ppp(number))
}
