//! The end of the queue: what waits there runs after every message that has come by now. A timer would do the same, but
//! browsers make repeated timers wait for four milliseconds.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessagePort};

/// Things to do at the end of the queue.
#[derive(Clone)]
pub struct Turns {
    waiting: Rc<RefCell<VecDeque<Function>>>,
    port: MessagePort,
}

impl Turns {
    /// Nothing to do yet; `None` where the browser has no channels.
    pub fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let waiting = Rc::new(RefCell::new(VecDeque::<Function>::new()));
        let on_message = {
            let waiting = waiting.clone();
            Closure::<dyn Fn()>::new(move || {
                let next = waiting.borrow_mut().pop_front();
                if let Some(next) = next {
                    let _ = next.call0(&JsValue::NULL);
                }
            })
        };
        channel.port2().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        Some(Self { waiting, port: channel.port1() })
    }

    /// Does something when all that has come by now is done.
    pub fn later(&self, then: impl FnOnce() + 'static) {
        self.push(Closure::once_into_js(then).unchecked_into());
    }

    /// Waits until all that has come by now is done.
    pub async fn pass(&self) {
        let _ = JsFuture::from(Promise::new(&mut |resolve, _| self.push(resolve))).await;
    }

    fn push(&self, function: Function) {
        self.waiting.borrow_mut().push_back(function);
        let _ = self.port.post_message(&JsValue::NULL);
    }
}
