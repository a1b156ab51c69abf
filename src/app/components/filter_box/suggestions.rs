//! What could be written next: fields with their types and names, operators, functions.

use std::ops::Range;

use wirelight::{
    engine::request::{Reply, Request},
    view::completion::{self, FUNCTIONS, OPERATORS, Wanted},
};
use yew::prelude::*;

use super::Listing;
use crate::{filtering, page::Page, use_engine::use_engine};

/// Fields that are suggested at most.
const MOST: u32 = 10;

/// Something that could be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What is written.
    pub text: String,
    /// What kind of thing that is.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// Instead of these bytes.
    pub instead: Range<usize>,
}

/// What could be written at the caret while the list is open.
#[hook]
pub fn use_suggestions(page: Option<&Page>, text: &str, listing: Listing) -> Vec<Suggestion> {
    let (word, wanted) = completion::at(text, listing.caret);
    let written = text.get(word.clone()).unwrap_or_default();
    let asked = listing.open && wanted == Wanted::Name && !written.is_empty();
    let data = use_engine(asked.then(|| Request::Fields { text: written.to_owned(), most: MOST }));
    let Some(page) = page.filter(|_| listing.open) else { return Vec::new() };
    let texts = &page.texts.filters;
    let of = |text: &str, kind: &'static str, name: String| Suggestion {
        text: text.to_owned(),
        kind,
        name,
        instead: word.clone(),
    };
    if text.is_empty() {
        return filtering::used_before(page).iter().map(|text| of(text, texts.used_before, String::new())).collect();
    }
    let begun = |text: &&&str| text.starts_with(written) && **text != written;
    match wanted {
        Wanted::Operator => {
            OPERATORS.iter().filter(begun).map(|text| of(text, texts.operator, String::new())).collect()
        }
        Wanted::Name if asked => {
            let functions = FUNCTIONS.iter().filter(begun).map(|text| of(text, texts.function, String::new()));
            let fields = match data.reply().map(|reply| &**reply) {
                Some(Reply::Fields(fields)) => fields.as_slice(),
                _ => &[],
            };
            let fields = fields.iter().filter(|field| field.key != written);
            fields
                .map(|field| of(&field.key, (texts.type_name)(field.values), field.name.clone()))
                .chain(functions)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The id of a suggestion.
pub fn id(place: usize) -> String {
    format!("filter-suggestion-{place}")
}
