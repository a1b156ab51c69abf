//! English.

mod exchanges;
mod facts;
mod filters;
mod flow;
mod message;
mod objects;
mod opening;
mod stream;
mod views;

use wirelight::{
    engine::request::Coding,
    view::{amounts::thousands, fragment::Language},
};

use super::Texts;
use crate::{copying::What, saving::Part};

/// The English texts.
pub static EN: Texts = Texts {
    language: Language::En,
    other_language: "中文",
    switch_language: "切换到中文",
    theme_to_dark: "Dark theme",
    theme_to_light: "Light theme",
    open_file: "Open file…",
    close: "Close",
    gap: " ",

    welcome: "Welcome",
    drop_anywhere: "Drop a capture anywhere in this window",
    formats: "pcap and pcapng, also inside gz, zst or lz4; a hex dump or tcpdump text to paste.",
    nothing_leaves: "Nothing leaves this computer.",
    nothing_leaves_more: "This page reads the file itself and sends no request once it has loaded, but for a link that you open.",
    samples: "Samples",
    sample: [
        ("HTTP page load, two connections", "Is this a four-way close? Count the FINs."),
        ("WebSocket chat, masked text", "One message goes out to two browsers: find it."),
        ("Live video with a gap", "One segment is late. Lost, or out of order?"),
    ],
    packets_unit: |count| if count == 1 { "packet" } else { "packets" },
    let_go: |files| match files {
        0 | 1 => "Let go to open the file".into(),
        several => format!("Let go to open {several} files"),
    },
    let_go_more: "It is read here and goes nowhere else",

    packet_list: "Packet list",
    layers: "Layers",
    bytes: "Bytes",
    number: "No.",
    time: "Time",
    source: "Source",
    destination: "Destination",
    protocol: "Protocol",
    length: "Length",
    info: "Info",
    packet: |number| format!("Packet {number}"),
    no_packet_selected: "No packet selected. Choose one in the list.",
    reading_packet: "Reading the packet…",
    previous_packet: "Previous packet",
    next_packet: "Next packet",
    back_to_list: "Back to the list",
    show_in_bytes: "Show in bytes",
    resize_list: "Height of the packet list",
    resize_bytes: "Width of the bytes",

    origin_packet: |size| format!("Packet {size}"),
    origin_datagram: |size| format!("Datagram {size}"),
    origin_stream: |size| format!("Stream {size}"),
    origin_decoded: |coding, size| {
        let how = match coding {
            Coding::Chunked => "Dechunked",
            Coding::Gzip | Coding::Deflate | Coding::Brotli | Coding::Zstd => "Unpacked",
            Coding::Masked => "Unmasked",
            Coding::Fragmented => "Joined",
        };
        format!("{how} {size}")
    },
    not_captured: |bytes| format!("{bytes} more bytes were on the wire and not captured"),
    bytes_count: |count| match count {
        1 => "1 byte".into(),
        count => format!("{count} bytes"),
    },
    no_bytes: "This packet has no captured bytes.",
    selection: |name, key, bytes, at| {
        let unit = if bytes == 1 { "byte" } else { "bytes" };
        let key = if key.is_empty() { String::new() } else { format!(" ({key})") };
        format!("{name}{key}, {bytes} {unit} at {at}")
    },
    computed_selection: |name, key| match key {
        "" => format!("{name}, computed"),
        key => format!("{name} ({key}), computed"),
    },

    opening: |name| format!("Opening “{name}”…"),
    reading: |percent, part, whole, unit| format!("Reading {percent} % · {part} of {whole} {unit}"),
    reading_unknown: |read| format!("Reading · {read}"),
    seconds_left: |seconds| match seconds {
        0..60 => format!("{seconds} s left"),
        more => format!("{} min left", more.div_ceil(60)),
    },
    stop: "Stop",
    packets: |count| format!("Packets {count}"),
    marked: |count| format!("marked {count}"),
    selected: |count| format!("selected {count}"),
    stopped_early: "stopped early",
    local: "Local · 0 requests elsewhere",
    local_more: "The capture is read in this page. No server was asked but the page's own, for files of the page.",

    columns: "Columns",
    columns_shown: "Shown, from left to right",
    columns_hidden: "Hidden",
    column_from_field: "A field as a column",
    search_fields: "A part of a field's key or name",
    no_field: "No field has this in its key or name.",
    move_left: "Move left",
    move_right: "Move right",
    hide: "Hide",
    show: "Show",
    fit_width: "Fit width",
    sort_ascending: "Sort ascending",
    sort_descending: "Sort descending",
    sort_by_file: "File order",
    sorting: "Sorting",
    packets_of: "Packets",
    counting: "Counting",
    cannot_sort: "The list could not be sorted: the file is gone, or there is no memory for it",
    notes: "Notes",
    is_marked: "marked",
    is_ignored: "ignored",
    has_comment: "comment",
    map_of_file: "The whole file. Left: connections open and close. Right: web traffic. Across: anomalies. At the edges: marks and comments.",
    map_of_sorted: "Where the view is in the sorted list. The map of the file returns with the file's order.",

    file: "File",
    menu: "Menu",
    views: "Views",
    time_format: "Time format",
    all_commands: "All commands",
    search_commands: "A part of a command's name",
    no_command: "No command has these words in its name.",
    keys: "Keys",
    keys_of_panes: "In the focused pane",
    pane_keys: [
        "Move",
        "Select several packets",
        "Open or close a subtree",
        "Toggle a subtree; on a row: its layers",
        "Open a whole subtree",
        "Open or close all subtrees",
        "Next or previous control",
        "Next or previous pane",
        "Close, then clear, then to the list",
    ],
    link_copied: "The link to this view is on the clipboard",
    go_to_packet: "Go to packet",
    no_such_packet: |last| format!("There are packets 1 to {last}"),

    copy: "Copy",
    copying: "Copying",
    copied_things: |what| match what {
        What::Rows => "Selected rows",
        What::Marked => "Marked rows",
        What::Layers => "Visible layers",
        What::Subtree => "Selected subtree",
        What::Field => "Selected field",
        What::Bytes => "Bytes of the field",
        What::Packet => "Bytes of the packet",
    },
    copied_as: |amount, form| format!("{amount} copied as {form}"),
    copied_text: |text| format!("Copied: {text}"),
    rows_count: |count| match count {
        1 => "1 row".into(),
        count => format!("{} rows", thousands(count)),
    },
    lines_count: |count| match count {
        1 => "1 line".into(),
        count => format!("{} lines", thousands(count)),
    },
    saving: "Saving",
    save_packets: "Save packets",
    save_readable: "Save the readable part",
    saved_parts: |part| match part {
        Part::All => "All packets",
        Part::Shown => "Shown packets",
        Part::Selected => "Selected packets",
        Part::Marked => "Marked packets",
        Part::Heeded => "All but the ignored packets",
    },
    which_packets: "Packets",
    format: "Format",
    file_name: "File name",
    pcapng_keeps: "with comments, names and interfaces",
    pcap_loses: "for older programs; comments, names and what interfaces are called are lost",
    saved: |packets, left_out, name, size| {
        let lost = if left_out > 0 { format!(", {} had no place in it", thousands(left_out)) } else { String::new() };
        let packets = if packets == 1 { "1 packet".into() } else { format!("{} packets", thousands(packets)) };
        format!("{packets} saved as {name}, {size}{lost}")
    },
    not_saved: "Nothing was saved: the file can not be read any more, or memory is full",
    several_link_types: |types| {
        format!("pcap holds packets of one link type, and these are of several: {types}. pcapng holds them all.")
    },
    no_such_link_type: |link_type| format!("pcap has no place for link type {link_type}. pcapng has."),
    no_packets_to_pcap: "Some of these are records of no interface, which pcap has no place for. pcapng has.",
    window_refused: "The browser did not open a window",
    find: "Find",
    finding: "Finding",
    find_in_rows: "Find in packets",
    find_meaning: "What to look for",
    find_meanings: ["Text", "Regular expression", "Bytes in hex", "Filter"],
    find_within: "Where to look",
    find_places: ["Rows", "Layers", "Bytes, unpacked too"],
    find_refused: "This can not be looked for: it is written wrongly",
    match_case: "Match case",
    found_nothing: |text| format!("No packet contains “{text}”"),
    found_wrapped: "Went on from the other end of the list",
    comment: "Comment",
    comment_on: |number| format!("Comment on packet {number}"),
    edit: "Edit",
    save: "Save",
    delete: "Delete",
    clipboard_refused: "The browser did not let it onto the clipboard",
    clipboard_refused_more: "It can be saved as a file instead.",
    save_as_file: |name| format!("Save {name}"),

    cut_short: "This file is cut short.",
    cut_short_more: |packets, at, needed, had| {
        format!(
            "{packets} packets opened. Reading stopped at byte {at}: what begins there takes {needed} bytes, but only \
             {had} are left in the file. Everything before that is complete."
        )
    },
    damaged: "This file is damaged.",
    damaged_more: |packets, at, what| {
        let colon = if what.is_empty() { "" } else { ": " };
        format!("{packets} packets opened. Reading stopped at byte {at}{colon}{what}. Everything before that is kept.")
    },
    compression: "The compressed data is damaged.",
    compression_more: |packets, at, what| {
        format!("{packets} packets opened. Unpacking stopped after {at} bytes: {what}. Everything before that is kept.")
    },
    too_large_to_unpack: "This file is too large to unpack here.",
    too_large_to_unpack_more: |packets| {
        format!(
            "{packets} packets opened. Its compression gives no way to read from the middle, and it holds more than \
             512 MB. Unpack the file and open the result."
        )
    },
    unsupported: "This kind of capture is not read.",
    unsupported_more: |packets, what| format!("{packets} packets opened. The file says that it is {what}."),
    unreadable: "The file can not be read any more.",
    unreadable_more: |packets, what| {
        let says = if what.is_empty() { String::new() } else { format!(" The browser says: {what}") };
        format!("{packets} packets opened. It was moved, changed or removed since.{says}")
    },
    out_of_memory: "Memory is full.",
    out_of_memory_more: |packets| {
        format!("{packets} packets opened and kept. A browser gives one page 4 GB at most; the rest was not read.")
    },
    you_stopped: "Reading was stopped.",
    you_stopped_more: |packets| format!("{packets} packets opened; the rest of the file was not read."),

    not_a_capture: |name| format!("“{name}” is not a capture"),
    not_a_capture_more: |looks_like| {
        let opening = match looks_like {
            Some(kind) => format!("It looks like {kind}."),
            None => "It begins with none of the marks of a pcap or pcapng file.".into(),
        };
        format!("{opening} Wirelight reads pcap and pcapng, also inside gz, zst or lz4.")
    },
    empty_file: |name| format!("“{name}” is an empty file"),
    empty_file_more: "It holds no bytes at all, not even the header that a capture without packets has.",
    kind_of_file: |key| {
        Some(match key {
            "zip" => "a ZIP archive, perhaps an office document; if the capture is inside, unpack it",
            "bzip2" => "a bzip2 file: unpack it",
            "xz" => "an xz file: unpack it",
            "7z" => "a 7-Zip archive: unpack it",
            "rar" => "a RAR archive: unpack it",
            "tar" => "a tar archive: unpack it",
            "png" => "a PNG picture",
            "jpeg" => "a JPEG picture",
            "gif" => "a GIF picture",
            "pdf" => "a PDF document",
            "html" => "a web page",
            "xml" => "an XML document",
            "json" => "a JSON document",
            "text" => "plain text",
            "elf" => "a Linux program",
            "exe" => "a Windows program",
            "sqlite" => "an SQLite database",
            "bmp" => "a BMP picture",
            "compress" => "a compress (.Z) file: unpack it",
            "lz4-legacy" => "an lz4 file of the old kind: unpack it",
            "macho" => "a macOS program",
            "wasm" => "a WebAssembly program",
            "ogg" | "mp3" => "an audio file",
            "riff" => "an audio, video or picture file",
            "tcpdump-text" => "the text that tcpdump prints",
            "hexdump" => "a hex dump",
            "sniffer" => "a Sniffer capture, which is not read; Wireshark can save it as pcapng",
            "etherpeek" => "an EtherPeek capture, which is not read; Wireshark can save it as pcapng",
            "erf" => "an ERF capture, which is not read; Wireshark can save it as pcapng",
            "netmon" => "a Network Monitor capture, which is not read; Wireshark can save it as pcapng",
            _ => return None,
        })
    },
    cannot_read: |name| format!("“{name}” can not be read"),
    cannot_read_more: |what| {
        format!("It may be a folder, or a file that was moved or may not be opened. The browser says: {what}")
    },
    choose_another: "Choose another file…",
    empty_capture: "This capture is empty",
    empty_capture_more: |name| {
        format!(
            "“{name}” is a well-formed capture file with no packets. Common reasons: the capture filter matched \
             nothing, the wrong interface, or no permission."
        )
    },
    reader_stopped: "The reader stopped",
    reader_stopped_memory: |packets, name, size| {
        format!(
            "It ran out of memory after {packets} packets of “{name}” ({size}). This page is fine; your place is kept."
        )
    },
    reader_stopped_fault: |packets, name, size| {
        format!(
            "A fault of Wirelight's own stopped it after {packets} packets of “{name}” ({size}). This page is fine; \
             your place is kept."
        )
    },
    reopen: "Reopen here",
    report: |version, text, packets| {
        format!("wirelight {version} · worker · {text}\n{packets} packets · no capture bytes in this report")
    },
    copy_report: "Copy report",
    copied: "Copied",

    facts: facts::FACTS,
    filters: filters::FILTERS,
    beside: views::VIEWS,
    exchanges: exchanges::EXCHANGES,
    message: message::MESSAGE,
    objects: objects::OBJECTS,
    stream: stream::STREAM,
    flow: flow::FLOW,
    ways_in: opening::OPENING,
};
