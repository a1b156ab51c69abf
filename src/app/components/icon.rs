//! Icons: one sprite in the page, drawn by reference.

use wirelight::engine::request::Family;
use yew::prelude::*;

/// Every icon: its name, its outline, and the part of it that is filled.
const ICONS: &[(&str, &str, &str)] = &[
    ("open", "M1.5 13V3.5h4l1.5 2h7.5V13z", ""),
    ("paste", "M5.5 2.5h-2v12h9v-12h-2M5.5 1.5h5v2.5h-5zM6 8h4M6 11h4", ""),
    ("lock", "M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2", ""),
    ("doc", "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3", ""),
    ("x", "M4 4l8 8M12 4l-8 8", ""),
    ("down", "M4 6l4 4 4-4", ""),
    ("right", "M6 4l4 4-4 4", ""),
    ("left", "M10 4L6 8l4 4", ""),
    ("up", "M4 10l4-4 4 4", ""),
    (
        "sun",
        "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
        "",
    ),
    ("moon", "M13 9.8A5.6 5.6 0 0 1 6.2 3a5.6 5.6 0 1 0 6.8 6.8z", ""),
    ("err", "M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3L1.8 10.7V5.3zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4", ""),
    ("warn", "M8 2l6.5 12h-13zM8 6.5v3.7M8 11.8v.7", ""),
    ("note", "M8 1.5L14.5 8 8 14.5 1.5 8zM8 5v.8M8 7.3V11", ""),
    ("save", "M8 2v8M5 7.5L8 10.5l3-3M2.5 13.5h11", ""),
    ("copy", "M5.5 5.5h8v8.5h-8zM10.5 5.5V2h-8v8.5h3", ""),
    (
        "book",
        "M8 4C6.5 2.8 4.5 2.5 2 2.5v10c2.5 0 4.5.3 6 1.5 1.5-1.2 3.5-1.5 6-1.5v-10C11.5 2.500 9.5 2.8 8 4zM8 4v10",
        "",
    ),
    (
        "link",
        "M6.5 9.5l3-3M7 4.5l1.6-1.6a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.6 1.6a3 3 0 0 1-4.300-4.300L4.700 7.200",
        "",
    ),
    ("go", "M5.5 2L4 14M12 2l-1.500 12M2.500 5.500h11.500M2 10.500h11.500", ""),
    ("menu", "M2 4h12M2 8h12M2 12h12", ""),
    ("more", "M3 8h.6M7.7 8h.6M12.4 8h.6", ""),
    ("swap", "M2 5.500h11M10 2.500l3 3-3 3M14 10.500H3M6 7.500l-3 3 3 3", ""),
    ("enter", "M13 3v5H3.500M6.500 5L3.500 8l3 3", ""),
    ("filter", "M2 3h12L9.500 8.500V13l-3-1.500v-3z", ""),
    ("check", "M3 8.500l3.500 3.500L13 4.500", ""),
    ("find", "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM10.600 10.600L14 14", ""),
    ("columns", "M1.5 3h13v10h-13zM6 3v10M10.5 3v10", ""),
    ("comment", "M2 3h12v8H8l-3.500 3v-3H2z", ""),
    ("mark", "", "M4 2h8v12l-4-3-4 3z"),
    ("family-link", "M2 5h12v6H2z", ""),
    ("family-ip", "M8 2l6 6-6 6-6-6z", ""),
    ("family-transport", "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z", ""),
    ("family-application", "", "M3 3h10v10H3z"),
    ("family-secure", "M5.5 7V5a2.5 2.5 0 0 1 5 0v2", "M3 7h10v7H3z"),
    ("family-control", "", "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z"),
];

/// The drawings that [`icon`] refers to; stands once in the page.
pub fn sprite() -> Html {
    html! {
        <svg class="sprite" aria-hidden="true">
            { for ICONS.iter().map(|(name, outline, filled)| html! {
                <symbol id={format!("i-{name}")} viewBox="0 0 16 16">
                    if !filled.is_empty() { <path class="fill" d={*filled} /> }
                    if !outline.is_empty() { <path d={*outline} /> }
                </symbol>
            }) }
        </svg>
    }
}

/// An icon of the sprite; `class` adds a size or a colour.
pub fn icon(name: &str, class: &'static str) -> Html {
    html! {
        <svg class={classes!("icon", class)} aria-hidden="true"><use href={format!("#i-{name}")} /></svg>
    }
}

/// The sign of the page.
pub fn brand() -> Html {
    html! {
        <span class="brand">
            <svg class="logo" viewBox="0 0 28 16" aria-hidden="true">
                <path class="wire" d="M0 8h8M20 8h8" />
                <path class="light" d="M8 8l3-6 4 12 3-6h2" />
            </svg>
            <b>{ "Wirelight" }</b>
        </span>
    }
}

/// The mark of a protocol family; its shape tells the layer where colours do not.
pub fn family_mark(family: Family) -> Html {
    let shape = match family {
        Family::Link => "family-link",
        Family::Ip => "family-ip",
        Family::Tcp | Family::Udp | Family::Quiet => "family-transport",
        Family::Naming | Family::Web | Family::Application => "family-application",
        Family::Secure => "family-secure",
        Family::Control => "family-control",
    };
    html! {
        <svg class={classes!("icon", "mark", format!("f-{}", family_key(family)))} aria-hidden="true">
            <use href={format!("#i-{shape}")} />
        </svg>
    }
}

/// The name of a family in the style sheets.
pub fn family_key(family: Family) -> &'static str {
    match family {
        Family::Link => "link",
        Family::Ip => "ip",
        Family::Tcp | Family::Quiet => "tcp",
        Family::Udp => "udp",
        Family::Naming => "name",
        Family::Web => "web",
        Family::Secure => "sec",
        Family::Application => "app",
        Family::Control => "ctl",
    }
}
