//! The header: brand, run controls, runtime, and what concerns the page itself.

use leptos::prelude::*;

use super::language::LanguageSwitch;
use super::run::RunControls;
use super::runtime::RuntimeChip;
use super::share::Share;
use super::shell::Shell;
use super::theme::ThemeSwitch;
use crate::app::state::{use_page, use_run};
use crate::app::text::controls::Words;
use crate::app::widgets::figure;
use crate::app::widgets::icon::{Icon, Picture};
use crate::engine::kind::Kind as _;

/// What the page is called, in every language.
const NAME: &str = "Neural Playground";

/// Brand, run controls, counters, chips, language and theme.
#[component]
pub fn Header() -> impl IntoView {
    let page = use_page();
    let shell = expect_context::<Shell>();
    view! {
        <header class="header">
            <Brand />
            <RunControls />
            <div class="tools" role="group" aria-label=move || page.text().controls.tools>
                <RuntimeChip />
                <Share />
                <Opener id="teachers" picture=Picture::Teacher name=|words| words.teachers open=shell.teachers />
                <Opener id="keys" picture=Picture::Keyboard name=|words| words.help open=shell.keys />
                <LanguageSwitch />
                <ThemeSwitch />
            </div>
        </header>
    }
}

/// Logo, name, and the experiment in a few words.
#[component]
fn Brand() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let subtitle = Memo::new(move |_| {
        let words = page.text().controls;
        run.config.with(|config| {
            let dataset = words.dataset(config.active_dataset().kind());
            match figure::shape(config) {
                Some(shape) => {
                    format!("{dataset} · {shape} {}", config.activation.kind().about().label)
                }
                None => format!("{dataset} · {}", words.no_hidden),
            }
        })
    });
    // Tabs, bookmarks and the list behind the Back button tell experiments apart.
    Effect::new(move |_| document().set_title(&format!("{} · {NAME}", subtitle.get())));
    view! {
        <div class="brand">
            <svg viewBox="0 0 26 26" class="logo" aria-hidden="true">
                <path d="M9 8l8 4M9 18l8-4"></path>
                <circle class="logo-pos" cx="6" cy="7" r="3.4"></circle>
                <circle class="logo-neg" cx="6" cy="19" r="3.4"></circle>
                <circle class="logo-out" cx="20" cy="13" r="3.4"></circle>
            </svg>
            <div class="brand-words" translate="no">
                <h1>{NAME}</h1>
                <p title=move || subtitle.get()>{move || subtitle.get()}</p>
            </div>
        </div>
    }
}

/// A button that opens a dialog.
#[component]
fn Opener(
    /// `data-testid`.
    id: &'static str,
    /// Its icon.
    picture: Picture,
    /// Its name.
    name: fn(&Words) -> &'static str,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let page = use_page();
    let name = move || name(page.text().controls);
    view! {
        <button
            type="button"
            class="tool"
            data-testid=id
            title=name
            aria-label=name
            aria-haspopup="dialog"
            on:click=move |_| open.set(true)
        >
            <Icon picture />
        </button>
    }
}
