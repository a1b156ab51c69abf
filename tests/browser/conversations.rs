//! Who talked to whom: the tables of conversations and endpoints.

use anyhow::{Result, ensure};

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("conversations::a_110_two_connections_are_two_rows", a_110_two_connections_are_two_rows),
    ("conversations::heads_sort_by_mouse_and_by_keys", heads_sort_by_mouse_and_by_keys),
    ("conversations::every_kind_has_its_table", every_kind_has_its_table),
    ("conversations::a_row_leads_to_its_packets", a_row_leads_to_its_packets),
    ("conversations::a_table_is_copied_for_a_sheet", a_table_is_copied_for_a_sheet),
    ("conversations::fit_a_phone", fit_a_phone),
];

/// The table's cells, a bar between them, a line each row.
const CELLS: &str = "[...document.querySelectorAll('.table-rows .table-row')].map(row => \
     [...row.querySelectorAll('.cell')].map(cell => cell.innerText).join('|')).join('\\n')";

fn rows(tab: &mut Tab) -> Result<String> {
    tab.wait("!!document.querySelector('.table-rows .table-row .numeric')")?;
    tab.text(CELLS)
}

/// 50417 and 50418 are told apart, with the packets and bytes that tshark counts.
fn a_110_two_connections_are_two_rows(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    tab.press("3")?;
    tab.wait("location.hash.includes('view=conversations')")?;
    let table = rows(tab)?;
    let lines: Vec<&str> = table.lines().collect();
    ensure!(lines.len() == 2, "{table}");
    ensure!(
        lines[0]
            .starts_with("1|127.0.0.1|50418|127.0.0.1|8080|165|3,434,907|59|3,730|106|3,431,177|0.034561|5.099425|"),
        "{table}"
    );
    ensure!(
        lines[1].starts_with("0|127.0.0.1|50417|127.0.0.1|8080|46|771,082|18|2,043|28|769,039|0.000000|5.056452|"),
        "{table}"
    );
    // the handshakes took 0.184 and 0.090 ms, and nothing was lost
    ensure!(lines[0].ends_with("|0.090|0") && lines[1].ends_with("|0.184|0"), "{table}");
    tab.wait_text(".choices [aria-pressed=true]", "TCP")?;
    tab.wait_text(".choices [aria-pressed=true] .count", "2")
}

fn heads_sort_by_mouse_and_by_keys(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#view=conversations&table=conv,tcp,start", &files.sample("page-load.pcap")?)
        .or_else(|_| rows(tab).map(drop))?;
    let first = "document.querySelector('.table-rows .table-row .cell:nth-child(3)')?.innerText";
    tab.wait(&format!("{first} == '50417'"))?;
    tab.click(".table-head .cell:nth-child(7)")?;
    tab.wait(&format!("{first} == '50418'"))?;
    tab.wait("document.querySelector('.table-head .cell:nth-child(7)').getAttribute('aria-sort') == 'descending'")?;
    tab.wait("location.hash.includes('table=conv,tcp,-bytes')")?;
    // by keys: one column to the left, then Enter twice
    tab.eval("document.querySelector('.table-head .cell:nth-child(7)').focus()")?;
    tab.press("ArrowLeft")?;
    tab.press("ArrowLeft")?;
    tab.press("ArrowLeft")?;
    tab.press("ArrowLeft")?;
    tab.press("Enter")?;
    tab.wait("location.hash.includes('table=conv,tcp,aport')")?;
    tab.wait(&format!("{first} == '50417'"))?;
    tab.press("Enter")?;
    tab.wait(&format!("{first} == '50418'"))
}

fn every_kind_has_its_table(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=conversations&table=conv,ip")?;
    tab.choose(&files.sample("live-video.pcap")?)?;
    let table = rows(tab)?;
    ensure!(table.starts_with("1|9.186.58.171|114.64.222.49|14|"), "{table}");
    for (place, start) in
        [(1, "1|e8:b1:fc:09:85:f8|00:00:0c:07:ac:65|"), (4, "0|9.186.58.171|54185|114.64.222.49|80|14|")]
    {
        tab.click(&format!(".choices .button:nth-child({place})"))?;
        tab.wait(&format!("({CELLS}).includes({start:?})"))?;
    }
    // one segment is missing for a while: one loss
    ensure!(tab.text(CELLS)?.ends_with("|9.300|1"), "{}", tab.text(CELLS)?);
    tab.click(".choices .button:nth-child(5)")?;
    tab.wait_text(".table-empty", "no UDP conversations")?;
    tab.click(".choices .button:nth-child(2)")?;
    tab.click(".choices ~ .choices .button:nth-child(2)")?;
    tab.wait("location.hash.includes('table=endpoints,ip')")?;
    tab.wait(&format!("({CELLS}).split('\\n').length == 2"))?;
    let ends = rows(tab)?;
    ensure!(ends.contains("9.186.58.171|14|") && ends.contains("114.64.222.49|14|"), "{ends}");
    tab.click(".language")?;
    tab.wait_text(".table-head", "发送分组")?;
    tab.wait_text(".view-tabs", "会话")
}

fn a_row_leads_to_its_packets(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=conversations")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    rows(tab)?;
    tab.press("ArrowDown")?;
    tab.press("ArrowUp")?;
    tab.wait("document.querySelector('.table-row.selected')?.id == 'table-row-1'")?;
    tab.press("Enter")?;
    tab.wait("!!document.querySelector('.packet-list') && location.hash.includes('packet=13')")?;
    // Back is the table again
    tab.eval("history.back()")?;
    rows(tab)?;
    // the number of a stream leads to what both sides said
    tab.click(".table-rows .table-row:nth-child(2) .link")?;
    tab.wait("location.hash.includes('view=stream') && location.hash.includes('stream=tcp,0')")?;
    tab.eval("history.back()")?;
    rows(tab)?;
    // both rows make one ladder
    tab.press("Home")?;
    tab.press("Shift+ArrowDown")?;
    tab.wait("document.querySelectorAll('.table-row.selected').length == 2")?;
    tab.click(".tool-row > .button:nth-last-child(2)")?;
    tab.wait("location.hash.includes('view=flow') && location.hash.includes('flow=tcp.1,tcp.0')")?;
    tab.wait("document.querySelectorAll('.ladder-head .mono').length == 3")
}

fn a_table_is_copied_for_a_sheet(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.allow_clipboard()?;
    tab.load("#view=conversations")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    rows(tab)?;
    tab.click(".tool-row > .button:last-child")?;
    tab.wait_text(".status-bar", "2 rows")?;
    let text = tab.text("navigator.clipboard.readText()")?;
    ensure!(text.starts_with("Stream,Address A,Port A,Address B,Port B,Packets,Bytes,"), "{text}");
    ensure!(text.contains("1,127.0.0.1,50418,127.0.0.1,8080,165,3434907,59,3730,"), "{text}");
    Ok(())
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.size(390, 844)?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    tab.click(".view-tab:nth-child(3)")?;
    tab.wait("document.querySelectorAll('.table-rows .table-row .line').length == 6")?;
    tab.wait_text(".table-rows", "127.0.0.1:50418")?;
    tab.wait(
        "document.scrollingElement.scrollWidth <= 390 && document.querySelector('.table-rows').scrollWidth <= 390",
    )?;
    ensure!(tab.eval("document.querySelector('.view-tab').offsetHeight")? == 44, "a finger hits a tab");
    tab.eval(
        "(() => { const s = document.querySelector('.table-order'); s.selectedIndex = 2; \
        s.dispatchEvent(new Event('change', { bubbles: true })); })()",
    )?;
    tab.wait_text(".table-rows .table-row", "50417")
}
