//! Opens captures on behalf of every button, key and event.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, File, HtmlInputElement};
use wirelight::view::{fragment::Fragment, link::Link};
use yew::prelude::*;

use super::{
    Fetching, Opening, Picked, Refusal,
    download::{Listener, download, own_file},
    files::call,
};
use crate::{
    app::SAMPLES,
    engine_client::{EngineClient, Origin},
    host::Host,
    recent::{Recent, Way, is_permitted},
    state::{Action, Overlay, State},
    texts::Texts,
};

/// The download is told at most so often, in milliseconds.
const TELL_EVERY: f64 = 100.0;
/// A sample that is here sooner comes without a word, in milliseconds.
const SOON: u32 = 300;

/// Opens captures; cheap to clone, and the same as long as the page lives.
#[derive(Clone)]
pub struct Opener(Rc<Inner>);

struct Inner {
    open: Callback<Origin>,
    client: EngineClient,
    /// The words of the language spoken now.
    texts: Cell<&'static Texts>,
    state: UseReducerDispatcher<State>,
    host: Host,
    /// The input that asks for files where there is no better way.
    input: NodeRef,
    /// The download under way.
    download: RefCell<Option<AbortController>>,
    /// The file that was opened last, where it has a handle.
    picked: RefCell<Option<Picked>>,
}

/// The one opener of the page.
#[hook]
pub fn use_opener(
    open: &Callback<Origin>,
    client: &EngineClient,
    state: &UseReducerHandle<State>,
    host: &Host,
    input: &NodeRef,
) -> Rc<Opener> {
    let texts = Texts::of(state.language);
    let inner = (open.clone(), client.clone(), state.dispatcher(), host.clone(), input.clone());
    let opener = use_memo((), move |()| {
        let (open, client, state, host, input) = inner;
        let (download, picked, texts) = (RefCell::default(), RefCell::default(), Cell::new(texts));
        Opener(Rc::new(Inner { open, client, texts, state, host, input, download, picked }))
    });
    opener.0.texts.set(texts);
    opener
}

impl Opener {
    /// Lets the person choose files.
    pub fn choose(&self) {
        let opener = self.clone();
        match pick_files() {
            Some(picking) => spawn_local(async move {
                match picked_files(picking).await {
                    Ok(files) => opener.take(files),
                    // the person wants none
                    Err(error) if name_of(&error) == "AbortError" => {}
                    Err(_) => opener.choose_by_input(),
                }
            }),
            None => self.choose_by_input(),
        }
    }

    fn choose_by_input(&self) {
        if let Some(input) = self.0.input.cast::<HtmlInputElement>() {
            input.set_value("");
            input.click();
        }
    }

    /// Opens the one file, or asks what to do with several.
    pub fn take(&self, files: Vec<Picked>) {
        match files.as_slice() {
            [] => {}
            [one] => self.open_file(one),
            _ => self.act(Action::Overlay(Some(Overlay::Several(files.into())))),
        }
    }

    /// Opens a file.
    pub fn open_file(&self, picked: &Picked) {
        self.0.picked.replace(Some(picked.clone()));
        self.open(Origin::File(picked.file.clone()));
    }

    /// The promise of a handle to an opened file.
    pub fn handle_of(&self, file: &File) -> Option<Promise> {
        self.0.picked.borrow().as_ref().filter(|picked| picked.file == *file)?.handle.clone()
    }

    /// Opens what was open before, at a view of it where one is given.
    pub fn open_again(&self, recent: &Recent, view: Option<Fragment>) {
        let (opener, name) = (self.clone(), recent.name.clone());
        let show = move |opener: &Self| {
            if let Some(view) = view {
                opener.act(Action::Address(view));
            }
        };
        match recent.way.clone() {
            Way::Link(address) => {
                show(self);
                self.open_link(&address);
            }
            Way::Handle(handle) => spawn_local(async move {
                if !is_permitted(&handle, true).await {
                    return opener.refuse(Refusal::NotAllowed(name));
                }
                match file_of(&handle).await {
                    Ok(file) => {
                        show(&opener);
                        opener.open_file(&Picked { file, handle: Some(Promise::resolve(&handle)) });
                    }
                    Err(_) => opener.refuse(Refusal::Gone(name)),
                }
            }),
        }
    }

    /// Opens what needs no network; a download under way is given up.
    pub fn open(&self, origin: Origin) {
        self.cancel();
        self.0.open.emit(origin);
    }

    /// Fetches a sample from where the page came from, and opens it.
    pub fn open_sample(&self, place: u8) {
        self.cancel();
        let Some(&(name, packing, ..)) = SAMPLES.get(usize::from(place)) else { return };
        let Ok(abort) = AbortController::new() else { return };
        self.0.download.replace(Some(abort.clone()));
        let (opener, address) = (self.clone(), self.0.host.file_address(&["samples/", name, packing].concat()));
        let telling = Timeout::new(SOON, {
            let opener = self.clone();
            move || opener.tell(Opening::Sample(name))
        });
        spawn_local(async move {
            let fetched = own_file(&address, name, Some(&abort.signal())).await;
            drop(telling);
            match fetched {
                _ if !opener.is_over(&abort) => {}
                Ok(file) => opener.0.open.emit(Origin::Sample { place, file }),
                Err(_) => opener.refuse(Refusal::NoSample(place)),
            }
        });
    }

    /// Fetches a link and opens it; what can be refused without asking anybody is.
    pub fn open_link(&self, text: &str) {
        self.cancel();
        match self.link(text) {
            Err(refusal) => self.refuse(refusal),
            Ok(link) => {
                let Ok(abort) = AbortController::new() else { return };
                self.0.download.replace(Some(abort.clone()));
                let opener = self.clone();
                spawn_local(async move { opener.fetch(link, abort).await });
            }
        }
    }

    /// The link that a text is, unless it is clear that it can not be fetched.
    pub fn link(&self, text: &str) -> Result<Link, Refusal> {
        let link = Link::from_text(text).ok_or_else(|| Refusal::NoAddress(text.trim().to_owned()))?;
        if self.0.host.is_encrypted() && link.is_mixed_content() {
            return Err(Refusal::MixedContent(link));
        }
        Ok(link)
    }

    /// Gives up what is on its way.
    pub fn cancel(&self) {
        let download = self.0.download.take();
        if let Some(abort) = &download {
            abort.abort();
        }
        if self.0.client.stop_making() || download.is_some() {
            self.act(Action::Opening(None));
        }
    }

    /// The words of the language spoken now.
    pub fn texts(&self) -> &'static Texts {
        self.0.texts.get()
    }

    /// The engine.
    pub fn client(&self) -> &EngineClient {
        &self.0.client
    }

    /// Changes the state.
    pub fn act(&self, action: Action) {
        self.0.state.dispatch(action);
    }

    /// Says why there is no capture.
    pub fn refuse(&self, refusal: Refusal) {
        self.tell(Opening::Refused(refusal));
    }

    /// Says how far it is.
    pub fn tell(&self, opening: Opening) {
        self.act(Action::Opening(Some(opening)));
    }

    async fn fetch(&self, link: Link, abort: AbortController) {
        let since = js_sys::Date::now();
        let fetching = Fetching { link: link.clone(), received: 0, size: None, since, now: since };
        self.tell(Opening::Fetching(fetching.clone()));
        let telling = Telling { opener: self.clone(), fetching: RefCell::new(fetching) };
        let fetched = download(&link, &abort.signal(), &telling).await;
        match fetched {
            // who gave it up has said what there is to say
            _ if !self.is_over(&abort) => {}
            Ok(file) => self.0.open.emit(Origin::Link { address: link.address, file }),
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Ends a download, unless it was given up before.
    fn is_over(&self, abort: &AbortController) -> bool {
        let mut download = self.0.download.borrow_mut();
        download.take_if(|download| download == abort).is_some()
    }
}

/// Tells the page of a download.
struct Telling {
    opener: Opener,
    fetching: RefCell<Fetching>,
}

impl Listener for Telling {
    fn asks(&self) {
        let host = self.fetching.borrow().link.host.clone();
        self.opener.act(Action::Asked(host));
    }

    fn hears(&self, received: u64, size: Option<u64>) {
        let mut fetching = self.fetching.borrow_mut();
        let now = js_sys::Date::now();
        if fetching.received == 0 || now - fetching.now >= TELL_EVERY {
            // a packed answer is longer than its server says
            let size = size.filter(|size| received <= *size);
            *fetching = Fetching { link: fetching.link.clone(), received, size, now, ..*fetching };
            self.opener.tell(Opening::Fetching(fetching.clone()));
        }
    }
}

/// Opens the dialog whose files come with handles, where the browser has it.
fn pick_files() -> Option<Promise> {
    let window = web_sys::window()?;
    let show: Function = Reflect::get(&window, &"showOpenFilePicker".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"multiple".into(), &JsValue::TRUE).ok()?;
    show.call1(&window, &options).ok()?.dyn_into().ok()
}

async fn picked_files(picking: Promise) -> Result<Vec<Picked>, JsValue> {
    let handles: Array = JsFuture::from(picking).await?.dyn_into()?;
    let mut files = Vec::new();
    for handle in handles.iter() {
        let file = file_of(&handle).await?;
        files.push(Picked { file, handle: Some(Promise::resolve(&handle)) });
    }
    Ok(files)
}

/// The file behind a handle, as it is now.
pub async fn file_of(handle: &JsValue) -> Result<File, JsValue> {
    let promise: Promise = call(handle, "getFile").ok_or(JsValue::UNDEFINED)?.dyn_into()?;
    JsFuture::from(promise).await?.dyn_into()
}

/// What kind of error it is.
fn name_of(error: &JsValue) -> String {
    Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}
