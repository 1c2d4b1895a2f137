//! The output column: losses, curves, the big picture.
//!
//! What can be reckoned without a browser is in `curve`, `axis`, `number`, `picture`, `colour`
//! and (with plotters) `chart`, each tested natively; `figures`, `curves`, `boundary` and
//! `save` put it on the page.

pub mod axis;
#[cfg(feature = "plots")]
pub mod chart;
pub mod colour;
pub mod curve;
pub mod number;
pub mod picture;

#[cfg(feature = "app")]
mod boundary;
#[cfg(feature = "app")]
mod curves;
#[cfg(feature = "app")]
mod figures;
#[cfg(feature = "app")]
mod paint;
#[cfg(feature = "app")]
pub mod save;
#[cfg(feature = "app")]
pub mod surface;

#[cfg(feature = "app")]
use leptos::prelude::*;

/// Whether the page is dark, for the column's canvases (a context).
#[cfg(feature = "app")]
#[derive(Clone, Copy)]
struct Dark(Memo<bool>);

/// Losses, curves and the decision boundary.
#[cfg(feature = "app")]
#[component]
pub fn OutputPanel() -> impl IntoView {
    let state = crate::app::state::use_state();
    provide_context(Dark(surface::use_dark(state)));
    view! {
        <section class="output" aria-label=move || state.text().output.title>
            <figures::Figures />
            <curves::Curves />
            <boundary::Boundary />
        </section>
    }
}
