//! Requests with their responses: listed, sorted, narrowed, taken away, and harmless whatever they say.

use anyhow::{Result, ensure};
use etherparse::PacketBuilder;
use serde_json::json;

use crate::{
    captures::{self, Files},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("exchanges::a_page_its_pictures_and_its_music", a_page_its_pictures_and_its_music),
    ("exchanges::they_are_sorted_and_narrowed", they_are_sorted_and_narrowed),
    ("exchanges::a_row_leads_to_its_packet_and_its_stream", a_row_leads_to_its_packet_and_its_stream),
    ("exchanges::they_are_taken_away", they_are_taken_away),
    ("exchanges::nothing_that_they_say_runs", nothing_that_they_say_runs),
    ("exchanges::a_message_is_shown_in_full", a_message_is_shown_in_full),
    ("exchanges::a_69_json_is_read_as_it_is_meant", a_69_json_is_read_as_it_is_meant),
    ("exchanges::json_of_any_length_scrolls_and_folds", json_of_any_length_scrolls_and_folds),
    ("exchanges::a_picture_is_seen_and_a_program_is_not", a_picture_is_seen_and_a_program_is_not),
    ("exchanges::a_67_a_chat_reads_as_a_conversation", a_67_a_chat_reads_as_a_conversation),
    ("exchanges::a_capture_without_any_says_so", a_capture_without_any_says_so),
    ("exchanges::fit_a_phone", fit_a_phone),
];

/// The list's cells, a bar between them, a line each row.
const CELLS: &str = "[...document.querySelectorAll('.exchanges .table-rows .table-row')].map(row => \
     [...row.querySelectorAll('.cell:not(.falls)')].map(cell => cell.innerText).join('|')).join('\\n')";

fn rows(tab: &mut Tab) -> Result<Vec<String>> {
    tab.wait("!!document.querySelector('.exchanges .table-rows .waterfall')")?;
    Ok(tab.text(CELLS)?.lines().map(str::to_owned).collect())
}

fn wait_first(tab: &mut Tab, start: &str) -> Result<()> {
    tab.wait(&format!("({CELLS}).startsWith({start:?})"))
}

fn a_page_its_pictures_and_its_music(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    tab.press("2")?;
    tab.wait("location.hash.includes('view=exchanges')")?;
    let rows = rows(tab)?;
    ensure!(
        rows == [
            "1|4|GET|127.0.0.1:8080/|200 OK|text/html|598|939|17.132|tcp 0",
            "2|8|GET|127.0.0.1:8080/icon.jpg|200 OK|image/jpeg|766,523|766,856|13.135|tcp 0",
            "3|19|GET|127.0.0.1:8080/intro.mp3|206 Partial Content|audio/mpeg|2,659,257|2,659,645|24.701|tcp 1",
            "4|170|GET|127.0.0.1:8080/icon2.jpg|200 OK|image/jpeg|766,523|766,856|9.015|tcp 1",
        ],
        "{rows:?}"
    );
    tab.wait_text(".exchange-legend", "4 exchanges · 4.2 MB · 2 streams")?;
    let bar = "document.querySelector('.table-rows .table-row:nth-child(1) .waterfall')";
    let name = tab.text(&format!("{bar}.getAttribute('aria-label')"))?;
    ensure!(name == "connect 0.184 ms, send 0.000 ms, wait for the server 17.132 ms, download 0.000 ms", "{name}");
    // the bar's parts stand where the axis says: waiting ends at 17.6 of 123.737 ms
    let end = tab.eval(&format!(
        "(() => {{ const whole = {bar}.getBoundingClientRect(), wait = {bar}.querySelector('.wait').getBoundingClientRect(); \
         return Math.abs((wait.right - whole.left) / whole.width - 17.604 / 123.737) < 0.01; }})()"
    ))?;
    ensure!(end == true, "the bar is not true to time");
    ensure!(
        tab.text(&format!("[...{bar}.querySelectorAll('rect')].map(e => e.className.baseVal).join(' ')"))?
            == "connect send wait receive"
    );
    tab.click(".language")?;
    tab.wait_text(".view-tabs", "请求与响应")?;
    tab.wait_text(".exchange-legend", "4 个请求与响应")?;
    tab.wait_text(".exchange-legend", "等待服务器")
}

fn they_are_sorted_and_narrowed(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=exchanges")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    rows(tab)?;
    tab.click(".table-head .cell:nth-child(9)")?;
    wait_first(tab, "3|19|")?;
    tab.wait("document.querySelector('.table-head .cell:nth-child(9)').getAttribute('aria-sort') == 'descending'")?;
    tab.wait("location.hash.includes('exchanges=,-time')")?;
    // by keys: one column to the left, past nothing that does not sort
    tab.eval("document.querySelector('.table-head .cell:nth-child(9)').focus()")?;
    for _ in 0..5 {
        tab.press("ArrowLeft")?;
    }
    tab.press("Enter")?;
    tab.wait("location.hash.includes('exchanges=,url')")?;
    wait_first(tab, "1|4|")?;
    tab.click(".narrow")?;
    tab.call("Input.insertText", json!({ "text": "ICON" }))?;
    tab.wait(&format!("({CELLS}).split('\\n').length == 2"))?;
    wait_first(tab, "2|8|GET|127.0.0.1:8080/icon.jpg|")?;
    tab.wait_text(".exchange-legend", "2 exchanges")?;
    tab.wait("location.hash.includes('exchanges=,url,ICON')")?;
    // the link leads back to the same list
    tab.load("#view=exchanges&exchanges=http,-wire,206")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    ensure!(rows(tab)?.len() == 1);
    ensure!(tab.eval("document.querySelector('.narrow').value")? == "206");
    tab.click(".choices .button:nth-child(4)")?;
    tab.wait_text(".table-empty", "No exchange contains this")
}

fn a_row_leads_to_its_packet_and_its_stream(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=exchanges")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    rows(tab)?;
    tab.press("ArrowDown")?;
    tab.wait("document.querySelector('.exchanges .selected')?.id == 'exchange-2'")?;
    tab.press("Enter")?;
    tab.wait("!!document.querySelector('.packet-list') && location.hash.includes('packet=8')")?;
    tab.eval("history.back()")?;
    rows(tab)?;
    tab.click("#exchange-4 .cell:nth-child(2) .link")?;
    tab.wait("!!document.querySelector('.packet-list') && location.hash.includes('packet=170')")?;
    tab.eval("history.back()")?;
    rows(tab)?;
    tab.click("#exchange-3 .link.quiet")?;
    tab.wait("location.hash.includes('view=stream') && location.hash.includes('stream=tcp,1')")
}

fn they_are_taken_away(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.allow_clipboard()?;
    tab.load("#view=exchanges")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    rows(tab)?;
    tab.press("ArrowDown")?;
    tab.wait_text(".message-facts", "image/jpeg")?;
    tab.click(".tool-row > .button:nth-last-child(3)")?;
    tab.wait_text(".status-bar", "curl")?;
    let command = tab.text("navigator.clipboard.readText()")?;
    ensure!(
        command.starts_with("curl --globoff --proto '=http,https' --url 'http://127.0.0.1:8080/icon.jpg'"),
        "{command}"
    );
    ensure!(command.contains("--header 'Referer: ") && !command.contains("Host"), "{command}");
    tab.click(".tool-row > .button:nth-last-child(2)")?;
    tab.wait_text(".status-bar", "4 rows")?;
    let table = tab.text("navigator.clipboard.readText()")?;
    ensure!(
        table.starts_with(
            "#,Packet,Method,URL,Status,Type,Body B,Wire B,ms,Stream\r\n1,4,GET,http://127.0.0.1:8080/,200 OK,"
        ),
        "{table}"
    );
    tab.eval(
        "URL.createObjectURL = blob => { window.saved = blob; return 'blob:'; }; \
         void (HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; })",
    )?;
    tab.click(".tool-row > .button:nth-last-child(1)")?;
    tab.wait("window.savedAs == 'page-load.har'")?;
    tab.wait_text(".status-bar", "4 exchanges")?;
    let read = "window.saved.text().then(text => { const log = JSON.parse(text).log; return [log.version, log.entries.length, \
         log.entries[1].response.content.size, log.entries[1].request.url].join(' '); })";
    ensure!(tab.text(read)? == "1.2 4 766523 http://127.0.0.1:8080/icon.jpg");
    Ok(())
}

/// A request and its response between two ends.
pub fn exchange(request: &[u8], response: &[u8]) -> Result<Vec<Vec<u8>>> {
    conversation(&[(0, request), (1, response)])
}

/// What two ends said in turn, a packet each.
fn conversation(said: &[(usize, &[u8])]) -> Result<Vec<Vec<u8>>> {
    let ends = [([192, 0, 2, 1], 40_000), ([192, 0, 2, 2], 80)];
    let (mut frames, mut next) = (Vec::new(), [1000_u32, 9000]);
    for &(from, payload) in said {
        let to = 1 - from;
        let ip = PacketBuilder::ethernet2([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]).ipv4(ends[from].0, ends[to].0, 64);
        let mut frame = Vec::new();
        ip.tcp(ends[from].1, ends[to].1, next[from], 500).psh().ack(next[to]).write(&mut frame, payload)?;
        next[from] = next[from].wrapping_add(payload.len() as u32);
        frames.push(frame);
    }
    Ok(frames)
}

fn nothing_that_they_say_runs(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let evil = "<img/src=x/onerror=window.ran=1><script>window.ran=1</script>";
    let request = format!("GET /{evil}?=cmd|'/C HTTP/1.1\r\nHost: =HYPERLINK(\"{evil}\")\r\nX-{evil}: {evil}\r\n\r\n");
    let body = format!("<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'>{evil}</svg>");
    let response = format!(
        "HTTP/1.1 200 {evil}\u{202e}\r\nContent-Type: image/svg+xml{evil}\r\nContent-Disposition: attachment; filename=\"{evil}\"\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let file = files
        .file(&format!("{}.pcap", "evil"), &captures::pcap(1, &exchange(request.as_bytes(), response.as_bytes())?)?)?;
    tab.allow_clipboard()?;
    tab.load("#view=exchanges&exchanges=http,url,%3Cimg%20src%3Dx%20onerror%3Dwindow.ran%3D1%3E")?;
    tab.choose(&file)?;
    tab.wait_text(".table-empty", "No exchange contains this")?;
    tab.eval(
        "(() => { const box = document.querySelector('.narrow'); box.value = ''; \
         box.dispatchEvent(new InputEvent('input', { bubbles: true })); })()",
    )?;
    let rows = rows(tab)?;
    ensure!(rows.len() == 1 && rows[0].contains(evil), "{rows:?}");
    // a sign that turns the line round is spelled out
    ensure!(rows[0].contains("\\u202E"), "{rows:?}");
    tab.click(".tool-row > .button:nth-last-child(2)")?;
    tab.wait_text(".status-bar", "1 row")?;
    let table = tab.text("navigator.clipboard.readText()")?;
    ensure!(table.lines().nth(1).is_some_and(|row| row.starts_with("1,1,GET,\"http://=HYPERLINK")), "{table}");
    ensure!(
        tab.eval("typeof window.ran == 'undefined' && !document.querySelector('.exchanges img, .exchanges script')")?
            == true
    );
    let complaints = tab.take_complaints()?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    Ok(())
}

fn a_message_is_shown_in_full(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let body = "5\r\n{\"a\":\r\n3\r\n 1}\r\n0\r\n\r\n";
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nX-Odd: a\u{202e}b\r\n\r\n{body}"
    );
    let frames = exchange(b"GET /dir/data?x=1 HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n", response.as_bytes())?;
    let file = files.file("data.pcap", &captures::pcap(1, &frames)?)?;
    tab.allow_clipboard()?;
    tab.load_with("#view=exchanges", &file).or_else(|_| tab.wait("!!document.querySelector('.message-line')"))?;
    tab.wait_text(".message-line", "HTTP/1.1 200 OK")?;
    tab.wait_text(".message-headers", "How the body is divided for the way")?;
    tab.wait_text(".message-headers", "a\\u202Eb")?;
    // an object opens and closes
    tab.wait("document.querySelectorAll('.json-line').length == 2")?;
    tab.wait_text(".json-line:nth-child(2)", "a: 1")?;
    tab.click(".json-line:nth-child(2) .json-value")?;
    tab.wait_text(".json-foot", "$.a")?;
    tab.click(".json-line:nth-child(1) .json-fold")?;
    tab.wait("document.querySelectorAll('.json-line').length == 1")?;
    tab.click(".message-body .tab:nth-child(2)")?;
    tab.wait("document.querySelector('.message-text').innerText == '{\"a\": 1}'")?;
    tab.wait_text(".message-facts", "8 B unpacked")?;
    // SHA-256 of {"a": 1}
    tab.wait_text(".message-facts", "f9d86028c6e0d64e225186f96acb69338b2c59764df79162107f5c4bb34d1310")?;
    tab.click(".message-bar .choices .button:nth-child(2)")?;
    tab.wait("document.querySelector('.message-text').innerText.startsWith('5\\n')")?;
    tab.click(".message-body .tab:nth-last-child(1)")?;
    tab.wait_text(".message-hex", "0000  35 0d 0a")?;
    tab.click(".message-head .tab:nth-child(1)")?;
    tab.wait_text(".message-line", "GET /dir/data?x=1 HTTP/1.1")?;
    tab.wait_text(".message-body", "There is no body")?;
    tab.click(".message-head .tab:nth-child(3)")?;
    tab.wait_text(".message-timing", "wait for the server")?;
    tab.wait_text(".message-timing", "1.000 ms")?;
    tab.eval(
        "URL.createObjectURL = blob => { window.saved = blob; return 'blob:'; }; \
         void (HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; })",
    )?;
    tab.click(".message-head .tab:nth-child(2)")?;
    tab.click(".message-bar .choices .button:nth-child(1)")?;
    tab.click(".message-bar > .button:last-child")?;
    tab.wait("window.savedAs == 'data.json'")?;
    ensure!(tab.text("window.saved.text()")? == "{\"a\": 1}");
    // the packet that brought it is a click away
    tab.click(".message-packets .link")?;
    tab.wait("!!document.querySelector('.packet-list') && location.hash.includes('packet=2')")
}

/// A capture in which JSON is answered, and the tree of it on the page.
fn show_json(tab: &mut Tab, files: &Files, json: &str) -> Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", json.len());
    let response = [head.as_bytes(), json.as_bytes()].concat();
    let parts: Vec<&[u8]> = response.chunks(60_000).collect();
    let mut said: Vec<(usize, &[u8])> = vec![(0, b"GET /list HTTP/1.1\r\nHost: h\r\n\r\n")];
    said.extend(parts.into_iter().map(|part| (1, part)));
    let file = files.file("json.pcap", &captures::pcap(1, &conversation(&said)?)?)?;
    tab.load("#view=exchanges")?;
    tab.choose(&file)?;
    tab.wait("document.querySelectorAll('.json-line').length > 1")
}

fn a_69_json_is_read_as_it_is_meant(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    show_json(tab, &files, r#"{"uid": 783700053, "big": 12345678901234567890.10, "who": {"name": "\u732a\u732a"}}"#)?;
    tab.wait_text(".json-line:nth-child(2)", "uid: 783700053")?;
    tab.wait_text(".json-line:nth-child(3)", "big: 12345678901234567890.10")?;
    tab.wait_text(".json-line:nth-child(5)", "name: \"猪猪\"")?;
    tab.click(".json-line:nth-child(5) .json-value")?;
    tab.wait_text(".json-foot", "$.who.name")?;
    // its bytes, and the packet that brought them
    tab.wait_text(".json-foot", "bytes 67–80 of the body")?;
    tab.click(".json-foot .choices .button:nth-child(2)")?;
    tab.wait_text(".json-line:nth-child(5)", "name: \"\\u732a\\u732a\"")?;
    // by keys: to what it lies in, close that, open it again, and into it
    let selected = "document.querySelector('.json-line.selected').innerText.trim()";
    let count = "document.querySelectorAll('.json-line').length";
    tab.eval("document.querySelector('.json-tree').focus()")?;
    tab.press("ArrowLeft")?;
    tab.wait(&format!("{selected}.startsWith('who: ') && {count} == 5"))?;
    tab.press("ArrowLeft")?;
    tab.wait(&format!("{selected}.startsWith('who: ') && {count} == 4"))?;
    tab.press("ArrowRight")?;
    tab.wait(&format!("{count} == 5"))?;
    tab.press("ArrowRight")?;
    tab.wait(&format!("{selected}.startsWith('name: ')"))?;
    tab.click(".language")?;
    tab.wait_text(".json-foot", "正文第 67–80 字节")?;
    tab.click(".json-foot .link")?;
    tab.wait("!!document.querySelector('.packet-list') && location.hash.includes('packet=2')")
}

fn json_of_any_length_scrolls_and_folds(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    // over 1 MB: it is read in steps
    let items: Vec<String> = (0..100_000).map(|number| format!("{{\"n\": {number}}}")).collect();
    show_json(tab, &files, &format!("[{}]", items.join(", ")))?;
    tab.wait_text(".json-line:nth-child(1)", "[ 100000 ]")?;
    let few = "document.querySelectorAll('.json-line').length < 100";
    tab.click(".json-line:nth-child(1) .json-value")?;
    tab.press("End")?;
    tab.wait_text(".json-foot", "$[99999]")?;
    tab.wait(few)?;
    tab.press("ArrowRight")?;
    tab.press("ArrowRight")?;
    tab.wait_text(".json-line.selected", "n: 99999")?;
    tab.wait_text(".json-foot", "$[99999].n")?;
    tab.wait(few)?;
    tab.press("Home")?;
    tab.wait_text(".json-foot", "$")?;
    tab.press("ArrowLeft")?;
    tab.wait("document.querySelectorAll('.json-line').length == 1")
}

/// One green pixel.
pub const PIXEL: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90\x77\x53\xde\x00\
    \x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x60\xf8\xcf\x00\x00\x02\x02\x01\x00\x7b\x09\x81\x78\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

fn a_picture_is_seen_and_a_program_is_not(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let response = |media: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    // a picture that calls itself text, and a program that calls itself a picture
    let request = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n";
    let evil = b"<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'><script>window.ran=1</script></svg>";
    let both = [response("text/plain", PIXEL), response("image/svg+xml", evil)].concat();
    let file = files.file("pictures.pcap", &captures::pcap(1, &exchange(request, &both)?)?)?;
    tab.load_with("#view=exchanges", &file).or_else(|_| tab.wait("!!document.querySelector('.message-line')"))?;
    tab.wait("document.querySelector('.message-picture')?.naturalWidth == 1")?;
    ensure!(tab.eval("document.querySelector('.message-picture').src.startsWith('blob:')")? == true);
    tab.wait_text(".message-facts", "its bytes are image/png")?;
    tab.click("#exchange-2 .cell:nth-child(4)")?;
    tab.wait_text(".message-text", "<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'>")?;
    ensure!(
        tab.eval(
            "typeof window.ran == 'undefined' && !document.querySelector('.message img, .message svg:not(.icon)')"
        )? == true
    );
    Ok(())
}

/// What the author of the chat could not read in his own capture: his messages, without their masks.
fn a_67_a_chat_reads_as_a_conversation(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=exchanges&exchanges=websocket")?;
    tab.choose(&files.sample("websocket-chat.pcap")?)?;
    rows(tab)?;
    let lines = "[...document.querySelectorAll('.talk-line')].map(line => [line.querySelector('.link').innerText, \
                 line.querySelector('b').innerText, line.querySelector('.talk-said').innerText.slice(0, 30)].join('|')).join('\\n')";
    tab.wait(&format!("({lines}).split('\\n').length == 5"))?;
    let talk = tab.text(lines)?;
    ensure!(
        talk.lines().map(|line| line.split('{').next().unwrap_or_default()).eq([
            "11|▸ client|",
            "12|◂ server|",
            "14|◂ server|",
            "18|▸ client|",
            "19|◂ server|"
        ]),
        "{talk}"
    );
    ensure!(talk.starts_with("11|▸ client|{\"type\":\"login\",\"name\":"), "{talk}");
    // the mask at work: what was sent, the mask, and what comes of it
    tab.click(".talk-line:nth-child(1) summary")?;
    tab.wait_text(".talk-line:nth-child(1) .mask-steps", "= 7b {")?;
    ensure!(tab.eval("document.querySelectorAll('.talk-line details').length")? == 2);
    // what is JSON opens as a tree
    tab.click(".talk-line:nth-child(1) .talk-json")?;
    tab.wait_text(".talk-line:nth-child(1) .talk-tree .json-line:nth-child(2)", "type: \"login\"")?;
    tab.click(".message-head .tab:nth-child(3)")?;
    tab.wait_text(".message-line", "101 Switching Protocols")?;
    tab.wait_text(".message-headers", "Proof that the server speaks WebSocket")
}

fn a_capture_without_any_says_so(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=exchanges")?;
    tab.choose(&files.many("datagrams.pcap", 3)?)?;
    tab.wait_text(".table-empty", "Nothing was asked")?;
    ensure!(tab.eval("document.querySelectorAll('.tool-row > .button:disabled').length")? == 3);
    Ok(())
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.size(390, 844)?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    tab.click(".view-tab:nth-child(2)")?;
    tab.wait("document.querySelectorAll('.exchanges .table-rows .table-row').length == 4")?;
    tab.wait_text("#exchange-2", "127.0.0.1:8080/icon.jpg")?;
    tab.wait_text("#exchange-2", "200 OK · image/jpeg · 766,523 B · 13.135 ms")?;
    tab.click("#exchange-2")?;
    tab.wait("!!document.querySelector('.packet-list') && location.hash.includes('packet=8')")
}
