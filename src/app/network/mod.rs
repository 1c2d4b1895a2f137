//! The diagram of the network, the page's hero.

#[cfg(feature = "app")]
use leptos::prelude::*;

/// Features, layers, units, links and biases, with their live maps.
#[cfg(feature = "app")]
#[component]
pub fn Network() -> impl IntoView {
    view! { <section class="network"></section> }
}
