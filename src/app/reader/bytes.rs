//! Where the bytes of the opened capture are: a file of the person, read as needed, or a sample in memory.

use std::ops::Range;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, FileReaderSync};
use wirelight::capture::{Answer, Memory, Source};

/// Random access to an opened capture.
pub enum Bytes {
    /// In memory.
    Memory(Memory),
    /// In a file that the browser reads.
    File(FileBytes),
}

/// A file that is read piece by piece; small pieces cost as much as large ones, the engine asks for pages.
pub struct FileBytes {
    blob: Blob,
    reader: FileReaderSync,
}

impl FileBytes {
    /// Random access to a file; nothing where the browser reads no files in workers.
    pub fn new(blob: Blob) -> Option<Self> {
        Some(Self { blob, reader: FileReaderSync::new().ok()? })
    }
}

impl Source for Bytes {
    fn len(&self) -> u64 {
        match self {
            Self::Memory(memory) => memory.len(),
            Self::File(file) => file.blob.size() as u64,
        }
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        match self {
            Self::Memory(memory) => memory.read(range, into),
            Self::File(file) => file.read(range, into).map_err(|error| text_of(&error)),
        }
    }
}

impl FileBytes {
    fn read(&self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, JsValue> {
        let piece = self.blob.slice_with_f64_and_f64(range.start as f64, range.end as f64)?;
        let bytes = Uint8Array::new(&self.reader.read_as_array_buffer(&piece)?.into());
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
