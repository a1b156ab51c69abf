//! Link-layer addresses → names: the few that mean something by themselves, and the vendors of the others.
//!
//! The tables are text and are read when the first name is asked for. The command carries all vendors; the page fetches
//! those of most network cards when they are wanted.

use std::{fmt, sync::OnceLock};

/// Addresses and beginnings of addresses that mean something.
static MEANINGS: &str = include_str!("../data/stations.tsv");

/// The vendors, once they are known.
static VENDORS: OnceLock<Vendors> = OnceLock::new();

/// Bits of the three lengths that vendors' prefixes have.
const LENGTHS: [u32; 3] = [24, 28, 36];

/// Takes in the table of vendors that the page fetched; the first stays.
#[cfg(target_arch = "wasm32")]
pub fn learn_vendors(table: String) {
    VENDORS.get_or_init(|| Vendors::read(&[Box::leak(table.into_boxed_str())]));
}

/// Whether vendors are known.
#[cfg(target_arch = "wasm32")]
pub fn knows_vendors() -> bool {
    VENDORS.get().is_some()
}

#[cfg(target_arch = "wasm32")]
fn vendors() -> Option<&'static Vendors> {
    VENDORS.get()
}

#[cfg(not(target_arch = "wasm32"))]
fn vendors() -> Option<&'static Vendors> {
    let tables = [include_str!("../data/vendors.tsv"), include_str!("../data/vendors_rest.tsv")];
    Some(VENDORS.get_or_init(|| Vendors::read(&tables)))
}

/// Bits of a prefix's number that say which name it stands for.
const NAME_BITS: u32 = 24;

/// The names, and of each length the prefixes, each with the place of its name behind it, sorted.
#[derive(Default)]
struct Vendors {
    names: Vec<&'static str>,
    prefixes: [Vec<u64>; 3],
}

impl Vendors {
    fn read(tables: &[&'static str]) -> Self {
        let mut vendors = Self::default();
        for line in tables.iter().flat_map(|table| lines(table)) {
            let mut columns = line.split('\t');
            let Some(name) = columns.next() else { continue };
            let place = vendors.names.len() as u64;
            vendors.names.push(name);
            for (prefixes, column) in vendors.prefixes.iter_mut().zip(columns) {
                let mut prefix = 0_u64;
                for step in column.split(' ').filter_map(|step| u64::from_str_radix(step, 36).ok()) {
                    prefix = prefix.wrapping_add(step);
                    prefixes.push(prefix << NAME_BITS | place);
                }
            }
        }
        vendors.prefixes.iter_mut().for_each(|prefixes| prefixes.sort_unstable());
        vendors
    }

    /// The vendor, and how many whole bytes of the address its prefix takes.
    fn of(&self, address: u64) -> Option<(&'static str, usize)> {
        let prefixes = LENGTHS.iter().zip(&self.prefixes).rev();
        prefixes.into_iter().find_map(|(&bits, known)| {
            let prefix = address >> (48 - bits);
            let place = known.binary_search_by_key(&prefix, |known| known >> NAME_BITS).ok()?;
            let name = known.get(place)? & ((1 << NAME_BITS) - 1);
            // A prefix of 28 bits reaches into the byte that Wireshark leaves out as well.
            self.names.get(name as usize).map(|&name| (name, bits.div_ceil(8) as usize))
        })
    }
}

fn meanings() -> &'static [(&'static str, &'static str)] {
    static TABLE: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    TABLE.get_or_init(|| lines(MEANINGS).filter_map(|line| line.split_once('\t')).collect())
}

/// The longest beginning of the address that means something, in hex digits, and what it means.
fn meaning(digits: &str) -> Option<(&'static str, &'static str)> {
    let meanings = meanings();
    (4..=12).rev().step_by(2).find_map(|len| {
        let beginning = digits.get(..len)?;
        let place = meanings.binary_search_by_key(&beginning, |(known, _)| known).ok()?;
        meanings.get(place).copied()
    })
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// A station's name: `Broadcast`, `IPv6mcast_01`, `IntelCor_09:85:f8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Station {
    name: &'static str,
    octets: [u8; 6],
    /// The octets that stand behind the name begin here; none do from 6 on.
    from: usize,
}

impl Station {
    /// What is known of this address.
    pub fn of(octets: [u8; 6]) -> Option<Self> {
        let address = octets.iter().fold(0_u64, |all, &octet| all << 8 | u64::from(octet));
        if let Some((beginning, name)) = meaning(&format!("{address:012x}")) {
            let beyond = beginning.len() / 2;
            // Zeros in front say nothing, but one octet always stands there.
            let zeros = octets.iter().skip(beyond).take_while(|&&octet| octet == 0).count();
            let from = if beyond < 6 { (beyond + zeros).min(5) } else { 6 };
            return Some(Self { name, octets, from });
        }
        const GROUP: u64 = 1 << 40;
        let vendors = vendors()?;
        let (name, from) = vendors.of(address).or_else(|| vendors.of(address & !GROUP))?;
        Some(Self { name, octets, from })
    }
}

impl fmt::Display for Station {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        let rest = self.octets.get(self.from..).unwrap_or_default();
        rest.iter()
            .enumerate()
            .try_for_each(|(place, octet)| write!(f, "{}{octet:02x}", if place == 0 { '_' } else { ':' }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(octets: [u8; 6]) -> String {
        Station::of(octets).map_or_else(String::new, |station| station.to_string())
    }

    #[test]
    fn addresses_with_a_meaning() {
        assert_eq!(named([0xff; 6]), "Broadcast");
        assert_eq!(named([1, 0, 0x5e, 0, 0, 0xfb]), "IPv4mcast_fb");
        assert_eq!(named([1, 0, 0x5e, 0x7f, 0xff, 0xfa]), "IPv4mcast_7f:ff:fa");
        assert_eq!(named([0x33, 0x33, 0, 0, 0, 2]), "IPv6mcast_02");
        assert_eq!(named([1, 0x80, 0xc2, 0, 0, 0]), "Spanning-tree-(for-bridges)_00");
        assert_eq!(named([1, 0x80, 0xc2, 0, 0, 0x0e]), "LLDP_Multicast");
        assert_eq!(named([0, 0, 0x0c, 7, 0xac, 5]), "All-HSRP-routers_05");
        assert_eq!(named([0; 6]), "00:00:00_00");
    }

    #[test]
    fn addresses_of_vendors() {
        assert_eq!(named([0xe8, 0xb1, 0xfc, 9, 0x85, 0xf8]), "IntelCor_09:85:f8");
        assert_eq!(named([0x80, 0, 0x27, 1, 2, 3]), "");
        assert_eq!(named([8, 0, 0x27, 1, 2, 3]), "PCSSyste_01:02:03");
        assert_eq!(named([0x52, 0x54, 0, 1, 2, 3]), "RealtekU_01:02:03");
        // A group address of a vendor is the vendor's too.
        assert_eq!(named([1, 0x0c, 0xcd, 1, 0, 1]), "Iec-Tc57_01:00:01");
        assert_eq!(named([2, 0, 0, 0, 0, 1]), "");
    }

    #[test]
    fn tables_are_read_whole() {
        assert!(meanings().is_sorted());
        let prefixes = &vendors().unwrap().prefixes;
        assert!(prefixes[0].len() > 39_000, "{}", prefixes[0].len());
        assert!(prefixes.iter().all(|prefixes| prefixes.is_sorted_by(|a, b| a >> NAME_BITS < b >> NAME_BITS)));
    }
}
