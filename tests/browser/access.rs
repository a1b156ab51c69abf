//! The page for everybody: what axe finds, what the keys reach, and what is left without colours or motion.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{
    captures::Files,
    tab::{Story, Tab},
};

pub const STORIES: &[(&str, Story)] = &[
    ("access::axe_finds_nothing_serious_in_any_screen", axe_finds_nothing_serious_in_any_screen),
    ("access::every_control_is_reached_by_tab", every_control_is_reached_by_tab),
    ("access::every_command_is_in_menus_and_palette", every_command_is_in_menus_and_palette),
    ("access::menus_work_by_keys_alone", menus_work_by_keys_alone),
    ("access::the_view_goes_back_and_forward", the_view_goes_back_and_forward),
    ("access::without_colours_shapes_stay", without_colours_shapes_stay),
    ("access::nothing_moves_for_those_who_want_rest", nothing_moves_for_those_who_want_rest),
    ("access::twice_as_large_is_the_next_smaller_layout", twice_as_large_is_the_next_smaller_layout),
];

/// Runs axe over the whole document and adds the serious things that it found, a line each.
fn axe(tab: &mut Tab, screen: &str, all: &mut Vec<String>) -> Result<()> {
    if tab.eval("typeof axe")? != "object" {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        tab.eval(&format!("{source}; true"))?;
    }
    let found = tab.text(
        "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations \
         .filter(one => ['serious', 'critical'].includes(one.impact)) \
         .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' ' + \
         (node.any[0]?.message ?? '')).join(' | ')}`).join('\\n'))",
    )?;
    if !found.is_empty() {
        all.push(format!("{screen}:\n{found}"));
    }
    Ok(())
}

fn axe_finds_nothing_serious_in_any_screen(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    let foreign = files.file("notes.docx", b"PK\x03\x04 not a capture at all")?;
    let mut found = Vec::new();
    let sheets = [
        ("Ctrl+k", "palette"),
        ("?", "keys"),
        ("F10", "menu"),
        ("c", "copy-sheet"),
        ("Ctrl+s", "save-sheet"),
        ("Ctrl+Alt+c", "comment-sheet"),
    ];
    for (width, height) in [(1280, 800), (390, 844)] {
        tab.size(width, height)?;
        for (lang, theme) in [("en", "light"), ("zh", "dark"), ("en", "dark")] {
            let screen = |name: &str| format!("{name} {lang} {theme} {width}");
            tab.load(&format!("#lang={lang}&theme={theme}"))?;
            axe(tab, &screen("welcome"), &mut found)?;
            tab.load_with(&format!("#packet=6&field=tcp.flags&lang={lang}&theme={theme}"), &capture)?;
            axe(tab, &screen("list"), &mut found)?;
            if width < 640 {
                tab.click("#packet-6")?;
            }
            tab.wait("!!document.querySelector('.tree-line.selected')")?;
            axe(tab, &screen("packet"), &mut found)?;
            for (key, name) in sheets {
                tab.press(key)?;
                tab.wait(&format!("!!document.querySelector('dialog.{name}[open]')"))?;
                axe(tab, &screen(name), &mut found)?;
                tab.press("Escape")?;
                tab.wait("!document.querySelector('dialog')")?;
            }
            if width >= 640 {
                tab.click(".view-bar .button")?;
                tab.wait("!!document.querySelector('dialog.columns[open]')")?;
                axe(tab, &screen("columns"), &mut found)?;
                tab.press("Escape")?;
                tab.wait("!document.querySelector('dialog')")?;
            }
            tab.press("4")?;
            tab.wait("!!document.querySelector('.stream-said')")?;
            axe(tab, &screen("stream"), &mut found)?;
            for (key, view, there) in [
                ("2", "exchanges", ".exchanges .table-rows .waterfall"),
                ("3", "conversations", "[data-table] .table-rows .table-row"),
                ("5", "flow", ".ladder .rung"),
                ("6", "findings", ".finding.packet .finding-info"),
                ("8", "objects", ".objects #object-1"),
            ] {
                tab.press(key)?;
                tab.wait(&format!("!!document.querySelector('{there}')"))?;
                axe(tab, &screen(view), &mut found)?;
            }
            tab.press("7")?;
            tab.wait("!!document.querySelector('.file-view')")?;
            axe(tab, &screen("file"), &mut found)?;
            tab.choose(&foreign)?;
            tab.wait("!!document.querySelector('.trouble-bytes')")?;
            axe(tab, &screen("not a capture"), &mut found)?;
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

/// What can have the focus, without what arrows reach inside of something that Tab reaches.
const CONTROLS: &str = "[...document.querySelectorAll('button, input, select, textarea, a[href], [tabindex]')] \
     .filter(e => e.tabIndex >= 0 && !e.disabled && e.offsetParent && !e.closest('.away') && \
     !e.classList.contains('wirelight') && getComputedStyle(e).visibility == 'visible')";

fn every_control_is_reached_by_tab(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    for (width, height) in [(1920, 1080), (1280, 800), (800, 600)] {
        tab.size(width, height)?;
        tab.load_with("#packet=6", &capture)?;
        tab.wait("!!document.querySelector('.tree-line')")?;
        let controls = tab.eval(&format!("{CONTROLS}.length"))?.as_u64().unwrap_or(0);
        ensure!(controls >= 8, "only {controls} controls at {width}");
        tab.eval(&format!("window.missing = new Set({CONTROLS}); true"))?;
        for _ in 0..controls + 12 {
            tab.press("Tab")?;
            tab.eval("window.missing.delete(document.activeElement)")?;
        }
        let left = tab.text("[...window.missing].map(e => e.outerHTML.slice(0, 120)).join(' | ')")?;
        ensure!(left.is_empty(), "at {width} Tab does not reach {left}");
    }
    // what stands in no tab order is in a group whose arrows reach it, or has a command of its own
    let alone = tab.text(
        "[...document.querySelectorAll('button[tabindex=\"-1\"]')].filter(e => e.offsetParent && \
         !e.closest('[role=tablist], [role=menu], [role=menubar], [role=grid], [role=row]')) \
         .map(e => e.outerHTML.slice(0, 120)).join(' | ')",
    )?;
    ensure!(alone.is_empty(), "no key reaches {alone}");
    Ok(())
}

fn every_command_is_in_menus_and_palette(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#lang=en", &files.sample("websocket-chat.pcap")?)?;
    let mut entries = Vec::new();
    tab.press("F10")?;
    for name in ["File", "Edit", "View", "Go", "Help"] {
        tab.wait(&format!("document.querySelector('.menu-name[aria-expanded=true]').innerText == '{name}'"))?;
        let found = tab
            .eval("[...document.querySelectorAll('.menu-entry:not(:disabled) .grow')].map(entry => entry.innerText)")?;
        ensure!(found.as_array().is_some_and(|found| !found.is_empty()), "the menu {name} is empty");
        entries.extend(found.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)));
        tab.press("ArrowRight")?;
    }
    tab.press("Escape")?;
    tab.wait("!document.querySelector('dialog')")?;
    tab.press("Ctrl+k")?;
    tab.wait("!!document.querySelector('.palette-option')")?;
    let palette = tab.eval("[...document.querySelectorAll('.palette-option .grow')].map(entry => entry.innerText)")?;
    for entry in &entries {
        ensure!(palette.as_array().is_some_and(|all| all.iter().any(|one| one == entry.as_str())), "no {entry}");
    }
    Ok(())
}

/// the menus are called as in Wireshark's Chinese interface, with their letters.
fn menus_work_by_keys_alone(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("#lang=zh", &files.sample("websocket-chat.pcap")?)?;
    tab.press("F10")?;
    tab.wait("!!document.querySelector('dialog.menu[open]')")?;
    let names = tab.text("[...document.querySelectorAll('.menu-name')].map(name => name.innerText).join(' ')")?;
    ensure!(names == "文件(F) 编辑(E) 视图(V) 跳转(G) 帮助(H)", "{names}");
    tab.press("v")?;
    tab.wait("document.querySelector('.menu-name[aria-expanded=true]').innerText.startsWith('视图')")?;
    tab.press("e")?;
    tab.wait("document.activeElement.closest('.menu-entry') != null")?;
    tab.wait("document.querySelector('.menu-name[aria-expanded=true]').innerText.startsWith('编辑')")?;
    // down to the mark, and set it
    for _ in 0..40 {
        if tab.text("document.activeElement.innerText")?.starts_with("标记分组") {
            break;
        }
        tab.press("ArrowDown")?;
    }
    tab.press("Enter")?;
    tab.wait("!document.querySelector('dialog')")?;
    tab.wait_text(".status-bar .count", "已标记 1")?;
    tab.press("Ctrl+m")?;
    tab.wait("!document.querySelector('.status-bar .count').innerText.includes('已标记')")
}

/// Jumps and views are entries of the browser's history; walking with arrows is none.
fn the_view_goes_back_and_forward(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    tab.load_with("", &files.sample("page-load.pcap")?)?;
    let at = |number: u32| format!("document.querySelector('.packet-row.selected')?.id == 'packet-{number}'");
    tab.wait(&at(1))?;
    tab.press("ArrowDown")?;
    tab.wait(&at(2))?;
    tab.press("Ctrl+g")?;
    tab.wait("document.activeElement.closest('.go-to') != null")?;
    tab.call("Input.insertText", serde_json::json!({ "text": "208" }))?;
    tab.press("Enter")?;
    tab.wait(&at(208))?;
    tab.wait("location.hash.includes('packet=208')")?;
    tab.press("7")?;
    tab.wait("location.hash.includes('view=file') && !!document.querySelector('.file-view')")?;
    tab.eval("history.back()")?;
    tab.wait(&at(208))?;
    tab.eval("history.back()")?;
    tab.wait(&at(2))?;
    tab.eval("history.forward()")?;
    tab.wait(&at(208))?;
    // a packet that is not there is refused in words
    tab.press("Ctrl+g")?;
    tab.wait("document.activeElement.closest('.go-to') != null")?;
    tab.call("Input.insertText", serde_json::json!({ "text": "212" }))?;
    tab.press("Enter")?;
    tab.wait_text(".go-to-refused", "1 to 211")?;
    tab.press("Escape")?;
    tab.wait(&at(208))?;
    // the conversation: 208 is of the first connection, whose packet before it is not its neighbour in the file
    tab.press("Ctrl+,")?;
    tab.wait(&format!("!!document.querySelector('.packet-row.selected') && !({}) && !({})", at(207), at(208)))?;
    tab.press("Ctrl+.")?;
    tab.wait(&at(208))
}

fn without_colours_shapes_stay(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let forced = serde_json::json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    tab.call("Emulation.setEmulatedMedia", forced)?;
    tab.load_with("#packet=6&field=tcp.flags", &files.sample("page-load.pcap")?)?;
    tab.wait("!!document.querySelector('.hex-digits .lit')")?;
    for selector in [".packet-row.selected", ".tree-line.selected", ".hex-digits .lit"] {
        let outline = tab.text(&format!("getComputedStyle(document.querySelector('{selector}')).outlineStyle"))?;
        ensure!(outline == "solid", "{selector} has no outline: {outline}");
    }
    ensure!(tab.eval("!!document.querySelector('.packet-row .mark')")? == true, "no family marks");
    tab.call("Emulation.setEmulatedMedia", serde_json::json!({ "features": [] }))?;
    Ok(())
}

fn nothing_moves_for_those_who_want_rest(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let rest = serde_json::json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    tab.call("Emulation.setEmulatedMedia", rest)?;
    tab.load_with("", &files.sample("websocket-chat.pcap")?)?;
    tab.press("F10")?;
    tab.wait("!!document.querySelector('dialog.menu[open]')")?;
    let moving = tab.text(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); \
         return [s.transitionDuration, s.animationDuration].some(d => d.split(',').some(one => parseFloat(one) > 0)); }) \
         .map(e => e.className).join(' | ')",
    )?;
    tab.call("Emulation.setEmulatedMedia", serde_json::json!({ "features": [] }))?;
    ensure!(moving.is_empty(), "{moving} moves");
    Ok(())
}

/// 1280 pixels at 200 % are 640 of the page's.
fn twice_as_large_is_the_next_smaller_layout(tab: &mut Tab) -> Result<()> {
    let files = Files::new()?;
    let capture = files.sample("page-load.pcap")?;
    let zoomed = serde_json::json!({ "width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": false });
    tab.call("Emulation.setDeviceMetricsOverride", zoomed)?;
    tab.load_with("#packet=6", &capture)?;
    tab.wait("document.querySelector('.wirelight').dataset.room == 'narrow'")?;
    tab.wait("document.querySelector('.layer-tree').offsetHeight >= 60 && document.querySelector('.packet-rows').offsetHeight >= 60")?;
    ensure!(tab.eval("document.scrollingElement.scrollWidth <= innerWidth")? == true, "the page scrolls sideways");
    Ok(())
}
