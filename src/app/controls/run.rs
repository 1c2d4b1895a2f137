//! The run controls: reset, play, step, speed, run to an epoch.

use leptos::html;
use leptos::prelude::*;
use strum::VariantArray as _;

use super::counter::{EpochCounter, Rates};
use super::shell::Shell;
use super::undo::UndoButtons;
use crate::app::link::Control;
use crate::app::notice::Notice;
use crate::app::setting::{grouped, quote};
use crate::app::state::{use_page, use_run};
use crate::app::widgets::help::{Help, HelpTopic};
use crate::app::widgets::icon::{Icon, Picture};
use crate::protocol::{Speed, Unit};

/// All run controls; on a phone the first ones stay at the bottom of the screen.
#[component]
pub fn RunControls() -> impl IntoView {
    let page = use_page();
    view! {
        <div class="run" role="group" aria-label=move || page.text().controls.run>
            <div class="run-bar">
                <ResetButton />
                <UndoButtons />
                <PlayButton />
                <StepButton />
                <EpochCounter />
            </div>
            <SpeedChoice />
            <RunTo />
            <Rates />
        </div>
    }
}

/// A new start.
#[component]
fn ResetButton() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shell = expect_context::<Shell>();
    let shown = page.shows(Control::ResetButton);
    view! {
        <Show when=move || shown.get()>
            <button
                type="button"
                class="tool tool--round run-reset"
                data-testid="reset"
                title=move || page.text().controls.reset
                aria-label=move || page.text().controls.reset
                on:click=move |_| shell.reset(run)
            >
                <Icon picture=Picture::Reset />
            </button>
        </Show>
    }
}

/// The big button.
#[component]
fn PlayButton() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::PlayButton);
    let label = move || {
        let words = page.text().controls;
        if run.playing.get() { words.pause } else { words.play }
    };
    view! {
        <Show when=move || shown.get()>
            <button
                type="button"
                class="play"
                data-testid="play"
                title=label
                aria-label=label
                on:click=move |_| run.set_playing(!run.playing.get_untracked())
            >
                {move || {
                    let picture = if run.playing.get() { Picture::Pause } else { Picture::Play };
                    view! { <Icon picture /> }
                }}
            </button>
        </Show>
    }
}

/// One step, and how far it goes.
#[component]
fn StepButton() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shell = expect_context::<Shell>();
    let shown = page.shows(Control::StepButton);
    let option = move |(at, &unit): (usize, &'static Unit)| {
        view! {
            <option value=at prop:selected=move || shell.step.get() == unit>
                {move || page.text().controls.unit(unit)}
            </option>
        }
    };
    view! {
        <Show when=move || shown.get()>
            <span class="run-step">
                <button
                    type="button"
                    class="tool tool--round"
                    data-testid="step"
                    title=move || page.text().controls.step
                    aria-label=move || page.text().controls.step
                    on:click=move |_| run.step(shell.step.get_untracked())
                >
                    <Icon picture=Picture::Step />
                </button>
                <select
                    class="select"
                    data-testid="step-unit"
                    aria-label=move || page.text().controls.step_unit
                    title=move || page.text().controls.step_unit
                    on:change=move |event| {
                        let at = event_target_value(&event).parse::<usize>().ok();
                        if let Some(&unit) = at.and_then(|at| Unit::VARIANTS.get(at)) {
                            shell.step.set(unit);
                        }
                    }
                >
                    {Unit::VARIANTS.iter().enumerate().map(option).collect_view()}
                </select>
                <Help topic=HelpTopic::Step />
            </span>
        </Show>
    }
}

/// The pace, from slow motion to as fast as it can.
#[component]
fn SpeedChoice() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let button = move |&speed: &'static Speed| {
        let name: &str = speed.into();
        view! {
            <button
                type="button"
                data-testid=format!("speed-{name}")
                aria-pressed=move || (run.speed.get() == speed).to_string()
                title=move || page.text().controls.speed_title(speed)
                on:click=move |_| run.set_speed(speed)
            >
                {move || page.text().controls.speed(speed)}
            </button>
        }
    };
    view! {
        <div class="run-speed">
            <span class="caption" id=run.element("speed-name")>
                {move || page.text().controls.speed} <Help topic=HelpTopic::Speed />
            </span>
            <div class="segments" role="group" aria-labelledby=run.element("speed-name")>
                {Speed::VARIANTS.iter().map(button).collect_view()}
            </div>
        </div>
    }
}

/// Trains up to an epoch and stops there.
#[component]
fn RunTo() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::PlayButton);
    let input = NodeRef::<html::Input>::new();
    let go = move || {
        let Some(input) = input.get_untracked() else { return };
        let (typed, now) = (input.value(), run.frame.with_untracked(|frame| frame.epoch));
        match grouped(&typed).trim().parse::<u64>().ok().filter(|&epoch| epoch > now) {
            Some(epoch) => run.run_to(epoch),
            None => {
                run.page.notify(Notice::NoSuchEpoch { typed: quote(&typed), now });
                input.select();
            }
        }
    };
    view! {
        <Show when=move || shown.get()>
            // No form: a frame may forbid those.
            <div class="run-to">
                <span class="caption">
                    <label for=run.element("run-to")>{move || page.text().controls.run_to}</label>
                    <Help topic=HelpTopic::RunTo />
                </span>
                <span class="run-to-row">
                    <input
                        class="text num"
                        node_ref=input
                        id=run.element("run-to")
                        data-testid="run-to"
                        // Not `number`: the wheel turns that instead of the page.
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        value="100"
                        on:keydown=move |event| if event.key() == "Enter" { go() }
                    />
                    <button
                        type="button"
                        class="tool"
                        data-testid="run-to-go"
                        on:click=move |_| go()
                        title=move || page.text().controls.run_to_go
                        aria-label=move || page.text().controls.run_to_go
                    >
                        <Icon picture=Picture::Go />
                    </button>
                </span>
            </div>
        </Show>
    }
}
