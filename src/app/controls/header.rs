//! The header: brand, run controls, the run menu, and what concerns the page itself.

use leptos::prelude::*;

use super::language::LanguageSwitch;
use super::more::More;
use super::run::RunControls;
use super::runtime::RunMenu;
use super::share::Share;
use super::theme::ThemeSwitch;
use super::undo::UndoButtons;
use crate::app::reactive::{effect, memo};
use crate::app::state::{use_page, use_run};
use crate::app::text::NAME;
use crate::app::widgets::figure;

/// Brand, run controls, run menu, share menu, language, theme, and the rest in a menu.
#[component]
pub fn Header() -> impl IntoView {
    let page = use_page();
    view! {
        <header class="header">
            // Narrow windows and the presentation have no room for the name: who hears the page has it.
            <h1 class="spoken" translate="no">{NAME}</h1>
            <Brand />
            <RunControls />
            <div class="tools" role="group" aria-label=move || page.text().controls.tools>
                <UndoButtons />
                <RunMenu />
                <Share />
                <LanguageSwitch />
                <ThemeSwitch />
                <More />
            </div>
        </header>
    }
}

/// Logo and name; the experiment in a few words is the window's title.
#[component]
fn Brand() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    // Tabs, bookmarks and the list behind the Back button tell experiments apart.
    let subtitle = memo(move || run.config.with(|config| figure::experiment(config, page.text())));
    effect(move || document().set_title(&format!("{} · {NAME}", subtitle.get())));
    view! {
        <div class="brand" title=move || subtitle.get()>
            <svg viewBox="0 0 26 26" class="logo" aria-hidden="true">
                <path d="M9 8l8 4M9 18l8-4"></path>
                <circle class="logo-pos" cx="6" cy="7" r="3.4"></circle>
                <circle class="logo-neg" cx="6" cy="19" r="3.4"></circle>
                <circle class="logo-out" cx="20" cy="13" r="3.4"></circle>
            </svg>
            <span class="brand-name" aria-hidden="true" translate="no">{NAME}</span>
        </div>
    }
}
