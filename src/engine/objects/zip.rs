//! A zip file (APPNOTE 6.3), written entry by entry: everything is stored as it is, because most of it is packed already.

use crate::bytes::crc32::Crc;

/// Everything that stands in both headers is made for this version: 4.5 knows entries beyond 4 GiB.
const VERSION: u16 = 45;
/// Names are in UTF-8.
const UTF_8: u16 = 1 << 11;
/// 1 January 1980, the earliest that a zip file knows: objects have no date of their own.
const DATE: u16 = 1 << 5 | 1;

/// Writes a zip file.
#[derive(Debug, Default)]
pub struct Zip {
    /// Bytes written so far.
    written: u64,
    entries: u64,
    /// The directory at the end.
    directory: Vec<u8>,
}

impl Zip {
    /// The next bytes of the file: an entry.
    pub fn entry(&mut self, name: &str, contents: &[u8]) -> Vec<u8> {
        let mut crc = Crc::new();
        crc.update(contents);
        let place = self.written;
        let (sum, len) = (crc.sum(), contents.len() as u64);
        let mut bytes = 0x0403_4b50_u32.to_le_bytes().to_vec();
        header(&mut bytes, name, sum, 2);
        bytes.extend(name.as_bytes());
        extra(&mut bytes, &[len, len]);
        bytes.extend(contents);
        self.written += bytes.len() as u64;
        self.entries += 1;
        let directory = &mut self.directory;
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        header(directory, name, sum, 3);
        // no comment, disk 0, no attributes
        directory.extend([0; 10]);
        directory.extend(u32::MAX.to_le_bytes());
        directory.extend(name.as_bytes());
        extra(directory, &[len, len, place]);
        bytes
    }

    /// The last bytes of the file: its directory.
    pub fn end(mut self) -> Vec<u8> {
        let (start, size) = (self.written, self.directory.len() as u64);
        let mut bytes = std::mem::take(&mut self.directory);
        let end = start + size;
        bytes.extend(0x0606_4b50_u32.to_le_bytes());
        bytes.extend(44_u64.to_le_bytes());
        bytes.extend([VERSION, VERSION].map(u16::to_le_bytes).as_flattened());
        bytes.extend([0; 8]);
        bytes.extend([self.entries, self.entries, size, start].map(u64::to_le_bytes).as_flattened());
        bytes.extend(0x0706_4b50_u32.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(end.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(0x0605_4b50_u32.to_le_bytes());
        bytes.extend([0; 4]);
        let few = u16::try_from(self.entries).unwrap_or(u16::MAX);
        bytes.extend([few, few].map(u16::to_le_bytes).as_flattened());
        let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        bytes.extend(short(size));
        bytes.extend(short(start));
        bytes.extend([0; 2]);
        bytes
    }
}

/// What local headers and the directory have in common; so many sizes follow in the extra field.
fn header(bytes: &mut Vec<u8>, name: &str, sum: u32, sizes: u16) {
    bytes.extend([VERSION, UTF_8, 0, 0, DATE].map(u16::to_le_bytes).as_flattened());
    bytes.extend(sum.to_le_bytes());
    // the sizes are in the extra field
    bytes.extend([u32::MAX; 2].map(u32::to_le_bytes).as_flattened());
    bytes.extend([name.len() as u16, 4 + 8 * sizes].map(u16::to_le_bytes).as_flattened());
}

/// The extra field with sizes of eight bytes.
fn extra(bytes: &mut Vec<u8>, sizes: &[u64]) {
    bytes.extend([1, 8 * sizes.len() as u16].map(u16::to_le_bytes).as_flattened());
    bytes.extend(sizes.iter().flat_map(|size| size.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_found_by_the_directory() {
        let mut zip = Zip::default();
        let mut file = zip.entry("猪.txt", b"hello");
        file.extend(zip.entry("b", b""));
        file.extend(zip.end());
        let last = file.len() - 22;
        assert_eq!(file[last..last + 4], [0x50, 0x4b, 5, 6]);
        let directory = u32::from_le_bytes(*file[last + 16..].first_chunk().unwrap()) as usize;
        let size = u32::from_le_bytes(*file[last + 12..].first_chunk().unwrap()) as usize;
        let entries = &file[directory..directory + size];
        assert_eq!(entries[..4], [0x50, 0x4b, 1, 2]);
        // CRC-32 of `hello`
        assert_eq!(u32::from_le_bytes(*entries[16..].first_chunk().unwrap()), 0x3610_a686);
        assert_eq!(&entries[46..53], "猪.txt".as_bytes());
        let second = &entries[46 + 7 + 28..];
        assert_eq!((&second[..4], second[46]), (&[0x50, 0x4b, 1, 2][..], b'b'));
        let place = u64::from_le_bytes(*second[47 + 4 + 16..].first_chunk().unwrap()) as usize;
        assert_eq!(file[place..place + 4], [0x50, 0x4b, 3, 4]);
    }
}
