//! A select box of a few choices, each with a word.

use leptos::prelude::*;

use crate::app::state::use_page;
use crate::app::text::import::{self, Words};

/// What a select box offers, by place: one box serves every kind of choice, so that its code is there
/// once.
#[derive(Clone, Copy)]
pub(super) struct Choices {
    count: usize,
    chosen: Signal<Option<usize>>,
    word: Callback<usize, &'static str>,
    put: Callback<usize>,
}

impl Choices {
    /// The options, the one that is chosen, the word for each, and what choosing another one does.
    pub fn of<T: Copy + PartialEq + Send + Sync + 'static>(
        options: &'static [T],
        chosen: impl Fn() -> Option<T> + Send + Sync + 'static,
        word: fn(&Words) -> fn(T) -> &'static str,
        put: impl Fn(T) + Send + Sync + 'static,
    ) -> Self {
        let page = use_page();
        Self {
            count: options.len(),
            chosen: Signal::derive(move || {
                let chosen = chosen()?;
                options.iter().position(|option| *option == chosen)
            }),
            word: Callback::new(move |at: usize| {
                options.get(at).map_or("", |&option| word(page.words(import::of))(option))
            }),
            put: Callback::new(move |at: usize| {
                if let Some(&option) = options.get(at) {
                    put(option);
                }
            }),
        }
    }
}

/// The select box.
#[component]
pub(super) fn Pick(
    /// `data-testid` and id.
    #[prop(into)]
    id: String,
    /// What it is called, where that stands nowhere else.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    /// What it offers.
    choices: Choices,
) -> impl IntoView {
    let Choices { count, chosen, word, put } = choices;
    let option = move |at: usize| {
        view! {
            <option value=at prop:selected=move || chosen.get() == Some(at)>
                {move || word.run(at)}
            </option>
        }
    };
    view! {
        <select
            class="select"
            id=id.clone()
            data-testid=id
            aria-label=move || name.map(|name| name.get())
            title=move || chosen.get().map(|at| word.run(at))
            on:change=move |event| {
                if let Ok(at) = event_target_value(&event).parse() {
                    put.run(at);
                }
            }
        >
            {(0..count).map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// A select box below its label.
#[component]
pub(super) fn Labelled(
    /// `data-testid` and id of the select box.
    id: &'static str,
    /// The label.
    label: fn(&Words) -> &'static str,
    /// What it offers.
    choices: Choices,
) -> impl IntoView {
    let page = use_page();
    view! {
        <div class="import-field">
            <label for=id>{move || label(page.words(import::of))}</label>
            <Pick id choices />
        </div>
    }
    .into_any()
}
