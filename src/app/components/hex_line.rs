//! One line of bytes as it is drawn everywhere: offset, digits, text; its looks are in `bytes_pane.css`.

use wirelight::view::hex::{self, Look, Marks, Run};
use yew::prelude::*;

/// Line `line` of some bytes.
pub fn hex_line(bytes: &[u8], line: u64, columns: usize, marks: &Marks) -> Html {
    let runs = hex::runs(bytes, line, columns, marks);
    let digits = hex::offset_digits(bytes.len());
    html! {
        <div key={line} class="hex-line">
            <span class="hex-offset">{ format!("{:0digits$x}", line * columns as u64) }</span>
            <span class="hex-digits">
                { for runs.iter().map(|run| html! {<><span class={look(run)}>{ run.hex.clone() }</span>{ run.gap }</>}) }
            </span>
            <span class="hex-text">
                { for runs.iter().map(|run| html! { <span class={look(run)}>{ run.text.clone() }</span> }) }
            </span>
        </div>
    }
}

fn look(run: &Run) -> Classes {
    let look = match run.look {
        Look::Plain => None,
        Look::Soft => Some("soft"),
        Look::Lit => Some("lit"),
    };
    classes!(look, run.hover.then_some("hover"))
}
