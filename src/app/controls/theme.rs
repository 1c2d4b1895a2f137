//! The button that changes the theme.

use leptos::prelude::*;

use crate::app::preference::theme::{self, Theme};
use crate::app::state::{Page, use_page};
use crate::app::widgets::icon::{Icon, Picture};

/// The visitor's choice: shown, remembered, and put right in a link that says otherwise.
fn choose(page: Page, theme: Theme) {
    page.theme.set(theme);
    theme::remember(theme);
    if page.view.with_untracked(|view| view.theme.is_some()) {
        page.edit_view(|view| view.theme = Some(theme));
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
    let page = use_page();
    let label = move || {
        let words = page.text().controls;
        (words.theme)(words.theme_name(page.theme.get()))
    };
    let name = move || -> &'static str { page.theme.get().into() };
    view! {
        <button
            type="button"
            class="tool"
            data-testid="theme"
            data-value=name
            title=label
            aria-label=label
            on:click=move |_| choose(page, next(page.theme.get_untracked()))
        >
            {move || view! { <Icon picture=picture(page.theme.get()) /> }}
        </button>
    }
}
