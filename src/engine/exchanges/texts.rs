//! Texts that many rows share, each kept once.

use std::hash::BuildHasher;

use foldhash::{SharedSeed, fast::SeedableRandomState};
use hashbrown::HashTable;

use crate::index::column::Column;

/// Bytes of one text at most: the rest of a longer one is in its packet.
const LONGEST: usize = 2048;
/// Bytes of all texts at most; what comes behind is empty.
const MOST: usize = 1 << 30;

/// Texts by number; number 0 is the empty one.
#[derive(Debug)]
pub struct Texts {
    all: String,
    ends: Column<u32>,
    by_text: HashTable<u32>,
    hasher: SeedableRandomState,
}

impl Texts {
    /// `seed` must be unpredictable: whoever made the capture chose the texts.
    pub fn new(seed: u64) -> Self {
        static SHARED: SharedSeed = SharedSeed::from_u64(0x5445_5854_5445_5854);
        Self {
            all: String::new(),
            ends: Column::default(),
            by_text: HashTable::new(),
            hasher: SeedableRandomState::with_seed(seed, &SHARED),
        }
    }

    /// The number of a text, which is cut where it is very long.
    pub fn number(&mut self, text: &str) -> u32 {
        let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
        if text.is_empty() || self.all.len() + text.len() > MOST {
            return 0;
        }
        let hash = self.hasher.hash_one(text);
        if let Some(known) = self.by_text.find(hash, |known| self.get(*known) == text) {
            return *known;
        }
        self.all.push_str(text);
        if self.ends.push(self.all.len() as u32).is_err() {
            return 0;
        }
        let number = self.ends.len() as u32;
        let (all, ends, hasher) = (&self.all, &self.ends, &self.hasher);
        self.by_text.insert_unique(hash, number, |known| hasher.hash_one(part(all, ends, *known)));
        number
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> &str {
        part(&self.all, &self.ends, number)
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.all.capacity() + self.ends.memory() + self.by_text.allocation_size()
    }
}

fn part<'t>(all: &'t str, ends: &Column<u32>, number: u32) -> &'t str {
    let Some(place) = (number as usize).checked_sub(1) else { return "" };
    let start = place.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| *end as usize);
    ends.get(place).and_then(|end| all.get(start..*end as usize)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_the_same_number() {
        let mut texts = Texts::new(1);
        let (get, post, none) = (texts.number("GET"), texts.number("POST"), texts.number(""));
        assert_eq!((texts.number("GET"), texts.get(get), texts.get(post), none), (get, "GET", "POST", 0));
        assert_eq!((texts.get(0), texts.get(77)), ("", ""));
        for number in 0..5000 {
            let text = format!("/{number}");
            let number = texts.number(&text);
            assert_eq!(texts.get(number), text);
        }
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        let mut texts = Texts::new(1);
        let number = texts.number(&"猪".repeat(1000));
        assert_eq!(texts.get(number), "猪".repeat(682));
    }
}
