//! A field marks its bytes, a byte opens its field, and the tree folds.

use anyhow::{Result, ensure};

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("fields::a_93_ttl_lights_the_ninth_byte_of_the_ip_header", a_93_ttl_lights_the_ninth_byte_of_the_ip_header),
    ("fields::a_123_sums_are_shown_with_their_working", a_123_sums_are_shown_with_their_working),
    ("fields::a_byte_opens_its_field", a_byte_opens_its_field),
    ("fields::a_character_opens_its_field", a_character_opens_its_field),
    ("fields::the_tree_folds_by_keys", the_tree_folds_by_keys),
    ("fields::the_selected_field_stays_from_packet_to_packet", the_selected_field_stays_from_packet_to_packet),
    ("fields::arrows_walk_over_the_bytes", arrows_walk_over_the_bytes),
    ("fields::bytes_that_were_not_captured_are_counted", bytes_that_were_not_captured_are_counted),
];

/// Opens packet 4 of the page load: loopback, IPv4, TCP, HTTP.
fn open(tab: &mut Tab, fragment: &str) -> Result<Files> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with(fragment, &capture)?;
    tab.wait("document.querySelectorAll('.tree-line').length > 3")?;
    Ok(files)
}

const LIT: &str = "[...document.querySelectorAll('.hex-digits .lit')].map(e => e.innerText).join(' ')";

/// Clicks a tree line that contains some words.
fn click_line(tab: &mut Tab, words: &str) -> Result<()> {
    tab.wait(&format!("[...document.querySelectorAll('.tree-text')].some(e => e.innerText.includes({words:?}))"))?;
    tab.eval(&format!(
        "[...document.querySelectorAll('.tree-line')].forEach(e => \
         e.classList.toggle('wanted', e.innerText.includes({words:?})))"
    ))?;
    tab.click(".tree-line.wanted .tree-text")
}

fn a_93_ttl_lights_the_ninth_byte_of_the_ip_header(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=4")?;
    tab.eval(
        "[...document.querySelectorAll('.tree-line')].find(e => e.innerText.includes('Internet Protocol')).id = 'ip'",
    )?;
    tab.click("#ip .fold")?;
    click_line(tab, "Time to Live: 128")?;
    // four bytes of loopback header, then the ninth of IP
    tab.wait(&format!("{LIT} == '80'"))?;
    tab.wait_text(".bytes-foot", "0x0c · 1 byte")?;
    tab.wait_text(".status-bar .selection", "Time to Live (ip.ttl), 1 byte at 12")?;
    let soft = tab.eval(
        "[...document.querySelectorAll('.hex-digits .soft')].map(e => e.innerText).join(' ').split(/ +/).length",
    )?;
    ensure!(soft == 19, "the rest of the IP header glows: {soft}");
    tab.wait("location.hash == '#packet=4&field=ip.ttl'")?;
    Ok(())
}

fn a_byte_opens_its_field(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=4")?;
    ensure!(!tab.text_of(".layer-tree")?.contains("Time to Live"), "IP is folded at first");
    // the thirteenth byte of the first line: its digits begin at character 37 of 48
    tab.click_at(".hex-line .hex-digits", 37.9 / 48.0, 0.5)?;
    tab.wait_text(".tree-line.selected", "Time to Live: 128")?;
    tab.wait(&format!("{LIT} == '80'"))?;
    tab.wait("document.querySelector('.tree-line.selected').getAttribute('aria-selected') == 'true'")
}

fn a_character_opens_its_field(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=4")?;
    tab.click_at(".hex-line .hex-text", 12.5 / 16.0, 0.5)?;
    tab.wait_text(".tree-line.selected", "Time to Live: 128")
}

fn the_tree_folds_by_keys(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=1")?;
    tab.press("F6")?;
    tab.wait("document.activeElement.dataset.pane == 'layers'")?;
    tab.press("Home")?;
    tab.wait_text(".tree-line.selected", "Frame 1")?;
    let folded = tab.eval("document.querySelectorAll('.tree-line').length")?;
    tab.press("ArrowRight")?;
    tab.wait("document.querySelector('.tree-line.selected').getAttribute('aria-expanded') == 'true'")?;
    tab.press("ArrowRight")?;
    tab.wait("document.querySelector('.tree-line.selected').getAttribute('aria-level') == '2'")?;
    tab.press("ArrowLeft")?;
    tab.wait_text(".tree-line.selected", "Frame 1")?;
    tab.press("ArrowLeft")?;
    tab.wait(&format!("document.querySelectorAll('.tree-line').length == {folded}"))?;
    tab.press("Ctrl+ArrowLeft")?;
    tab.wait("[...document.querySelectorAll('.tree-line')].every(e => e.getAttribute('aria-level') == '1')")?;
    tab.press("End")?;
    tab.wait_text(".tree-line.selected", "Transmission Control Protocol")?;
    tab.press("Shift+ArrowRight")?;
    tab.wait_text(".layer-tree", "Source Port: 50417")?;
    tab.press("Escape")?;
    tab.wait("!document.querySelector('.tree-line.selected')")?;
    tab.press("Escape")?;
    tab.wait("document.activeElement.dataset.pane == 'list'")
}

fn the_selected_field_stays_from_packet_to_packet(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=1&field=tcp.window_size_value")?;
    tab.wait_text(".tree-line.selected", "Window: 65535")?;
    tab.press("Ctrl+ArrowDown")?;
    tab.wait_text(".pane-title", "Packet 2")?;
    tab.wait_text(".tree-line.selected", "Window")?;
    tab.press("F8")?;
    tab.press("F7")?;
    tab.wait_text(".pane-title", "Packet 2")
}

fn arrows_walk_over_the_bytes(tab: &mut Tab) -> Result<()> {
    open(tab, "#packet=4&field=ip.ttl")?;
    tab.wait_text(".tree-line.selected", "Time to Live")?;
    tab.press("F6")?;
    tab.press("F6")?;
    tab.wait("document.activeElement.dataset.pane == 'bytes'")?;
    tab.press("ArrowRight")?;
    tab.wait_text(".tree-line.selected", "Protocol: TCP")?;
    tab.press("Home")?;
    tab.wait_text(".tree-line.selected", "Family: IP")?;
    tab.press("F6")?;
    tab.wait("document.activeElement.dataset.pane == 'list'")
}

fn bytes_that_were_not_captured_are_counted(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let mut bytes = crate::captures::pcap_header(1).to_vec();
    let frame = crate::captures::udp(9, &[7; 60])?;
    crate::captures::write_record(&mut bytes, 0, 0, &frame, 4_000)?;
    let capture = files.file("cut.pcap", &bytes)?;
    tab.load_with("", &capture)?;
    tab.wait_text(".hex-missing", &(4_000 - frame.len()).to_string().replacen('3', "3,", 1))
}

fn a_123_sums_are_shown_with_their_working(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    for (fragment, line) in [
        ("#packet=9&field=tcp.window_size", "[Calculated window size: 2159872]= 8437 × 256"),
        ("#packet=4&field=tcp.nxtseq", "[Next Sequence Number: 659    (relative sequence number)]= 1 + 658"),
        (
            "#packet=208&field=tcp.nxtseq",
            "[Next Sequence Number: 767797    (relative sequence number)]= 767796 + 1 (FIN)",
        ),
    ] {
        tab.load_with(fragment, &capture)?;
        tab.wait("!!document.querySelector('.tree-line.selected .working')")?;
        let seen = tab.text("document.querySelector('.tree-line.selected .tree-text').textContent")?;
        ensure!(seen == line, "{seen}");
    }
    Ok(())
}
