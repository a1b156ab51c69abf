//! CRC-32 (RFC 1952, section 8), with tables that are worked out: nothing of them is in the page's download.

use std::sync::OnceLock;

/// Bytes taken at once, each with a table of its own.
const AT_ONCE: usize = 16;

type Tables = [[u32; 256]; AT_ONCE];

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Box<Tables>> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Box::new([[0; 256]; AT_ONCE]);
        for byte in 0..=u8::MAX {
            let mut value = u32::from(byte);
            for table in tables.iter_mut() {
                // Eight steps of the division by the polynomial, bit by bit from the lowest.
                for _ in 0..8 {
                    value = (value >> 1) ^ (0xedb8_8320 * (value & 1));
                }
                table[usize::from(byte)] = value;
            }
        }
        tables
    })
}

/// The checksum of what was read so far, and how much that was.
pub struct Crc {
    tables: &'static Tables,
    sum: u32,
    amount: u32,
}

impl Default for Crc {
    fn default() -> Self {
        Self::new()
    }
}

impl Crc {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self { tables: tables(), sum: 0, amount: 0 }
    }

    /// Goes on with `bytes`.
    pub fn update(&mut self, bytes: &[u8]) {
        let (blocks, rest) = bytes.as_chunks::<AT_ONCE>();
        let mut sum = !self.sum;
        for block in blocks {
            let [a, b, c, d] = sum.to_le_bytes();
            let mut block = *block;
            block.iter_mut().zip([a, b, c, d]).for_each(|(byte, sum)| *byte ^= sum);
            // The first byte has the longest way to the end.
            let values = block.iter().zip(self.tables.iter().rev()).map(|(&byte, table)| table[usize::from(byte)]);
            sum = values.fold(0, |all, value| all ^ value);
        }
        for byte in rest {
            sum = sum >> 8 ^ self.tables[0][usize::from(byte ^ sum as u8)];
        }
        self.sum = !sum;
        self.amount = self.amount.wrapping_add(bytes.len() as u32);
    }

    /// The checksum.
    pub fn sum(&self) -> u32 {
        self.sum
    }

    /// How many bytes it is of, as far as 32 bits count.
    pub fn amount(&self) -> u32 {
        self.amount
    }
}

#[cfg(test)]
mod tests {
    use super::Crc;

    fn sum(parts: &[&[u8]]) -> u32 {
        let mut crc = Crc::new();
        parts.iter().for_each(|part| crc.update(part));
        crc.sum()
    }

    #[test]
    fn agrees_with_the_check_value() {
        assert_eq!(sum(&[]), 0);
        assert_eq!(sum(&[b"123456789"]), 0xcbf4_3926);
        assert_eq!(sum(&[b"1234", b"", b"56789"]), 0xcbf4_3926);
    }

    #[test]
    fn agrees_with_flate2_wherever_it_is_divided() {
        let bytes: Vec<u8> = (0..1000_u32).map(|place| (place * place / 7) as u8).collect();
        let mut other = flate2::Crc::new();
        other.update(&bytes);
        for at in 0..100 {
            assert_eq!(sum(&[&bytes[..at], &bytes[at..]]), other.sum(), "divided at {at}");
        }
    }
}
