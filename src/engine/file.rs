//! The opened file as a whole: what it says of itself, and what its packets amount to.

use serde::{Deserialize, Serialize};

use crate::{
    capture::{Facts, Format, Interface, Problem, Section, Statistics, Unpacking},
    dissect::protocols::encapsulation,
    engine::summary::{Amounts, Summary},
};

/// Everything about the file that is not about one packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// How packets are stored; `None` until the first bytes are here.
    pub format: Option<Format>,
    /// What it is packed by: `gzip`, `zstd`, `lz4`.
    pub packing: Option<String>,
    /// Its size in bytes, packed as it lies there; 0 when unknown.
    pub size: u64,
    /// Its size unpacked, as far as it was read; `None` when it is not packed.
    pub unpacked: Option<u64>,
    /// pcapng sections in order; one without texts for pcap.
    pub sections: Vec<Section>,
    /// Interfaces in order.
    pub interfaces: Vec<InterfaceFacts>,
    /// How many names it gives to addresses.
    pub names: u64,
    /// Decryption secrets: kind, and bytes of each.
    pub secrets: Vec<(u32, u64)>,
    /// All packets.
    pub packets: Amounts,
    /// What is wrong with it, and at which byte of the unpacked file.
    pub damage: Option<(Problem, u64)>,
}

/// An interface and its packets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceFacts {
    /// What the file says of it.
    pub interface: Interface,
    /// What its packets begin with, as Wireshark names it.
    pub encapsulation: String,
    /// Its packets.
    pub packets: Amounts,
    /// What was counted while capturing; the last such block where there are several.
    pub statistics: Option<Statistics>,
}

/// What a file that is packed so says, and what its packets amount to.
pub fn file_facts(
    facts: &Facts,
    unpacking: &Unpacking,
    summary: &Summary,
    size: u64,
    damage: Option<(Problem, u64)>,
) -> FileFacts {
    let packing = unpacking.packing();
    let interfaces = facts.interfaces.iter().enumerate().map(|(number, interface)| {
        let own = |statistics: &&Statistics| statistics.interface as usize == number;
        InterfaceFacts {
            interface: interface.clone(),
            encapsulation: encapsulation::NAMES
                .or_unknown(encapsulation::number(interface.link_type).into())
                .to_string(),
            packets: summary.of_interface(number),
            statistics: facts.statistics.iter().rev().find(own).cloned(),
        }
    });
    FileFacts {
        format: facts.format,
        packing: packing.map(|packing| packing.key().to_owned()),
        size,
        unpacked: packing.map(|_| unpacking.length()),
        sections: facts.sections.clone(),
        interfaces: interfaces.collect(),
        names: facts.names.len() as u64,
        secrets: facts.secrets.iter().map(|secrets| (secrets.kind, secrets.data.len() as u64)).collect(),
        packets: summary.all().clone(),
        damage,
    }
}
