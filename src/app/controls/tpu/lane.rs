//! The TPU's lane of the race: three pictures of who computes, the grid at work, and what grids of real
//! sizes would come to. A simulation, and said to be one.

use leptos::prelude::*;

use super::array::Grid;
use super::pictures::Pictures;
use super::sizes::Sizes;
use crate::app::state::{use_page, use_run};
use crate::app::text::tpu;

/// The lane with its title.
#[component]
pub fn Simulation() -> impl IntoView {
    let page = use_page();
    let title = use_run().element("tpu-title");
    let named_by = title.clone();
    let words = move || page.words(tpu::of);
    view! {
        <section class="tpu" translate="no" data-testid="tpu-lane" aria-labelledby=named_by>
            <h3 id=title>{move || words().lane}</h3>
            <p class="race-note">{move || words().lead}</p>
            <Pictures />
            <Grid />
            <Sizes />
        </section>
    }
}
