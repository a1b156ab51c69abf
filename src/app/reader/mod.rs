//! The worker's loop: messages in, the engine in the middle, progress and answers out.

mod ahead;
mod bytes;
mod making;
mod pass_one;
mod tables;
mod tasks;
mod turns;

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};
use wirelight::{
    capture::Problem,
    engine::{
        Engine,
        request::{Reply, Request},
    },
};

use self::{
    bytes::{Bytes, text_of},
    pass_one::Chunks,
    tasks::Running,
    turns::Turns,
};
use crate::messages::{BUILD, FromWorker, ToWorker};

/// Progress is told at most so often, in milliseconds.
const TELL_EVERY: f64 = 100.0;
/// After so many milliseconds of reading the page is heard, whatever the stream does.
const HEAR_EVERY: f64 = 12.0;

/// The worker.
#[derive(Clone)]
struct Worker(Rc<State>);

struct State {
    scope: DedicatedWorkerGlobalScope,
    turns: Turns,
    /// What is open.
    engine: RefCell<Option<Engine<Bytes>>>,
    /// Which capture is open; reading ends when it changes.
    generation: Cell<u32>,
    stop: Cell<bool>,
    /// Questions not answered yet, in order.
    questions: RefCell<VecDeque<(u32, Request)>>,
    /// Answers wait for their turn.
    answering: Cell<bool>,
    /// Tasks under way, the one whose turn comes next first.
    tasks: RefCell<VecDeque<Running>>,
    /// A slice of a task waits for its turn.
    working: Cell<bool>,
    /// The capture that is being made.
    job: Cell<u32>,
    tables_asked: tables::Asked,
}

/// Starts to hear messages, and says so.
pub fn start() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let Some(turns) = Turns::new() else { return };
    tell_of_panics(&scope);
    let worker = Worker(Rc::new(State {
        scope: scope.clone(),
        turns,
        engine: RefCell::default(),
        generation: Cell::new(0),
        stop: Cell::new(false),
        questions: RefCell::default(),
        answering: Cell::new(false),
        tasks: RefCell::default(),
        working: Cell::new(false),
        job: Cell::new(0),
        tables_asked: tables::Asked::default(),
    }));
    let on_message = {
        let worker = worker.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let parts: Array = event.data().unchecked_into();
            let message = Uint8Array::new(&parts.get(0)).to_vec();
            if let Ok(message) = postcard::from_bytes(&message) {
                worker.hear(message, parts.get(1));
            }
        })
    };
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    worker.say(&FromWorker::Ready { build: BUILD });
}

/// The page hears of a panic before the trap that follows it. The text may quote a value, so only its place is told.
fn tell_of_panics(scope: &DedicatedWorkerGlobalScope) {
    let scope = scope.clone();
    // the hook must be able to cross threads, of which there is one here
    let post = Closure::<dyn Fn(Uint8Array)>::new(move |bytes: Uint8Array| {
        let _ = scope.post_message(&Array::of1(&bytes));
    });
    let global = js_sys::global();
    let _ = js_sys::Reflect::set(&global, &"tellOfPanic".into(), post.as_ref());
    post.forget();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("panic at {}:{}", place.file(), place.line()));
        let message = FromWorker::Panicked(place.unwrap_or_else(|| "panic".into()));
        let Ok(bytes) = postcard::to_allocvec(&message) else { return };
        if let Ok(post) = js_sys::Reflect::get(&js_sys::global(), &"tellOfPanic".into()) {
            let _ =
                post.unchecked_into::<js_sys::Function>().call1(&JsValue::NULL, &Uint8Array::from(bytes.as_slice()));
        }
    }));
}

impl Worker {
    fn hear(&self, message: ToWorker, beside: JsValue) {
        let state = &self.0;
        match message {
            ToWorker::Open { generation } => self.open(generation, beside.unchecked_into()),
            ToWorker::Make { job, what } => {
                state.job.set(job);
                let worker = self.clone();
                spawn_local(async move { worker.make(job, what, beside.unchecked_into()).await });
            }
            ToWorker::StopMaking { job } => {
                if state.job.get() == job {
                    state.job.set(0);
                }
            }
            ToWorker::Stop => state.stop.set(true),
            ToWorker::Ask { id, request } => {
                self.fetch_names_for(&request);
                state.questions.borrow_mut().push_back((id, request));
                self.answer_soon();
            }
            ToWorker::Cancel { id } => state.questions.borrow_mut().retain(|(asked, _)| *asked != id),
            ToWorker::Start { task, what } => self.start_task(task, what),
            ToWorker::Abandon { task } => self.abandon_task(task),
        }
    }

    fn open(&self, generation: u32, blob: Blob) {
        let state = &self.0;
        state.generation.set(generation);
        state.stop.set(false);
        state.tables_asked.forget();
        state.questions.borrow_mut().clear();
        state.tasks.borrow_mut().clear();
        state.engine.replace(None);
        let Some(bytes) = Bytes::new(blob.clone()) else { return };
        let worker = self.clone();
        let bytes = bytes.waking(move || worker.work_soon());
        state.engine.replace(Some(Engine::new(bytes, blob.size() as u64, seed())));
        let worker = self.clone();
        spawn_local(async move { worker.read(blob, generation).await });
    }

    /// Pass one over a file. It ends at the end of the file, at damage, when it is stopped, or when another is opened.
    async fn read(&self, blob: Blob, generation: u32) {
        let mut chunks = Chunks::of(&blob);
        let (mut told, mut heard) = (0.0, now());
        loop {
            let chunk = chunks.next().await;
            if self.0.generation.get() != generation {
                return;
            }
            let more = self.with_engine(|engine| match chunk {
                Ok(Some(chunk)) if !self.0.stop.get() => engine.feed(chunk),
                Ok(Some(_)) => {
                    engine.stop();
                    false
                }
                Ok(None) => false,
                Err(error) => {
                    engine.fail(Problem::Unreadable(text_of(&error)));
                    false
                }
            });
            if !more.unwrap_or(false) {
                break;
            }
            let here = now();
            if here - told >= TELL_EVERY && self.packets() > 0 {
                self.tell();
                told = here;
            }
            if here - heard >= HEAR_EVERY {
                self.0.turns.pass().await;
                heard = now();
            }
        }
        self.with_engine(Engine::finish);
        self.tell();
        self.answer_soon();
    }

    fn with_engine<T>(&self, then: impl FnOnce(&mut Engine<Bytes>) -> T) -> Option<T> {
        self.0.engine.borrow_mut().as_mut().map(then)
    }

    fn packets(&self) -> u64 {
        self.with_engine(|engine| engine.progress().packets).unwrap_or(0)
    }

    fn tell(&self) {
        if let Some(progress) = self.with_engine(|engine| engine.progress()) {
            self.say(&FromWorker::Progress { generation: self.0.generation.get(), progress });
        }
    }

    /// Answers after the messages that wait already: one of them may cancel a question.
    fn answer_soon(&self) {
        if self.0.answering.replace(true) {
            return;
        }
        let worker = self.clone();
        self.0.turns.later(move || {
            worker.0.answering.set(false);
            worker.answer();
        });
    }

    /// Answers one question, then hears again.
    fn answer(&self) {
        let Some((id, request)) = self.0.questions.borrow_mut().pop_front() else { return };
        match self.with_engine(|engine| engine.ask(&request)) {
            Some(Reply::Pending) => self.0.questions.borrow_mut().push_back((id, request)),
            Some(reply) => self.say(&FromWorker::Answer { id, reply }),
            None => {}
        }
        if !self.0.questions.borrow().is_empty() {
            self.answer_soon();
        }
    }

    /// Sends a message; its bytes are handed over, not copied again.
    fn say(&self, message: &FromWorker) {
        self.say_with(message, &JsValue::UNDEFINED, &Array::new());
    }

    /// Sends a message with something beside it, of which `handed_over` changes its owner.
    fn say_with(&self, message: &FromWorker, beside: &JsValue, handed_over: &Array) {
        let Ok(bytes) = postcard::to_allocvec(message) else { return };
        let bytes = Uint8Array::from(bytes.as_slice());
        handed_over.push(&bytes.buffer());
        let _ = self.0.scope.post_message_with_transfer(&Array::of2(&bytes, beside), handed_over);
    }
}

fn now() -> f64 {
    js_sys::Date::now()
}

/// Flow tables are keyed by what the capture's senders chose: the seed keeps them from choosing collisions.
fn seed() -> u64 {
    let mut bytes = [0_u8; 8];
    let scope: Option<DedicatedWorkerGlobalScope> = js_sys::global().dyn_into().ok();
    let crypto = scope.and_then(|scope| scope.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if filled { u64::from_le_bytes(bytes) } else { now().to_bits() }
}
