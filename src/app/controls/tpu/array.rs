//! The grid at work: a cell a multiplier, and below it the sums that have come out. It stands still until
//! it is set going, and can be gone through cycle by cycle. What goes through is the product of the layer
//! that is chosen, in numbers of one moment: the page asks for what comes into the layer, and that comes
//! with a frame, which has the kernel.

use std::time::Duration;

use leptos::prelude::*;

use super::numbers::grid;
use crate::app::reactive::{effect, memo};
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::number::{self, Brief};
use crate::app::text::tpu::{self, Words};
use crate::app::widgets::timer::Timer;
use crate::engine::systolic::{Array, Cell};
use crate::protocol::Frame;

/// How long a cycle is on show while the grid plays.
const CYCLE: Duration = Duration::from_millis(700);
/// Where there is no number.
const NOTHING: &str = "·";

/// The grid and what sets it going.
#[derive(Clone, Copy)]
struct Machine {
    run: Run,
    /// Dense layers of the network.
    layers: Memo<usize>,
    /// The layer that the visitor has chosen, from 0.
    chosen: RwSignal<usize>,
    /// The layer whose input has been asked for and has not come yet.
    asked: StoredValue<Option<usize>>,
    /// The layer that is on show.
    shown: RwSignal<Option<usize>>,
    /// Its grid, where there is something to multiply.
    grid: RwSignal<Option<Array>>,
    playing: RwSignal<bool>,
    timer: Timer,
}

impl Machine {
    /// One that begins with the network's newest numbers, at rest.
    fn new(run: Run) -> Self {
        let layers = memo(move || run.config.with(|config| config.shape().len().saturating_sub(1)));
        let machine = Self {
            run,
            layers,
            chosen: RwSignal::new(0),
            asked: StoredValue::new(None),
            shown: RwSignal::new(None),
            grid: RwSignal::new(None),
            playing: RwSignal::new(false),
            timer: Timer::idle(),
        };
        Effect::new(move |before| {
            let layer = machine.layer();
            if before != Some(layer) {
                machine.begin();
            }
            layer
        });
        effect(move || run.frame.with(|frame| machine.hear(frame)));
        on_cleanup(move || run.watch(|watched| watched.input = None));
        machine
    }

    /// The layer that is chosen; the last one where the network has lost it.
    fn layer(self) -> usize {
        self.chosen.get().min(self.layers.get().saturating_sub(1))
    }

    /// Starts over with the newest numbers, once they have come.
    fn begin(self) {
        self.rest();
        let layer = untrack(|| self.layer());
        self.asked.set_value(Some(layer));
        self.run.watch(|watched| watched.input = Some(layer));
    }

    /// Takes what was asked for, if a frame has it.
    fn hear(self, frame: &Frame) {
        let layer = frame.input.as_ref().map(|input| input.layer);
        if layer.is_none() || layer != self.asked.get_value() {
            return;
        }
        self.asked.set_value(None);
        self.run.watch(|watched| watched.input = None);
        self.shown.set(layer);
        self.grid.set(grid(frame));
        if self.playing.get_untracked() {
            self.go_on();
        }
    }

    /// Whether the last sum has come out.
    fn is_done(self) -> bool {
        self.grid.with(|grid| grid.as_ref().is_some_and(Array::is_done))
    }

    /// Stands still.
    fn rest(self) {
        self.playing.set(false);
        self.timer.call_off();
    }

    /// One cycle; it stands still behind the last one.
    fn advance(self) {
        self.grid.update(|grid| {
            if let Some(grid) = grid {
                grid.step();
            }
        });
        if untrack(|| self.is_done()) {
            self.rest();
        }
    }

    /// Plays from here on, or from the start where it has come to the end.
    fn play(self) {
        if untrack(|| self.is_done()) {
            self.begin();
        }
        self.playing.set(true);
        if self.asked.get_value().is_none() {
            self.go_on();
        }
    }

    fn go_on(self) {
        self.advance();
        if self.playing.get_untracked() {
            self.timer.start(CYCLE, move || self.go_on());
        }
    }

    /// A cycle by hand, which is said.
    fn step(self) {
        self.rest();
        self.advance();
        self.say();
    }

    /// All cycles that are left.
    fn finish(self) {
        self.rest();
        self.grid.update(|grid| {
            if let Some(grid) = grid {
                while !grid.is_done() {
                    grid.step();
                }
            }
        });
        self.say();
    }

    fn say(self) {
        let page = self.run.page;
        let line = untrack(|| {
            let words = page.words(tpu::of);
            self.grid.with(|grid| grid.as_ref().map(|grid| cycle(grid, words)))
        });
        if let Some(line) = line {
            page.say(line);
        }
    }
}

/// The cycle, and how many multipliers are at work in it.
fn cycle(grid: &Array, words: &Words) -> String {
    let all = grid.product().cycles(grid.size());
    (words.cycle)([grid.cycle(), all].map(number::grouped), grid.busy(), grid.cells().len())
}

/// The grid with its buttons.
#[component]
pub(super) fn Grid() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let machine = Machine::new(run);
    let Machine { layers, chosen, shown, grid, playing, .. } = machine;
    let words = move || page.words(tpu::of);
    let lacks = memo(move || grid.with(Option::is_none));
    let over = memo(move || lacks.get() || machine.is_done());
    // They keep the focus, or the next press would be another button's.
    let off = move || over.get().then_some("true");
    let toggle = move |_| {
        if playing.get_untracked() { machine.rest() } else { machine.play() }
    };
    let name = move |layer: usize| match layer + 1 == layers.get() {
        true => page.text().network.output.to_owned(),
        false => (words().layer)(layer + 1),
    };
    let option = move |layer: usize| {
        view! {
            <option value=layer prop:selected=move || machine.layer() == layer>
                {move || name(layer)}
            </option>
        }
    };
    view! {
        <label class="systolic-choice">
            {move || words().product}
            <select
                class="select"
                data-testid="tpu-layer"
                on:change=move |event| {
                    if let Ok(layer) = event_target_value(&event).parse() {
                        chosen.set(layer);
                    }
                }
            >
                {move || (0..layers.get()).map(option).collect_view()}
            </select>
        </label>
        <p class="systolic-acts">
            <button
                type="button"
                class="button"
                data-testid="tpu-play"
                disabled=move || lacks.get()
                on:click=toggle
            >
                {move || if playing.get() { words().pause } else { words().play }}
            </button>
            <button
                type="button"
                class="button button--plain"
                data-testid="tpu-step"
                aria-disabled=off
                on:click=move |_| if !over.get_untracked() { machine.step() }
            >
                {move || words().step}
            </button>
            <button
                type="button"
                class="button button--plain"
                data-testid="tpu-finish"
                aria-disabled=off
                on:click=move |_| if !over.get_untracked() { machine.finish() }
            >
                {move || words().finish}
            </button>
            <button
                type="button"
                class="button button--plain"
                data-testid="tpu-restart"
                on:click=move |_| machine.begin()
            >
                {move || words().restart}
            </button>
        </p>
        {move || {
            let layer = name(shown.get()?);
            Some(grid.with(|grid| match grid {
                Some(grid) => picture(grid, &layer, (words(), page.text().controls.brief)).into_any(),
                None => view! { <p class="race-note" data-testid="tpu-lacks">{words().lacks}</p> }.into_any(),
            }))
        }}
        <p class="race-note">{move || words().around}</p>
    }
}

/// The cells and the sums after a cycle, of the layer of this name.
fn picture(
    grid: &Array,
    layer: &str,
    (words, brief): (&'static Words, Brief),
) -> impl IntoView + use<> {
    let (product, tile, side) = (grid.product(), grid.tile(), grid.size());
    let [input, unit] = grid.origin(tile);
    // Places beyond the kernel's edge have no number.
    let number_of = |at: usize, end: usize| Some(at + 1).filter(|&number| number <= end);
    let column = |at: usize| head("col", number_of(unit + at, product.units), words.unit);
    let row = |(at, cells): (usize, &[Cell])| {
        let cells =
            cells.iter().enumerate().map(|(column, cell)| view_of(cell, (at, column), brief));
        view! {
            <tr>
                {head("row", number_of(input + at, product.inputs), words.input)}
                {cells.collect_view()}
            </tr>
        }
    };
    let units = unit..product.units.min(unit + side);
    let sum = |row: usize, (unit, sum): (usize, &Option<f64>)| {
        view! {
            <td
                class="num"
                data-testid=format!("tpu-sum-{row}-{unit}")
                data-value=sum.map(number::full)
            >
                {sum.map_or(NOTHING.to_owned(), |sum| number::reading(sum, f64::INFINITY, brief))}
            </td>
        }
    };
    let sums = |(row, all): (usize, &[Option<f64>])| {
        let shown = all.iter().enumerate().filter(|(unit, _)| units.contains(unit));
        view! {
            <tr>
                <th scope="row">{(words.row)(row + 1)}</th>
                {shown.map(|shown| sum(row, shown)).collect_view()}
            </tr>
        }
    };
    let heads = units.clone().map(|unit| view! { <th scope="col">{(words.unit)(unit + 1)}</th> });
    let difference = grid.is_done().then(|| {
        let difference = grid.difference();
        view! {
            <p class="race-note" data-testid="tpu-difference" data-value=number::full(difference)>
                {(words.difference)(&number::loss(difference))}
            </p>
        }
    });
    view! {
        <p class="num" data-testid="tpu-cycle" data-value=grid.cycle().to_string()>
            {cycle(grid, words)}
        </p>
        <p class="race-note">{(words.tile)(tile + 1, grid.tiles())}</p>
        <table class="systolic" data-testid="tpu-array">
            <caption>{(words.caption)(layer, side, product.rows)}</caption>
            <thead>
                <tr><td></td> {(0..side).map(column).collect_view()}</tr>
            </thead>
            <tbody>{grid.cells().chunks_exact(side).enumerate().map(row).collect_view()}</tbody>
        </table>
        <table class="systolic-sums" data-testid="tpu-sums">
            <caption>{words.sums}</caption>
            <thead><tr><td></td> {heads.collect_view()}</tr></thead>
            <tbody>{grid.sums().chunks_exact(product.units).enumerate().map(sums).collect_view()}</tbody>
        </table>
        {difference}
    }
}

/// The head of a column or row of cells: its number, if it has one, and as whose it is read out.
fn head(scope: &'static str, number: Option<usize>, name: fn(usize) -> String) -> impl IntoView {
    match number {
        Some(number) => view! { <th scope=scope aria-label=name(number)>{number}</th> }.into_any(),
        None => view! { <td></td> }.into_any(),
    }
}

/// A cell: the weight that stays, the number that flows through, the sum so far.
fn view_of(cell: &Cell, (row, column): (usize, usize), brief: Brief) -> impl IntoView + use<> {
    let weight = cell.weight.filter(|weight| !weight.is_padding).map(|weight| weight.value);
    let busy = cell.is_useful();
    let flow = cell.flow.filter(|_| busy).map(|flow| flow.value);
    let sum = Some(cell.sum).filter(|_| busy);
    let short = |value: Option<f64>| {
        value.map_or(NOTHING.to_owned(), |value| number::reading(value, f64::INFINITY, brief))
    };
    view! {
        <td
            class="num"
            class:is-busy=busy
            data-testid=format!("tpu-cell-{row}-{column}")
            data-weight=weight.map(number::full)
            data-flow=flow.map(number::full)
            data-sum=sum.map(number::full)
        >
            <span class="systolic-weight">{short(weight)}</span>
            <span>{short(flow)}</span>
            <span class="systolic-sum">{short(sum)}</span>
        </td>
    }
}
