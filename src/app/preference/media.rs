//! What the browser says of the window and of the visitor's system, by media query.

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use leptos::web_sys::MediaQueryList;

/// Where hardly anything has room beside another thing; the style sheets have the same width.
pub const PHONE: &str = "(max-width: 719px)";
/// Where a finger points.
pub const COARSE: &str = "(pointer: coarse)";

/// Whether a query holds at this moment.
pub fn holds(query: &str) -> bool {
    list(query).is_some_and(|list| list.matches())
}

/// Whether a query holds, also when that changes.
pub fn follow(query: &'static str) -> RwSignal<bool> {
    let now = RwSignal::new(holds(query));
    let kept = StoredValue::new_local(None::<(MediaQueryList, Closure<dyn FnMut()>)>);
    if let Some(list) = list(query) {
        let changed = Closure::new(move || {
            now.try_set(holds(query));
        });
        let listener: &JsValue = changed.as_ref();
        if list.add_event_listener_with_callback("change", listener.unchecked_ref()).is_ok() {
            kept.set_value(Some((list, changed)));
        }
    }
    on_cleanup(move || {
        kept.try_update_value(|kept| {
            if let Some((list, changed)) = kept.take() {
                let listener: &JsValue = changed.as_ref();
                // A listener that is not there needs no removal.
                let _ =
                    list.remove_event_listener_with_callback("change", listener.unchecked_ref());
            }
        });
    });
    now
}

fn list(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok()?
}
