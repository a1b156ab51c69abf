//! Where a capture's bytes come from, twice: a file is read again, a pipe is kept until it has been.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, Write},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use wirelight::capture::{self, Answer, Source};

/// Bytes read at once: large enough for the disk, small enough for the cache.
const CHUNK: usize = 256 << 10;
/// What a pipe may put into memory; the rest goes into a file.
const IN_MEMORY: usize = 64 << 20;

/// A capture that can be read from its beginning as often as needed.
pub struct Input {
    bytes: Bytes,
    /// Where the file lies, of one that does.
    path: PathBuf,
    /// What messages call it.
    pub name: String,
}

enum Bytes {
    File(File),
    Memory(Arc<[u8]>),
    Spooled(Spool),
}

impl Input {
    /// The file at `path`; `-` is standard input.
    pub fn open(path: &Path) -> io::Result<Input> {
        if path == Path::new("-") {
            return Input::of_pipe(io::stdin().lock(), "standard input".into());
        }
        let name = path.display().to_string();
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder"));
        }
        if metadata.is_file() {
            return Ok(Input { bytes: Bytes::File(file), path: path.to_owned(), name });
        }
        Input::of_pipe(file, name)
    }

    /// Takes everything from a pipe, so that it can be read again.
    fn of_pipe(mut pipe: impl Read, name: String) -> io::Result<Input> {
        let mut bytes = Vec::new();
        pipe.by_ref().take(IN_MEMORY as u64).read_to_end(&mut bytes)?;
        if bytes.len() < IN_MEMORY {
            return Ok(Input { bytes: Bytes::Memory(bytes.into()), path: PathBuf::new(), name });
        }
        let mut spool = Spool::new()?;
        spool.file.write_all(&bytes)?;
        drop(bytes);
        io::copy(&mut pipe, &mut spool.file)?;
        let path = spool.path.clone();
        Ok(Input { bytes: Bytes::Spooled(spool), path, name })
    }

    /// Its bytes at any place.
    pub fn anywhere(&self) -> io::Result<Anywhere> {
        Ok(match &self.bytes {
            Bytes::Memory(bytes) => Anywhere::Memory(capture::Memory::new(bytes.clone())),
            Bytes::File(_) | Bytes::Spooled(_) => Anywhere::File(capture::File::new(File::open(&self.path)?)),
        })
    }

    /// Gives all bytes to `take` in order, from the beginning, until it answers false.
    pub fn chunks(&mut self, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
        let file = match &mut self.bytes {
            Bytes::Memory(bytes) => {
                let _all_taken = bytes.chunks(CHUNK).all(take);
                return Ok(());
            }
            Bytes::File(file) => file,
            Bytes::Spooled(spool) => &mut spool.file,
        };
        file.rewind()?;
        let mut buffer = vec![0; CHUNK];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(len) if take(buffer.get(..len).unwrap_or_default()) => {}
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// A capture's bytes at any place, beside reading it in order.
pub enum Anywhere {
    /// Of a file.
    File(capture::File),
    /// Of what came through a pipe.
    Memory(capture::Memory),
}

impl Source for Anywhere {
    fn len(&self) -> u64 {
        match self {
            Self::File(file) => file.len(),
            Self::Memory(memory) => memory.len(),
        }
    }

    fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
        match self {
            Self::File(file) => file.read(range, into),
            Self::Memory(memory) => memory.read(range, into),
        }
    }
}

/// A file that is gone when it is not needed any more.
struct Spool {
    file: File,
    path: PathBuf,
}

impl Spool {
    fn new() -> io::Result<Spool> {
        let folder = std::env::temp_dir();
        for attempt in 0..100 {
            let path = folder.join(format!("wirelight-{}-{attempt}", std::process::id()));
            match File::options().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Spool { file, path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("no name for a temporary file is free"))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // If it cannot be removed the system will do it.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_can_be_read_twice_whatever_its_size() {
        for len in [0, 1, CHUNK + 1, IN_MEMORY + CHUNK + 3] {
            let bytes: Vec<u8> = (0..len).map(|place| (place % 251) as u8).collect();
            let mut input = Input::of_pipe(bytes.as_slice(), "pipe".into()).unwrap();
            for _ in 0..2 {
                let mut read = Vec::new();
                input
                    .chunks(|chunk| {
                        read.extend_from_slice(chunk);
                        true
                    })
                    .unwrap();
                assert!(read == bytes, "{len} bytes came back otherwise");
            }
        }
    }

    #[test]
    fn reading_stops_when_told() {
        let mut input = Input::of_pipe([0; 3 * CHUNK].as_slice(), "pipe".into()).unwrap();
        let mut chunks = 0;
        input
            .chunks(|_| {
                chunks += 1;
                false
            })
            .unwrap();
        assert_eq!(chunks, 1);
    }
}
