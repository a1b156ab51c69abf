//! An address for bytes in memory, for pictures and sounds, as long as they are shown.

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url};
use yew::prelude::*;

/// The address of what `made` makes of `of`, by [`blob_address`]: it is made once `of` is another, and ends with the next one
/// or with its component.
#[hook]
pub fn use_blob_address<O: PartialEq + 'static>(
    of: O,
    made: impl FnOnce(&O) -> Option<String> + 'static,
) -> UseStateHandle<Option<AttrValue>> {
    let address = use_state_eq(|| None::<AttrValue>);
    use_effect_with(of, {
        let address = address.clone();
        move |of: &O| {
            let made = made(of);
            address.set(made.clone().map(AttrValue::from));
            move || {
                if let Some(made) = made {
                    let _ = Url::revoke_object_url(&made);
                }
            }
        }
    });
    address
}

/// An address under which the browser finds these bytes, until it is revoked.
pub fn blob_address(bytes: &[u8], media: &str) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
