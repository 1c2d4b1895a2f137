//! What the browser remembers for the next visit: theme, language and single-letter keys, whether the
//! visitor has played, and which of their tables are kept; nothing else. A browser may refuse (private
//! windows, blocked site data); then nothing is remembered.

use leptos::prelude::window;
use leptos::web_sys::Storage;

/// `script/start.js` reads the same keys before the first paint.
const PREFIX: &str = "neural-playground.";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What was remembered under `key`.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok().flatten()
}

/// Remembers nothing under `key`.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // What cannot be removed is told by `recall`.
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

/// Remembers `value` under `key`.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or closed store costs no more than the memory of a choice.
        let _ = storage.set_item(&format!("{PREFIX}{key}"), value);
    }
}
