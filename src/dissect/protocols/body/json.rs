//! A body of JSON: its objects, arrays and members as a tree. RFC 8259.

use std::fmt::Write;

use crate::{
    bytes::json::{Event, Parser, Unescaped, What},
    dissect::{
        either::Either,
        field::{Field, Severity},
        pdu::{Group, Pdu},
        protocol::{Claim, Dissected, Family, Protocol, Short},
        record::Value,
    },
};

fields! { "json" "JavaScript Object Notation" "Objects, arrays and values as text.":
    OBJECT  "object"            Group  "Object"            "Members between braces.";
    ARRAY   "array"             Group  "Array"             "Values between brackets.";
    MEMBER  "member"            Text   "Member"            "A key and its value.";
    PATH_WITH_VALUE "path_with_value" Text "Path with value" "Keys from the outermost one on, and the value.";
    MEMBER_WITH_VALUE "member_with_value" Text "Member with value" "The key, and the value.";
    STRING  "value.string"      Text   "String value"      "What a string stands for.";
    NUMBER  "value.number"      Text   "Number value"      "A number as it stands.";
    FALSE   "value.false"       Group  "False value"       "It is false.";
    NULL    "value.null"        Group  "Null value"        "There is none.";
    TRUE    "value.true"        Group  "True value"        "It is true.";
    KEY     "key"               Text   "Key"               "What a member is called.";
    PATH    "path"              Text   "Path"              "Keys from the outermost one on.";
    BROKEN  "broken"            Finding(Severity::Warning) "From here on this is no JSON" "Where it ends to be JSON.";
    DEEP    "deep"              Finding(Severity::Note) "What lies deeper is not shown" "Where it is nested too deep.";
}

/// Of the media types it claims, those that tshark reads, too: rows name the others by their types.
const USUAL: usize = 11;

static CLAIMS: &[Claim] = &[
    Claim::MediaType("application/json"),
    Claim::MediaType("application/json-rpc"),
    Claim::MediaType("application/jsonrequest"),
    Claim::MediaType("application/dds-web+json"),
    Claim::MediaType("application/vnd.oma.lwm2m+json"),
    Claim::MediaType("application/problem+json"),
    Claim::MediaType("application/merge-patch+json"),
    Claim::MediaType("application/json-patch+json"),
    Claim::MediaType("application/x-ndjson"),
    Claim::MediaType("application/senml+json"),
    Claim::MediaType("application/sensml+json"),
    Claim::MediaType("application/ndjson"),
    Claim::MediaType("application/jsonl"),
    Claim::MediaType("application/x-json"),
    Claim::MediaType("text/json"),
    Claim::MediaType("text/x-json"),
    Claim::MediaSuffix("+json"),
];

/// How it is found and read.
pub static PROTOCOL: Protocol = Protocol {
    key: "json",
    column: "",
    spec: "RFC 8259",
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

/// Levels in the tree at most, each of which takes two of its own.
const MOST_LEVELS: usize = 100;
/// Values in the tree at most: who reads more than that reads the body itself.
const MOST_VALUES: usize = 20_000;
/// Bytes of a path at most: long keys far outside are no reason to repeat them for all that lies within.
const LONGEST_PATH: usize = 1000;

fn dissect(pdu: &mut Pdu<'_, Either<'_, '_>>) -> Dissected {
    match pdu.media {
        Some(media) if super::is_usual(pdu, CLAIMS, USUAL) => {
            pdu.info_next(format_args!("JavaScript Object Notation ({media})"));
            pdu.protocol_more("/JSON");
        }
        Some(_) => super::say_media(pdu),
        None => pdu.info_next(format_args!("JavaScript Object Notation")),
    }
    if let Some(media) = pdu.media {
        pdu.heading(format_args!(": {media}"));
    }
    if pdu.shows() {
        let text = pdu.rest();
        let all = Tree { text, ..Tree::default() }.show(pdu)?;
        if !all {
            pdu.heading(format_args!(" (not all values are shown)"));
        }
    }
    super::pass_over(pdu)
}

/// What is open, from the outermost object or array on.
#[derive(Default)]
struct Tree<'t> {
    text: &'t [u8],
    levels: Vec<Level>,
    /// `/items/[]/name`
    path: String,
    /// The member whose value comes next.
    member: Option<Member>,
    values: usize,
    /// Levels that are open and not shown.
    hidden: usize,
    /// Bytes read.
    done: usize,
}

/// An object or an array.
struct Level {
    group: Group,
    /// The member whose value it is.
    member: Option<Member>,
    /// Bytes of the path before it.
    path: usize,
}

/// A key whose value comes next.
struct Member {
    group: Group,
    key: Event,
    /// Bytes of the path before it.
    path: usize,
}

impl<'t> Tree<'t> {
    /// Shows the text as far as it is JSON; answers whether that is all of it.
    fn show(mut self, pdu: &mut Pdu<'_, Either<'_, '_>>) -> Result<bool, Short> {
        let mut parser = Parser::default();
        let mut all = true;
        while let (true, Some(event)) = (all, parser.next(self.text)) {
            self.heed(pdu, event)?;
            all = self.values < MOST_VALUES;
        }
        self.close_all(pdu);
        Ok(all)
    }

    fn close_all(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>) {
        loop {
            if let Some(member) = self.member.take() {
                pdu.close(member.group);
            }
            let Some(level) = self.levels.pop() else { return };
            pdu.close(level.group);
            self.member = level.member;
        }
    }

    fn go_to(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, place: usize) -> Result<(), Short> {
        let distance = place.saturating_sub(self.done);
        self.done += distance;
        pdu.skip(distance).map(drop)
    }

    fn heed(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, event: Event) -> Result<(), Short> {
        match event.what {
            What::Broken => {
                self.go_to(pdu, event.end)?;
                self.close_all(pdu);
                pdu.finding(&BROKEN, event.end - event.start);
            }
            What::Object | What::Array if self.hidden > 0 => self.hidden += 1,
            What::End if self.hidden > 1 => self.hidden -= 1,
            What::End if self.hidden == 1 => {
                self.hidden = 0;
                self.end_member(pdu);
            }
            _ if self.hidden > 0 => {}
            What::Object | What::Array => {
                self.go_to(pdu, event.start)?;
                self.open(pdu, event.what == What::Array);
            }
            What::End => {
                self.go_to(pdu, event.end)?;
                self.end(pdu);
            }
            What::Key => {
                self.go_to(pdu, event.start)?;
                let (key, path) = (self.inside(event), self.path.len());
                self.enter(Some(key));
                self.member = Some(Member { group: pdu.open_text(&MEMBER, Unescaped(key)), key: event, path });
            }
            _ => {
                self.go_to(pdu, event.start)?;
                self.value(pdu, event);
                self.go_to(pdu, event.end)?;
                self.end_member(pdu);
            }
        }
        Ok(())
    }

    fn part(&self, event: Event) -> &'t [u8] {
        self.text.get(event.start..event.end).unwrap_or_default()
    }

    /// A string without its quotes.
    fn inside(&self, event: Event) -> &'t [u8] {
        self.text.get(event.start + 1..event.end.saturating_sub(1)).unwrap_or_default()
    }

    /// The path goes on with a key, or with an item of an array.
    fn enter(&mut self, key: Option<&[u8]>) {
        if self.path.len() < LONGEST_PATH {
            let key = key.unwrap_or(b"[]");
            // Writing to a `String` never fails.
            let _ = write!(self.path, "/{}", Unescaped(key.get(..LONGEST_PATH).unwrap_or(key)));
        }
    }

    fn open(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, is_array: bool) {
        self.values += 1;
        if self.levels.len() == MOST_LEVELS {
            self.hidden = 1;
            pdu.finding(&DEEP, 0);
            return;
        }
        let group = pdu.open(if is_array { &ARRAY } else { &OBJECT });
        self.levels.push(Level { group, member: self.member.take(), path: self.path.len() });
        if is_array {
            self.enter(None);
        }
    }

    fn end(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>) {
        if let Some(level) = self.levels.pop() {
            pdu.close(level.group);
            self.path.truncate(level.path);
            self.member = level.member;
            self.end_member(pdu);
        }
    }

    fn end_member(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>) {
        if let Some(member) = self.member.take() {
            pdu.text_of(&KEY, self.part(member.key), Unescaped(self.inside(member.key)));
            pdu.computed_text(&PATH, &self.path);
            pdu.close(member.group);
            self.path.truncate(member.path);
        }
    }

    fn value(&mut self, pdu: &mut Pdu<'_, Either<'_, '_>>, event: Event) {
        self.values += 1;
        let part = self.part(event);
        // what is no string holds no escapes
        let value = Unescaped(if event.what == What::String { self.inside(event) } else { part });
        if !self.levels.is_empty() {
            let name = self.member.as_ref().map_or(&b"[]"[..], |member| self.inside(member.key));
            pdu.computed_text(&PATH_WITH_VALUE, format_args!("{}:{value}", self.path));
            pdu.computed_text(&MEMBER_WITH_VALUE, format_args!("{}:{value}", Unescaped(name)));
        }
        let field: &'static Field = match event.what {
            What::True => &TRUE,
            What::False => &FALSE,
            What::Null => &NULL,
            What::Number => &NUMBER,
            _ => &STRING,
        };
        match event.what {
            What::String => pdu.text_of(field, part, value),
            What::Number => pdu.value_of(field, part, Value::Span),
            _ => pdu.value_of(field, part, Value::None),
        }
    }
}
