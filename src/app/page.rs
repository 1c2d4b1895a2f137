//! The page's frame: which part stands where.

use leptos::prelude::*;

use super::canvas::surface;
use super::state::Run;
use super::{alarm, article, controls, engine, history, network, output};

/// Puts the page up.
pub fn start() {
    alarm::install();
    leptos::mount::mount_to_body(App);
    alarm::stands();
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let run = Run::open();
    provide_context(run.page);
    provide_context(run);
    controls::install(run);
    engine::connect(run);
    surface::follow_restored(run.page.restored);
    history::listen(run);
    history::end_drags(run);
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
