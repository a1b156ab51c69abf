//! Fetching a link into a file, piece by piece: a large capture lies with the browser and never in our memory.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Blob, File, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials, RequestInit, RequestMode,
    Response,
};
use wirelight::view::link::Link;

use super::Refusal;

/// Bytes that are gathered before they are handed to the browser as one piece.
const PIECE: u64 = 4 << 20;

/// What is told while a file comes.
pub trait Listener {
    /// A request is made.
    fn asks(&self);
    /// So many bytes are here, of so many.
    fn hears(&self, received: u64, size: Option<u64>);
}

/// Fetches the file behind a link.
pub async fn download(link: &Link, signal: &AbortSignal, listener: &impl Listener) -> Result<File, Refusal> {
    listener.asks();
    let response = match fetch(&link.address, signal, RequestMode::Cors).await {
        Ok(response) => response,
        Err(_) if signal.aborted() => return Err(Refusal::Cancelled(link.clone())),
        Err(_) => return Err(why_not(link, signal, listener).await),
    };
    if !response.ok() {
        return Err(Refusal::Status(link.clone(), response.status(), response.status_text()));
    }
    let size = response.headers().get("content-length").ok().flatten().and_then(|size| size.parse().ok());
    let mut pieces = Pieces::default();
    let gathered = gather(&response, &mut pieces, |received| listener.hears(received, size)).await;
    match gathered.and_then(|()| pieces.file(&link.name)) {
        Ok(file) => Ok(file),
        Err(_) if signal.aborted() => Err(Refusal::Cancelled(link.clone())),
        Err(_) => Err(Refusal::Broken(link.clone(), pieces.received)),
    }
}

/// Fetches a small file of the page's own.
pub async fn own_file(address: &str, name: &str, signal: Option<&AbortSignal>) -> Result<File, JsValue> {
    let init = RequestInit::new();
    init.set_signal(signal);
    let response = respond(address, &init).await?;
    if !response.ok() {
        return Err(JsValue::UNDEFINED);
    }
    let blob = JsFuture::from(response.blob()?).await?;
    File::new_with_blob_sequence(&Array::of1(&blob), name)
}

/// Browsers do not tell why a request failed. One whose answer nobody may read fails only if there is no answer.
async fn why_not(link: &Link, signal: &AbortSignal, listener: &impl Listener) -> Refusal {
    listener.asks();
    match fetch(&link.address, signal, RequestMode::NoCors).await {
        Ok(_) => Refusal::NotShared(link.clone()),
        Err(_) if signal.aborted() => Refusal::Cancelled(link.clone()),
        Err(_) => Refusal::Unreachable(link.clone()),
    }
}

/// Asks without a name, a cookie or a referrer; where the answer can not be read, only for its head.
async fn fetch(address: &str, signal: &AbortSignal, mode: RequestMode) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_mode(mode);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(signal));
    if mode == RequestMode::NoCors {
        init.set_method("HEAD");
    }
    respond(address, &init).await
}

async fn respond(address: &str, init: &RequestInit) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    JsFuture::from(window.fetch_with_str_and_init(address, init)).await?.dyn_into()
}

async fn gather(response: &Response, pieces: &mut Pieces, hears: impl Fn(u64)) -> Result<(), JsValue> {
    let Some(body) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    loop {
        let read = JsFuture::from(reader.read()).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            return Ok(());
        }
        pieces.take(&Reflect::get(&read, &"value".into())?.dyn_into()?)?;
        hears(pieces.received);
    }
}

/// What has come: whole pieces with the browser, and the chunks of the next one.
#[derive(Default)]
struct Pieces {
    whole: Array,
    chunks: Array,
    gathered: u64,
    received: u64,
}

impl Pieces {
    fn take(&mut self, chunk: &Uint8Array) -> Result<(), JsValue> {
        self.chunks.push(chunk);
        self.gathered += u64::from(chunk.length());
        self.received += u64::from(chunk.length());
        if self.gathered >= PIECE { self.hand_over() } else { Ok(()) }
    }

    fn hand_over(&mut self) -> Result<(), JsValue> {
        self.whole.push(&Blob::new_with_u8_array_sequence(&self.chunks)?.into());
        self.chunks = Array::new();
        self.gathered = 0;
        Ok(())
    }

    fn file(&mut self, name: &str) -> Result<File, JsValue> {
        self.hand_over()?;
        File::new_with_blob_sequence(&self.whole, name)
    }
}
