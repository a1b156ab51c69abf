//! A picture of lines of text: a grid of characters in the colours of the theme that is seen, drawn twice as fine as the
//! screen, so that it stays sharp in a document.

use js_sys::Promise;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement};

/// More lines than this do not fit into a canvas of every browser.
pub const MOST_LINES: usize = 300;
/// Picture pixels in a pixel.
const SCALE: f64 = 2.0;
/// Height of a line, and what is free at the edges.
const LINE: f64 = 20.0;
const EDGE: f64 = 10.0;

/// A line of text; colours are named by the tokens of the style sheets.
#[derive(Debug, Default)]
pub struct Line {
    /// What lies under it.
    pub fill: Option<String>,
    /// Its parts.
    pub runs: Vec<Run>,
}

/// Part of a line.
#[derive(Debug)]
pub struct Run {
    /// The character column where it begins.
    pub column: usize,
    /// The text itself.
    pub text: String,
    /// Its colour.
    pub ink: &'static str,
    /// What lies under it, that many characters wide.
    pub fill: Option<(&'static str, usize)>,
    /// Whether it is bold.
    pub bold: bool,
}

impl Run {
    /// Plain text at a column.
    pub fn new(column: usize, text: impl Into<String>, ink: &'static str) -> Self {
        Self { column, text: text.into(), ink, fill: None, bold: false }
    }
}

/// Draws lines of at most `columns` characters as a PNG.
pub async fn png(lines: &[Line], columns: usize) -> Option<Blob> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let root = document.document_element()?;
    let tokens = window.get_computed_style(&root).ok()??;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let family = token(&tokens, "--mono");
    context.set_font(&format!("12px {family}"));
    let character = context.measure_text("0").ok()?.width();
    canvas.set_width(((columns as f64 * character + 2.0 * EDGE) * SCALE).ceil() as u32);
    canvas.set_height(((lines.len() as f64 * LINE + 2.0 * EDGE) * SCALE).ceil() as u32);
    context.scale(SCALE, SCALE).ok()?;
    context.set_fill_style_str(&token(&tokens, "--paper"));
    let width = f64::from(canvas.width()) / SCALE;
    context.fill_rect(0.0, 0.0, width, f64::from(canvas.height()) / SCALE);
    context.set_text_baseline("middle");
    for (place, line) in lines.iter().enumerate() {
        draw(&context, &tokens, &family, line, (character, EDGE + place as f64 * LINE, width));
    }
    let blob = Promise::new(&mut |resolve, _| {
        let resolve = Closure::once_into_js(move |blob: Option<Blob>| {
            let _ = resolve.call1(&wasm_bindgen::JsValue::UNDEFINED, &blob.into());
        });
        let _ = canvas.to_blob(resolve.unchecked_ref());
    });
    JsFuture::from(blob).await.ok()?.dyn_into().ok()
}

/// One line; character width, upper edge and the picture's width in pixels.
fn draw(
    context: &CanvasRenderingContext2d,
    tokens: &CssStyleDeclaration,
    family: &str,
    line: &Line,
    (character, top, width): (f64, f64, f64),
) {
    if let Some(fill) = &line.fill {
        context.set_fill_style_str(&token(tokens, fill));
        context.fill_rect(0.0, top, width, LINE);
    }
    for run in &line.runs {
        let left = EDGE + run.column as f64 * character;
        if let Some((fill, characters)) = run.fill {
            context.set_fill_style_str(&token(tokens, fill));
            context.fill_rect(left, top + 1.0, characters as f64 * character, LINE - 2.0);
        }
        context.set_font(&format!("{} 12px {family}", if run.bold { "700" } else { "400" }));
        context.set_fill_style_str(&token(tokens, run.ink));
        let _ = context.fill_text(&run.text, left, top + LINE / 2.0);
    }
}

fn token(tokens: &CssStyleDeclaration, name: &str) -> String {
    tokens.get_property_value(name).unwrap_or_default().trim().to_owned()
}
