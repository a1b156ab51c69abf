//! What is known of the file itself.

use wirelight::view::amounts;
use yew::prelude::*;

use crate::page::Page;

/// The facts, a line each.
pub fn file_view(page: &Page) -> Html {
    let Some(capture) = &page.state.capture else { return Html::default() };
    let texts = page.texts;
    html! {
        <section class="pane file-view" aria-label={texts.file} tabindex="0" data-pane="file">
            <h2>{ &capture.name }</h2>
            <dl>
                <div><dt>{ texts.size }</dt><dd class="mono">{ amounts::size(capture.size) }</dd></div>
                <div><dt>{ texts.packet_list }</dt><dd class="mono">{ amounts::thousands(capture.packets()) }</dd></div>
            </dl>
        </section>
    }
}
