//! The bytes of the opened capture: a file that is read piece by piece.

use std::ops::Range;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, FileReaderSync};
use wirelight::capture::{Answer, Source};

/// Random access to a file; small pieces cost as much as large ones, the engine asks for pages.
pub struct Bytes {
    blob: Blob,
    reader: FileReaderSync,
}

impl Bytes {
    /// The bytes of a file; nothing where the browser reads no files in workers.
    pub fn new(blob: Blob) -> Option<Self> {
        Some(Self { blob, reader: FileReaderSync::new().ok()? })
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
