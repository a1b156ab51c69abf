//! Words of the views beside the packets.

use wirelight::engine::request::{By, Severity, Table};

/// The texts of the views in one language.
#[derive(Debug)]
pub struct ViewTexts {
    pub conversations: &'static str,
    pub endpoints: &'static str,
    /// What the choice of address kinds is called.
    pub kinds: &'static str,
    /// What the choice between conversations and endpoints is called.
    pub pairs_or_ends: &'static str,
    pub sort_by: &'static str,
    pub column: fn(by: By, table: Table) -> &'static str,
    /// What a column needs explained.
    pub column_more: fn(by: By) -> Option<&'static str>,
    pub to_packets: &'static str,
    pub amounts: fn(packets: &str, bytes: &str) -> String,
    pub losses: fn(count: u32) -> String,
    pub no_conversations: fn(kind: &str) -> String,
    pub findings: &'static str,
    pub severity: fn(Severity) -> &'static str,
    pub no_findings: &'static str,
    pub findings_later: &'static str,
    pub still_reading: &'static str,
    pub counting: &'static str,
    pub not_counted: &'static str,
}
