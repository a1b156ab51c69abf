//! What is out of the ordinary, in groups that lead to packets.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::tab::{Story, Tab};

pub const STORIES: &[(&str, Story)] = &[
    ("findings::are_ranked_and_lead_to_packets", are_ranked_and_lead_to_packets),
    ("findings::work_by_keys_and_in_chinese", work_by_keys_and_in_chinese),
    ("findings::of_nothing_say_so", of_nothing_say_so),
    ("findings::fit_a_phone", fit_a_phone),
];

fn open(tab: &mut Tab, capture: &str, fragment: &str) -> Result<()> {
    tab.load(fragment)?;
    tab.choose(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures").join(capture))?;
    tab.wait("!!document.querySelector('.finding.group')")
}

const GROUPS: &str = "[...document.querySelectorAll('.finding.group')].map(group => \
     group.querySelector('.finding-text').innerText + '|' + group.querySelector('.finding-count').innerText).join('\\n')";

fn are_ranked_and_lead_to_packets(tab: &mut Tab) -> Result<()> {
    open(tab, "tcp/losses.pcap", "#view=findings&lang=en")?;
    let groups = tab.text(GROUPS)?;
    // as `tshark -z expert` has them
    for line in [
        "Previous segment(s) not captured (common at capture start)|4",
        "This frame is a (suspected) out-of-order segment|1",
        "This frame is a (suspected) retransmission|3",
        "This frame is a (suspected) fast retransmission|1",
        "Duplicate ACK|3",
        "Connection establish request (SYN)|1",
        "Connection finish (FIN)|1",
    ] {
        ensure!(groups.lines().any(|group| group == line), "{line} is not in\n{groups}");
    }
    let place = |text: &str| groups.lines().position(|group| group.starts_with(text));
    ensure!(
        place("Previous segment") < place("Duplicate ACK") && place("Duplicate ACK") < place("Connection finish"),
        "{groups}"
    );
    tab.wait_text(".tool-row", "Warnings 7")?;
    // the first group is open
    tab.wait("document.querySelectorAll('.finding.packet .finding-info').length == 4")?;
    let number = tab.text_of(".finding.packet .finding-number")?;
    tab.click(".finding.packet")?;
    tab.wait(&format!("document.querySelector('.packet-row.selected')?.id == 'packet-{number}'"))?;
    tab.wait_text(".packet-row.selected", "[TCP Previous segment not captured]")?;
    tab.eval("history.back()")?;
    tab.wait("!!document.querySelector('.finding.group')")
}

fn work_by_keys_and_in_chinese(tab: &mut Tab) -> Result<()> {
    open(tab, "tcp/losses.pcap", "#lang=zh&view=findings")?;
    tab.wait_text(".finding.group", "前面的报文段未捕获")?;
    tab.wait_text(".tool-row", "警告 7")?;
    tab.wait("document.querySelector('.finding.group').getAttribute('aria-expanded') == 'true'")?;
    tab.press("ArrowLeft")?;
    tab.wait("!document.querySelector('.finding.packet')")?;
    tab.press("ArrowDown")?;
    tab.press("ArrowRight")?;
    tab.wait("!!document.querySelector('.finding.packet .finding-info')")?;
    tab.press("ArrowDown")?;
    tab.press("Enter")?;
    tab.wait("!!document.querySelector('.packet-row.selected')")?;
    tab.press("6")?;
    tab.wait("!!document.querySelector('.finding.group')")
}

fn of_nothing_say_so(tab: &mut Tab) -> Result<()> {
    tab.load("#view=findings&lang=en")?;
    tab.choose(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/udp/datagrams.pcap"))?;
    tab.wait_text(".findings", "Nothing out of the ordinary")
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    tab.size(390, 844)?;
    open(tab, "tcp/losses.pcap", "#view=findings&lang=en")?;
    tab.wait("document.scrollingElement.scrollWidth <= 390 && document.querySelector('.findings').scrollWidth <= 390")?;
    ensure!(tab.eval("document.querySelector('.finding').offsetHeight")? == 56, "a finger hits a line");
    Ok(())
}
