//! The block of a file behind the one that was read last, on its way while that one is worked on.

use std::{
    cell::{Cell, RefCell},
    ops::Range,
    rc::Rc,
};

use js_sys::{ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStreamByobReader};

use super::pass_one::filling;

/// Who reads a file in order, block by block, finds the next one here. Ends when it is dropped.
pub struct Ahead(Rc<Reading>);

struct Reading {
    stream: ReadableStreamByobReader,
    /// Where the file ends.
    end: u64,
    /// Which bytes the block has.
    range: RefCell<Range<u64>>,
    block: RefCell<Block>,
    /// Told when the block is there, or will not come.
    wake: Rc<dyn Fn()>,
    dropped: Cell<bool>,
}

enum Block {
    Coming,
    Here(Uint8Array),
    /// The file ends before its end, or can not be read.
    Failed,
}

/// What there is of a block.
pub enum Found {
    /// It was copied.
    Here,
    /// It comes.
    Later,
    /// It is another one, or does not come.
    Nothing,
}

impl Ahead {
    /// Begins to read `length` bytes from `start`, or what there is up to the end; nothing where the browser fills no
    /// buffers of ours, which is what makes it quick.
    pub fn of(blob: &Blob, start: u64, length: u64, wake: Rc<dyn Fn()>) -> Option<Self> {
        let end = blob.size() as u64;
        let rest = blob.slice_with_f64_and_f64(start as f64, end as f64).ok()?;
        let ahead = Self(Rc::new(Reading {
            stream: filling(&rest.stream())?,
            end,
            range: RefCell::new(start..start),
            block: RefCell::new(Block::Failed),
            wake,
            dropped: Cell::new(false),
        }));
        ahead.0.begin(start, length, &ArrayBuffer::new(length as u32));
        Some(ahead)
    }

    /// Copies the block if it is the one of `range`, and begins with the next one.
    pub fn take(&self, range: &Range<u64>, into: &mut Vec<u8>) -> Found {
        let reading = &self.0;
        if *reading.range.borrow() != *range {
            return Found::Nothing;
        }
        let block = reading.block.replace(Block::Coming);
        match block {
            Block::Here(bytes) => {
                // what is there already need not be made zero first
                into.resize(bytes.length() as usize, 0);
                bytes.copy_to(into);
                reading.begin(range.end, range.end - range.start, &bytes.buffer());
                Found::Here
            }
            Block::Coming => Found::Later,
            Block::Failed => {
                reading.block.replace(Block::Failed);
                Found::Nothing
            }
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.0.dropped.set(true);
        let _ = self.0.stream.cancel();
    }
}

impl Reading {
    /// Reads a block into a buffer that has room for it. What the browser has at hand already is taken at once.
    fn begin(self: &Rc<Self>, start: u64, length: u64, buffer: &ArrayBuffer) {
        let range = start..self.end.min(start.saturating_add(length));
        let length = range.end.saturating_sub(range.start) as u32;
        self.range.replace(range);
        if length == 0 {
            self.block.replace(Block::Failed);
            return;
        }
        self.block.replace(Block::Coming);
        let first = self.read(buffer, 0, length);
        let reading = Rc::clone(self);
        spawn_local(async move {
            let block = reading.filled(first, length).await;
            if !reading.dropped.get() {
                reading.block.replace(block.map_or(Block::Failed, Block::Here));
                (reading.wake)();
            }
        });
    }

    /// The block, whose first part is being read.
    async fn filled(&self, first: Promise, length: u32) -> Option<Uint8Array> {
        let (mut part, mut filled) = (first, 0);
        loop {
            let read = JsFuture::from(part).await.ok()?;
            let bytes: Uint8Array = Reflect::get(&read, &"value".into()).ok()?.dyn_into().ok()?;
            if bytes.length() == 0 {
                return None;
            }
            filled += bytes.length();
            let buffer = bytes.buffer();
            if filled >= length {
                return Some(Uint8Array::new_with_byte_offset_and_length(&buffer, 0, length));
            }
            part = self.read(&buffer, filled, length);
        }
    }

    fn read(&self, buffer: &ArrayBuffer, from: u32, to: u32) -> Promise {
        let room = Uint8Array::new_with_byte_offset_and_length(buffer, from, to - from);
        self.stream.read_with_array_buffer_view(room.unchecked_ref::<Object>())
    }
}
