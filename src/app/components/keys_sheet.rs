//! The list of all keys.

use yew::prelude::*;

use super::sheet::Sheet;
use crate::{
    commands::{Chord, Menu},
    page::Page,
};

/// Keys of the list, the tree and the bytes.
const PANE_KEYS: [&str; 9] = [
    "↓ · ↑ · PgDn · PgUp · Home · End",
    "Shift ↓ · Shift ↑",
    "→ · ←",
    "Enter",
    "Shift →",
    "Ctrl → · Ctrl ←",
    "Tab · Shift Tab",
    "F6 · Shift F6",
    "Esc",
];

/// Keys of the panes, then those of the commands, menu by menu.
#[component]
pub fn KeysSheet() -> Html {
    let Some(page) = use_context::<Page>() else { return Html::default() };
    let texts = page.texts;
    let language = page.state.language;
    let of_menu = |menu: Menu| {
        html! {
            <section>
                <h3>{ menu.name(language).0 }</h3>
                <dl>
                    { for menu.entries().filter(|entry| !entry.chords.is_empty()).map(|entry| line(
                        entry.chords.iter().map(|chord| Chord::from_text(chord).label()).collect(),
                        entry.name(language),
                    )) }
                </dl>
            </section>
        }
    };
    html! {
        <Sheet class="keys" label={texts.keys} headed=true>
            <div class="keys-scroll" tabindex="0" role="group" aria-label={texts.keys}><div class="keys-columns">
                <section>
                    <h3>{ texts.keys_of_panes }</h3>
                    <dl>
                        { for PANE_KEYS.into_iter().zip(texts.pane_keys).map(|(keys, meaning)| line(keys.split(" · ").map(str::to_owned).collect(), meaning)) }
                    </dl>
                </section>
                { for Menu::ALL.into_iter().map(of_menu) }
            </div></div>
        </Sheet>
    }
}

fn line(keys: Vec<String>, meaning: &str) -> Html {
    html! {
        <div class="keys-line">
            <dt>{ for keys.into_iter().map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
            <dd>{ meaning }</dd>
        </div>
    }
}
