//! The page's language: first the link's, then the remembered one, then the browser's.

use std::str::FromStr as _;

use leptos::prelude::*;

use super::storage;
use crate::app::state::{State, use_state};
use crate::app::text::Language;

const KEY: &str = "lang";

/// The language that the page opens with.
pub fn initial(from_link: Option<Language>) -> Language {
    let remembered = || storage::recall(KEY).and_then(|name| Language::from_str(&name).ok());
    let browser = || {
        let name = window().navigator().language()?;
        Language::from_str(name.split('-').next()?).ok()
    };
    from_link.or_else(remembered).or_else(browser).unwrap_or_default()
}

/// Keeps the document's language: it chooses fonts, line breaks and a screen reader's voice.
pub fn install(state: State) {
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // The attribute's name is valid, which is all that could fail.
            let _ = root.set_attribute("lang", state.language.get().into());
        }
    });
}

/// The visitor's choice: shown, remembered, and put right in a link that says otherwise.
pub fn switch(state: State) {
    let language = match state.language.get_untracked() {
        Language::English => Language::Korean,
        Language::Korean => Language::English,
    };
    state.language.set(language);
    storage::remember(KEY, language.into());
    if state.view.with_untracked(|view| view.language.is_some()) {
        state.edit_view(|view| view.language = Some(language));
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
