//! What was transferred: listed with small pictures, saved, and harmless whatever it says.

use anyhow::{Result, ensure};

use crate::{
    captures::{self, Files},
    exchanges::{PIXEL, exchange},
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("objects::a_page_its_pictures_and_its_music", a_page_its_pictures_and_its_music),
    ("objects::all_are_saved_as_zip_and_one_as_itself", all_are_saved_as_zip_and_one_as_itself),
    ("objects::nothing_that_they_are_runs", nothing_that_they_are_runs),
    ("objects::a_capture_without_any_says_so", a_capture_without_any_says_so),
    ("objects::fit_a_phone", fit_a_phone),
];

/// The list's cells, a bar between them, a line each row.
const CELLS: &str = "[...document.querySelectorAll('.objects .table-rows .table-row')].map(row => \
     [...row.querySelectorAll('.cell')].map(cell => cell.innerText).join('|')).join('\\n')";
/// Catches what is saved.
const CATCH: &str = "(() => { const real = URL.createObjectURL; \
     URL.createObjectURL = blob => { window.saved = blob; return real.call(URL, blob); }; \
     HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; }; })()";
/// Names and SHA-256 of what is stored in a zip file, whose sizes are in extra fields.
const ENTRIES: &str = "(async () => { const bytes = await window.saved.arrayBuffer(), view = new DataView(bytes), lines = []; \
     for (let at = 0; view.getUint32(at, true) == 0x04034b50;) { \
         const name = view.getUint16(at + 26, true), extra = view.getUint16(at + 28, true), start = at + 30 + name + extra; \
         const size = Number(view.getBigUint64(at + 30 + name + 4, true)); \
         const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice(start, start + size))); \
         lines.push(new TextDecoder().decode(bytes.slice(at + 30, at + 30 + name)) + ' ' + \
             [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('')); \
         at = start + size; } \
     return lines.join('\\n'); })()";

fn rows(tab: &mut Tab) -> Result<Vec<String>> {
    tab.wait("!!document.querySelector('#object-1')")?;
    Ok(tab.text(CELLS)?.lines().map(str::to_owned).collect())
}

fn a_page_its_pictures_and_its_music(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    tab.press("8")?;
    tab.wait("location.hash.includes('view=objects')")?;
    let rows = rows(tab)?;
    ensure!(rows.len() == 4, "{rows:?}");
    ensure!(rows[1].starts_with("|icon.jpg|image/jpeg ✓ its bytes agree|766,523|"), "{rows:?}");
    ensure!(rows[2].starts_with("|intro.mp3|audio/mpeg") && rows[2].contains("|2,659,257|"), "{rows:?}");
    ensure!(rows[2].contains("|bytes 0-"), "{rows:?}");
    tab.wait_text(".objects + *, .tool-row", "4 objects · 4.2 MB")?;
    // these begin like pictures, and nothing can be seen in them
    tab.wait("document.querySelectorAll('.objects .thumb .icon').length == 4")?;
    // keys lead to the packet
    tab.press("ArrowDown")?;
    tab.wait("document.querySelector('.objects .selected')?.id == 'object-2'")?;
    tab.press("Enter")?;
    tab.wait("!!document.querySelector('.packet-list') && /packet=\\d/.test(location.hash)")?;
    tab.eval("history.back()")?;
    tab.wait("!!document.querySelector('#object-2')")?;
    tab.click(".language")?;
    tab.wait_text(".view-tabs", "对象")?;
    tab.wait_text(".tool-row", "4 个对象")
}

fn all_are_saved_as_zip_and_one_as_itself(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=objects")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    rows(tab)?;
    let listed = tab.text(
        "[...document.querySelectorAll('.objects .table-rows .table-row')].map(row => \
         row.querySelector('b').innerText + ' ' + row.querySelector('.cell:nth-child(6)').title).join('\\n')",
    )?;
    ensure!(listed.lines().all(|line| line.rsplit(' ').next().is_some_and(|digest| digest.len() == 64)), "{listed}");
    tab.eval(CATCH)?;
    tab.click(".tool-row > .button:nth-last-child(1)")?;
    tab.wait("window.savedAs == 'page-load.zip'")?;
    tab.wait_text(".status-bar", "page-load.zip: 4 objects")?;
    let packed = tab.text(ENTRIES)?;
    ensure!(packed == listed, "{packed}\n{listed}");
    tab.click("#object-2 .cell:nth-child(2)")?;
    tab.wait("document.querySelector('.objects .selected')?.id == 'object-2'")?;
    tab.click(".tool-row > .button:nth-last-child(2)")?;
    tab.wait("window.savedAs == 'icon.jpg' && window.saved.size == 766523")
}

fn nothing_that_they_are_runs(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let evil = "<img/src=x/onerror=window.ran=1><script>window.ran=1</script>";
    let response = |media: &str, name: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    let request = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n";
    let program = b"<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'><script>window.ran=1</script></svg>";
    let both = [response("text/plain", "../../a", PIXEL), response(&format!("image/svg+xml{evil}"), evil, program)];
    let file = files.file("evil.pcap", &captures::pcap(1, &exchange(request, &both.concat())?)?)?;
    tab.load("#view=objects")?;
    tab.choose(&file)?;
    let rows = rows(tab)?;
    ensure!(rows.len() == 2 && rows[0].contains("text/plain its bytes are image/png"), "{rows:?}");
    ensure!(rows[1].contains("image/svg+xml<img/src=x/onerror=window.ran=1>"), "{rows:?}");
    ensure!(rows[0].starts_with("|_.._a|"), "{rows:?}");
    let picture = "document.querySelector('#object-1 .thumb img')";
    tab.wait(&format!("{picture}?.naturalWidth == 1 && {picture}.src.startsWith('blob:')"))?;
    ensure!(
        tab.eval(
            "typeof window.ran == 'undefined' && document.querySelectorAll('.objects img').length == 1 && \
             !document.querySelector('.objects script, .objects svg:not(.icon)')"
        )? == true
    );
    let complaints = tab.take_complaints()?;
    ensure!(complaints.is_empty(), "{complaints:?}");
    Ok(())
}

fn a_capture_without_any_says_so(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load("#view=objects")?;
    tab.choose(&files.many("datagrams.pcap", 3)?)?;
    tab.wait_text(".table-empty", "No message of HTTP in this capture has a body")?;
    ensure!(tab.eval("document.querySelectorAll('.tool-row > .button:disabled').length")? == 3);
    Ok(())
}

fn fit_a_phone(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.size(390, 844)?;
    tab.load("#view=objects")?;
    tab.choose(&files.sample("page-load.pcap")?)?;
    tab.wait_text("#object-2", "icon.jpg")?;
    tab.wait_text("#object-2", "766,523 B")?;
    let inside = "[...document.querySelectorAll('.objects *')].every(e => e.closest('.ellipsis, svg') || e.getBoundingClientRect().right <= 391)";
    ensure!(tab.eval(inside)? == true, "something reaches over the edge");
    tab.eval(CATCH)?;
    tab.click("#object-2 .button")?;
    tab.wait("window.savedAs == 'icon.jpg'")?;
    tab.click("#object-2 b")?;
    tab.wait("!!document.querySelector('.packet-list') && /packet=\\d/.test(location.hash)")
}
