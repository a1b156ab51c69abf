//! What can be typed: words and letters are those of tshark and tcpdump wherever they have one.

use clap::{Args, Parser, Subcommand};

/// Reads packet captures in a page in your browser.
///
/// Nothing is sent anywhere: `view` serves the page on this machine only, and the page opens files by itself.
#[derive(Debug, Parser)]
#[command(name = "wirelight", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Wirelight {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  wirelight view                               the page, on this machine";

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the page on this machine and print its address.
    View(View),
}

/// Serves the page on this machine only (127.0.0.1), until Ctrl-C.
#[derive(Debug, Args)]
pub struct View {
    /// The port; without it 8080, or the next one that is free.
    #[arg(short, long, value_name = "PORT")]
    pub port: Option<u16>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn definition_is_consistent() {
        <super::Wirelight as clap::CommandFactory>::command().debug_assert();
    }
}
