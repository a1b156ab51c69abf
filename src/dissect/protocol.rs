//! What Wirelight knows of a protocol, and how one layer says what comes next.

use serde::{Deserialize, Serialize};

use crate::{
    dissect::{
        cut::{Cut, Stream},
        either::Either,
        field::{Field, Note},
        pdu::Pdu,
        sink::Scan,
        trailer::Trailer,
    },
    index::flows::Transport,
};

/// Everything known of one protocol; each file in `protocols/` holds one of these.
#[derive(Debug)]
pub struct Protocol {
    /// Filter prefix and name in a stack: `udp`.
    pub key: &'static str,
    /// What the Protocol column shows; empty when it leaves what is there.
    pub column: &'static str,
    /// Where it is defined.
    pub spec: &'static str,
    /// What colours its rows.
    pub family: Family,
    /// Its heading first, then its fields.
    pub fields: &'static [&'static Field],
    /// Fields that its other files declare with `more_fields!`.
    pub more: &'static [&'static [&'static Field]],
    /// Anomalies it can report.
    pub notes: &'static [&'static Note],
    /// Where it is found.
    pub claims: &'static [Claim],
    /// What becomes of bytes that lie behind its payload, where it is a link layer.
    pub trailer: Option<Trailer>,
    /// `dissect` for pass one: a copy of its own, where ordinary traffic is worth the bytes of the page's download.
    pub scan: fn(&mut Pdu<'_, &mut Scan<'_>>) -> Dissected,
    /// `dissect` for any pass.
    pub dissect: fn(&mut Pdu<'_, Either<'_, '_>>) -> Dissected,
    /// How it divides a byte stream into messages, if it runs over one.
    pub cut: Option<fn(&mut Stream<'_>) -> Cut>,
}

impl Protocol {
    /// Its heading and all its fields.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().chain(self.more.iter().copied().flatten()).copied()
    }
}

/// Where a protocol is found: its parents never list it.
#[derive(Debug, Clone, Copy)]
pub enum Claim {
    /// LINKTYPE_ of a capture file.
    LinkType(u16),
    /// EtherType.
    EtherType(u16),
    /// IP protocol number or IPv6 next header.
    IpProtocol(u8),
    /// PPP protocol number.
    Ppp(u16),
    /// LLC destination service access point.
    Llc(u8),
    /// TCP port: a hint that `Looks` or the first `cut` must confirm.
    Tcp(u16),
    /// UDP port.
    Udp(u16),
    /// Bytes that are not its own, whatever number led to it: they are nobody's.
    Refuses(fn(&[u8]) -> bool),
    /// Bytes that look like it, whatever the port; sure enough to take a flow.
    Looks(Transport, fn(&[u8]) -> bool),
    /// Bytes of a TCP stream, known to be its own, at which it goes on behind a gap; where nothing says so, those that look
    /// like it.
    GoesOn(fn(&[u8]) -> bool),
    /// Bodies of this media type, in lower case, or of all that begin with this where it ends in a slash.
    MediaType(&'static str),
    /// Bodies whose media type ends like this and that nobody else claims: `+json`.
    MediaSuffix(&'static str),
    /// Bodies begin like this: those whose media type it claims have to, and it takes others that nobody claims.
    Body(fn(&[u8]) -> bool),
}

/// What comes after a layer's header.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// Nothing, or nothing known.
    Done,
    /// The link layer of a packet.
    LinkType(u16),
    /// By EtherType, through the `ethertype` layer that stacks of Ethernet-like links show.
    EtherType(u16),
    /// By EtherType, directly.
    Type(u16),
    /// By IP protocol number.
    IpProtocol(u8),
    /// By PPP protocol number.
    Ppp(u16),
    /// By LLC service access point.
    Llc(u8),
    /// A datagram's payload, by its ports.
    Datagram(u16, u16),
    /// A segment's payload: it goes through its stream, never straight to a protocol.
    Stream,
    /// A fragment of a datagram: what follows its header is read when the datagram is whole.
    Fragment(Fragment),
    /// A body, by its media type: see [`Pdu::media`].
    Media,
    /// This protocol.
    To(&'static Protocol),
    /// Bytes that nobody claims.
    Data,
}

/// What an IP header says of a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment {
    /// It is one of IPv6.
    pub six: bool,
    /// The datagram's number.
    pub id: u32,
    /// What the datagram carries.
    pub protocol: u8,
    /// Where the fragment begins in it, in bytes.
    pub offset: u32,
    /// More of it follows.
    pub more: bool,
}

/// What a dissector answers.
pub type Dissected = Result<Next, Short>;

/// Bytes ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Bytes wanted.
    pub needed: u32,
    /// Bytes there.
    pub had: u32,
    /// Where, in its source.
    pub at: u32,
    /// Why there were no more.
    pub limit: Limit,
}

/// Why there are no more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The capture holds no more of the packet.
    Captured,
    /// The packet itself, or a length field in it, says that there is no more: what asked for more is malformed.
    Claimed,
}

/// The protocol family that gives a row its tint and its mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Family {
    /// Link layers and ARP.
    Link,
    /// IP, ICMP, IGMP.
    Ip,
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// DNS, DHCP and other naming.
    Naming,
    /// HTTP, WebSocket, JSON.
    Web,
    /// Encrypted.
    Secure,
    /// Other applications.
    #[default]
    Application,
    /// SYN, FIN, RST.
    Control,
    /// A bare ACK: no tint.
    Quiet,
}
