//! What is open and what the person chose: one value, changed in one place.

use std::rc::Rc;

use wirelight::{
    capture::Problem,
    engine::request::{Progress, TreeLine},
    view::{
        folding::{self, Folds},
        fragment::{FieldName, Fragment, Language, Theme},
    },
};
use yew::Reducible;

use crate::engine_client::{News, Origin};

/// Everything that a screen depends on.
#[derive(Clone, PartialEq)]
pub struct State {
    /// The choices in the address: `packet` and `field` are written from what is selected.
    pub chosen: Fragment,
    /// The language spoken.
    pub language: Language,
    /// What is open.
    pub capture: Option<Capture>,
    /// Position of the selected packet in the shown set.
    pub selected: Option<u64>,
    /// The selected line of its tree.
    pub line: Option<Line>,
    /// Which subtrees are open.
    pub folds: Folds,
    /// What fills the lower half, or the packet's screen, where only one pane has room.
    pub tab: Tab,
    /// What a phone shows.
    pub screen: Screen,
}

/// An opened capture.
#[derive(Clone, PartialEq)]
pub struct Capture {
    /// Name of the file.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Where it came from.
    pub origin: Origin,
    /// Counts captures, so that nothing of an older one is taken for this one's.
    pub number: u32,
    /// How far reading has come; `None` before the first word.
    pub progress: Option<Progress>,
    /// When it was opened, in milliseconds.
    pub opened_at: f64,
    /// The worker is dead; what it said.
    pub dead: Option<Option<String>>,
    /// The file changed under our hands.
    pub unreadable: Option<Problem>,
    /// The strip was read and closed.
    pub strip_closed: bool,
}

/// A line of the tree: a field by its name holds from packet to packet, any other line only in its packet.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A field.
    Field(FieldName),
    /// A line without a key, by its place.
    Place(usize),
}

/// The two panes about one packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The layer tree.
    Layers,
    /// Its bytes.
    Bytes,
}

/// The two screens of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The packet list.
    List,
    /// One packet.
    Packet,
}

/// What can happen.
pub enum Action {
    /// A capture is opened.
    Open {
        /// Its name.
        name: String,
        /// Its size.
        size: u64,
        /// Where it comes from.
        origin: Origin,
        /// Milliseconds on some clock.
        now: f64,
    },
    /// What is open is let go; the welcome page returns.
    Close,
    /// The worker said something.
    News(News),
    /// A packet is chosen by its position.
    Select(u64),
    /// A line of the tree is chosen, or none.
    SelectLine(Option<Line>),
    /// The line that holds a byte is chosen and made visible.
    Reveal(Rc<[TreeLine]>, usize),
    /// The subtrees change.
    Fold(Folds),
    /// The other pane.
    Show(Tab),
    /// The other screen.
    Go(Screen),
    /// The strip is closed.
    CloseStrip,
    /// The other language.
    SwitchLanguage,
    /// A theme is chosen.
    Theme(Theme),
    /// The address was changed by hand.
    Address(Fragment),
}

impl State {
    /// The state before anything is open.
    pub fn new(chosen: Fragment, preferred: Language) -> Self {
        Self {
            language: chosen.lang.unwrap_or(preferred),
            line: chosen.field.clone().map(Line::Field),
            chosen,
            capture: None,
            selected: None,
            folds: Folds::default(),
            tab: Tab::Layers,
            screen: Screen::List,
        }
    }

    /// The choices as they belong into the address.
    pub fn fragment(&self) -> Fragment {
        Fragment {
            packet: self.selected.map(|position| position + 1).or(self.chosen.packet),
            field: match &self.line {
                Some(Line::Field(field)) => Some(field.clone()),
                _ => None,
            },
            ..self.chosen.clone()
        }
    }

    /// Packets that can be shown.
    pub fn packets(&self) -> u64 {
        self.capture.as_ref().map_or(0, Capture::packets)
    }

    /// The first packet is selected as soon as it is there, or the one that the address names.
    fn select_as_asked(&mut self) {
        let Some(progress) = self.capture.as_ref().and_then(|capture| capture.progress.as_ref()) else { return };
        let (packets, finished) = (progress.packets, progress.finished);
        if self.selected.is_some() || packets == 0 {
            return;
        }
        match self.chosen.packet {
            Some(number) if number <= packets => self.selected = Some(number - 1),
            Some(_) if !finished => {}
            _ => self.selected = Some(0),
        }
    }

    fn hear(&mut self, news: News) {
        let Some(capture) = self.capture.as_mut() else { return };
        match news {
            News::Progress(progress) => capture.progress = Some(progress),
            News::Unreadable(problem) => capture.unreadable = Some(problem),
            News::Stopped(text) => capture.dead = Some(text),
        }
        self.select_as_asked();
    }
}

impl Capture {
    /// Packets that can be shown.
    pub fn packets(&self) -> u64 {
        self.progress.as_ref().map_or(0, |progress| progress.packets)
    }

    /// Whether the file is still being read.
    pub fn reading(&self) -> bool {
        self.dead.is_none() && !self.progress.as_ref().is_some_and(|progress| progress.finished)
    }

    /// What is wrong with the file, and where.
    pub fn damage(&self) -> Option<(&Problem, u64)> {
        self.progress.as_ref()?.damage.as_ref().map(|(problem, at)| (problem, *at))
    }
}

impl Line {
    /// How to name a line of a tree.
    pub fn of(tree: &[TreeLine], index: usize) -> Option<Self> {
        let line = tree.get(index)?;
        Some(match line.key.as_str() {
            "" => Self::Place(index),
            key => Self::Field(FieldName { key: key.to_owned(), occurrence: line.occurrence }),
        })
    }

    /// Its place in a tree.
    pub fn index_in(&self, tree: &[TreeLine]) -> Option<usize> {
        match self {
            Self::Field(field) => folding::line_of(tree, &field.key, field.occurrence),
            Self::Place(index) => (*index < tree.len()).then_some(*index),
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Open { name, size, origin, now } => state.open(name, size, origin, now),
            Action::Close => {
                state.capture = None;
                state.selected = None;
                state.line = None;
                state.screen = Screen::List;
                state.chosen.packet = None;
                state.chosen.field = None;
            }
            Action::News(news) => state.hear(news),
            Action::Select(position) => {
                state.selected = Some(position);
                if matches!(state.line, Some(Line::Place(_))) {
                    state.line = None;
                }
            }
            Action::SelectLine(line) => state.line = line,
            Action::Reveal(tree, index) => {
                state.folds.reveal(&tree, index);
                state.line = Line::of(&tree, index);
            }
            Action::Fold(folds) => state.folds = folds,
            Action::Show(tab) => state.tab = tab,
            Action::Go(screen) => state.screen = screen,
            Action::CloseStrip => {
                if let Some(capture) = state.capture.as_mut() {
                    capture.strip_closed = true;
                }
            }
            Action::SwitchLanguage => {
                state.language = if state.language == Language::En { Language::Zh } else { Language::En };
                state.chosen.lang = Some(state.language);
            }
            Action::Theme(theme) => state.chosen.theme = Some(theme),
            Action::Address(fragment) => state.go_to(fragment),
        }
        Rc::new(state)
    }
}

impl State {
    fn open(&mut self, name: String, size: u64, origin: Origin, now: f64) {
        let again = self.capture.as_ref().is_some_and(|capture| capture.origin == origin);
        let number = self.capture.as_ref().map_or(0, |capture| capture.number) + 1;
        if again {
            self.chosen.packet = self.selected.map(|position| position + 1).or(self.chosen.packet);
        } else if self.capture.is_some() {
            self.chosen.packet = None;
            self.line = None;
        }
        self.selected = None;
        self.screen = Screen::List;
        self.capture = Some(Capture {
            name,
            size,
            origin,
            number,
            progress: None,
            opened_at: now,
            dead: None,
            unreadable: None,
            strip_closed: false,
        });
    }

    /// Follows an address: what it does not name stays as it is.
    fn go_to(&mut self, fragment: Fragment) {
        self.language = fragment.lang.unwrap_or(self.language);
        self.line = fragment.field.clone().map(Line::Field);
        if fragment.packet.is_some_and(|packet| packet <= self.packets()) {
            self.selected = fragment.packet.map(|packet| packet - 1);
        }
        self.chosen = fragment;
    }
}
