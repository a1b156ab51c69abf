//! What pass one wrote down decides many questions: by a packet's layers, ends and row, without a look at its bytes.

use std::cmp::Ordering;

use crate::{
    dissect::{
        OWN_FIELDS,
        field::{Field, Kind},
        protocol::Protocol,
        protocols::frame,
        registry::{BORROWS, Registry},
    },
    index::{
        Row, Session,
        flows::{Flow, Transport},
        packets::flags,
        stacks::ProtocolId,
    },
    query::{
        filter::{Asked, Asks, Function, Operand, Order},
        value::Value,
    },
};

/// How far columns answer a question, before any packet is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The layers of a packet answer it.
    Layers,
    /// What is noted of each packet does: place, time, lengths, flags of TCP.
    Row,
    /// The ends of a packet's conversation do; packets in tunnels are dissected.
    Ends,
    /// Packets that are not marked as out of the ordinary have no such thing; the others are dissected.
    Marks,
    /// Packets without certain layers have no such thing; the others are dissected.
    Absence,
    /// Every packet is dissected.
    Nothing,
}

/// What columns say of a packet: true, false, or that its bytes have to be looked at.
pub type Decided = Option<bool>;

/// A question with what columns say of the layers and flows that a capture has; it learns more as there are more.
#[derive(Debug)]
pub struct Columns {
    /// How packets are judged whose layers alone do not decide.
    by: By,
    /// What all packets of a stack have in common, by its number.
    stacks: Vec<OfStack>,
    /// What a flow's packets have in common that go the same way, where their stack allows that: 0 while unknown.
    flows: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfStack {
    /// It is so of all of them.
    Decided(bool),
    /// The row or the flow says it.
    ByRow,
    /// Each has to be looked at.
    Open,
}

/// What a question can be decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Layers alone.
    Layers,
    /// What the row holds.
    Row(Column),
    /// Ends of its flow, or its number.
    Flow(Transport),
    /// Ends of its flow, whatever carries it.
    Ends(ProtocolLayer),
    /// Nothing is out of the ordinary about a segment that is not marked so.
    Analysis,
}

/// A column that holds a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Length,
    Captured,
    Instant,
    Flag(u16),
}

/// A layer whose addresses flows have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProtocolLayer {
    Ipv4,
    Ipv6,
}

impl Columns {
    /// For a question.
    pub fn new(asks: &Asks) -> Self {
        Self { by: By::of(asks), stacks: Vec::new(), flows: Vec::new() }
    }

    /// How far columns answer a question.
    pub fn reach(asks: &Asks) -> Reach {
        match By::of(asks) {
            By::Row(_) => Reach::Row,
            By::Flow(_) | By::Ends(_) => Reach::Ends,
            By::Analysis => Reach::Marks,
            By::Layers if is_of_layers(asks) => Reach::Layers,
            By::Layers if lacks(asks, &[]) => Reach::Absence,
            By::Layers => Reach::Nothing,
        }
    }

    /// What columns say of a packet, whose row this is.
    #[inline]
    pub fn decide(&mut self, asks: &Asks, session: &Session, packet: u32, row: &Row) -> Decided {
        let of_stack = match self.stacks.get(usize::from(row.stack)) {
            Some(known) => *known,
            None => self.learn(asks, session, row.stack),
        };
        match of_stack {
            OfStack::Decided(is) => Some(is),
            OfStack::Open => None,
            OfStack::ByRow => match self.by {
                By::Row(column) => column.decide(asks, session, packet, row),
                By::Analysis => {
                    (row.flags & (flags::FOUND | flags::CUT_SHORT | flags::MALFORMED) == 0).then_some(false)
                }
                By::Layers | By::Flow(_) | By::Ends(_) => self.by_flow(asks, session, row),
            },
        }
    }

    #[cold]
    fn learn(&mut self, asks: &Asks, session: &Session, stack: u16) -> OfStack {
        let mut path = Vec::new();
        for next in self.stacks.len()..=usize::from(stack) {
            session.stacks.path(next as u16, &mut path);
            self.stacks.push(self.by.of_stack(asks, &path));
        }
        self.stacks.get(usize::from(stack)).copied().unwrap_or(OfStack::Open)
    }

    fn by_flow(&mut self, asks: &Asks, session: &Session, row: &Row) -> Decided {
        let flow = session.flows.get(row.flow)?;
        let place = row.flow as usize * 2 + usize::from(row.way());
        if place >= self.flows.len() {
            self.flows.resize(place + 1, 0);
        }
        let known = self.flows.get_mut(place)?;
        if *known == 0 {
            let decided = relate(asks, &|asked| of_flow(asked.key(), flow, row.way()));
            *known = match decided {
                None => 1,
                Some(false) => 2,
                Some(true) => 3,
            };
        }
        match *known {
            2 => Some(false),
            3 => Some(true),
            _ => None,
        }
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.stacks.capacity() + self.flows.capacity()
    }
}

impl By {
    fn of(asks: &Asks) -> Self {
        let mut by: Option<Self> = None;
        let mut plain = true;
        asks.each_field(&mut |asked| {
            let one = if asked.is_plain() { Self::of_key(asked.key()) } else { Self::Layers };
            plain &= by.is_none_or(|by| by == one);
            by = Some(one);
        });
        match (by, asks) {
            (
                Some(by @ Self::Analysis),
                Asks::Has(Operand::Field(_)) | Asks::Relation { left: Operand::Field(_), .. },
            ) => by,
            (Some(Self::Analysis), _) => Self::Layers,
            (Some(by @ Self::Row(Column::Flag(_))), Asks::Relation { right: Operand::Constant(_), .. }) => by,
            (Some(Self::Row(Column::Flag(_))), _) => Self::Layers,
            (
                Some(by),
                Asks::Relation {
                    left: Operand::Field(_), right: Operand::Field(_) | Operand::Constant(_), order, ..
                },
            ) if plain && *order != Order::Contains => by,
            (Some(by), Asks::In { set, .. }) if plain && set.iter().all(is_constant) => by,
            _ => Self::Layers,
        }
    }

    fn of_key(key: &str) -> Self {
        match key {
            "frame.number" => Self::Row(Column::Number),
            "frame.len" => Self::Row(Column::Length),
            "frame.cap_len" => Self::Row(Column::Captured),
            "frame.time" | "frame.time_epoch" => Self::Row(Column::Instant),
            "tcp.flags.fin" => Self::Row(Column::Flag(1 << 8)),
            "tcp.flags.syn" => Self::Row(Column::Flag(1 << 9)),
            "tcp.flags.reset" => Self::Row(Column::Flag(1 << 10)),
            "tcp.port" | "tcp.srcport" | "tcp.dstport" | "tcp.stream" => Self::Flow(Transport::Tcp),
            "udp.port" | "udp.srcport" | "udp.dstport" | "udp.stream" => Self::Flow(Transport::Udp),
            "ip.addr" | "ip.src" | "ip.dst" => Self::Ends(ProtocolLayer::Ipv4),
            "ipv6.addr" | "ipv6.src" | "ipv6.dst" => Self::Ends(ProtocolLayer::Ipv6),
            key if is_analysis(key) => Self::Analysis,
            _ => Self::Layers,
        }
    }

    fn of_stack(self, asks: &Asks, path: &[ProtocolId]) -> OfStack {
        if lacks(asks, path) {
            return OfStack::Decided(false);
        }
        if let Asks::Has(Operand::Field(asked)) = asks
            && asked.is_plain()
            && let [field] = asked.fields
            && matches!(field.kind, Kind::Layer)
        {
            let is_frame = frame::FIELDS.iter().any(|one| std::ptr::eq(*one, *field));
            let sure = is_frame || path.iter().any(|id| is_sure(*id, field));
            return if sure { OfStack::Decided(true) } else { OfStack::Open };
        }
        let layers = |key: &str| path.iter().filter(|id| key_of(**id) == key).count();
        let one_transport = layers("tcp") + layers("udp") == 1;
        let decided = match self {
            Self::Layers => false,
            Self::Row(Column::Flag(_)) => layers("tcp") == 1 && layers("icmp") + layers("icmpv6") == 0,
            Self::Row(_) => true,
            Self::Flow(Transport::Tcp) => layers("tcp") == 1 && one_transport,
            Self::Flow(Transport::Udp) => layers("udp") == 1 && one_transport,
            Self::Ends(ProtocolLayer::Ipv4) => layers("ip") == 1 && layers("ipv6") == 0 && one_transport,
            Self::Ends(ProtocolLayer::Ipv6) => layers("ipv6") == 1 && layers("ip") == 0 && one_transport,
            Self::Analysis => true,
        };
        if decided { OfStack::ByRow } else { OfStack::Open }
    }
}

impl Column {
    fn decide(self, asks: &Asks, session: &Session, packet: u32, row: &Row) -> Decided {
        if let Self::Flag(bit) = self {
            if row.flags & (flags::CUT_SHORT | flags::MALFORMED) != 0 || session.flows.get(row.flow).is_none() {
                return None;
            }
            return relate(asks, &|_| Some([Some(Value::Number((row.flags & bit != 0).into())), None]));
        }
        relate(asks, &|asked| {
            let number = match Self::of(asked.key())? {
                Self::Number => i128::from(packet) + 1,
                Self::Length => row.original.into(),
                Self::Captured => row.captured.into(),
                Self::Instant => row.instant()?.into(),
                Self::Flag(_) => return None,
            };
            Some([Some(Value::Number(number)), None])
        })
    }

    fn of(key: &str) -> Option<Self> {
        match By::of_key(key) {
            By::Row(column) => Some(column),
            _ => None,
        }
    }
}

/// Whether it asks for a protocol that pass one finds wherever it is.
fn is_of_layers(asks: &Asks) -> bool {
    let Asks::Has(Operand::Field(asked)) = asks else { return false };
    let [field] = asked.fields else { return false };
    if frame::FIELDS.iter().any(|one| std::ptr::eq(*one, *field)) {
        return matches!(field.kind, Kind::Layer);
    }
    let is_of = |protocol: &&&Protocol| protocol.fields.first().is_some_and(|first| std::ptr::eq(*first, *field));
    let mut protocols = Registry::get_all().all().iter().filter(is_of).peekable();
    asked.is_plain() && protocols.peek().is_some() && protocols.all(|protocol| !is_content(protocol))
}

fn is_constant((first, last): &(Operand, Operand)) -> bool {
    matches!((first, last), (Operand::Constant(_), Operand::Constant(_)))
}

/// Values that a field has: two at most.
type Pair = [Option<Value<'static>>; 2];

/// A question about values that columns hold.
fn relate(asks: &Asks, values: &dyn Fn(&Asked) -> Option<Pair>) -> Decided {
    match asks {
        Asks::Relation { all, order, left: Operand::Field(left), right } => {
            let left = values(left)?;
            match right {
                Operand::Constant(right) => Some(quantified(*all, &left, |one| order.holds(one, right))),
                Operand::Field(right) => {
                    let right = values(right)?;
                    Some(quantified(*all, &left, |one| quantified(*all, &right, |other| order.holds(one, other))))
                }
                _ => None,
            }
        }
        Asks::In { all, left, set } => {
            let is_in = |value: &Value<'_>| {
                set.iter().any(|bounds| match bounds {
                    (Operand::Constant(first), Operand::Constant(last)) => {
                        !matches!(value.order(first), None | Some(Ordering::Less))
                            && !matches!(value.order(last), None | Some(Ordering::Greater))
                    }
                    _ => false,
                })
            };
            Some(quantified(*all, &values(left)?, is_in))
        }
        _ => None,
    }
}

fn quantified(all: bool, values: &Pair, holds: impl Fn(&Value<'_>) -> bool) -> bool {
    let mut values = values.iter().flatten();
    if all { values.all(holds) } else { values.any(holds) }
}

/// What packets of a flow have that go one way.
fn of_flow(key: &str, flow: &Flow, way: u8) -> Option<Pair> {
    let (near, far) = (flow.ends.source, flow.ends.destination);
    let (source, destination) = if way == 0 { (near, far) } else { (far, near) };
    let port = |port: u16| Some(Value::Number(port.into()));
    let (_, part) = key.rsplit_once('.')?;
    Some(match part {
        "stream" => [Some(Value::Number(flow.stream.into())), None],
        "srcport" => [port(source.1), None],
        "dstport" => [port(destination.1), None],
        "port" => [port(source.1), port(destination.1)],
        "src" => [Some(Value::of_address(source.0)?), None],
        "dst" => [Some(Value::of_address(destination.0)?), None],
        "addr" => [Some(Value::of_address(source.0)?), Some(Value::of_address(destination.0)?)],
        _ => return None,
    })
}

fn is_analysis(key: &str) -> bool {
    const FOUND: [&str; 21] = [
        "flags",
        "retransmission",
        "fast_retransmission",
        "spurious_retransmission",
        "out_of_order",
        "lost_segment",
        "ack_lost_segment",
        "duplicate_ack",
        "duplicate_ack_num",
        "duplicate_ack_frame",
        "zero_window",
        "zero_window_probe",
        "zero_window_probe_ack",
        "window_update",
        "window_full",
        "keep_alive",
        "keep_alive_ack",
        "reused_ports",
        "rto",
        "rto_frame",
        "tfo_syn",
    ];
    key.strip_prefix("tcp.analysis.").is_some_and(|key| FOUND.contains(&key))
}

fn key_of(id: ProtocolId) -> &'static str {
    Registry::get_all().get(id).map_or("", |protocol| protocol.key)
}

/// Whether packets with this layer have this heading, whatever their bytes are: what bodies turn out to be is another matter.
fn is_sure(id: ProtocolId, heading: &Field) -> bool {
    let protocol = Registry::get_all().get(id);
    protocol.is_some_and(|protocol| {
        protocol.fields.first().is_some_and(|first| std::ptr::eq(*first, heading)) && !is_content(protocol)
    })
}

/// Whether it reads what others carry as their content, which pass one only names.
fn is_content(protocol: &Protocol) -> bool {
    use crate::dissect::protocol::Claim;
    protocol.claims.iter().any(|claim| matches!(claim, Claim::MediaType(_) | Claim::MediaSuffix(_) | Claim::Body(_)))
        || matches!(protocol.key, "media" | "data" | "data-text-lines")
}

/// Whether packets with these layers cannot have what is asked for.
fn lacks(asks: &Asks, path: &[ProtocolId]) -> bool {
    match asks {
        Asks::Has(operand) | Asks::Matches { left: operand, .. } => operand.is_absent(path),
        Asks::Relation { left, right, .. } => left.is_absent(path) || right.is_absent(path),
        Asks::In { left, .. } => left.is_absent(path),
    }
}

impl Operand {
    fn is_absent(&self, path: &[ProtocolId]) -> bool {
        match self {
            Self::Field(asked) => asked.is_absent(path),
            Self::Constant(_) => false,
            Self::Reference(_, values) => values.is_empty(),
            Self::Slice(of, _) | Self::Minus(of) => of.is_absent(path),
            Self::Call(Function::Max | Function::Min, all) => all.iter().all(|one| one.is_absent(path)),
            Self::Call(_, all) => all.first().is_none_or(|one| one.is_absent(path)),
            Self::Sum(left, _, right) => left.is_absent(path) || right.is_absent(path),
        }
    }
}

impl Asked {
    fn is_absent(&self, path: &[ProtocolId]) -> bool {
        !self.fields.iter().any(|field| may_have(field, path))
    }
}

/// Whether a packet with these layers may have a field.
fn may_have(field: &'static Field, path: &[ProtocolId]) -> bool {
    let mut anywhere = frame::FIELDS.iter().chain(OWN_FIELDS);
    if anywhere.any(|one| std::ptr::eq(*one, field)) {
        return true;
    }
    if let Kind::Either(fields) = field.kind {
        return fields.iter().any(|field| may_have(field, path));
    }
    let registry = Registry::get_all();
    let lists = |protocol: &Protocol| protocol.all_fields().any(|one| std::ptr::eq(one, field));
    let of_content = registry.all().iter().any(|protocol| is_content(protocol) && lists(protocol));
    path.iter().filter_map(|id| registry.get(*id)).any(|protocol| {
        let mut lenders = BORROWS.iter().filter(|(borrower, _)| *borrower == protocol.key);
        let borrowed = lenders.any(|(_, lender)| registry.all().iter().any(|one| one.key == *lender && lists(one)));
        // content may hold more content, which stacks do not name
        let holds_content = is_content(protocol) || protocol.key == "websocket";
        borrowed || lists(protocol) || of_content && holds_content
    })
}
