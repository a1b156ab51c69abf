//! A cache of a source's pages: asking the browser or the system costs by the call, so bytes are fetched 256 KiB at a time,
//! and more where one page is asked for after the other.

use std::ops::Range;

use super::{Answer, Problem, Source};

/// Bytes of a page.
pub(super) const PAGE: u64 = 256 << 10;
/// Pages fetched at once when all are wanted in order: 4 MiB.
const AHEAD: u64 = 16;
/// Bytes kept, about.
const KEPT: u64 = 8 << 20;

/// A source behind its cache.
#[derive(Debug)]
pub(super) struct Pages<S> {
    source: S,
    kept: Vec<Stretch>,
    /// Place in `kept` of the stretch used last.
    last: usize,
    /// Counts uses, to find the stretch that is longest unused.
    clock: u64,
    /// Memory for what was asked for and has not come yet.
    spare: Vec<u8>,
    /// The page behind those fetched last, and how many to fetch when it is asked for next.
    next: (u64, u64),
    /// A range over several stretches, put together as far as they have come.
    joined: Vec<u8>,
    /// Which range that is.
    joining: Range<u64>,
}

/// Some pages that were fetched together.
#[derive(Debug, Default)]
struct Stretch {
    start: u64,
    used: u64,
    bytes: Vec<u8>,
}

impl<S: Source> Pages<S> {
    /// A cache in which nothing is yet.
    pub fn new(source: S) -> Self {
        Self {
            source,
            kept: Vec::new(),
            last: 0,
            clock: 0,
            spare: Vec::new(),
            next: (0, 1),
            joined: Vec::new(),
            joining: 0..0,
        }
    }

    /// The source itself.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// The source itself, to be told something.
    pub fn source_mut(&mut self) -> &mut S {
        &mut self.source
    }

    /// Forgets what is kept.
    pub fn clear(&mut self) {
        self.kept.clear();
        self.joining = 0..0;
    }

    /// The bytes of a range, or `None` when they come later.
    #[inline]
    pub fn bytes(&mut self, range: Range<u64>) -> Result<Option<&[u8]>, Problem> {
        let first = range.start / PAGE;
        let last = range.end.saturating_sub(1).max(range.start) / PAGE;
        let place = if first == last {
            let Some(place) = self.stretch(first, range.end)? else { return Ok(None) };
            place
        } else {
            match self.kept.get(self.last) {
                Some(kept) if kept.part(&range).is_some() => self.last,
                _ => return self.join(range),
            }
        };
        self.kept.get(place).and_then(|kept| kept.part(&range)).map(Some).ok_or_else(|| cut(&range))
    }

    /// Puts a range together page by page; what is there stays while the rest comes, however many pages that are.
    fn join(&mut self, range: Range<u64>) -> Result<Option<&[u8]>, Problem> {
        if self.joining != range {
            self.joined.clear();
            self.joining = range.clone();
        }
        loop {
            let start = range.start + self.joined.len() as u64;
            if start >= range.end {
                return Ok(Some(&self.joined));
            }
            let number = start / PAGE;
            let part = start..range.end.min((number + 1) * PAGE);
            let Some(place) = self.stretch(number, part.end)? else { return Ok(None) };
            let bytes = self.kept.get(place).and_then(|kept| kept.part(&part));
            self.joined.extend_from_slice(bytes.ok_or_else(|| cut(&part))?);
        }
    }

    /// What there is from an offset on, as far as was fetched at once; nothing at the end of the file.
    pub fn some(&mut self, start: u64) -> Result<Option<&[u8]>, Problem> {
        let Some(place) = self.stretch(start / PAGE, start + 1)? else { return Ok(None) };
        let end = self.kept.get(place).map_or(start, Stretch::end);
        Ok(Some(self.kept.get(place).and_then(|kept| kept.part(&(start..end))).unwrap_or_default()))
    }

    /// Place in `kept` of a stretch that has a page from its beginning up to `end`, if the file reaches there.
    #[inline]
    fn stretch(&mut self, number: u64, end: u64) -> Result<Option<usize>, Problem> {
        self.clock += 1;
        let is_it = |kept: &Stretch| kept.start <= number * PAGE && kept.end() >= end;
        let place = if self.kept.get(self.last).is_some_and(is_it) {
            self.last
        } else {
            match self.kept.iter().position(is_it) {
                Some(place) => place,
                None => match self.fetch(number)? {
                    Some(place) => place,
                    None => return Ok(None),
                },
            }
        };
        self.last = place;
        if let Some(kept) = self.kept.get_mut(place) {
            kept.used = self.clock;
        }
        Ok(Some(place))
    }

    /// Reads a page, and those behind it if the ones before were read just now; the place of the stretch they make.
    #[cold]
    fn fetch(&mut self, number: u64) -> Result<Option<usize>, Problem> {
        let (next, ahead) = self.next;
        let pages = if number == next { ahead } else { 1 };
        let mut stretch = self.make_room(number, pages * PAGE);
        let answer = self.source.read(number * PAGE..(number + pages) * PAGE, &mut stretch.bytes);
        if answer.map_err(Problem::Unreadable)? == Answer::Later {
            self.spare = stretch.bytes;
            return Ok(None);
        }
        stretch.start = number * PAGE;
        self.next = (number + pages, (2 * pages).min(AHEAD));
        self.kept.push(stretch);
        Ok(Some(self.kept.len() - 1))
    }

    /// Drops the shorter self of what begins with page `number`, then what is longest unused until `bytes` have room; the
    /// memory of one of them is used again.
    fn make_room(&mut self, number: u64, bytes: u64) -> Stretch {
        let mut free = Stretch { bytes: std::mem::take(&mut self.spare), ..Stretch::default() };
        if free.bytes.capacity() as u64 > bytes {
            free = Stretch::default();
        }
        self.kept.retain(|kept| kept.start != number * PAGE);
        let mut held: u64 = self.kept.iter().map(|kept| kept.bytes.capacity() as u64).sum();
        while held + bytes > KEPT {
            let unused = self.kept.iter().enumerate().min_by_key(|(_, kept)| kept.used).map(|(place, _)| place);
            let Some(place) = unused else { break };
            let dropped = self.kept.swap_remove(place);
            held -= dropped.bytes.capacity() as u64;
            // Not the memory of many pages for one.
            if dropped.bytes.capacity() as u64 <= bytes {
                free = dropped;
            }
        }
        free
    }
}

impl Stretch {
    #[inline]
    fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    #[inline]
    fn part(&self, range: &Range<u64>) -> Option<&[u8]> {
        let place = |offset: u64| usize::try_from(offset.checked_sub(self.start)?).ok();
        self.bytes.get(place(range.start)?..place(range.end)?)
    }
}

/// The file has become shorter than it was.
#[cold]
fn cut(range: &Range<u64>) -> Problem {
    Problem::CutShort { needed: range.end.saturating_sub(range.start), had: 0 }
}

#[cfg(test)]
mod tests {
    use super::super::{Memory, Slow};
    use super::*;

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|place| (place * 7 + place / 256) as u8).collect()
    }

    #[test]
    fn ranges_in_one_page_over_two_and_over_many() {
        let file = bytes(PAGE as usize * 80 + 5);
        let mut pages = Pages::new(Memory::new(file.clone()));
        let page = PAGE as usize;
        for range in [0..0, 0..1, 5..700, page - 3..page + 3, page..2 * page, 0..file.len(), 80 * page..80 * page + 5] {
            let asked = range.start as u64..range.end as u64;
            assert_eq!(pages.bytes(asked).unwrap(), Some(&file[range.clone()]), "{range:?}");
            assert!(pages.kept.iter().map(|kept| kept.bytes.len() as u64).sum::<u64>() <= KEPT);
        }
        assert!(matches!(pages.bytes(80 * PAGE..80 * PAGE + 6), Err(Problem::CutShort { .. })));
    }

    #[test]
    fn a_slow_source_is_asked_until_all_pages_are_there() {
        let file = bytes(PAGE as usize * 3);
        let mut pages = Pages::new(Slow::new(Memory::new(file.clone())));
        let mut later = 0;
        let range = 10..2 * PAGE + 10;
        while pages.bytes(range.clone()).unwrap().is_none() {
            later += 1;
        }
        assert_eq!(later, 2, "one page, then the two behind it at once");
        assert_eq!(pages.bytes(range).unwrap().unwrap(), &file[10..2 * PAGE as usize + 10]);
    }

    #[test]
    fn a_range_of_more_pages_than_are_kept_comes_in_the_end() {
        let file = bytes(PAGE as usize * 35);
        let mut pages = Pages::new(Slow::new(Memory::new(file.clone())));
        let range = 1..file.len() as u64;
        let later = (0..).find(|_| pages.bytes(range.clone()).unwrap().is_some());
        assert_eq!(later, Some(6), "1 + 2 + 4 + 8 + 16 + 4 pages");
        assert!(pages.bytes(range).unwrap() == Some(&file[1..]));
    }

    #[test]
    fn a_file_that_grows_is_read_again_at_its_end() {
        struct Growing(Vec<u8>, u64);
        impl Source for Growing {
            fn len(&self) -> u64 {
                self.1
            }
            fn read(&mut self, range: Range<u64>, into: &mut Vec<u8>) -> Result<Answer, String> {
                into.clear();
                into.extend_from_slice(&self.0[range.start as usize..self.1.min(range.end) as usize]);
                Ok(Answer::Here)
            }
        }
        let mut pages = Pages::new(Growing(bytes(100), 10));
        assert_eq!(pages.bytes(0..10).unwrap().unwrap(), &bytes(10));
        assert!(pages.bytes(0..20).is_err());
        pages.source.1 = 100;
        assert_eq!(pages.bytes(0..20).unwrap().unwrap(), &bytes(20));
    }
}
