//! The captures at hand: those in `tests/captures`, and those of the conformance kit where it is.

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use wirelight::capture::{Interface, Packet, Reader};

/// A packet with bytes of its own.
#[derive(Clone)]
pub struct Kept {
    /// Everything but the bytes.
    head: Packet<'static>,
    /// As captured.
    pub bytes: Vec<u8>,
}

impl Kept {
    /// The packet as its file holds it.
    pub fn packet(&self) -> Packet<'_> {
        Packet { bytes: &self.bytes, ..self.head }
    }

    /// Its first `len` bytes: as a capture that cuts packets holds them, or as if there had been no more.
    pub fn cut(&self, len: usize, honest: bool) -> Packet<'_> {
        let bytes = &self.bytes[..len];
        Packet { bytes, original: if honest { self.head.original } else { len as u32 }, ..self.head }
    }
}

/// A capture file, read whole.
pub struct Capture {
    /// Its path below `tests/captures`, or below the kit's folder.
    pub name: String,
    /// As far as the file is undamaged.
    pub packets: Vec<Kept>,
    /// The file's interfaces.
    pub interfaces: Vec<Interface>,
}

impl Capture {
    /// Reads a capture from its bytes.
    pub fn read(name: &str, file: &[u8]) -> Self {
        let (mut reader, mut packets) = (Reader::new(), Vec::new());
        let mut keep = |packet: Packet<'_>| {
            packets.push(Kept { head: Packet { bytes: &[], ..packet }, bytes: packet.bytes.to_vec() })
        };
        // Files are damaged on purpose here and there; what comes before the damage counts.
        let _ = reader.feed(file, &mut keep).and_then(|()| reader.finish(&mut keep));
        Self { name: name.to_owned(), packets, interfaces: reader.facts().interfaces.clone() }
    }

    /// Captured bytes of all packets.
    pub fn size(&self) -> usize {
        self.packets.iter().map(|packet| packet.bytes.len()).sum()
    }
}

/// The folder of this project's own captures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures")
}

/// This project's own captures, as paths below [`folder`] in order.
pub fn own_names() -> Vec<String> {
    names_below(&folder())
}

/// This project's own captures, and the samples that the page offers.
pub fn own() -> Vec<Capture> {
    let mut captures = read_all(&folder());
    captures.extend(read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("static/samples")));
    captures
}

/// The captures of the conformance kit in `WIRELIGHT_KIT`; none without it.
pub fn kit() -> Vec<Capture> {
    env::var_os("WIRELIGHT_KIT").map_or_else(Vec::new, |kit| read_all(&Path::new(&kit).join("captures")))
}

/// Every capture at hand.
pub fn all() -> Vec<Capture> {
    let mut captures = own();
    captures.extend(kit());
    captures
}

fn read_all(folder: &Path) -> Vec<Capture> {
    let read = |name: &String| Capture::read(name, &fs::read(folder.join(name)).expect("a file that can be read"));
    names_below(folder).iter().map(read).collect()
}

/// The files below a folder, as paths below it in order; documents aside.
pub fn names_below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().expect("a name in UTF-8").to_owned();
        if path.is_dir() {
            names.extend(names_below(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else if !name.ends_with(".md") {
            names.push(name);
        }
    }
    names.sort();
    names
}

/// Runs `check` over all captures on every core and fails with the first of what it finds; a panic is a finding.
pub fn check_each(captures: &[Capture], check: impl Fn(&Capture, &mut Vec<String>) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut wrong = Vec::new();
        while let Some(capture) = captures.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut found = Vec::new();
            if catch_unwind(AssertUnwindSafe(|| check(capture, &mut found))).is_err() {
                found.push("panicked".to_owned());
            }
            wrong.extend(found.into_iter().map(|what| format!("{}: {what}", capture.name)));
        }
        wrong
    };
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let wrong: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("panics are caught")).collect()
    });
    let first: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} differences, the first ones:\n{}", wrong.len(), first.join("\n"));
}
