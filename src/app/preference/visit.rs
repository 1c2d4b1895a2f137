//! Whether the visitor has played before, in this visit or an earlier one: who has not is told the
//! first steps.

use leptos::prelude::*;

use super::storage;

const KEY: &str = "played";

/// Whether the visitor has not played yet, as far as is known: where nothing can be remembered, each
/// visit is the first. It is kept in mind once `playing` says so.
pub fn follow(playing: RwSignal<bool>) -> Memo<bool> {
    let first = storage::recall(KEY).is_none();
    Memo::new(move |before: Option<&bool>| {
        let still = before.copied().unwrap_or(first) && !playing.get();
        if first && !still {
            storage::remember(KEY, "yes");
        }
        still
    })
}
