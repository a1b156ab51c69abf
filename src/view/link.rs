//! Addresses of captures as people write them.

use crate::bytes::percent;

/// A file on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The whole address, with its scheme and without a fragment.
    pub address: String,
    /// The server, with its port where one is named.
    pub host: String,
    /// What the file is called: the last part of the path, or the server where there is none.
    pub name: String,
}

impl Link {
    /// Reads an address of http or https; one without a scheme is taken for https. Names and passwords are left out, they
    /// would not be sent.
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None if is_local(host_of(text)) => ("http".to_owned(), text),
            None => ("https".to_owned(), text),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let place = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(place)?;
        // only these letters are the same in both cases (RFC 4343); browsers see to the others
        let host = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        let known = scheme == "http" || scheme == "https";
        let spaced = path.chars().any(char::is_whitespace);
        if !known || spaced || !is_host(&host) || (!text.contains("://") && !host.contains(['.', ':', 'l'])) {
            return None;
        }
        let last = path.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let name = Some(file_name(last)).filter(|name| !name.is_empty()).unwrap_or_else(|| host.clone());
        let slash = if path.starts_with('/') { "" } else { "/" };
        Some(Self { address: format!("{scheme}://{host}{slash}{path}"), host, name })
    }

    /// Whether browsers refuse it to a page that came by https: it is http, and not of this computer.
    pub fn is_mixed_content(&self) -> bool {
        self.address.starts_with("http:") && !is_local(&self.host)
    }

    /// Where the file itself lies when this is GitHub's page about it.
    pub fn raw_on_github(&self) -> Option<String> {
        let path = self.address.strip_prefix("https://github.com/")?.split('?').next()?;
        let mut parts = path.splitn(4, '/');
        let (owner, repository, kind, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        matches!(kind, "blob" | "raw").then(|| format!("https://raw.githubusercontent.com/{owner}/{repository}/{rest}"))
    }
}

fn host_of(text: &str) -> &str {
    text.split(['/', '?', '#']).next().unwrap_or_default()
}

fn is_local(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name);
    name == "localhost" || name.ends_with(".localhost") || name.starts_with("127.") || name == "[::1]"
}

fn is_host(host: &str) -> bool {
    // The browser knows better which characters of other languages can stand there.
    let is_letter = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric();
    let is_allowed = |c: char| is_letter(c) || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    host.chars().any(is_letter) && host.chars().all(is_allowed) && !host.starts_with(['.', ':'])
}

/// The last part of a path as text: `%E6%8A%93.pcap` is `抓.pcap`; what would be no part of a file's name is left out.
fn file_name(part: &str) -> String {
    let bytes = percent::decoded(part.as_bytes());
    let text = String::from_utf8_lossy(&bytes);
    text.chars().filter(|c| !c.is_control() && !matches!(c, '/' | '\\')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(text: &str) -> Option<(String, String, String)> {
        Link::from_text(text).map(|link| (link.address, link.host, link.name))
    }

    fn some(address: &str, host: &str, name: &str) -> Option<(String, String, String)> {
        Some((address.into(), host.into(), name.into()))
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let https = some("https://example.edu/labs/tcp-3.pcapng", "example.edu", "tcp-3.pcapng");
        assert_eq!(link(" https://example.edu/labs/tcp-3.pcapng#packet=3\n"), https);
        assert_eq!(link("example.edu/labs/tcp-3.pcapng"), https);
        assert_eq!(link("HTTPS://me:secret@Example.edu/labs/tcp-3.pcapng"), https);
        assert_eq!(link("localhost:8000/a.pcap"), some("http://localhost:8000/a.pcap", "localhost:8000", "a.pcap"));
        assert_eq!(link("http://[::1]:80/a"), some("http://[::1]:80/a", "[::1]:80", "a"));
        assert_eq!(link("https://example.edu"), some("https://example.edu/", "example.edu", "example.edu"));
        assert_eq!(
            link("https://example.edu/get/%E6%8A%93%2F%00.pcap?key=a/b"),
            some("https://example.edu/get/%E6%8A%93%2F%00.pcap?key=a/b", "example.edu", "抓.pcap")
        );
        assert_eq!(link("https://example.edu/100%").map(|link| link.2), Some("100%".into()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "capture",
            "ftp://example.edu/a",
            "file:///tmp/a.pcap",
            "https://",
            "https:///a",
            "a b.c/d",
            "javascript:alert(1)",
            "https://ex ample.edu/",
            "example.edu/a b",
        ] {
            assert_eq!(link(text), None, "{text}");
        }
    }

    #[test]
    fn this_computer_is_not_mixed_content() {
        let mixed = |text| Link::from_text(text).is_some_and(|link| link.is_mixed_content());
        assert!(mixed("http://example.edu/a") && !mixed("https://example.edu/a"));
        assert!(!mixed("http://localhost:80/a") && !mixed("http://127.0.0.1/a") && !mixed("http://[::1]/a"));
        assert!(mixed("http://localhost.example.edu/a"));
    }

    #[test]
    fn the_file_behind_a_page_of_github_is_known() {
        let raw = |text| Link::from_text(text).and_then(|link| link.raw_on_github());
        let file = Some("https://raw.githubusercontent.com/o/r/main/a/b.pcap".into());
        assert_eq!(raw("https://github.com/o/r/blob/main/a/b.pcap?raw=true"), file);
        assert_eq!(raw("https://github.com/o/r/raw/main/a/b.pcap"), file);
        assert_eq!(raw("https://github.com/o/r/issues/3"), None);
        assert_eq!(raw("https://example.edu/o/r/blob/main/a"), None);
    }
}
