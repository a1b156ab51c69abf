//! Tasks of the page, a slice at a time, between which questions are answered.

use js_sys::{Array, Uint8Array, Uint32Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};
use wirelight::engine::tasks::{Outcome, Step, Task, Work};

use super::{TELL_EVERY, Worker, now};
use crate::messages::FromWorker;

/// Milliseconds that a slice takes: a question waits for one at most.
const SLICE: f64 = 8.0;

/// A task under way.
pub struct Running {
    task: u32,
    work: Work,
    told: f64,
    /// The file that it makes, in pieces that lie with the browser and not in our memory.
    pieces: Array,
}

/// A text in lower case, as the browser knows it.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

impl Worker {
    /// Begins a task on what is open.
    pub fn start_task(&self, task: u32, what: Task) {
        let work = self.with_engine(|engine| Work::new(what, engine, lower));
        if let Some(work) = work {
            self.0.tasks.borrow_mut().push_back(Running { task, work, told: now(), pieces: Array::new() });
            self.work_soon();
        }
    }

    /// Gives a task up.
    pub fn abandon_task(&self, task: u32) {
        self.0.tasks.borrow_mut().retain(|running| running.task != task);
    }

    /// Works after all that has come by now: one message may be a question, or abandon a task.
    pub fn work_soon(&self) {
        if self.0.working.replace(true) {
            return;
        }
        let worker = self.clone();
        self.0.turns.later(move || {
            worker.0.working.set(false);
            let waits = worker.0.questions.borrow().is_empty() && worker.work();
            // one that waits for bytes is woken, others go on
            if worker.0.tasks.borrow().len() > usize::from(waits) {
                worker.work_soon();
            }
        });
    }

    /// Does a slice of the task that was left longest; whether it waits for bytes that come later.
    fn work(&self) -> bool {
        let Some(mut running) = self.0.tasks.borrow_mut().pop_front() else { return false };
        let (end, mut waits) = (now() + SLICE, false);
        loop {
            match self.with_engine(|engine| running.work.step(engine)) {
                Some(Step::More) => {}
                Some(Step::Rows(rows)) => self.say(&FromWorker::TaskRows { task: running.task, rows }),
                Some(Step::Found(packets)) => self.say(&FromWorker::TaskFound { task: running.task, packets }),
                Some(Step::Bytes(bytes)) => {
                    let piece = Array::of1(&Uint8Array::from(bytes.as_slice()));
                    running.pieces.extend(blob(&piece));
                }
                Some(Step::Later) => {
                    waits = true;
                    break;
                }
                Some(Step::Done(outcome)) => {
                    self.end_task(&running, outcome);
                    return false;
                }
                None => return false,
            }
            if now() >= end {
                break;
            }
        }
        if now() - running.told >= TELL_EVERY {
            let (done, of) = running.work.progress();
            self.say(&FromWorker::TaskProgress { task: running.task, done, of });
            running.told = now();
        }
        self.0.tasks.borrow_mut().push_back(running);
        waits
    }

    /// Says how a task ended. A new order goes along as an array of its own, which is handed over and not copied; so does
    /// a file.
    fn end_task(&self, running: &Running, outcome: Outcome) {
        let (mut beside, mut handed_over) = (JsValue::UNDEFINED, Array::new());
        match outcome {
            Outcome::Sorted { .. } | Outcome::Filtered { .. } => {
                if let Some(order) = self.with_engine(|engine| Uint32Array::from(engine.order())) {
                    handed_over = Array::of1(&order.buffer());
                    beside = order.into();
                }
            }
            Outcome::Climbed(_) => {
                if let Some(places) = self.with_engine(|engine| Uint32Array::from(engine.ladder_places().as_slice())) {
                    handed_over = Array::of1(&places.buffer());
                    beside = places.into();
                }
            }
            Outcome::Saved { .. } | Outcome::Archived { .. } | Outcome::Given { .. } | Outcome::Packed { .. } => {
                beside = blob(&running.pieces).map_or(beside, JsValue::from)
            }
            _ => {}
        }
        self.say_with(&FromWorker::TaskDone { task: running.task, outcome }, &beside, &handed_over);
    }
}

/// These parts as one file; nothing when the browser has no room for it.
pub fn blob(parts: &Array) -> Option<Blob> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/octet-stream");
    Blob::new_with_blob_sequence_and_options(parts, &kind).ok()
}
