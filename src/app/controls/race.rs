//! The dialog of a race: every processor on the same network, their losses while they train,
//! samples a second over the width of the layers, and a TPU's lane, which is simulated.

use leptos::prelude::*;

use super::shell::Shell;
use super::tpu::Simulation;
use crate::app::notice::{Interrupted, Notice};
use crate::app::reactive::memo;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::notice::say;
use crate::app::text::number;
use crate::app::widgets::dialog::Dialog;
use crate::app::widgets::figure;
use crate::order;
use crate::protocol::{Command, Gpu, Processor, Race, Runner};

/// Size of a drawing in its own units.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 140.0;

/// The dialog. Closing it ends a race.
#[component]
pub fn RaceDialog() -> impl IntoView {
    let run = use_run();
    let shell = expect_context::<Shell>();
    Effect::new(move |before: Option<bool>| {
        let open = shell.race.get();
        if before == Some(true) && !open && run.race.with_untracked(|race| race.running) {
            run.send(Command::EndRace);
        }
        open
    });
    view! {
        <Dialog id="race-dialog" title=|words| words.race open=shell.race>
            <Track />
        </Dialog>
    }
}

/// What the dialog shows.
#[component]
fn Track() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let running = memo(move || run.race.with(|race| race.running));
    let press = move |_| {
        let command = if running.get_untracked() {
            Command::EndRace
        } else {
            run.playing.set(false);
            run.interrupted.set(None);
            Command::Race
        };
        run.send(command);
    };
    view! {
        <p class="dialog-lead">{move || page.text().runtime.race_lead}</p>
        <p>
            <button
                type="button"
                class="button"
                data-testid="start-race"
                // Until the browser has answered nobody knows who takes part.
                disabled=move || !running.get() && run.gpu.with(Option::is_none)
                on:click=press
            >
                {move || {
                    let words = page.text().runtime;
                    if running.get() { words.stop } else { words.start }
                }}
            </button>
        </p>
        {move || {
            let what = run.interrupted.get().filter(|&what| what == Interrupted::Race)?;
            let said = say(&Notice::Interrupted { what }, page.text().notice);
            Some(view! { <p data-testid="race-interrupted">{said}</p> })
        }}
        <div class="race" translate="no" data-testid="race" data-running=move || running.get().to_string()>
            {move || run.race.with(|race| (!race.runners.is_empty()).then(|| results(run, race)))}
        </div>
        <Simulation />
        <ul class="race-reasons">
            {move || {
                let reasons = page.text().runtime.reasons.iter();
                reasons.map(|&reason| view! { <li>{reason}</li> }).collect_view()
            }}
        </ul>
    }
}

/// The class that gives a processor's line its colour.
fn class(processor: Processor) -> &'static str {
    match processor {
        Processor::Cpu => "race-line is-cpu",
        Processor::Cpu64 => "race-line is-cpu64",
        Processor::Gpu => "race-line is-gpu",
    }
}

/// The table and the two drawings.
fn results(run: Run, race: &Race) -> impl IntoView + use<> {
    let words = run.page.text().runtime;
    let row = |runner: &Runner| {
        let name = words.processor(runner.processor);
        let drift = match runner.processor {
            Processor::Cpu64 => words.measure.to_owned(),
            Processor::Cpu | Processor::Gpu => {
                runner.drift.map_or(number::NONE.to_owned(), number::loss)
            }
        };
        view! {
            <tr data-testid=format!("race-{:?}", runner.processor)>
                <th scope="row">
                    <svg class="race-key" viewBox="0 0 24 8" aria-hidden="true">
                        <line class=class(runner.processor) x1="0" x2="24" y1="4" y2="4" />
                    </svg>
                    {name}
                </th>
                <td class="num">{figure::rate(runner.samples_per_second)}</td>
                <td class="num">{drift}</td>
            </tr>
        }
    };
    let gpu = race.runners.iter().any(|runner| runner.processor == Processor::Gpu);
    let software = run.gpu.with(|gpu| matches!(gpu, Some(Gpu::Available { software: true, .. })));
    let over = !race.running && gpu && race.widths.len() > 1;
    let crossing = over.then(|| {
        let width = race.crossing.map(|width| format!("{width:.0}"));
        view! { <p data-testid="race-crossing">{(words.crossing)(width.as_deref())}</p> }
    });
    view! {
        <table class="race-table">
            <thead>
                <tr>{words.heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
            </thead>
            <tbody>{race.runners.iter().map(row).collect_view()}</tbody>
        </table>
        <p class="race-note" data-testid="race-epochs" data-epochs=race.epochs.to_string()>
            {(words.agreement)(&number::epochs(race.epochs))}
            {(!gpu).then(|| format!(" {}", words.without_gpu))}
            {(gpu && software).then(|| format!(" {}", words.program))}
        </p>
        {losses(race, words.losses, words.updates)}
        {(!race.widths.is_empty()).then(|| speeds(race, words.speeds, words.width))}
        {crossing}
    }
}

/// A drawing with its axis below.
fn drawing(
    id: &'static str,
    name: &'static str,
    axis: &'static str,
    (from, to): (String, String),
    (low, high): (String, String),
    lines: impl IntoView,
) -> impl IntoView {
    view! {
        <figure class="race-figure" data-testid=id>
            <p class="race-title">
                <span>{name}</span>
                <span class="num">{format!("{low} – {high}")}</span>
            </p>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=name preserveAspectRatio="none">
                {lines}
            </svg>
            <figcaption>
                <span>{from}</span>
                <span>{axis}</span>
                <span>{to}</span>
            </figcaption>
        </figure>
    }
}

/// A line through points that lie between 0 and 1 both ways.
fn line(processor: Processor, points: impl Iterator<Item = (f64, f64)>) -> AnyView {
    let place =
        |(x, y): (f64, f64)| format!("{:.1},{:.1}", x * WIDTH, 4.0 + (1.0 - y) * (HEIGHT - 8.0));
    let points = points.map(place).collect::<Vec<_>>().join(" ");
    view! { <polyline class=class(processor) points=points /> }.into_any()
}

/// Training losses over weight updates, these logarithmic.
fn losses(race: &Race, name: &'static str, axis: &'static str) -> impl IntoView + use<> {
    let all = || race.runners.iter().flat_map(|runner| &runner.points);
    let high = all().map(|&(_, loss)| loss).fold(1e-9, f64::max);
    let (from, to) = all()
        .fold((f64::INFINITY, 1.0), |(from, to): (f64, f64), &(at, _)| (from.min(at), to.max(at)));
    // Turns grow longer and longer: only a logarithm shows the first beside the last.
    let from = if from.is_finite() { from.max(1.0) } else { 1.0 };
    let span = (to / from).ln().max(1e-9);
    let of = |runner: &Runner| {
        let points = runner.points.iter();
        line(
            runner.processor,
            points.map(move |&(at, loss)| ((at.max(1.0) / from).ln() / span, loss / high)),
        )
    };
    // The measure lies below the others.
    let mut runners: Vec<&Runner> = race.runners.iter().collect();
    order::sort_by_key(&mut runners, |runner| u64::from(runner.processor != Processor::Cpu64));
    let lines = runners.into_iter().map(of).collect_view();
    let ends = (number::epochs(from), number::epochs(to));
    drawing("race-losses", name, axis, ends, ("0".to_owned(), number::loss(high)), lines)
}

/// Samples a second over widths, both logarithmic, with the crossing marked.
fn speeds(race: &Race, name: &'static str, axis: &'static str) -> impl IntoView + use<> {
    let (low, high) = race
        .widths
        .iter()
        .flat_map(|(_, rates)| rates)
        .filter(|&&rate| rate > 0.0)
        .fold((f64::INFINITY, 0.0_f64), |(low, high), &rate| (low.min(rate), high.max(rate)));
    let (from, to) = (2.0_f64, 256.0_f64);
    let x = move |width: f64| (width / from).ln() / (to / from).ln();
    let y = move |rate: f64| (rate / low).ln() / (high / low).ln().max(1e-9);
    let of = |(at, who): (usize, Processor)| {
        let points = race.widths.iter().filter_map(move |(width, rates)| {
            let rate = rates.get(at).copied().filter(|&rate| rate > 0.0)?;
            Some((x(*width as f64), y(rate)))
        });
        line(who, points)
    };
    let lines = [Processor::Cpu, Processor::Gpu].into_iter().enumerate().map(of).collect_view();
    let mark = race.crossing.map(|width| {
        let at = format!("{:.1}", x(width) * WIDTH);
        view! { <line class="rates-mark" x1=at.clone() x2=at y1="0" y2=HEIGHT.to_string() /> }
    });
    let lines = view! { {lines} {mark} };
    let ends = ("2".to_owned(), "256".to_owned());
    drawing("race-widths", name, axis, ends, (figure::rate(low), figure::rate(high)), lines)
}
