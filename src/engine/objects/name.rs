//! A file name for what was transferred: from the header or the URL that came with it, of which nothing is believed.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    bytes::{MediaType, percent, sniff::sniff, text::is_escaped},
    engine::exchanges::told::Told,
};

/// Bytes of a name at most, without its ending.
const LONGEST: usize = 100;
/// Bytes of an ending at most.
const LONGEST_ENDING: usize = 12;

/// Endings of media types, for names that have none.
const ENDINGS: [(&str, &str); 24] = [
    ("application/javascript", "js"),
    ("application/json", "json"),
    ("application/octet-stream", "bin"),
    ("application/pdf", "pdf"),
    ("application/x-javascript", "js"),
    ("application/x-www-form-urlencoded", "txt"),
    ("application/xml", "xml"),
    ("application/zip", "zip"),
    ("audio/mpeg", "mp3"),
    ("font/woff2", "woff2"),
    ("image/gif", "gif"),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/svg+xml", "svg"),
    ("image/webp", "webp"),
    ("image/x-icon", "ico"),
    ("multipart/form-data", "txt"),
    ("text/css", "css"),
    ("text/html", "html"),
    ("text/javascript", "js"),
    ("text/plain", "txt"),
    ("text/xml", "xml"),
    ("video/mp4", "mp4"),
    ("video/x-flv", "flv"),
];

/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// A name for a message's body: by its `Content-Disposition`, else by the last part of the exchange's URL; with an ending that
/// fits its bytes or its media type.
pub fn of(url: &str, told: &Told) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let last = path.rsplit('/').next().unwrap_or_default();
    let disposition = told.value("content-disposition").unwrap_or_default();
    let said = MediaType(disposition.as_bytes()).parameter("filename").filter(|name| !name.is_empty());
    let name = safe(&String::from_utf8_lossy(&percent::decoded(said.unwrap_or(last.as_bytes()))));
    let name = if name.is_empty() { "index".to_owned() } else { name };
    let has_ending = name
        .rsplit_once('.')
        .is_some_and(|(before, ending)| !before.is_empty() && (1..=LONGEST_ENDING).contains(&ending.len()));
    if has_ending { name } else { [&name, ".", ending(told.media(), told.contents())].concat() }
}

/// What names of files with these contents end in.
fn ending(media: &str, contents: &[u8]) -> &'static str {
    let media = MediaType(media.as_bytes());
    let declared = || ENDINGS.iter().find(|(known, _)| media.is(known)).map(|(_, ending)| *ending);
    match sniff(contents).map(|sniffed| sniffed.ending).or_else(declared) {
        Some(ending) => ending,
        None if media.ends_with("+json") => "json",
        None if media.ends_with("xml") => "xml",
        None if !contents.is_empty() && std::str::from_utf8(contents).is_ok() => "txt",
        None => "bin",
    }
}

/// Without anything that leads elsewhere, means something to a system or turns the direction of writing; not a device.
fn safe(name: &str) -> String {
    let is_hostile = |letter: char| is_escaped(letter) || "/\\:*?\"<>|".contains(letter);
    let clean: String = name.chars().map(|letter| if is_hostile(letter) { '_' } else { letter }).collect();
    let clean = clean.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let stem = &stem[..stem.floor_char_boundary(LONGEST)];
    let ending = &ending[..ending.floor_char_boundary(LONGEST_ENDING)];
    let device = clean.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let before = if DEVICES.contains(&device.as_str()) { "_" } else { "" };
    if ending.is_empty() { format!("{before}{stem}") } else { format!("{before}{stem}.{ending}") }
}

/// Names that were given.
#[derive(Debug, Default)]
pub struct Names {
    given: BTreeSet<String>,
    /// How often a name was wanted.
    wanted: BTreeMap<String, u32>,
}

impl Names {
    /// The name, or the name with a number where it was given before: systems differ in whether `A` is `a`.
    pub fn own(&mut self, name: String) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let wanted = self.wanted.entry(name.to_lowercase()).or_insert(0);
        loop {
            *wanted += 1;
            let own = if *wanted == 1 { name.clone() } else { format!("{stem} ({wanted}).{ending}") };
            if self.given.insert(own.to_lowercase()) {
                return own;
            }
        }
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let texts = self.given.iter().chain(self.wanted.keys()).map(String::capacity).sum::<usize>();
        texts + (self.given.len() + self.wanted.len()) * size_of::<(String, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::exchanges::head::Header;

    fn name(url: &str, headers: [&str; 2], body: &[u8]) -> String {
        let names = ["Content-Disposition", "Content-Type"];
        let header = |(name, value): (&str, &str)| Header { name: name.to_owned(), value: value.to_owned() };
        let headers = names.into_iter().zip(headers).filter(|(_, value)| !value.is_empty()).map(header).collect();
        of(url, &Told { headers, body: body.to_vec(), ..Told::default() })
    }

    #[test]
    fn names_come_from_the_header_or_the_url() {
        assert_eq!(name("http://a/b/icon.jpg?x=/y.png", ["", "image/jpeg"], b""), "icon.jpg");
        assert_eq!(name("/%E7%8C%AA.txt", ["", ""], b""), "猪.txt");
        let attached = ["attachment; a; filename=\"report; 1.pdf\"", "application/pdf"];
        assert_eq!(name("/get", attached, b""), "report; 1.pdf");
    }

    #[test]
    fn endings_come_from_the_bytes_or_the_type() {
        assert_eq!(name("http://a", ["", "Text/HTML; charset=utf-8"], b"<p>"), "index.html");
        assert_eq!(name("http://a/api/list", ["", "application/json"], b"[]"), "list.json");
        assert_eq!(name("/list", ["", "application/hal+json"], b"[]"), "list.json");
        assert_eq!(name("/a", ["", "text/plain"], b"\x89PNG\r\n\x1a\n"), "a.png");
        assert_eq!(name("/a", ["", ""], "猪".as_bytes()), "a.txt");
        assert_eq!(name("/a", ["", ""], b"\xff"), "a.bin");
    }

    #[test]
    fn hostile_names_lead_nowhere() {
        let attached = ["attachment; filename=\"../../etc/passwd\"", "text/plain"];
        assert_eq!(name("/", attached, b""), "_.._etc_passwd");
        for (url, safe) in [
            ("/..%2f..%5cboot.ini", "_.._boot.ini"),
            ("/CON.txt", "_CON.txt"),
            ("/LPT1.js", "_LPT1.js"),
            ("/a%E2%80%AEgpj.exe", "a_gpj.exe"),
            ("/x%3Cy%3E%22|:*%3f%00%ad.html", "x_y_______�.html"),
            ("/...", "index.bin"),
        ] {
            assert_eq!(name(url, ["", ""], b""), safe);
        }
        assert!(name(&format!("/{}.js", "猪".repeat(400)), ["", ""], b"").len() <= LONGEST + 3);
    }

    #[test]
    fn each_name_is_given_once() {
        let mut names = Names::default();
        let own: Vec<_> = ["a.txt", "A.txt", "a.txt", "a (2).txt"].map(|name| names.own(name.to_owned())).to_vec();
        assert_eq!(own, ["a.txt", "A (2).txt", "a (3).txt", "a (2) (2).txt"]);
    }
}
