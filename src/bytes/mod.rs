//! Foundations: spans, checksums, times, addresses and printable text; knows nothing of packets.
