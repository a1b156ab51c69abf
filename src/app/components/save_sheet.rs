//! Which packets are saved, and in which format.

use web_sys::{HtmlInputElement, KeyboardEvent, MouseEvent};
use wirelight::{
    capture::write::{Form, Refusal},
    view::amounts,
};
use yew::prelude::*;

use super::{icon::icon, sheet::Sheet};
use crate::{
    page::Page,
    saving::{self, Part},
    state::Action,
};

/// Why the last try failed, if it did.
#[derive(Properties, PartialEq)]
pub struct Properties {
    /// What the format refused.
    pub refusal: Option<Refusal>,
}

/// The sheet.
#[component]
pub fn SaveSheet(properties: &Properties) -> Html {
    let page = use_context::<Page>();
    let several = page.as_ref().is_some_and(|page| Part::Selected.count(&page.state) > 1);
    let part = use_state_eq(|| if several { Part::Selected } else { Part::All });
    let form = use_state_eq(|| Form::Pcapng);
    let named = use_state_eq(|| None::<String>);
    let first = use_node_ref();
    use_effect_with((), {
        let first = first.clone();
        move |()| {
            if let Some(first) = first.cast::<HtmlInputElement>() {
                let _ = first.focus();
                first.select();
            }
        }
    });
    let Some(page) = page else { return Html::default() };
    let texts = page.texts;
    let name = (*named).clone().unwrap_or_else(|| saving::file_name(&page.state, *form));
    let save = {
        let (page, part, form, name) = (page.clone(), part.clone(), form.clone(), name.clone());
        Callback::from(move |()| {
            page.state.dispatch(Action::Overlay(None));
            saving::save(&page, *part, *form, name.trim().to_owned());
        })
    };
    let oninput = {
        let named = named.clone();
        move |event: InputEvent| named.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()))
    };
    let onkeydown = {
        let save = save.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                save.emit(());
            }
        }
    };
    let damaged = page.state.capture.as_ref().is_some_and(|capture| capture.damage().is_some());
    let parts = Part::ALL.into_iter().filter(|part| part.count(&page.state) > 0).map(|each| {
        let label = if damaged && each == Part::All { texts.save_readable } else { (texts.saved_parts)(each) };
        let label = format!("{label} · {}", amounts::thousands(each.count(&page.state)));
        let part = part.clone();
        radio("save-part", *part == each, label, move |_| part.set(each))
    });
    let forms = [(Form::Pcapng, "pcapng", texts.pcapng_keeps), (Form::Pcap, "pcap", texts.pcap_loses)];
    let forms = forms.into_iter().map(|(each, kind, more)| {
        let (form, named) = (form.clone(), named.clone());
        radio("save-form", *form == each, format!("{kind}: {more}"), move |_| {
            form.set(each);
            named.set(None);
        })
    });
    html! {
        <Sheet class="save-sheet" label={texts.save_packets} headed=true>
            <div class="save-body">
                if let Some(refusal) = &properties.refusal {
                    <p class="save-refused" role="alert">{ icon("err", "err") }{ refused(&page, refusal) }</p>
                }
                <label class="save-name">
                    <span>{ texts.file_name }</span>
                    <input ref={first} type="text" value={name.clone()} spellcheck="false" autocomplete="off" {oninput} {onkeydown} />
                </label>
                <fieldset><legend>{ texts.which_packets }</legend>{ for parts }</fieldset>
                <fieldset><legend>{ texts.format }</legend>{ for forms }</fieldset>
                <div class="actions">
                    <button class="button primary" disabled={name.trim().is_empty()}
                        onclick={save.reform(|_: MouseEvent| ())}>{ texts.save }</button>
                </div>
            </div>
        </Sheet>
    }
}

fn radio(group: &'static str, checked: bool, label: String, choose: impl Fn(Event) + 'static) -> Html {
    html! {
        <label class="save-choice"><input type="radio" name={group} {checked} onchange={choose} /><span>{ label }</span></label>
    }
}

fn refused(page: &Page, refusal: &Refusal) -> String {
    match refusal {
        Refusal::SeveralLinkTypes(types) => {
            let types: Vec<String> = types.iter().map(u16::to_string).collect();
            (page.texts.several_link_types)(&types.join(", "))
        }
        Refusal::LinkType(link_type) => (page.texts.no_such_link_type)(*link_type),
        Refusal::NoInterface => page.texts.no_packets_to_pcap.to_owned(),
    }
}
