//! The little picture of a data set, turned as the big one.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::CanvasRenderingContext2d;

use crate::app::canvas::colour;
use crate::app::canvas::surface;
use crate::app::reactive::{effect, memo};
use crate::app::setting::Setting;
use crate::app::state::{use_page, use_run};
use crate::app::widgets::field::put;
use crate::engine::config::{Config, Problem};
use crate::engine::dataset::{self, Dataset};
use crate::engine::kind::Tuned;
use crate::engine::seedrandom::SeedRandom;
use crate::engine::view::View;

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
    let page = use_page();
    let run = use_run();
    let canvas = NodeRef::<html::Canvas>::new();
    let name: &str = dataset.into();
    // The chosen one is drawn as it is tuned, the others as they would begin; none is chosen while a
    // table of the visitor's is in use.
    let chosen = memo(move || {
        let generated = |config: &Config| config.own.is_none().then(|| config.active_dataset());
        run.config.with(generated).filter(|active| active.kind() == dataset)
    });
    let curve = memo(move || {
        let is_read = dataset == Dataset::Curve;
        if is_read { run.config.with(|config| config.curve.clone()) } else { String::new() }
    });
    effect(move || {
        page.restored.track();
        let (tuned, dark) = (chosen.get().unwrap_or(dataset.into()), dark.get());
        if let Some(context) = canvas.get().and_then(|canvas| surface::context(&canvas)) {
            curve.with(|curve| paint(&context, (&tuned, curve), dark));
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
            aria-pressed=move || chosen.get().is_some().to_string()
            on:click=move |_| {
                run.page.wanted.set(None);
                // What is chosen already keeps its knobs.
                if chosen.get_untracked().is_none() {
                    put(run, setting, name);
                }
            }
        >
            <canvas node_ref=canvas width=SIDE height=SIDE aria-hidden="true"></canvas>
            <span>{move || page.text().controls.dataset(dataset)}</span>
        </button>
    }
}

fn paint(
    context: &CanvasRenderingContext2d,
    (dataset, curve): (&Tuned<Dataset>, &str),
    dark: bool,
) {
    let side = f64::from(SIDE);
    context.clear_rect(0.0, 0.0, side, side);
    let view = View::default();
    let scale = colour::scale(dark);
    let line = dataset.kind().columns() == 1;
    let by_class = dataset::classes(dataset) > 0 && !dataset::is_signed(dataset);
    let mut rng = SeedRandom::from_text("thumbnail");
    for sample in dataset::generate(dataset, curve, COUNT, 0.0, &mut rng) {
        context.set_fill_style_str(&if by_class {
            colour::css(colour::class(dataset::class_of(dataset, &sample), dark))
        } else {
            scale.css(sample.label as f32, false)
        });
        // Of one column the label itself goes up and down.
        let up = if line { dataset::height(sample.label) } else { sample.x2 };
        let (x, y) = (view.across.share(sample.x1), 1.0 - view.up.share(up));
        context.begin_path();
        // A circle of positive radius has nothing to refuse.
        let _ = context.arc(x * side, y * side, DOT, 0.0, std::f64::consts::TAU);
        context.fill();
    }
}
