//! A list on the page, whose rows stay as they are while others come and go.
//!
//! It is Leptos' `For`, compiled once: for each kind of rows by itself that is seven kilobytes of program, and
//! there are fifteen kinds.

use std::hash::{Hash, Hasher};

use leptos::prelude::*;

use crate::engine::table::{HASH, fold};

/// Rows by their keys, each with what it is to show if it is new.
type Rows = Vec<(u64, Box<dyn FnOnce() -> AnyView + Send>)>;

/// Shows what there is of each row. What is shown of one stays for as long as there is one of its key.
#[component]
pub fn Each<All, Of, Row, Key, By, Show, Shown>(
    /// The rows, in their order.
    each: All,
    /// What a row is known by.
    key: By,
    /// What is shown of a row.
    children: Show,
) -> impl IntoView
where
    All: Fn() -> Of + Send + 'static,
    Of: IntoIterator<Item = Row>,
    Row: Send + 'static,
    Key: Hash,
    By: Fn(&Row) -> Key + Send + 'static,
    Show: Fn(Row) -> Shown + Clone + Send + 'static,
    Shown: IntoView + 'static,
{
    rows(Box::new(move || {
        let row = |row: Row| {
            let mut known = Known(HASH);
            key(&row).hash(&mut known);
            let children = children.clone();
            let show: Box<dyn FnOnce() -> AnyView + Send> =
                Box::new(move || children(row).into_any());
            (known.finish(), show)
        };
        each().into_iter().map(row).collect()
    }))
}

fn rows(each: Box<dyn Fn() -> Rows + Send>) -> AnyView {
    view! { <For each key=|(key, _)| *key children=|(_, show)| show() /> }.into_any()
}

/// A key as a number: no two of a list are alike but by a chance of one in 2⁶⁴ a pair.
struct Known(u64);

impl Hasher for Known {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = fold(self.0, byte.into()));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
