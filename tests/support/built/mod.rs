//! The captures below `tests/captures` that are built from code: what each shows is its name.

mod application;
mod bodies;
mod control;
mod conversation;
mod dns;
mod file;
mod link;
mod network;
mod pictures;
mod transport;

/// A capture's path below `tests/captures` (a `.pcap` where it does not say), and its bytes.
pub type Built = (String, Vec<u8>);

type Raw = (&'static str, Vec<u8>);

/// All of them.
pub fn all() -> Vec<Built> {
    let ending =
        |(name, bytes): Raw| (if name.contains('.') { name.to_owned() } else { format!("{name}.pcap") }, bytes);
    let all = [
        file::all(),
        link::all(),
        network::all(),
        control::all(),
        transport::all(),
        conversation::all(),
        application::all(),
        bodies::all(),
        pictures::all(),
        dns::all(),
    ];
    all.into_iter().flatten().map(ending).collect()
}
