//! The list of exchanges: which columns it has, what stands in the cells, and how an exchange's time is divided.

use crate::{
    bytes::percent,
    engine::{
        exchanges::{By, Choice, ExchangeRow, Interval, Kind},
        followed::StreamName,
    },
    index::flows::Transport,
    view::{amounts, tables::milliseconds},
};

/// All columns from left to right, with their names in links.
pub const COLUMNS: [(By, &str); 9] = [
    (By::Number, "first"),
    (By::Method, "method"),
    (By::Url, "url"),
    (By::Status, "status"),
    (By::Media, "type"),
    (By::Body, "body"),
    (By::Wire, "wire"),
    (By::Time, "time"),
    (By::Stream, "stream"),
];

/// What exchanges may be, with their names in links and everywhere else.
pub const KINDS: [(Kind, &str, &str); 3] =
    [(Kind::Http, "http", "HTTP"), (Kind::WebSocket, "websocket", "WebSocket"), (Kind::Dns, "dns", "DNS")];

/// A choice as it stands in links: `http,-time,icon`; empty for all in the order in which they began.
pub fn name(choice: &Choice) -> String {
    let kind = KINDS.into_iter().find(|(kind, ..)| Some(*kind) == choice.kind).map_or("", |(_, key, _)| key);
    let by = COLUMNS.into_iter().find(|(by, _)| *by == choice.by).map_or("", |(_, key)| key);
    let sign = if choice.descending { "-" } else { "" };
    match (choice.by == By::Number && !choice.descending, choice.text.is_empty()) {
        (true, true) => kind.to_owned(),
        (_, true) => [kind, ",", sign, by].concat(),
        (_, false) => [kind, ",", sign, by, ",", &percent::encoded(&choice.text)].concat(),
    }
}

/// Reads what [`name`] writes.
pub fn from_name(name: &str) -> Option<Choice> {
    let mut parts = name.splitn(3, ',');
    let kind = match parts.next()? {
        "" => None,
        kind => Some(KINDS.into_iter().find(|(_, key, _)| *key == kind)?.0),
    };
    let order = parts.next().unwrap_or("first");
    let (descending, by) = order.strip_prefix('-').map_or((false, order), |by| (true, by));
    let (by, _) = COLUMNS.into_iter().find(|(_, key)| *key == by)?;
    let text = String::from_utf8(percent::decoded(parts.next().unwrap_or_default().as_bytes())).ok()?;
    Some(Choice { kind, by, descending, text, listed: false })
}

/// The order after a click on the head of a column: what is counted begins with the greatest.
pub fn sorted_by(choice: &Choice, by: By) -> Choice {
    let amount = matches!(by, By::Body | By::Wire | By::Time);
    Choice { by, descending: if choice.by == by { !choice.descending } else { amount }, ..choice.clone() }
}

/// Whether its cells are numbers, which stand at the right.
pub fn is_numeric(by: By) -> bool {
    matches!(by, By::Number | By::Body | By::Wire | By::Time)
}

/// What stands in a cell; thousands are separated where `separated`.
pub fn cell(row: &ExchangeRow, by: By, separated: bool) -> String {
    let number = |number: u64| if separated { amounts::thousands(number) } else { number.to_string() };
    match by {
        By::Number => number(u64::from(row.number) + 1),
        By::Method => row.method.clone(),
        By::Url => row.url.clone(),
        By::Status => match row.status {
            // DNS's words say more than its numbers
            Some(_) if row.kind == Kind::Dns => row.phrase.clone(),
            Some(status) if row.phrase.is_empty() => status.to_string(),
            Some(status) => [status.to_string().as_str(), " ", &row.phrase].concat(),
            None => String::new(),
        },
        By::Media => row.media.clone(),
        By::Body => row.response.map(|_| number(row.body())).unwrap_or_default(),
        By::Wire => Some(row.wire()).filter(|bytes| *bytes > 0).map(number).unwrap_or_default(),
        By::Time => row.times.total().map(milliseconds).unwrap_or_default(),
        By::Stream => row.stream.map(stream).unwrap_or_default(),
    }
}

/// `tcp 3`
pub fn stream(name: StreamName) -> String {
    let transport = if name.transport == Transport::Tcp { "tcp" } else { "udp" };
    [transport, " ", &name.number.to_string()].concat()
}

/// A URL for a narrow place: without `http://`, and cut in the middle, so that the file's name stays.
pub fn short(url: &str, most: usize) -> String {
    let url = url.strip_prefix("http://").unwrap_or(url);
    let count = url.chars().count();
    if count <= most || most < 8 {
        return url.to_owned();
    }
    let end = (most / 2).min(most - 4);
    let begin = most - end - 1;
    let chars = |skip: usize, take: usize| url.chars().skip(skip).take(take);
    chars(0, begin).chain(['…']).chain(chars(count - end, end)).collect()
}

/// What passes while an exchange takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The host's name is asked for.
    Names,
    /// The connection is opened.
    Connect,
    /// The request is sent.
    Send,
    /// The server works on it.
    Wait,
    /// The response comes.
    Receive,
}

impl Phase {
    /// All, in the order in which they pass.
    pub const ALL: [Self; 5] = [Self::Names, Self::Connect, Self::Send, Self::Wait, Self::Receive];

    /// Its name in classes and in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Names => "dns",
            Self::Connect => "connect",
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Receive => "receive",
        }
    }
}

/// From when to when each phase lasts, as far as it is in the capture.
pub fn phases(row: &ExchangeRow) -> impl Iterator<Item = (Phase, Interval)> {
    let times = row.times;
    let wait = times.request.zip(times.response).filter(|(request, response)| request.1 <= response.0);
    let all = [
        times.names,
        times.connect,
        times.request,
        wait.map(|(request, response)| (request.1, response.0)),
        times.response,
    ];
    Phase::ALL.into_iter().zip(all).filter_map(|(phase, interval)| Some((phase, interval?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::exchanges::{Size, Times};

    #[test]
    fn a_choice_is_read_and_written_back() {
        for link in ["", "http", "dns,-time", "websocket,url", ",-wire", ",-first", ",first,a%2Cb%25%E7%8C%AA"] {
            assert_eq!(from_name(link).map(|choice| name(&choice)).as_deref(), Some(link));
        }
        for other in ["ftp", "http,", "http,size", "http,-", "dns,url,%ff"] {
            assert_eq!(from_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_click_sorts_and_another_one_turns_it_round() {
        let sorted = sorted_by(&Choice::default(), By::Time);
        assert_eq!((sorted.by, sorted.descending), (By::Time, true));
        assert!(!sorted_by(&sorted, By::Time).descending && !sorted_by(&sorted, By::Url).descending);
    }

    #[test]
    fn a_url_is_cut_in_the_middle() {
        assert_eq!(short("http://example.com/a/b.js", 30), "example.com/a/b.js");
        assert_eq!(short("http://example.com/a/long/way/b.js", 15), "example…ay/b.js");
        assert_eq!(short("http://猪猪猪猪猪猪猪猪猪猪/b.js", 10), "猪猪猪猪…/b.js");
    }

    #[test]
    fn cells_of_a_row() {
        let row = ExchangeRow {
            status: Some(404),
            phrase: "Not Found".into(),
            request: Some((1, 1)),
            response: Some((2, 2)),
            sizes: [Some(Size { head: 100, body: 0 }), Some(Size { head: 200, body: 12_345 })],
            times: Times { request: Some((1_000, 2_000)), response: Some((5_000_000, 9_001_000)), ..Times::default() },
            ..ExchangeRow::default()
        };
        let text = |by| cell(&row, by, true);
        assert_eq!([text(By::Number), text(By::Status)], ["1", "404 Not Found"]);
        assert_eq!([text(By::Body), text(By::Wire), text(By::Time)], ["12,345", "12,545", "9.000"]);
        let divided: Vec<_> = phases(&row).map(|(phase, (begin, end))| (phase.key(), end - begin)).collect();
        assert_eq!(divided, [("send", 1_000), ("wait", 4_998_000), ("receive", 4_001_000)]);
    }
}
