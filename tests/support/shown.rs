//! A capture's rows, as the page and the command ask for them.

use wirelight::{
    capture::Memory,
    engine::{
        Engine,
        request::{PacketView, Reply, Request, Row, Settings},
    },
};

/// An engine that has read this file.
pub fn opened(file: &[u8]) -> Engine<Memory> {
    let mut engine = Engine::new(Memory::new(file), file.len() as u64, 1);
    engine.feed(file);
    engine.finish();
    engine
}

/// All rows of a file.
pub fn rows(file: &[u8]) -> Vec<Row> {
    let mut engine = opened(file);
    let count = u32::try_from(engine.progress().packets).unwrap();
    match engine.ask(&Request::Rows { first: 0, count, settings: Settings::default() }) {
        Reply::Rows { rows, .. } => rows,
        other => panic!("{other:?}"),
    }
}

/// The packet at a position.
pub fn packet(file: &[u8], position: u64) -> PacketView {
    match opened(file).ask(&Request::Packet { packet: position, settings: Settings::default() }) {
        Reply::Packet(Some(view)) => *view,
        other => panic!("{other:?}"),
    }
}
