//! Taking the ladder away: as a picture, or as text for Mermaid.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};
use wirelight::{
    engine::request::{Reply, Request, RungView},
    view::ladder::{Sheet, mermaid::mermaid, svg::svg},
};

use crate::{
    commands::Command,
    components::flow::{Ladder, settings, words},
    copying::{save, stem},
    page::Page,
};

/// Rungs asked for at once.
const STEP: u32 = 1024;
/// Rungs taken away at most: more than that nobody reads as a picture.
const MOST: u32 = 20_000;
/// The width of a picture in pixels.
const WIDTH: f64 = 1280.0;
/// Browsers draw pictures of so many pixels a side.
const TALLEST: f64 = 16_000.0;

/// Takes the ladder that is seen away, in the form that the command names.
pub fn take(page: &Page, command: Command) {
    if let Some(ladder) = page.state.ladder.clone() {
        gather(page, &ladder, Rc::default(), command);
    }
}

/// Asks for all rungs, some at a time.
fn gather(page: &Page, ladder: &Rc<Ladder>, rungs: Rc<RefCell<Vec<RungView>>>, command: Command) {
    let first = rungs.borrow().len() as u32;
    let (asking, ladder) = (page.clone(), ladder.clone());
    let request = Request::Rungs { first, count: STEP, settings: settings(page) };
    page.ask(request, move |reply| {
        let Reply::Rungs { rungs: more, .. } = reply else { return };
        rungs.borrow_mut().extend(more.iter().cloned());
        let here = rungs.borrow().len() as u32;
        if more.is_empty() || here >= ladder.facts.rungs.min(MOST) {
            export(&asking, &ladder, &rungs.borrow(), command);
        } else {
            gather(&asking, &ladder, rungs.clone(), command);
        }
    });
}

fn export(page: &Page, ladder: &Ladder, rungs: &[RungView], command: Command) {
    let words = words(page.texts);
    if command == Command::FlowMermaid {
        page.host.copy(&mermaid(&ladder.facts, rungs, &words));
        page.say((page.texts.copied_as)(&(page.texts.lines_count)(rungs.len() as u64), "Mermaid"));
        return;
    }
    let sheet = Sheet::new(ladder.facts.lanes.len(), WIDTH);
    let drawn = svg(&ladder.facts, rungs, &sheet, &words, &|token| page.host.colour(token));
    let Some(picture) = blob(&drawn, "image/svg+xml") else { return };
    let stem = format!("{}-flow", stem(&page.state));
    if command == Command::FlowSvg {
        let name = stem + ".svg";
        save(&picture, &name);
        page.say(name);
        return;
    }
    let page = page.clone();
    spawn_local(async move {
        match png(&picture).await {
            Some(picture) => {
                let name = stem + ".png";
                save(&picture, &name);
                page.say(name);
            }
            None => page.say(page.texts.flow.too_long),
        }
    });
}

fn blob(text: &str, kind: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()
}

/// The picture drawn twice as fine as the screen, or as fine as the browser can.
async fn png(picture: &Blob) -> Option<Blob> {
    let address = Url::create_object_url_with_blob(picture).ok()?;
    let image = HtmlImageElement::new().ok()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = (TALLEST / height.max(width)).min(2.0);
    let drawn = if decoded.is_ok() && scale >= 1.0 { draw(&image, width * scale, height * scale).await } else { None };
    let _ = Url::revoke_object_url(&address);
    drawn
}

async fn draw(image: &HtmlImageElement, width: f64, height: f64) -> Option<Blob> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).ok()?;
    let blob = Promise::new(&mut |resolve, _| {
        let resolve = Closure::once_into_js(move |blob: Option<Blob>| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &blob.into());
        });
        let _ = canvas.to_blob(resolve.unchecked_ref());
    });
    JsFuture::from(blob).await.ok()?.dyn_into().ok()
}
