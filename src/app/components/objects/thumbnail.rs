//! A small picture of an object that is one: its bytes say so, whatever its sender calls it.

use std::rc::Rc;

use wirelight::{
    bytes::sniff::sniff,
    engine::{
        objects::ObjectRow,
        request::{Reply, Request},
    },
};
use yew::prelude::*;

use crate::{
    blob_address::{blob_address, use_blob_address},
    components::icon::icon,
    use_engine::use_engine,
};

/// Bytes of a picture that is drawn at most.
const MOST: u64 = 2 << 20;

/// The type of what may be drawn.
pub fn drawable(row: &ObjectRow) -> Option<&'static str> {
    let media = sniff(&row.head)?.media;
    let drawn = matches!(media, "image/jpeg" | "image/png" | "image/gif" | "image/webp");
    (drawn && row.len <= MOST).then_some(media)
}

/// Which object.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// Its place among all.
    pub number: u32,
    /// What [`drawable`] says it is.
    pub media: &'static str,
}

/// A reply that is the same as long as it is the same one.
struct Shared(Option<Rc<Reply>>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().map(Rc::as_ptr) == other.0.as_ref().map(Rc::as_ptr)
    }
}

/// The picture, once its bytes are here; its address ends with it.
#[component]
pub fn Thumbnail(properties: &Properties) -> Html {
    let data = use_engine(Some(Request::Object { number: properties.number }));
    let address = use_blob_address((Shared(data.reply().cloned()), properties.media), |(reply, media)| {
        match reply.0.as_deref() {
            Some(Reply::Object(Some(bytes))) => blob_address(bytes, media),
            _ => None,
        }
    });
    // what begins like a picture need not be one
    let onerror = {
        let address = address.clone();
        move |_: Event| address.set(None)
    };
    match &*address {
        Some(address) => html! { <img src={address.clone()} alt="" {onerror} /> },
        None => icon("doc", ""),
    }
}
