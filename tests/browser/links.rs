//! Captures behind links: fetched on demand and from nobody else; what is said when they do not come.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::sample,
    elsewhere::Elsewhere,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("links::a_link_is_fetched_and_opened", a_link_is_fetched_and_opened),
    ("links::an_address_with_a_source_opens_it_at_its_packet", an_address_with_a_source_opens_it_at_its_packet),
    ("links::a_server_that_does_not_share_is_told_from_one_that_is_away", a_server_that_does_not_share),
    ("links::other_answers_are_told_with_number_and_words", other_answers_are_told),
    ("links::what_is_no_address_asks_nobody", what_is_no_address_asks_nobody),
    ("links::a_download_can_be_cancelled", a_download_can_be_cancelled),
    ("links::what_is_no_capture_is_named_with_its_address", what_is_no_capture_is_named),
];

/// Types an address into the sheet and opens it.
fn open_link(tab: &mut Tab, address: &str) -> Result<()> {
    tab.press("Alt+l")?;
    tab.wait("document.activeElement.id == 'link-address'")?;
    tab.press("Ctrl+a")?;
    tab.call("Input.insertText", json!({ "text": address }))?;
    tab.press("Enter")
}

fn a_link_is_fetched_and_opened(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(sample("page-load.pcap")?)?;
    tab.load("")?;
    tab.eval("document.cookie = 'secret=1'")?;
    tab.click(".welcome .actions .button:last-child")?;
    tab.wait("document.activeElement.id == 'link-address'")?;
    tab.call("Input.insertText", json!({ "text": server.address("shared/labs/page-load.pcap") }))?;
    tab.wait_text(".link-sheet", &format!("This asks {} for the file, and nobody else.", server.host))?;
    ensure!(server.asked().is_empty(), "asked while the address was typed");
    tab.press("Enter")?;
    tab.wait_rows()?;
    tab.wait_text(".status-bar", "Packets 211")?;
    tab.wait_text(".top-bar-file", "page-load.pcap")?;
    tab.wait_text(".status-bar .asked", &format!("1 request · {}", server.host))?;
    let source = tab.text("new URLSearchParams(location.search).get('src')")?;
    ensure!(source == server.address("shared/labs/page-load.pcap"), "{source}");
    tab.wait("location.hash.includes('packet=1')")?;
    ensure!(server.asked() == ["get /shared/labs/page-load.pcap http/1.1"], "{:?}", server.asked());
    let heads = server.heads.lock().map(|heads| heads.join("")).unwrap_or_default();
    ensure!(!heads.contains("cookie:") && !heads.contains("referer:") && !heads.contains("authorization:"), "{heads}");
    // another capture lets go of it
    tab.click(".top-bar-home")?;
    tab.wait("location.search == '' && !!document.querySelector('.welcome')")?;
    tab.click(".language")?;
    tab.wait_text(".status-bar .asked", &format!("1 次请求 · {}", server.host))
}

fn an_address_with_a_source_opens_it_at_its_packet(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(sample("page-load.pcap")?)?;
    let address = server.address("shared/page-load.pcap");
    tab.load(&format!("?other=1&src={address}#packet=150&field=ip.ttl"))?;
    tab.wait("!!document.querySelector('#packet-150.selected')")?;
    tab.wait_text(".tree-line.selected", "Time to Live")?;
    tab.press("ArrowDown")?;
    tab.wait("location.hash == '#packet=151&field=ip.ttl'")?;
    let here = tab.text("[...new URLSearchParams(location.search)].join()")?;
    ensure!(here == format!("other,1,src,{address}"), "{here}");
    tab.press("7")?;
    tab.wait_text(".file-view", &address)?;
    tab.click(".top-bar-home")?;
    tab.wait("location.search == '?other=1'")
}

fn a_server_that_does_not_share(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(sample("live-video.pcap")?)?;
    tab.load("")?;
    open_link(tab, &server.address("closed/a.pcap"))?;
    tab.wait_text(".strip.err", &format!("{} does not share this file with other pages", server.host))?;
    tab.wait_text(".strip.err", "Download the file in a tab of its own and drop it here.")?;
    tab.wait_text(".strip.err", &server.address("closed/a.pcap"))?;
    tab.wait_text(".status-bar .asked", "2 requests")?;
    ensure!(server.asked() == ["get /closed/a.pcap http/1.1", "head /closed/a.pcap http/1.1"], "{:?}", server.asked());
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    open_link(tab, &format!("http://127.0.0.1:{port}/a.pcap"))?;
    tab.wait_text(".strip.err", &format!("127.0.0.1:{port} can not be reached"))?;
    tab.click(".language")?;
    tab.wait_text(".strip.err", &format!("无法连接 127.0.0.1:{port}"))?;
    tab.click(".strip-close")?;
    tab.wait("!document.querySelector('.strip') && location.search == ''")?;
    tab.take_complaints()?;
    Ok(())
}

fn other_answers_are_told(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(sample("live-video.pcap")?)?;
    tab.load("#sample=live-video.pcap")?;
    tab.wait_rows()?;
    open_link(tab, &server.address("missing/a.pcap"))?;
    tab.wait_text(".strip.err", &format!("{} answers: 404 Not Found", server.host))?;
    tab.wait_text(".strip.err", "There is no such file at this address.")?;
    // what was open is still there
    tab.wait("!!document.querySelector('#packet-14')")?;
    tab.click(".strip-actions .button:first-child")?;
    tab.wait("document.querySelector('.status-bar').innerText.includes('2 requests')")?;
    open_link(tab, &server.address("broken/a.pcap"))?;
    tab.wait_text(".strip.err", "The connection broke off")?;
    tab.click(".strip-actions .button:nth-child(2)")?;
    tab.wait("document.activeElement.id == 'link-address'")?;
    tab.wait(&format!("document.activeElement.value == {:?}", server.address("broken/a.pcap")))?;
    tab.call("Input.insertText", json!({ "text": server.address("shared/live-video.pcap") }))?;
    tab.press("Enter")?;
    tab.wait("!document.querySelector('.strip') && location.search.includes('shared')")?;
    tab.wait_text(".status-bar", "Packets 14")?;
    tab.take_complaints()?;
    Ok(())
}

fn what_is_no_address_asks_nobody(tab: &mut Tab) -> Result<()> {
    tab.load("")?;
    let before = tab.requests()?.len();
    open_link(tab, "ftp://example.edu/a.pcap")?;
    tab.wait_text(".link-refused", "“ftp://example.edu/a.pcap” is not an address")?;
    tab.press("Escape")?;
    tab.wait("!document.querySelector('dialog')")?;
    tab.load("?src=no%20address&lang=zh#lang=zh")?;
    tab.wait_text(".strip.err", "“no address” 不是地址")?;
    tab.quiet()?;
    let asked: Vec<String> = tab.requests()?.get(before..).unwrap_or_default().to_vec();
    ensure!(!asked.iter().any(|asked| asked.contains("example.edu")), "{asked:?}");
    tab.wait_text(".status-bar .local", "0")
}

fn a_download_can_be_cancelled(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(sample("live-video.pcap")?)?;
    tab.load("")?;
    open_link(tab, &server.address("slow/large.pcap"))?;
    tab.wait_text(".strip", &format!("Fetching “large.pcap” from {}", server.host))?;
    tab.wait_text(".strip", "of 10 MB")?;
    tab.wait("document.querySelectorAll('.strip progress').length == 1")?;
    tab.click(".strip .button")?;
    tab.wait_text(".strip.note", "Not fetched any further")?;
    tab.wait_text(".strip.note", "Nothing of the file was kept.")?;
    // another capture opens as ever, and ends a download by itself
    tab.click(".strip-actions .button:first-child")?;
    tab.wait_text(".strip", "Fetching")?;
    tab.click(".sample:nth-of-type(2)")?;
    tab.wait_text(".status-bar", "Packets 22")?;
    tab.wait("!document.querySelector('.strip') && location.search == ''")
}

fn what_is_no_capture_is_named(tab: &mut Tab) -> Result<()> {
    let server = Elsewhere::new(b"<!doctype html><title>Not here</title>".repeat(20))?;
    tab.load("")?;
    open_link(tab, &server.address("shared/page.pcap"))?;
    tab.wait_text(".trouble-sheet", "“page.pcap” is not a capture")?;
    tab.wait_text(".trouble-sheet", "It looks like a web page.")?;
    tab.wait_text(".trouble-sheet", &format!("It came from {}", server.address("shared/page.pcap")))
}
