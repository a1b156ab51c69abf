//! Both passes over single packets, compared with each other.

use std::{cell::RefCell, ops::Range, rc::Rc};

use wirelight::{
    bytes::Span,
    capture::{Answer, Interface, Packet, Source, Store, Unpacking},
    dissect::{
        Outcome,
        field::Field,
        joined::Joined,
        known::Known,
        options::Options,
        record::{Record, Wants},
        registry::Registry,
    },
    engine::{
        detail::Writer,
        histories::Histories,
        joining::Joining,
        pass_one,
        request::{Row, TimeFormat},
        rows, tree,
    },
    index::{Session, messages::Place, packets::flags},
};

/// A session that packets are added to one by one, and a writer that shows each of them.
pub struct Passes {
    /// What pass one learnt.
    pub session: Session,
    /// Where later passes write.
    pub writer: Writer,
    options: Options,
    histories: Histories,
    /// The bytes of all packets that were added.
    bytes: Rc<RefCell<Vec<u8>>>,
}

/// The bytes of packets, of which more and more are added.
struct Growing(Rc<RefCell<Vec<u8>>>);

impl Source for Growing {
    fn len(&self) -> u64 {
        self.0.borrow().len() as u64
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        let bytes = self.0.borrow();
        let place = |offset: u64| bytes.len().min(offset as usize);
        into.clear();
        into.extend_from_slice(&bytes[place(range.start)..place(range.end)]);
        Ok(Answer::Here)
    }
}

/// How closely a packet is looked at.
#[derive(Clone, Copy, PartialEq)]
pub enum Look {
    /// What the two passes must agree on.
    Passes,
    /// Also that its row and its tree can be worded, and that the row is the same when nothing else is asked for.
    Texts,
}

impl Passes {
    /// Nothing learnt yet.
    pub fn new(interfaces: &[Interface]) -> Self {
        let mut session = Session::new(1, Registry::get_all().all().len());
        session.interfaces = interfaces.to_vec();
        let mut writer = Writer::default();
        writer.record.wants = Wants::Everything;
        Self { session, writer, options: Options::default(), histories: Histories::default(), bytes: Rc::default() }
    }

    /// Forgets what was learnt.
    pub fn forget(&mut self) {
        let interfaces = std::mem::take(&mut self.session.interfaces);
        self.session = Session::new(1, Registry::get_all().all().len());
        self.session.interfaces = interfaces;
        self.bytes.borrow_mut().clear();
        self.histories = Histories::default();
    }

    /// Adds a packet by pass one and shows it by a later pass: what they do not agree on.
    pub fn add(&mut self, packet: &Packet<'_>, look: Look) -> Result<(), String> {
        let number = self.session.packets.len() as u32;
        let packet = &Packet { offset: self.bytes.borrow().len() as u64, ..*packet };
        self.bytes.borrow_mut().extend_from_slice(packet.bytes);
        let scanned = pass_one::scan(&mut self.session, Registry::get_all(), packet).ok_or("no memory")?;
        let mut joining = Joining::default();
        if self.session.completes(number) {
            let mut store = Store::new(Growing(self.bytes.clone()), &Unpacking::default());
            let prepared = joining.prepare(&self.session, &mut store, number, &Wants::Everything);
            prepared.map_err(|problem| format!("{problem:?}"))?;
        }
        let mut store = Store::new(Growing(self.bytes.clone()), &Unpacking::default());
        let before = self.histories.before(&self.session, &mut store, number, &Wants::Everything);
        let before = before.map_err(|problem| format!("{problem:?}"))?.unwrap_or_default();
        self.writer.history = before;
        let joined = joining.joined();
        let written = self.writer.write(&self.session, number, packet.bytes, joined, &self.options);
        let (known, written) = written.ok_or("no row")?;
        agree(&self.writer, known, scanned, written)?;
        if look != Look::Texts {
            return Ok(());
        }
        let with_history = rows::row(&self.writer.record, known, TimeFormat::Relative);
        let alone = self.word(number, packet, joined)?;
        if alone == with_history {
            Ok(())
        } else {
            Err(format!("the row depends on what was said before:\n{alone:?}\n{with_history:?}"))
        }
    }

    /// Words everything about the packet written last, without what was said before it; answers its row.
    fn word(&mut self, number: u32, packet: &Packet<'_>, joined: &[Joined]) -> Result<Row, String> {
        let mut row = |wants: Wants| {
            self.writer.record.wants = wants;
            let (known, _) =
                self.writer.write(&self.session, number, packet.bytes, joined, &self.options).ok_or("no row")?;
            let lines = tree::tree(&self.writer.record, known);
            Ok::<_, String>((rows::row(&self.writer.record, known, TimeFormat::Relative), lines))
        };
        let (alone, _) = row(Wants::Columns)?;
        let (with_tree, lines) = row(Wants::Everything)?;
        self.same_alone(number, packet, joined)?;
        if alone != with_tree {
            return Err(format!("the row depends on what else is asked for:\n{alone:?}\n{with_tree:?}"));
        }
        match lines.iter().find(|line| line.text.chars().any(char::is_control)) {
            Some(line) => Err(format!("a control character in {:?}", line.text)),
            None => Ok(alone),
        }
    }
}

impl Passes {
    /// Every other field is found where it was when all were asked for; the packet was written last, with everything.
    fn same_alone(&mut self, number: u32, packet: &Packet<'_>, joined: &[Joined]) -> Result<(), String> {
        let mut fields: Vec<&'static Field> = Vec::new();
        for node in self.writer.record.nodes.iter().filter(|node| node.note.is_none()) {
            if !fields.iter().any(|field| std::ptr::eq(*field, node.field)) {
                fields.push(node.field);
            }
        }
        let wanted: Vec<_> = fields.into_iter().skip(1).step_by(2).collect();
        let places = |record: &Record| -> Vec<_> {
            let nodes = record.nodes.iter().filter(|node| node.note.is_none());
            let asked = nodes.filter(|node| wanted.iter().any(|field| std::ptr::eq(*field, node.field)));
            asked.map(|node| (node.field.key(), node.at)).collect()
        };
        let among_all = places(&self.writer.record);
        self.writer.record.wants = Wants::fields(&wanted, false);
        let written = self.writer.write(&self.session, number, packet.bytes, joined, &self.options);
        // What a cut packet's options still say is for the tree alone.
        let cut = written.is_none_or(|_| self.writer.flags & flags::CUT_SHORT != 0);
        let alone = places(&self.writer.record);
        self.writer.record.wants = Wants::Everything;
        if cut || alone == among_all {
            Ok(())
        } else {
            Err(format!("asked for alone {alone:?}, with all {among_all:?}"))
        }
    }
}

/// What both passes must say alike of one packet.
fn agree(writer: &Writer, known: Known<'_>, scanned: Outcome, written: Outcome) -> Result<(), String> {
    let same = |what: &str, scan: &dyn std::fmt::Debug, detail: &dyn std::fmt::Debug| {
        let (scan, detail) = (format!("{scan:?}"), format!("{detail:?}"));
        if scan == detail { Ok(()) } else { Err(format!("{what}: {scan} in pass one, {detail} later")) }
    };
    let row = known.row;
    if writer.unread != 0 {
        let messages: Vec<_> = known.session.messages.of(known.packet).collect();
        let joined: Vec<_> =
            known.joined.iter().map(|joined| (joined.number, joined.bytes.len(), joined.len)).collect();
        let mut stack = String::new();
        let _ = known.write_stack(&mut stack);
        return Err(format!(
            "{} layers of pass one were not met again, of {stack}: {messages:?}, of which {joined:?}",
            writer.unread
        ));
    }
    // Of a long message pass one reads the beginning only, and finds no more than what is wrong there.
    let beginning = known.joined.iter().any(|joined| joined.len > 0);
    let notes = writer.record.notes.len().min(255);
    if usize::from(row.notes) != notes && !(beginning && usize::from(row.notes) < notes) {
        return same("notes", &row.notes, &writer.record.notes);
    }
    if scanned.short != written.short {
        return same("end", &scanned.short, &written.short);
    }
    let ends = row.flags & (flags::CUT_SHORT | flags::MALFORMED);
    if ends != writer.flags && !(beginning && ends & !writer.flags == 0) {
        return same("flags", &ends, &writer.flags);
    }
    let place = |outcome: Outcome| outcome.segment().map(|segment| (segment.start, segment.captured, segment.claimed));
    if place(scanned) != place(written) {
        return same("segment", &place(scanned), &place(written));
    }
    messages_lie_in_the_segment(known, written)?;
    spans_lie_in_the_bytes(writer, known)
}

fn messages_lie_in_the_segment(known: Known<'_>, outcome: Outcome) -> Result<(), String> {
    if known.row.flags & flags::MESSAGES == 0 {
        return Ok(());
    }
    let mut reached = 0;
    for message in known.session.messages.of(known.packet) {
        match message.place {
            Place::Here(start, len) if start < reached || len == 0 => {
                return Err(format!("{message:?} begins before {reached}"));
            }
            Place::Here(start, len) => reached = start.saturating_add(len),
            Place::Spread(number) => {
                let joined = known.joined.iter().find(|joined| joined.number == number);
                let joined = joined.ok_or_else(|| format!("message {number} was not put together"))?;
                if joined.bytes.len() as u64 != joined.len {
                    return Err(format!("{} of {} bytes of message {number}", joined.bytes.len(), joined.len));
                }
            }
        }
    }
    // the segment may lie in a datagram of several packets
    match outcome.segment() {
        Some(segment) if reached as usize > segment.claimed => {
            Err(format!("messages up to {reached} of {} bytes", segment.claimed))
        }
        None if known.joined.is_empty() => Err("messages without a segment".to_owned()),
        _ => Ok(()),
    }
}

fn spans_lie_in_the_bytes(writer: &Writer, known: Known<'_>) -> Result<(), String> {
    let size = |source: u16| match usize::from(source).checked_sub(1) {
        None => known.bytes.len(),
        Some(place) => match known.joined.get(place) {
            Some(joined) => joined.bytes.len(),
            None => writer.record.decoded.get(place - known.joined.len()).map_or(0, |source| source.bytes.len()),
        },
    };
    let outside = |at: Span| at.start as usize + at.len as usize > size(at.source);
    if let Some(node) = writer.record.nodes.iter().find(|node| node.at.len > 0 && outside(node.at)) {
        return Err(format!("{} lies outside of {} bytes: {:?}", node.field.key(), known.bytes.len(), node.at));
    }
    if let Some((note, at)) = writer.record.notes.iter().find(|(_, at)| outside(*at)) {
        return Err(format!("{} lies outside of {} bytes: {at:?}", note.key, known.bytes.len()));
    }
    let mut depth = 0;
    for node in &writer.record.nodes {
        if node.depth > depth {
            return Err(format!("{} hangs below nothing", node.field.key()));
        }
        depth = node.depth + 1;
    }
    Ok(())
}
