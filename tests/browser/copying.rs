//! Copying: what is on the clipboard afterwards, as text and as a picture, and what the status bar says of it.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("copying::rows_are_copied_in_every_form", rows_are_copied_in_every_form),
    (
        "copying::ignored_rows_are_left_out_and_marked_ones_stand_alone",
        ignored_rows_are_left_out_and_marked_ones_stand_alone,
    ),
    ("copying::layers_are_copied_as_one_sees_them", layers_are_copied_as_one_sees_them),
    ("copying::a_field_is_copied_by_value_key_and_filter", a_field_is_copied_by_value_key_and_filter),
    ("copying::bytes_are_copied_as_programs_read_them", bytes_are_copied_as_programs_read_them),
    ("copying::pictures_are_pngs_of_twice_the_size", pictures_are_pngs_of_twice_the_size),
    ("copying::selected_text_is_copied_by_the_browser", selected_text_is_copied_by_the_browser),
    ("copying::a_refused_clipboard_offers_a_file", a_refused_clipboard_offers_a_file),
    ("copying::a_hundred_thousand_rows_are_copied", a_hundred_thousand_rows_are_copied),
    ("copying::what_is_pointed_at_has_a_menu", what_is_pointed_at_has_a_menu),
];

/// Opens a sample in a page that may use the clipboard.
fn open(tab: &mut Tab, sample: &str, fragment: &str) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample(sample)?;
    tab.allow_clipboard()?;
    tab.load_with(fragment, &capture)?;
    tab.wait("!!document.querySelector('.tree-line')")
}

/// Opens the sheet of what can be copied and presses the button of a form in a group.
fn copy(tab: &mut Tab, group: &str, form: &str) -> Result<()> {
    tab.press("c")?;
    tab.wait("!!document.querySelector('.copy-sheet[open]')")?;
    let pressed = tab.eval(&format!(
        "(() => {{ const group = [...document.querySelectorAll('.copy-group')].find(g => g.ariaLabel == {group:?}); \
         const button = group && [...group.querySelectorAll('button')].find(b => b.innerText.toLowerCase() == {form:?}.toLowerCase()); \
         button?.click(); return !!button; }})()"
    ))?;
    ensure!(pressed == true, "{group} can not be copied as {form}");
    tab.wait("!document.querySelector('.copy-sheet')")
}

/// Copies, waits for the words in the status bar, and gives what is on the clipboard.
fn copied(tab: &mut Tab, group: &str, form: &str, said: &str) -> Result<String> {
    copy(tab, group, form)?;
    tab.wait_text(".status-bar .selection", said)?;
    tab.text("navigator.clipboard.readText()")
}

fn rows_are_copied_in_every_form(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=4")?;
    for key in ["Shift+ArrowDown", "Shift+ArrowDown"] {
        tab.press(key)?;
    }
    tab.wait_text(".status-bar", "selected 3")?;
    let text = copied(tab, "Selected rows", "text", "3 rows copied as text")?;
    let lines: Vec<&str> = text.lines().collect();
    ensure!(lines.len() == 4 && lines[0].starts_with("No.") && lines[0].ends_with("Info"), "{text}");
    let numbers: Vec<_> = lines.iter().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    ensure!(numbers == ["4", "5", "6"], "{text}");
    let shown = tab.text("document.querySelector('#packet-6 .info').textContent")?;
    ensure!(lines[3].ends_with(&shown), "{text} ends as the list: {shown}");
    let markdown = copied(tab, "Selected rows", "Markdown", "3 rows copied as Markdown")?;
    ensure!(markdown.starts_with("| No. | Time | Source |") && markdown.lines().count() == 5, "{markdown}");
    let csv = copied(tab, "Selected rows", "CSV", "3 rows copied as CSV")?;
    ensure!(csv.starts_with("No.,Time,Source,Destination,Protocol,Length,Info"), "{csv}");
    let json = copied(tab, "Selected rows", "JSON", "3 rows copied as JSON")?;
    let json: serde_json::Value = serde_json::from_str(&json)?;
    ensure!(json[2]["No."] == "6" && json[2]["Info"] == shown.as_str(), "{json}");
    // in the order and the columns of the list
    tab.load("#lang=zh&cols=info,no,tcp.stream&sample=page-load.pcap&packet=6")?;
    tab.wait("!!document.querySelector('.tree-line')")?;
    let csv = copied(tab, "所选行", "CSV", "已将 1 行复制为 CSV")?;
    ensure!(csv.replace('\r', "") == format!("信息,编号,tcp.stream\n{shown},6,0\n"), "{csv:?}");
    Ok(())
}

fn ignored_rows_are_left_out_and_marked_ones_stand_alone(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=2")?;
    tab.press("Ctrl+d")?;
    tab.press("Home")?;
    for _ in 0..3 {
        tab.press("Shift+ArrowDown")?;
    }
    tab.wait_text(".status-bar", "selected 4")?;
    let csv = copied(tab, "Selected rows", "CSV", "3 rows copied as CSV")?;
    let numbers: Vec<_> = csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    ensure!(numbers == ["1", "3", "4"], "{csv}");
    for row in ["#packet-9", "#packet-7"] {
        tab.click(row)?;
        tab.press("Ctrl+m")?;
    }
    tab.wait_text(".status-bar", "marked 2")?;
    let csv = copied(tab, "Marked rows", "CSV", "2 rows copied as CSV")?;
    let numbers: Vec<_> = csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    ensure!(numbers == ["7", "9"], "{csv}");
    Ok(())
}

fn layers_are_copied_as_one_sees_them(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=6&field=tcp.flags")?;
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    let text = copied(tab, "Visible layers", "text", "lines copied as text")?;
    // how a value was worked out is the page's own addition
    let seen = tab.text(
        "[...document.querySelectorAll('.tree-line .tree-text')].map(l => { const text = l.cloneNode(true); \
         text.querySelectorAll('.working').forEach(w => w.remove()); return text.textContent; }).join('\\n')",
    )?;
    let whole: Vec<&str> = text.lines().map(str::trim_start).collect();
    ensure!(whole.join("\n").starts_with(seen.lines().next().unwrap_or("nothing")), "{text}");
    ensure!(seen.lines().all(|line| whole.contains(&line)), "all that is seen is copied: {seen}\n{text}");
    ensure!(text.contains("\n    Source Port: "), "four spaces a level: {text}");
    let subtree = copied(tab, "Selected subtree", "text", "lines copied as text")?;
    ensure!(subtree.starts_with("Flags: 0x018 (PSH, ACK)\n    000. .... .... = Reserved: Not set\n"), "{subtree}");
    let markdown = copied(tab, "Selected subtree", "Markdown", "lines copied as Markdown")?;
    ensure!(markdown.starts_with("- `Flags: 0x018 (PSH, ACK)`\n  - `000. "), "{markdown}");
    let json: serde_json::Value = serde_json::from_str(&copied(tab, "Selected subtree", "JSON", "copied as JSON")?)?;
    ensure!(json[0]["key"] == "tcp.flags" && json[0]["children"][0]["key"] == "tcp.flags.res", "{json}");
    // the button of the pane opens the same sheet
    tab.click(".layers-pane .pane-head .button")?;
    tab.wait("!!document.querySelector('.copy-sheet[open]')")?;
    tab.press("Escape")?;
    tab.wait("!document.querySelector('.copy-sheet')")
}

fn a_field_is_copied_by_value_key_and_filter(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=4&field=ip.ttl")?;
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    for (form, text) in
        [("value", "128"), ("text", "Time to Live: 128"), ("key", "ip.ttl"), ("filter", "ip.ttl == 128")]
    {
        ensure!(copied(tab, "Selected field", form, &format!("Copied: {text}"))? == text);
    }
    for (field, filter) in [
        ("http.request.method", "http.request.method == \"GET\""),
        ("tcp.flags.push", "tcp.flags.push == 1"),
        ("ip.src", "ip.src == 127.0.0.1"),
        ("tcp", "tcp"),
    ] {
        tab.load(&format!("#sample=page-load.pcap&packet=4&field={field}"))?;
        tab.wait("!!document.querySelector('.tree-line.selected')")?;
        let text = copied(tab, "Selected field", "filter", "Copied: ")?;
        ensure!(text == filter, "{text} for {field}");
    }
    Ok(())
}

fn bytes_are_copied_as_programs_read_them(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=4&field=ip.version")?;
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    for (form, text) in [
        ("hex dump", "0000  45                                                E\n"),
        ("hex stream", "45"),
        ("spaced hex", "45"),
        ("C array", "static const unsigned char packet_4[] = {\n    0x45\n}; /* 0100 .... = Version: 4 */\n"),
        ("escaped string", "\"\\x45\""),
        ("Base64", "RQ=="),
        ("printable text", "E"),
    ] {
        let copied = copied(tab, "Bytes of the field", form, "1 byte copied as")?;
        ensure!(copied == text, "{form}: {copied:?}");
    }
    let whole = copied(tab, "Bytes of the packet", "hex stream", "bytes copied as hex stream")?;
    let length = tab.text("document.querySelector('#packet-4 .length').textContent")?;
    ensure!(whole.len() == 2 * length.parse::<usize>()?, "{length} bytes: {whole}");
    ensure!(whole.contains("474554202f"), "GET / is in it: {whole}");
    // without a field, bytes are those of the packet
    tab.press("Escape")?;
    tab.wait("!document.querySelector('.tree-line.selected')")?;
    ensure!(copied(tab, "Bytes of the packet", "hex stream", "bytes copied as hex stream")? == whole);
    Ok(())
}

fn pictures_are_pngs_of_twice_the_size(tab: &mut Tab) -> Result<()> {
    const PICTURE: &str = "(async () => { const [item] = await navigator.clipboard.read(); \
        const blob = await item.getType('image/png'); const bitmap = await createImageBitmap(blob); \
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height); const c = canvas.getContext('2d'); \
        c.drawImage(bitmap, 0, 0); const d = c.getImageData(0, 0, bitmap.width, bitmap.height).data; \
        const colours = new Set(); for (let i = 0; i < d.length; i += 4) colours.add((d[i] << 16) | (d[i+1] << 8) | d[i+2]); \
        return JSON.stringify({ width: bitmap.width, height: bitmap.height, type: blob.type, \
            corner: [d[0], d[1], d[2]], light: colours.has(0xffcf40) || colours.has(0xf0c038), colours: colours.size }); })()";
    open(tab, "page-load.pcap", "#packet=4&theme=light&field=tcp.flags")?;
    tab.wait("!!document.querySelector('.tree-line.selected')")?;
    tab.press("Shift+ArrowDown")?;
    let shot = |tab: &mut Tab, group: &str, said: &str| -> Result<serde_json::Value> {
        copy(tab, group, "image")?;
        tab.wait_text(".status-bar .selection", said)?;
        if let Ok(folder) = std::env::var("WIRELIGHT_SHOTS") {
            tab.keep_picture(&std::path::Path::new(&folder).join(format!("copied {group}.png")))?;
        }
        Ok(serde_json::from_str(&tab.text(PICTURE)?)?)
    };
    let rows = shot(tab, "Selected rows", "2 rows copied as image")?;
    // two rows and their heads, ten pixels around, each drawn by two
    ensure!(rows["height"] == 2 * (3 * 20 + 20) && rows["type"] == "image/png", "{rows}");
    ensure!(rows["width"].as_u64() > Some(1000) && rows["corner"] == json!([255, 255, 255]), "{rows}");
    let layers = shot(tab, "Visible layers", "lines copied as image")?;
    ensure!(layers["light"] == true && layers["colours"].as_u64() > Some(20), "the selected field is lit: {layers}");
    let bytes = shot(tab, "Bytes of the field", "bytes copied as image")?;
    ensure!(bytes["light"] == true, "its bytes are lit: {bytes}");
    tab.click(".theme")?;
    tab.wait("document.documentElement.dataset.theme == 'dark'")?;
    let rows = shot(tab, "Selected rows", "2 rows copied as image")?;
    ensure!(rows["corner"] == json!([18, 23, 26]), "as dark as the page: {rows}");
    Ok(())
}

fn selected_text_is_copied_by_the_browser(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=6")?;
    tab.eval("getSelection().selectAllChildren(document.querySelector('#packet-6 .info'))")?;
    tab.press("Ctrl+c")?;
    ensure!(tab.eval("!!document.querySelector('.copy-sheet')")? == false, "the text is what is copied");
    tab.eval("getSelection().removeAllRanges()")?;
    tab.press("Ctrl+c")?;
    tab.wait("!!document.querySelector('.copy-sheet[open]')")?;
    // by keys alone, and the focus returns
    tab.wait("document.activeElement.innerText.toLowerCase() == 'text'")?;
    tab.press("ArrowRight")?;
    tab.wait("document.activeElement.innerText == 'Markdown'")?;
    tab.press("Escape")?;
    tab.wait("document.activeElement.dataset.pane == 'list'")
}

fn a_refused_clipboard_offers_a_file(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=6")?;
    tab.eval("navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'))")?;
    copy(tab, "Selected rows", "CSV")?;
    tab.wait_text(".refused-sheet", "did not let it onto the clipboard")?;
    tab.eval(
        "URL.createObjectURL = blob => { blob.text().then(text => window.content = text); return 'blob:'; }; \
         void (HTMLAnchorElement.prototype.click = function () { window.saved = this.download; })",
    )?;
    tab.click(".refused .button")?;
    tab.wait("window.saved == 'page-load.csv' && window.content?.startsWith('No.,Time')")?;
    tab.wait("!document.querySelector('.refused-sheet')")
}

fn a_hundred_thousand_rows_are_copied(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.many("many.pcap", 120_000)?;
    tab.allow_clipboard()?;
    tab.load_with("", &capture)?;
    tab.wait_text(".status-bar", "120,000")?;
    tab.press("Home")?;
    tab.press("Shift+End")?;
    tab.wait_text(".status-bar", "selected 120,000")?;
    let csv = copied(tab, "Selected rows", "CSV", "100,000 rows copied as CSV")?;
    ensure!(csv.lines().count() == 100_001, "{} lines", csv.lines().count());
    ensure!(csv.lines().last().is_some_and(|line| line.starts_with("100000,99.999000,")), "in order");
    Ok(())
}

fn what_is_pointed_at_has_a_menu(tab: &mut Tab) -> Result<()> {
    open(tab, "page-load.pcap", "#packet=4")?;
    let entry = |name: &str| {
        format!(
            "[...document.querySelectorAll('.context-menu .menu-entry')].find(e => e.innerText.startsWith({name:?}))"
        )
    };
    // a right click selects the row, and the menu is at the pointer
    tab.right_click("#packet-7 .info")?;
    tab.wait("!!document.querySelector('.context-menu[open]')")?;
    tab.wait("!!document.querySelector('#packet-7.selected')")?;
    let near = "(() => { const m = document.querySelector('.context-menu').getBoundingClientRect(), \
        r = document.querySelector('#packet-7').getBoundingClientRect(); \
        return m.left > 200 && m.top >= r.top && m.top <= r.bottom && m.bottom <= innerHeight && m.right <= innerWidth; })()";
    ensure!(tab.eval(near)? == true, "the menu is where the pointer is");
    tab.wait("document.activeElement.innerText.startsWith('Mark packet')")?;
    tab.press("Enter")?;
    tab.wait_text(".status-bar", "marked 1")?;
    tab.wait("!document.querySelector('.context-menu') && document.activeElement.dataset.pane == 'list'")?;
    // by the keyboard: the menu is at the selected row, and its keys go round
    tab.eval(
        "document.activeElement.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 0 }))",
    )?;
    tab.wait("!!document.querySelector('.context-menu[open]')")?;
    tab.press("End")?;
    tab.wait("document.activeElement.innerText.startsWith('Previous packet of the conv')")?;
    tab.press("ArrowDown")?;
    tab.wait(
        "document.activeElement.innerText.startsWith('Mark packet') && document.activeElement.ariaChecked == 'true'",
    )?;
    tab.press("Escape")?;
    tab.wait("!document.querySelector('.context-menu') && document.activeElement.dataset.pane == 'list'")?;
    // a field
    tab.right_click(".tree-line:nth-child(3) .tree-text")?;
    tab.wait("!!document.querySelector('.context-menu[open]') && !!document.querySelector('.tree-line:nth-child(3).selected')")?;
    tab.eval(&format!("{}.click()", entry("Copy field: value")))?;
    tab.wait_text(".status-bar .selection", "Copied: ")?;
    // a byte selects its field
    tab.right_click(".hex-line:nth-child(2) .hex-digits")?;
    tab.wait("!!document.querySelector('.context-menu[open]')")?;
    tab.eval(&format!("{}.click()", entry("Copy bytes: hex stream")))?;
    tab.wait_text(".status-bar .selection", "copied as hex stream")?;
    // selected text keeps the browser's own menu
    tab.eval("getSelection().selectAllChildren(document.querySelector('#packet-7 .info'))")?;
    let left = "(() => { const e = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2 }); \
        document.querySelector('#packet-7 .info').dispatchEvent(e); return e.defaultPrevented; })()";
    ensure!(tab.eval(left)? == false, "text that is selected can be copied by the browser's menu");
    Ok(())
}
