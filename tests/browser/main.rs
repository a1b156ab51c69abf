//! The page as people use it: a real Chromium, real files, one test a story. Needs `dist/` (`make build`) and Chromium
//! (`CHROMIUM=` names another browser); `WIRELIGHT_BROWSER=0` leaves these tests out.
#![cfg_attr(target_arch = "wasm32", allow(dead_code, unused_imports))]

#[cfg(not(target_arch = "wasm32"))]
mod access;
#[cfg(not(target_arch = "wasm32"))]
mod captures;
#[cfg(not(target_arch = "wasm32"))]
mod chromium;
#[cfg(not(target_arch = "wasm32"))]
mod columns;
#[cfg(not(target_arch = "wasm32"))]
mod conversations;
mod copying;
#[cfg(not(target_arch = "wasm32"))]
mod crashes;
#[cfg(not(target_arch = "wasm32"))]
mod elsewhere;
#[cfg(not(target_arch = "wasm32"))]
mod exchanges;
#[cfg(not(target_arch = "wasm32"))]
mod facts;
#[cfg(not(target_arch = "wasm32"))]
mod fields;
#[cfg(not(target_arch = "wasm32"))]
mod filters;
#[cfg(not(target_arch = "wasm32"))]
mod finding;
#[cfg(not(target_arch = "wasm32"))]
mod findings;
#[cfg(not(target_arch = "wasm32"))]
mod flow;
#[cfg(not(target_arch = "wasm32"))]
mod large;
#[cfg(not(target_arch = "wasm32"))]
mod links;
#[cfg(not(target_arch = "wasm32"))]
mod lists;
#[cfg(not(target_arch = "wasm32"))]
mod looks;
#[cfg(not(target_arch = "wasm32"))]
mod names;
#[cfg(not(target_arch = "wasm32"))]
mod notes;
mod objects;
#[cfg(not(target_arch = "wasm32"))]
mod opening;
#[cfg(not(target_arch = "wasm32"))]
mod pasting;
#[cfg(not(target_arch = "wasm32"))]
mod pictures;
#[cfg(not(target_arch = "wasm32"))]
mod recent;
#[cfg(not(target_arch = "wasm32"))]
mod saving;
#[cfg(not(target_arch = "wasm32"))]
mod server;
#[cfg(not(target_arch = "wasm32"))]
mod several;
#[cfg(not(target_arch = "wasm32"))]
mod streams;
#[cfg(not(target_arch = "wasm32"))]
mod tab;
#[cfg(not(target_arch = "wasm32"))]
mod troubles;
#[cfg(not(target_arch = "wasm32"))]
mod windows;

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    use libtest_mimic::{Arguments, Trial};
    use std::sync::{Arc, Mutex};

    let mut arguments = Arguments::from_args();
    arguments.test_threads = Some(1);
    let left_out = std::env::var("WIRELIGHT_BROWSER").is_ok_and(|value| value == "0");
    if left_out {
        eprintln!("browser tests are left out, because WIRELIGHT_BROWSER=0");
    }
    let unasked = |name: &str| match name {
        "large::a_million_rows_are_sorted_by_info" => std::env::var_os("WIRELIGHT_MILLION").is_none(),
        name => name.starts_with("large::") && std::env::var_os("WIRELIGHT_LARGE").is_none(),
    };
    // one browser for all, started by the first test that runs
    let browser = Arc::new(Mutex::new(None));
    let stories: Vec<(&str, tab::Story)> = [
        opening::STORIES,
        facts::STORIES,
        fields::STORIES,
        links::STORIES,
        lists::STORIES,
        columns::STORIES,
        conversations::STORIES,
        exchanges::STORIES,
        large::STORIES,
        looks::STORIES,
        pasting::STORIES,
        recent::STORIES,
        several::STORIES,
        streams::STORIES,
        troubles::STORIES,
        crashes::STORIES,
        copying::STORIES,
        names::STORIES,
        notes::STORIES,
        objects::STORIES,
        filters::STORIES,
        finding::STORIES,
        findings::STORIES,
        flow::STORIES,
        saving::STORIES,
        windows::STORIES,
        access::STORIES,
        pictures::STORIES,
    ]
    .concat();
    let trials = stories.into_iter().map(|(name, story)| {
        let browser = browser.clone();
        Trial::test(name, move || tab::tell(&browser, story).map_err(|error| format!("{error:#}").into()))
            .with_ignored_flag(left_out || unasked(name))
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    drop(browser.lock().map(|mut browser| browser.take()));
    conclusion.exit();
}

#[cfg(target_arch = "wasm32")]
fn main() {}
