//! Files dragged over the window, and let go.

use web_sys::DragEvent;
use yew::prelude::*;

use crate::opening::{Opener, dropped};

/// Files over the window: browsers tell how many, not which.
#[derive(Clone)]
pub struct Dragging {
    /// How many files are over the window.
    pub over: UseStateHandle<Option<u32>>,
    /// Opens them.
    pub opener: Opener,
}

impl Dragging {
    /// Files come over the window.
    pub fn over(&self) -> Callback<DragEvent> {
        let over = self.over.clone();
        Callback::from(move |event: DragEvent| {
            let Some(files) = files_in(&event) else { return };
            event.prevent_default();
            if let Some(data) = event.data_transfer() {
                data.set_drop_effect("copy");
            }
            if *over != Some(files) {
                over.set(Some(files));
            }
        })
    }

    /// They go away again.
    pub fn out(&self) -> Callback<DragEvent> {
        let over = self.over.clone();
        Callback::from(move |event: DragEvent| {
            // entering a child leaves its parent: only leaving the window counts
            if event.related_target().is_none() {
                over.set(None);
            }
        })
    }

    /// They are let go.
    pub fn dropped(&self) -> Callback<DragEvent> {
        let dragging = self.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            dragging.over.set(None);
            if let Some(data) = event.data_transfer() {
                dragging.opener.take(dropped(&data));
            }
        })
    }
}

/// How many files are dragged, `None` when it is something else.
fn files_in(event: &DragEvent) -> Option<u32> {
    let data = event.data_transfer()?;
    data.types().iter().any(|kind| kind == "Files").then(|| data.items().length())
}
