//! What both sides of a conversation said: followed from a packet, in every form, searched, saved, and on a phone.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::{self, Files},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("streams::a_packet_leads_to_its_stream_and_back", a_packet_leads_to_its_stream_and_back),
    ("streams::form_and_side_are_in_the_link", form_and_side_are_in_the_link),
    ("streams::gaps_and_repetitions_are_marked", gaps_and_repetitions_are_marked),
    ("streams::words_are_found_in_it", words_are_found_in_it),
    ("streams::each_side_is_saved", each_side_is_saved),
    ("streams::text_in_gbk_is_read_and_found", text_in_gbk_is_read_and_found),
    ("streams::a_long_one_stays_fluid", a_long_one_stays_fluid),
    ("streams::fit_a_phone", fit_a_phone),
    ("streams::the_gutter_ties_what_belongs_together", the_gutter_ties_what_belongs_together),
];

/// The lines in view: mark, text.
const LINES: &str = "[...document.querySelectorAll('.stream-row')].map(row => \
     [...row.querySelectorAll('.stream-side, .stream-said')].map(cell => cell.innerText).join(' ')).join('\\n')";

fn lines(tab: &mut Tab) -> Result<Vec<String>> {
    tab.wait("!!document.querySelector('.stream-row .stream-said')")?;
    Ok(tab.text(LINES)?.lines().map(str::to_owned).collect())
}

fn wait_line(tab: &mut Tab, start: &str) -> Result<()> {
    tab.wait(&format!("{LINES}.split('\\n').some(line => line.startsWith({start:?}))"))
}

fn seed(files: &Files, number: u8) -> Result<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/seeds");
    files.file("seed.pcap", &std::fs::read(folder.join(format!("seed{number:03}.pcap")))?)
}

fn a_packet_leads_to_its_stream_and_back(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=9", &files.sample("websocket-chat.pcap")?)?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    tab.press("Ctrl+Alt+Shift+t")?;
    tab.wait("location.hash.includes('view=stream&stream=tcp,1')")?;
    wait_line(tab, "▸ GET / HTTP/1.1")?;
    wait_line(tab, "◂ HTTP/1.1 101")?;
    tab.wait_text(".stream-title", "tcp.stream 1")?;
    tab.wait_text(".stream-end.a", "▸ 127.0.0.1:60653")?;
    tab.wait_text(".stream-end.b", "127.0.0.1:7272 ◂")?;
    // the sides differ in place, not in colour alone
    let place = "[...document.querySelectorAll('.stream-row.a, .stream-row.b')].map(row => [row.classList.contains('b'), \
         row.querySelector('.stream-said').getBoundingClientRect().left])";
    tab.wait(&format!(
        "(() => {{ const all = {place}; const a = all.find(one => !one[0]), b = all.find(one => one[0]); \
         return b[1] > a[1] + 8; }})()"
    ))?;
    // a line's number goes to its packet, and Back returns
    tab.eval("[...document.querySelectorAll('.stream-row.b')].find(row => row.innerText.includes('101')).querySelector('button').click()")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-9' && !location.hash.includes('view=')")?;
    tab.eval("history.back()")?;
    wait_line(tab, "▸ GET / HTTP/1.1")?;
    // Enter does the same for the line one is at
    tab.click("[data-pane=stream]")?;
    tab.press("Home")?;
    tab.wait("!!document.querySelector('#stream-row-1.selected')")?;
    tab.press("Enter")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-7'")?;
    // a packet of TCP is in no stream of UDP
    tab.press("Ctrl+Alt+Shift+u")?;
    tab.wait_text(".status-bar .selection", "This packet belongs to no UDP stream")
}

fn form_and_side_are_in_the_link(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("websocket-chat.pcap")?;
    tab.load("#view=stream&stream=tcp,1,hex,b")?;
    tab.choose(&capture)?;
    wait_line(tab, "◂ 00000000  48 54 54 50 2f 31 2e 31  20")?;
    ensure!(lines(tab)?.iter().all(|line| line.starts_with('◂')), "one side alone");
    ensure!(lines(tab)?[0].ends_with("HTTP/1.1 101 Swi"), "{:?}", lines(tab)?);
    tab.click(".choices[aria-label=Form] .button:nth-child(3)")?;
    tab.wait("location.hash.includes('stream=tcp,1,raw,b')")?;
    wait_line(tab, "◂ 485454502f312e31")?;
    tab.eval("(s => { s.selectedIndex = 0; s.dispatchEvent(new Event('change', { bubbles: true })); })(document.querySelector('[aria-label=Show]'))")?;
    tab.wait("location.hash.includes('stream=tcp,1,raw') && !location.hash.includes(',b')")?;
    wait_line(tab, "▸ 474554202f20485454502f312e31")?;
    tab.click("[aria-label='Previous stream']")?;
    tab.wait("location.hash.includes('stream=tcp,0,raw')")?;
    tab.wait("document.querySelector('[aria-label=\"Previous stream\"]').disabled")?;
    tab.click("[aria-label='Next stream']")?;
    tab.wait("document.querySelector('[aria-label=\"Next stream\"]').disabled")
}

fn gaps_and_repetitions_are_marked(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=stream&stream=tcp,0")?;
    tab.choose(&files.sample("websocket-chat.pcap")?)?;
    wait_line(tab, "◂ ╳ 435 bytes are missing in this capture")?;
    tab.wait_text(".stream-end.b", "435 missing")?;
    tab.load("#view=stream&stream=tcp,0&lang=zh")?;
    tab.choose(&seed(&files, 1)?)?;
    wait_line(tab, "▸ GET / HTTP/1.1")?;
    tab.click("[data-pane=stream]")?;
    tab.press("End")?;
    wait_line(tab, "▸ ↻ 重传 479 字节").or_else(|_| wait_line(tab, "◂ ↻ 重传 479 字节"))?;
    // a stream that is not there is named
    tab.load("#view=stream&stream=udp,7&lang=en")?;
    tab.choose(&seed(&files, 1)?)?;
    tab.wait_text(".stream-empty", "This capture has no udp.stream 7.")
}

fn look_for(tab: &mut Tab, text: &str) -> Result<()> {
    tab.press("Ctrl+f")?;
    tab.wait("!!document.activeElement.closest('.stream-find')")?;
    tab.eval("document.activeElement.select()")?;
    tab.call("Input.insertText", json!({ "text": text }))?;
    tab.wait(&format!("document.activeElement.value == {text:?}"))?;
    tab.press("Enter")
}

fn words_are_found_in_it(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=stream&stream=tcp,1")?;
    tab.choose(&files.sample("websocket-chat.pcap")?)?;
    wait_line(tab, "▸ GET / HTTP/1.1")?;
    look_for(tab, "host:")?;
    tab.wait_text(".stream-find .find-result", "1 of ")?;
    tab.wait("document.querySelector('.stream-row.selected mark')?.textContent == 'Host:'")?;
    let first = tab.text("document.querySelector('.stream-row.selected').id")?;
    look_for(tab, "upgrade")?;
    tab.wait_text(".stream-find .find-result", "1 of ")?;
    tab.press("F3")?;
    tab.wait_text(".stream-find .find-result", "2 of ")?;
    tab.press("Shift+F3")?;
    tab.wait_text(".stream-find .find-result", "1 of ")?;
    ensure!(tab.text("document.querySelector('.stream-row.selected').id")? != first, "another line");
    look_for(tab, "nowhere")?;
    tab.wait_text(".stream-find .find-result", "Not found")?;
    tab.press("Escape")?;
    tab.wait("document.activeElement.dataset.pane == 'stream'")
}

fn each_side_is_saved(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=stream&stream=tcp,1")?;
    tab.choose(&files.sample("websocket-chat.pcap")?)?;
    wait_line(tab, "▸ GET / HTTP/1.1")?;
    tab.eval(
        "URL.createObjectURL = blob => { window.saved = blob; return 'blob:'; }; \
         void (HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; })",
    )?;
    for (place, name, start, size) in [
        (3, "websocket-chat-tcp1.bin", "GET / HTTP/1.1", 811 + 447),
        (2, "websocket-chat-tcp1-a.bin", "GET / HTTP/1.1", 811),
        (1, "websocket-chat-tcp1-b.bin", "HTTP/1.1 101", 447),
    ] {
        tab.click(&format!(".tool-row > .button:nth-last-child({place})"))?;
        tab.wait(&format!("window.savedAs == {name:?}"))?;
        ensure!(tab.eval("window.saved.size")? == size, "{name}");
        ensure!(tab.text("window.saved.text()")?.starts_with(start), "{name}");
        tab.wait_text(".status-bar .selection", &format!("saved as {name}"))?;
    }
    Ok(())
}

fn text_in_gbk_is_read_and_found(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let gbk = [&[0xc4, 0xe3, 0xba, 0xc3][..], b" <b>\n"].concat();
    let capture = captures::pcap(1, &[captures::udp(4000, &gbk)?, captures::udp(4000, "猪".as_bytes())?])?;
    tab.load("#view=stream&stream=udp,0,gbk")?;
    tab.choose(&files.file("gbk.pcap", &capture)?)?;
    wait_line(tab, "▸ 你好 <b>")?;
    look_for(tab, "好")?;
    tab.wait_text(".stream-find .find-result", "1 of 1")?;
    tab.eval("(s => { s.selectedIndex = 0; s.dispatchEvent(new Event('change', { bubbles: true })); })(document.querySelector('[aria-label=Encoding]'))")?;
    wait_line(tab, "▸ 猪")?;
    tab.wait("location.hash.includes('stream=udp,0') && !location.hash.includes('gbk')")
}

/// Some megabytes: only what is in view is there, and the last line is.
fn a_long_one_stays_fluid(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let line = |number: u32| format!("line {number} of a long conversation\n");
    let frames: Result<Vec<_>> = (0..3000_u32)
        .map(|datagram| {
            let text: String = (0..30).map(|place| line(datagram * 30 + place)).collect();
            captures::udp(4000, text.as_bytes())
        })
        .collect();
    tab.load("#view=stream&stream=udp,0")?;
    tab.choose(&files.file("long.pcap", &captures::pcap(1, &frames?)?)?)?;
    wait_line(tab, "▸ line 0 of")?;
    tab.wait("document.querySelector('[data-pane=stream]').getAttribute('aria-rowcount') == '90000'")?;
    tab.click("[data-pane=stream]")?;
    tab.press("End")?;
    wait_line(tab, "▸ line 89999 of")?;
    ensure!(tab.eval("document.querySelectorAll('.stream-row').length < 100")? == true, "few lines are drawn");
    look_for(tab, "line 45000 of")?;
    wait_line(tab, "▸ line 45000 of")?;
    tab.wait("document.querySelector('.stream-row.selected').innerText.includes('line 45000 of')")
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    tab.size(390, 844)?;
    let files = Files::new()?;
    tab.load("#view=stream&stream=tcp,1")?;
    tab.choose(&files.sample("websocket-chat.pcap")?)?;
    wait_line(tab, "▸ GET / HTTP/1.1")?;
    ensure!(tab.eval("document.documentElement.scrollWidth <= 390")? == true, "nothing sticks out");
    let height = tab.eval("document.querySelector('.stream-row').getBoundingClientRect().height")?;
    ensure!(height == 28, "{height}");
    tab.eval("document.querySelector('.stream-row button').click()")?;
    tab.wait("!location.hash.includes('view=')")
}

fn the_gutter_ties_what_belongs_together(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=9", &files.sample("websocket-chat.pcap")?)?;
    let ties = "[...document.querySelectorAll('.packet-row[id^=packet-]')].map(row => (row.querySelector('.tie')?.className ?? '').slice(4)).join()";
    // the conversation of 60653 begins with packet 4; what lies between is passed by
    tab.wait(&format!("{ties}.includes('first') && {ties}.includes('last') && {ties}.includes('between')"))?;
    let all = tab.text(ties)?;
    let all: Vec<&str> = all.split(',').collect();
    let first = all.iter().position(|tie| *tie == "first");
    let last = all.iter().position(|tie| *tie == "last");
    ensure!(all.len() == 22 && first < last, "{all:?}");
    let outside = |place: &usize| Some(*place) < first || Some(*place) > last;
    ensure!((0..22).filter(outside).all(|place| all[place].is_empty()), "{all:?}");
    // packet 9 acknowledges the request in packet 7, and packet 10 acknowledges it
    ensure!(all.contains(&"acknowledged") || all.contains(&"request"), "{all:?}");
    ensure!(all.contains(&"acknowledges"), "{all:?}");
    tab.wait("[...document.querySelectorAll('.tie .unseen')].some(words => words.textContent == 'Acknowledges the selected packet')")?;
    // without a conversation there is no line
    tab.load_with("#packet=1", &seed(&files, 0)?)?;
    tab.wait(&format!("!!document.querySelector('.packet-row.selected') && {ties}.includes('between') == false"))
}
