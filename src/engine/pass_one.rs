//! Pass one: the file's bytes in order → rows and everything learnt, in bounded memory.

use crate::{
    bytes::Address,
    capture::{Damage, Format, Packet, Problem, Reader, Unpacking},
    dissect::{self, Outcome, registry::Registry, sink::Scan},
    index::{
        Row, Session,
        packets::{NONE, flags},
    },
    reassemble,
};

/// Reads a capture once, in order.
pub struct PassOne {
    reader: Reader,
    session: Session,
    registry: &'static Registry,
    damage: Option<Damage>,
    names_learnt: usize,
    most: usize,
}

impl PassOne {
    /// Nothing read yet; `seed` must be unpredictable.
    pub fn new(seed: u64) -> Self {
        let registry = Registry::get_all();
        let session = Session::new(seed, registry.all().len());
        Self { reader: Reader::new(), session, registry, damage: None, names_learnt: 0, most: usize::MAX }
    }

    /// Reads the first `packets` only: what lies behind them is not looked at, damage included.
    pub fn stop_after(&mut self, packets: u64) {
        self.most = usize::try_from(packets).unwrap_or(usize::MAX);
    }

    /// Takes the next bytes of the file; false when nothing more can be read.
    pub fn feed(&mut self, chunk: &[u8]) -> bool {
        self.read(Some(chunk))
    }

    /// The file ends here.
    pub fn finish(&mut self) {
        self.read(None);
    }

    /// Reads a chunk, or what is left at the end of the file.
    fn read(&mut self, chunk: Option<&[u8]>) -> bool {
        if self.damage.is_some() || self.session.packets.len() >= self.most {
            return false;
        }
        let (session, registry, most) = (&mut self.session, self.registry, self.most);
        let mut full = None;
        let mut each = |packet: Packet<'_>| {
            if full.is_none() && session.packets.len() < most && scan(session, registry, &packet).is_none() {
                full = Some(packet.offset);
            }
        };
        let result = match chunk {
            Some(chunk) => self.reader.feed(chunk, &mut each),
            None => self.reader.finish(&mut each),
        };
        self.learn_from_file();
        let full = full.map(|at| Damage { at, problem: Problem::OutOfMemory });
        let enough = self.session.packets.len() >= self.most;
        self.damage = full.or(result.err().filter(|_| !enough));
        self.damage.is_none() && !enough
    }

    /// What the file itself says that packets are shown with.
    fn learn_from_file(&mut self) {
        let facts = self.reader.facts();
        self.session.numbered_interfaces = facts.format == Some(Format::Pcapng);
        if facts.interfaces.len() > self.session.interfaces.len() {
            let known = self.session.interfaces.len();
            self.session.interfaces.extend(facts.interfaces.iter().skip(known).cloned());
        }
        for name in facts.names.iter().skip(self.names_learnt) {
            let address = match name.address {
                std::net::IpAddr::V4(address) => Address::Ipv4(address.octets()),
                std::net::IpAddr::V6(address) => Address::Ipv6(address.octets()),
            };
            self.session.names.learn(address, |text| text.push_str(&name.name));
        }
        self.names_learnt = facts.names.len();
    }

    /// What reading the bytes again needs, when the file is packed.
    pub fn unpacking(&self) -> &Unpacking {
        self.reader.unpacking()
    }

    /// What was learnt so far.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The reader, for what the file says of itself and for random access.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What is wrong with the file, if anything.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }
}

/// Adds one packet to what was learnt and says how its dissection ended; nothing without memory for it.
#[inline(always)]
pub fn scan(session: &mut Session, registry: &'static Registry, packet: &Packet<'_>) -> Option<Outcome> {
    let row = Row {
        time: packet.time,
        offset: packet.offset,
        captured: packet.bytes.len() as u32,
        original: packet.original,
        flow: NONE,
        previous: NONE,
        interface: u16::try_from(packet.interface).unwrap_or(u16::MAX),
        flags: if packet.comment { flags::COMMENT } else { 0 },
        ..Row::default()
    };
    let number = session.packets.len() as u32;
    let mut scan = Scan { session, row, packet: number, registry };
    // Of more interfaces than a row can name the link types are not told apart later.
    let named = row.interface < u16::MAX || packet.interface == Packet::NO_INTERFACE;
    let link_type = if named { packet.link_type } else { u16::MAX };
    let outcome = dissect::packet(packet.bytes, packet.original, link_type, &mut scan);
    let short = reassemble::scan(&mut scan, packet.bytes, &outcome);
    let row = scan.row;
    session.packets.push(row).ok().map(|()| Outcome { short, ..outcome })
}
