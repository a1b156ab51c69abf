//! English about captures that are opened.

use crate::texts::opening::OpeningTexts;

/// The English texts.
pub const OPENING: OpeningTexts = OpeningTexts {
    paste: "Paste",
    open_link: "Open a link…",
    keys: "Keys",

    address: "Address of a capture",
    open: "Open",
    cancel: "Cancel",
    asks: |host| format!("This asks {host} for the file, and nobody else. The server must allow it (CORS)."),
    asks_nobody: "The file is fetched from its server alone, which must allow it (CORS).",

    fetching: |name, host| format!("Fetching “{name}” from {host}"),
    received: |percent, part, whole, unit| format!("{percent} % · {part} of {whole} {unit}"),
    received_unknown: |received| format!("{received} so far"),
    try_again: "Try again",
    change_address: "Change the address…",
    no_address: |text| format!("“{text}” is not an address."),
    no_address_more: "An address begins with https:// or http:// and names a server, as in \
                      https://example.edu/labs/tcp-3.pcapng.",
    mixed_content: "This address is not encrypted.",
    mixed_content_more: "This page came by https, so the browser fetches nothing by http. Nobody was asked. Try the same \
                         address with https://, or download the file and drop it here.",
    not_shared: |host| format!("{host} does not share this file with other pages."),
    not_shared_more: "The server is there, but its answer lacks the permission (CORS: Access-Control-Allow-Origin). \
                      Download the file in a tab of its own and drop it here.",
    raw_on_github: |address| format!("GitHub shows files on pages of its own; the file itself may be at {address}."),
    unreachable: |host| format!("{host} can not be reached."),
    unreachable_more: "No answer came: the address may be mistyped, the server down, the network off, or the certificate \
                       wrong. If the address opens in a tab of its own, download the file there and drop it here.",
    status: |host, status| format!("{host} answers: {status}."),
    status_more: |status| match status {
        401 | 403 | 407 => {
            "It wants a name and a password, and Wirelight sends none. Download the file and drop it here."
        }
        404 | 410 => "There is no such file at this address. It may be mistyped, or the file was moved.",
        429 => "It was asked too often. Wait a while and try again.",
        500.. => "The trouble is with the server. Try again later.",
        _ => "That is no file. Open the address in a tab of its own to see what is there.",
    },
    broken: "The connection broke off.",
    broken_more: |received| {
        format!("{received} had come and were thrown away. Try again, or download the file and drop it here.")
    },
    cancelled: "Not fetched any further.",
    cancelled_more: "Nothing of the file was kept.",
    came_from: |address| format!("It came from {address}"),
    no_sample: "This sample can not be fetched.",
    no_sample_more: "Samples lie on the server that this page came from, and it does not give it now. Your own captures \
                     open without any network.",

    requests: |count, hosts| match count {
        1 => format!("1 request · {hosts}"),
        count => format!("{count} requests · {hosts}"),
    },
    requests_more: |hosts| {
        format!(
            "Because a link was opened, {hosts} was asked for the file. No other server was asked but this page's own."
        )
    },

    recent: "Recent",
    recent_more: "Remembered as places of the files, not as copies. The browser may ask before one is read again.",
    forget: |name| format!("Forget “{name}”"),
    forget_all: "Forget all",
    reopen: |name| format!("Reopen “{name}”"),
    ago: |minutes| {
        Some(match minutes {
            0 => "just now".into(),
            1..60 => format!("{minutes} min ago"),
            60..1440 => format!("{} h ago", minutes / 60),
            1440..2880 => "yesterday".into(),
            _ => return None,
        })
    },
    not_allowed: |name| format!("“{name}” may not be read."),
    not_allowed_more: "The browser was not allowed to read it again. Choose it once more, or drop it here.",
    gone: |name| format!("“{name}” is not there any more."),
    gone_more: "It was moved, renamed or removed since. Choose it where it is now, or drop it here.",

    pasted: "Pasted packets",
    making: |name| format!("Making “{name}”"),
    read_as_dump: "Read it as a hex dump",
    no_dump: "This text holds no packets.",
    no_dump_line: |line| format!("The dump breaks off at line {line}."),
    dump_offset: |expected, found| {
        format!("The offset there is {found} where {expected} comes next: a line is missing or damaged.")
    },
    dump_too_long: |most| format!("The packet that begins there has more than {most} bytes, which no capture holds."),
    dumps_understood: "Understood are hex dumps by xxd, hexdump -C, od -Ax -tx1, tcpdump -x, -xx, -X and -XX, tshark -x \
                       and Wireshark, and bare hexadecimal digits.",
    nothing_to_paste: "There is no text on the clipboard.",
    clipboard_closed: "The browser does not let this page read the clipboard.",
    clipboard_closed_more: "Pasting by the keyboard (Ctrl V, ⌘ V on a Mac) needs no permission.",
    no_room: "Memory is full.",
    no_room_more: "The browser has no room for this capture. Close other pages, or make it smaller.",

    merge: "Merge all by time",
    merged: |count| format!("{count} files merged"),
    merged_in_part: "Damaged files were merged as far as they can be read:",
    not_merged: |name| format!("“{name}” can not be merged."),
    several: |count| format!("{count} files"),
    several_more: "One of them is opened:",
};
