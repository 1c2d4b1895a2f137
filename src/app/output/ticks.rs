//! The numbers along the sides of the big picture. Which ones stand there, `picture` knows.

use leptos::prelude::*;

use super::axis::Tick;
use super::picture;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};

/// Where numbers stand along both sides of the plane of generated sets, in shares of the way.
const TICKS: [f64; 3] = [0.25, 0.5, 0.75];
/// Between which shares they stand along others: the rest is the other side's, and of what names them.
const ACROSS: (f64, f64) = (0.1, 0.9);
const UP: (f64, f64) = (0.1, 0.8);

/// The numbers along one side of the picture.
#[component]
pub(super) fn Ticks(
    /// The side's class.
    class: &'static str,
    /// From the top down, which begins with the highest.
    down: bool,
) -> impl IntoView {
    let (page, run) = (use_page(), use_run());
    let ticks = memo(move || {
        let units = page.text().controls.units;
        run.data.with(|data| {
            let view = &data.view;
            let (axis, within) = if down { (&view.up, UP) } else { (&view.across, ACROSS) };
            match view.has(axis) {
                true => picture::ticks(axis, within, &TICKS, units),
                false => Vec::new(),
            }
        })
    });
    let tick = move |Tick { at, label }| {
        let place = match down {
            true => format!("top:{:.2}%", 100.0 * (1.0 - at)),
            false => format!("left:{:.2}%", 100.0 * at),
        };
        view! { <span prop:style=place><b>{label}</b></span> }
    };
    view! {
        <div class=format!("boundary-ticks {class}") aria-hidden="true">
            {move || ticks.get().into_iter().map(tick).collect_view()}
        </div>
    }
}
