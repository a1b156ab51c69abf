//! Words about captures that are opened.

/// The texts of opening in one language.
#[derive(Debug)]
pub struct OpeningTexts {
    pub paste: &'static str,
    pub open_link: &'static str,
    pub keys: &'static str,

    pub address: &'static str,
    pub open: &'static str,
    pub cancel: &'static str,
    pub asks: fn(host: &str) -> String,
    pub asks_nobody: &'static str,

    pub fetching: fn(name: &str, host: &str) -> String,
    pub received: fn(percent: u64, part: &str, whole: &str, unit: &str) -> String,
    pub received_unknown: fn(received: &str) -> String,
    pub try_again: &'static str,
    pub change_address: &'static str,
    pub no_address: fn(text: &str) -> String,
    pub no_address_more: &'static str,
    pub mixed_content: &'static str,
    pub mixed_content_more: &'static str,
    pub not_shared: fn(host: &str) -> String,
    pub not_shared_more: &'static str,
    pub raw_on_github: fn(address: &str) -> String,
    pub unreachable: fn(host: &str) -> String,
    pub unreachable_more: &'static str,
    pub status: fn(host: &str, status: &str) -> String,
    pub status_more: fn(status: u16) -> &'static str,
    pub broken: &'static str,
    pub broken_more: fn(received: &str) -> String,
    pub cancelled: &'static str,
    pub cancelled_more: &'static str,
    pub came_from: fn(address: &str) -> String,
    /// A sample does not come.
    pub no_sample: &'static str,
    /// Why that may be, and what works without.
    pub no_sample_more: &'static str,

    pub requests: fn(count: usize, hosts: &str) -> String,
    pub requests_more: fn(hosts: &str) -> String,

    pub recent: &'static str,
    pub recent_more: &'static str,
    pub forget: fn(name: &str) -> String,
    pub forget_all: &'static str,
    pub reopen: fn(name: &str) -> String,
    /// How long ago so many minutes are; nothing from two days on.
    pub ago: fn(minutes: u64) -> Option<String>,
    pub not_allowed: fn(name: &str) -> String,
    pub not_allowed_more: &'static str,
    pub gone: fn(name: &str) -> String,
    pub gone_more: &'static str,

    pub pasted: &'static str,
    pub making: fn(name: &str) -> String,
    pub read_as_dump: &'static str,
    pub no_dump: &'static str,
    pub no_dump_line: fn(line: u32) -> String,
    pub dump_offset: fn(expected: &str, found: &str) -> String,
    pub dump_too_long: fn(most: &str) -> String,
    pub dumps_understood: &'static str,
    pub nothing_to_paste: &'static str,
    pub clipboard_closed: &'static str,
    pub clipboard_closed_more: &'static str,
    pub no_room: &'static str,
    pub no_room_more: &'static str,

    pub merge: &'static str,
    pub merged: fn(count: usize) -> String,
    pub merged_in_part: &'static str,
    pub not_merged: fn(name: &str) -> String,
    pub several: fn(count: usize) -> String,
    pub several_more: &'static str,
}
