//! Saving what was transferred: one object, or all of them in a zip file.

use js_sys::{Array, Uint8Array};
use web_sys::Blob;
use wirelight::{
    engine::{
        objects::ObjectRow,
        request::{Reply, Request},
        tasks::{Outcome, Task},
    },
    view::amounts,
};

use crate::{
    copying::{save as hand_over, stem},
    page::Page,
    state::Job,
};

/// Saves one, by its place among all, under its name.
pub fn save(page: &Page, number: u32, row: &ObjectRow) {
    let (saving, name, response) = (page.clone(), row.name.clone(), row.response);
    let said = move |file: &Blob, whole: bool| {
        hand_over(file, &name);
        saving.say((saving.texts.message.saved)(&name, &amounts::size(file.size() as u64), whole));
    };
    let failing = page.clone();
    match row.exchange {
        Some(number) => page.start(Job::Saving, Task::SaveBody { number, response, as_sent: false }, move |finished| {
            match (finished.outcome, finished.file) {
                (Outcome::Given { whole }, Some(file)) => said(&file, whole),
                _ => failing.say(failing.texts.not_saved),
            }
        }),
        None => page.ask(Request::Object { number }, move |reply| {
            let Reply::Object(Some(bytes)) = reply else { return failing.say(failing.texts.not_saved) };
            if let Ok(file) = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(&**bytes))) {
                said(&file, false);
            }
        }),
    }
}

/// Saves all.
pub fn save_all(page: &Page) {
    let asking = page.clone();
    page.ask(Request::Objects { first: 0, count: 0 }, move |reply| {
        let Reply::Objects(Some(known)) = reply else { return };
        let page = asking.clone();
        asking.start(Job::Saving, Task::Pack((0..known.all).collect()), move |finished| {
            match (finished.outcome, finished.file) {
                (Outcome::Packed { objects }, Some(file)) => {
                    let name = [stem(&page.state), ".zip"].concat();
                    hand_over(&file, &name);
                    page.say((page.texts.objects.saved)(objects, &name, &amounts::size(file.size() as u64)));
                }
                _ => page.say(page.texts.not_saved),
            }
        });
    });
}
