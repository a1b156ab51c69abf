//! A ladder as an SVG file that needs nothing else: colours are written out.

use super::{Anchor, Look, Shape, Sheet, Stroke, UNIT, Words, shapes};
use crate::engine::{ladder::LadderFacts, request::RungView};

/// The height of the head with the lanes' names, in pixels.
const HEAD: f64 = 28.0;

impl Look {
    /// The token of the style sheets that has its colour.
    pub fn token(self) -> &'static str {
        match self {
            Self::Client => "--cli",
            Self::Server => "--srv",
            Self::Warn => "--warn",
            Self::Note => "--note",
            Self::Lost => "--err",
            Self::Plain => "--ink",
            Self::Dim => "--ink-3",
            Self::Words => "--ink-2",
        }
    }
}

impl Stroke {
    /// Width in pixels, and the pattern of dashes.
    pub fn pen(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Normal => ("1.5", None),
            Self::Strong => ("2", None),
            Self::Thin => ("1", None),
            Self::Dashed => ("1.5", Some("5 3")),
            Self::Dotted => ("1", Some("2 4")),
        }
    }
}

impl Anchor {
    /// As SVG calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// The whole file; `colour` tells the colour of a token.
pub fn svg(
    facts: &LadderFacts,
    rungs: &[RungView],
    sheet: &Sheet,
    words: &Words<'_>,
    colour: &dyn Fn(&str) -> String,
) -> String {
    let end = rungs.last().map_or(0, |rung| rung.at + rung.height);
    let foot = f64::from(end * UNIT) + HEAD + 4.0;
    let (width, height) = (pixels(sheet.width()), pixels(foot + 4.0));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        colour("--paper")
    );
    for ((name, is_client), lane) in facts.lanes.iter().zip(0..) {
        let (x, ink) = (pixels(sheet.lane(lane)), colour(if *is_client { "--cli" } else { "--srv" }));
        out += &format!(
            "<text x=\"{x}\" y=\"18\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"{ink}\">{}</text>\n\
             <path d=\"M{x} {}V{}\" stroke=\"{ink}\"/>\n",
            escaped(name),
            pixels(HEAD),
            pixels(foot)
        );
    }
    for rung in rungs {
        out += &format!("<g transform=\"translate(0 {})\">", pixels(f64::from(rung.at * UNIT) + HEAD));
        for shape in shapes(rung, sheet, words) {
            write(&mut out, &shape, colour);
        }
        out += "</g>\n";
    }
    out + "</svg>\n"
}

fn write(out: &mut String, shape: &Shape, colour: &dyn Fn(&str) -> String) {
    *out += &match shape {
        Shape::Line { from, to, look, stroke } => {
            let (pen, dashes) = stroke.pen();
            let dashes = dashes.map(|dashes| format!(" stroke-dasharray=\"{dashes}\"")).unwrap_or_default();
            let ink = colour(look.token());
            format!("<path d=\"{}\" stroke=\"{ink}\" stroke-width=\"{pen}\"{dashes}/>", line(*from, *to))
        }
        Shape::Head { at, left, look } => {
            format!("<path d=\"{}\" fill=\"{}\"/>", head(*at, *left), colour(look.token()))
        }
        Shape::Cross { at } => {
            format!("<path d=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>", cross(*at), colour("--err"))
        }
        Shape::Text { at, anchor, look, strong, text } => {
            let strong = if strong.is_empty() {
                String::new()
            } else {
                format!("<tspan font-weight=\"bold\">{}</tspan>", escaped(strong))
            };
            let (x, y, anchor, ink) = (pixels(at.0), pixels(at.1), anchor.name(), colour(look.token()));
            format!(
                "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{ink}\">{strong}{}</text>",
                escaped(text)
            )
        }
    };
}

/// Pixels as text, to a tenth: the language's own way prints every float, which would be 14 kB of the page.
pub fn pixels(number: f64) -> String {
    let tenths = (number * 10.0).round() as i32;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
    if tenth == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{tenth}") }
}

/// A line as a path.
pub fn line(from: (f64, f64), to: (f64, f64)) -> String {
    ["M", &pixels(from.0), " ", &pixels(from.1), "L", &pixels(to.0), " ", &pixels(to.1)].concat()
}

/// The head of an arrow as a path.
pub fn head(at: (f64, f64), left: bool) -> String {
    let back = if left { "8" } else { "-8" };
    ["M", &pixels(at.0), " ", &pixels(at.1), "l", back, " -4.5v9z"].concat()
}

/// A cross as a path.
pub fn cross(at: (f64, f64)) -> String {
    ["M", &pixels(at.0 - 4.0), " ", &pixels(at.1 - 4.0), "l8 8m0 -8l-8 8"].concat()
}

/// Text of a capture in a file that a browser reads: nothing of it is markup, and no character is none of XML's.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            character if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
    out
}
