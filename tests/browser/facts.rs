//! The file as a whole: what its view says is what capinfos says.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("facts::of_a_pcap_are_those_of_capinfos", of_a_pcap_are_those_of_capinfos),
    ("facts::of_a_pcapng_name_interfaces_and_makers", of_a_pcapng_name_interfaces_and_makers),
    ("facts::name_damage_and_its_place", name_damage_and_its_place),
    ("facts::fit_a_phone", fit_a_phone),
];

/// What stands beside a label.
fn fact(tab: &mut Tab, label: &str) -> Result<String> {
    tab.text(&format!(
        "[...document.querySelectorAll('.file-view dl > div')].find(line => line.firstChild.innerText == {label:?})\
         ?.lastChild.innerText.trim() ?? 'nothing'"
    ))
}

fn of_a_pcap_are_those_of_capinfos(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.call("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Shanghai" }))?;
    tab.load_with("", &capture)?;
    tab.press("7")?;
    tab.wait("location.hash.includes('view=file')")?;
    let sha = "11bff34031c661b76306437383deaa46f05da0d3af6be98c19b05486952fcf73";
    tab.wait_text(".file-view .digest", sha)?;
    for (label, text) in [
        ("Format", "pcap, microseconds"),
        ("Size", "4,209,389 bytes (4.2 MB)"),
        ("Packets", "211"),
        ("Duration", "5.133986 s"),
        ("On the wire", "4,205,989 bytes (4.2 MB)"),
        ("Average packet size", "19,934 bytes"),
        ("Average packet rate", "41.1 packets/s"),
        ("Average data rate", "819,244 bytes/s"),
        ("Average bit rate", "6.6 Mbit/s"),
        ("Compression", "nothing"),
        ("Cut while capturing", "nothing"),
        ("Damage", "nothing"),
    ] {
        let shown = fact(tab, label)?;
        ensure!(shown == text, "{label}: {shown}");
    }
    for (label, local, utc) in [
        ("First packet", "2023-10-24 22:46:40.703783 +08:00", "2023-10-24 14:46:40.703783 UTC"),
        ("Last packet", "2023-10-24 22:46:45.837769 +08:00", "2023-10-24 14:46:45.837769 UTC"),
    ] {
        let shown = fact(tab, label)?;
        ensure!(shown.starts_with(local) && shown.ends_with(utc), "{label}: {shown}");
    }
    let table = tab.text_of(".interfaces")?;
    ensure!(table.contains("NULL/Loopback") && table.contains("262,144") && table.contains("211"), "{table}");
    tab.click(".language")?;
    tab.wait_text(".file-view", "平均分组速率")?;
    tab.wait_text(".file-view .digest", sha)
}

fn of_a_pcapng_name_interfaces_and_makers(tab: &mut Tab) -> Result<()> {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/frame/interfaces_and_comments.pcapng");
    tab.load("#view=file")?;
    tab.drop_file(&capture)?;
    tab.wait_text(".file-view .digest", "294423ea1d8f4122c37a934969d6af6329c191c35f8c2e23aa78feed88504239")?;
    for (label, text) in [
        ("Format", "pcapng"),
        ("Size", "608 bytes"),
        // capinfos counts 4: the custom block has a row of its own, here and in Wireshark's list
        ("Packets", "5"),
        ("Application", "by hand"),
        ("Time order", "Some packets are older than those before them"),
        ("Names of addresses", "1"),
    ] {
        let shown = fact(tab, label)?;
        ensure!(shown == text, "{label}: {shown}");
    }
    // the digits of the finest clock are kept
    let first = fact(tab, "First packet")?;
    ensure!(first.contains("2025-12-31 23:59:59.999993"), "{first}");
    let last = fact(tab, "Last packet")?;
    ensure!(last.contains("2026-01-01 01:00:00.123456789"), "{last}");
    let rows =
        tab.text("[...document.querySelectorAll('.interfaces tbody tr')].map(row => row.innerText).join('|')")?;
    let (first, second) = rows.split_once('|').unwrap_or_default();
    for part in ["eth0", "Wired", "Ethernet", "2", "262,144"] {
        ensure!(first.contains(part), "{part} in {first}");
    }
    for part in ["line", "break", "Raw IP", "unlimited", "made for a test"] {
        ensure!(second.contains(part), "{part} in {second:?}");
    }
    Ok(())
}

fn name_damage_and_its_place(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let whole = crate::captures::sample("live-video.pcap")?;
    let cut = files.file("cut.pcap", whole.get(..whole.len() - 100).unwrap_or_default())?;
    tab.load("#view=file&lang=zh")?;
    tab.drop_file(&cut)?;
    tab.wait_text(".file-view", "此文件不完整。")?;
    tab.wait_text(".file-view", "已打开 12 个分组")
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/frame/interfaces_and_comments.pcapng");
    tab.size(390, 844)?;
    tab.load("#view=file")?;
    tab.drop_file(&capture)?;
    tab.wait("!!document.querySelector('.file-view .digest') && !!document.querySelector('.interfaces td')")?;
    tab.wait("document.querySelector('.file-view').scrollWidth <= 390")?;
    tab.wait("document.querySelector('.interfaces').scrollWidth <= document.querySelector('.interfaces').clientWidth")
}
