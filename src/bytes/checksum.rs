//! The Internet checksum (RFC 1071), computed by `etherparse`.

use crate::bytes::Address;
use etherparse::checksum::Sum16BitWords;

/// What a checksum says of the bytes under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It fits.
    Good,
    /// It does not; this would.
    Bad(u16),
    /// It holds the pseudo-header's sum only: the network card was to finish it.
    Partial(u16),
}

/// Whether `bytes`, their checksum field included, sum up as they should; the field holds `field`.
pub fn plain(bytes: &[u8], field: u16) -> Verdict {
    verdict(Sum16BitWords::new().add_slice(bytes), field)
}

/// The same under the pseudo-header of `source`, `destination` and the IP protocol number.
pub fn with_pseudo_header(bytes: &[u8], source: Address, destination: Address, protocol: u8, field: u16) -> Verdict {
    let header = pseudo_header(bytes.len(), source, destination, protocol);
    let unfinished = !header.clone().ones_complement().to_be();
    match verdict(header.add_slice(bytes), field) {
        Verdict::Bad(_) if field == unfinished => Verdict::Partial(unfinished),
        other => other,
    }
}

fn pseudo_header(len: usize, source: Address, destination: Address, protocol: u8) -> Sum16BitWords {
    Sum16BitWords::new()
        .add_slice(source.octets())
        .add_slice(destination.octets())
        .add_4bytes((len as u32).to_be_bytes())
        .add_2bytes([0, protocol])
}

fn verdict(sum: Sum16BitWords, field: u16) -> Verdict {
    match sum.clone().ones_complement() {
        0 => Verdict::Good,
        _ => Verdict::Bad(without(sum, field)),
    }
}

/// What the field should hold: the sum with the field's own share taken out.
fn without(sum: Sum16BitWords, field: u16) -> u16 {
    let share = (!field).to_be_bytes();
    sum.add_2bytes(share).ones_complement().to_be()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [u8; 20] =
        [0x45, 0, 0, 0x73, 0, 0, 0x40, 0, 0x40, 0x11, 0xb8, 0x61, 0xc0, 0xa8, 0, 1, 0xc0, 0xa8, 0, 0xc7];

    #[test]
    fn a_header_sums_up_or_says_what_would() {
        assert_eq!(plain(&HEADER, 0xb861), Verdict::Good);
        let mut broken = HEADER;
        broken[10] = 0;
        assert_eq!(plain(&broken, 0x0061), Verdict::Bad(0xb861));
    }

    #[test]
    fn offload_leaves_the_pseudo_header_sum() {
        let (a, b) = (Address::Ipv4([127, 0, 0, 1]), Address::Ipv4([127, 0, 0, 1]));
        let mut udp = [0xc3, 0x50, 0, 53, 0, 9, 0, 0, b'x'];
        let partial = !pseudo_header(9, a, b, 17).ones_complement().to_be();
        udp[6..8].copy_from_slice(&partial.to_be_bytes());
        assert_eq!(with_pseudo_header(&udp, a, b, 17, partial), Verdict::Partial(partial));
    }
}
