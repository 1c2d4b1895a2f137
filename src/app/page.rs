//! The page's frame: which part stands where.

use leptos::prelude::*;

use super::canvas::surface;
use super::preference::language;
use super::state::{Drawer, Run};
use super::widgets::focus;
use super::{alarm, article, controls, engine, history, network, output, print};

/// Puts the page up, once it can say something.
pub fn start() {
    alarm::install();
    // `script/start.js` has found out which one it is.
    let language = language::of_document();
    if language.is_there() {
        return stand();
    }
    // Leptos has no executor of its own until something is mounted.
    wasm_bindgen_futures::spawn_local(async move {
        // Without them the page speaks English.
        let _ = language.fetch().await;
        stand();
    });
}

fn stand() {
    leptos::mount::mount_to_body(App);
    alarm::stands();
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let run = Run::open();
    let page = run.page;
    provide_context(page);
    provide_context(run);
    network::install(run);
    controls::install(run);
    engine::connect(run);
    surface::follow_restored(run.page.restored);
    history::listen(run);
    history::end_drags(run);
    print::install(run);
    focus::install();
    let letters = output::letters(run);
    view! {
        <controls::Header />
        <controls::Strip />
        <main
            class="experiment"
            prop:style=move || format!("--letters:{}", letters.get())
            class:experiment--data=move || page.drawer.get() == Some(Drawer::Data)
            class:experiment--drawer=move || page.drawer.get().is_some_and(|open| open != Drawer::Data)
        >
            <controls::PhoneTabs />
            <controls::Side />
            <div class="middle">
                <network::Network>
                    <controls::Notices />
                </network::Network>
            </div>
            <output::OutputPanel />
        </main>
        <article::Article />
        <controls::Overlays />
    }
}
