//! The list in the browser's database: one value, which is read and written in one transaction, so that tabs do not take
//! entries from each other.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

use super::Recent;

/// The database, its one store, and the key of the list in it.
const NAME: &str = "wirelight-recent";
const STORE: &str = "recent";
const KEY: &str = "list";

/// The list, the latest first; an error where the browser keeps nothing.
pub async fn list() -> Result<Vec<Recent>, JsValue> {
    let database = open().await?;
    let list = read(&store(&database, IdbTransactionMode::Readonly)?).await;
    database.close();
    list
}

/// Changes the list, and gives it as it is then.
pub async fn change(edit: impl FnOnce(Vec<Recent>) -> Vec<Recent>) -> Result<Vec<Recent>, JsValue> {
    let database = open().await?;
    let changed = write(&store(&database, IdbTransactionMode::Readwrite)?, edit).await;
    database.close();
    changed
}

async fn write(store: &IdbObjectStore, edit: impl FnOnce(Vec<Recent>) -> Vec<Recent>) -> Result<Vec<Recent>, JsValue> {
    let list = edit(read(store).await?);
    let value: Array = list.iter().map(Recent::to_js).collect();
    done(store.put_with_key(&value, &KEY.into())?).await?;
    Ok(list)
}

async fn read(store: &IdbObjectStore) -> Result<Vec<Recent>, JsValue> {
    let value = done(store.get(&KEY.into())?).await?;
    let list = value.dyn_into::<Array>().unwrap_or_default();
    Ok(list.iter().filter_map(|value| Recent::from_js(&value)).collect())
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    database.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE)
}

async fn open() -> Result<IdbDatabase, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let request: IdbOpenDbRequest = window.indexed_db()?.ok_or(JsValue::UNDEFINED)?.open_with_u32(NAME, 1)?;
    let making = request.clone();
    let make = Closure::once_into_js(move || {
        let database = making.result().ok().and_then(|database| database.dyn_into::<IdbDatabase>().ok());
        if let Some(database) = database {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(make.unchecked_ref()));
    done(request.unchecked_into()).await?.dyn_into()
}

/// The result of a request, once it is there.
async fn done(request: IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}
