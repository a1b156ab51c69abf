//! The way onto the clipboard, and into a file where the browser refuses that.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Blob, ClipboardItem, HtmlAnchorElement, Url};

use super::{Form, What, contents::taken};
use crate::{
    page::Page,
    state::{Action, Overlay},
};

/// Something on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Its bytes and their kind.
    pub blob: Blob,
    /// What is said when it is there.
    pub said: String,
    /// What a file of it is called.
    pub name: String,
}

/// Copies, and says so in the status bar.
///
/// The clipboard gets a promise, because browsers let a page write there only at the moment of the click and rows come
/// later.
pub fn copy(what: What, form: Form, page: &Page) {
    let kept = Rc::new(RefCell::new(None));
    let promise = future_to_promise({
        let (page, kept) = (page.clone(), kept.clone());
        async move {
            let taken = taken(what, form, &page).await.ok_or(JsValue::UNDEFINED)?;
            let blob = taken.blob.clone();
            kept.replace(Some(taken));
            Ok(blob.into())
        }
    });
    let kind = if form == Form::Image { "image/png" } else { "text/plain" };
    let page = page.clone();
    spawn_local(async move {
        let written = write(kind, &promise).await;
        // where the promise was refused nothing waits for it any more
        let made = JsFuture::from(promise).await;
        match kept.take().filter(|_| made.is_ok()) {
            Some(taken) if written.is_ok() => page.say(taken.said),
            Some(taken) => page.state.dispatch(Action::Overlay(Some(Overlay::Refused(Rc::new(taken))))),
            None => {}
        }
    });
}

/// Puts what is promised on the clipboard.
async fn write(kind: &str, promise: &Promise) -> Result<JsValue, JsValue> {
    let clipboard = web_sys::window().ok_or(JsValue::UNDEFINED)?.navigator().clipboard();
    if clipboard.is_undefined() {
        // only pages of this computer and encrypted ones have a clipboard
        return Err(JsValue::UNDEFINED);
    }
    let kinds = Object::new();
    Reflect::set(&kinds, &kind.into(), promise)?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&kinds)?;
    JsFuture::from(clipboard.write(&Array::of1(&item))).await
}

/// Hands a file to the person, as a download.
pub fn save(blob: &Blob, name: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let link = document.create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // the browser has taken it by now, and a bit later surely
    gloo::timers::callback::Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
}
