//! Files as browsers hand them over, with the handles by which some can be opened again.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DataTransfer, File, FileList};

/// A file that a person gave, and where the browser has them, the promise of a handle to it.
#[derive(Debug, Clone)]
pub struct Picked {
    /// The file.
    pub file: File,
    /// By which it can be opened another day.
    pub handle: Option<Promise>,
}

impl PartialEq for Picked {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file
    }
}

impl From<File> for Picked {
    fn from(file: File) -> Self {
        Self { file, handle: None }
    }
}

/// What is dropped; must be called while the event lasts, after it the data are gone.
pub fn dropped(data: &DataTransfer) -> Vec<Picked> {
    let items = data.items();
    let handles: Vec<Option<Promise>> = (0..items.length())
        .filter_map(|place| items.get(place))
        .filter(|item| item.kind() == "file")
        .map(|item| call(&item, "getAsFileSystemHandle").and_then(|promise| promise.dyn_into().ok()))
        .collect();
    let files = data.files();
    let files = files.iter().flat_map(chosen).map(|picked| picked.file);
    files.enumerate().map(|(place, file)| Picked { file, handle: handles.get(place).cloned().flatten() }).collect()
}

/// What is pasted: files, else text.
pub fn pasted(data: &DataTransfer) -> (Vec<Picked>, String) {
    let files = data.files().iter().flat_map(chosen).collect();
    (files, data.get_data("text/plain").unwrap_or_default())
}

/// The files of an input.
pub fn chosen(files: &FileList) -> Vec<Picked> {
    (0..files.length()).filter_map(|place| files.get(place)).map(Picked::from).collect()
}

/// Calls a method that not every browser has.
pub fn call(object: &JsValue, method: &str) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    method.call0(object).ok()
}
