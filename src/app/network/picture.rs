//! The inputs of data whose rows are pictures, as the one picture that they are: what is drawn on the pad,
//! the sample or the place that is pointed at, or else the mean of the training part.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::CanvasRenderingContext2d;

use super::brush;
use super::diagram::Diagram;
use super::layout::Rect;
use crate::app::canvas::colour;
use crate::app::canvas::surface;
use crate::app::output::points;
use crate::app::part::part;
use crate::app::pixels::{self, FULL, Shows};
use crate::app::preference::theme;
use crate::app::reactive::{effect, memo};
use crate::app::state::{Run, use_run};
use crate::app::text::pixels::of;

part! {
    /// The picture.
    pub(super) picture in panels: InputPicture()
}

/// What the picture shows, and its pixels (reactive). `mean` is that of the training part.
pub fn shown(run: Run, mean: impl FnOnce() -> Vec<f64>) -> (Shows, Vec<f64>) {
    if let Some(row) = run.asked.get() {
        return (Shows::Drawing, row);
    }
    let data = run.data.get();
    if let Some((row, _)) = run.sample.get().and_then(|place| points::row(&data, place)) {
        return (Shows::Sample, row.to_vec());
    }
    match run.spot.get() {
        Some(spot) => (Shows::Place, data.view.row(spot.x, spot.y)),
        None => (Shows::Mean, mean()),
    }
}

/// Paints such pixels; nothing where the data on show are still others.
pub fn paint(
    context: &CanvasRenderingContext2d,
    over: Rect,
    (side, pixels): (usize, &[f64]),
    dark: bool,
) {
    if pixels.len() == side * side {
        let share = |ink: &f64| colour::inked((ink / FULL) as f32, dark);
        brush::mosaic(context, over, side, pixels.iter().map(share));
    }
}

/// The picture, in the place of its pixels' tiles.
#[component]
fn InputPicture() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = surface::observe(canvas);
    let dark = theme::use_dark(run.page.theme);
    let mean = memo(move || run.data.with(|data| pixels::mean(data)));
    let shown = memo(move || shown(run, || mean.get()));
    effect(move || {
        let (dark, side) = (dark.get(), diagram.pixels.get());
        run.page.restored.track();
        let (Some(canvas), Some(size), Some(side)) = (canvas.get(), size.get(), side) else {
            return;
        };
        // Without a canvas there is nothing to see, and nobody to tell.
        let Some(context) = surface::prepare(&canvas, size) else { return };
        let over = Rect::square(0.0, 0.0, size.width);
        shown.with(|(_, pixels)| paint(&context, over, (side, pixels), dark));
    });
    let place = move || diagram.layout.with(|layout| layout.picture.map(Rect::style));
    let name = move || {
        let side = diagram.pixels.get().unwrap_or_default();
        shown.with(|&(shows, _)| (of(run.page.language.get()).picture)(side, shows))
    };
    view! {
        <div
            class="network-picture"
            role="img"
            data-testid="input-picture"
            data-shows=move || shown.with(|&(shows, _)| <&str>::from(shows))
            aria-label=name
            title=name
            prop:style=place
        >
            <canvas node_ref=canvas></canvas>
        </div>
    }
}
