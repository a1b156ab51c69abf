//! A body of XML: tags within tags, as they stand. Nothing is checked, and nothing is fetched.

use memchr::{memchr, memmem};

use crate::{
    bytes::text::Text,
    dissect::{
        either::Either,
        field::{Field, Severity},
        pdu::{Group, Pdu},
        protocol::{Claim, Dissected, Family, Protocol, Short},
    },
};

fields! { "xml" "eXtensible Markup Language" "Tags within tags.":
    INSTRUCTION "xmlpi"   Line "Instruction" "What programs are told.";
    DECLARATION "xmlpi.xml" Line "Declaration" "Which XML it is.";
    VERSION   "xmlpi.xml.version"  Line "Version"  "Which XML it is.";
    ENCODING  "xmlpi.xml.encoding" Line "Encoding" "How characters are written.";
    DOCTYPE   "doctype"   Line "Doctype"   "What kind of document it is.";
    COMMENT   "comment"   Line "Comment"   "A note for people.";
    TAG       "tag"       Line "Tag"       "What begins here.";
    ATTRIBUTE "attribute" Line "Attribute" "What a tag says of itself.";
    CDATA     "cdata"     Line "Text"      "Text between tags.";
    SECTION   "cdatasection" Line "Section" "Text in which nothing is a tag.";
    END       "end"       Line "End"       "What ends here.";
    BROKEN    "broken"    Finding(Severity::Warning) "Unrecognized text" "From here on it is not understood.";
    DEEP      "deep"      Finding(Severity::Note) "What lies deeper stands beside it" "Where tags are nested too deep.";
}

/// Of the media types it claims, those that tshark reads, too: rows name the others by their types.
const USUAL: usize = 34;

static CLAIMS: &[Claim] = &[
    Claim::MediaType("text/xml"),
    Claim::MediaType("application/xml"),
    Claim::MediaType("image/svg+xml"),
    Claim::MediaType("application/soap+xml"),
    Claim::MediaType("application/rss+xml"),
    Claim::MediaType("application/atom+xml"),
    Claim::MediaType("application/rdf+xml"),
    Claim::MediaType("application/mathml+xml"),
    Claim::MediaType("application/xslt+xml"),
    Claim::MediaType("application/xml-dtd"),
    Claim::MediaType("application/auth-policy+xml"),
    Claim::MediaType("application/ccmp+xml"),
    Claim::MediaType("application/conference-info+xml"),
    Claim::MediaType("application/cpl+xml"),
    Claim::MediaType("application/im-iscomposing+xml"),
    Claim::MediaType("application/load-control+xml"),
    Claim::MediaType("application/note+xml"),
    Claim::MediaType("application/pidf+xml"),
    Claim::MediaType("application/pidf-diff+xml"),
    Claim::MediaType("application/reginfo+xml"),
    Claim::MediaType("application/resource-lists+xml"),
    Claim::MediaType("application/rlmi+xml"),
    Claim::MediaType("application/rls-services+xml"),
    Claim::MediaType("application/simple-filter+xml"),
    Claim::MediaType("application/vnd.wv.csp+xml"),
    Claim::MediaType("application/watcherinfo+xml"),
    Claim::MediaType("application/xcap-caps+xml"),
    Claim::MediaType("application/xcap-diff+xml"),
    Claim::MediaType("application/x-crd+xml"),
    Claim::MediaType("application/x-wms-logconnectstats"),
    Claim::MediaType("text/vnd.wap.co"),
    Claim::MediaType("text/vnd.wap.si"),
    Claim::MediaType("text/vnd.wap.sl"),
    Claim::MediaType("text/vnd.wap.wml"),
    Claim::MediaSuffix("+xml"),
];

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "xml",
    column: "",
    spec: "W3C XML 1.0",
    family: Family::Web,
    fields: FIELDS,
    more: &[],
    notes: &[],
    claims: CLAIMS,
    trailer: None,
    scan: |pdu| super::pass_over(pdu),
    dissect: |pdu| dissect(pdu),
    cut: None,
};

/// Levels in the tree at most.
const MOST_LEVELS: usize = 200;
/// Attributes of a tag in the tree at most.
const MOST_ATTRIBUTES: usize = 1_000;
/// Tags and texts in the tree at most.
const MOST_ITEMS: usize = 20_000;

fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Dissected {
    if super::is_usual(pdu, CLAIMS, USUAL) {
        pdu.protocol_more("/XML");
    } else {
        super::say_media(pdu);
    }
    if pdu.shows() {
        Tree::default().show(pdu)?;
    }
    super::pass_over(pdu)
}

/// The tags that are open.
#[derive(Default)]
struct Tree {
    open: Vec<Group>,
    /// Tags that are open below those.
    deeper: usize,
    told: bool,
}

impl Tree {
    fn show(mut self, pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<(), Short> {
        if pdu.rest().starts_with(b"\xef\xbb\xbf") {
            pdu.skip(3)?;
        }
        for _ in 0..MOST_ITEMS {
            let blanks = pdu.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            pdu.skip(blanks)?;
            if pdu.left() == 0 {
                break;
            }
            let Some((what, len)) = next(pdu.rest()) else {
                let len = pdu.left();
                pdu.skip(len)?;
                pdu.finding(&BROKEN, len);
                break;
            };
            self.item(pdu, what, len)?;
        }
        while let Some(group) = self.open.pop() {
            pdu.close(group);
        }
        Ok(())
    }

    fn item(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, what: What, len: usize) -> Result<(), Short> {
        let text = pdu.rest().get(..len).unwrap_or_default();
        match what {
            What::Tag { alone } => self.tag(pdu, text, alone),
            What::Instruction => instruction(pdu, text),
            What::End => {
                pdu.skip(len)?;
                line(pdu, &END, text, "");
                match self.deeper.checked_sub(1) {
                    Some(deeper) => self.deeper = deeper,
                    None => self.open.pop().into_iter().for_each(|group| pdu.close(group)),
                }
                Ok(())
            }
            What::Plain(field) => {
                pdu.skip(len)?;
                line(pdu, field, text, "");
                Ok(())
            }
        }
    }

    fn tag(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, text: &[u8], alone: bool) -> Result<(), Short> {
        let end = if alone { "/>" } else { ">" };
        let inside = text.get(1..text.len().saturating_sub(end.len())).unwrap_or_default().trim_ascii_end();
        let name = inside.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let group = pdu.open_text(&TAG, Text(text));
        let (name, rest) = inside.split_at_checked(name).unwrap_or_default();
        let has_any = !rest.trim_ascii().is_empty();
        pdu.title_group(&group, format_args!("<{}{}", Text(name), if has_any { "" } else { end }));
        attributes(pdu, rest, end, |_| &ATTRIBUTE);
        pdu.skip(text.len())?;
        if alone || self.open.len() == MOST_LEVELS {
            pdu.close(group);
            self.deeper += usize::from(!alone);
            if !alone && !std::mem::replace(&mut self.told, true) {
                pdu.finding(&DEEP, text.len());
            }
        } else {
            self.open.push(group);
        }
        Ok(())
    }
}

/// What a piece of the text is.
enum What {
    /// `<a b="c">`
    Tag {
        /// `<a/>`: it has no end.
        alone: bool,
    },
    /// `</a>`
    End,
    /// `<?xml version="1.0"?>`
    Instruction,
    /// What has no parts.
    Plain(&'static Field),
}

/// What comes next, and how many bytes it has; nothing where it does not end.
fn next(text: &[u8]) -> Option<(What, usize)> {
    let until = |end: &str| memmem::find(text, end.as_bytes()).map(|at| at + end.len());
    if text.first() != Some(&b'<') {
        return Some((What::Plain(&CDATA), memchr(b'<', text).unwrap_or(text.len())));
    }
    match text {
        [b'<', b'!', b'-', b'-', ..] => until("-->").map(|len| (What::Plain(&COMMENT), len)),
        _ if text.starts_with(b"<![CDATA[") => until("]]>").map(|len| (What::Plain(&SECTION), len)),
        [b'<', b'!', ..] => doctype_len(text).map(|len| (What::Plain(&DOCTYPE), len)),
        [b'<', b'?', ..] => until("?>").map(|len| (What::Instruction, len)),
        [b'<', b'/', ..] => until(">").map(|len| (What::End, len)),
        _ => {
            let len = tag_len(text)?;
            let alone = text.get(..len).is_some_and(|tag| tag.ends_with(b"/>"));
            Some((What::Tag { alone }, len))
        }
    }
}

/// Up to the `>` that stands in no quotes; a `<` before it says that this is no tag.
fn tag_len(text: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), _) if open == *byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

/// Up to the `>` behind what stands in brackets.
fn doctype_len(text: &[u8]) -> Option<usize> {
    let end = memchr(b'>', text)?;
    match memchr(b'[', text.get(..end)?) {
        Some(_) => memmem::find(text, b"]").and_then(|at| Some(at + 1 + memchr(b'>', text.get(at..)?)?)),
        None => Some(end + 1),
    }
}

/// Shows a line of which the text is the value; `more` stands behind it in the tree.
fn line(pdu: &mut Pdu<'_, Either<'_, '_>>, field: &'static Field, text: &[u8], more: &str) {
    pdu.text_of(field, text, Text(text));
    pdu.label(format_args!("{}{more}", Text(text)));
}

fn instruction(pdu: &mut Pdu<'_, Either<'_, '_>>, text: &[u8]) -> Result<(), Short> {
    let inside = text.get(2..text.len().saturating_sub(2)).unwrap_or_default();
    let name = inside.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    let (name, rest) = inside.split_at_checked(name).unwrap_or_default();
    let is_xml = name == b"xml";
    let group = pdu.open_text(if is_xml { &DECLARATION } else { &INSTRUCTION }, Text(text));
    pdu.title_group(&group, format_args!("<?{}", Text(name)));
    attributes(pdu, rest, "", |name| match name {
        b"version" if is_xml => &VERSION,
        b"encoding" if is_xml => &ENCODING,
        _ => &ATTRIBUTE,
    });
    pdu.skip(text.len())?;
    line(pdu, &END, b"?>", "");
    pdu.close(group);
    Ok(())
}

/// Shows `a="b" c='d'`, the last one with what ends the tag.
fn attributes(pdu: &mut Pdu<'_, Either<'_, '_>>, text: &[u8], end: &str, field_of: impl Fn(&[u8]) -> &'static Field) {
    let mut rest = text.trim_ascii();
    for _ in 0..MOST_ATTRIBUTES {
        if rest.is_empty() {
            break;
        }
        let len = attribute_len(rest);
        let (one, behind) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        rest = behind.trim_ascii_start();
        let mut halves = one.splitn(2, |byte| *byte == b'=');
        let (name, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
        let field = field_of(name.trim_ascii());
        let value = value.trim_ascii();
        let quoted = value.get(1..value.len().saturating_sub(1)).unwrap_or_default();
        let value = if std::ptr::eq(field, &ATTRIBUTE) { one } else { quoted };
        pdu.text_of(field, value, Text(value));
        pdu.label(format_args!("{}{}", Text(one), if rest.is_empty() { end } else { "" }));
    }
}

/// Up to the end of a quoted value, or to a blank where none is quoted.
fn attribute_len(text: &[u8]) -> usize {
    let blank = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let Some(equals) = memchr(b'=', text.get(..blank).unwrap_or_default()) else { return blank };
    match text.get(equals + 1..).and_then(<[u8]>::split_first) {
        Some((quote @ (b'"' | b'\''), rest)) => memchr(*quote, rest).map_or(text.len(), |end| equals + end + 3),
        _ => blank,
    }
}
