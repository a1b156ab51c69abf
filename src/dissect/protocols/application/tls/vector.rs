//! Vectors: a length, then so many bytes, often of elements of one kind: RFC 8446 3.4.

use crate::dissect::{field::Field, pdu::Pdu, protocol::Short, sink::Sink};

/// What a list says of itself behind its name: ` (16 suites)`.
pub type Words = [&'static str; 2];

/// Bytes of a list that its message can hold.
pub fn room<S: Sink>(pdu: &Pdu<'_, S>, len: usize) -> usize {
    len.min(pdu.claimed_left())
}

/// Reads `len` bytes as elements of `size` bytes below a heading that counts them.
pub fn list<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    heading: &'static Field,
    (len, size): (usize, usize),
    [one, many]: Words,
    mut element: impl FnMut(&mut Pdu<'_, S>) -> Result<(), Short>,
) -> Result<(), Short> {
    let group = pdu.open(heading);
    let count = len / size;
    pdu.label_group(&group, format_args!(" ({count} {})", if count == 1 { one } else { many }));
    pdu.within(room(pdu, len), |pdu| {
        while pdu.claimed_left() >= size {
            element(pdu)?;
        }
        Ok(())
    })?;
    pdu.close(group);
    Ok(())
}

/// Reads elements of any size in `len` bytes, without a heading.
pub fn each<S: Sink>(
    pdu: &mut Pdu<'_, S>,
    len: usize,
    mut element: impl FnMut(&mut Pdu<'_, S>) -> Result<(), Short>,
) -> Result<(), Short> {
    pdu.within(room(pdu, len), |pdu| {
        while pdu.claimed_left() > 0 {
            element(pdu)?;
        }
        Ok(())
    })
}

/// Reads a length of one byte and so many bytes; nothing is recorded for none.
pub fn short<S: Sink>(pdu: &mut Pdu<'_, S>, length: &'static Field, field: &'static Field) -> Result<(), Short> {
    let len = usize::from(pdu.u8(length)?);
    some(pdu, field, len)
}

/// Reads a length of two bytes and so many bytes; nothing is recorded for none.
pub fn long<S: Sink>(pdu: &mut Pdu<'_, S>, length: &'static Field, field: &'static Field) -> Result<(), Short> {
    let len = usize::from(pdu.u16(length)?);
    some(pdu, field, len)
}

/// Reads `len` bytes, unless there are none.
pub fn some<S: Sink>(pdu: &mut Pdu<'_, S>, field: &'static Field, len: usize) -> Result<(), Short> {
    if len > 0 {
        pdu.bytes(field, len)?;
    }
    Ok(())
}
