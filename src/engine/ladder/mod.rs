//! What is written on the rungs of a ladder: flags and numbers as Wireshark counts them, and what changed.

mod numbers;
mod remarks;

use serde::{Deserialize, Serialize};

pub use self::remarks::Remark;
use self::{
    numbers::{KEYS, Numbers},
    remarks::{changed, finding},
};
use super::{Engine, Unshown, followed::StreamName};
use crate::{
    analyse::ladder::{self, Drawing, Lane, Rung, Scope, Stands},
    bytes::Address,
    capture::Source,
    dissect::{options::Options, record::Wants},
    engine::{
        request::{Settings, TimeFormat},
        rows,
    },
    index::{
        Session,
        analysis::found,
        flows::Transport,
        packets::{NONE, flags},
        states::State,
    },
    query::fields,
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
}

/// What makes a ladder: which packets, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderChoice {
    /// Which packets.
    pub of: Ladders,
    /// How.
    pub drawing: Drawing,
}
