//! What packets are sorted by, as bytes that compare as the values do.

use crate::{
    bytes::{
        Address,
        text::{is_plain, write_escaped},
    },
    dissect::{
        field::{Field, Type},
        format,
        known::Known,
        options::Options,
        record::{Record, Value, Wants},
    },
    engine::{
        cells::write_values,
        request::{Settings, TimeFormat},
        rows::time_told,
        tasks::SortBy,
    },
    index::Session,
    query::fields,
};

/// Where a key comes from.
pub enum Keys {
    /// The index alone: numbers that compare as the values do.
    Index(IndexKey),
    /// What a packet's dissection shows.
    Record(RecordKey),
}

/// A column that the index holds.
pub enum IndexKey {
    Number,
    Time(TimeFormat),
    Length,
}

/// A column that is worked out from the packet's bytes.
pub enum RecordKey {
    Source,
    Destination,
    Protocol,
    Info,
    Field(&'static [&'static Field]),
}

impl Keys {
    /// The keys of a column.
    pub fn of(by: &SortBy, settings: &Settings) -> Self {
        match by {
            SortBy::Number => Self::Index(IndexKey::Number),
            SortBy::Time => Self::Index(IndexKey::Time(settings.time)),
            SortBy::Length => Self::Index(IndexKey::Length),
            SortBy::Source => Self::Record(RecordKey::Source),
            SortBy::Destination => Self::Record(RecordKey::Destination),
            SortBy::Protocol => Self::Record(RecordKey::Protocol),
            SortBy::Info => Self::Record(RecordKey::Info),
            SortBy::Field(key) => Self::Record(RecordKey::Field(fields::named(key))),
        }
    }
}

impl IndexKey {
    /// The key of a packet.
    pub fn number(&self, session: &Session, packet: u32, options: &Options) -> u64 {
        let Some(row) = session.packets.get(packet as usize) else { return 0 };
        match self {
            Self::Number => packet.into(),
            Self::Length => row.original.into(),
            Self::Time(format) => {
                let known = Known { session, row, packet, options, bytes: &[], joined: &[], source: 0 };
                // A packet without a time comes before all others.
                row.instant().map_or(0, |_| ordered(time_told(known, *format)))
            }
        }
    }
}

/// Two's complement → a number that compares as it does.
fn ordered(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}

impl RecordKey {
    /// What has to be written down of a packet.
    pub fn wants(&self) -> Wants {
        match self {
            Self::Field(fields) => Wants::fields(*fields, false),
            _ => Wants::Columns,
        }
    }

    /// Appends the key of the packet that `record` holds; `text` is scratch space.
    pub fn write(&self, out: &mut Vec<u8>, text: &mut String, record: &Record, known: Known<'_>) {
        text.clear();
        // Writing to a `String` never fails.
        let _ = match self {
            Self::Source => write_address(text, record.source, known),
            Self::Destination => write_address(text, record.destination, known),
            Self::Info if is_plain(&record.info) => return out.extend_from_slice(record.info.as_bytes()),
            Self::Info => write_escaped(text, &record.info),
            Self::Protocol => return out.extend_from_slice(record.protocol.as_bytes()),
            Self::Field(fields) => {
                if write_plain_values(out, fields, record, known) {
                    return;
                }
                write_values(text, fields, record, known);
                Ok(())
            }
        };
        out.extend_from_slice(text.as_bytes());
    }
}

fn write_address(text: &mut String, address: Address, known: Known<'_>) -> std::fmt::Result {
    std::fmt::Write::write_fmt(text, format_args!("{}", known.address(address)))
}

/// Appends all values of `fields` where each has an order of its own, and says whether that was so.
fn write_plain_values(out: &mut Vec<u8>, fields: &[&'static Field], record: &Record, known: Known<'_>) -> bool {
    let start = out.len();
    for node in record.nodes.iter().filter(|node| fields.iter().any(|field| format::answers(node, field))) {
        match (node.field.kind.values(), node.value) {
            (Type::Text | Type::Label | Type::Protocol, _) | (_, Value::None | Value::Text { .. }) => {
                out.truncate(start);
                return false;
            }
            (Type::Signed | Type::Time | Type::Duration, Value::Number(number)) => {
                out.extend_from_slice(&ordered(number.cast_signed()).to_be_bytes());
            }
            (_, Value::Number(number)) => out.extend_from_slice(&number.to_be_bytes()),
            (_, Value::Address(Address::Ipv4(octets))) => out.extend_from_slice(&octets),
            (_, Value::Address(address)) => out.extend_from_slice(&address.number().to_be_bytes()),
            (_, Value::Span) => out.extend_from_slice(record.bytes_at(known, node.at)),
        }
    }
    true
}
