//! The button that changes the language.

use leptos::prelude::*;

use crate::app::preference::language;
use crate::app::state::{State, use_state};
use crate::app::text::Language;

/// The visitor's choice: shown, remembered, and put right in a link that says otherwise.
pub fn switch(state: State) {
    let other = match state.language.get_untracked() {
        Language::English => Language::Korean,
        Language::Korean => Language::English,
    };
    state.language.set(other);
    language::remember(other);
    if state.view.with_untracked(|view| view.language.is_some()) {
        state.edit_view(|view| view.language = Some(other));
    }
}

/// A button that names the other language.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let state = use_state();
    let other = move || match state.language.get() {
        Language::English => "ko",
        Language::Korean => "en",
    };
    view! {
        <button
            type="button"
            class="tool tool--word"
            data-testid="language"
            lang=other
            on:click=move |_| switch(state)
        >
            {move || state.text().controls.other_language}
        </button>
    }
}
