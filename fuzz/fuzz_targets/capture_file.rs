//! Any file, fed in chunks of any size: it is read or refused, and what was read is shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wirelight::{
    capture::Memory,
    engine::{
        Engine,
        request::{Request, Settings},
    },
};

fuzz_target!(|input: (u16, Vec<u8>)| {
    let (chunk, file) = input;
    let mut engine = Engine::new(Memory::new(file.as_slice()), file.len() as u64, 1);
    for chunk in file.chunks(usize::from(chunk).max(1)) {
        if !engine.feed(chunk) {
            break;
        }
    }
    engine.finish();
    engine.ask(&Request::Rows { first: 0, count: 1000, settings: Settings::default() });
    for position in 0..engine.progress().packets.min(10) {
        engine.ask(&Request::Packet { position, settings: Settings::default() });
    }
});
