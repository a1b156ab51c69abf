//! The person's choices as the engine takes them.

use std::rc::Rc;

use wirelight::engine::request::Settings;
use yew::prelude::*;

use crate::{state::State, zone};

/// How values are worded; the same value as long as nothing about it changes.
#[hook]
pub fn use_settings(state: &State) -> Rc<Settings> {
    let zone = use_memo((), |()| (zone::offsets(), zone::name()));
    let chosen =
        (state.chosen.time, state.chosen.names, state.chosen.columns.clone(), state.annotations.references.clone());
    use_memo(chosen, |(time, names, columns, references)| Settings {
        time: *time,
        mac_names: names.mac,
        network_names: names.network,
        transport_names: names.transport,
        columns: columns.iter().flat_map(|columns| columns.fields()).map(str::to_owned).collect(),
        references: references.iter().copied().collect(),
        zone: zone.0.clone(),
        zone_name: zone.1.clone(),
        ..Settings::default()
    })
}
