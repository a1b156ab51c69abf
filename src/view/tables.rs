//! Tables of conversations and of their ends: which columns they have, and what stands in the cells.

use crate::{
    engine::request::{By, Kind, Table, TableRow},
    view::{amounts, moments},
};

/// Which table is shown, in which order. Its name in links is that of the command: `conv,tcp,-bytes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableChoice {
    /// The table.
    pub table: Table,
    /// The column that it is sorted by.
    pub by: By,
    /// The greatest first.
    pub descending: bool,
}

/// What conversations may be of, in the order in which one chooses, with their names in links.
pub const KINDS: [(Kind, &str, &str); 5] = [
    (Kind::Ethernet, "eth", "Ethernet"),
    (Kind::Ipv4, "ip", "IPv4"),
    (Kind::Ipv6, "ipv6", "IPv6"),
    (Kind::Tcp, "tcp", "TCP"),
    (Kind::Udp, "udp", "UDP"),
];

/// All columns in order, with their names in links.
const COLUMNS: [(By, &str); 17] = [
    (By::First, "first"),
    (By::FromAddress, "a"),
    (By::FromPort, "aport"),
    (By::ToAddress, "b"),
    (By::ToPort, "bport"),
    (By::Packets, "packets"),
    (By::Bytes, "bytes"),
    (By::PacketsThere, "apackets"),
    (By::BytesThere, "abytes"),
    (By::PacketsBack, "bpackets"),
    (By::BytesBack, "bbytes"),
    (By::Start, "start"),
    (By::Duration, "duration"),
    (By::RateThere, "arate"),
    (By::RateBack, "brate"),
    (By::RoundTrip, "rtt"),
    (By::Losses, "losses"),
];

impl Default for TableChoice {
    fn default() -> Self {
        Self { table: Table::default(), by: By::default(), descending: true }
    }
}

impl TableChoice {
    /// Reads `endpoints,udp,-bytes`; the order may be missing.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(',');
        let endpoints = match parts.next()? {
            "conv" => false,
            "endpoints" => true,
            _ => return None,
        };
        let name = parts.next()?;
        let (kind, ..) = KINDS.into_iter().find(|(_, key, _)| *key == name)?;
        let table = Table { kind, endpoints };
        let Some(order) = parts.next() else { return Some(Self { table, ..Self::default() }) };
        let (descending, name) = order.strip_prefix('-').map_or((false, order), |name| (true, name));
        let (by, _) = COLUMNS.into_iter().find(|(_, key)| *key == name)?;
        (parts.next().is_none() && columns(table).any(|column| column == by)).then_some(Self { table, by, descending })
    }

    /// The choice as it stands in links.
    pub fn text(self) -> String {
        let what = if self.table.endpoints { "endpoints" } else { "conv" };
        let kind = KINDS.into_iter().find(|(kind, ..)| *kind == self.table.kind).map_or("", |(_, key, _)| key);
        if (self.by, self.descending) == (By::default(), true) {
            return format!("{what},{kind}");
        }
        let sign = if self.descending { "-" } else { "" };
        let by = COLUMNS.into_iter().find(|(by, _)| *by == self.by).map_or("", |(_, key)| key);
        format!("{what},{kind},{sign}{by}")
    }

    /// The table's name alone: `conv,tcp`.
    pub fn name(self) -> String {
        Self { table: self.table, ..Self::default() }.text()
    }

    /// The order after a click on the head of a column: what is counted begins with the greatest.
    pub fn sorted_by(self, by: By) -> Self {
        let descending = if self.by == by { !self.descending } else { is_amount(by) };
        Self { by, descending, ..self }
    }

    /// Another table in the same order, as far as it has that column.
    pub fn of(self, table: Table) -> Self {
        let kept = columns(table).any(|column| column == self.by);
        if kept { Self { table, ..self } } else { Self { table, ..Self::default() } }
    }
}

/// Whether its values are amounts.
fn is_amount(by: By) -> bool {
    !matches!(by, By::First | By::FromAddress | By::FromPort | By::ToAddress | By::ToPort | By::Start)
}

/// Whether its cells are numbers, which stand at the right.
pub fn is_numeric(by: By) -> bool {
    !matches!(by, By::FromAddress | By::ToAddress)
}

/// The columns of a table from left to right.
pub fn columns(table: Table) -> impl Iterator<Item = By> + Clone {
    let ports = matches!(table.kind, Kind::Tcp | Kind::Udp);
    let has = move |by: By| match by {
        By::FromPort => ports,
        By::ToPort => ports && !table.endpoints,
        By::First | By::ToAddress | By::Start | By::Duration | By::RateThere | By::RateBack => !table.endpoints,
        By::RoundTrip | By::Losses => table.kind == Kind::Tcp && !table.endpoints,
        _ => true,
    };
    COLUMNS.into_iter().map(|(by, _)| by).filter(move |by| has(*by))
}

/// What stands in a cell; thousands are separated where `separated`.
pub fn cell(row: &TableRow, by: By, separated: bool) -> String {
    let number = |number: u64| if separated { amounts::thousands(number) } else { number.to_string() };
    let rate = |rate: Option<u64>| match rate {
        Some(rate) if separated => amounts::bit_rate(rate as f64),
        rate => rate.map(number).unwrap_or_default(),
    };
    let [from, to] = &row.ends;
    let total = row.there.and(row.back);
    match by {
        // the number of the stream; of what is no stream, the first packet's
        By::First => row.stream.map_or_else(|| number(u64::from(row.first) + 1), |stream| stream.to_string()),
        By::FromAddress => from.0.clone(),
        By::FromPort => from.1.clone(),
        By::ToAddress => to.0.clone(),
        By::ToPort => to.1.clone(),
        By::Packets => number(total.packets),
        By::Bytes => number(total.bytes),
        By::PacketsThere => number(row.there.packets),
        By::BytesThere => number(row.there.bytes),
        By::PacketsBack => number(row.back.packets),
        By::BytesBack => number(row.back.bytes),
        By::Start => seconds(row.start),
        By::Duration => moments::seconds(row.duration, 6),
        By::RateThere => rate(row.rates[0]),
        By::RateBack => rate(row.rates[1]),
        By::RoundTrip => row.round_trip.map(milliseconds).unwrap_or_default(),
        By::Losses => number(row.losses.into()),
    }
}

fn seconds(ns: i64) -> String {
    let sign = if ns < 0 { "-" } else { "" };
    [sign, &moments::seconds(ns.unsigned_abs(), 6)].concat()
}

/// `9.300`
pub fn milliseconds(ns: u64) -> String {
    format!("{}.{:03}", ns / 1_000_000, ns / 1_000 % 1_000)
}

/// A filter that finds the packets of a row: by its stream where it is one, else or with `ports` by its ends. Nothing
/// for ends that are shown by name.
pub fn filter(table: Table, row: &TableRow, ports: bool) -> Option<String> {
    let transport = match table.kind {
        Kind::Tcp => Some("tcp"),
        Kind::Udp => Some("udp"),
        _ => None,
    };
    let ends = row.ends.iter().take(if table.endpoints { 1 } else { 2 });
    let (Some(transport), false) = (transport, table.endpoints) else {
        let tests: Option<Vec<String>> = ends.map(|(address, port)| end(address, port, transport)).collect();
        return Some(tests?.join(" && "));
    };
    let numbers: Vec<u16> = ends.filter_map(|(_, port)| port.parse().ok()).collect();
    match (row.stream, numbers.as_slice()) {
        (Some(stream), numbers) if !ports || numbers.len() < 2 => Some(format!("{transport}.stream == {stream}")),
        (_, [one, other]) => Some(format!("{transport}.port == {one} && {transport}.port == {other}")),
        _ => None,
    }
}

fn end(address: &str, port: &str, transport: Option<&str>) -> Option<String> {
    let key = match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(_)) => "ip.addr",
        Ok(std::net::IpAddr::V6(_)) => "ipv6.addr",
        Err(_) if address.bytes().filter(|byte| *byte == b':').count() == 5 => "eth.addr",
        Err(_) => return None,
    };
    let address = format!("{key} == {address}");
    Some(match transport {
        Some(transport) => format!("{address} && {transport}.port == {}", port.parse::<u16>().ok()?),
        None => address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::Amount;

    #[test]
    fn a_choice_is_read_and_written_back() {
        for link in ["conv,tcp", "endpoints,udp,-bytes", "conv,ip,a", "conv,tcp,-losses", "conv,tcp,packets"] {
            assert_eq!(TableChoice::from_text(link).map(TableChoice::text).as_deref(), Some(link));
        }
        for other in ["", "conv", "conv,sctp", "endpoints,tcp,-rtt", "conv,ip,aport", "conv,tcp,a,b", "tcp"] {
            assert_eq!(TableChoice::from_text(other), None, "{other}");
        }
    }

    #[test]
    fn a_click_sorts_and_another_one_turns_it_round() {
        let by = |choice: TableChoice| (choice.by, choice.descending);
        let choice = TableChoice::default().sorted_by(By::Bytes);
        assert_eq!(by(choice), (By::Bytes, true));
        assert_eq!(by(choice.sorted_by(By::Bytes)), (By::Bytes, false));
        assert_eq!(by(choice.sorted_by(By::FromAddress)), (By::FromAddress, false));
        let ends = choice.sorted_by(By::Losses).of(Table { kind: Kind::Udp, endpoints: true });
        assert_eq!(by(ends), (By::Packets, true));
    }

    #[test]
    fn cells_of_a_row() {
        let ends = [("10.0.0.1".to_owned(), "4000".to_owned()), ("10.0.0.2".to_owned(), "80".to_owned())];
        let (there, back) = (Amount { packets: 1_234, bytes: 99 }, Amount { packets: 1, bytes: 1 });
        let row = TableRow {
            first: 6,
            ends,
            there,
            back,
            start: -1_500_000,
            round_trip: Some(9_300_000),
            ..TableRow::default()
        };
        let text = |by| cell(&row, by, true);
        assert_eq!(
            (text(By::First), text(By::FromPort), text(By::Packets)),
            ("7".into(), "4000".into(), "1,235".into())
        );
        assert_eq!(
            (text(By::Start), text(By::RoundTrip), text(By::RateThere)),
            ("-0.001500".into(), "9.300".into(), String::new())
        );
        assert_eq!(cell(&row, By::Packets, false), "1235");
    }

    #[test]
    fn rows_become_filters() {
        let end = |address: &str, port: &str| (address.to_owned(), port.to_owned());
        let ends = [end("127.0.0.1", "56884"), end("127.0.0.1", "61215")];
        let row = TableRow { stream: Some(3), ends, ..TableRow::default() };
        let of = |kind, endpoints, ports| filter(Table { kind, endpoints }, &row, ports).unwrap();
        assert_eq!(of(Kind::Tcp, false, false), "tcp.stream == 3");
        assert_eq!(of(Kind::Tcp, false, true), "tcp.port == 56884 && tcp.port == 61215");
        assert_eq!(of(Kind::Udp, true, false), "ip.addr == 127.0.0.1 && udp.port == 56884");
        assert_eq!(of(Kind::Ipv4, false, true), "ip.addr == 127.0.0.1 && ip.addr == 127.0.0.1");
        let named =
            TableRow { stream: Some(3), ends: [end("a.example", "http"), end("b", "1")], ..TableRow::default() };
        let of = |kind, ports| filter(Table { kind, endpoints: false }, &named, ports);
        assert_eq!((of(Kind::Tcp, true).as_deref(), of(Kind::Ipv4, true)), (Some("tcp.stream == 3"), None));
    }
}
