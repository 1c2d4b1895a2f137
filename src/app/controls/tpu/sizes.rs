//! What grids of real sizes would come to with this network, with formulas and sources beside it.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::numbers::{Work, percent, time};
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number::{NONE, grouped};
use crate::app::text::tpu::{self, Words};
use crate::engine::systolic::{Chip, Count, FORMULAS, filled, forward, paying_batch, paying_width};

/// A line of the table: what it tells, its `data-testid`, and that of a chip.
type Line = (&'static str, &'static str, fn(Chip, &Work, &Words) -> String);

/// The table, what is counted and what is not, formulas and sources.
#[component]
pub(super) fn Sizes() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let work = memo(move || run.config.with(Work::of));
    let words = move || page.words(tpu::of);
    let table = move || {
        let words = words();
        let row = |(name, id, tell): Line| {
            let cell = |&chip: &Chip| view! { <td class="num">{work.with(|work| tell(chip, work, words))}</td> };
            view! {
                <tr data-testid=id>
                    <th scope="row">{name}</th>
                    {Chip::VARIANTS.iter().map(cell).collect_view()}
                </tr>
            }
        };
        let heads = Chip::VARIANTS.iter().map(|chip| view! { <th scope="col">{chip.label()}</th> });
        view! {
            <table class="race-table" data-testid="tpu-sizes">
                <caption>{words.sizes}</caption>
                <thead><tr><td></td> {heads.collect_view()}</tr></thead>
                <tbody>{lines(words).map(row).collect_view()}</tbody>
            </table>
        }
    };
    let formulas = FORMULAS.map(|formula| view! { <li lang="en">{formula}</li> });
    let source = |&chip: &Chip| {
        view! {
            <li>
                {chip.label()} ": "
                <a href=chip.address() rel="noopener" target="_blank" lang="en">{chip.source()}</a>
            </li>
        }
    };
    view! {
        {table}
        <p class="race-note">{move || words().counted}</p>
        <ul class="tpu-formulas" data-testid="tpu-formulas">{formulas.collect_view()}</ul>
        <p class="race-note">{move || words().letters}</p>
        <ul class="race-reasons" data-testid="tpu-sources">
            {Chip::VARIANTS.iter().map(source).collect_view()}
        </ul>
    }
}

/// The lines of the table.
fn lines(words: &Words) -> [Line; 10] {
    let [grid, clock, numbers, products, cycles, time_taken, share, batch, width, full] =
        words.lines;
    [
        (grid, "tpu-grid", |chip, _, words| {
            let side = chip.size();
            (words.grid)(side, &grouped((side * side) as u64), chip.grids())
        }),
        (clock, "tpu-clock", |chip, _, _| format!("{} MHz", grouped((chip.clock() / 1e6) as u64))),
        (numbers, "tpu-numbers", |chip, _, _| chip.numbers().to_owned()),
        (products, "tpu-products", |chip, work, _| grouped(counted(chip, work).multiplications)),
        (cycles, "tpu-cycles", |chip, work, _| grouped(counted(chip, work).cycles)),
        (time_taken, "tpu-time", |chip, work, _| time(counted(chip, work).seconds(chip.clock()))),
        (share, "tpu-utilisation", |chip, work, _| percent(counted(chip, work).utilisation())),
        (batch, "tpu-batch", |chip, work, words| match paying_batch(&work.widths, chip.size()) {
            Some(rows) => grouped(rows as u64),
            None => (words.no_batch)(&percent(filled(&work.widths, chip.size()))),
        }),
        (width, "tpu-width", |chip, work, words| match paying_width(work.rows, chip.size()) {
            Some(width) => grouped(width as u64),
            None => (words.no_width)(chip.size() / 2 + 1),
        }),
        (full, "tpu-full", |chip, _, _| {
            let rows = paying_batch(&[chip.size(); 2], chip.size());
            rows.map_or(NONE.to_owned(), |rows| grouped(rows as u64))
        }),
    ]
}

/// A batch of the network on a chip's grid.
fn counted(chip: Chip, work: &Work) -> Count {
    Count::of(&forward(&work.widths, work.rows), chip.size())
}
