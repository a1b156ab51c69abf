//! A ladder as it is drawn: lines and words at their places, for a screen, a picture or a file.

pub mod choice;
pub mod mermaid;
pub mod svg;
pub mod text;

use crate::{
    analyse::ladder::Stands,
    engine::{ladder::RungView, request::Remark},
    index::{analysis::found, states::State},
};

/// Pixels of a ladder's unit.
pub const UNIT: u32 = 14;
/// About the width of a character of data, in pixels.
const CHARACTER: f64 = 7.23;
/// From the left edge to the first lane: number, time and states stand there.
const LEFT: f64 = 254.0;
/// From the last lane to the words, where states stand.
const RIGHT: f64 = 118.0;
/// For words.
const WORDS: f64 = 300.0;
/// How far an arrow falls: what is sent arrives later.
const FALL: f64 = 6.0;

/// The words of a language.
pub struct Words<'w> {
    /// What is to be said.
    pub remark: &'w dyn Fn(&Remark) -> String,
    /// What was found out about a segment, by one bit of [`found`].
    pub found: &'w dyn Fn(u16) -> &'static str,
}

/// How lanes share a width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// How many lanes.
    pub lanes: usize,
    /// Pixels between two.
    pub gap: f64,
    /// No columns beside the lanes.
    pub compact: bool,
    /// Words stand at the right.
    worded: bool,
}

/// The looks of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Of the client.
    Client,
    /// Of the server.
    Server,
    /// What was found out.
    Warn,
    /// The same, of what is ordinary.
    Note,
    /// Something that is not there.
    Lost,
    /// Data.
    Plain,
    /// What is beside the matter.
    Dim,
    /// A sentence.
    Words,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// As data.
    Normal,
    /// As what opens, closes or breaks off.
    Strong,
    /// As what only acknowledges.
    Thin,
    /// As what is missing.
    Dashed,
    /// As time that passes.
    Dotted,
}

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its beginning.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// A line or words; places are pixels from the upper left corner of the rung.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line.
    Line {
        /// Where it begins.
        from: (f64, f64),
        /// Where it ends.
        to: (f64, f64),
        /// Its colour.
        look: Look,
        /// Its kind.
        stroke: Stroke,
    },
    /// The head of an arrow.
    Head {
        /// Its tip.
        at: (f64, f64),
        /// It points to the left.
        left: bool,
        /// Its colour.
        look: Look,
    },
    /// A cross.
    Cross {
        /// Its middle.
        at: (f64, f64),
    },
    /// Words; the first part is strong.
    Text {
        /// Where they are held, on their base line.
        at: (f64, f64),
        /// How.
        anchor: Anchor,
        /// Their colour.
        look: Look,
        /// The part that is strong.
        strong: String,
        /// The rest.
        text: String,
    },
}

impl Sheet {
    /// Shares so many pixels among lanes.
    pub fn new(lanes: usize, width: f64) -> Self {
        let (compact, worded) = (width < 640.0, width >= 1000.0);
        let beside = LEFT + RIGHT + if worded { WORDS } else { 0.0 };
        let gaps = lanes.saturating_sub(1).max(1) as f64;
        let gap =
            if compact { ((width - 40.0) / gaps).max(150.0) } else { ((width - beside) / gaps).clamp(250.0, 420.0) };
        Self { lanes, gap, compact, worded }
    }

    /// Where a lane stands.
    pub fn lane(&self, lane: u16) -> f64 {
        (if self.compact { 20.0 } else { LEFT }) + f64::from(lane) * self.gap
    }

    fn last(&self) -> f64 {
        self.lane(self.lanes.saturating_sub(1).try_into().unwrap_or(u16::MAX))
    }

    /// Where the words begin; nothing where there is no room for them.
    pub fn words(&self) -> Option<f64> {
        self.worded.then(|| self.last() + RIGHT)
    }

    /// Pixels from edge to edge.
    pub fn width(&self) -> f64 {
        self.words().map_or(self.last() + if self.compact { 20.0 } else { RIGHT }, |words| words + WORDS)
    }
}

/// What stands on a rung.
pub fn shapes(rung: &RungView, sheet: &Sheet, words: &Words<'_>) -> Vec<Shape> {
    match rung.stands {
        Stands::Packet => packet(rung, sheet, words),
        Stands::Missing => missing(rung, sheet, words),
        Stands::Pause | Stands::Open => pause(rung, sheet, words),
    }
}

fn text(at: (f64, f64), anchor: Anchor, look: Look, text: impl Into<String>) -> Shape {
    Shape::Text { at, anchor, look, strong: String::new(), text: text.into() }
}

fn look(rung: &RungView) -> Look {
    if rung.from_client { Look::Client } else { Look::Server }
}

/// Sender and receiver; the middle between them.
fn reach(rung: &RungView, sheet: &Sheet) -> (f64, f64, f64) {
    let (from, to) = (sheet.lane(rung.lanes.0), sheet.lane(rung.lanes.1));
    (from, to, (from + to) / 2.0)
}

fn packet(rung: &RungView, sheet: &Sheet, words: &Words<'_>) -> Vec<Shape> {
    let (from, to, middle) = reach(rung, sheet);
    let look = look(rung);
    let sent_again = found::RETRANSMISSION | found::FAST_RETRANSMISSION | found::SPURIOUS_RETRANSMISSION;
    let mut all = arrow(from, to, look, stroke(rung), rung.found & sent_again != 0);
    let room = ((from - to).abs() / CHARACTER) as usize;
    // on a narrow sheet the states stand beside the numbers
    let taken = [rung.states.0, rung.states.1].map(|state| state.name().len()).into_iter().max().unwrap_or(0);
    let taken = if sheet.compact && taken > 0 { 2 * (taken + 1) } else { 0 };
    let flags = if rung.flags.is_empty() { String::new() } else { format!("[{}]", rung.flags) };
    let numbers = if rung.numbers.is_empty() { String::new() } else { format!(" {}", rung.numbers) };
    let numbers = cut(&numbers, room.saturating_sub(flags.len() + 1 + taken));
    all.push(Shape::Text {
        at: (middle, 12.0),
        anchor: Anchor::Middle,
        look: Look::Plain,
        strong: flags,
        text: numbers,
    });
    let mut line = 36.0;
    if !rung.info.is_empty() {
        all.push(text((middle, line), Anchor::Middle, Look::Plain, cut(&rung.info, room.saturating_sub(3))));
        line += 14.0;
    }
    if rung.found != 0 {
        let look = if rung.found == found::WINDOW_UPDATE { Look::Note } else { Look::Warn };
        all.push(text((middle, line), Anchor::Middle, look, cut(&names(rung.found, words), room + 12)));
    }
    states(rung, sheet, &mut all);
    beside(rung, sheet, words, &mut all);
    all
}

/// What was found out about a segment, in words.
pub fn names(found: u16, words: &Words<'_>) -> String {
    let names: Vec<&str> =
        (0..16).map(|bit| 1 << bit).filter(|bit| found & bit != 0).map(|bit| (words.found)(bit)).collect();
    ["▲ ", &names.join(" · ")].concat()
}

fn stroke(rung: &RungView) -> Stroke {
    match (rung.control, rung.quiet) {
        (true, _) => Stroke::Strong,
        (false, true) => Stroke::Thin,
        (false, false) => Stroke::Normal,
    }
}

fn arrow(from: f64, to: f64, look: Look, stroke: Stroke, twice: bool) -> Vec<Shape> {
    let left = to < from;
    let end = if left { to + 6.0 } else { to - 6.0 };
    let line = |down: f64| Shape::Line { from: (from, 16.0 + down), to: (end, 16.0 + FALL + down), look, stroke };
    let head = Shape::Head { at: (if left { to + 1.0 } else { to - 1.0 }, 16.0 + FALL), left, look };
    if twice { vec![line(-1.5), line(1.5), head] } else { vec![line(0.0), head] }
}

/// The states that the packet brought about, at the outer side of their lanes.
fn states(rung: &RungView, sheet: &Sheet, all: &mut Vec<Shape>) {
    let (sender, receiver) = rung.states;
    let is_left = rung.lanes.0 < rung.lanes.1;
    let (own, other) = if rung.from_client { (Look::Client, Look::Server) } else { (Look::Server, Look::Client) };
    let sides = [(sender, rung.lanes.0, is_left, own, 16.0), (receiver, rung.lanes.1, !is_left, other, 16.0 + FALL)];
    for (state, lane, left, look, y) in sides {
        if state == State::Unknown {
            continue;
        }
        let x = sheet.lane(lane);
        let (sign, y) = if sheet.compact {
            (if left { 1.0 } else { -1.0 }, 12.0)
        } else {
            (if left { -1.0 } else { 1.0 }, y + 4.0)
        };
        if !sheet.compact {
            all.push(Shape::Line {
                from: (x + sign * 4.0, y - 4.0),
                to: (x + sign * 10.0, y - 4.0),
                look,
                stroke: Stroke::Strong,
            });
        }
        let anchor = if sign < 0.0 { Anchor::End } else { Anchor::Start };
        let at = (x + sign * if sheet.compact { 4.0 } else { 14.0 }, y);
        all.push(Shape::Text { at, anchor, look, strong: state.name().to_owned(), text: String::new() });
    }
}

/// Number and time at the left, words at the right.
fn beside(rung: &RungView, sheet: &Sheet, words: &Words<'_>, all: &mut Vec<Shape>) {
    if sheet.compact {
        return;
    }
    all.push(text((48.0, 20.0), Anchor::End, Look::Dim, (u64::from(rung.packet) + 1).to_string()));
    all.push(text((146.0, 20.0), Anchor::End, Look::Dim, rung.time.clone()));
    let Some(x) = sheet.words() else { return };
    let most = (rung.height.saturating_sub(1) as usize).max(1);
    for (line, remark) in rung.remarks.iter().take(most).enumerate() {
        all.push(text((x, 16.0 + line as f64 * 14.0), Anchor::Start, Look::Words, (words.remark)(remark)));
    }
}

fn missing(rung: &RungView, sheet: &Sheet, words: &Words<'_>) -> Vec<Shape> {
    let (from, to, middle) = reach(rung, sheet);
    let stop = to + (from - to) * 0.45;
    let y = 16.0 + FALL * 0.55;
    let said = rung
        .remarks
        .first()
        .map_or_else(|| (words.found)(found::PREVIOUS_UNSEEN).to_owned(), |remark| (words.remark)(remark));
    vec![
        Shape::Line { from: (from, 16.0), to: (stop, y), look: Look::Lost, stroke: Stroke::Dashed },
        Shape::Cross { at: (stop, y) },
        text((middle, 12.0), Anchor::Middle, Look::Lost, said),
    ]
}

fn pause(rung: &RungView, sheet: &Sheet, words: &Words<'_>) -> Vec<Shape> {
    // a narrow sheet has room for what matters most
    let first = if sheet.compact { rung.remarks.len().saturating_sub(1) } else { 0 };
    let said: Vec<String> = rung.remarks.iter().skip(first).map(|remark| (words.remark)(remark)).collect();
    let said = cut(&said.join(" · "), (sheet.width() / CHARACTER) as usize);
    let is_plain = rung.remarks.iter().all(|remark| matches!(remark, Remark::Pause(..) | Remark::StillOpen));
    let (left, right) = (sheet.lane(0) - 14.0, sheet.last() + 14.0);
    let middle = (left + right) / 2.0;
    let half = width(&said) as f64 * CHARACTER / 2.0 + 10.0;
    let mut all = Vec::new();
    for (from, to) in [(left, middle - half), (middle + half, right)] {
        if from < to {
            all.push(Shape::Line { from: (from, 14.0), to: (to, 14.0), look: Look::Dim, stroke: Stroke::Dotted });
        }
    }
    all.push(text((middle, 18.0), Anchor::Middle, if is_plain { Look::Dim } else { Look::Warn }, said));
    all
}

/// Columns that a text takes.
fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Columns that a character takes: those of East Asia take two.
fn columns(character: char) -> usize {
    match character {
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 2,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' => 2,
        _ => 1,
    }
}

/// As much of a text as so many columns hold.
fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|character| {
        used += columns(*character);
        used <= most
    });
    kept.chain(std::iter::once('…')).collect()
}
