//! The pcapng blocks that hold no packets, read through pcap-parser into [`Facts`].

use std::net::{Ipv4Addr, Ipv6Addr};

use pcap_parser::{
    Block, NameRecord, NameRecordType, OptionCode, PcapNGOption, parse_block_be, parse_block_le,
    parse_interfacedescriptionblock_be, parse_interfacedescriptionblock_le, parse_sectionheaderblock,
};

use super::clock::Clock;
use super::{Facts, Interface, Name, Problem, Secrets, Section, Statistics};

/// `if_hardware`, which pcap-parser does not name.
const IF_HARDWARE: OptionCode = OptionCode(15);
/// `if_fcslen`, which pcap-parser does not name.
const IF_FCSLEN: OptionCode = OptionCode(13);
/// `opt_comment`, of any block.
pub(super) const COMMENT: u16 = 1;
/// `epb_flags`.
pub(super) const EPB_FLAGS: u16 = 2;

/// The byte order that a section's magic shows.
pub(super) fn big_endian_of(order: [u8; 4]) -> Option<bool> {
    match order {
        [0x1a, 0x2b, 0x3c, 0x4d] => Some(true),
        [0x4d, 0x3c, 0x2b, 0x1a] => Some(false),
        _ => None,
    }
}

/// Reads a section header block.
pub(super) fn section(block: &[u8], at: u64, facts: &mut Facts) -> Result<(), Problem> {
    let (_, header) = parse_sectionheaderblock(block).map_err(|_| Problem::Damaged("a section header".into()))?;
    // 1.2 is written by mistake and reads the same.
    if !matches!((header.major_version, header.minor_version), (1, 0 | 2)) {
        let version = format!("pcapng version {}.{}", header.major_version, header.minor_version);
        return Err(Problem::Unsupported(version));
    }
    facts.sections.push(Section {
        at,
        big_endian: header.big_endian(),
        hardware: text(&header.options, OptionCode::ShbHardware),
        os: text(&header.options, OptionCode::ShbOs),
        application: text(&header.options, OptionCode::ShbUserAppl),
        comments: comments(&header.options),
    });
    Ok(())
}

/// Reads an interface description block.
pub(super) fn interface(block: &[u8], big: bool) -> Result<(Interface, Clock), Problem> {
    let parsed =
        if big { parse_interfacedescriptionblock_be(block) } else { parse_interfacedescriptionblock_le(block) };
    let (_, header) = parsed.map_err(|_| Problem::Damaged("an interface description".into()))?;
    let options = &header.options;
    // pcap-parser's own getters of numbers read little-endian whatever the section's order is.
    let offset_seconds = number::<8>(options, OptionCode::IfTsoffset, big).map_or(0, u64::cast_signed);
    let resolution = number::<1>(options, OptionCode::IfTsresol, big).map(|byte| byte as u8);
    let clock = Clock::new(resolution.unwrap_or(6), offset_seconds);
    let interface = Interface {
        link_type: header.linktype.0 as u16,
        snap_length: header.snaplen,
        digits: clock.digits,
        resolution,
        offset_seconds,
        section: 0,
        fcs_length: number::<1>(options, IF_FCSLEN, big).map(|byte| byte as u8),
        name: text(options, OptionCode::IfName),
        description: text(options, OptionCode::IfDescription),
        // Its first byte says in which form: 0 is text.
        filter: bytes(options, OptionCode::IfFilter)
            .and_then(|filter| filter.strip_prefix(&[0]))
            .map(|filter| String::from_utf8_lossy(filter).into_owned()),
        hardware: text(options, IF_HARDWARE),
        os: text(options, OptionCode::IfOs),
        speed: number::<8>(options, OptionCode::IfSpeed, big),
        comments: comments(options),
    };
    Ok((interface, clock))
}

/// Reads a block of names, statistics or secrets; one that makes no sense inside costs no packet, so it is passed over.
pub(super) fn learn(block: &[u8], big: bool, first_interface: usize, facts: &mut Facts) {
    let parsed = if big { parse_block_be(block) } else { parse_block_le(block) };
    match parsed {
        Ok((_, Block::NameResolution(names))) => facts.names.extend(names.nr.iter().flat_map(names_of)),
        Ok((_, Block::InterfaceStatistics(counts))) => {
            let of = |code| number::<8>(&counts.options, code, big);
            facts.statistics.push(Statistics {
                interface: (first_interface as u32).saturating_add(counts.if_id),
                received: of(OptionCode::IsbIfRecv),
                dropped: of(OptionCode::IsbIfDrop),
                accepted: of(OptionCode::IsbFilterAccept),
                dropped_by_system: of(OptionCode::IsbOsDrop),
                delivered: of(OptionCode::IsbUsrDeliv),
                comments: comments(&counts.options),
            });
        }
        Ok((_, Block::DecryptionSecrets(secrets))) => {
            let data = secrets.data.get(..secrets.secrets_len as usize).unwrap_or(secrets.data);
            facts.secrets.push(Secrets { kind: secrets.secrets_type.0, data: data.to_vec() });
        }
        _ => {}
    }
}

/// `epb_flags` and whether there is a comment, from the raw options of a packet block.
pub(super) fn packet_options(options: &[u8], big: bool) -> (u32, bool) {
    let (mut flags, mut comment) = (0, false);
    for (code, value) in (Options { options, big }) {
        match (code, value) {
            (EPB_FLAGS, &[a, b, c, d]) => {
                flags = if big { u32::from_be_bytes([a, b, c, d]) } else { u32::from_le_bytes([a, b, c, d]) };
            }
            (COMMENT, _) => comment = true,
            _ => {}
        }
    }
    (flags, comment)
}

/// Options as they lie in a block: code and value, up to the end mark or what makes no sense.
pub(super) struct Options<'o> {
    /// What is left of them.
    pub options: &'o [u8],
    /// Byte order of the section.
    pub big: bool,
}

impl<'o> Iterator for Options<'o> {
    type Item = (u16, &'o [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&[c0, c1, l0, l1], rest) = self.options.split_first_chunk()?;
        let half = |raw: [u8; 2]| if self.big { u16::from_be_bytes(raw) } else { u16::from_le_bytes(raw) };
        let (code, length) = (half([c0, c1]), usize::from(half([l0, l1])));
        let value = rest.get(..length).filter(|_| code != 0)?;
        self.options = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((code, value))
    }
}

/// `__REALTIME_TIMESTAMP` (microseconds) of a journal entry, in nanoseconds.
pub(super) fn journal_time(entry: &[u8]) -> Option<i64> {
    let line = entry.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"__REALTIME_TIMESTAMP="))?;
    std::str::from_utf8(line).ok()?.parse::<i64>().ok()?.checked_mul(1_000)
}

/// A record holds one address and any number of names, each ended by a zero.
fn names_of(record: &NameRecord<'_>) -> Vec<Name> {
    let value = record.record_value;
    let (address, names) = match record.record_type {
        NameRecordType::Ipv4 => {
            let Some((address, names)) = value.split_first_chunk::<4>() else { return Vec::new() };
            (Ipv4Addr::from(*address).into(), names)
        }
        NameRecordType::Ipv6 => {
            let Some((address, names)) = value.split_first_chunk::<16>() else { return Vec::new() };
            (Ipv6Addr::from(*address).into(), names)
        }
        _ => return Vec::new(),
    };
    let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.map(|name| Name { address, name: String::from_utf8_lossy(name).into_owned() }).collect()
}

fn bytes<'o>(options: &'o [PcapNGOption<'_>], code: OptionCode) -> Option<&'o [u8]> {
    options.iter().find(|option| option.code == code)?.as_bytes().ok()
}

fn text(options: &[PcapNGOption<'_>], code: OptionCode) -> Option<String> {
    bytes(options, code).map(text_of)
}

fn comments(options: &[PcapNGOption<'_>]) -> Vec<String> {
    let comments = options.iter().filter(|option| option.code == OptionCode::Comment);
    comments.filter_map(|option| option.as_bytes().ok()).map(text_of).collect()
}

/// Texts are UTF-8 without an end mark, but some writers count a zero in.
fn text_of(raw: &[u8]) -> String {
    let end = raw.iter().position(|byte| *byte == 0).unwrap_or(raw.len());
    String::from_utf8_lossy(raw.get(..end).unwrap_or_default()).into_owned()
}

/// An option of exactly `N` bytes as a number.
fn number<const N: usize>(options: &[PcapNGOption<'_>], code: OptionCode, big: bool) -> Option<u64> {
    let raw: [u8; N] = bytes(options, code)?.try_into().ok()?;
    let most_significant_first = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
    Some(if big {
        raw.iter().fold(0, most_significant_first)
    } else {
        raw.iter().rev().fold(0, most_significant_first)
    })
}
