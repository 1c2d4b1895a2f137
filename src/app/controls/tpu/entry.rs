//! The TPU's entry in the run menu. Choosing it changes nothing of the run: it says that a browser has
//! none, and leads to what can be had in its place.

use leptos::prelude::*;

use crate::app::controls::shell::Shell;
use crate::app::state::{use_page, use_run};
use crate::app::text::tpu;
use crate::app::widgets::popover::Opened;
use crate::formats::Accelerator;

/// The entry, and below it, once it is pressed, its note.
#[component]
pub fn NoTpu() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let open = RwSignal::new(false);
    let note = run.element("tpu-note");
    let controls = note.clone();
    let words = move || page.words(tpu::of);
    view! {
        <button
            type="button"
            class="runtime-entry runtime-entry--none"
            data-testid="runtime-tpu"
            aria-expanded=move || open.get().to_string()
            aria-controls=controls
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <span class="runtime-mark" aria-hidden="true"></span>
            <span class="runtime-name">"TPU"</span>
            <span class="runtime-what" translate="no">{move || words().entry}</span>
        </button>
        <div class="runtime-note" id=note data-testid="tpu-note" hidden=move || !open.get()>
            <p translate="no">{move || words().none}</p>
            <Instead />
        </div>
    }
}

/// What can be had instead.
#[component]
fn Instead() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shell = expect_context::<Shell>();
    let Opened(card) = expect_context();
    let see = move |_| {
        card.set(false);
        run.raced.set(true);
        shell.race.set(true);
    };
    let notebook = move |_| {
        card.set(false);
        shell.accelerator.set(Accelerator::Tpu);
        shell.take.set(true);
    };
    view! {
        <p class="runtime-acts">
            <button type="button" class="button button--plain" data-testid="tpu-notebook" on:click=notebook>
                {move || page.words(tpu::of).notebook}
            </button>
            <button type="button" class="button button--plain" data-testid="tpu-see" on:click=see>
                {move || page.words(tpu::of).see}
            </button>
        </p>
    }
}
