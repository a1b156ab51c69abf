//! A picture of every screen, in both languages and both themes, at three sizes: made anew in every run, below
//! `target/pictures`. `tests/pictures` holds those that somebody has looked at; `UPDATE=1` writes them there.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};

use crate::{
    captures::{Files, sample},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[("pictures::every_screen_has_its_picture", every_screen_has_its_picture)];

/// Language and theme, each language in each theme at one size.
const DRESSES: [(&str, &str); 2] = [("en", "light"), ("zh", "dark")];
/// Keys and what they open.
const SHEETS: [(&str, &str); 7] = [
    ("F10", "menu"),
    ("Ctrl+k", "palette"),
    ("?", "keys"),
    ("c", "copy-sheet"),
    ("Ctrl+s", "save-sheet"),
    ("Ctrl+Alt+c", "comment-sheet"),
    ("Alt+l", "link-sheet"),
];
const SIZES: [(u32, u32); 3] = [(1280, 800), (1920, 1080), (390, 844)];

/// Takes pictures of one size and dress, and remembers their names.
struct Album<'a> {
    folder: PathBuf,
    dress: String,
    names: &'a mut BTreeSet<String>,
}

impl Album<'_> {
    fn take(&mut self, tab: &mut Tab, screen: &str) -> Result<()> {
        let name = format!("{screen}-{}.webp", self.dress);
        // a cursor that blinks is in one picture and not in the next
        tab.eval("document.fonts.ready.then(() => true)")?;
        tab.picture(&self.folder.join(&name))?;
        self.names.insert(name);
        Ok(())
    }
}

fn every_screen_has_its_picture(tab: &mut Tab) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("tests/pictures");
    let update = std::env::var_os("UPDATE").is_some();
    let folder = if update { kept.clone() } else { root.join("target/pictures") };
    std::fs::create_dir_all(&folder)?;
    let files = Files::new()?;
    let mut names = BTreeSet::new();
    for (width, height) in SIZES {
        tab.size(width, height)?;
        for (lang, theme) in DRESSES {
            let dress = format!("{lang}-{theme}-{width}x{height}");
            let mut album = Album { folder: folder.clone(), dress, names: &mut names };
            screens(tab, &files, &mut album, &format!("lang={lang}&theme={theme}"), width)?;
        }
    }
    let there: BTreeSet<String> =
        std::fs::read_dir(&kept)?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    ensure!(there == names, "tests/pictures and the screens differ: {:?}", there.symmetric_difference(&names));
    Ok(())
}

fn screens(tab: &mut Tab, files: &Files, album: &mut Album, choices: &str, width: u32) -> Result<()> {
    let (phone, wide) = (width < 640, width > 1600);
    tab.load(&format!("#{choices}"))?;
    album.take(tab, "welcome")?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with(&format!("#packet=6&field=tcp.flags&{choices}"), &capture)?;
    if phone {
        album.take(tab, "list")?;
        tab.click("#packet-6")?;
    }
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    album.take(tab, "packet")?;
    if phone {
        tab.click(".tab:nth-child(2)")?;
        tab.wait("!!document.querySelector('.hex-digits .lit')")?;
        album.take(tab, "bytes")?;
    }
    let sheets = if wide { &[][..] } else { &SHEETS[..] };
    for (key, sheet) in sheets {
        tab.press(key)?;
        tab.wait(&format!("!!document.querySelector('dialog.{sheet}[open]')"))?;
        album.take(tab, sheet)?;
        tab.press("Escape")?;
        tab.wait("!document.querySelector('dialog')")?;
    }
    for (key, view, there) in [
        ("2", "exchanges", ".exchanges .table-rows .waterfall"),
        ("3", "conversations", "[data-table] .table-rows .table-row"),
        ("4", "stream", ".stream-rows .stream-row"),
        ("5", "flow", ".ladder .rung"),
        ("6", "findings", ".finding.packet .finding-info"),
        ("8", "objects", ".objects #object-1"),
    ] {
        tab.press(key)?;
        tab.wait(&format!("!!document.querySelector('{there}')"))?;
        album.take(tab, view)?;
    }
    tab.press("7")?;
    tab.wait("!!document.querySelector('.file-view dl') && !document.querySelector('.file-view progress')")?;
    album.take(tab, "file")?;
    if wide {
        return Ok(());
    }
    let cut = files.file("exam-room-3.pcap", sample("page-load.pcap")?.get(..1_507_540).unwrap_or_default())?;
    tab.load_with(&format!("#{choices}"), &cut)?;
    tab.wait("!!document.querySelector('.strip')")?;
    album.take(tab, "cut-short")?;
    let foreign = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdd\xfc\x957f\x01 ... [Content_Types].xml";
    tab.load(&format!("#{choices}"))?;
    tab.choose(&files.file("report-final.docx", foreign)?)?;
    tab.wait("!!document.querySelector('.trouble-bytes')")?;
    album.take(tab, "not-a-capture")
}
