//! `Scan` ≡ `Detail`: both passes take the same path and report the same anomalies, whatever the bytes; and nothing panics.
//!
//! Each case is a packet as captured, cut anywhere, or damaged. With `WIRELIGHT_KIT` all captures of the conformance kit are
//! taken as well, which are many: then run it as `cargo test --profile proof --test two_passes`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use support::{
    captures::{self, Capture, Kept, check_each},
    passes::{Look, Passes},
    random::Random,
};
use wirelight::capture::Interface;

/// Without optimisation every prefix of a larger capture takes too long: then it is every prefix of some packets.
const LARGE: usize = 100_000;

#[test]
fn agree_on_whole_captures() {
    check_each(&captures::all(), |capture, wrong| in_sequence(capture, wrong, "", |_, packet| packet.clone()));
}

#[test]
fn agree_on_captures_that_cut_each_packet_elsewhere() {
    check_each(&captures::all(), |capture, wrong| {
        for seed in 0..3 {
            let mut random = Random::new(seed);
            in_sequence(capture, wrong, "cut", |_, packet| {
                let mut cut = packet.clone();
                cut.bytes.truncate(random.below(packet.bytes.len() + 1));
                cut
            });
        }
    });
}

#[test]
fn agree_on_damaged_captures() {
    check_each(&captures::all(), |capture, wrong| {
        for seed in 0..3 {
            let mut random = Random::new(seed);
            in_sequence(capture, wrong, "damaged", |_, packet| {
                let mut damaged = packet.clone();
                // Headers are short and come first: most of the damage shall hit them.
                let reach = if seed == 0 { packet.bytes.len() } else { packet.bytes.len().min(96) };
                for _ in 0..3 {
                    let at = random.below(reach);
                    if let Some(byte) = damaged.bytes.get_mut(at) {
                        *byte = random.next() as u8;
                    }
                }
                damaged
            });
        }
    });
}

#[test]
fn agree_on_every_prefix() {
    let thorough = std::env::var_os("WIRELIGHT_KIT").is_some();
    check_each(&captures::all(), |capture, wrong| {
        let every = if thorough || capture.size() < LARGE { 1 } else { capture.size() / LARGE };
        for (number, packet) in capture.packets.iter().enumerate().step_by(every) {
            prefixes(packet, &capture.interfaces, &mut |case| wrong.push(format!("packet {}, {case}", number + 1)));
            if wrong.len() > 20 {
                break;
            }
        }
    });
}

/// All packets into one session, each changed by `change`.
fn in_sequence(capture: &Capture, wrong: &mut Vec<String>, how: &str, mut change: impl FnMut(usize, &Kept) -> Kept) {
    let mut passes = Passes::new(&capture.interfaces);
    for (number, packet) in capture.packets.iter().enumerate() {
        let changed = change(number, packet);
        let caught = catch_unwind(AssertUnwindSafe(|| passes.add(&changed.packet(), Look::Texts)));
        let number = number + 1;
        match caught {
            Ok(Ok(())) => {}
            Ok(Err(what)) => wrong.push(format!("packet {number} {how}, {what}\n  {}", hex(&changed.bytes))),
            Err(_) => {
                wrong.push(format!("packet {number} {how}, panicked\n  {}", hex(&changed.bytes)));
                return;
            }
        }
        if wrong.len() > 20 {
            return;
        }
    }
}

/// Every prefix of a packet, each in a session of its own, as a cut capture and as a packet that lies about its lengths.
fn prefixes(packet: &Kept, interfaces: &[Interface], wrong: &mut impl FnMut(String)) {
    let mut passes = Passes::new(interfaces);
    for len in 0..=packet.bytes.len() {
        for honest in [true, false] {
            passes.forget();
            let case = packet.cut(len, honest);
            let how = || format!("its first {len} bytes of {}", case.original);
            match catch_unwind(AssertUnwindSafe(|| passes.add(&case, Look::Passes))) {
                Ok(Ok(())) => {}
                Ok(Err(what)) => wrong(format!("{}: {what}\n  {}", how(), hex(case.bytes))),
                Err(_) => {
                    wrong(format!("{}: panicked\n  {}", how(), hex(case.bytes)));
                    passes = Passes::new(interfaces);
                }
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    wirelight::bytes::text::Hex(&bytes[..bytes.len().min(400)]).to_string()
}
