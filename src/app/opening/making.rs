//! Captures that the worker makes of what was given: of a text, or of several files. What is open stays until it is made.

use js_sys::Array;
use web_sys::{Blob, File};
use yew::Callback;

use super::{Opener, Opening, Picked, Refusal};
use crate::{
    engine_client::Origin,
    messages::{Made, What},
};

impl Opener {
    /// Opens the packets that a text dumps.
    pub fn open_text(&self, text: &str) {
        if text.trim().is_empty() {
            return self.refuse(Refusal::NothingToPaste);
        }
        if let Ok(file) = File::new_with_str_sequence(&Array::of1(&text.into()), "") {
            self.make(What::OfText, vec![file], self.texts().ways_in.pasted.to_owned());
        }
    }

    /// Opens the packets that the text in a file dumps.
    pub fn open_dump(&self, file: &File) {
        self.make(What::OfText, vec![file.clone()], file.name());
    }

    /// Opens several captures as one.
    pub fn merge(&self, files: &[Picked]) {
        let files: Vec<File> = files.iter().map(|picked| picked.file.clone()).collect();
        let name = (self.texts().ways_in.merged)(files.len());
        self.make(What::OfFiles, files, name);
    }

    fn make(&self, what: What, files: Vec<File>, name: String) {
        self.cancel();
        let telling = {
            let (opener, name) = (self.clone(), name.clone());
            move |percent| opener.tell(Opening::Making { name: name.clone(), percent })
        };
        telling(0);
        let on_made = {
            let (opener, files) = (self.clone(), files.clone());
            Callback::from(move |(made, blob): (Made, Option<Blob>)| opener.made(made, blob, &files, &name))
        };
        self.client().make(what, &files, Callback::from(telling), on_made);
    }

    fn made(&self, made: Made, blob: Option<Blob>, files: &[File], name: &str) {
        let name_of = |place: u32| files.get(place as usize).map(File::name).unwrap_or_default();
        let damaged = match made {
            Made::Whole => Vec::new(),
            Made::AsFarAsReadable(damaged) => damaged.into_iter().map(name_of).collect(),
            Made::NoDump(problem) => return self.refuse(Refusal::NoDump(problem)),
            Made::Refused(place, problem) => return self.refuse(Refusal::NotMerged(name_of(place), problem)),
            Made::Unwritable(problem) => return self.refuse(Refusal::NotMerged(name.to_owned(), problem)),
            Made::NoRoom => return self.refuse(Refusal::NoRoom),
        };
        let file = blob.and_then(|blob| File::new_with_blob_sequence(&Array::of1(&blob), name).ok());
        let Some(file) = file else { return self.refuse(Refusal::NoRoom) };
        self.open(Origin::File(file));
        if !damaged.is_empty() {
            self.tell(Opening::InPart(damaged.join(", ")));
        }
    }
}
