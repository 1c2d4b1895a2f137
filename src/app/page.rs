//! The page's frame: which part stands where.

use leptos::prelude::*;

use super::{alarm, article, controls, engine, history, network, output, state};

/// Puts the page up.
pub fn start() {
    alarm::install();
    leptos::mount::mount_to_body(App);
    alarm::stands();
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = state::State::open();
    provide_context(state);
    controls::install(state);
    engine::connect(state);
    history::listen(state);
    view! {
        <controls::Header />
        <controls::Strip />
        <main class="experiment">
            <controls::DataPanel />
            <network::Network />
            <output::OutputPanel />
        </main>
        <article::Article />
        <controls::Overlays />
    }
}
