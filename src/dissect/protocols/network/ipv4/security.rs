//! IPv4 options that say how secret a datagram is (RFC 791, RFC 1108, CIPSO).

use crate::dissect::{pdu::Pdu, protocol::Short, sink::Sink};

more_fields! { "ip":
    SECURITY     "opt.sec_rfc791_sec"  HexNamed(4, &OLD_LEVELS) "Security" "How secret the datagram is.";
    COMPARTMENTS "opt.sec_rfc791_comp" Dec  "Compartments" "Whom it concerns.";
    RESTRICTIONS "opt.sec_rfc791_hr"   Text "Handling Restrictions" "Who may see it.";
    TRANSMISSION "opt.sec_rfc791_tcc"  Text "Transmission Control Code" "Who may have it.";
    LEVEL        "opt.sec_cl"          HexNamed(2, &LEVELS) "Classification Level" "How secret the datagram is.";
    AUTHORITIES  "opt.sec_prot_auth_flags"  Hex(2) "Protection Authority Flags" "Whose rules protect it.";
    GENSER       "opt.sec_prot_auth_genser" FlagNamed(PROTECTED) & 0x80 "GENSER" "General services.";
    SIOP_ESI     "opt.sec_prot_auth_siop_esi" FlagNamed(PROTECTED) & 0x40 "SIOP-ESI" "Single integrated operational plan.";
    SCI          "opt.sec_prot_auth_sci" FlagNamed(PROTECTED) & 0x20 "SCI" "Sensitive compartmented information.";
    NSA          "opt.sec_prot_auth_nsa" FlagNamed(PROTECTED) & 0x10 "NSA" "National Security Agency.";
    DOE          "opt.sec_prot_auth_doe" FlagNamed(PROTECTED) & 0x08 "DOE" "Department of Energy.";
    UNASSIGNED   "opt.sec_prot_auth_unassigned" Hex(2) & 0x06 "Unassigned" "Unused so far.";
    MORE         "opt.sec_prot_auth_fti" FlagNamed(["Additional octet present", "Final octet"]) & 0x01 "Field Termination Indicator" "Another byte of flags follows.";
    FORMAT       "opt.ext_sec_add_sec_info_format_code" Hex(2) "Additional Security Info Format Code" "How the rest is to be read.";
    ADDITIONAL   "opt.ext_sec_add_sec_info" Bytes "Additional Security Info" "What else is said.";
    DOMAIN       "cipso.doi"               Dec "DOI" "Who says what the labels mean.";
    TAG          "cipso.tag_type"          Named(&TAGS) "Tag Type" "The form of a label.";
    SENSITIVITY  "cipso.sensitivity_level" Dec "Sensitivity Level" "How secret the datagram is.";
    CATEGORIES   "cipso.categories"        Text "Categories" "Whom it concerns.";
    TAG_DATA     "cipso.tag_data"          Bytes "Tag data" "A label whose form is not read here.";
}

const PROTECTED: [&str; 2] =
    ["Datagram protected in accordance with its rules", "Datagram not protected in accordance with its rules"];

names! {
    OLD_LEVELS:
        0x0000 "Unclassified", 0x135e "Reserved", 0x24bd "Reserved", 0x35e2 "Reserved", 0x4d78 "Reserved",
        0x5e26 "PROG", 0x6bc5 "Top secret", 0x789a "EFTO", 0x89af "Reserved", 0x9af1 "Reserved", 0xaf13 "Restricted",
        0xbc4d "MMMM", 0xc4d6 "Reserved", 0xd788 "Secret", 0xe26b "Reserved", 0xf135 "Confidential";
    LEVELS:
        0x01 "Reserved 4", 0x3d "Top secret", 0x5a "Secret", 0x66 "Reserved 3", 0x96 "Confidential",
        0xab "Unclassified", 0xcc "Reserved 2", 0xf1 "Reserved 1";
    TAGS:
        0 "Padding", 1 "Restrictive Category Bitmap", 2 "Enumerated Categories", 5 "Ranged Categories",
        6 "Permissive Categories", 7 "Free Form";
}

/// The length of the option as RFC 791 had it; RFC 1108 made it shorter.
const OLD_LENGTH: usize = 11;

/// RFC 791 or RFC 1108, told apart by the length.
pub(super) fn basic<S: Sink>(pdu: &mut Pdu<'_, S>, len: usize) -> Result<(), Short> {
    if len == OLD_LENGTH {
        pdu.u16(&SECURITY)?;
        pdu.u16(&COMPARTMENTS)?;
        pdu.padded_text(&RESTRICTIONS, 2)?;
        pdu.padded_text(&TRANSMISSION, 3)?;
        return Ok(());
    }
    pdu.u8(&LEVEL)?;
    while pdu.claimed_left() > 0 {
        let flags = pdu.word::<1>(&AUTHORITIES)?;
        pdu.below(|pdu| {
            for field in [&GENSER, &SIOP_ESI, &SCI, &NSA, &DOE, &UNASSIGNED, &MORE] {
                pdu.bits(field, flags);
            }
        });
    }
    Ok(())
}

pub(super) fn extended<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u8(&FORMAT)?;
    pdu.all(&ADDITIONAL);
    Ok(())
}

/// CIPSO: labels, each with a form, a length and a value.
pub(super) fn commercial<S: Sink>(pdu: &mut Pdu<'_, S>) -> Result<(), Short> {
    pdu.u32(&DOMAIN)?;
    while pdu.claimed_left() >= 2 {
        let tag = pdu.u8(&TAG)?;
        let len = usize::from(pdu.peek(0).unwrap_or_default());
        pdu.skip(1)?;
        pdu.within(len.saturating_sub(2), |pdu| label(pdu, tag))?;
    }
    Ok(())
}

fn label<S: Sink>(pdu: &mut Pdu<'_, S>, tag: u8) -> Result<(), Short> {
    if matches!(tag, 1 | 2 | 5) && pdu.claimed_left() >= 2 {
        pdu.skip(1)?;
        pdu.u8(&SENSITIVITY)?;
        let rest = pdu.rest();
        let len = pdu.skip(rest.len())?.len();
        if len > 0 {
            pdu.text_back(&CATEGORIES, len, Categories { tag, bytes: rest });
        }
        return Ok(());
    }
    pdu.all(&TAG_DATA);
    Ok(())
}

/// The numbers of categories: the set bits of a map, a list, or pairs of last and first.
struct Categories<'a> {
    tag: u8,
    bytes: &'a [u8],
}

impl std::fmt::Display for Categories<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut first = true;
        let mut say = |f: &mut std::fmt::Formatter<'_>, one: std::fmt::Arguments<'_>| {
            f.write_str(if std::mem::take(&mut first) { "" } else { "," })?;
            f.write_fmt(one)
        };
        match self.tag {
            1 => {
                for (place, byte) in self.bytes.iter().enumerate() {
                    for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                        say(f, format_args!("{}", place * 8 + bit))?;
                    }
                }
            }
            2 => {
                for pair in self.bytes.chunks_exact(2) {
                    say(f, format_args!("{}", number(pair)))?;
                }
            }
            _ => {
                for pair in self.bytes.chunks(4) {
                    let (high, low) = pair.split_at(2.min(pair.len()));
                    say(f, format_args!("{}-{}", number(high), number(low)))?;
                }
            }
        }
        Ok(())
    }
}

fn number(bytes: &[u8]) -> u16 {
    bytes.first_chunk().map_or(0, |bytes| u16::from_be_bytes(*bytes))
}
