//! Where a file's bytes come from in later passes: any range at any time, though perhaps not at once.

use std::ops::Range;

/// Random access to the bytes of a file, packed or not.
pub trait Source {
    /// Bytes there are by now; a file that is being written grows.
    fn len(&self) -> u64;

    /// Replaces `into` by the bytes of `range`, fewer where the file ends; the error is the system's own text.
    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String>;

    /// Whether there are no bytes at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whether a [`Source`] has the bytes at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They are there.
    Here,
    /// They have been asked for: the same question again, when they have come, is answered.
    Later,
}

/// A file in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    bytes: std::sync::Arc<[u8]>,
}

impl Memory {
    /// A source of these bytes.
    pub fn new(bytes: impl Into<std::sync::Arc<[u8]>>) -> Self {
        Self { bytes: bytes.into() }
    }
}

impl Source for Memory {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(self.bytes.len());
        into.clear();
        into.extend_from_slice(self.bytes.get(place(range.start)..place(range.end)).unwrap_or_default());
        Ok(Answer::Here)
    }
}

/// A file of the operating system.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct File {
    file: std::fs::File,
}

#[cfg(not(target_arch = "wasm32"))]
impl File {
    /// A source of this file's bytes; where the file's own position stands does not matter.
    pub fn new(file: std::fs::File) -> Self {
        Self { file }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Source for File {
    fn len(&self) -> u64 {
        self.file.metadata().map_or(0, |metadata| metadata.len())
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        use std::io::{Read, Seek, SeekFrom};
        into.clear();
        self.file.seek(SeekFrom::Start(range.start)).map_err(|error| error.to_string())?;
        let length = range.end.saturating_sub(range.start);
        (&self.file).take(length).read_to_end(into).map_err(|error| error.to_string())?;
        Ok(Answer::Here)
    }
}

/// A source that answers every new question with [`Answer::Later`] first, as one behind a network does; for tests.
#[derive(Debug)]
pub struct Slow<S> {
    inner: S,
    asked: Vec<Range<u64>>,
}

impl<S: Source> Slow<S> {
    /// Slows `inner` down.
    pub fn new(inner: S) -> Self {
        Self { inner, asked: Vec::new() }
    }
}

impl<S: Source> Source for Slow<S> {
    fn len(&self) -> u64 {
        self.inner.len()
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        match self.asked.iter().position(|asked| *asked == range) {
            Some(place) => {
                self.asked.swap_remove(place);
                self.inner.read(range, into)
            }
            None => {
                self.asked.push(range);
                Ok(Answer::Later)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_gives_what_there_is() {
        let mut source = Memory::new(*b"0123456789");
        let mut read = |range| {
            let mut into = vec![7];
            source.read(range, &mut into).unwrap();
            into
        };
        assert_eq!(read(2..5), b"234");
        assert_eq!(read(8..50), b"89");
        assert_eq!(read(50..60), b"");
    }

    #[test]
    fn a_file_gives_what_memory_gives() {
        let mut file = tempfile::tempfile().unwrap();
        std::io::Write::write_all(&mut file, b"0123456789").unwrap();
        let mut source = File::new(file);
        assert_eq!(source.len(), 10);
        let mut into = Vec::new();
        for (range, bytes) in [(2..5, &b"234"[..]), (8..50, b"89"), (50..60, b"")] {
            assert_eq!(source.read(range, &mut into), Ok(Answer::Here));
            assert_eq!(into, bytes);
        }
    }

    #[test]
    fn a_slow_source_answers_the_second_time() {
        let mut source = Slow::new(Memory::new(*b"0123456789"));
        let mut into = Vec::new();
        assert_eq!(source.read(2..5, &mut into), Ok(Answer::Later));
        assert_eq!(source.read(2..5, &mut into), Ok(Answer::Here));
        assert_eq!(into, b"234");
    }
}
