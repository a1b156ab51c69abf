//! Names that look like one that does not exist.

use crate::query::{fields, filter::Function};

/// Names at most.
const MOST: usize = 3;

/// Keys of fields, the nearest first.
pub fn names(name: &str) -> Vec<String> {
    of(name, fields::by_key().map(|(key, _)| key))
}

/// Names of functions.
pub fn functions(name: &str) -> Vec<String> {
    of(name, Function::ALL.iter().map(|(name, _)| *name))
}

fn of(name: &str, all: impl Iterator<Item = &'static str>) -> Vec<String> {
    let name: Vec<u8> = name.bytes().take(64).map(|byte| byte.to_ascii_lowercase()).collect();
    let most = name.len() / 3 + 1;
    let mut near: Vec<(usize, &str)> = Vec::new();
    for other in all.filter(|other| other.len().abs_diff(name.len()) <= most) {
        let distance = distance(&name, other.as_bytes());
        if distance <= most {
            near.push((distance, other));
        }
    }
    near.sort_by_key(|(distance, _)| *distance);
    near.iter().take(MOST).map(|(_, name)| (*name).to_owned()).collect()
}

/// Letters to add, leave out, change or swap until the one is the other.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(place + 1);
        for (at, wanted) in other.iter().enumerate() {
            let value = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let changed = value(&row, at) + usize::from(letter != wanted);
            let mut least = changed.min(value(&row, at + 1) + 1).min(value(&next, at) + 1);
            let swapped =
                place > 0 && at > 0 && one.get(place - 1) == Some(wanted) && other.get(at - 1) == Some(letter);
            if swapped {
                least = least.min(value(&before, at - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_are_near_the_right_ones() {
        assert_eq!(names("tcp.prot")[0], "tcp.port");
        assert_eq!(names("htpp.host")[0], "http.host");
        assert_eq!(names("TCP")[0], "tcp");
        assert!(names("quitedifferentthing").is_empty());
        assert_eq!(functions("lenght")[0], "len");
    }
}
