//! The page's end of the worker: starts it, queues what it cannot hear yet, matches answers to questions, and survives
//! its death. A spare stands by from the start, so that opening a capture again asks the network for nothing.

mod making;
mod tasks;

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, VecDeque},
    rc::Rc,
};

use js_sys::{Array, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ErrorEvent, File, MessageEvent, Response, Worker};
use wirelight::{
    capture::Problem,
    engine::request::{Progress, Reply, Request},
};
use yew::Callback;

use crate::{
    app::SAMPLES,
    messages::{BUILD, FromWorker, ToWorker},
};

pub use self::tasks::{Finished, TaskTicket};
use self::{making::Making, tasks::Running};

/// Answers kept for going back and forth.
const KEPT: usize = 48;

/// Where a capture comes from; kept, so that it can be opened again.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A file of the person.
    File(File),
    /// One of the samples.
    Sample {
        /// Its place in the list of samples.
        place: u8,
        /// What came when it was fetched.
        file: File,
    },
    /// A file that was fetched.
    Link {
        /// From where.
        address: String,
        /// What came.
        file: File,
    },
}

impl Origin {
    /// The name of the sample that it is.
    pub fn sample_name(&self) -> Option<&'static str> {
        match self {
            Self::Sample { place, .. } => SAMPLES.get(usize::from(*place)).map(|(name, ..)| *name),
            Self::File(_) | Self::Link { .. } => None,
        }
    }

    /// The file that it is.
    pub fn file(&self) -> &File {
        match self {
            Self::File(file) | Self::Link { file, .. } | Self::Sample { file, .. } => file,
        }
    }

    /// The address from which it was fetched.
    pub fn link(&self) -> Option<&str> {
        match self {
            Self::Link { address, .. } => Some(address),
            Self::File(_) | Self::Sample { .. } => None,
        }
    }
}

/// What the worker says unasked.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Reading goes on, or is over.
    Progress(Progress),
    /// More is known of what things are called.
    Named,
    /// Bytes that were there are gone: the file changed.
    Unreadable(Problem),
    /// The worker is dead; what it said, nothing when memory ran out.
    Stopped(Option<String>),
}

/// The worker's files, as the address of each.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerFiles {
    /// The script that starts it.
    pub script: String,
    /// Its WebAssembly.
    pub wasm: String,
}

/// The engine, as the page sees it; cheap to clone.
#[derive(Clone)]
pub struct EngineClient(Rc<Client>);

/// A question under way: dropping it cancels it.
pub struct Ticket {
    client: Rc<Client>,
    id: u32,
}

struct Client {
    files: WorkerFiles,
    news: Callback<News>,
    module: RefCell<Option<JsValue>>,
    compiling_failed: Cell<bool>,
    at_work: RefCell<Option<Hand>>,
    spare: RefCell<Option<Hand>>,
    next_id: Cell<u32>,
    generation: Cell<u32>,
    epoch: Cell<u32>,
    waiting: RefCell<HashMap<u32, (Request, Callback<()>)>>,
    answers: RefCell<VecDeque<(u32, Request, Rc<Reply>)>>,
    tasks: RefCell<HashMap<u32, Running>>,
    making: RefCell<Option<Making>>,
    last_words: RefCell<Option<String>>,
}

/// One worker; it is started once the compiled module is there and hears messages once it said that it is ready.
struct Hand {
    worker: Worker,
    started: bool,
    ready: bool,
    unsent: Vec<Array>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl Ticket {
    /// The answer is wanted whatever is drawn meanwhile.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}

impl PartialEq for EngineClient {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.client.waiting.borrow_mut().remove(&self.id).is_some() {
            self.client.send(&ToWorker::Cancel { id: self.id }, None);
        }
    }
}

impl EngineClient {
    /// Starts a worker and a spare; what they say unasked goes to `news`.
    pub fn new(files: WorkerFiles, news: Callback<News>) -> Self {
        let client = Rc::new(Client {
            files,
            news,
            module: RefCell::default(),
            compiling_failed: Cell::new(false),
            at_work: RefCell::default(),
            spare: RefCell::default(),
            next_id: Cell::new(1),
            generation: Cell::new(0),
            epoch: Cell::new(0),
            waiting: RefCell::default(),
            answers: RefCell::default(),
            tasks: RefCell::default(),
            making: RefCell::default(),
            last_words: RefCell::default(),
        });
        client.at_work.replace(Hand::new(&client));
        client.spare.replace(Hand::new(&client));
        spawn_local(compile(client.clone()));
        Self(client)
    }

    /// Opens a capture instead of what is open.
    pub fn open(&self, origin: &Origin) {
        let client = &self.0;
        client.generation.set(client.generation.get() + 1);
        client.epoch.set(client.epoch.get() + 1);
        client.waiting.borrow_mut().clear();
        client.answers.borrow_mut().clear();
        client.tasks.borrow_mut().clear();
        client.last_words.replace(None);
        client.wake();
        let generation = client.generation.get();
        client.send(&ToWorker::Open { generation }, Some(origin.file()));
    }

    /// Reads no further; what was read stays.
    pub fn stop(&self) {
        self.0.send(&ToWorker::Stop, None);
    }

    /// Asks, unless the answer is here already; `done` is called when it comes.
    pub fn ask(&self, request: Request, done: Callback<()>) -> Option<Ticket> {
        let client = &self.0;
        if client.at_work.borrow().is_none() || self.answer(&request).is_some() {
            return None;
        }
        let id = client.next_id.replace(client.next_id.get().wrapping_add(1));
        client.waiting.borrow_mut().insert(id, (request.clone(), done));
        client.send(&ToWorker::Ask { id, request }, None);
        Some(Ticket { client: client.clone(), id })
    }

    /// The answer to `request`, if it came.
    pub fn answer(&self, request: &Request) -> Option<Rc<Reply>> {
        let epoch = self.epoch();
        let answers = self.0.answers.borrow();
        answers.iter().find(|(at, asked, _)| *at == epoch && asked == request).map(|(_, _, reply)| reply.clone())
    }

    /// Changes when answers become old: with a new capture, when the first pass has learnt all it can, with new names.
    pub fn epoch(&self) -> u32 {
        self.0.epoch.get()
    }

    /// Which capture is open, counted.
    pub fn generation(&self) -> u32 {
        self.0.generation.get()
    }
}

impl Client {
    /// There is a worker at work, be it a new one.
    fn wake(self: &Rc<Self>) {
        if self.compiling_failed.replace(false) {
            spawn_local(compile(self.clone()));
        }
        if self.at_work.borrow().is_none() {
            let spare = self.spare.take().or_else(|| Hand::new(self));
            self.at_work.replace(spare);
            self.start();
        }
    }

    /// Starts whoever waits for the compiled module.
    fn start(&self) {
        let module = self.module.borrow();
        let Some(module) = module.as_ref() else { return };
        for hand in [&self.at_work, &self.spare] {
            if let Some(hand) = hand.borrow_mut().as_mut().filter(|hand| !hand.started) {
                hand.started = hand.worker.post_message(module).is_ok();
            }
        }
    }

    /// Sends now, or as soon as the worker can hear.
    fn send(&self, message: &ToWorker, beside: Option<&JsValue>) {
        let Ok(bytes) = postcard::to_allocvec(message) else { return };
        let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
        if let Some(beside) = beside {
            parts.push(beside);
        }
        if let Some(hand) = self.at_work.borrow_mut().as_mut() {
            if hand.ready {
                let _ = hand.worker.post_message(&parts);
            } else {
                hand.unsent.push(parts);
            }
        }
    }

    fn heard(&self, from: &Worker, message: FromWorker, beside: &JsValue) {
        match message {
            FromWorker::Ready { build } if build != BUILD => self.stopped(from, Some("page and worker differ".into())),
            FromWorker::Ready { .. } => self.ready(from),
            FromWorker::Panicked(text) => {
                self.last_words.replace(Some(text));
            }
            FromWorker::Progress { generation, progress } if generation == self.generation.get() => {
                if progress.finished {
                    self.epoch.set(self.epoch.get() + 1);
                }
                self.news.emit(News::Progress(progress));
            }
            FromWorker::NamesChanged => {
                self.epoch.set(self.epoch.get() + 1);
                self.news.emit(News::Named);
            }
            FromWorker::Answer { id, reply } => self.answered(id, reply),
            FromWorker::TaskProgress { task, done, of } => self.task_goes_on(task, done, of),
            FromWorker::Making { job, percent } => self.making_goes_on(job, percent),
            FromWorker::Made { job, made } => self.was_made(job, made, beside),
            FromWorker::TaskRows { task, rows } => self.task_gave_rows(task, rows),
            FromWorker::TaskFound { task, packets } => self.task_found(task, packets),
            FromWorker::TaskDone { task, outcome } => self.task_ended(task, outcome, beside),
            FromWorker::Progress { .. } => {}
        }
    }

    fn ready(&self, from: &Worker) {
        for hand in [&self.at_work, &self.spare] {
            if let Some(hand) = hand.borrow_mut().as_mut().filter(|hand| hand.worker == *from) {
                hand.ready = true;
                for parts in std::mem::take(&mut hand.unsent) {
                    let _ = hand.worker.post_message(&parts);
                }
            }
        }
    }

    fn answered(&self, id: u32, reply: Reply) {
        let Some((request, done)) = self.waiting.borrow_mut().remove(&id) else { return };
        if let Reply::Unreadable(problem) = &reply {
            self.news.emit(News::Unreadable(problem.clone()));
        }
        let mut answers = self.answers.borrow_mut();
        answers.push_front((self.epoch.get(), request, Rc::new(reply)));
        answers.truncate(KEPT);
        drop(answers);
        done.emit(());
    }

    /// A worker is dead: if it was the one at work, the page is told.
    fn stopped(&self, who: &Worker, text: Option<String>) {
        who.terminate();
        let spare_died = self.spare.borrow().as_ref().is_some_and(|hand| hand.worker == *who);
        if spare_died {
            self.spare.replace(None);
        }
        let at_work_died = self.at_work.borrow().as_ref().is_some_and(|hand| hand.worker == *who);
        if at_work_died {
            // its listeners run right now: they are dropped when nothing of them does
            let dead = self.at_work.take();
            spawn_local(async move { drop(dead) });
            self.waiting.borrow_mut().clear();
            self.tasks.borrow_mut().clear();
            self.making_died();
            self.news.emit(News::Stopped(text));
        }
    }
}

impl Hand {
    fn new(client: &Rc<Client>) -> Option<Self> {
        let worker = Worker::new(&client.files.script).ok()?;
        let on_message = {
            let (client, worker) = (Rc::downgrade(client), worker.clone());
            Closure::new(move |event: MessageEvent| {
                let parts: Array = event.data().unchecked_into();
                let message = parts.get(0).dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec());
                let message = message.ok().and_then(|bytes| postcard::from_bytes(&bytes).ok());
                if let (Some(client), Some(message)) = (client.upgrade(), message) {
                    client.heard(&worker, message, &parts.get(1));
                }
            })
        };
        let on_error = {
            let (client, worker) = (Rc::downgrade(client), worker.clone());
            Closure::new(move |event: ErrorEvent| {
                event.prevent_default();
                if let Some(client) = client.upgrade() {
                    let text = client.last_words.take().or_else(|| words_of(&event.message()));
                    client.stopped(&worker, text);
                }
            })
        };
        worker.set_onmessage(Some(JsCast::unchecked_ref(on_message.as_ref())));
        worker.set_onerror(Some(JsCast::unchecked_ref(on_error.as_ref())));
        Some(Self {
            worker,
            started: false,
            ready: false,
            unsent: Vec::new(),
            _on_message: on_message,
            _on_error: on_error,
        })
    }
}

/// A failed allocation ends in a bare trap, without a panic's text: that is no text at all.
fn words_of(message: &str) -> Option<String> {
    let trap = ["unreachable", "out of memory", "memory access out of bounds", "Array buffer allocation failed"];
    (!trap.iter().any(|words| message.contains(words))).then(|| message.to_owned())
}

/// Fetches and compiles the worker's WebAssembly once for all workers.
async fn compile(client: Rc<Client>) {
    let compiled = async {
        let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
        let response = JsFuture::from(window.fetch_with_str(&client.files.wasm)).await?.dyn_into::<Response>()?;
        if !response.ok() {
            return Err(JsValue::from_str(&format!("{} {}", client.files.wasm, response.status())));
        }
        let bytes = JsFuture::from(response.array_buffer()?).await?;
        JsFuture::from(WebAssembly::compile(&bytes)).await
    };
    match compiled.await {
        Ok(module) => {
            client.module.replace(Some(module));
            client.start();
        }
        Err(error) => {
            client.compiling_failed.set(true);
            client.news.emit(News::Stopped(Some(text_of(&error))));
        }
    }
}

fn text_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_default(),
    }
}
