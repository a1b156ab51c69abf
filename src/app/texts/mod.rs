//! Every word of the interface, once a language. What comes out of the capture is never translated, so it is not here.

mod en;
pub mod exchanges;
pub mod facts;
pub mod filters;
pub mod flow;
pub mod headers;
pub mod message;
pub mod objects;
pub mod opening;
pub mod side_names;
pub mod stream;
pub mod views;
mod zh;

pub use en::EN;
pub use stream::StreamTexts;
pub use zh::ZH;

use self::{
    exchanges::ExchangeTexts, facts::FactsTexts, filters::FilterTexts, flow::FlowTexts, message::MessageTexts,
    objects::ObjectTexts, opening::OpeningTexts, views::ViewTexts,
};
use wirelight::{
    capture::Problem,
    engine::request::Coding,
    view::{columns::Column, fragment::Language},
};

use crate::{copying::What, saving::Part};

/// The texts of one language; a missing one does not compile.
#[derive(Debug)]
pub struct Texts {
    pub language: Language,
    /// Name of the other language, in that language.
    pub other_language: &'static str,
    pub switch_language: &'static str,
    pub theme_to_dark: &'static str,
    pub theme_to_light: &'static str,
    pub open_file: &'static str,
    pub close: &'static str,
    /// What stands between two sentences.
    pub gap: &'static str,

    pub welcome: &'static str,
    pub drop_anywhere: &'static str,
    pub formats: &'static str,
    pub nothing_leaves: &'static str,
    pub nothing_leaves_more: &'static str,
    pub samples: &'static str,
    /// Title and question of each sample, in the order of the worker's list.
    pub sample: [(&'static str, &'static str); 3],
    /// The word after a count, as in `211 packets`.
    pub packets_unit: fn(count: u64) -> &'static str,
    pub let_go: fn(files: u32) -> String,
    pub let_go_more: &'static str,

    pub packet_list: &'static str,
    pub layers: &'static str,
    pub bytes: &'static str,
    pub number: &'static str,
    pub time: &'static str,
    pub source: &'static str,
    pub destination: &'static str,
    pub protocol: &'static str,
    pub length: &'static str,
    pub info: &'static str,
    pub packet: fn(number: &str) -> String,
    pub no_packet_selected: &'static str,
    pub reading_packet: &'static str,
    pub previous_packet: &'static str,
    pub next_packet: &'static str,
    pub back_to_list: &'static str,
    pub show_in_bytes: &'static str,
    pub resize_list: &'static str,
    pub resize_bytes: &'static str,

    pub origin_packet: fn(size: &str) -> String,
    pub origin_datagram: fn(size: &str) -> String,
    pub origin_stream: fn(size: &str) -> String,
    pub origin_decoded: fn(coding: Coding, size: &str) -> String,
    pub not_captured: fn(bytes: &str) -> String,
    pub bytes_count: fn(count: u64) -> String,
    pub no_bytes: &'static str,
    /// Name, key and place of the selected field.
    pub selection: fn(name: &str, key: &str, bytes: u32, at: u32) -> String,
    pub computed_selection: fn(name: &str, key: &str) -> String,

    pub opening: fn(name: &str) -> String,
    pub reading: fn(percent: u64, part: &str, whole: &str, unit: &str) -> String,
    pub reading_unknown: fn(read: &str) -> String,
    pub seconds_left: fn(seconds: u64) -> String,
    pub stop: &'static str,
    pub packets: fn(count: &str) -> String,
    pub marked: fn(count: &str) -> String,
    pub selected: fn(count: &str) -> String,
    pub stopped_early: &'static str,
    pub local: &'static str,
    pub local_more: &'static str,

    pub columns: &'static str,
    pub columns_shown: &'static str,
    pub columns_hidden: &'static str,
    pub column_from_field: &'static str,
    pub search_fields: &'static str,
    pub no_field: &'static str,
    pub move_left: &'static str,
    pub move_right: &'static str,
    pub hide: &'static str,
    pub show: &'static str,
    pub fit_width: &'static str,
    pub sort_ascending: &'static str,
    pub sort_descending: &'static str,
    pub sort_by_file: &'static str,
    pub sorting: &'static str,
    pub packets_of: &'static str,
    pub counting: &'static str,
    pub cannot_sort: &'static str,
    pub notes: &'static str,
    pub is_marked: &'static str,
    pub is_ignored: &'static str,
    pub has_comment: &'static str,
    pub map_of_file: &'static str,
    pub map_of_sorted: &'static str,

    pub file: &'static str,
    pub menu: &'static str,
    pub views: &'static str,
    pub time_format: &'static str,
    pub all_commands: &'static str,
    pub search_commands: &'static str,
    pub no_command: &'static str,
    pub keys: &'static str,
    pub keys_of_panes: &'static str,
    /// What the keys of the list, the tree and the bytes do, in the order of the key sheet.
    pub pane_keys: [&'static str; 9],
    pub link_copied: &'static str,
    pub go_to_packet: &'static str,
    pub no_such_packet: fn(last: &str) -> String,

    pub copy: &'static str,
    pub copying: &'static str,
    /// The heading of what can be copied.
    pub copied_things: fn(what: What) -> &'static str,
    /// How much was copied, and in which form.
    pub copied_as: fn(amount: &str, form: &str) -> String,
    pub copied_text: fn(text: &str) -> String,
    pub rows_count: fn(count: u64) -> String,
    pub lines_count: fn(count: u64) -> String,
    pub saving: &'static str,
    pub save_packets: &'static str,
    pub save_readable: &'static str,
    pub saved_parts: fn(part: Part) -> &'static str,
    pub which_packets: &'static str,
    pub format: &'static str,
    pub file_name: &'static str,
    pub pcapng_keeps: &'static str,
    pub pcap_loses: &'static str,
    pub saved: fn(packets: u64, left_out: u64, name: &str, size: &str) -> String,
    pub not_saved: &'static str,
    pub several_link_types: fn(types: &str) -> String,
    pub no_such_link_type: fn(link_type: u16) -> String,
    pub no_packets_to_pcap: &'static str,
    pub window_refused: &'static str,
    pub find: &'static str,
    pub finding: &'static str,
    pub find_in_rows: &'static str,
    /// What is looked for: a text, a pattern, bytes, a filter; and where: in rows, layers, bytes.
    pub find_meaning: &'static str,
    pub find_meanings: [&'static str; 4],
    pub find_within: &'static str,
    pub find_places: [&'static str; 3],
    pub find_refused: &'static str,
    pub match_case: &'static str,
    pub found_nothing: fn(text: &str) -> String,
    pub found_wrapped: &'static str,
    pub comment: &'static str,
    pub comment_on: fn(number: &str) -> String,
    pub edit: &'static str,
    pub save: &'static str,
    pub delete: &'static str,
    pub clipboard_refused: &'static str,
    pub clipboard_refused_more: &'static str,
    pub save_as_file: fn(name: &str) -> String,

    pub cut_short: &'static str,
    pub cut_short_more: fn(packets: &str, at: &str, needed: &str, had: &str) -> String,
    pub damaged: &'static str,
    pub damaged_more: fn(packets: &str, at: &str, what: &str) -> String,
    pub compression: &'static str,
    pub compression_more: fn(packets: &str, at: &str, what: &str) -> String,
    pub too_large_to_unpack: &'static str,
    pub too_large_to_unpack_more: fn(packets: &str) -> String,
    pub unsupported: &'static str,
    pub unsupported_more: fn(packets: &str, what: &str) -> String,
    pub unreadable: &'static str,
    pub unreadable_more: fn(packets: &str, what: &str) -> String,
    pub out_of_memory: &'static str,
    pub out_of_memory_more: fn(packets: &str) -> String,
    pub you_stopped: &'static str,
    pub you_stopped_more: fn(packets: &str) -> String,

    pub not_a_capture: fn(name: &str) -> String,
    pub not_a_capture_more: fn(looks_like: Option<&str>) -> String,
    pub empty_file: fn(name: &str) -> String,
    pub empty_file_more: &'static str,
    /// What a file with that stable key is called; `None` for a key that is not known.
    pub kind_of_file: fn(key: &str) -> Option<&'static str>,
    pub cannot_read: fn(name: &str) -> String,
    pub cannot_read_more: fn(what: &str) -> String,
    pub choose_another: &'static str,
    pub empty_capture: &'static str,
    pub empty_capture_more: fn(name: &str) -> String,
    pub reader_stopped: &'static str,
    pub reader_stopped_memory: fn(packets: &str, name: &str, size: &str) -> String,
    pub reader_stopped_fault: fn(packets: &str, name: &str, size: &str) -> String,
    pub reopen: &'static str,
    pub report: fn(version: &str, text: &str, packets: &str) -> String,
    pub copy_report: &'static str,
    pub copied: &'static str,

    pub facts: FactsTexts,
    pub filters: FilterTexts,
    pub beside: ViewTexts,
    pub exchanges: ExchangeTexts,
    pub message: MessageTexts,
    pub objects: ObjectTexts,
    pub stream: StreamTexts,
    pub flow: FlowTexts,
    pub ways_in: OpeningTexts,
}

impl Texts {
    /// The texts of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Zh => &ZH,
        }
    }

    /// The heading of a column; of a field, its key.
    pub fn heading<'t>(&'t self, column: &'t Column) -> &'t str {
        match column {
            Column::Number => self.number,
            Column::Time => self.time,
            Column::Source => self.source,
            Column::Destination => self.destination,
            Column::Protocol => self.protocol,
            Column::Length => self.length,
            Column::Info => self.info,
            Column::Field(key) => key,
        }
    }

    /// The language that the button switches to.
    pub fn other(&self) -> Language {
        match self.language {
            Language::En => Language::Zh,
            Language::Zh => Language::En,
        }
    }

    /// What is wrong with a file that was read in part: a heading, and what is kept.
    pub fn problem(&self, problem: &Problem, at: u64, packets: &str) -> (&'static str, String) {
        let at = wirelight::view::amounts::thousands(at);
        let number = wirelight::view::amounts::thousands;
        match problem {
            Problem::CutShort { needed, had } => {
                (self.cut_short, (self.cut_short_more)(packets, &at, &number(*needed), &number(*had)))
            }
            Problem::Damaged(what) => (self.damaged, (self.damaged_more)(packets, &at, what)),
            Problem::Compression(what) => (self.compression, (self.compression_more)(packets, &at, what)),
            Problem::TooLargeToUnpack => (self.too_large_to_unpack, (self.too_large_to_unpack_more)(packets)),
            Problem::Unsupported(what) => (self.unsupported, (self.unsupported_more)(packets, what)),
            Problem::Unreadable(what) => (self.unreadable, (self.unreadable_more)(packets, what)),
            Problem::OutOfMemory => (self.out_of_memory, (self.out_of_memory_more)(packets)),
            Problem::NotACapture(_) => (self.damaged, (self.damaged_more)(packets, &at, "")),
        }
    }
}
