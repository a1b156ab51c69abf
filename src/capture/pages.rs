//! A cache of a source's pages: asking the browser or the system costs by the call, so bytes are fetched 256 KiB at a time.

use std::ops::Range;

use super::{Answer, Problem, Source};

/// Bytes of a page.
pub(super) const PAGE: u64 = 256 << 10;
/// Pages kept: 8 MiB.
const PAGES: usize = 32;

/// A source behind its cache.
#[derive(Debug)]
pub(super) struct Pages<S> {
    source: S,
    kept: Vec<Page>,
    /// Place in `kept` of the page used last.
    last: usize,
    /// Counts uses, to find the page that is longest unused.
    clock: u64,
    /// A range over several pages, put together as far as they have come.
    joined: Vec<u8>,
    /// Which range that is.
    joining: Range<u64>,
}

#[derive(Debug, Default)]
struct Page {
    number: u64,
    used: u64,
    bytes: Vec<u8>,
}

impl<S: Source> Pages<S> {
    /// A cache in which nothing is yet.
    pub fn new(source: S) -> Self {
        Self { source, kept: Vec::new(), last: 0, clock: 0, joined: Vec::new(), joining: 0..0 }
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
    pub fn bytes(&mut self, range: Range<u64>) -> Result<Option<&[u8]>, Problem> {
        let first = range.start / PAGE;
        let last = range.end.saturating_sub(1).max(range.start) / PAGE;
        if first == last {
            let Some(place) = self.page(first, range.end)? else { return Ok(None) };
            return self.kept.get(place).and_then(|page| page.part(&range)).map(Some).ok_or_else(|| cut(&range));
        }
        self.join(range)
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
            let Some(place) = self.page(number, part.end)? else { return Ok(None) };
            let page = self.kept.get(place).and_then(|page| page.part(&part));
            self.joined.extend_from_slice(page.ok_or_else(|| cut(&part))?);
        }
    }

    /// What there is from an offset on, up to the end of its page; nothing at the end of the file.
    pub fn some(&mut self, start: u64) -> Result<Option<&[u8]>, Problem> {
        let Some(place) = self.page(start / PAGE, start + 1)? else { return Ok(None) };
        let page = self.kept.get(place).map_or(&[][..], |page| &page.bytes);
        Ok(Some(page.get((start % PAGE) as usize..).unwrap_or_default()))
    }

    /// Place in `kept` of a page that reaches up to `end` if the file does.
    #[inline]
    fn page(&mut self, number: u64, end: u64) -> Result<Option<usize>, Problem> {
        self.clock += 1;
        let is_it = |page: &Page| page.number == number && (number * PAGE + page.bytes.len() as u64) >= end;
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
        if let Some(page) = self.kept.get_mut(place) {
            page.used = self.clock;
        }
        Ok(Some(place))
    }

    /// Reads a page into the place of its shorter self, a new one, or the one longest unused.
    #[cold]
    fn fetch(&mut self, number: u64) -> Result<Option<usize>, Problem> {
        let mut place = self.kept.iter().position(|page| page.number == number);
        if place.is_none() && self.kept.len() >= PAGES {
            place = self.kept.iter().enumerate().min_by_key(|(_, page)| page.used).map(|(place, _)| place);
        }
        let mut page = match place.and_then(|place| self.kept.get_mut(place)) {
            Some(page) => std::mem::take(page),
            None => Page::default(),
        };
        page.number = number;
        let range = number * PAGE..(number + 1) * PAGE;
        let answer = self.source.read(range, &mut page.bytes).map_err(Problem::Unreadable)?;
        if answer == Answer::Later {
            page.bytes.clear();
        }
        let place = match place.and_then(|place| Some((place, self.kept.get_mut(place)?))) {
            Some((place, slot)) => {
                *slot = page;
                place
            }
            None => {
                self.kept.push(page);
                self.kept.len() - 1
            }
        };
        Ok((answer == Answer::Here).then_some(place))
    }
}

impl Page {
    #[inline]
    fn part(&self, range: &Range<u64>) -> Option<&[u8]> {
        let start = self.number * PAGE;
        let place = |offset: u64| usize::try_from(offset.checked_sub(start)?).ok();
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
            assert!(pages.kept.len() <= PAGES);
        }
        assert!(matches!(pages.bytes(80 * PAGE..80 * PAGE + 6), Err(Problem::CutShort { .. })));
    }

    #[test]
    fn a_slow_source_is_asked_page_by_page() {
        let file = bytes(PAGE as usize * 3);
        let mut pages = Pages::new(Slow::new(Memory::new(file.clone())));
        let mut later = 0;
        let range = 10..2 * PAGE + 10;
        while pages.bytes(range.clone()).unwrap().is_none() {
            later += 1;
        }
        assert_eq!(later, 3);
        assert_eq!(pages.bytes(range).unwrap().unwrap(), &file[10..2 * PAGE as usize + 10]);
    }

    #[test]
    fn a_range_of_more_pages_than_are_kept_comes_in_the_end() {
        let file = bytes(PAGE as usize * (PAGES + 3));
        let mut pages = Pages::new(Slow::new(Memory::new(file.clone())));
        let range = 1..file.len() as u64;
        let later = (0..).find(|_| pages.bytes(range.clone()).unwrap().is_some());
        assert_eq!(later, Some(PAGES + 3));
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
