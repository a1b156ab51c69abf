//! Packets of any link type and any bytes, one after another: both passes agree on each.
#![no_main]

use libfuzzer_sys::fuzz_target;
use passes::{Look, Passes};
use wirelight::capture::{Interface, Packet};

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/support/passes.rs"]
mod passes;

fuzz_target!(|input: (u16, Vec<(u16, Vec<u8>)>)| {
    let (link_type, packets) = input;
    let mut passes = Passes::new(&[Interface { link_type, ..Interface::default() }]);
    for (missing, bytes) in &packets {
        let original = bytes.len() as u32 + u32::from(*missing);
        let packet = Packet { time: 0, offset: 0, original, interface: 0, flags: 0, link_type, comment: false, bytes };
        passes.add(&packet, Look::Texts).unwrap();
    }
});
