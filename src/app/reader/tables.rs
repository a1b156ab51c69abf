//! Tables of names: files of the page, each fetched when such names are wanted first.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, Response};
use wirelight::{
    dissect::{
        services::{knows_services, learn_services},
        stations::{knows_vendors, learn_vendors},
    },
    engine::request::{Request, Settings},
};

use super::Worker;
use crate::messages::FromWorker;

/// A table, and when it is wanted.
struct Table {
    /// Its file, which lies beside the worker's script.
    file: &'static str,
    is_wanted: fn(&Settings) -> bool,
    learn: fn(String),
}

const TABLES: [Table; 2] = [
    Table { file: "vendors.tsv", is_wanted: |settings| settings.mac_names && !knows_vendors(), learn: learn_vendors },
    Table {
        file: "ports.tsv",
        is_wanted: |settings| settings.transport_names && !knows_services(),
        learn: learn_services,
    },
];

/// Which tables were asked for since a capture was opened.
#[derive(Default)]
pub struct Asked([Cell<bool>; 2]);

impl Asked {
    /// Nothing was.
    pub fn forget(&self) {
        self.0.iter().for_each(|asked| asked.set(false));
    }
}

impl Worker {
    /// Fetches what the question wants of names; until it is here, and where it does not come, there are none.
    pub fn fetch_names_for(&self, request: &Request) {
        let (Request::Rows { settings, .. } | Request::Packet { settings, .. }) = request else { return };
        for (table, asked) in TABLES.iter().zip(&self.0.tables_asked.0) {
            if (table.is_wanted)(settings) && !asked.replace(true) {
                spawn_local(self.clone().fetch_names(table));
            }
        }
    }

    async fn fetch_names(self, table: &Table) {
        if let Ok(text) = fetch(&self.0.scope, table.file).await {
            (table.learn)(text);
            self.say(&FromWorker::NamesChanged);
        }
    }
}

async fn fetch(scope: &DedicatedWorkerGlobalScope, file: &str) -> Result<String, JsValue> {
    let address = [file, &scope.location().search()].concat();
    let response: Response = JsFuture::from(scope.fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::UNDEFINED);
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::UNDEFINED)
}
