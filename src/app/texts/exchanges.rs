//! Words of the list of exchanges.

use wirelight::{engine::exchanges::By, view::exchanges::Phase};

/// The texts of the view in one language.
#[derive(Debug)]
pub struct ExchangeTexts {
    pub exchanges: &'static str,
    pub all: &'static str,
    /// What the choice of kinds is called.
    pub kinds: &'static str,
    /// What the box is called that narrows the list.
    pub narrow: &'static str,
    pub column: fn(By) -> &'static str,
    pub packet: &'static str,
    pub waterfall: &'static str,
    pub phase: fn(Phase) -> &'static str,
    pub summary: fn(count: &str, size: &str, connections: &str) -> String,
    pub empty: &'static str,
    pub none_left: &'static str,
    pub still_reading: &'static str,
    pub gathering: &'static str,
    pub not_gathered: &'static str,
    pub no_response: &'static str,
    pub archived: fn(exchanges: u64, left_out: u64, name: &str, size: &str) -> String,
    pub no_command: &'static str,
    /// Of WebSocket messages each way.
    pub messages: fn(client: u32, server: u32) -> String,
}
