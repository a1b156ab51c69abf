//! What things are called, and what they take: vendors, hosts and ports by name or by number, layers in Chinese, bytes of
//! each layer.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use wirelight::capture::{
    Damage, Facts, Name, Reader,
    write::{Form, Writer},
};

use crate::{
    captures::{Files, pcap, sample},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("names::a_02_cards_have_vendors", a_02_cards_have_vendors),
    ("names::cards_have_addresses_where_no_vendors_come", cards_have_addresses_where_no_vendors_come),
    ("names::a_31_layers_have_chinese_names", a_31_layers_have_chinese_names),
    ("names::a_33_each_layer_says_how_many_bytes_it_takes", a_33_each_layer_says_how_many_bytes_it_takes),
    ("names::a_48_ports_have_names_or_numbers", a_48_ports_have_names_or_numbers),
    ("names::a_81_hosts_and_services_have_names", a_81_hosts_and_services_have_names),
];

const LAYERS: &str = "[...document.querySelectorAll('.tree-line.layer')]";

/// A frame of a vendor's card to a group that has a name by itself.
fn frame(files: &Files) -> Result<PathBuf> {
    let mut frame = vec![0x00, 0x00, 0x0c, 0x07, 0xac, 0x65, 0xe8, 0xb1, 0xfc, 0x09, 0x85, 0xf8, 0x88, 0xb5];
    frame.extend([0; 46]);
    files.file("office.pcap", &pcap(1, &[frame])?)
}

fn a_02_cards_have_vendors(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#names=m", &frame(&files)?)?;
    let words = "Src: IntelCor_09:85:f8 (e8:b1:fc:09:85:f8), Dst: All-HSRP-routers_65 (00:00:0c:07:ac:65)";
    tab.wait(&format!("{LAYERS}.some(line => line.innerText.includes('{words}'))"))?;
    tab.wait_text("#packet-1", "IntelCor_09:85:f8")?;
    // the table came from the page's own server
    let here = tab.text("location.origin")?;
    let asked = tab.requests()?;
    ensure!(asked.iter().any(|asked| asked.starts_with(&format!("{here}/vendors.tsv?v="))), "{asked:?}");
    tab.wait_text(".status-bar .local", "0 requests elsewhere")
}

fn cards_have_addresses_where_no_vendors_come(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("", &frame(&files)?)?;
    for worker in 0..2 {
        tab.eval_in_worker(
            worker,
            "self.fetch = () => { self.refused = true; return Promise.reject(new TypeError()); }; 0",
        )?;
    }
    choose(tab, "Names of network cards' makers")?;
    tab.wait_text("#packet-1", "All-HSRP-routers_65")?;
    let refused = [tab.eval_in_worker(0, "!!self.refused")?, tab.eval_in_worker(1, "!!self.refused")?];
    ensure!(refused.contains(&true.into()), "the table was not asked for");
    tab.wait_text("#packet-1", "e8:b1:fc:09:85:f8")
}

fn a_31_layers_have_chinese_names(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=4&lang=zh", &files.sample("page-load.pcap")?)?;
    tab.wait(&format!("{LAYERS}.length == 5"))?;
    let names = tab.text(&format!("{LAYERS}.map(line => line.querySelector('.side-name')?.innerText).join(' | ')"))?;
    let roles = ["物理层", "链路层", "网络层", "传输层", "应用层"];
    let found: Vec<&str> = names.split(" | ").collect();
    ensure!(found.iter().zip(roles).all(|(name, role)| name.starts_with(role)) && found.len() == 5, "{names}");
    // what the wire says stays as it is
    tab.wait_text(".tree-line.layer", "Frame 4: 702 bytes on wire")
}

/// Frame = headers + content: what the layers take adds up to the whole.
fn a_33_each_layer_says_how_many_bytes_it_takes(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=4", &files.sample("page-load.pcap")?)?;
    tab.wait(&format!("{LAYERS}.length == 5"))?;
    let lengths = tab.text(&format!("{LAYERS}.map(line => line.querySelector('.layer-length').innerText).join()"))?;
    ensure!(lengths == "702 B,4 B,20 B,20 B,658 B", "{lengths}");
    Ok(())
}

fn a_48_ports_have_names_or_numbers(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=1", &files.sample("page-load.pcap")?)?;
    let info = "document.querySelector('#packet-1 .info').innerText";
    tab.wait(&format!("{info}.startsWith('50417 → 8080 ')"))?;
    choose(tab, "Names of ports")?;
    tab.wait(&format!("{info}.startsWith('50417 → http-alt(8080) ')"))?;
    tab.wait("location.hash.includes('names=t')")?;
    choose(tab, "Names of ports")?;
    tab.wait(&format!("{info}.startsWith('50417 → 8080 ')"))
}

fn a_81_hosts_and_services_have_names(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=1", &files.file("named.pcapng", &named()?)?)?;
    let row = "document.querySelector('#packet-1').innerText";
    tab.wait(&format!("{row}.includes('127.0.0.1')"))?;
    choose(tab, "Names of network addresses")?;
    choose(tab, "Names of ports")?;
    tab.wait(&format!("{row}.includes('laptop.example') && {row}.includes('http-alt(8080)')"))?;
    choose(tab, "Names of network addresses")?;
    tab.wait(&format!("{row}.includes('127.0.0.1') && {row}.includes('http-alt(8080)')"))
}

/// A sample whose file gives its address a name.
fn named() -> Result<Vec<u8>> {
    let sample = sample("page-load.pcap")?;
    let mut reader = Reader::new();
    reader.feed(&sample, &mut |_| {}).map_err(whole)?;
    let name = Name { address: [127, 0, 0, 1].into(), name: "laptop.example".into() };
    let facts = Facts { names: vec![name], ..reader.facts().clone() };
    let mut out = Vec::new();
    let mut writer = Writer::new(Form::Pcapng, &facts, [0], "a test")?;
    writer.start(&mut out);
    let mut reader = Reader::new();
    let mut each = |packet: wirelight::capture::Packet<'_>| {
        writer.packet(&mut out, &packet, &[]);
    };
    reader.feed(&sample, &mut each).map_err(whole)?;
    reader.finish(&mut each).map_err(whole)?;
    writer.finish(&mut out);
    Ok(out)
}

fn whole(damage: Damage) -> anyhow::Error {
    anyhow::anyhow!("the sample is damaged: {damage:?}")
}

/// Runs a command by its name.
fn choose(tab: &mut Tab, name: &str) -> Result<()> {
    tab.press("Ctrl+k")?;
    tab.wait("document.activeElement.classList.contains('palette-input')")?;
    tab.call("Input.insertText", serde_json::json!({ "text": name }))?;
    tab.wait("document.querySelectorAll('.palette-option').length == 1")?;
    tab.press("Enter")?;
    tab.wait("!document.querySelector('dialog')")
}
