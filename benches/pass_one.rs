//! How long pass one takes a packet, beside merely walking from record header to record header.
//!
//! `cargo bench --bench pass_one -- FILE.pcap` prints a line of JSON. Compiled for wasm it exports the same work, which
//! `tests/figures/wasm.mjs` times in node.

use wirelight::{capture::Reader, engine::pass_one::PassOne};

/// Bytes fed at once, as the command does.
const CHUNK: usize = 256 << 10;

/// A pcap file in memory.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub struct Capture {
    file: Vec<u8>,
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
impl Capture {
    /// Takes a little-endian pcap file.
    #[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen(constructor))]
    pub fn new(file: Vec<u8>) -> Self {
        Self { file }
    }

    /// Jumps from record header to record header, the least that any reader of a file does: how many there are.
    pub fn walk(&self) -> u32 {
        let (mut at, mut packets) = (24, 0);
        while let Some(length) = self.file.get(at + 8..at + 12).and_then(|length| length.first_chunk::<4>()) {
            packets += 1;
            at += 16 + u32::from_le_bytes(*length) as usize;
        }
        packets
    }

    /// Reads the file and does nothing with its packets: how many there are.
    pub fn read(&self) -> u32 {
        let (mut reader, mut packets) = (Reader::new(), 0);
        for chunk in self.file.chunks(CHUNK) {
            let _damage = reader.feed(chunk, &mut |packet| packets += u32::from(!packet.bytes.is_empty()));
        }
        packets
    }

    /// Pass one: the bytes that its index takes.
    pub fn pass_one(&self) -> f64 {
        let mut pass_one = PassOne::new(7);
        for chunk in self.file.chunks(CHUNK) {
            pass_one.feed(chunk);
        }
        pass_one.session().memory() as f64
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let Some(path) = std::env::args().skip(1).find(|word| !word.starts_with("--")) else {
        eprintln!("usage: cargo bench --bench pass_one -- FILE.pcap");
        return;
    };
    let whole = std::fs::read(path).expect("the capture can be read");
    let cached = whole.get(..16 << 20).unwrap_or(&whole).to_vec();
    let figures =
        [("cached", cached, 100), ("whole", whole, 5)].map(|(name, file, rounds)| measure(name, file, rounds));
    println!("{{{}}}", figures.join(", "));
}

#[cfg(not(target_arch = "wasm32"))]
fn measure(name: &str, file: Vec<u8>, rounds: usize) -> String {
    let capture = Capture::new(file);
    let packets = f64::from(capture.walk());
    let walk = nanoseconds(rounds, || capture.walk()) / packets;
    let read = nanoseconds(rounds, || capture.read()) / packets;
    let pass_one = nanoseconds(rounds, || capture.pass_one()) / packets;
    let memory = capture.pass_one() / packets;
    format!(
        "\"{name}\": {{\"packets\": {packets}, \"walk\": {walk:.2}, \"read\": {read:.2}, \"pass_one\": {pass_one:.2}, \
         \"memory\": {memory:.2}}}"
    )
}

/// The least nanoseconds that `work` took in so many rounds.
#[cfg(not(target_arch = "wasm32"))]
fn nanoseconds<T>(rounds: usize, work: impl Fn() -> T) -> f64 {
    let once = || {
        let start = std::time::Instant::now();
        std::hint::black_box(work());
        start.elapsed().as_nanos() as f64
    };
    (0..rounds).map(|_| once()).fold(f64::INFINITY, f64::min)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
