//! A select box of a few choices, each with a word.

use leptos::prelude::*;

use crate::app::state::use_page;
use crate::app::text::import::Words;

/// The select box.
#[component]
pub(super) fn Pick<T>(
    /// `data-testid` and id.
    #[prop(into)]
    id: String,
    /// What it is called, where that stands nowhere else.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    /// The choices.
    options: &'static [T],
    /// The one that is chosen.
    #[prop(into)]
    chosen: Signal<Option<T>>,
    /// The word for one.
    word: fn(&Words) -> fn(T) -> &'static str,
    /// Chooses another one.
    #[prop(into)]
    put: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let page = use_page();
    let option = move |(at, option): (usize, &'static T)| {
        view! {
            <option value=at prop:selected=move || chosen.get() == Some(*option)>
                {move || word(page.text().import)(*option)}
            </option>
        }
    };
    view! {
        <select
            class="select"
            id=id.clone()
            data-testid=id
            aria-label=move || name.map(|name| name.get())
            on:change=move |event| {
                let at = event_target_value(&event).parse().ok();
                if let Some(option) = at.and_then(|at: usize| options.get(at)) {
                    put.run(*option);
                }
            }
        >
            {options.iter().enumerate().map(option).collect_view()}
        </select>
    }
}

/// A select box below its label.
#[component]
pub(super) fn Labelled<T>(
    /// `data-testid` and id of the select box.
    id: &'static str,
    /// The label.
    label: fn(&Words) -> &'static str,
    /// The choices.
    options: &'static [T],
    /// The one that is chosen.
    #[prop(into)]
    chosen: Signal<Option<T>>,
    /// The word for one.
    word: fn(&Words) -> fn(T) -> &'static str,
    /// Chooses another one.
    #[prop(into)]
    put: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let page = use_page();
    view! {
        <div class="import-field">
            <label for=id>{move || label(page.text().import)}</label>
            <Pick id options chosen word put />
        </div>
    }
}
