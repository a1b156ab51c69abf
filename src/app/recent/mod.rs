//! What was open before, and how it is opened again: remembered as handles and addresses, never as copies.

mod permission;
mod store;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub use self::{permission::is_permitted, store::list};

/// How many are remembered.
const MOST: usize = 10;

/// A capture that was open.
#[derive(Debug, Clone, PartialEq)]
pub struct Recent {
    /// Its number, for ever.
    pub id: u64,
    /// How it is opened again.
    pub way: Way,
    /// What it was called.
    pub name: String,
    /// Bytes that it had.
    pub size: u64,
    /// Packets that were in it.
    pub packets: u64,
    /// When it was open last, in milliseconds since 1970.
    pub opened: f64,
    /// What was seen of it, as in the address.
    pub view: String,
}

/// How a capture is opened again.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// By the browser's handle of a file.
    Handle(JsValue),
    /// By its address.
    Link(String),
}

/// Puts a capture at the head of the list, once.
pub async fn remember(mut recent: Recent) -> Result<Vec<Recent>, JsValue> {
    for known in list().await? {
        if is_same(&known.way, &recent.way).await {
            recent.id = known.id;
        }
    }
    store::change(move |mut list| {
        list.retain(|known| known.id != recent.id);
        list.insert(0, recent);
        list.truncate(MOST);
        list
    })
    .await
}

/// Forgets one, or all.
pub async fn forget(id: Option<u64>) -> Result<Vec<Recent>, JsValue> {
    store::change(move |mut list| {
        list.retain(|known| id.is_some_and(|id| known.id != id));
        list
    })
    .await
}

async fn is_same(one: &Way, other: &Way) -> bool {
    match (one, other) {
        (Way::Link(one), Way::Link(other)) => one == other,
        (Way::Handle(one), Way::Handle(other)) => {
            let asked =
                Reflect::get(one, &"isSameEntry".into()).and_then(|method| method.dyn_into::<js_sys::Function>());
            let Ok(Ok(promise)) = asked.map(|method| method.call1(one, other)) else { return false };
            JsFuture::from(Promise::resolve(&promise)).await.is_ok_and(|same| same.is_truthy())
        }
        _ => false,
    }
}

impl Recent {
    /// From what the browser keeps.
    fn from_js(value: &JsValue) -> Option<Self> {
        let get = |name: &str| Reflect::get(value, &name.into()).ok();
        let number = |name: &str| get(name)?.as_f64();
        let text = |name: &str| get(name)?.as_string();
        let way = match text("link") {
            Some(link) => Way::Link(link),
            None => Way::Handle(get("handle").filter(|handle| handle.is_object())?),
        };
        Some(Self {
            id: number("id")? as u64,
            way,
            name: text("name")?,
            size: number("size")? as u64,
            packets: number("packets")? as u64,
            opened: number("opened")?,
            view: text("view")?,
        })
    }

    /// As the browser keeps it.
    fn to_js(&self) -> JsValue {
        let object = Object::new();
        let way = match &self.way {
            Way::Handle(handle) => ("handle", handle.clone()),
            Way::Link(link) => ("link", link.into()),
        };
        let entries = [
            ("id", (self.id as f64).into()),
            way,
            ("name", (&self.name).into()),
            ("size", (self.size as f64).into()),
            ("packets", (self.packets as f64).into()),
            ("opened", self.opened.into()),
            ("view", (&self.view).into()),
        ];
        for (name, value) in entries {
            let _ = Reflect::set(&object, &name.into(), &value);
        }
        object.into()
    }
}
