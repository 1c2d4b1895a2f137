//! The run menu: a chip that says what trains and how fast, and below it the runtimes, as Colab has
//! them, the TPU that a browser lacks, precision and rules, running to an epoch, the rates and the race.

use leptos::prelude::*;

use super::run::RunTo;
use super::shell::Shell;
use super::tpu::NoTpu;
use crate::app::part::part;
use crate::app::reactive::memo;
use crate::app::setting::Setting;
use crate::app::state::{Page, Run, use_page, use_run};
use crate::app::text::number;
use crate::app::widgets::field::Choice;
use crate::app::widgets::figure;
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::later::Later;
use crate::app::widgets::popover::{Opened, Popover};
use crate::engine::config::{Config, Precision, Rules, Runtime};
use crate::protocol::{Assignment, Processor};

/// The menu's entries: their `data-testid`, and what they set. A runtime that leaves the precision
/// alone has none.
const ENTRIES: [(&str, Runtime, Option<Precision>); 4] = [
    ("runtime-auto", Runtime::Auto, None),
    ("runtime-cpu", Runtime::Cpu, Some(Precision::Bits32)),
    ("runtime-cpu64", Runtime::Cpu, Some(Precision::Bits64)),
    ("runtime-gpu", Runtime::Gpu, None),
];

/// The entry in force.
fn chosen(config: &Config) -> usize {
    match (config.runtime, config.precision) {
        (Runtime::Auto, _) => 0,
        (Runtime::Cpu, Precision::Bits32) => 1,
        (Runtime::Cpu, Precision::Bits64) => 2,
        (Runtime::Gpu, _) => 3,
    }
}

/// What trains; before the worker has said so, what the config implies.
fn trains(run: Run) -> Processor {
    let precision = run.config.with(|config| config.precision);
    run.assignment.get().map_or(Processor::of(precision), |assignment| assignment.trains)
}

/// The functions of the browser's that training at 64 bits calls, as programs write them.
fn called(run: Run) -> Option<String> {
    let functions = run.called.get();
    let names: Vec<String> = functions.iter().map(|name| format!("Math.{name}")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Who trains and who draws, in numbers where they were measured.
fn assigned(page: Page, assignment: &Assignment) -> String {
    let words = page.text().runtime;
    let rates = assignment.measured.map_or(String::new(), |(cpu, gpu)| {
        let (cpu, gpu) = (figure::rate(cpu), figure::rate(gpu));
        match assignment.trains {
            Processor::Gpu => (words.rates)(&gpu, "CPU", &cpu),
            Processor::Cpu | Processor::Cpu64 => (words.rates)(&cpu, "GPU", &gpu),
        }
    });
    (words.assigned)(words.processor(assignment.trains), &rates, assignment.gpu_draws)
}

/// The chip and its card.
#[component]
pub fn RunMenu() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let open = RwSignal::new(false);
    let trains = memo(move || trains(run));
    let running = memo(move || run.frame.with(|frame| frame.running));
    let name = move || match trains.get() {
        Processor::Cpu => "CPU".to_owned(),
        Processor::Cpu64 => {
            let called = called(run).map_or("", |_| " · Math");
            format!("CPU {}{called}", page.text().controls.bits_64)
        }
        Processor::Gpu => "GPU".to_owned(),
    };
    // In slow motion an epoch takes long.
    let slow = memo(move || run.speed.get().is_slow_motion());
    let diverged = memo(move || number::diverged(run.stopped.get()).is_some());
    let state = memo(move || {
        let words = page.text().controls;
        if diverged.get() {
            return words.broke.to_owned();
        }
        if !running.get() {
            return words.at_rest.to_owned();
        }
        let (rate, unit) = run.frame.with(|frame| match slow.get() {
            true => (frame.samples_per_second, words.samples_per_second),
            false => (frame.epochs_per_second, words.epochs_per_second),
        });
        format!("{} {unit}", (words.brief)(rate))
    });
    let face = move || {
        view! {
            <i
                class="dot"
                class:dot--on=move || running.get()
                class:is-diverged=move || diverged.get()
            ></i>
            <span class="chip-name" translate="no">{name}</span>
            <span class="chip-state num" translate="no"><span>{move || state.get()}</span></span>
        }
    };
    view! {
        <Popover
            id="runtime-chip"
            class="chip run-chip"
            label=|words| words.run_menu
            open=open
            face=face
        >
            <Later part=card missed=move |()| open.set(false) />
        </Popover>
    }
}

part!(card in panels: Card());

/// What the card shows.
#[component]
fn Card() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shell = expect_context::<Shell>();
    let Opened(open) = expect_context();
    let epochs = memo(move || run.frame.with(|frame| figure::rate(frame.epochs_per_second)));
    let samples = memo(move || run.frame.with(|frame| figure::rate(frame.samples_per_second)));
    let means = move || {
        let words = page.text().controls;
        match run.config.with(|config| config.rules) {
            Rules::Modern => words.modern_means,
            Rules::Playground => words.playground_means,
        }
    };
    let race = move |_| {
        open.set(false);
        run.raced.set(true);
        shell.race.set(true);
    };
    view! {
            <Menu />
            <div class="card-fields">
                <Choice setting=Setting::Precision />
                <Choice setting=Setting::Rules />
                <p class="card-note">{means}</p>
                <RunTo begun=Callback::new(move |()| open.set(false)) />
            </div>
            <dl class="facts">
                <dt>{move || page.text().controls.trains_on}</dt>
                <dd translate="no">
                    <p data-testid="assignment">
                        {move || run.assignment.with(|found| found.as_ref().map(|found| assigned(page, found)))}
                    </p>
                    <p class="facts-why">
                        {move || run.assignment.with(|found| {
                            found.as_ref().map(|found| {
                                let why = run.gpu.with(|gpu| found.why.beside(gpu.as_ref()));
                                (page.text().runtime.why)(why)
                            })
                        })}
                    </p>
                </dd>
                <dt>{move || page.text().controls.rates}</dt>
                <dd class="num" translate="no">
                    <span data-testid="epochs-per-second">{move || epochs.get()}</span>
                    {move || format!(" {} · ", page.text().controls.epochs_per_second)}
                    <span data-testid="samples-per-second">{move || samples.get()}</span>
                    {move || format!(" {}", page.text().controls.samples_per_second)}
                </dd>
                {move || called(run).map(|names| view! {
                    <dt>"Math"</dt>
                    <dd translate="no" data-testid="called">{(page.text().runtime.called)(&names)}</dd>
                })}
                <dt>"WebGPU"</dt>
                <dd translate="no" data-testid="gpu">
                    {move || run.gpu.with(|gpu| page.text().controls.gpu(gpu.as_ref()))}
                </dd>
            </dl>
            <button type="button" class="button button--plain" data-testid="open-race" on:click=race>
                {move || page.text().controls.race}
            </button>
    }
}

/// The runtimes to choose from.
#[component]
fn Menu() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let now = memo(move || run.config.with(chosen));
    let reason = memo(move || {
        let words = page.text().runtime;
        run.gpu.with(|gpu| gpu.as_ref().and_then(|gpu| (words.no_gpu)(gpu)))
    });
    let entry = move |(at, (id, runtime, precision)): (
        usize,
        (&'static str, Runtime, Option<Precision>),
    )| {
        let name = move || {
            let words = page.text().controls;
            match (runtime, precision) {
                (Runtime::Cpu, Some(Precision::Bits64)) => {
                    page.text().runtime.processor(Processor::Cpu64)
                }
                (runtime, _) => words.runtime_name(runtime),
            }
        };
        let blocked = move || runtime == Runtime::Gpu && reason.get().is_some();
        let choose = move |_| {
            run.edit(|config| {
                config.runtime = runtime;
                // Automatic goes back to what the rules imply.
                config.precision = match (runtime, precision) {
                    (_, Some(precision)) => precision,
                    (Runtime::Auto, None) => config.rules.default_precision(),
                    (_, None) => config.precision,
                };
            });
        };
        view! {
            <label class="runtime-entry">
                <input
                    type="radio"
                    name="runtime"
                    data-testid=id
                    prop:checked=move || now.get() == at
                    disabled=blocked
                    on:change=choose
                />
                <span class="runtime-name">{name}</span>
                <span class="runtime-what" translate="no">
                    {move || match reason.get().filter(|_| runtime == Runtime::Gpu) {
                        Some(reason) => reason,
                        None => page.text().runtime.entries[at],
                    }}
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="runtime-menu" data-testid="runtime-menu">
            <legend>
                <Term topic=HelpTopic::Runtime>{move || page.text().controls.runtime}</Term>
            </legend>
            {ENTRIES.into_iter().enumerate().map(entry).collect_view()}
            <NoTpu />
        </fieldset>
    }
}
