//! Who computes, as three pictures: a few that can solve anything, thousands that each do one simple
//! thing, and a machine for tensors alone; each with what this network gives it to do.

use leptos::prelude::*;

use super::numbers::{WORKERS, Work, places};
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number::grouped;
use crate::app::text::tpu;
use crate::engine::systolic::Chip;

/// The machine that the third picture shows.
const TPU: Chip = Chip::V1;

/// The three pictures, and what a sample and a batch take.
#[component]
pub(super) fn Pictures() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let work = memo(move || run.config.with(Work::of));
    move || {
        let (work, words) = (work.get(), page.words(tpu::of));
        let side = TPU.size();
        let [columns, rows] = WORKERS;
        let kernel = work.kernel.map(|length| length.min(side));
        let [inputs, units] = kernel;
        let cpu = (words.cpu)(work.lanes, &grouped(work.of_batch), &grouped(work.rounds));
        let gpu = (words.gpu)(&grouped(work.sums as u64), &grouped((columns * rows) as u64));
        let busy = grouped((inputs * units) as u64);
        let tensors =
            (words.tensors)(work.kernel, &busy, &grouped((side * side) as u64), TPU.label());
        view! {
            <p class="race-note" data-testid="tpu-work">
                {(words.work)(&grouped(work.of_sample), work.rows, &grouped(work.of_batch))}
            </p>
            <div class="crews">
                {crew("tpu-crew-cpu", [work.lanes, 1], work.rows.min(work.lanes), cpu)}
                {crew("tpu-crew-gpu", WORKERS, work.sums.min(columns * rows), gpu)}
                <figure class="crew" data-testid="tpu-crew-tpu">
                    <svg viewBox=format!("0 0 {side} {side}") aria-hidden="true">
                        <rect class="crew-all" width=side height=side />
                        <rect class="crew-busy" width=units height=inputs />
                    </svg>
                    <figcaption>{tensors}</figcaption>
                </figure>
            </div>
        }
    }
}

/// Workers in columns and rows, some of them busy.
fn crew(id: &'static str, [columns, rows]: [usize; 2], busy: usize, told: String) -> impl IntoView {
    view! {
        <figure class="crew" data-testid=id>
            <svg viewBox=format!("0 0 {columns} {rows}") aria-hidden="true">
                <path class="crew-idle" d=places(columns * rows, columns) />
                <path class="crew-works" d=places(busy, columns) />
            </svg>
            <figcaption>{told}</figcaption>
        </figure>
    }
}
