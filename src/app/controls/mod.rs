//! Header, strip, data panel and what lies over the page.

pub mod theme;

use leptos::prelude::*;

/// Brand, run controls, counters, chips, language and theme.
#[component]
pub fn Header() -> impl IntoView {
    view! { <header></header> }
}

/// The hyperparameters.
#[component]
pub fn Strip() -> impl IntoView {
    view! { <div class="strip"></div> }
}

/// Data sets and their sliders.
#[component]
pub fn DataPanel() -> impl IntoView {
    view! { <section class="data"></section> }
}

/// Notices, help, dialogs.
#[component]
pub fn Overlays() -> impl IntoView {
    view! { <div></div> }
}
