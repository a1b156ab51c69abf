//! Which ladder is shown, as it stands in links: `tcp.0,tcp.1,fold`, `host.12,time`, `10-200`, `all`.

use crate::{
    analyse::ladder::Drawing,
    engine::{followed::StreamName, ladder::Ladders},
    index::flows::Transport,
};

/// Which ladder, and how it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlowChoice {
    /// Which packets; nothing for the stream of the selected one.
    pub of: Option<Ladders>,
    /// A lane for each host instead of each port.
    pub hosts: bool,
    /// Acknowledgments that do nothing else are left out.
    pub folded: bool,
    /// Distances are true to time.
    pub true_time: bool,
}

impl FlowChoice {
    /// Reads it; nothing when it means nothing.
    pub fn from_text(text: &str) -> Option<Self> {
        let (mut choice, mut streams) = (Self::default(), Vec::new());
        for part in text.split(',') {
            match part {
                "fold" => choice.folded = true,
                "time" => choice.true_time = true,
                "hosts" => choice.hosts = true,
                "all" => choice.of = Some(Ladders::All),
                part => match part.split_once('.') {
                    Some(("host", packet)) => choice.of = Some(Ladders::HostOf(from_one(packet)?)),
                    Some((name, number)) => {
                        streams.push(StreamName { transport: transport(name)?, number: number.parse().ok()? })
                    }
                    None => {
                        let (first, last) = part.split_once('-')?;
                        choice.of = Some(Ladders::Between(from_one(first)?, from_one(last)?));
                    }
                },
            }
        }
        if !streams.is_empty() {
            choice.of = Some(Ladders::Streams(streams));
        }
        Some(choice)
    }

    /// The choice as text.
    pub fn text(&self) -> String {
        let one = |packet: u32| u64::from(packet) + 1;
        let mut parts = match &self.of {
            None => Vec::new(),
            Some(Ladders::All) => vec!["all".to_owned()],
            Some(Ladders::HostOf(packet)) => vec![format!("host.{}", one(*packet))],
            Some(Ladders::Between(first, last)) => vec![format!("{}-{}", one(*first), one(*last))],
            Some(Ladders::Streams(streams)) => streams.iter().map(|name| stream(*name)).collect(),
        };
        let options = [(self.hosts, "hosts"), (self.folded, "fold"), (self.true_time, "time")];
        parts.extend(options.into_iter().filter(|(chosen, _)| *chosen).map(|(_, name)| name.to_owned()));
        parts.join(",")
    }

    /// How it is drawn.
    pub fn drawing(&self) -> Drawing {
        Drawing { ports: !self.hosts, folded: self.folded, true_time: self.true_time }
    }
}

/// `tcp.0`
pub fn stream(name: StreamName) -> String {
    let transport = if name.transport == Transport::Tcp { "tcp" } else { "udp" };
    format!("{transport}.{}", name.number)
}

fn transport(name: &str) -> Option<Transport> {
    match name {
        "tcp" => Some(Transport::Tcp),
        "udp" => Some(Transport::Udp),
        _ => None,
    }
}

/// The place of a packet whose number counts from 1.
fn from_one(text: &str) -> Option<u32> {
    text.parse::<u32>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_and_written_back() {
        for link in ["tcp.0", "tcp.0,udp.3,hosts,fold,time", "host.12,time", "10-200", "all,fold", "fold"] {
            assert_eq!(FlowChoice::from_text(link).map(|choice| choice.text()).as_deref(), Some(link));
        }
        for other in ["", "tcp", "sctp.1", "host.0", "0-5", "tcp.x", "all,nothing"] {
            assert_eq!(FlowChoice::from_text(other), None, "{other}");
        }
    }
}
