//! The diagram of the network, the page's hero: features, layers, units, links and biases, each
//! with its live value.
//!
//! Without a browser: `layout` and `marks` say where everything stands, `label` how a column's name is
//! written and `outputs` what each output is called, `stroke` how a weight looks and reads, `thin` which
//! links are drawn where they are many, `target` what can be pointed at, `lit` and `lens` what pointing
//! at a unit shows, `notes` where who is new is told something, `summary` tells a layer in words, `landing` where a dragged card lands, and (in the
//! page) `markup` writes the elements.
//! `diagram` follows the pointer and the keys, `drawing` puts everything on the page, `painter` shows
//! each frame, `inputs` lists the features on a phone, with the formulas, `picture` shows inputs that are pixels as one picture, `formulas` adds and removes formulas, `layers` has the cards and `editor` the one that is chosen, `brush` paints on canvases,
//! `board` spreads thousands of maps over several frames, `stopwatch` tells how long links take,
//! `card` edits a weight, `readings` tells each unit's value where the picture is read, `dead` tells of units that no longer learn, `save` makes a PNG.

pub mod label;
pub mod landing;
pub mod layout;
pub mod lens;
pub mod lit;
pub mod marks;
pub mod markup;
pub mod notes;
pub mod outputs;
pub mod stroke;
pub mod summary;
pub mod target;
pub mod thin;

#[cfg(feature = "app")]
mod board;
#[cfg(feature = "app")]
mod brush;
#[cfg(feature = "app")]
mod card;
#[cfg(feature = "app")]
mod diagram;
#[cfg(feature = "app")]
mod drawing;
#[cfg(feature = "app")]
mod editor;
#[cfg(feature = "app")]
mod foot;
#[cfg(feature = "app")]
mod formulas;
#[cfg(feature = "app")]
mod inputs;
#[cfg(feature = "app")]
mod layers;
#[cfg(feature = "app")]
mod painter;
#[cfg(feature = "app")]
mod parts;
#[cfg(feature = "app")]
mod picture;
#[cfg(feature = "app")]
mod readings;
#[cfg(feature = "app")]
pub mod save;
#[cfg(feature = "app")]
mod stopwatch;
#[cfg(feature = "app")]
mod welcome;

#[cfg(feature = "app")]
use leptos::prelude::*;

#[cfg(feature = "app")]
pub use inputs::Inputs;
#[cfg(feature = "app")]
pub use layers::Layers;

#[cfg(feature = "app")]
use crate::app::state::{Run, use_run};

/// Makes ready what the diagram and the layers' drawer share: call it before either.
#[cfg(feature = "app")]
pub fn install(run: Run) {
    provide_context(diagram::Diagram::new(run));
    provide_context(layers::Cards { chosen: RwSignal::new(None) });
}

/// Features, layers, units, links and biases, with their live maps.
#[cfg(feature = "app")]
#[component]
pub fn Network(
    /// What stands in the bar while there is something to say.
    children: Children,
) -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<diagram::Diagram>();
    let many = move || diagram.layout.with(|layout| layout.link_count()) >= thin::MANY;
    view! {
        <section
            class="network"
            class:network--playing=move || run.playing.get()
            class:network--many=many
        >
            <parts::LayerBar>{children()}</parts::LayerBar>
            <div
                class="network-view"
                class:network-view--low=move || diagram.room.get().is_low()
                translate="no"
            >
                <drawing::Drawing />
                <card::Card />
                <formulas::FormulaCard on_phone=false />
            </div>
            <foot::Foot />
        </section>
    }
}
