//! What packets have to do with the selected one.

use serde::{Deserialize, Serialize};

use crate::index::{Session, packets::NONE};

/// What a packet has to do with the selected one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// Nothing.
    #[default]
    None,
    /// It lies between packets of the same conversation.
    Between,
    /// It is of the same conversation.
    Same,
    /// It is the conversation's first.
    First,
    /// It is the conversation's last.
    Last,
    /// The selected one answers it.
    Request,
    /// It answers the selected one.
    Response,
    /// The selected one acknowledges it.
    Acknowledged,
    /// It acknowledges the selected one.
    Acknowledges,
}

/// What these packets have to do with `selected`; what lies between is told where they are in the file's order.
pub fn related(session: &Session, selected: u64, packets: impl Iterator<Item = u64>, in_order: bool) -> Vec<Relation> {
    let Some(selected) = u32::try_from(selected).ok().filter(|packet| session.packets.get(*packet as usize).is_some())
    else {
        return Vec::new();
    };
    let flow = session.packets.get(selected as usize).map_or(NONE, |row| row.flow);
    let ends = session.flows.get(flow).map(|flow| (flow.first, flow.last));
    let (request, response) = (session.pairs.request_of(selected), session.pairs.response_of(selected));
    let acknowledges = |packet: u32| session.analysis.segment(packet).map(|segment| segment.acknowledges);
    let acknowledged = acknowledges(selected);
    let relation = |packet: u64| {
        let Ok(packet) = u32::try_from(packet) else { return Relation::None };
        let same = flow != NONE && session.packets.get(packet as usize).is_some_and(|row| row.flow == flow);
        match ends {
            _ if packet == selected && same => {}
            _ if request == Some(packet) => return Relation::Request,
            _ if response == Some(packet) => return Relation::Response,
            _ if acknowledged == Some(packet) => return Relation::Acknowledged,
            _ if same && acknowledges(packet) == Some(selected) => return Relation::Acknowledges,
            _ => {}
        }
        match ends {
            Some((first, last)) if same && in_order && first != last => match packet {
                _ if packet == first => Relation::First,
                _ if packet == last => Relation::Last,
                _ => Relation::Same,
            },
            Some((first, last)) if same && first != last => Relation::Same,
            Some((first, last)) if in_order && (first..last).contains(&packet) => Relation::Between,
            _ => Relation::None,
        }
    };
    packets.map(relation).collect()
}
