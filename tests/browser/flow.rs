//! The sequence ladder: what a person sees of a conversation, and does with it.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("flow::a_46_shows_who_closed_first_and_the_states", a_46_shows_who_closed_first_and_the_states),
    ("flow::a_24_draws_what_is_missing_and_late", a_24_draws_what_is_missing_and_late),
    ("flow::a_117_says_that_a_fin_is_not_there", a_117_says_that_a_fin_is_not_there),
    ("flow::a_89_states_stand_over_the_layers", a_89_states_stand_over_the_layers),
    ("flow::a_71_two_connections_share_three_lanes", a_71_two_connections_share_three_lanes),
    ("flow::arrows_are_links_to_packets", arrows_are_links_to_packets),
    ("flow::acknowledgments_fold_and_time_is_true", acknowledgments_fold_and_time_is_true),
    ("flow::is_taken_away_as_text_and_pictures", is_taken_away_as_text_and_pictures),
    ("flow::many_packets_stay_few_elements", many_packets_stay_few_elements),
    ("flow::fits_a_phone", fits_a_phone),
];

const RUNGS: &str = "[...document.querySelectorAll('.ladder .rung')].map(rung => [...rung.querySelectorAll('text')]\
     .map(text => text.textContent).join(' ')).join('\\n')";

fn open(tab: &mut Tab, files: &Files, sample: &str, fragment: &str) -> Result<()> {
    tab.load(fragment)?;
    tab.choose(&files.sample(sample)?)?;
    tab.wait("document.querySelectorAll('.ladder .rung[role=option]').length > 3")
}

fn says(tab: &mut Tab, words: &str) -> Result<()> {
    tab.wait(&format!("({RUNGS}).includes({words:?})"))
}

fn a_46_shows_who_closed_first_and_the_states(tab: &mut Tab) -> Result<()> {
    tab.load("#view=flow&lang=en")?;
    tab.choose(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures/seeds/seed001.pcap"))?;
    tab.wait("document.querySelectorAll('.ladder .rung').length > 3")?;
    for words in [
        "[SYN] Seq=0 Win=8192",
        "SYN_SENT",
        "SYN_RECEIVED",
        "402 = 1 + 401",
        "▲ retransmission",
        "The server closes first.",
    ] {
        says(tab, words)?;
    }
    for words in ["FIN_WAIT_2", "half-closed: only the client may still send", "LAST_ACK", "TIME_WAIT"] {
        says(tab, words)?;
    }
    // what was sent again is a double line
    let lines = "document.querySelectorAll('#rung-9 path:not(.fill):not(.lane)').length";
    ensure!(tab.eval(lines)? == 2, "{}", tab.text(lines)?);
    tab.click(".language")?;
    says(tab, "半关闭：只有客户端还能发送")?;
    says(tab, "服务器先关闭")
}

fn a_24_draws_what_is_missing_and_late(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    open(tab, &files, "live-video.pcap", "#view=flow&lang=en")?;
    says(tab, "Missing here: Seq=4334 Len=1380")?;
    says(tab, "▲ previous segment not captured")?;
    says(tab, "▲ out of order")?;
    tab.wait("!!document.querySelector('.ladder path.lost[stroke-dasharray]')")
}

fn a_117_says_that_a_fin_is_not_there(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    open(tab, &files, "page-load.pcap", "#view=flow&packet=208&lang=en")?;
    says(tab, "The client’s FIN is not in this capture")?;
    tab.wait("document.querySelector('.rung.selected')?.id == 'rung-208'")?;
    says(tab, "FIN_WAIT_2")
}

fn a_89_states_stand_over_the_layers(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#packet=4&lang=en", &files.sample("page-load.pcap")?)?;
    tab.wait_text(".states-line", "client ESTABLISHED")?;
    tab.wait_text(".states-line", "server ESTABLISHED")?;
    ensure!(!tab.text_of(".states-line")?.contains("alf-closed"), "nobody has closed yet");
    // behind the acknowledgment of the server's FIN
    tab.press("Ctrl+End")?;
    tab.wait_text(".states-line", "client CLOSE_WAIT")?;
    tab.wait_text(".states-line", "server FIN_WAIT_2")?;
    tab.wait_text(".states-line", "Half-closed · The client’s FIN is not in this capture")?;
    tab.click(".language")?;
    tab.wait_text(".states-line", "半关闭 · 客户端的 FIN 不在此捕获中")?;
    tab.click(".states-line .button")?;
    tab.wait("document.querySelector('.rung.selected')?.id == 'rung-211'")
}

fn a_71_two_connections_share_three_lanes(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    open(tab, &files, "websocket-chat.pcap", "#view=flow&flow=tcp.0,tcp.1,fold&packet=18&lang=en")?;
    let names =
        tab.text("[...document.querySelectorAll('.ladder-head .mono')].map(name => name.textContent).join(' ')")?;
    ensure!(names == "127.0.0.1:60584 127.0.0.1:7272 127.0.0.1:60653", "{names}");
    tab.wait_text(".choices [aria-pressed=true]", "2 streams")?;
    // the message comes in from the right and goes out to both
    for (packet, tip) in [(18, 559), (19, 861), (21, 255)] {
        let head = tab.text(&format!(
            "parseInt(document.querySelector('#rung-{packet} path.fill').getAttribute('d').slice(1))"
        ))?;
        let head: i32 = head.parse()?;
        ensure!((head - tip).abs() < 4, "packet {packet} ends at {head}");
    }
    tab.wait_text(".flow-counts", "folded 6")
}

fn arrows_are_links_to_packets(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#lang=en", &files.sample("live-video.pcap")?)?;
    tab.press("5")?;
    tab.wait("location.hash.includes('view=flow') && document.querySelectorAll('.rung').length > 3")?;
    tab.click("#rung-3 .plain")?;
    tab.wait("location.hash.includes('packet=3') && document.querySelector('.rung.selected')?.id == 'rung-3'")?;
    // the selected one stands out, and no other
    let grounds = "[...document.querySelectorAll('.rung-ground')].filter(ground => \
         getComputedStyle(ground).fill != 'rgba(0, 0, 0, 0)').map(ground => ground.parentElement.id).join()";
    tab.wait(&format!("{grounds} == 'rung-3'"))?;
    tab.press("ArrowDown")?;
    tab.press("ArrowDown")?;
    tab.wait("location.hash.includes('packet=5')")?;
    let active = "document.querySelector('.ladder-rows').getAttribute('aria-activedescendant')";
    tab.wait(&format!("{active} == 'rung-5'"))?;
    let label = tab.text("document.querySelector('#rung-5').textContent")?;
    ensure!(
        label.contains("Packet 5, from 114.64.222.49:80 to 9.186.58.171:54185") && label.contains("Ack=539"),
        "{label}"
    );
    tab.press("End")?;
    tab.wait("location.hash.includes('packet=14')")?;
    tab.press("Enter")?;
    tab.wait("document.querySelector('.packet-row.selected')?.id == 'packet-14'")?;
    tab.eval("history.back()")?;
    tab.wait("!!document.querySelector('.ladder .rung')")
}

fn acknowledgments_fold_and_time_is_true(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    open(tab, &files, "page-load.pcap", "#view=flow&lang=en")?;
    tab.wait_text(".flow-counts", "Drawn 46 · folded 0")?;
    let height = "document.querySelector('.ladder .rows-tall').offsetHeight";
    let even = tab.eval(height)?.as_f64().unwrap_or(0.0);
    tab.click(".labelled:nth-of-type(3) .button:nth-child(2)")?;
    tab.wait("location.hash.includes('flow=fold')")?;
    tab.wait("!document.querySelector('.flow-counts').innerText.endsWith('folded 0')")?;
    tab.wait(&format!("{height} < {even}"))?;
    tab.click(".labelled:nth-of-type(2) .button:nth-child(2)")?;
    tab.wait("location.hash.includes('flow=fold,time')")?;
    tab.wait(&format!("{height} > {even}"))
}

fn is_taken_away_as_text_and_pictures(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.allow_clipboard()?;
    open(tab, &files, "live-video.pcap", "#view=flow&lang=en")?;
    let button = |place: u8| format!(".tool-row > .button:nth-last-child({place})");
    tab.click(&button(3))?;
    tab.wait_text(".status-bar", "Mermaid")?;
    let text = tab.text("navigator.clipboard.readText()")?;
    ensure!(text.starts_with("sequenceDiagram") && text.contains("L1->>L2: 1 [SYN] Seq=0"), "{text}");
    // downloads are looked at where they are made
    tab.eval(
        "window.made = []; const make = URL.createObjectURL; URL.createObjectURL = blob => { window.made.push(blob); \
         return make(blob); }; true",
    )?;
    tab.click(&button(2))?;
    tab.wait("window.made.length == 1")?;
    let svg = tab.text("window.made[0].text()")?;
    ensure!(svg.contains("<svg") && svg.contains("#98390d") && svg.contains("Seq=4334 Len=1380"), "{svg}");
    tab.wait_text(".status-bar", "live-video-flow.svg")?;
    tab.click(&button(1))?;
    tab.wait("window.made.some(blob => blob.type == 'image/png' && blob.size > 10000)")?;
    tab.wait_text(".status-bar", "live-video-flow.png")
}

fn many_packets_stay_few_elements(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    open(tab, &files, "page-load.pcap", "#view=flow&flow=all&lang=en")?;
    tab.wait_text(".flow-counts", "Drawn 211")?;
    ensure!(tab.eval("document.querySelectorAll('.rung').length < 60")? == true, "only what is seen is drawn");
    tab.press("End")?;
    tab.wait("!!document.querySelector('#rung-211.selected')")?;
    ensure!(tab.eval("document.querySelectorAll('.rung').length < 60")? == true, "only what is seen is drawn");
    Ok(())
}

fn fits_a_phone(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.size(390, 844)?;
    open(tab, &files, "live-video.pcap", "#view=flow&lang=zh")?;
    says(tab, "SYN_SENT")?;
    tab.wait("document.scrollingElement.scrollWidth <= 390 && document.querySelector('.ladder').scrollWidth <= 390")
}
