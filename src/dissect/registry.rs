//! All protocols, and the tables that their claims fill: who reads what comes next.

use std::sync::OnceLock;

use crate::{
    bytes::MediaType,
    dissect::{
        protocol::{Claim, Next, Protocol},
        protocols,
    },
    index::{flows::Transport, stacks::ProtocolId},
};

/// Whether bytes are what they are taken for.
type Judge = fn(&[u8]) -> bool;
/// Places in a table are an id plus 1; 0 is nobody.
type Places<const N: usize> = Box<[ProtocolId; N]>;

/// Protocols and whose fields they show beside their own.
pub const BORROWS: [(&str, &str); 8] = [
    ("ssdp", "http"),
    ("mdns", "dns"),
    ("llmnr", "dns"),
    ("icmpv6", "icmp"),
    ("ieee8021ad", "vlan"),
    ("ipv6.hopopts", "ipv6"),
    ("ipv6.dstopts", "ipv6"),
    ("ipv6.fraghdr", "ipv6"),
];

/// Every protocol by its id, and by what it claims.
pub struct Registry {
    all: Vec<&'static Protocol>,
    link_types: Places<65536>,
    ether_types: Places<65536>,
    ppp: Places<65536>,
    ip_protocols: Places<256>,
    llc: Places<256>,
    tcp: Places<65536>,
    udp: Places<65536>,
    looks: Vec<(Transport, Judge, ProtocolId)>,
    goes_on: Vec<(ProtocolId, Judge)>,
    media_types: Vec<(&'static str, ProtocolId)>,
    media_suffixes: Vec<(&'static str, ProtocolId)>,
    bodies: Vec<(Judge, ProtocolId)>,
    /// By id: what denies bytes that a number promised to a protocol.
    refuses: Vec<Option<Judge>>,
    /// The layer that stacks show between an Ethernet-like link and what its type names.
    pub ethertype: ProtocolId,
    data: ProtocolId,
    media: ProtocolId,
}

impl Registry {
    /// The one registry.
    pub fn get_all() -> &'static Self {
        static REGISTRY: OnceLock<Registry> = OnceLock::new();
        REGISTRY.get_or_init(Self::build)
    }

    fn build() -> Self {
        let all: Vec<_> = protocols::all().collect();
        let id_of =
            |protocol: &Protocol| all.iter().position(|one| std::ptr::eq(*one, protocol)).unwrap_or(0) as ProtocolId;
        let mut registry = Self {
            link_types: table(),
            ether_types: table(),
            ppp: table(),
            ip_protocols: table(),
            llc: table(),
            tcp: table(),
            udp: table(),
            looks: Vec::new(),
            goes_on: Vec::new(),
            media_types: Vec::new(),
            media_suffixes: Vec::new(),
            bodies: Vec::new(),
            refuses: vec![None; all.len()],
            ethertype: id_of(&protocols::link::ethertype::PROTOCOL),
            data: id_of(&protocols::application::data::PROTOCOL),
            media: id_of(&protocols::body::media::PROTOCOL),
            all: Vec::new(),
        };
        for (id, protocol) in all.iter().enumerate() {
            for claim in protocol.claims {
                registry.claim(id as ProtocolId, *claim);
            }
        }
        registry.all = all;
        registry
    }

    fn claim(&mut self, id: ProtocolId, claim: Claim) {
        let place = id + 1;
        match claim {
            Claim::LinkType(number) => self.link_types[usize::from(number)] = place,
            Claim::EtherType(number) => self.ether_types[usize::from(number)] = place,
            Claim::Ppp(number) => self.ppp[usize::from(number)] = place,
            Claim::IpProtocol(number) => self.ip_protocols[usize::from(number)] = place,
            Claim::Llc(number) => self.llc[usize::from(number)] = place,
            Claim::Tcp(port) => self.tcp[usize::from(port)] = place,
            Claim::Udp(port) => self.udp[usize::from(port)] = place,
            Claim::Refuses(refuses) => {
                if let Some(slot) = self.refuses.get_mut(usize::from(id)) {
                    *slot = Some(refuses);
                }
            }
            Claim::Looks(transport, looks) => self.looks.push((transport, looks, id)),
            Claim::GoesOn(goes_on) => self.goes_on.push((id, goes_on)),
            Claim::MediaType(media) => self.media_types.push((media, id)),
            Claim::MediaSuffix(suffix) => self.media_suffixes.push((suffix, id)),
            Claim::Body(begins) => self.bodies.push((begins, id)),
        }
    }

    /// All protocols; a protocol's place is its id.
    pub fn all(&self) -> &[&'static Protocol] {
        &self.all
    }

    /// The protocol of this id.
    #[inline]
    pub fn get(&self, id: ProtocolId) -> Option<&'static Protocol> {
        self.all.get(usize::from(id)).copied()
    }

    /// The id of a protocol.
    pub fn id_of(&self, protocol: &Protocol) -> Option<ProtocolId> {
        self.all.iter().position(|one| std::ptr::eq(*one, protocol)).map(|place| place as ProtocolId)
    }

    /// Who reads `payload`.
    #[inline]
    pub(crate) fn choose(&self, next: Next, payload: &[u8]) -> Option<ProtocolId> {
        let place = match next {
            Next::EtherType(number) | Next::Type(number) => self.ether_types[usize::from(number)],
            Next::IpProtocol(number) => self.ip_protocols[usize::from(number)],
            Next::LinkType(number) => {
                let place = self.link_types[usize::from(number)];
                return place.checked_sub(1).or_else(|| self.data(payload));
            }
            Next::Ppp(number) => self.ppp[usize::from(number)],
            Next::Llc(number) => self.llc[usize::from(number)],
            Next::Datagram(source, destination) => return self.by_udp_ports(source, destination, payload),
            Next::To(protocol) => return self.id_of(protocol),
            Next::Data => 0,
            Next::Done | Next::Stream | Next::Fragment(_) | Next::Media => return None,
        };
        let claimed = place.checked_sub(1).filter(|id| match self.refuses.get(usize::from(*id)) {
            Some(Some(refuses)) => !refuses(payload),
            _ => true,
        });
        claimed.or_else(|| self.data(payload))
    }

    /// Who reads a body of which `beginning` are the first bytes: by its media type, then by these bytes.
    ///
    /// Pass one hands over no more than a few dozen of them, and none of a body that it does not unpack.
    pub fn by_media(&self, media: Option<MediaType<'_>>, beginning: &[u8]) -> Option<&'static Protocol> {
        let by_type = |media: MediaType<'_>| {
            let essence = media.essence();
            self.media_types.iter().find(|(claimed, _)| match essence.get(..claimed.len()) {
                Some(start) if claimed.ends_with('/') => start.eq_ignore_ascii_case(claimed.as_bytes()),
                _ => essence.eq_ignore_ascii_case(claimed.as_bytes()),
            })
        };
        let by_suffix = |media: MediaType<'_>| self.media_suffixes.iter().find(|(suffix, _)| media.ends_with(suffix));
        let fits = |id: &ProtocolId| {
            let judge = self.bodies.iter().find(|(_, of)| of == id);
            beginning.is_empty() || judge.is_none_or(|(begins, _)| begins(beginning))
        };
        let claimed = media.and_then(|media| by_type(media).or_else(|| by_suffix(media))).map(|&(_, id)| id);
        let begins = || self.bodies.iter().find(|(begins, _)| begins(beginning)).map(|&(_, id)| id);
        let unknown = if media.is_some() { self.media } else { self.data };
        self.get(claimed.filter(fits).or_else(begins).unwrap_or(unknown))
    }

    /// Whether somebody reads packets of this LINKTYPE_.
    pub fn reads(&self, link_type: u16) -> bool {
        self.link_types[usize::from(link_type)] != 0
    }

    fn data(&self, payload: &[u8]) -> Option<ProtocolId> {
        (!payload.is_empty()).then_some(self.data)
    }

    /// The lower port first, as it is more likely the service's; bytes are looked at where no port tells.
    fn by_udp_ports(&self, source: u16, destination: u16, payload: &[u8]) -> Option<ProtocolId> {
        let low = self.udp[usize::from(source.min(destination))];
        let high = self.udp[usize::from(source.max(destination))];
        let data = self.data(payload)?;
        let by_port = [low, high].into_iter().find_map(|place| place.checked_sub(1));
        by_port.or_else(|| self.looking(Transport::Udp, payload)).or(Some(data))
    }

    /// Whether a message of this protocol may be believed to begin with these bytes of a stream in which something is missing.
    pub fn goes_on(&self, id: ProtocolId, bytes: &[u8]) -> bool {
        let said = self.goes_on.iter().find(|(of, _)| *of == id).map(|&(_, judge)| judge);
        let looks = || self.looks.iter().find(|(over, _, of)| *over == Transport::Tcp && *of == id);
        said.or_else(|| looks().map(|&(_, judge, _)| judge)).is_none_or(|judge| judge(bytes))
    }

    /// The first protocol that `payload` looks like.
    pub fn looking(&self, transport: Transport, payload: &[u8]) -> Option<ProtocolId> {
        self.looks.iter().find(|(over, looks, _)| *over == transport && looks(payload)).map(|&(.., id)| id)
    }

    /// The protocols that claim one of these TCP ports, the lower port's first.
    pub fn by_tcp_ports(&self, source: u16, destination: u16) -> impl Iterator<Item = ProtocolId> + use<> {
        let low = self.tcp[usize::from(source.min(destination))];
        let high = self.tcp[usize::from(source.max(destination))];
        [low, high].into_iter().filter_map(|place| place.checked_sub(1))
    }

    /// The layer for stream bytes that nobody claims.
    pub fn data_id(&self) -> ProtocolId {
        self.data
    }
}

fn table<const N: usize>() -> Places<N> {
    match vec![0; N].into_boxed_slice().try_into() {
        Ok(table) => table,
        Err(_) => Box::new([0; N]),
    }
}
