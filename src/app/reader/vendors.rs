//! The table of vendors: a file of the page, fetched when names of network cards are wanted first.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, Response};
use wirelight::{
    dissect::stations::{knows_vendors, learn_vendors},
    engine::request::Request,
};

use super::Worker;
use crate::messages::FromWorker;

impl Worker {
    /// Fetches the table if the question is one for names; until it is here, and where it does not come, there are none.
    pub fn fetch_vendors_for(&self, request: &Request) {
        let (Request::Rows { settings, .. } | Request::Packet { settings, .. }) = request else { return };
        if !settings.mac_names || knows_vendors() || self.0.vendors_asked.replace(true) {
            return;
        }
        let worker = self.clone();
        spawn_local(async move {
            if let Ok(table) = fetch(&worker.0.scope).await {
                learn_vendors(table);
                worker.say(&FromWorker::NamesChanged);
            }
        });
    }
}

/// The table, which lies beside the worker's script.
async fn fetch(scope: &DedicatedWorkerGlobalScope) -> Result<String, JsValue> {
    let address = ["vendors.tsv", &scope.location().search()].concat();
    let response: Response = JsFuture::from(scope.fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::UNDEFINED);
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::UNDEFINED)
}
