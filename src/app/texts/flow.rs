//! Words of the ladder.

use wirelight::engine::request::Remark;

/// The texts of the ladder in one language.
#[derive(Debug)]
pub struct FlowTexts {
    pub flow: &'static str,
    pub states: &'static str,
    pub half_closed: &'static str,
    pub of: &'static str,
    pub this_stream: &'static str,
    pub this_host: &'static str,
    pub selected_packets: &'static str,
    pub everything: &'static str,
    pub streams: fn(count: usize) -> String,
    pub spacing: &'static str,
    pub even: &'static str,
    pub true_time: &'static str,
    pub bare_acks: &'static str,
    pub show: &'static str,
    pub fold: &'static str,
    pub lanes: &'static str,
    pub ports: &'static str,
    pub hosts: &'static str,
    pub in_words: &'static str,
    pub client: &'static str,
    pub server: &'static str,
    pub sent_again: &'static str,
    pub lost: &'static str,
    pub bare_ack: &'static str,
    pub drawn: fn(drawn: &str, folded: &str) -> String,
    pub left_out: fn(packets: &str) -> String,
    pub nothing: &'static str,
    pub drawing: &'static str,
    pub still_reading: &'static str,
    pub to_packet: fn(number: &str) -> String,
    pub too_long: &'static str,
    pub arrow: fn(from: &str, to: &str) -> String,
    pub remark: fn(&Remark) -> String,
    /// What was found out about a segment, by one bit of `index::analysis::found`.
    pub found: fn(bit: u16) -> &'static str,
}
