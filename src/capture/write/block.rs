//! One pcapng block as it is written: a type, a length, a body, options and the length again.

/// The longest block that readers believe, Wireshark among them.
const LONGEST: usize = (128 << 20) + (128 << 10);
/// The end mark of the options and the length again.
const TAIL: usize = 8;
/// Code and length of an option.
const OPTION_HEAD: usize = 4;

/// A block that is being appended to a buffer.
#[derive(Debug)]
pub(super) struct Block<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    has_options: bool,
}

impl Block<'_> {
    /// Appends the block that `fill` writes.
    pub fn append(out: &mut Vec<u8>, kind: u32, fill: impl FnOnce(&mut Block<'_>)) {
        let start = out.len();
        let mut block = Block { out, start, has_options: false };
        // The length is not known yet.
        block.numbers(&[kind, 0]);
        fill(&mut block);
        block.end();
    }

    /// Appends numbers.
    pub fn numbers(&mut self, numbers: &[u32]) {
        numbers.iter().for_each(|number| self.out.extend_from_slice(&number.to_le_bytes()));
    }

    /// Appends bytes, padded to four.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
        self.pad();
    }

    /// Appends an option, unless the block would be too long to be believed.
    pub fn option(&mut self, code: u16, value: &[u8]) {
        let value = value.get(..usize::from(u16::MAX)).unwrap_or(value);
        let room = LONGEST.saturating_sub(self.out.len() - self.start + TAIL + OPTION_HEAD);
        if value.len().next_multiple_of(4) > room {
            return;
        }
        self.out.extend_from_slice(&code.to_le_bytes());
        self.out.extend_from_slice(&(value.len() as u16).to_le_bytes());
        self.bytes(value);
        self.has_options = true;
    }

    /// Appends a text as an option, as much of it as one can hold.
    pub fn text(&mut self, code: u16, text: &str) {
        self.option(code, cut(text, usize::from(u16::MAX)).as_bytes());
    }

    /// Appends all texts, each as an option.
    pub fn texts<'t>(&mut self, code: u16, texts: impl IntoIterator<Item = &'t str>) {
        texts.into_iter().for_each(|text| self.text(code, text));
    }

    fn end(mut self) {
        if self.has_options {
            self.numbers(&[0]);
        }
        let length = ((self.out.len() - self.start + 4) as u32).to_le_bytes();
        self.out.extend_from_slice(&length);
        if let Some(place) = self.out.get_mut(self.start + 4..self.start + 8) {
            place.copy_from_slice(&length);
        }
    }

    fn pad(&mut self) {
        let length = (self.out.len() - self.start).next_multiple_of(4);
        self.out.resize(self.start + length, 0);
    }
}

/// As much of a text as so many bytes hold.
pub(super) fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_padded_and_framed() {
        let mut out = vec![9];
        Block::append(&mut out, 5, |block| {
            block.numbers(&[7]);
            block.text(1, "猪a");
        });
        let body = [7, 0, 0, 0, 1, 0, 4, 0, 0xe7, 0x8c, 0xaa, b'a', 0, 0, 0, 0];
        assert_eq!(out, [&[9, 5, 0, 0, 0, 28, 0, 0, 0][..], &body, &[28, 0, 0, 0]].concat());
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("猪猪", 5), "猪");
        assert_eq!(cut("猪猪", 6), "猪猪");
        assert_eq!(cut("", 5), "");
    }

    #[test]
    fn options_that_make_a_block_unbelievable_are_left_out() {
        let mut out = Vec::new();
        Block::append(&mut out, 6, |block| {
            block.bytes(&vec![0; LONGEST - 12 - 100]);
            block.option(1, &[1; 97]);
            block.option(1, &[2; 60]);
            block.option(1, &[3; 60]);
        });
        let rest = &out[out.len() - 4 - 4 - 64..];
        assert_eq!(rest[..8], [1, 0, 60, 0, 2, 2, 2, 2]);
        assert!(out.len() <= LONGEST);
    }
}
