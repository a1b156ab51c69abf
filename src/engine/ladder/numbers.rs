//! Flags and numbers of a segment, as Wireshark counts and names them.

use crate::dissect::record::{Record, Value};

/// Numbers of a TCP segment.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    pub sequence: u32,
    pub acknowledgment: u32,
    len: u32,
    flags: u16,
    pub window: u32,
    mss: Option<u32>,
    scale: Option<u32>,
    pub selected: Option<(u32, u32)>,
}

/// Opens.
pub const SYN: u16 = 2;
/// Closes.
pub const FIN: u16 = 1;
/// Breaks off.
pub const RST: u16 = 4;
/// Acknowledges.
pub const ACK: u16 = 16;
/// Flags in the order in which a row names them.
const FLAGS: [(u16, &str); 8] =
    [(FIN, "FIN"), (SYN, "SYN"), (RST, "RST"), (8, "PSH"), (ACK, "ACK"), (32, "URG"), (64, "ECE"), (128, "CWR")];
/// The fields that hold them.
pub const KEYS: [&str; 9] = [
    "tcp.seq",
    "tcp.ack",
    "tcp.len",
    "tcp.flags",
    "tcp.window_size",
    "tcp.options.mss_val",
    "tcp.options.wscale.multiplier",
    "tcp.options.sack_le",
    "tcp.options.sack_re",
];

impl Numbers {
    /// Those of a segment whose fields were written down.
    pub fn of(record: &Record) -> Self {
        let value = |key: &str| {
            let mut nodes = record.nodes.iter().filter(|node| node.field.key() == key && node.depth <= 8);
            nodes.find_map(|node| match node.value {
                Value::Number(number) => u32::try_from(number).ok(),
                _ => None,
            })
        };
        let number = |key: &str| value(key).unwrap_or(0);
        Self {
            sequence: number("tcp.seq"),
            acknowledgment: number("tcp.ack"),
            len: number("tcp.len"),
            flags: number("tcp.flags") as u16,
            window: number("tcp.window_size"),
            mss: value("tcp.options.mss_val"),
            scale: value("tcp.options.wscale.multiplier"),
            selected: value("tcp.options.sack_le").zip(value("tcp.options.sack_re")),
        }
    }

    /// Whether a flag is set.
    pub fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The numbers that SYN, FIN and data take.
    pub fn taken(&self) -> u32 {
        self.len.wrapping_add(u32::from(self.has(SYN))).wrapping_add(u32::from(self.has(FIN)))
    }

    /// The flags: `SYN, ACK`.
    pub fn names(&self) -> String {
        let names = FLAGS.into_iter().filter(|(flag, _)| self.has(*flag)).map(|(_, name)| name);
        names.collect::<Vec<_>>().join(", ")
    }

    /// `Seq=0 Ack=1 Len=5`
    pub fn text(&self, shows_window: bool) -> String {
        let mut text = format!("Seq={}", self.sequence);
        let mut add = |name: &str, number: Option<u32>| {
            text.extend(number.map(|number| format!(" {name}={number}")));
        };
        add("Ack", self.has(ACK).then_some(self.acknowledgment));
        add("Win", (self.has(SYN) || shows_window).then_some(self.window));
        add("Len", (self.len > 0).then_some(self.len));
        add("MSS", self.mss);
        add("WS", self.scale);
        add("SLE", self.selected.map(|(left, _)| left));
        add("SRE", self.selected.map(|(_, right)| right));
        text
    }
}
