//! The packets of which a filter is true: columns first, then the bytes of those that they leave open.

use roaring::RoaringBitmap;

use super::{Outcome, Step};
use crate::{
    capture::Source,
    dissect::{options::Options, record::Wants},
    engine::{
        Engine,
        filtering::{Filtering, all},
        request::Settings,
    },
    query::{
        check::check,
        dialect::{self, Understood},
        fields,
        filter::Filter as Asked,
        mistake::Mistake,
        value::Value,
    },
};

/// Packets that columns are asked about in one step.
const BY_COLUMNS: u32 = 1 << 15;
/// Packets that are dissected in one step.
const DISSECTED: usize = 128;

/// Narrows the list to the packets of which a filter is true.
pub struct Filter {
    filter: Result<Option<Asked>, Mistake>,
    options: Options,
    packets: u32,
    /// Of which packets it is true, and what is open, once columns have been asked.
    found: Option<(RoaringBitmap, RoaringBitmap)>,
    /// Packets in front of this one are decided and given.
    given: u32,
    looked_at: u64,
    open: u64,
}

impl Filter {
    /// What `text` says, as a filter; references stand for what the packet `selected` holds.
    pub fn new<S: Source>(text: &str, selected: Option<u64>, settings: &Settings, engine: &mut Engine<S>) -> Self {
        let filter = understood(text, selected, settings, engine).map(|(_, filter)| filter);
        if let Ok(Some(filter)) = &filter {
            engine.filtering.begin(filter, &settings.options());
        }
        let (packets, options) = (u32::try_from(engine.packets()).unwrap_or(u32::MAX), settings.options());
        Self { filter, options, packets, found: None, given: 0, looked_at: 0, open: 0 }
    }

    /// Decides some more packets.
    pub fn step<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let filter = match &self.filter {
            Ok(Some(filter)) => filter,
            Ok(None) => {
                engine.shown.narrow(None);
                return Step::Done(Outcome::Filtered { packets: engine.packets() });
            }
            Err(mistake) => return Step::Done(Outcome::Mistaken(Box::new(mistake.clone()))),
        };
        match self.found {
            None => {
                let session = engine.pass_one.session();
                if !engine.filtering.ask_columns(filter, session, self.packets, BY_COLUMNS) {
                    let (is, known) = engine.filtering.answers(filter, self.packets);
                    let open = all(self.packets) - known;
                    self.open = open.len();
                    self.found = Some((is, open));
                    engine.shown.narrow(Some(RoaringBitmap::new()));
                }
                Step::More
            }
            Some(_) => self.look(engine),
        }
    }

    /// Looks at the next packets that are open, and gives all that lie in front of what is open still.
    fn look<S: Source>(&mut self, engine: &mut Engine<S>) -> Step {
        let (Ok(Some(filter)), Some((is, open))) = (&self.filter, &mut self.found) else { return Step::More };
        let next: Vec<u32> = open.iter().take(DISSECTED).collect();
        engine.want(Filtering::wants(filter));
        for packet in &next {
            let mut filtering = std::mem::take(&mut engine.filtering);
            let answer =
                engine.show(u64::from(*packet), &self.options, |record, known| filtering.answer(filter, record, known));
            engine.filtering = filtering;
            match answer {
                Ok(Some(true)) => {
                    is.insert(*packet);
                }
                Ok(_) => {}
                Err(why) => return why.into(),
            }
            open.remove(*packet);
            self.looked_at += 1;
        }
        let decided = open.min().unwrap_or(self.packets);
        if open.is_empty() {
            let packets = is.len();
            engine.shown.narrow(Some(std::mem::take(is)));
            return Step::Done(Outcome::Filtered { packets });
        }
        let found: Vec<u32> = is.range(self.given..decided).collect();
        self.given = decided;
        if found.is_empty() || !engine.shown.is_in_file_order() {
            return Step::More;
        }
        engine.shown.append(&found);
        Step::Found(found)
    }

    /// Packets that were looked at, of those that had to be.
    pub fn progress(&self) -> (u64, u64) {
        (self.looked_at, self.open)
    }
}

/// What a text says, and what it asks.
pub fn understood<S: Source>(
    text: &str,
    selected: Option<u64>,
    settings: &Settings,
    engine: &mut Engine<S>,
) -> Result<(Understood, Option<Asked>), Mistake> {
    let said = dialect::understand(text, |test| check(test, &|_| Vec::new()).map(|_| ()))?;
    let Some(test) = &said.test else { return Ok((said, None)) };
    let engine = std::cell::RefCell::new(engine);
    let values = |key: &str| match selected {
        Some(packet) => values_of(&mut engine.borrow_mut(), packet, key, settings),
        None => Vec::new(),
    };
    let filter = check(test, &values)?;
    Ok((said, Some(filter)))
}

/// What a packet has of a field.
fn values_of<S: Source>(engine: &mut Engine<S>, packet: u64, key: &str, settings: &Settings) -> Vec<Value<'static>> {
    let wanted = fields::named(key);
    engine.want(Wants::fields(wanted.iter(), false));
    let values = engine.show(packet, &settings.options(), |record, known| {
        let nodes = record.nodes.iter();
        nodes.filter_map(|node| Value::of(node, record, known)).map(Value::into_owned).collect()
    });
    values.ok().flatten().unwrap_or_default()
}
