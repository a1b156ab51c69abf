//! Captures that the worker makes, from the page's end.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, File};
use yew::Callback;

use super::{Client, EngineClient};
use crate::messages::{Made, ToWorker, What};

/// What is being made, and who waits for it.
pub(super) struct Making {
    job: u32,
    on_progress: Callback<u8>,
    on_made: Callback<(Made, Option<Blob>)>,
}

impl EngineClient {
    /// Makes a capture of files, instead of what was being made; what is open stays open. `on_progress` hears percents.
    pub fn make(&self, what: What, files: &[File], on_progress: Callback<u8>, on_made: Callback<(Made, Option<Blob>)>) {
        let client = &self.0;
        client.wake();
        let job = client.next_id.replace(client.next_id.get().wrapping_add(1));
        client.making.replace(Some(Making { job, on_progress, on_made }));
        let files: Array = files.iter().collect();
        client.send(&ToWorker::Make { job, what }, Some(&files));
    }

    /// What is being made is not wanted any more; says whether there was something.
    pub fn stop_making(&self) -> bool {
        let making = self.0.making.take();
        if let Some(making) = &making {
            self.0.send(&ToWorker::StopMaking { job: making.job }, None);
        }
        making.is_some()
    }
}

impl Client {
    pub(super) fn making_goes_on(&self, job: u32, percent: u8) {
        let making = self.making.borrow();
        let on_progress = making.as_ref().filter(|making| making.job == job).map(|making| making.on_progress.clone());
        drop(making);
        if let Some(on_progress) = on_progress {
            on_progress.emit(percent);
        }
    }

    pub(super) fn was_made(&self, job: u32, made: Made, beside: &JsValue) {
        let making = self.making.borrow_mut().take_if(|making| making.job == job);
        if let Some(making) = making {
            making.on_made.emit((made, beside.dyn_ref().cloned()));
        }
    }

    /// The worker died over it, or over something else.
    pub(super) fn making_died(&self) {
        if let Some(making) = self.making.take() {
            making.on_made.emit((Made::NoRoom, None));
        }
    }
}
