//! What every component may use: texts, state, the engine, and the ways to change what is seen.

use std::{cell::RefCell, ops::Deref, rc::Rc};

use wirelight::{
    engine::{
        request::{Reply, Request, Settings},
        tasks::Task,
    },
    view::{
        amounts,
        fragment::{Theme, View},
    },
};
use yew::prelude::*;

use crate::{
    commands::{self, Command},
    engine_client::{EngineClient, Finished, Origin},
    host::Host,
    opening::Opener,
    state::{Action, Job, Screen, State, Work},
    texts::Texts,
};

/// How much room there is; decides what is shown side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// One screen at a time, targets for fingers.
    Phone,
    /// List over one pane, eight columns of bytes.
    Narrow,
    /// List over one pane.
    Middle,
    /// List over layers and bytes.
    Wide,
    /// The same, with more of the list.
    Widest,
}

/// The app as its components see it; cheap to clone, as every button's handler holds one.
#[derive(Clone)]
pub struct Page(Rc<Parts>);

/// What a [`Page`] is made of.
pub struct Parts {
    /// The words.
    pub texts: &'static Texts,
    /// What is open and chosen.
    pub state: UseReducerHandle<State>,
    /// The engine.
    pub client: EngineClient,
    /// What stands around the app.
    pub host: Host,
    /// How much room there is.
    pub room: Room,
    /// How values are worded.
    pub settings: Rc<Settings>,
    /// Opens a capture.
    pub open: Callback<Origin>,
    /// Lets the person choose a file.
    pub choose: Callback<()>,
    /// Opens captures in every other way.
    pub opener: Opener,
}

impl Room {
    /// The room in so many pixels.
    pub fn of(width: f64) -> Self {
        match width {
            ..640.0 => Self::Phone,
            ..700.0 => Self::Narrow,
            ..1000.0 => Self::Middle,
            ..1600.0 => Self::Wide,
            _ => Self::Widest,
        }
    }

    /// Its name in the style sheets and in what is remembered.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Narrow => "narrow",
            Self::Middle => "middle",
            Self::Wide => "wide",
            Self::Widest => "widest",
        }
    }

    /// Bytes in a line of the bytes pane.
    pub fn byte_columns(self) -> usize {
        match self {
            Self::Phone | Self::Narrow => 8,
            Self::Middle | Self::Wide | Self::Widest => 16,
        }
    }

    /// Whether layers and bytes have room side by side.
    pub fn is_wide(self) -> bool {
        matches!(self, Self::Wide | Self::Widest)
    }
}

impl Deref for Page {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.texts.language == other.texts.language && self.state == other.state && self.room == other.room
    }
}

impl Page {
    /// The page that has this.
    pub fn new(parts: Parts) -> Self {
        Self(Rc::new(parts))
    }

    /// Changes the state, for use in event handlers.
    pub fn act<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let page = self.clone();
        Callback::from(move |event| page.state.dispatch(action(event)))
    }

    /// Does a command, for use in event handlers.
    pub fn doing<E: 'static>(&self, command: Command) -> Callback<E> {
        let page = self.clone();
        Callback::from(move |_| commands::run(command, &page))
    }

    /// The theme one sees now.
    pub fn theme(&self) -> Theme {
        let system = if self.host.prefers_dark() { Theme::Dark } else { Theme::Light };
        self.state.chosen.theme.unwrap_or(system)
    }

    /// Height of a row of the list, the tree and the bytes, in pixels.
    pub fn row_height(&self) -> u32 {
        self.state.chosen.row_height.unwrap_or(20)
    }

    /// Whether the packet stands alone, in a window of its own.
    pub fn is_popped_out(&self) -> bool {
        self.state.chosen.view == View::Packet
    }

    /// Goes some places down the list, or up.
    pub fn step(&self, by: i64) {
        if let Some(last) = self.state.shown().checked_sub(1) {
            let place = self.state.place.unwrap_or(0).saturating_add_signed(by).min(last);
            self.state.dispatch(Action::Select(place));
        }
    }

    /// Goes to a packet that may be far away; the browser's Back returns.
    pub fn jump(&self, packet: u64) {
        if packet < self.state.packets() && self.state.selected != Some(packet) {
            self.host.add_entry(&self.state.fragment().text());
            self.state.dispatch(Action::SelectPacket(packet));
            self.say_hidden(packet);
        }
    }

    /// Says of a packet that a filter hides why the list does not show it.
    fn say_hidden(&self, packet: u64) {
        if self.state.order.place(packet).is_none() {
            self.say((self.texts.filters.hidden)(&amounts::thousands(packet + 1)));
        }
    }

    /// Goes to the packet at a place of the list, as [`Page::jump`] does.
    pub fn jump_to_place(&self, place: u64) {
        if let Some(packet) = self.state.order.packet(place) {
            self.jump(packet);
        }
    }

    /// Shows a packet in the list, from another view; the browser's Back returns.
    pub fn show_packet(&self, packet: u64) {
        self.show(View::Packets);
        self.state.dispatch(Action::SelectPacket(packet));
        self.say_hidden(packet);
        if self.room == Room::Phone {
            self.state.dispatch(Action::Go(Screen::List));
        }
    }

    /// Shows another view; the browser's Back returns.
    pub fn show(&self, view: View) {
        if self.state.chosen.view != view {
            self.host.add_entry(&self.state.fragment().text());
            let mut chosen = self.state.chosen.clone();
            chosen.view = view;
            self.state.dispatch(Action::Choose(chosen));
        }
    }

    /// Goes to the next packet of the selected one's conversation, or to the one before it.
    pub fn neighbour(&self, later: bool) {
        let Some(packet) = self.state.selected else { return };
        let page = self.clone();
        self.ask(Request::Neighbour { packet, later }, move |reply| {
            if let Reply::Neighbour(Some(packet)) = reply {
                page.jump(*packet);
            }
        });
    }

    /// Asks the engine once, outside of what is drawn.
    pub fn ask(&self, request: Request, then: impl Fn(&Reply) + 'static) {
        self.ask_then(request, Box::new(then));
    }

    fn ask_then(&self, request: Request, then: Box<dyn Fn(&Reply)>) {
        let client = self.client.clone();
        let done = {
            let (client, request) = (client.clone(), request.clone());
            Callback::from(move |()| {
                if let Some(reply) = client.answer(&request) {
                    then(&reply);
                }
            })
        };
        match client.ask(request, done.clone()) {
            Some(ticket) => ticket.keep(),
            None => done.emit(()),
        }
    }

    /// Starts long work; the status bar says how far it has come and lets it be stopped.
    pub fn start(&self, job: Job, task: Task, then: impl Fn(Finished) + 'static) {
        self.start_then(job, task, Box::new(then));
    }

    fn start_then(&self, job: Job, task: Task, then: Box<dyn Fn(Finished)>) {
        let state = self.state.dispatcher();
        // whoever ends the task takes its ticket out: dropped, it would abandon the task
        let ticket = Rc::new(RefCell::new(None));
        let started = js_sys::Date::now();
        let stop = Callback::from({
            let (state, ticket) = (state.clone(), ticket.clone());
            move |()| {
                drop(ticket.take());
                state.dispatch(Action::WorkEnds(job));
            }
        });
        let on_progress = Callback::from({
            let state = state.clone();
            move |(done, of)| {
                state.dispatch(Action::Work(Work { job, done, of, started, stop: stop.clone() }));
            }
        });
        let held = Rc::downgrade(&ticket);
        let on_done = Callback::from(move |finished| {
            let done = held.upgrade().and_then(|ticket| ticket.take());
            drop(done);
            state.dispatch(Action::WorkEnds(job));
            then(finished);
        });
        ticket.replace(self.client.start(task, on_progress, on_done));
        std::mem::forget(ticket);
    }

    /// Says in the status bar what was done.
    pub fn say(&self, words: impl Into<String>) {
        self.state.dispatch(Action::Say(words.into()));
    }
}
