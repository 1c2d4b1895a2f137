//! The little picture of a data set, turned as the big one.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::CanvasRenderingContext2d;

use crate::app::output::colour::{self, Scale};
use crate::app::output::surface;
use crate::app::setting::Setting;
use crate::app::state::use_state;
use crate::engine::config::Problem;
use crate::engine::dataset::{Dataset, EXTENT};
use crate::engine::seedrandom::SeedRandom;

/// Side in canvas pixels: sharp up to twice its size on the page.
const SIDE: u32 = 144;
/// A point's radius in canvas pixels.
const DOT: f64 = 3.2;
/// Points in a picture: enough for the shape, few enough to stay apart.
const COUNT: usize = 220;

/// A data set to choose.
#[component]
pub fn Thumbnail(
    /// The data set.
    dataset: Dataset,
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    let state = use_state();
    let canvas = NodeRef::<html::Canvas>::new();
    let name: &str = dataset.into();
    let chosen = Memo::new(move |_| state.config.with(|config| config.active_dataset() == dataset));
    Effect::new(move |_| {
        let scale = colour::scale(dark.get());
        if let Some(context) = canvas.get().and_then(|canvas| surface::context(&canvas)) {
            paint(&context, dataset, scale);
        }
    });
    let setting = match dataset.problem() {
        Problem::Classification => Setting::Dataset,
        Problem::Regression => Setting::RegDataset,
    };
    view! {
        <button
            type="button"
            class="thumbnail"
            data-testid=format!("dataset-{name}")
            aria-pressed=move || chosen.get().to_string()
            on:click=move |_| super::field::put(state, setting, name)
        >
            <canvas node_ref=canvas width=SIDE height=SIDE aria-hidden="true"></canvas>
            <span>{move || state.text().controls.dataset(dataset)}</span>
        </button>
    }
}

fn paint(context: &CanvasRenderingContext2d, dataset: Dataset, scale: Scale) {
    let side = f64::from(SIDE);
    context.clear_rect(0.0, 0.0, side, side);
    let place = |coordinate: f64| (coordinate + EXTENT) / (2.0 * EXTENT) * side;
    let mut rng = SeedRandom::from_text("thumbnail");
    for sample in dataset.generate(COUNT, 0.0, &mut rng) {
        context.set_fill_style_str(&scale.css(sample.label as f32, false));
        context.begin_path();
        // A circle of positive radius has nothing to refuse.
        let _ = context.arc(place(sample.x1), place(-sample.x2), DOT, 0.0, std::f64::consts::TAU);
        context.fill();
    }
}
