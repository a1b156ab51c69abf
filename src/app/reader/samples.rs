//! The sample captures, inside the worker: opening one asks nobody.

/// Each sample as it is, packed, in the order of the page's list.
pub const SAMPLES: [&[u8]; 3] = [
    include_bytes!("../../../static/samples/page-load.pcap.zst"),
    include_bytes!("../../../static/samples/websocket-chat.pcap.gz"),
    include_bytes!("../../../static/samples/live-video.pcap.gz"),
];
