//! Classic pcap: one header, then records of 16 bytes and a packet; both byte orders, micro- and nanoseconds, and the variants.

use pcap_parser::nom::Err::Incomplete;
use pcap_parser::{
    LegacyPcapBlock, PcapError, PcapHeader, nom::IResult, parse_pcap_frame, parse_pcap_frame_be,
    parse_pcap_frame_modified, parse_pcap_header,
};

use super::carry::Want;
use super::variant::{self, Verdict};
use super::{Facts, Format, Interface, Packet, Problem, Section};

/// Bytes of the file header.
const HEADER: usize = 24;
/// Link types above are assigned to nothing.
pub(super) const LAST_LINK_TYPE: u16 = 303;
/// The longest packet, as in Wireshark: what is longer is a damaged length.
const LONGEST: u32 = 262_144;
/// The longest packet of link types that carry bulk transfers (USB, D-Bus, …).
const LONGEST_OF_BULK: u32 = 128 << 20;
/// Wireshark's largest length on the wire.
const LARGEST_ORIGINAL: u32 = i32::MAX as u32;

/// The longest packet that is believed of a link type.
pub(super) fn longest(link_type: u16) -> u32 {
    match link_type {
        186 | 189 | 220 | 231 | 249 | 266 | 279 => LONGEST_OF_BULK,
        _ => LONGEST,
    }
}

/// The length on the wire as Wireshark takes it.
pub(super) fn clamped(original: u32) -> u32 {
    original.min(LARGEST_ORIGINAL)
}

/// Whether a file with these first four bytes is a pcap file.
pub(super) fn is_magic(first: [u8; 4]) -> bool {
    let is = |magic: u32| first == magic.to_le_bytes() || first == magic.to_be_bytes();
    is(0xa1b2_c3d4) || is(0xa1b2_3c4d) || is(KUZNETZOV)
}

/// Magic of the variant by Alexey Kuznetzov: 24-byte record headers.
const KUZNETZOV: u32 = 0xa1b2_cd34;

/// How record headers are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Little,
    Big,
    LittleModified,
    /// What pcap-parser has no function for: swapped lengths of versions before 2.3, and big-endian variants.
    Own {
        header: usize,
        big: bool,
        swap: Swap,
    },
}

/// Whether captured and original length stand the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Swap {
    Never,
    /// Version 2.3 has writers of both kinds.
    WhenLarger,
    Always,
}

/// A pcap file behind its header.
#[derive(Debug)]
pub(super) struct Pcap {
    layout: Layout,
    nanoseconds: bool,
    link_type: u16,
    longest: u32,
    /// The record headers may be longer than the magic says; the second record will tell.
    doubtful: bool,
    /// No more bytes come.
    ended: bool,
}

impl Pcap {
    /// Reads the file header at the start of `bytes`; `None` when there are fewer than it needs.
    pub fn open(bytes: &[u8], facts: &mut Facts) -> Result<Option<(Self, usize)>, Problem> {
        let Some(mut head) = bytes.first_chunk::<HEADER>().copied() else { return Ok(None) };
        let modified = head.first_chunk() == Some(&KUZNETZOV.to_le_bytes());
        let big_modified = head.first_chunk() == Some(&KUZNETZOV.to_be_bytes());
        if big_modified {
            // pcap-parser does not know this magic in big-endian; the rest of the header is the usual one.
            head.iter_mut().zip(0xa1b2_c3d4_u32.to_be_bytes()).for_each(|(byte, usual)| *byte = usual);
        }
        let Ok((_, header)) = parse_pcap_header(&head) else {
            return Err(Problem::NotACapture(None));
        };
        if header.version_major < 2 {
            let version = format!("pcap version {}.{}", header.version_major, header.version_minor);
            return Err(Problem::Unsupported(version));
        }
        let big = header.is_bigendian();
        let layout = match swap(&header) {
            Swap::Never if big_modified => Layout::Own { header: 24, big, swap: Swap::Never },
            Swap::Never if modified => Layout::LittleModified,
            Swap::Never if big => Layout::Big,
            Swap::Never => Layout::Little,
            swap => Layout::Own { header: if modified || big_modified { 24 } else { 16 }, big, swap },
        };
        let (link_type, fcs_length) = link_type(header.network.0 as u32)?;
        let aix = aix_link_type(&header);
        let link_type = aix.unwrap_or(link_type);
        let nanoseconds = header.is_nanosecond_precision() || aix.is_some();
        facts.format = Some(Format::Pcap { nanoseconds, modified: modified || big_modified });
        facts.sections.push(Section { big_endian: big, ..Section::default() });
        facts.interfaces.push(Interface {
            link_type,
            fcs_length,
            snap_length: header.snaplen,
            digits: if nanoseconds { 9 } else { 6 },
            ..Interface::default()
        });
        let doubtful = !nanoseconds && matches!(layout, Layout::Little | Layout::Big);
        let longest = longest(link_type);
        Ok(Some((Self { layout, nanoseconds, link_type, longest, doubtful, ended: false }, HEADER)))
    }

    /// No more bytes come: the layout is settled by those that are here.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// Makes sure of the layout by the first records, which `bytes` begin with, or says how many bytes that needs.
    #[cold]
    fn settle(&mut self, bytes: &[u8]) -> Option<usize> {
        let big = self.layout == Layout::Big;
        match variant::header_length(bytes, big, self.longest, self.ended) {
            Verdict::Needs(bytes) => return Some(bytes),
            Verdict::Is(16) => {}
            Verdict::Is(24) if !big => self.layout = Layout::LittleModified,
            Verdict::Is(header) => self.layout = Layout::Own { header, big, swap: Swap::Never },
        }
        self.doubtful = false;
        None
    }

    fn header_length(&self) -> usize {
        match self.layout {
            Layout::Little | Layout::Big => 16,
            Layout::LittleModified => 24,
            Layout::Own { header, .. } => header,
        }
    }

    #[inline]
    fn record<'b>(&self, bytes: &'b [u8]) -> IResult<&'b [u8], LegacyPcapBlock<'b>, PcapError<&'b [u8]>> {
        match self.layout {
            Layout::Little => parse_pcap_frame(bytes),
            Layout::Big => parse_pcap_frame_be(bytes),
            Layout::LittleModified => parse_pcap_frame_modified(bytes),
            Layout::Own { header, big, swap } => own_record(bytes, header, big, swap),
        }
    }

    /// Why the record at the start of `bytes` was not read: more bytes are wanted, or its length is a lie.
    #[cold]
    fn why_not(&self, bytes: &[u8]) -> Result<Want, Problem> {
        let header = self.header_length();
        let Some(captured) = self.captured(bytes).filter(|_| bytes.len() >= header) else {
            return Ok(Want::More(header));
        };
        if captured > self.longest {
            return Err(self.too_long(captured));
        }
        Ok(Want::More(header + captured as usize))
    }

    #[cold]
    fn too_long(&self, captured: u32) -> Problem {
        Problem::Damaged(format!("a packet of {captured} bytes, more than the {} there can be", self.longest))
    }

    /// The captured length that a record header claims.
    fn captured(&self, bytes: &[u8]) -> Option<u32> {
        let field = |at: usize, big: bool| {
            let raw = *bytes.get(at..)?.first_chunk()?;
            Some(if big { u32::from_be_bytes(raw) } else { u32::from_le_bytes(raw) })
        };
        match self.layout {
            Layout::Little | Layout::LittleModified => field(8, false),
            Layout::Big => field(8, true),
            Layout::Own { big, swap, .. } => Some(swap.apply(field(8, big)?, field(12, big)?).0),
        }
    }
}

impl Pcap {
    /// Reads all records that are whole in `bytes`, as [`Records::walk`](super::carry::Records) does.
    #[inline]
    pub fn walk(&mut self, bytes: &[u8], at: u64, each: &mut impl FnMut(Packet<'_>)) -> (usize, Result<Want, Problem>) {
        if self.doubtful
            && let Some(needed) = self.settle(bytes)
        {
            return (0, Ok(Want::More(needed)));
        }
        let header = self.header_length() as u64;
        let factor = if self.nanoseconds { 1 } else { 1_000 };
        let mut rest = bytes;
        loop {
            let used = bytes.len() - rest.len();
            let (next, record) = match self.record(rest) {
                Ok(read) => read,
                Err(Incomplete(_)) => return (used, self.why_not(rest)),
                Err(_) => return (used, Err(Problem::Damaged("a record header".to_owned()))),
            };
            if record.caplen > self.longest {
                return (used, Err(self.too_long(record.caplen)));
            }
            each(Packet {
                time: i64::from(record.ts_sec) * 1_000_000_000 + i64::from(record.ts_usec) * factor,
                offset: at + used as u64 + header,
                original: clamped(record.origlen),
                interface: 0,
                flags: 0,
                link_type: self.link_type,
                comment: false,
                bytes: record.data,
            });
            rest = next;
        }
    }
}

impl Swap {
    /// (captured, original) of the two lengths in the order of the file.
    fn apply(self, first: u32, second: u32) -> (u32, u32) {
        match self {
            Swap::Always => (second, first),
            Swap::WhenLarger if first > second => (second, first),
            _ => (first, second),
        }
    }
}

/// Versions before 2.3 wrote the original length first, so did a DG/UX tcpdump that calls itself 543.0.
fn swap(header: &PcapHeader) -> Swap {
    match (header.version_major, header.version_minor) {
        (2, 0..=2) | (543, 0) => Swap::Always,
        (2, 3) => Swap::WhenLarger,
        _ => Swap::Never,
    }
}

/// AIX's tcpdump writes version 2.2, an interface type where others write a link type, and nanoseconds behind the usual magic.
fn aix_link_type(header: &PcapHeader) -> Option<u16> {
    match (header.version_major, header.version_minor, header.network.0) {
        (2, 2, 6) => Some(1),
        (2, 2, 9) => Some(6),
        (2, 2, 24) => Some(0),
        _ => None,
    }
}

/// The link type, and the FCS length, of the header's last field: `FCS(4) P(1) R(11) type(16)`.
fn link_type(network: u32) -> Result<(u16, Option<u8>), Problem> {
    let link_type = (network & 0xffff) as u16;
    if network & 0x03ff_0000 != 0 {
        return Err(Problem::Unsupported(format!("link type 0x{network:08x} with reserved bits")));
    }
    if link_type > LAST_LINK_TYPE {
        return Err(Problem::Unsupported(format!("link type {link_type}")));
    }
    // The length is in units of two bytes and counts only when the P bit is set.
    let fcs_length = (network & 0x0400_0000 != 0).then_some(((network >> 28) as u8) * 2);
    Ok((link_type, fcs_length))
}

/// A record as pcap-parser gives it, for the layouts it does not read.
fn own_record(
    bytes: &[u8],
    header: usize,
    big: bool,
    swap: Swap,
) -> IResult<&[u8], LegacyPcapBlock<'_>, PcapError<&[u8]>> {
    let incomplete = || Incomplete(pcap_parser::nom::Needed::Unknown);
    let (head, body) = bytes.split_at_checked(header).ok_or_else(incomplete)?;
    let head = head.first_chunk::<16>().ok_or_else(incomplete)?;
    let field = |at: usize| {
        let raw = head.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default();
        if big { u32::from_be_bytes(raw) } else { u32::from_le_bytes(raw) }
    };
    let (caplen, origlen) = swap.apply(field(8), field(12));
    let (data, rest) = body.split_at_checked(caplen as usize).ok_or_else(incomplete)?;
    Ok((rest, LegacyPcapBlock { ts_sec: field(0), ts_usec: field(4), caplen, origlen, data }))
}
