//! A file name for what was transferred: from the header or the URL that came with it, of which nothing is believed.

use std::collections::{BTreeMap, BTreeSet};

use crate::bytes::percent;

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

/// A name by `Content-Disposition`, else by the URL's last part, with an ending that fits the media type.
pub fn of(url: &str, disposition: &str, media: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let last = path.rsplit('/').next().unwrap_or_default();
    let said = parameter(disposition, "filename").filter(|name| !name.is_empty());
    let name = safe(&String::from_utf8_lossy(&percent::decoded(said.unwrap_or(last).as_bytes())));
    let name = if name.is_empty() { "index".to_owned() } else { name };
    let has_ending = name
        .rsplit_once('.')
        .is_some_and(|(before, ending)| !before.is_empty() && (1..=LONGEST_ENDING).contains(&ending.len()));
    if has_ending {
        return name;
    }
    let ending = ENDINGS.iter().find(|(known, _)| *known == media).map_or("bin", |(_, ending)| ending);
    format!("{name}.{ending}")
}

/// A parameter of a header: `attachment; filename="a.txt"`.
fn parameter<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.split(';').skip(1).find_map(|parameter| {
        let (known, value) = parameter.split_once('=')?;
        known.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
    })
}

/// Without anything that leads elsewhere, means something to a system or turns the direction of writing; not a device.
fn safe(name: &str) -> String {
    let is_hostile = |letter: char| {
        letter.is_control()
            || "/\\:*?\"<>|".contains(letter)
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
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

    #[test]
    fn names_come_from_the_header_or_the_url() {
        assert_eq!(of("http://a/b/icon.jpg?x=/y.png", "", "image/jpeg"), "icon.jpg");
        assert_eq!(of("http://a", "", "text/html"), "index.html");
        assert_eq!(of("http://a/api/list", "", "application/json"), "list.json");
        assert_eq!(of("/%E7%8C%AA.txt", "", ""), "猪.txt");
        assert_eq!(of("/get", "attachment; filename=\"report 1.pdf\"", "application/pdf"), "report 1.pdf");
    }

    #[test]
    fn hostile_names_lead_nowhere() {
        assert_eq!(of("/", "attachment; filename=\"../../etc/passwd\"", "text/plain"), "_.._etc_passwd");
        assert_eq!(of("/..%2f..%5cboot.ini", "", ""), "_.._boot.ini");
        assert_eq!(of("/CON.txt", "", ""), "_CON.txt");
        assert_eq!(of("/a%E2%80%AEgpj.exe", "", ""), "a_gpj.exe");
        assert_eq!(of("/...", "", "text/css"), "index.css");
        assert!(of(&format!("/{}.js", "猪".repeat(400)), "", "").len() <= LONGEST + 3);
    }

    #[test]
    fn each_name_is_given_once() {
        let mut names = Names::default();
        let own: Vec<_> = ["a.txt", "A.txt", "a.txt", "a (2).txt"].map(|name| names.own(name.to_owned())).to_vec();
        assert_eq!(own, ["a.txt", "A (2).txt", "a (3).txt", "a (2) (2).txt"]);
    }
}
