//! What a person types who knows no language for it: an address, a port, a URL, the first line of a request.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::query::{
    capture_filter::mac,
    syntax::{Comparison, Operand, Term, Test},
};

/// What such a text asks; none where it is something else.
pub fn parse(text: &str) -> Option<Test> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return request(text);
    }
    url(text).or_else(|| port(text)).or_else(|| address(text)).or_else(|| end(text))
}

fn equal(key: &str, value: &str) -> Test {
    Test::compare(key, Comparison::Equal, value)
}

fn equal_text(key: &str, value: &str) -> Test {
    let right = Term::Quoted(value.as_bytes().to_vec()).into();
    Test::Relation { quantifier: None, left: Operand::word(key), comparison: Comparison::Equal, right }
}

/// `GET /icon.jpg HTTP/1.1`, the version or not.
fn request(text: &str) -> Option<Test> {
    let mut words = text.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let version_fits = words.next().is_none_or(|version| version.starts_with("HTTP/"));
    let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'));
    if !is_method || !version_fits || words.next().is_some() {
        return None;
    }
    let method = equal_text("http.request.method", method);
    match target.starts_with('/') || target == "*" {
        true => Some(method.and(equal_text("http.request.uri", target))),
        false => Some(method.and(plain_url(target)?)),
    }
}

fn url(text: &str) -> Option<Test> {
    plain_url(text).or_else(|| secret_url(text))
}

/// The part behind a URL's scheme: host and port, path.
fn after<'t>(text: &'t str, schemes: [&str; 2]) -> Option<(&'t str, &'t str)> {
    let (scheme, rest) = text.split_once("://")?;
    if !schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (authority, path) = rest.split_at_checked(rest.find(['/', '?']).unwrap_or(rest.len()))?;
    let host = authority.rsplit('@').next().unwrap_or_default();
    (!host.is_empty()).then_some((host, path))
}

/// What is sent for a URL without encryption: the host as browsers write it, and the path.
fn plain_url(text: &str) -> Option<Test> {
    let (host, path) = after(text, ["http", "ws"])?;
    let host = host.strip_suffix(":80").unwrap_or(host).to_ascii_lowercase();
    let host = equal_text("http.host", &host);
    match path.as_bytes().first() {
        None => Some(host),
        Some(b'/') => Some(host.and(equal_text("http.request.uri", path))),
        Some(_) => Some(host.and(equal_text("http.request.uri", &format!("/{path}")))),
    }
}

/// All that is seen of an encrypted request: the host's name, or its address, to which no name is sent.
fn secret_url(text: &str) -> Option<Test> {
    let (host, _) = after(text, ["https", "wss"])?;
    let is_v6 = host.ends_with(']');
    let (name, number) = match host.rsplit_once(':').filter(|_| !is_v6) {
        Some((name, number)) => (name, self::number(number)?),
        None => (host, 443),
    };
    let at_port = |test: Test| test.and(equal("tcp.port", &number.to_string()));
    match address(name.trim_matches(['[', ']'])) {
        Some(address) => Some(at_port(address)),
        None => {
            let named = equal_text("tls.handshake.extensions_server_name", &name.to_ascii_lowercase());
            Some(if number == 443 { named } else { at_port(named) })
        }
    }
}

/// `8080` or `:8080`.
fn port(text: &str) -> Option<Test> {
    let digits = text.strip_prefix(':').unwrap_or(text);
    let number = number(digits)?;
    let of = |key| equal(key, &number.to_string());
    Some(of("tcp.port").or(of("udp.port")))
}

/// A number without a sign.
fn number(digits: &str) -> Option<u16> {
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An address of a host, of a network or of a station.
fn address(text: &str) -> Option<Test> {
    let (host, prefix) = text.split_once('/').map_or((text, None), |(host, prefix)| (host, Some(prefix)));
    let bits = prefix.map_or(Some(0), number)?;
    if host.parse::<Ipv4Addr>().is_ok() && bits <= 32 {
        return Some(equal("ip.addr", text));
    }
    if host.parse::<Ipv6Addr>().is_ok() && bits <= 128 {
        return Some(equal("ipv6.addr", text));
    }
    mac(text).map(|mac| equal("eth.addr", &mac))
}

/// `10.0.0.1:8080` or `[::1]:8080`.
fn end(text: &str) -> Option<Test> {
    let (host, number) = text.rsplit_once(':')?;
    let host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(host) => host.parse::<Ipv6Addr>().is_ok().then_some(host)?,
        None => host.parse::<Ipv4Addr>().is_ok().then_some(host)?,
    };
    Some(address(host)?.and(port(number)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parser as display;

    #[track_caller]
    fn means(text: &str, expected: &str) {
        let test = parse(text).unwrap_or_else(|| panic!("{text} means nothing"));
        assert_eq!(test.to_string(), expected, "{text}");
        assert_eq!(display::parse(expected).unwrap(), Some(test), "{text}");
    }

    #[test]
    fn addresses() {
        means(" 10.0.0.1 ", "ip.addr == 10.0.0.1");
        means("10.0.0.0/8", "ip.addr == 10.0.0.0/8");
        means("fe80::/10", "ipv6.addr == fe80::/10");
        means("::1", "ipv6.addr == ::1");
        means("00-0C-29-01-02-03", "eth.addr == 00:0c:29:01:02:03");
    }

    #[test]
    fn ports_and_ends() {
        means("8080", "tcp.port == 8080 || udp.port == 8080");
        means(":8080", "tcp.port == 8080 || udp.port == 8080");
        means("10.0.0.1:8080", "ip.addr == 10.0.0.1 && (tcp.port == 8080 || udp.port == 8080)");
        means("[::1]:53", "ipv6.addr == ::1 && (tcp.port == 53 || udp.port == 53)");
    }

    #[test]
    fn urls() {
        means("http://host/path?x", r#"http.host == "host" && http.request.uri == "/path?x""#);
        means("HTTP://me@Example.com:80#top", r#"http.host == "example.com""#);
        means("ws://localhost:8080?a", r#"http.host == "localhost:8080" && http.request.uri == "/?a""#);
        means("https://example.com/secret", r#"tls.handshake.extensions_server_name == "example.com""#);
        means(
            "https://example.com:8443/",
            r#"tls.handshake.extensions_server_name == "example.com" && tcp.port == 8443"#,
        );
        means("https://10.0.0.1/", "ip.addr == 10.0.0.1 && tcp.port == 443");
        means("https://[::1]", "ipv6.addr == ::1 && tcp.port == 443");
        means(r#"http://h/"\"#, r#"http.host == "h" && http.request.uri == "/\"\\""#);
    }

    #[test]
    fn first_lines_of_requests() {
        let icon = r#"http.request.method == "GET" && http.request.uri == "/icon.jpg""#;
        means("GET /icon.jpg", icon);
        means("GET  /icon.jpg HTTP/1.1", icon);
        means("M-SEARCH *", r#"http.request.method == "M-SEARCH" && http.request.uri == "*""#);
        means("GET http://h/x", r#"http.request.method == "GET" && (http.host == "h" && http.request.uri == "/x")"#);
    }

    #[test]
    fn nothing_else() {
        for text in [
            "",
            "tcp",
            "GET",
            "GET icon.jpg",
            "tcp /x",
            "GET /a b",
            "80 443",
            "70000",
            "+80",
            "999.1.1.1",
            "10.0.0.0/33",
            "10.0.0.1:",
            "10.0.0.1:70000",
            "::g",
            "http://",
            "http:///x",
            "ftp://host/",
            "00:11:22:33:44",
            "https://h:x",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_is_too_odd() {
        let letters: Vec<char> = "0189af.:/?#[]@-% GET\thtps\"\\猪".chars().collect();
        let mut state = 88_172_645_463_325_252_u64;
        for _ in 0..100_000 {
            let mut text = String::new();
            for _ in 0..state % 16 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.push(letters[(state >> 16) as usize % letters.len()]);
            }
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            if let Some(test) = parse(&text) {
                assert_eq!(display::parse(&test.to_string()).unwrap(), Some(test), "{text}");
            }
        }
    }
}
