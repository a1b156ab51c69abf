//! Opening: dropped, chosen, a sample; and that no other server is asked for anything.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::{Files, pcap, udp},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("opening::a_first_visit_fetches_what_it_needs", a_first_visit_fetches_what_it_needs),
    ("opening::a_dropped_capture_is_read", a_dropped_capture_is_read),
    ("opening::the_open_button_asks_for_a_file", the_open_button_asks_for_a_file),
    ("opening::ctrl_o_asks_for_a_file", ctrl_o_asks_for_a_file),
    ("opening::every_sample_opens_and_asks_the_page_alone", every_sample_opens_and_asks_the_page_alone),
    ("opening::a_link_opens_a_sample_at_its_packet", a_link_opens_a_sample_at_its_packet),
    ("opening::a_sample_that_does_not_come_is_said_so", a_sample_that_does_not_come_is_said_so),
    ("opening::nothing_is_requested_after_the_page_has_loaded", nothing_is_requested_after_the_page_has_loaded),
    ("opening::another_capture_replaces_the_first", another_capture_replaces_the_first),
    ("opening::a_packed_capture_is_read", a_packed_capture_is_read),
    ("opening::a_link_leads_to_its_packet_and_field", a_link_leads_to_its_packet_and_field),
    ("opening::payload_text_is_only_ever_text", payload_text_is_only_ever_text),
];

/// Prints the files of a first visit as a line of JSON, which `make figures` weighs.
fn a_first_visit_fetches_what_it_needs(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    let files = "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname.slice(1))";
    let mut fetched = BTreeSet::from(["index.html".to_owned()]);
    for found in [tab.eval(files)?, tab.eval_in_worker(0, files)?, tab.eval_in_worker(1, files)?] {
        fetched.extend(found.as_array().into_iter().flatten().filter_map(|file| file.as_str().map(str::to_owned)));
    }
    for needed in ["boot.js", "worker_boot.js", "worker.js", "worker_bg.wasm"] {
        ensure!(fetched.contains(needed), "{needed} is not among {fetched:?}");
    }
    let waits = |file: &&String| file.starts_with("samples/") || file.ends_with(".tsv");
    ensure!(!fetched.iter().any(|file| waits(&file)), "fetched before it is needed: {fetched:?}");
    println!("{}", json!({ "first_visit": fetched }));
    Ok(())
}

fn a_dropped_capture_is_read(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load("")?;
    tab.drag_over(&capture)?;
    tab.wait_text(".drop-overlay", "Let go to open the file")?;
    tab.drop_file(&capture)?;
    tab.wait_rows()?;
    tab.wait("!document.querySelector('.drop-overlay')")?;
    tab.wait_text(".status-bar", "Packets 211")?;
    tab.wait_text(".top-bar-file", "page-load.pcap")?;
    let row = tab.text_of("#packet-4")?;
    let row: Vec<&str> = row.split_whitespace().collect();
    ensure!(row.starts_with(&["4", "0.000472", "127.0.0.1", "127.0.0.1"]), "row 4: {row:?}");
    ensure!(row.contains(&"702"), "row 4 has its length: {row:?}");
    let heads = tab.text_of(".packet-head")?;
    let heads: Vec<&str> = heads.split_whitespace().collect();
    ensure!(heads == ["Notes", "No.", "Time", "Source", "Destination", "Protocol", "Length", "Info"], "{heads:?}");
    Ok(())
}

fn the_open_button_asks_for_a_file(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("live-video.pcap")?;
    tab.load("")?;
    tab.click(".welcome .button.primary")?;
    tab.answer_dialog(&capture)?;
    tab.wait_text(".status-bar", "Packets 14")
}

fn ctrl_o_asks_for_a_file(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("websocket-chat.pcap")?;
    tab.load("")?;
    tab.press("Ctrl+o")?;
    tab.answer_dialog(&capture)?;
    tab.wait_text(".status-bar", "Packets 22")
}

fn every_sample_opens_and_asks_the_page_alone(tab: &mut Tab) -> Result<()> {
    for (place, name, file, packets) in [
        (1, "page-load.pcap", "page-load.pcap.zst", 211),
        (2, "websocket-chat.pcap", "websocket-chat.pcap.gz", 22),
        (3, "live-video.pcap", "live-video.pcap.gz", 14),
    ] {
        tab.load("")?;
        let before = tab.requests()?.len();
        tab.click(&format!(".sample:nth-of-type({place})"))?;
        tab.wait_text(".status-bar", &format!("Packets {packets}"))?;
        tab.wait_text(".top-bar-file", name)?;
        tab.wait_rows()?;
        let shown = tab.text_of(".packet-rows")?;
        ensure!(shown.contains("TCP"), "{name}: {shown}");
        tab.quiet()?;
        let after = tab.requests()?.get(before..).unwrap_or_default().to_vec();
        let samples = format!("{}/samples/", tab.text("location.origin")?);
        let asked: Vec<&str> =
            after.iter().filter_map(|asked| asked.strip_prefix(&samples)?.split('?').next()).collect();
        ensure!(asked == [file] && after.len() == 1, "opening {name} asked for {after:?}");
        ensure!(tab.text_of(".status-bar .local")?.contains("0 requests elsewhere"), "the status bar says so");
    }
    Ok(())
}

fn a_link_opens_a_sample_at_its_packet(tab: &mut Tab) -> Result<()> {
    tab.load("#sample=page-load.pcap&packet=150")?;
    tab.wait("!!document.querySelector('#packet-150.selected')")?;
    tab.wait_text(".top-bar-file", "page-load.pcap")?;
    tab.wait_text(".status-bar", "Packets 211")
}

fn a_sample_that_does_not_come_is_said_so(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    let network =
        |offline: bool| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    tab.call("Network.emulateNetworkConditions", network(true))?;
    tab.click(".sample:nth-of-type(2)")?;
    tab.wait_text(".strip.err", "This sample can not be fetched.")?;
    tab.wait_text(".strip.err", "Your own captures open without any network.")?;
    tab.click(".language")?;
    tab.wait_text(".strip.err", "无法下载此示例。")?;
    tab.call("Network.emulateNetworkConditions", network(false))?;
    tab.click(".strip-actions .button:first-child")?;
    tab.wait("!!document.querySelector('#packet-22') && !document.querySelector('.strip')")?;
    tab.take_complaints()?;
    Ok(())
}

fn nothing_is_requested_after_the_page_has_loaded(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load("")?;
    let address = tab.text("location.origin")?;
    let before = tab.requests()?.to_vec();
    ensure!(before.iter().all(|request| request.starts_with(&address) || request == "about:blank"), "{before:?}");
    tab.drop_file(&capture)?;
    tab.wait_rows()?;
    for key in ["ArrowDown", "PageDown", "End", "Home", "F6", "ArrowDown", "ArrowRight", "F6", "ArrowRight"] {
        tab.press(key)?;
    }
    tab.click(".language")?;
    tab.click(".theme")?;
    tab.click(".top-bar-home")?;
    tab.wait("!!document.querySelector('.sample')")?;
    tab.drop_file(&capture)?;
    tab.wait_rows()?;
    tab.quiet()?;
    let after = tab.requests()?.get(before.len()..).unwrap_or_default().to_vec();
    // Chinese was chosen on the way, and its names of fields lie with the page
    ensure!(
        matches!(after.as_slice(), [names] if names.starts_with(&format!("{address}/fields_zh.tsv?v="))),
        "{after:?}"
    );
    ensure!(tab.text_of(".status-bar .local")?.contains("0"), "the status bar says so");
    Ok(())
}

fn another_capture_replaces_the_first(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let first = files.sample("page-load.pcap")?;
    let second = files.file("two.pcap", &pcap(1, &[udp(9, b"one")?, udp(9, b"two")?])?)?;
    tab.load_with("", &first)?;
    tab.press("End")?;
    tab.wait("!!document.querySelector('#packet-211.selected')")?;
    tab.drop_file(&second)?;
    tab.wait_text(".status-bar", "Packets 2")?;
    tab.wait("!!document.querySelector('#packet-1.selected')")?;
    tab.wait("document.querySelectorAll('.packet-rows .packet-row').length == 2")?;
    tab.wait_text("#packet-2", "198.51.100.2")?;
    tab.drop_file(&first)?;
    tab.wait_text(".status-bar", "Packets 211")?;
    tab.wait_text("#packet-1", "127.0.0.1")
}

fn a_packed_capture_is_read(tab: &mut Tab) -> Result<()> {
    let packed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static/samples/page-load.pcap.zst");
    tab.load("")?;
    tab.drop_file(&packed)?;
    tab.wait_text(".status-bar", "Packets 211")?;
    tab.press("End")?;
    tab.wait_text(".pane-title", "Packet 211")?;
    tab.wait("document.querySelectorAll('.hex-line').length > 2")
}

fn a_link_leads_to_its_packet_and_field(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    tab.load_with("#packet=150&field=ip.ttl&later=kept", &capture)?;
    tab.wait("!!document.querySelector('#packet-150.selected')")?;
    tab.wait_text(".tree-line.selected", "Time to Live")?;
    tab.press("ArrowDown")?;
    tab.wait("location.hash == '#packet=151&field=ip.ttl&later=kept'")?;
    tab.wait_text(".tree-line.selected", "Time to Live")
}

fn payload_text_is_only_ever_text(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let hostile = b"<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";
    let get =
        [b"GET /<img/src=x/onerror=window.hit=1> HTTP/1.1\r\nHost: <b>x</b>\r\n\r\n".as_slice(), hostile].concat();
    let name = format!("<img src=x onerror=window.hit=1>{}.pcap", "x".repeat(100));
    let capture = files.file(&name.replace('/', "_"), &pcap(1, &[udp(80, hostile)?, udp(5353, &get)?])?)?;
    tab.load_with("", &capture)?;
    for _ in 0..2 {
        tab.press("F6")?;
        tab.press("Ctrl+ArrowRight")?;
        tab.press("Escape")?;
        tab.press("Ctrl+ArrowDown")?;
    }
    tab.wait_text(".top-bar-file", "<img src=x onerror=window.hit=1>")?;
    tab.wait("typeof window.hit == 'undefined' && document.images.length == 0")
}
