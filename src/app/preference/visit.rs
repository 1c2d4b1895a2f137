//! Whether the visitor has played before, in this visit or an earlier one: who has not is told the
//! first steps.

use leptos::prelude::*;

use super::storage;

const KEY: &str = "played";

/// Whether nothing says that the visitor has played. Where nothing can be remembered, each visit is
/// the first.
pub fn is_first() -> bool {
    storage::recall(KEY).is_none()
}

/// Keeps in mind that the visitor has played, once `playing` says so; true until then.
pub fn follow(playing: RwSignal<bool>) -> Memo<bool> {
    let first = is_first();
    Memo::new(move |before: Option<&bool>| {
        let still = before.copied().unwrap_or(first) && !playing.get();
        if first && !still {
            storage::remember(KEY, "yes");
        }
        still
    })
}
