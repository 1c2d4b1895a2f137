//! The button that changes the language.

use leptos::prelude::*;

use crate::app::preference::language;
use crate::app::state::{Page, use_page};
use crate::app::text::Language;

/// The visitor's choice: shown, remembered, and put right in a link that says otherwise.
pub fn switch(page: Page) {
    let other = match page.language.get_untracked() {
        Language::English => Language::Korean,
        Language::Korean => Language::English,
    };
    page.speak(other, move || {
        language::remember(other);
        if page.view.with_untracked(|view| view.language.is_some()) {
            page.edit_view(|view| view.language = Some(other));
        }
    });
}

/// A button that names the other language.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let page = use_page();
    let other = move || match page.language.get() {
        Language::English => "ko",
        Language::Korean => "en",
    };
    view! {
        <button
            type="button"
            class="tool tool--word"
            data-testid="language"
            lang=other
            on:click=move |_| switch(page)
        >
            {move || page.text().controls.other_language}
        </button>
    }
}
