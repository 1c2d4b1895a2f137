//! Light or dark: first as the link says, then as remembered, then as the system says, also
//! when the system changes its mind.

use std::str::FromStr as _;

use leptos::prelude::*;

use super::icon::{Icon, Picture};
use super::storage;
use crate::app::output::surface::use_dark;
pub use crate::app::setting::Theme;
use crate::app::state::{State, use_state};

const KEY: &str = "theme";

/// The theme that the page opens with.
pub fn initial(from_link: Option<Theme>) -> Theme {
    let remembered = || storage::recall(KEY).and_then(|name| Theme::from_str(&name).ok());
    from_link.or_else(remembered).unwrap_or_default()
}

/// Keeps the page in the theme.
pub fn install(state: State) {
    let dark = use_dark(state);
    Effect::new(move |_| {
        let name = if dark.get() { Theme::Dark } else { Theme::Light };
        let name: &str = name.into();
        // The attributes' names are valid, which is all that could fail.
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", name);
        }
        if let Ok(Some(meta)) = document().query_selector("meta[name=color-scheme]") {
            let _ = meta.set_attribute("content", &format!("only {name}"));
        }
    });
}

/// The visitor's choice: shown, remembered, and put right in a link that says otherwise.
fn choose(state: State, theme: Theme) {
    state.theme.set(theme);
    storage::remember(KEY, theme.into());
    if state.view.with_untracked(|view| view.theme.is_some()) {
        state.edit_view(|view| view.theme = Some(theme));
    }
}

fn next(theme: Theme) -> Theme {
    match theme {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    }
}

fn picture(theme: Theme) -> Picture {
    match theme {
        Theme::System => Picture::Screen,
        Theme::Light => Picture::Sun,
        Theme::Dark => Picture::Moon,
    }
}

/// A button that goes through the three themes.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let state = use_state();
    let label = move || {
        let words = state.text().controls;
        (words.theme)(words.theme_name(state.theme.get()))
    };
    let name = move || -> &'static str { state.theme.get().into() };
    view! {
        <button
            type="button"
            class="tool"
            data-testid="theme"
            data-value=name
            title=label
            aria-label=label
            on:click=move |_| choose(state, next(state.theme.get_untracked()))
        >
            {move || view! { <Icon picture=picture(state.theme.get()) /> }}
        </button>
    }
}
