//! The article below the experiment.

use leptos::prelude::*;

/// What a neural network is, what the picture shows, where to go on.
#[component]
pub fn Article() -> impl IntoView {
    view! { <article></article> }
}
