//! How wide an element is, kept up when it changes.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The inner width in pixels; 0 before it is known.
#[hook]
pub fn use_width(node: &NodeRef) -> f64 {
    let width = use_state_eq(|| 0);
    use_effect_with((), {
        let (node, width) = (node.clone(), width.clone());
        move |()| {
            let element = node.cast::<Element>();
            let measure = {
                let element = element.clone();
                move || {
                    if let Some(element) = &element {
                        width.set(element.client_width());
                    }
                }
            };
            measure();
            let resized = Closure::<dyn Fn()>::new(measure);
            let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(resized);
            }
        }
    });
    f64::from(*width)
}
