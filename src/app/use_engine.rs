//! The one way in which components ask the engine: a request goes in, what is known of its answer comes out.

use std::rc::Rc;

use wirelight::engine::request::{Reply, Request};
use yew::prelude::*;

use crate::{engine_client::EngineClient, page::Page};

/// What is known of an answer; drawing never waits for more.
#[derive(Debug, Clone)]
pub enum Data {
    /// The answer.
    Fresh(Rc<Reply>),
    /// The answer to an earlier request of this place, until the new one is there.
    Stale(Rc<Reply>),
    /// Nothing yet.
    Nothing,
}

impl Data {
    /// The answer, be it stale.
    pub fn reply(&self) -> Option<&Rc<Reply>> {
        match self {
            Self::Fresh(reply) | Self::Stale(reply) => Some(reply),
            Self::Nothing => None,
        }
    }
}

/// Asks for `request` while the component shows it; a request that is replaced is cancelled.
#[hook]
pub fn use_engine(request: Option<Request>) -> Data {
    let client = use_context::<Page>().map(|page| page.client.clone());
    let update = use_force_update();
    let held = use_mut_ref(|| None::<(u32, Rc<Reply>)>);
    let epoch = client.as_ref().map_or(0, EngineClient::epoch);
    use_effect_with((request.clone(), epoch), {
        let client = client.clone();
        move |(request, _)| {
            let ticket = client
                .zip(request.clone())
                .map(|(client, request)| client.ask(request, Callback::from(move |()| update.force_update())));
            move || drop(ticket)
        }
    });
    let (Some(client), Some(request)) = (client, request) else { return Data::Nothing };
    if let Some(reply) = client.answer(&request) {
        held.replace(Some((client.generation(), reply.clone())));
        return Data::Fresh(reply);
    }
    match held.borrow().as_ref() {
        Some((generation, reply)) if *generation == client.generation() => Data::Stale(reply.clone()),
        _ => Data::Nothing,
    }
}
