//! Whether the browser lets us read a file again.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Whether a file may be read; where `asking`, the browser may ask the person first.
pub async fn is_permitted(handle: &JsValue, asking: bool) -> bool {
    if state(handle, "queryPermission").await {
        return true;
    }
    asking && state(handle, "requestPermission").await
}

/// Whether that method says that reading is granted; a browser without permissions grants it.
async fn state(handle: &JsValue, method: &str) -> bool {
    let Some(method) = Reflect::get(handle, &method.into()).ok().and_then(|method| method.dyn_into::<Function>().ok())
    else {
        return true;
    };
    let options = Object::new();
    let _ = Reflect::set(&options, &"mode".into(), &"read".into());
    let Ok(promise) = method.call1(handle, &options) else { return false };
    JsFuture::from(Promise::resolve(&promise)).await.is_ok_and(|state| state == "granted")
}
