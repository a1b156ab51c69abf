//! The bytes of the opened capture: a file that is read piece by piece.

use std::{ops::Range, rc::Rc};

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, FileReaderSync};
use wirelight::capture::{Answer, Source};

use super::ahead::{Ahead, Found};

/// Who reads so many bytes at once reads the file in order: what comes next is fetched meanwhile.
const LONG: u64 = 4 << 20;

/// Random access to a file; small pieces cost as much as large ones, the engine asks for pages.
pub struct Bytes {
    blob: Blob,
    reader: FileReaderSync,
    /// Who is told that bytes have come; nobody can wait for them if it is nobody.
    wake: Option<Rc<dyn Fn()>>,
    ahead: Option<Ahead>,
}

impl Bytes {
    /// The bytes of a file; nothing where the browser reads no files in workers.
    pub fn new(blob: Blob) -> Option<Self> {
        Some(Self { blob, reader: FileReaderSync::new().ok()?, wake: None, ahead: None })
    }

    /// The same, where what is read in order may come later, which `wake` is told of.
    pub fn waking(self, wake: impl Fn() + 'static) -> Self {
        Self { wake: Some(Rc::new(wake)), ..self }
    }

    fn piece(&self, range: Range<u64>) -> Result<Uint8Array, JsValue> {
        let piece = self.blob.slice_with_f64_and_f64(range.start as f64, range.end as f64)?;
        Ok(Uint8Array::new(&self.reader.read_as_array_buffer(&piece)?.into()))
    }
}

impl Source for Bytes {
    fn len(&self) -> u64 {
        self.blob.size() as u64
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        let range = range.start..range.end.min(self.len());
        match self.ahead.as_ref().map_or(Found::Nothing, |ahead| ahead.take(&range, into)) {
            Found::Here => return Ok(Answer::Here),
            Found::Later => return Ok(Answer::Later),
            Found::Nothing => {}
        }
        if let (Some(wake), LONG) = (&self.wake, range.end.saturating_sub(range.start)) {
            self.ahead = Ahead::of(&self.blob, range.end, LONG, Rc::clone(wake));
        }
        let bytes = self.piece(range).map_err(|error| text_of(&error))?;
        // what is there already need not be made zero first
        into.resize(bytes.length() as usize, 0);
        bytes.copy_to(into);
        Ok(Answer::Here)
    }
}

/// What the browser says about an error.
pub fn text_of(error: &JsValue) -> String {
    let part = |name: &str| js_sys::Reflect::get(error, &name.into()).ok()?.as_string();
    match (part("name"), part("message")) {
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (None, Some(message)) => message,
        _ => error.as_string().unwrap_or_default(),
    }
}
