//! What is written on the rungs of a ladder: flags and numbers as Wireshark counts them, and what changed.

use serde::{Deserialize, Serialize};

use super::{Engine, Unshown, followed::StreamName};
use crate::{
    analyse::ladder::{self, Drawing, Lane, Rung, Scope, Stands},
    bytes::Address,
    capture::Source,
    dissect::{
        options::Options,
        record::{Record, Value, Wants},
    },
    engine::{
        fields,
        request::{Settings, TimeFormat},
        rows,
    },
    index::{
        Row, Session,
        analysis::{Finding, Segment, found},
        flows::Transport,
        packets::{NONE, flags},
        states::State,
    },
};

/// Rungs answered at once at most.
const MOST: u32 = 4096;

/// Which packets a ladder has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ladders {
    /// Those of some streams.
    Streams(Vec<StreamName>),
    /// Those of the host that sent a packet, by the packet's place in the file from 0.
    HostOf(u32),
    /// Those of all streams from one packet to another, by their places in the file from 0.
    Between(u32, u32),
    /// Those of all streams.
    All,
}

/// A ladder as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderFacts {
    /// The ends from left to right: how they are shown, and whether they opened their first connection.
    pub lanes: Vec<(String, bool)>,
    /// How many rungs there are.
    pub rungs: u32,
    /// Units of all rungs, one above the other.
    pub height: u32,
    /// Acknowledgments that are left out.
    pub folded: u64,
    /// Packets for which there are too many lanes or rungs.
    pub left_out: u64,
}

/// A rung as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungView {
    /// Where it begins, in units from the top.
    pub at: u32,
    /// Its height in units.
    pub height: u32,
    /// What stands there.
    pub stands: Stands,
    /// Its packet, by its place in the file from 0.
    pub packet: u32,
    /// The Time column.
    pub time: String,
    /// The lanes of sender and receiver.
    pub lanes: (u16, u16),
    /// The client sent it.
    pub from_client: bool,
    /// `SYN, ACK`; of UDP nothing.
    pub flags: String,
    /// `Seq=0 Ack=1 Len=5`
    pub numbers: String,
    /// What its messages say.
    pub info: String,
    /// What was found out about the segment ([`found`]).
    pub found: u16,
    /// The states into which it brought sender and receiver, where they are others than before.
    pub states: (State, State),
    /// It opens, closes or breaks off.
    pub control: bool,
    /// It acknowledges and does nothing else.
    pub quiet: bool,
    /// What is to be said about it.
    pub remarks: Vec<Remark>,
}

/// What is to be said about a rung. Times are nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// It asks for a connection.
    Opens,
    /// It agrees to it so long after it was asked.
    Agrees(u64),
    /// The handshake is complete, and took so long.
    Complete(u64),
    /// It acknowledges a packet to its last byte: `ack = sequence + taken`, so long after it.
    Acknowledges {
        /// That packet, from 0.
        packet: u32,
        /// Its sequence number, and what it takes.
        sum: (u32, u32),
        /// Time since then.
        after: u64,
    },
    /// The first side closes: the client, or the server.
    ClosesFirst(bool),
    /// The other side closes too.
    ClosesToo(bool),
    /// It breaks the connection off.
    Resets,
    /// It refuses a connection: nobody listens on the port.
    Refuses,
    /// It sends again what was sent so long before.
    Again(Option<u64>),
    /// It repeats an acknowledgment of that packet the so many'th time.
    Repeats(u32, u32),
    /// So many bytes from that number on are not in the capture.
    Missing(u32, u32),
    /// It holds that range beyond what is acknowledged, so that so many bytes before it are missing.
    Selects(u32, u32, u32),
    /// That range came twice (D-SACK, RFC 2883).
    Twice(u32, u32),
    /// It takes so many bytes now.
    Window(u32),
    /// So long there were no packets; so many acknowledgments are left out.
    Pause(u64, u32),
    /// Meanwhile only one side may send: the client, or the server.
    HalfClosed(bool),
    /// The FIN of a side is not in the capture: the client's, or the server's.
    NoFin(bool),
    /// The connection is still open when the capture ends.
    StillOpen,
}

/// Numbers of a TCP segment.
#[derive(Debug, Clone, Default)]
struct Numbers {
    sequence: u32,
    acknowledgment: u32,
    len: u32,
    flags: u16,
    window: u32,
    mss: Option<u32>,
    scale: Option<u32>,
    selected: Option<(u32, u32)>,
}

const SYN: u16 = 2;
const FIN: u16 = 1;
const RST: u16 = 4;
const ACK: u16 = 16;
/// Flags in the order in which a row names them.
const FLAGS: [(u16, &str); 8] =
    [(FIN, "FIN"), (SYN, "SYN"), (RST, "RST"), (8, "PSH"), (ACK, "ACK"), (32, "URG"), (64, "ECE"), (128, "CWR")];
const KEYS: [&str; 9] = [
    "tcp.seq",
    "tcp.ack",
    "tcp.len",
    "tcp.flags",
    "tcp.window_size",
    "tcp.options.mss_val",
    "tcp.options.wscale.multiplier",
    "tcp.options.sack_le",
    "tcp.options.sack_re",
];

impl Numbers {
    fn of(record: &Record) -> Self {
        let value = |key: &str| {
            let mut nodes = record.nodes.iter().filter(|node| node.field.key() == key && node.depth <= 8);
            nodes.find_map(|node| match node.value {
                Value::Number(number) => u32::try_from(number).ok(),
                _ => None,
            })
        };
        let number = |key: &str| value(key).unwrap_or(0);
        Self {
            sequence: number("tcp.seq"),
            acknowledgment: number("tcp.ack"),
            len: number("tcp.len"),
            flags: number("tcp.flags") as u16,
            window: number("tcp.window_size"),
            mss: value("tcp.options.mss_val"),
            scale: value("tcp.options.wscale.multiplier"),
            selected: value("tcp.options.sack_le").zip(value("tcp.options.sack_re")),
        }
    }

    fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The numbers that SYN, FIN and data take.
    fn taken(&self) -> u32 {
        self.len.wrapping_add(u32::from(self.has(SYN))).wrapping_add(u32::from(self.has(FIN)))
    }

    fn names(&self) -> String {
        let names = FLAGS.into_iter().filter(|(flag, _)| self.has(*flag)).map(|(_, name)| name);
        names.collect::<Vec<_>>().join(", ")
    }

    fn text(&self, shows_window: bool) -> String {
        let mut text = format!("Seq={}", self.sequence);
        let mut add = |name: &str, number: Option<u32>| {
            text.extend(number.map(|number| format!(" {name}={number}")));
        };
        add("Ack", self.has(ACK).then_some(self.acknowledgment));
        add("Win", (self.has(SYN) || shows_window).then_some(self.window));
        add("Len", (self.len > 0).then_some(self.len));
        add("MSS", self.mss);
        add("WS", self.scale);
        add("SLE", self.selected.map(|(left, _)| left));
        add("SRE", self.selected.map(|(_, right)| right));
        text
    }
}

/// What a ladder is made of, by the names that streams have now.
pub(super) fn scope(session: &Session, of: &Ladders) -> Scope {
    match of {
        Ladders::All => Scope::Between(0, u32::MAX),
        Ladders::Between(first, last) => Scope::Between(*first, *last),
        Ladders::HostOf(packet) => {
            let row = session.packets.get(*packet as usize);
            let flow = row.and_then(|row| Some((row, session.flows.get(row.flow)?.ends)));
            let host = flow.map(|(row, ends)| if row.way() == 0 { ends.source.0 } else { ends.destination.0 });
            host.map_or(Scope::Flows(Vec::new()), Scope::Host)
        }
        Ladders::Streams(names) => {
            let flows = (0..session.flows.len() as u32)
                .filter(|id| session.flows.get(*id).is_some_and(|flow| names.contains(&StreamName::of(flow))));
            Scope::Flows(flows.collect())
        }
    }
}

impl<S: Source> Engine<S> {
    /// The ladder that was made last, as a whole.
    pub(super) fn ladder_facts(&self) -> LadderFacts {
        let ladder = &self.ladder;
        let lane = |lane: &Lane| {
            let address = lane.address;
            let name = match (lane.port, address) {
                (Some(port), Address::Ipv6(_)) => format!("[{address}]:{port}"),
                (Some(port), _) => format!("{address}:{port}"),
                (None, _) => address.to_string(),
            };
            (name, lane.is_client)
        };
        LadderFacts {
            lanes: ladder.lanes.iter().map(lane).collect(),
            rungs: ladder.rungs.len() as u32,
            height: ladder.height,
            folded: ladder.folded,
            left_out: ladder.left_out,
        }
    }

    /// Of each rung of the ladder that was made last: where it begins, and its packet, or [`NONE`] where none stands.
    pub fn ladder_places(&self) -> Vec<u32> {
        let packet = |rung: &Rung| if rung.stands == Stands::Packet { rung.packet } else { NONE };
        self.ladder.rungs.iter().flat_map(|rung| [rung.at, packet(rung)]).collect()
    }

    /// Rungs of the ladder that was made last.
    pub(super) fn rungs(&mut self, first: u32, count: u32, settings: &Settings) -> Result<Vec<RungView>, Unshown> {
        let options = settings.options();
        let last = first.saturating_add(count.min(MOST)).min(self.ladder.rungs.len() as u32);
        let mut views = Vec::new();
        for place in first..last {
            views.extend(self.rung(place as usize, settings.time, &options)?);
        }
        Ok(views)
    }

    fn rung(&mut self, place: usize, time: TimeFormat, options: &Options) -> Result<Option<RungView>, Unshown> {
        let Some(rung) = self.ladder.rungs.get(place).copied() else { return Ok(None) };
        self.want(Wants::fields(KEYS.map(fields::named).concat().iter(), true));
        let read = self
            .show(rung.packet.into(), options, |record, known| (Numbers::of(record), rows::row(record, known, time)))?;
        let Some((numbers, text)) = read else { return Ok(None) };
        let session = self.pass_one.session();
        let row = session.packets.get(rung.packet as usize).copied().unwrap_or_default();
        let Some(flow) = session.flows.get(row.flow) else { return Ok(None) };
        let ends = if row.way() == 0 {
            (flow.ends.source, flow.ends.destination)
        } else {
            (flow.ends.destination, flow.ends.source)
        };
        let lanes = (self.ladder.lane(ends.0).unwrap_or(0), self.ladder.lane(ends.1).unwrap_or(0));
        let is_tcp = flow.ends.transport == Transport::Tcp;
        let speaks = row.flags & flags::MESSAGES != 0 || !is_tcp;
        let found = finding(session, rung.packet, &row).map_or(0, |finding| finding.flags);
        let shows_window = found & (found::WINDOW_UPDATE | found::ZERO_WINDOW | found::WINDOW_FULL) != 0;
        let mut view = RungView {
            at: rung.at,
            height: self.ladder.end_of(place) - rung.at,
            stands: rung.stands,
            packet: rung.packet,
            time: text.time,
            lanes,
            from_client: row.way() == ladder::client(session, flow),
            flags: if is_tcp { numbers.names() } else { text.protocol },
            numbers: if is_tcp { numbers.text(shows_window) } else { String::new() },
            info: if speaks { text.info } else { String::new() },
            found,
            states: changed(session, &row),
            control: row.flags & flags::CONTROL != 0,
            quiet: row.flags & flags::QUIET != 0,
            remarks: Vec::new(),
        };
        view.remarks = self.remarks(&rung, &row, &numbers, options)?;
        Ok(Some(view))
    }

    fn remarks(
        &mut self,
        rung: &Rung,
        row: &Row,
        numbers: &Numbers,
        options: &Options,
    ) -> Result<Vec<Remark>, Unshown> {
        let session = self.pass_one.session();
        let Some(flow) = session.flows.get(row.flow) else { return Ok(Vec::new()) };
        let client = ladder::client(session, flow);
        let is_client = |way: u8| way == client;
        Ok(match rung.stands {
            Stands::Pause => {
                let before = session.packets.get(row.previous as usize).filter(|before| before.flow == row.flow);
                let half = before.and_then(ladder::half_closed).map(|way| Remark::HalfClosed(is_client(way)));
                let pause = self.pause(rung);
                [Some(Remark::Pause(pause, rung.folded)), half].into_iter().flatten().collect()
            }
            Stands::Open => {
                let no_fin = ladder::without_fin(session, flow).map(|way| Remark::NoFin(is_client(way)));
                vec![no_fin.unwrap_or(Remark::StillOpen)]
            }
            Stands::Missing => self.missing(row, numbers, options)?.into_iter().collect(),
            Stands::Packet if flow.ends.transport == Transport::Udp => Vec::new(),
            Stands::Packet => {
                let mut all = said(session, rung.packet, row, numbers, client);
                let segment = session.analysis.segment(rung.packet).copied();
                if all.is_empty() {
                    all.extend(self.acknowledges(segment, row, options)?);
                }
                all
            }
        })
    }

    /// Time between the packet on the rung before and this one's.
    fn pause(&self, rung: &Rung) -> u64 {
        let rungs = &self.ladder.rungs;
        let place = rungs.partition_point(|other| other.at < rung.at);
        let before = place.checked_sub(1).and_then(|place| rungs.get(place));
        let packets = &self.pass_one.session().packets;
        let rows = before.and_then(|before| packets.get(before.packet as usize)).zip(packets.get(rung.packet as usize));
        rows.map_or(0, |(before, row)| row.since(before).max(0).cast_unsigned())
    }

    fn numbers(&mut self, packet: u32, options: &Options) -> Result<Option<Numbers>, Unshown> {
        self.show(packet.into(), options, |record, _| Numbers::of(record))
    }

    fn acknowledges(
        &mut self,
        segment: Option<Segment>,
        row: &Row,
        options: &Options,
    ) -> Result<Option<Remark>, Unshown> {
        let Some(packet) = segment.map(|segment| segment.acknowledges).filter(|packet| *packet != NONE) else {
            return Ok(None);
        };
        let sent = self.numbers(packet, options)?;
        let since = self.pass_one.session().packets.get(packet as usize).map(|earlier| row.since(earlier));
        Ok(sent.zip(since).map(|(sent, since)| Remark::Acknowledges {
            packet,
            sum: (sent.sequence, sent.taken()),
            after: since.max(0).cast_unsigned(),
        }))
    }

    /// What is missing before a segment: from the end of what its sender sent before.
    fn missing(&mut self, row: &Row, numbers: &Numbers, options: &Options) -> Result<Option<Remark>, Unshown> {
        let session = self.pass_one.session();
        let before = |row: &Row| Some(row.previous).filter(|previous| *previous != NONE);
        let mut packet = before(row);
        let mut steps = 0;
        while let Some(earlier) = packet.and_then(|packet| session.packets.get(packet as usize)) {
            if (earlier.flow, earlier.way()) == (row.flow, row.way()) {
                break;
            }
            steps += 1;
            packet = before(earlier).filter(|_| steps < 1000);
        }
        let Some(packet) = packet else { return Ok(None) };
        let sent = self.numbers(packet, options)?;
        Ok(sent.and_then(|sent| {
            let next = sent.sequence.wrapping_add(sent.taken());
            let bytes = numbers.sequence.wrapping_sub(next);
            (bytes > 0 && bytes < 1 << 30).then_some(Remark::Missing(next, bytes))
        }))
    }
}

fn finding<'s>(session: &'s Session, packet: u32, row: &Row) -> Option<&'s Finding> {
    (row.flags & flags::FOUND != 0).then(|| session.analysis.finding(packet))?
}

/// The states of sender and receiver where they are others than before.
fn changed(session: &Session, row: &Row) -> (State, State) {
    let before = session.packets.get(row.previous as usize).filter(|before| before.flow == row.flow);
    let state = |way: u8| {
        let (now, before) = (row.states.of(way), before.map_or(State::Unknown, |before| before.states.of(way)));
        if now == before { State::Unknown } else { now }
    };
    (state(row.way()), state(1 - row.way()))
}

/// What is to be said of a segment by itself.
fn said(session: &Session, packet: u32, row: &Row, numbers: &Numbers, client: u8) -> Vec<Remark> {
    let since = |packet: u32| {
        let earlier = session.packets.get(packet as usize)?;
        u64::try_from(row.since(earlier)).ok()
    };
    let Some(flow) = session.flows.get(row.flow) else { return Vec::new() };
    let from_client = row.way() == client;
    let mut all = Vec::new();
    if numbers.has(SYN) {
        let asked = since(flow.handshake.0).filter(|_| numbers.has(ACK));
        all.push(asked.map_or(Remark::Opens, Remark::Agrees));
    } else if numbers.has(RST) {
        let before = session.packets.get(row.previous as usize).map(|before| before.states.of(1 - row.way()));
        all.push(if before == Some(State::SynSent) { Remark::Refuses } else { Remark::Resets });
    } else if flow.handshake.1 == packet {
        all.extend(since(flow.handshake.0).map(Remark::Complete));
    }
    if numbers.has(FIN) && changed(session, row).0 != State::Unknown {
        let first = row.states.of(row.way()) == State::FinWait1;
        all.push(if first { Remark::ClosesFirst(from_client) } else { Remark::ClosesToo(from_client) });
    }
    let Some(finding) = finding(session, packet, row) else { return selected(all, numbers) };
    if finding.flags & (found::RETRANSMISSION | found::FAST_RETRANSMISSION | found::SPURIOUS_RETRANSMISSION) != 0 {
        all.push(Remark::Again(Some(finding.since).filter(|since| *since != NONE).and_then(since)));
    }
    if finding.flags & found::DUPLICATE_ACK != 0 {
        all.push(Remark::Repeats(finding.since, finding.repetition));
    }
    if finding.flags & (found::WINDOW_UPDATE | found::ZERO_WINDOW) != 0 {
        all.push(Remark::Window(numbers.window));
    }
    selected(all, numbers)
}

/// What a segment says of ranges: a hole before one, or that it came twice.
fn selected(mut all: Vec<Remark>, numbers: &Numbers) -> Vec<Remark> {
    if let Some((left, right)) = numbers.selected {
        let hole = left.wrapping_sub(numbers.acknowledgment);
        let twice = hole == 0 || hole > u32::MAX / 2;
        all.push(if twice { Remark::Twice(left, right) } else { Remark::Selects(left, right, hole) });
    }
    all
}

/// What makes a ladder: which packets, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderChoice {
    /// Which packets.
    pub of: Ladders,
    /// How.
    pub drawing: Drawing,
}
