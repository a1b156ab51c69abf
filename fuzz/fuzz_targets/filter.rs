//! Filters of any text: each is understood or refused at a place in it, and what was understood reads as it was printed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wirelight::query::{check::check, dialect::understand, parser};

fuzz_target!(|text: &str| {
    match understand(text, |test| check(test, &|_| Vec::new()).map(|_| ())) {
        Ok(understood) => assert_eq!(parser::parse(&understood.display).unwrap(), understood.test),
        Err(mistake) => {
            let (start, end) = (mistake.at.start as usize, mistake.at.end as usize);
            assert!(text.get(start..end).is_some(), "{start}..{end}");
        }
    }
});
