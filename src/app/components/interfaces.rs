//! The interfaces on which the file was captured, as a table.

use wirelight::{engine::request::InterfaceFacts, view::amounts};
use yew::prelude::*;

use crate::texts::facts::FactsTexts;

/// A column: its heading, whether it holds numbers, and what an interface has there.
type Column = (&'static str, bool, fn(&FactsTexts, &InterfaceFacts) -> Option<String>);

/// A row each; columns in which no interface has anything are left out.
pub fn interfaces(texts: &FactsTexts, interfaces: &[InterfaceFacts]) -> Html {
    let columns: Vec<Column> = columns(texts)
        .into_iter()
        .filter(|(_, _, text)| interfaces.iter().any(|interface| text(texts, interface).is_some()))
        .collect();
    if interfaces.is_empty() {
        return Html::default();
    }
    let class = |number: bool| number.then_some("number");
    html! {
        <section>
            <h3>{ texts.interfaces }</h3>
            <div class="interfaces">
                <table>
                    <thead><tr>
                        { for columns.iter().map(|(heading, number, _)| html! { <th scope="col" class={classes!(class(*number))}>{ *heading }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for interfaces.iter().map(|interface| html! {
                            <tr>
                                { for columns.iter().map(|(heading, number, text)| {
                                    let text = text(texts, interface).unwrap_or_default();
                                    html! { <td class={classes!(class(*number), text.is_empty().then_some("empty"))} data-label={*heading}>{ text }</td> }
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn columns(texts: &FactsTexts) -> [Column; 13] {
    [
        (texts.name, false, |_, facts| facts.interface.name.clone()),
        (texts.description, false, |_, facts| facts.interface.description.clone()),
        (texts.link_type, false, |_, facts| Some(facts.encapsulation.clone())),
        (texts.packets, true, |_, facts| Some(amounts::thousands(facts.packets.packets))),
        (texts.snap_length, true, |texts, facts| {
            Some(match facts.interface.snap_length {
                0 => texts.unlimited.to_owned(),
                length => amounts::thousands(length.into()),
            })
        }),
        (texts.filter, false, |_, facts| facts.interface.filter.clone()),
        (texts.speed, true, |_, facts| facts.interface.speed.map(|speed| amounts::bit_rate(speed as f64))),
        (texts.received, true, |_, facts| facts.statistics.as_ref()?.received.map(amounts::thousands)),
        (texts.dropped, true, |_, facts| {
            let statistics = facts.statistics.as_ref()?;
            let dropped = [statistics.dropped, statistics.dropped_by_system];
            dropped.iter().flatten().copied().reduce(u64::saturating_add).map(amounts::thousands)
        }),
        (texts.hardware, false, |_, facts| facts.interface.hardware.clone()),
        (texts.os, false, |_, facts| facts.interface.os.clone()),
        (texts.comment, false, |_, facts| joined(&facts.interface.comments)),
        (texts.comment, false, |_, facts| joined(&facts.statistics.as_ref()?.comments)),
    ]
}

fn joined(comments: &[String]) -> Option<String> {
    (!comments.is_empty()).then(|| comments.join("\n"))
}
