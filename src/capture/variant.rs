//! Record headers of 20 bytes (Nokia) or 24 (patched libpcaps of old Red Hat and SuSE) behind the usual magic: only the records
//! themselves give them away.

/// How long the record headers of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// So many bytes.
    Is(usize),
    /// That can be told from so many bytes of records.
    Needs(usize),
}

/// Bytes of a usual record header, with which the longer ones begin.
const USUAL: usize = 16;
/// Seconds of ten years: the packets of one file lie closer together.
const TEN_YEARS: u32 = 10 * 365 * 86_400;

/// Whether records make sense with headers of a length.
enum Fit {
    Yes,
    No,
    Needs(usize),
}

/// Tells the length of record headers by the records that `bytes` begin with; `ended` when there are no more.
///
/// The usual length needs one more header that makes sense, and has the benefit of the doubt where the file ends; another
/// length needs two more, or one and the end of the file, and is only thought of when the usual one makes no sense.
pub(super) fn header_length(bytes: &[u8], big: bool, longest: u32, ended: bool) -> Verdict {
    match fit(bytes, USUAL, big, longest, 1) {
        Fit::Yes => return Verdict::Is(USUAL),
        Fit::Needs(_) if ended => return Verdict::Is(USUAL),
        Fit::Needs(needed) => return Verdict::Needs(needed),
        Fit::No => {}
    }
    for header in [24, 20] {
        match fit(bytes, header, big, longest, 2) {
            Fit::Yes => return Verdict::Is(header),
            Fit::Needs(_) if ended && ends_whole(bytes, header, big) => return Verdict::Is(header),
            Fit::Needs(needed) if !ended => return Verdict::Needs(needed),
            Fit::Needs(_) | Fit::No => {}
        }
    }
    Verdict::Is(USUAL)
}

/// Looks at the headers of the first record and of so many more.
fn fit(bytes: &[u8], header: usize, big: bool, longest: u32, more: usize) -> Fit {
    let (mut at, mut first_second) = (0, None);
    for _ in 0..=more {
        let Some([seconds, fraction, captured, original]) = numbers(bytes, at, big) else {
            return Fit::Needs(at + USUAL);
        };
        if captured > longest {
            return Fit::No;
        }
        let sense = match first_second {
            None => true,
            Some(first) => seconds.abs_diff(first) < TEN_YEARS && fraction < 1_000_000 && captured <= original,
        };
        if !sense {
            return Fit::No;
        }
        first_second = Some(seconds);
        at += header + captured as usize;
    }
    Fit::Yes
}

/// Whether `bytes` are at least two records and nothing else.
fn ends_whole(bytes: &[u8], header: usize, big: bool) -> bool {
    let (mut at, mut records) = (0, 0);
    while let Some([_, _, captured, _]) = numbers(bytes, at, big) {
        at += header + captured as usize;
        records += 1;
    }
    at == bytes.len() && records >= 2
}

/// The numbers of a record header.
fn numbers(bytes: &[u8], at: usize, big: bool) -> Option<[u32; 4]> {
    let head: &[u8; USUAL] = bytes.get(at..)?.first_chunk()?;
    let mut numbers = [0; 4];
    for (number, raw) in numbers.iter_mut().zip(head.as_chunks::<4>().0) {
        *number = if big { u32::from_be_bytes(*raw) } else { u32::from_le_bytes(*raw) };
    }
    Some(numbers)
}
