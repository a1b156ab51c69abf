//! What pcapng says of a packet beside its bytes: options that follow it in its block, read again when somebody looks.

use pcap_parser::{CB_MAGIC, EPB_MAGIC};

use super::blocks::{COMMENT, Options, packet_options};
use super::pcapng::PACKET_HEAD;
use super::{Bytes, Problem, Source, Store};

/// Numbers of the two blocks that hold a packet and options.
const BLOCKS: [u32; 2] = [EPB_MAGIC, 2];
/// What stands before the data of a custom block: number, length, enterprise.
const CUSTOM_HEAD: u64 = 12;

/// What the block of a packet says beside its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// [`Packet::flags`](super::Packet).
    pub flags: u32,
    /// Comments in order.
    pub comments: Vec<String>,
}

/// The comments on the packet whose `captured` bytes lie at `offset` and of which the reader said that it has some; nothing
/// when its bytes come later.
pub fn comments<S: Source>(store: &mut Store<S>, offset: u64, captured: u32) -> Result<Option<Vec<String>>, Problem> {
    Ok(remarks(store, offset, captured)?.map(|remarks| remarks.comments))
}

/// What stands beside the `captured` bytes at `offset` in an enhanced packet block, or an old packet block; nothing when it
/// comes later.
pub fn remarks<S: Source>(store: &mut Store<S>, offset: u64, captured: u32) -> Result<Option<Remarks>, Problem> {
    let Some(start) = offset.checked_sub(PACKET_HEAD as u64) else { return Ok(Some(Remarks::default())) };
    let head = match store.bytes(start..offset)? {
        Bytes::Here(head) => head.first_chunk().copied(),
        Bytes::Later => return Ok(None),
    };
    let Some((big, length)) = head.and_then(block) else { return Ok(Some(Remarks::default())) };
    let options = offset + u64::from(captured).next_multiple_of(4)..start + u64::from(length).saturating_sub(4);
    if options.is_empty() {
        return Ok(Some(Remarks::default()));
    }
    Ok(match store.bytes(options)? {
        Bytes::Here(options) => {
            let (flags, _) = packet_options(options, big);
            let comments = Options { options, big }.filter(|(code, _)| *code == COMMENT);
            let comments = comments.map(|(_, text)| String::from_utf8_lossy(text).into_owned()).collect();
            Some(Remarks { flags, comments })
        }
        Bytes::Later => None,
    })
}

/// The private enterprise number of the custom block whose data lies at `offset` and which may be copied, 0 where there is
/// no such block; nothing when its bytes come later.
pub fn enterprise<S: Source>(store: &mut Store<S>, offset: u64) -> Result<Option<u32>, Problem> {
    let Some(start) = offset.checked_sub(CUSTOM_HEAD) else { return Ok(Some(0)) };
    Ok(match store.bytes(start..offset)? {
        Bytes::Here(&[k0, k1, k2, k3, _, _, _, _, e0, e1, e2, e3]) => {
            let (kind, enterprise) = ([k0, k1, k2, k3], [e0, e1, e2, e3]);
            Some(match (u32::from_le_bytes(kind), u32::from_be_bytes(kind)) {
                (CB_MAGIC, _) => u32::from_le_bytes(enterprise),
                (_, CB_MAGIC) => u32::from_be_bytes(enterprise),
                _ => 0,
            })
        }
        Bytes::Here(_) => Some(0),
        Bytes::Later => None,
    })
}

/// Byte order and length of a packet block.
fn block([k0, k1, k2, k3, l0, l1, l2, l3]: [u8; 8]) -> Option<(bool, u32)> {
    let (kind, length) = ([k0, k1, k2, k3], [l0, l1, l2, l3]);
    if BLOCKS.contains(&u32::from_le_bytes(kind)) {
        Some((false, u32::from_le_bytes(length)))
    } else if BLOCKS.contains(&u32::from_be_bytes(kind)) {
        Some((true, u32::from_be_bytes(length)))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{BIG, LITTLE, pcap, read_whole};
    use super::super::{Memory, Slow};
    use super::*;

    #[test]
    fn all_comments_of_a_packet_are_read_again() {
        for order in [LITTLE, BIG] {
            let options =
                [order.option(1, "猪".as_bytes()), order.option(2, &[0; 4]), order.option(1, b"two")].concat();
            let file = [
                order.section(&[]),
                order.interface(1, 0, &[]),
                order.enhanced(0, 0, 3, &[1, 2, 3], &options),
                order.enhanced(0, 0, 3, &[1, 2, 3], &[]),
            ];
            let file = file.concat();
            let (packets, reader) = read_whole(&file);
            let mut store = Store::new(Slow::new(Memory::new(file)), reader.unpacking());
            let mut comments = |place: usize| loop {
                let packet = &packets[place];
                if let Some(comments) = comments(&mut store, packet.offset, packet.bytes.len() as u32).unwrap() {
                    return comments;
                }
            };
            assert_eq!(comments(0), ["猪", "two"]);
            assert!(comments(1).is_empty());
            assert!(packets[0].comment && !packets[1].comment);
        }
    }

    #[test]
    fn a_pcap_file_has_none() {
        let file = pcap(LITTLE, 9);
        let (packets, reader) = read_whole(&file);
        let mut store = Store::new(Memory::new(file), reader.unpacking());
        for packet in packets {
            assert_eq!(comments(&mut store, packet.offset, packet.bytes.len() as u32), Ok(Some(Vec::new())));
        }
    }
}
