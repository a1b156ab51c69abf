//! Values of DHCP's options, by their shape.

use crate::dissect::{
    field::{Field, Kind, Note, Severity},
    pdu::{Group, Pdu},
    protocol::Short,
    protocols::application::dhcp::{duration, options::Shape},
    record::Value,
    sink::Sink,
};

more_fields! { "dhcp":
    VALUE   "option.value"   Bytes "Value"   "The option's bytes.";
}

/// Reported when an option has more or fewer bytes than its meaning needs.
pub static BAD_LENGTH: Note =
    Note { key: "dhcp.bad_length", severity: Severity::Error, text: "The option's length does not fit its meaning" };
/// Reported when a suboption reaches beyond its option.
pub static NO_ROOM: Note = Note {
    key: "dhcp.missing_subopt_value",
    severity: Severity::Error,
    text: "No room left in the option for the suboption's value",
};

/// What is left of the option, as `shape` says; false when its length does not fit.
pub fn read<S: Sink>(pdu: &mut Pdu<'_, S>, shape: Shape, group: &Group) -> Result<bool, Short> {
    let length = pdu.claimed_left();
    match shape {
        Shape::Address(field) if length == 4 => {
            let address = pdu.ipv4(field)?;
            pdu.label_group(group, format_args!(" ({address})"));
        }
        Shape::Addresses(field) if length >= 4 => {
            while pdu.claimed_left() >= 4 {
                pdu.ipv4(field)?;
            }
        }
        Shape::Pairs(first, second) if length >= 8 => {
            while pdu.claimed_left() >= 8 {
                pdu.ipv4(first)?;
                pdu.ipv4(second)?;
            }
        }
        Shape::Text(field) => drop(pdu.padded_text(field, length)?),
        Shape::Byte(field) if length == 1 => drop(pdu.u8(field)?),
        Shape::Bytes(field) if length > 0 => {
            while pdu.claimed_left() > 0 {
                pdu.u8(field)?;
            }
        }
        Shape::Short(field) if length == 2 => drop(pdu.u16(field)?),
        Shape::Shorts(field) if length >= 2 => {
            while pdu.claimed_left() >= 2 {
                pdu.u16(field)?;
            }
        }
        Shape::Seconds(field) if length == 4 => {
            let seconds = pdu.u32(field)?;
            pdu.label(format_args!("({seconds}s) {}", duration(seconds)));
        }
        Shape::SignedSeconds(field) if length == 4 => {
            let seconds = pdu.i32(field)?;
            let sign = if seconds < 0 { "-" } else { "" };
            pdu.label(format_args!("({seconds}s) {sign}{}", duration(seconds.unsigned_abs())));
        }
        Shape::Time(field) if length == 4 => {
            let seconds = pdu.peeled::<4>()?.value;
            pdu.read_back(field, 4, Value::Number(seconds.saturating_mul(1_000_000_000)));
        }
        _ => return Ok(false),
    }
    Ok(pdu.claimed_left() == 0)
}

/// How suboptions of one option look: their number, their length, and what becomes of unknown ones.
#[derive(Debug, Clone, Copy)]
pub struct Suboptions {
    /// The suboption's number.
    pub number: &'static Field,
    /// Its length.
    pub length: &'static Field,
    /// The bytes of one without a meaning of its own.
    pub value: &'static Field,
    /// What 255 is read as, where it ends the list and 0 fills it, both without a length.
    pub end: Option<&'static Field>,
}

/// Suboptions up to the end of what may be read; `shape` says what each holds.
pub fn suboptions<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    how: Suboptions,
    mut special: impl FnMut(&mut Pdu<'_, S>, u8) -> Result<bool, Short>,
    shape: impl Fn(u8) -> Shape,
) -> Result<(), Short> {
    while pdu.claimed_left() > 0 {
        if let (Some(end), Some(255)) = (how.end, pdu.peek(0)) {
            pdu.u8(end)?;
            return Ok(());
        }
        let (number, group) = pdu.open_u8(how.number)?;
        let name = match how.number.kind {
            Kind::Named(names) => names.get(number.into()),
            _ => None,
        };
        let name = name.unwrap_or("Unknown");
        pdu.label(format_args!("({number}) {name}"));
        if how.end.is_some() && number == 0 {
            pdu.close(group);
            continue;
        }
        let length = if pdu.claimed_left() > 0 { usize::from(pdu.u8(how.length)?) } else { 1 };
        if length > pdu.claimed_left() {
            pdu.note(&NO_ROOM, 1);
            pdu.skip(pdu.claimed_left())?;
            pdu.close(group);
            return Ok(());
        }
        pdu.within(length, |pdu| {
            if !special(pdu, number)? && !read(pdu, shape(number), &group)? && pdu.claimed_left() > 0 {
                pdu.all(how.value);
            }
            Ok(())
        })?;
        pdu.close(group);
    }
    Ok(())
}
