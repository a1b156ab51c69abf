//! In which language an expression was meant, and what it says in the others.

use serde::{Deserialize, Serialize};

use crate::query::{bare, capture_filter, capture_form, mistake::Mistake, parser, remedy::remedy, syntax::Test};

/// Languages in which packets are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialect {
    /// Wireshark's.
    Display,
    /// tcpdump's.
    Capture,
    /// None at all: an address, a port, a URL or the first line of a request.
    Bare,
}

/// An expression that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// What it asks; nothing where it is empty.
    pub test: Option<Test>,
    /// The language it is written in.
    pub dialect: Dialect,
    /// The same as a display filter.
    pub display: String,
    /// The same as a capture filter, where there is one.
    pub capture: Option<String>,
}

/// What `text` asks in the first language in which it makes sense to `check`, display filters before all others;
/// what is wrong with it in the language that it looks like, otherwise.
pub fn understand(text: &str, check: impl Fn(&Test) -> Result<(), Mistake>) -> Result<Understood, Mistake> {
    first_that_fits(text, &check).map_err(|mistake| {
        let instead = remedy(text, &mistake, |meant| first_that_fits(meant, &check).is_ok());
        Mistake { instead, ..mistake }
    })
}

fn first_that_fits(text: &str, check: impl Fn(&Test) -> Result<(), Mistake>) -> Result<Understood, Mistake> {
    let checked = |test: Test| check(&test).map(|()| test);
    let mistake = match parser::parse(text).and_then(|test| test.map(checked).transpose()) {
        Ok(test) => {
            let display = test.as_ref().map_or_else(String::new, Test::to_string);
            let capture = test.as_ref().and_then(capture_form::written);
            return Ok(Understood { test, dialect: Dialect::Display, display, capture });
        }
        Err(mistake) => mistake,
    };
    if let Some(test) = bare::parse(text).and_then(|test| checked(test).ok()) {
        return Ok(Understood {
            dialect: Dialect::Bare,
            display: test.to_string(),
            capture: capture_form::written(&test),
            test: Some(test),
        });
    }
    match capture_filter::parse(text).and_then(checked) {
        Ok(test) => Ok(Understood {
            dialect: Dialect::Capture,
            display: test.to_string(),
            capture: Some(capture_form::written(&test).unwrap_or_else(|| text.trim().to_owned())),
            test: Some(test),
        }),
        Err(other) if capture_filter::looks_like_one(text) => Err(other),
        Err(_) => Err(mistake),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{check, mistake::What};

    fn understood(text: &str) -> Result<Understood, Mistake> {
        understand(text, |test| check::check(test, &|_| Vec::new()).map(|_| ()))
    }

    #[track_caller]
    fn is(text: &str, dialect: Dialect, display: &str, capture: Option<&str>) {
        let understood = understood(text).unwrap_or_else(|mistake| panic!("{text}: {mistake:?}"));
        let Understood { dialect: in_dialect, display: shown, capture: form, .. } = &understood;
        assert_eq!((*in_dialect, shown.as_str(), form.as_deref()), (dialect, display, capture), "{text}");
    }

    #[test]
    fn display_filters_come_first() {
        is("tcp.port eq 80", Dialect::Display, "tcp.port == 80", Some("tcp port 80"));
        is("tcp[13] & 2 != 0", Dialect::Display, "tcp[13] & 2 != 0", None);
        is("tcp", Dialect::Display, "tcp", Some("tcp"));
        is(" ", Dialect::Display, "", None);
        assert_eq!(understood("").unwrap().test, None);
    }

    #[test]
    fn a_145_a_capture_filter_in_the_display_filters_place() {
        is(
            "host 127.0.0.1 and port 8080",
            Dialect::Capture,
            "ip.addr == 127.0.0.1 && (tcp.port == 8080 || udp.port == 8080)",
            Some("host 127.0.0.1 and port 8080"),
        );
        is("tcp[2:2] = 80", Dialect::Capture, "tcp.dstport == 80", Some("tcp dst port 80"));
        is(
            "tcp[tcpflags] & tcp–syn != 0",
            Dialect::Capture,
            "tcp.flags.syn == 1",
            Some("tcp[tcpflags] & tcp-syn != 0"),
        );
        is("len - 4 > 60", Dialect::Capture, "frame.len - 4 > 60", Some("len - 4 > 60"));
    }

    #[test]
    fn no_language_is_one_too() {
        is(
            "10.0.0.1:8080",
            Dialect::Bare,
            "ip.addr == 10.0.0.1 && (tcp.port == 8080 || udp.port == 8080)",
            Some("host 10.0.0.1 and port 8080"),
        );
        is("GET /", Dialect::Bare, "http.request.method == \"GET\" && http.request.uri == \"/\"", None);
    }

    #[test]
    fn mistakes_are_those_of_the_language_that_was_meant() {
        let wrong = |text: &str| understood(text).unwrap_err().what;
        assert_eq!(wrong("tcp.port = 80"), What::SingleEqual);
        assert_eq!(wrong("tcp udp"), What::Unexpected("udp".into()));
        assert_eq!(wrong("host example.com"), What::HostName("example.com".into()));
        assert_eq!(wrong("tcp and port"), What::Unfinished);
        let unknown = |text: &str, mistake: What| {
            assert!(matches!(mistake, What::UnknownName(name, _) if name == text), "{text}");
        };
        unknown("sctp.port", wrong("sctp port 80 and icmp"));
        unknown("nothing", wrong("nothing"));
        unknown("GET", wrong("GET"));
    }

    /// What Wireshark refuses, and nobody else understands.
    #[test]
    fn other_languages_do_not_excuse_mistakes() {
        for text in [
            "tcp.port in {80 443}",
            "tcp.flags.fin == true",
            "tcp xor",
            "tcp.port = = 80",
            "tcp.port = 80",
            "ip.addr == 999.1.1.1",
            "ip.addr == 10.0.0.0/33",
            "tcp.port == 70000",
            "tcp.port == \"http\" and",
            "and tcp",
            "(tcp and udp",
            "tcp and udp)",
            "tcp udp",
            "not",
            "tcp.nosuchfield == 1",
            "http.request.method == GET && (",
            "tcp.port in {80, 443",
            "tcp.port in 80",
            "frame.len > \"abc\"",
            "eth.src == 00:11:22:33:44",
            "eth.src[0:3] == 00:11:22:33:44:55:66:77:zz",
            "http.host matches \"(\"",
            "frame contains",
            "http.host matches",
            "tcp.flags.syn == 1 &&& tcp",
            "\"unterminated",
            "len(tcp.port, tcp.len) > 1",
            "nosuchfunc(tcp.port) == 1",
            "lower(tcp.port) == \"80\"",
            "tcp[13] & 2 != 0 or",
            "ip.src == ff:ff:ff:ff:ff:ff",
            "tcp.port == 80;",
            "frame.number == 1.5",
            "dns.qry.type == A AAAA",
            "ip.addr == 10.0.0.1 10.0.0.2",
            "=",
            "==",
            "GET",
            "nothing",
        ] {
            assert!(understood(text).is_err(), "{text}");
        }
    }
}
