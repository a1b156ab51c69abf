//! Tasks from the page's end: started, told of, abandoned by being forgotten.

use std::rc::Rc;

use js_sys::Uint32Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use wirelight::engine::{
    request::Row,
    tasks::{Outcome, Task},
};
use yew::Callback;

use super::{Client, EngineClient};
use crate::messages::ToWorker;

/// What became of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// How it ended.
    pub outcome: Outcome,
    /// After a sort: the packets in their new order, counted from 0; none for the file's own. Of a ladder: where each
    /// rung begins, and its packet.
    pub order: Vec<u32>,
    /// The rows that were asked for.
    pub rows: Vec<Row>,
    /// The file that was saved.
    pub file: Option<Blob>,
}

/// A task under way: dropping it abandons it.
#[must_use = "a task whose ticket is dropped is abandoned"]
pub struct TaskTicket {
    client: Rc<Client>,
    task: u32,
}

/// A task as the page waits for it.
pub(super) struct Running {
    on_found: Callback<Vec<u32>>,
    on_progress: Callback<(u64, u64)>,
    on_done: Callback<Finished>,
    rows: Vec<Row>,
    /// Packets of which a filter is true so far, and of how many of them `on_found` knows.
    found: Vec<u32>,
    told: usize,
}

impl Drop for TaskTicket {
    fn drop(&mut self) {
        if self.client.tasks.borrow_mut().remove(&self.task).is_some() {
            self.client.send(&ToWorker::Abandon { task: self.task }, None);
        }
    }
}

impl EngineClient {
    /// Starts a task. `on_progress` hears how much is done and of how much, now and then; `on_done` hears how it ended,
    /// and nothing if another capture is opened before.
    pub fn start(
        &self,
        task: Task,
        on_progress: Callback<(u64, u64)>,
        on_done: Callback<Finished>,
    ) -> Option<TaskTicket> {
        self.start_finding(task, Callback::noop(), on_progress, on_done)
    }

    /// The same of a task that finds packets: `on_found` hears all that were found so far, now and then.
    pub fn start_finding(
        &self,
        task: Task,
        on_found: Callback<Vec<u32>>,
        on_progress: Callback<(u64, u64)>,
        on_done: Callback<Finished>,
    ) -> Option<TaskTicket> {
        let client = &self.0;
        client.at_work.borrow().as_ref()?;
        let id = client.next_id.replace(client.next_id.get().wrapping_add(1));
        let running = Running { on_found, on_progress, on_done, rows: Vec::new(), found: Vec::new(), told: 0 };
        client.tasks.borrow_mut().insert(id, running);
        client.send(&ToWorker::Start { task: id, what: task }, None);
        Some(TaskTicket { client: client.clone(), task: id })
    }
}

impl Client {
    pub(super) fn task_goes_on(&self, task: u32, done: u64, of: u64) {
        let on_progress = self.tasks.borrow().get(&task).map(|running| running.on_progress.clone());
        if let Some(on_progress) = on_progress {
            on_progress.emit((done, of));
        }
        self.tell_found(task);
    }

    pub(super) fn task_gave_rows(&self, task: u32, rows: Vec<Row>) {
        if let Some(running) = self.tasks.borrow_mut().get_mut(&task) {
            running.rows.extend(rows);
        }
    }

    pub(super) fn task_found(&self, task: u32, packets: Vec<u32>) {
        let first = self.tasks.borrow_mut().get_mut(&task).is_some_and(|running| {
            running.found.extend(packets);
            running.told == 0
        });
        if first {
            // the list begins anew: what is at a position is another packet now
            self.epoch.set(self.epoch.get() + 1);
            self.tell_found(task);
        }
    }

    fn tell_found(&self, task: u32) {
        let news = self.tasks.borrow_mut().get_mut(&task).and_then(|running| {
            let more = running.found.len() > running.told;
            running.told = running.found.len();
            more.then(|| (running.on_found.clone(), running.found.clone()))
        });
        if let Some((on_found, found)) = news {
            on_found.emit(found);
        }
    }

    pub(super) fn task_ended(&self, task: u32, outcome: Outcome, beside: &JsValue) {
        use Outcome::{Climbed, Collected, Counted, Filtered, Followed, Gathered, Sorted};
        if matches!(
            outcome,
            Sorted { .. } | Filtered { .. } | Counted | Gathered | Collected { .. } | Climbed(_) | Followed(_)
        ) {
            // what is at a position is another packet now, whoever asked for the order; and a table is there now
            self.epoch.set(self.epoch.get() + 1);
        }
        let running = self.tasks.borrow_mut().remove(&task);
        if let Some(running) = running {
            let order = beside.dyn_ref::<Uint32Array>().map_or(Vec::new(), Uint32Array::to_vec);
            let file = beside.dyn_ref::<Blob>().cloned();
            running.on_done.emit(Finished { outcome, order, rows: running.rows, file });
        }
    }
}
