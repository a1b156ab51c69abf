//! What is open and what the person chose: one value, changed in one place.

mod capture;
mod following;
mod line;
mod work;

use std::{collections::BTreeSet, rc::Rc};

pub use capture::Capture;
pub use following::Following;
pub use line::Line;
use wirelight::{
    capture::write::Refusal,
    engine::request::{Choice, StreamFacts, TreeLine},
    view::{
        annotations::Annotations,
        columns::Sorting,
        folding::Folds,
        fragment::{Fragment, Language, Theme, View},
        ladder::choice::FlowChoice,
        order::Order,
        tables::TableChoice,
    },
};
pub use work::{Job, Work};
use yew::Reducible;

use crate::{
    components::{context_menu::Place, flow::Ladder, printout::Printout},
    copying::Taken,
    engine_client::{News, Origin},
    finding::{Finding, Found},
    opening::{Opening, Picked},
    recent::Recent,
};

/// Everything that a screen depends on. Packets are counted from 0 in the file, places from 0 in the list.
#[derive(Clone, PartialEq)]
pub struct State {
    /// The choices in the address: `packet`, `field` and `ref` are written from what is selected and noted.
    pub chosen: Fragment,
    /// The language spoken.
    pub language: Language,
    /// The Chinese names of fields are here.
    pub side_names: bool,
    /// What is open.
    pub capture: Option<Capture>,
    /// A capture on its way, or why it did not come.
    pub opening: Option<Opening>,
    /// The servers that were asked for a link, one for each request.
    pub asked: Rc<[String]>,
    /// What was open before, the latest first.
    pub recent: Rc<[Recent]>,
    /// What was open in this tab before it was loaded anew, where the person has to allow it again.
    pub offered: Option<u64>,
    /// The order of the list.
    pub order: Order,
    /// What the filter box is to hold, and how often that was said.
    pub draft_filter: (Rc<str>, u32),
    /// The selected packet.
    pub selected: Option<u64>,
    /// Its place in the list.
    pub place: Option<u64>,
    /// The place at which a selection of several packets began.
    pub anchor: Option<u64>,
    /// The selected line of its tree.
    pub line: Option<Line>,
    /// Which subtrees are open.
    pub folds: Folds,
    /// What the person noted on packets.
    pub annotations: Rc<Annotations>,
    /// The name under which the notes are kept; none before those of earlier visits are here.
    pub notes_key: Option<Rc<str>>,
    /// A comment that was begun on a packet and not saved.
    pub draft: Option<(u32, String)>,
    /// What fills the lower half, or the packet's screen, where only one pane has room.
    pub tab: Tab,
    /// What a phone shows.
    pub screen: Screen,
    /// What is over the rest.
    pub overlay: Option<Overlay>,
    /// What is on its way to paper.
    pub printout: Option<Rc<Printout>>,
    /// What is looked for in the rows.
    pub finding: Finding,
    /// The stream that is followed.
    pub following: Following,
    /// What was done last, in words, for the status bar.
    pub said: Option<String>,
    /// Long work under way.
    pub work: Option<Work>,
    /// The ladder that was made last.
    pub ladder: Option<Rc<Ladder>>,
    /// The exchange that was selected last, by its place among all.
    pub exchange: Option<u32>,
    /// Counts the changes of column widths, which the browser's memory holds.
    pub widths: u32,
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

/// What can be over the rest.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// All menus.
    Menu,
    /// All commands, to be searched.
    Palette,
    /// All keys.
    Keys,
    /// The number of a packet to go to.
    GoTo,
    /// The address of a capture to fetch.
    OpenLink,
    /// Several files at once: which one, or all of them.
    Several(Rc<[Picked]>),
    /// What can be done with what was pointed at, at a place of the window in pixels.
    Context(Place, (i32, i32)),
    /// Which packets are saved, and why a format refused them before.
    Save(Option<Refusal>),
    /// The comment on the selected packet.
    Comment,
    /// Everything that can be copied.
    Copy,
    /// What the clipboard refused.
    Refused(Rc<Taken>),
    /// The columns of the list.
    Columns,
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
    /// A capture is on its way, or it is not coming; nothing once that was read.
    Opening(Option<Opening>),
    /// A server was asked.
    Asked(String),
    /// The list of what was open before changes.
    Recent(Rc<[Recent]>),
    /// What was open before the page was loaded anew can be opened again.
    Offer(u64),
    /// The worker said something.
    News(News),
    /// The packet at a place of the list is chosen.
    Select(u64),
    /// The selection reaches to a place of the list.
    SelectTo(u64),
    /// A packet is chosen by its number in the file.
    SelectPacket(u64),
    /// A line of the tree is chosen, or none.
    SelectLine(Option<Line>),
    /// The line that holds a byte is chosen and made visible.
    Reveal(Rc<[TreeLine]>, usize),
    /// The subtrees change.
    Fold(Folds),
    /// The list has another order, or shows other packets.
    Arrange {
        /// The order.
        order: Order,
        /// No more packets are to come: one that is shown is selected.
        whole: bool,
    },
    /// The list is sorted: its packets from the top, none for the file's order.
    Sorted(Vec<u32>),
    /// Only packets of which a filter is true are to be shown, or all.
    Filter(Option<String>),
    /// The filter can not be used; the box keeps it.
    Unfilter,
    /// The filter box holds this, which is not used yet.
    DraftFilter(String),
    /// Another ladder, or drawn otherwise.
    Flow(FlowChoice),
    /// A ladder is made.
    Ladder(Rc<Ladder>),
    /// Another table of conversations, or another order of it.
    Table(TableChoice),
    /// Other exchanges, or in another order.
    Exchanges(Choice),
    /// An exchange is selected, by its place among all.
    Exchange(Option<u32>),
    /// The list is to be sorted, or not any more.
    Sort(Option<Sorting>),
    /// A column has another width.
    Widths,
    /// Long work goes on.
    Work(Work),
    /// That work has ended.
    WorkEnds(Job),
    /// Notes on packets change.
    Annotate(Annotations),
    /// The notes of earlier visits are here.
    Recall {
        /// Counts captures.
        number: u32,
        /// Where the notes are kept.
        key: Rc<str>,
        /// The notes.
        notes: Annotations,
    },
    /// A comment on a packet is begun, or is not any more.
    Draft(Option<(u32, String)>),
    /// The choices change.
    Choose(Fragment),
    /// The other pane.
    Show(Tab),
    /// The other screen.
    Go(Screen),
    /// Something is over the rest, or nothing any more.
    Overlay(Option<Overlay>),
    /// Something is to be printed, or was.
    Print(Option<Rc<Printout>>),
    /// What is looked for changes.
    Find(Finding),
    /// What is done in the stream that is followed.
    Follow(Following),
    /// A stream was put together, or there is none.
    Followed(Option<Rc<StreamFacts>>),
    /// A search has ended.
    FindEnded(Found),
    /// Something was done; the status bar says it.
    Say(String),
    /// The strip is closed.
    CloseStrip,
    /// The other language.
    SwitchLanguage,
    /// The Chinese names of fields are here.
    SideNames,
    /// A theme is chosen.
    Theme(Theme),
    /// The address was changed by hand, or the browser went back.
    Address(Fragment),
}

impl State {
    /// The state before anything is open.
    pub fn new(chosen: Fragment, preferred: Language) -> Self {
        Self {
            language: chosen.lang.unwrap_or(preferred),
            line: chosen.field.clone().map(Line::Field),
            annotations: Rc::new(with_references(Annotations::default(), &chosen)),
            notes_key: None,
            draft: None,
            draft_filter: (chosen.filter.as_deref().unwrap_or_default().into(), 0),
            chosen,
            side_names: false,
            capture: None,
            opening: None,
            asked: Rc::default(),
            recent: Rc::default(),
            offered: None,
            order: Order::default(),
            selected: None,
            place: None,
            anchor: None,
            folds: Folds::default(),
            tab: Tab::Layers,
            screen: Screen::List,
            overlay: None,
            printout: None,
            finding: Finding::default(),
            following: Following::default(),
            said: None,
            work: None,
            ladder: None,
            exchange: None,
            widths: 0,
        }
    }

    /// The choices as they belong into the address.
    pub fn fragment(&self) -> Fragment {
        Fragment {
            packet: self.selected.map(|packet| packet + 1).or(self.chosen.packet),
            field: match &self.line {
                Some(Line::Field(field)) => Some(field.clone()),
                _ => None,
            },
            references: self.annotations.references.iter().map(|packet| u64::from(*packet) + 1).collect(),
            ..self.chosen.clone()
        }
    }

    /// The link that is open, on its way or refused, as it belongs into the address.
    pub fn link(&self) -> Option<&str> {
        let opened = self.capture.as_ref().and_then(|capture| capture.origin.link());
        self.opening.as_ref().and_then(Opening::address).or(opened)
    }

    /// Packets that can be shown.
    pub fn packets(&self) -> u64 {
        self.capture.as_ref().map_or(0, Capture::packets)
    }

    /// Packets that the list shows.
    pub fn shown(&self) -> u64 {
        self.order.len(self.packets())
    }

    /// The places that are selected, from the upper to the lower one.
    pub fn selected_places(&self) -> std::ops::RangeInclusive<u64> {
        match (self.place, self.anchor) {
            (Some(place), Some(anchor)) => place.min(anchor)..=place.max(anchor),
            (Some(place), None) => place..=place,
            (None, _) => std::ops::RangeInclusive::new(1, 0),
        }
    }

    /// The packets that are selected, in the order of the list.
    pub fn selection(&self) -> impl Iterator<Item = u64> {
        self.selected_places().filter_map(|place| self.order.packet(place))
    }

    /// Chooses a packet by its number in the file.
    fn select(&mut self, packet: u64) {
        self.selected = Some(packet);
        self.place = self.order.place(packet);
        self.anchor = None;
        self.said = None;
        if matches!(self.line, Some(Line::Place(_))) {
            self.line = None;
        }
    }

    /// Chooses the packet at a place; with an anchor, all packets between.
    fn select_place(&mut self, place: u64, anchor: Option<u64>) {
        let Some(packet) = self.order.packet(place) else { return };
        self.selected = Some(packet);
        self.place = Some(place);
        self.said = None;
        self.anchor = anchor.filter(|anchor| *anchor != place);
        if matches!(self.line, Some(Line::Place(_))) {
            self.line = None;
        }
    }

    /// The first packet is selected as soon as it is there, or the one that the address names.
    fn select_as_asked(&mut self) {
        let Some(capture) = self.capture.as_ref() else { return };
        let (packets, finished) = (capture.packets(), capture.finished());
        if self.selected.is_some() || packets == 0 {
            return;
        }
        match self.chosen.packet {
            Some(number) if number <= packets => self.select(number - 1),
            Some(_) if !finished => {}
            _ => self.select_place(0, None),
        }
    }

    fn open(&mut self, name: String, size: u64, origin: Origin, now: f64) {
        let again = self.capture.as_ref().is_some_and(|capture| capture.origin == origin);
        let number = self.capture.as_ref().map_or(0, |capture| capture.number) + 1;
        if again {
            self.chosen.packet = self.selected.map(|packet| packet + 1).or(self.chosen.packet);
        } else if self.capture.is_some() {
            self.forget_capture();
        }
        self.opening = None;
        self.offered = None;
        self.chosen.sample = origin.sample_name().map(str::to_owned);
        self.order = Order::default();
        self.selected = None;
        self.place = None;
        self.anchor = None;
        self.screen = Screen::List;
        self.overlay = None;
        self.said = None;
        self.work = None;
        self.notes_key = None;
        self.draft = None;
        self.capture = Some(Capture {
            name,
            size,
            origin,
            number,
            progress: None,
            named: false,
            opened_at: now,
            dead: None,
            unreadable: None,
            strip_closed: false,
        });
    }

    /// Lets go of everything that is about the packets of one capture.
    fn forget_capture(&mut self) {
        self.work = None;
        self.notes_key = None;
        self.draft = None;
        self.capture = None;
        self.order = Order::default();
        self.selected = None;
        self.place = None;
        self.anchor = None;
        self.line = None;
        self.following = Following::default();
        self.annotations = Rc::default();
        self.screen = Screen::List;
        self.overlay = None;
        self.chosen.packet = None;
        self.chosen.field = None;
        self.chosen.references.clear();
        self.chosen.sample = None;
        self.chosen.stream = None;
        self.filter(None);
        self.chosen.view = View::Packets;
        self.chosen.flow = None;
        self.ladder = None;
        self.exchange = None;
    }

    /// Takes the list as it is now; once it is whole, a packet is selected that it shows.
    fn arrange(&mut self, order: Order, whole: bool) {
        self.order = order;
        if whole {
            self.selected = self.selected.and_then(|packet| self.order.nearest(packet));
            if self.selected.is_none() && self.shown() > 0 {
                self.selected = self.order.packet(0);
            }
        }
        self.place = self.selected.and_then(|packet| self.order.place(packet));
        self.anchor = None;
    }

    fn filter(&mut self, filter: Option<String>) {
        self.draft_filter(filter.as_deref().unwrap_or_default());
        self.chosen.filter = filter;
    }

    fn draft_filter(&mut self, text: &str) {
        self.draft_filter = (text.into(), self.draft_filter.1.wrapping_add(1));
    }

    /// Takes in the notes of earlier visits, if they are on what is open.
    fn recall(&mut self, number: u32, key: Rc<str>, notes: Annotations) {
        if self.capture.as_ref().is_some_and(|capture| capture.number == number) {
            self.notes_key = Some(key);
            self.annotations = Rc::new(notes.with((*self.annotations).clone()));
        }
    }

    /// Follows an address: what it does not name stays as it is.
    fn go_to(&mut self, fragment: Fragment) {
        self.language = fragment.lang.unwrap_or(self.language);
        self.line = fragment.field.clone().map(Line::Field);
        self.annotations = Rc::new(with_references((*self.annotations).clone(), &fragment));
        if let Some(packet) = fragment.packet.filter(|packet| *packet <= self.packets()) {
            self.select(packet - 1);
        }
        self.draft_filter(fragment.filter.as_deref().unwrap_or_default());
        self.chosen = fragment;
    }
}

/// The notes, with the time references of an address.
fn with_references(notes: Annotations, chosen: &Fragment) -> Annotations {
    let packets = chosen.references.iter().filter_map(|number| u32::try_from(number.checked_sub(1)?).ok());
    let mut references = BTreeSet::new();
    references.extend(packets);
    Annotations { references, ..notes }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Open { name, size, origin, now } => state.open(name, size, origin, now),
            Action::Close => state.forget_capture(),
            Action::Opening(opening) => state.opening = opening,
            Action::Recent(list) => state.recent = list,
            Action::Offer(id) => state.offered = Some(id),
            Action::Asked(host) => state.asked = state.asked.iter().cloned().chain(Some(host)).collect(),
            Action::News(news) => {
                if let Some(capture) = state.capture.as_mut() {
                    capture.hear(news);
                }
                state.select_as_asked();
            }
            Action::Select(place) => state.select_place(place, None),
            Action::SelectTo(place) => state.select_place(place, state.anchor.or(state.place)),
            Action::SelectPacket(packet) => state.select(packet),
            Action::SelectLine(line) => {
                state.line = line;
                state.said = None;
            }
            Action::Reveal(tree, index) => {
                state.folds.reveal(&tree, index);
                state.line = Line::of(&tree, index);
            }
            Action::Fold(folds) => state.folds = folds,
            Action::Arrange { order, whole } => state.arrange(order, whole),
            Action::Sorted(packets) => {
                let order = match packets.is_empty() {
                    _ if state.order.is_narrowed() => Order::narrowed(packets),
                    true => Order::default(),
                    false => Order::sorted(packets),
                };
                state.arrange(order, true);
            }
            Action::Filter(filter) => state.filter(filter),
            Action::Unfilter => state.chosen.filter = None,
            Action::DraftFilter(text) => state.draft_filter(&text),
            Action::Flow(flow) => state.chosen.flow = Some(flow),
            Action::Ladder(ladder) => state.ladder = Some(ladder),
            Action::Table(table) => state.chosen.table = Some(table),
            Action::Exchanges(choice) => state.chosen.exchanges = Some(choice),
            Action::Exchange(exchange) => state.exchange = exchange,
            Action::Sort(sorting) => state.chosen.sorting = sorting,
            Action::Widths => state.widths += 1,
            Action::Work(work) => state.work = Some(work),
            Action::WorkEnds(job) => state.work = state.work.filter(|work| work.job != job),
            Action::Annotate(notes) => state.annotations = Rc::new(notes),
            Action::Recall { number, key, notes } => state.recall(number, key, notes),
            Action::Draft(draft) => state.draft = draft,
            Action::Choose(chosen) => state.chosen = chosen,
            Action::Show(tab) => state.tab = tab,
            Action::Go(screen) => state.screen = screen,
            Action::Overlay(overlay) => state.overlay = overlay,
            Action::Print(printout) => state.printout = printout,
            Action::Find(finding) => state.finding = finding,
            Action::Follow(following) => state.following = following,
            Action::Followed(facts) => state.following.facts = facts,
            Action::FindEnded(result) => state.finding.result = Some(result),
            Action::Say(words) => state.said = Some(words),
            Action::CloseStrip => {
                if let Some(capture) = state.capture.as_mut() {
                    capture.strip_closed = true;
                }
            }
            Action::SwitchLanguage => {
                state.language = if state.language == Language::En { Language::Zh } else { Language::En };
                state.chosen.lang = Some(state.language);
            }
            Action::SideNames => state.side_names = true,
            Action::Theme(theme) => state.chosen.theme = Some(theme),
            Action::Address(fragment) => state.go_to(fragment),
        }
        Rc::new(state)
    }
}
