//! Looking for a text in all rows: what is looked for, and what came of it.

use wirelight::engine::{
    sought::{Meaning, Search, Within},
    tasks::{Outcome, Task},
};

use crate::{
    page::Page,
    state::{Action, Job},
    streams::gbk_bytes,
};

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    /// Whether its bar is shown.
    pub open: bool,
    /// Counts how often the bar was asked for: each time its line has the focus.
    pub asked: u32,
    /// The text.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
    /// Where it is looked for.
    pub within: Within,
    /// Whether upper and lower case differ.
    pub case_sensitive: bool,
    /// What came of it.
    pub result: Option<Found>,
}

impl Finding {
    fn search(&self) -> Search {
        let in_bytes = self.within == Within::Bytes && self.meaning == Meaning::Text;
        Search {
            text: self.text.clone(),
            meaning: self.meaning,
            within: self.within,
            case_sensitive: self.case_sensitive,
            gbk: in_bytes.then(|| gbk_bytes(&self.text)),
        }
    }

    /// Whether texts of rows that hold it are marked.
    pub fn is_marked(&self) -> bool {
        self.open && !self.text.is_empty() && self.meaning == Meaning::Text && self.within == Within::Rows
    }
}

/// A letter in lower case, as the browser knows it.
pub fn lower(letter: char) -> String {
    js_sys::JsString::from(letter).to_lower_case().into()
}

/// What came of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The next one.
    Next,
    /// One on the other side of the list's end.
    Wrapped,
    /// None.
    Nothing,
    /// It can not be looked for.
    Refused,
}

/// Shows the bar.
pub fn open(page: &Page) {
    let finding = &page.state.finding;
    let asked = finding.asked.wrapping_add(1);
    page.state.dispatch(Action::Find(Finding { open: true, asked, ..finding.clone() }));
}

/// Hides the bar; what was looked for stays known to its keys.
pub fn close(page: &Page) {
    let finding = Finding { open: false, result: None, ..page.state.finding.clone() };
    page.state.dispatch(Action::Find(finding));
    if let Some(work) = page.state.work.as_ref().filter(|work| work.job == Job::Finding) {
        work.stop.emit(());
    }
    page.host.focus("[data-pane=list]");
}

/// Goes to the next row that contains the text, or to the one before.
pub fn next(page: &Page, backwards: bool) {
    let finding = page.state.finding.clone();
    if finding.text.is_empty() {
        open(page);
        return;
    }
    let from = page.state.place;
    let task = Task::Find { search: finding.search(), from, backwards, settings: (*page.settings).clone() };
    let found = page.clone();
    page.start(Job::Finding, task, move |finished| {
        let place = match finished.outcome {
            Outcome::Found(place) => place,
            Outcome::Mistaken(_) => return found.state.dispatch(Action::FindEnded(Found::Refused)),
            _ => return,
        };
        let result = match (place, from) {
            (None, _) => Found::Nothing,
            (Some(place), Some(from)) if (place <= from) != backwards || place == from => Found::Wrapped,
            _ => Found::Next,
        };
        found.state.dispatch(Action::FindEnded(result));
        if let Some(place) = place {
            found.jump_to_place(place);
        }
    });
}
