//! The run controls: reset, play, step, epoch, speed; running to an epoch, for the run menu.

use leptos::html;
use leptos::prelude::*;
use strum::VariantArray;

use super::counter::EpochCounter;
use super::shell::Shell;
use crate::app::link::Control;
use crate::app::reactive::{effect, memo};
use crate::app::setting::{grouped, quote};
use crate::app::state::{use_page, use_run};
use crate::app::text::controls::Words;
use crate::app::text::number;
use crate::app::widgets::field::presses;
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::icon::{Icon, Picture};
use crate::protocol::Speed;

/// All run controls; on a phone they stay at the bottom of the screen.
#[component]
pub fn RunControls() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let Shell { wide, .. } = expect_context();
    view! {
        <div class="run" role="group" aria-label=move || page.text().controls.run>
            <ResetButton />
            <PlayButton />
            <StepButton />
            <EpochCounter />
            // A list where there is no room for buttons.
            <Show when=move || wide.get() fallback=move || view! {
                <List
                    id="speed"
                    class="select run-speeds"
                    name=|words| words.speed
                    word=Words::speed
                    now=run.speed
                    choose=move |speed| run.set_speed(speed)
                />
            }>
                <SpeedChoice />
            </Show>
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
                <List
                    id="step-unit"
                    class="select"
                    name=|words| words.step_unit
                    word=Words::unit
                    now=shell.step
                    choose=move |unit| shell.step.set(unit)
                />
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
                // A number alone says nothing; the others have names.
                aria-label=move || {
                    let number = !speed.is_slow_motion() && speed != Speed::Max;
                    number.then(|| page.text().controls.speed_title(speed))
                }
                on:click=move |_| run.set_speed(speed)
            >
                {move || page.text().controls.speed(speed)}
            </button>
        }
    };
    view! {
        <div class="segments run-speed" role="group" aria-label=move || page.text().controls.speed>
            {Speed::VARIANTS.iter().map(button).collect_view()}
        </div>
    }
}

/// A choice among all there are of a kind, as a list.
#[component]
fn List<T: VariantArray + Copy + PartialEq + Send + Sync + 'static>(
    /// `data-testid`
    id: &'static str,
    /// Its class.
    class: &'static str,
    /// Picks its name.
    name: fn(&Words) -> &'static str,
    /// Picks the word of one.
    word: fn(&Words, T) -> &'static str,
    /// The one in force.
    now: RwSignal<T>,
    /// Called with the one that is chosen.
    #[prop(into)]
    choose: Callback<T>,
) -> impl IntoView {
    let page = use_page();
    let name = move || name(page.text().controls);
    let option = move |(at, &one): (usize, &'static T)| {
        view! {
            <option value=at prop:selected=move || now.get() == one>
                {move || word(page.text().controls, one)}
            </option>
        }
    };
    view! {
        <select
            class=class
            data-testid=id
            aria-label=name
            title=name
            on:change=move |event| {
                let at = event_target_value(&event).parse::<usize>().ok();
                if let Some(&one) = at.and_then(|at| T::VARIANTS.get(at)) {
                    choose.run(one);
                }
            }
        >
            {T::VARIANTS.iter().enumerate().map(option).collect_view()}
        </select>
    }
}

/// Trains up to an epoch and stops there.
#[component]
pub fn RunTo(
    /// Called when it has begun.
    begun: Callback<()>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shown = page.shows(Control::PlayButton);
    let input = NodeRef::<html::Input>::new();
    // What was typed, and the epoch of that moment.
    let refused = RwSignal::new(None::<(String, u64)>);
    let go = move || {
        let Some(input) = input.get_untracked() else { return };
        let (typed, now) = (input.value(), run.frame.with_untracked(|frame| frame.epoch));
        match grouped(&typed).trim().parse::<u64>().ok().filter(|&epoch| epoch > now) {
            Some(epoch) => {
                run.run_to(epoch);
                begun.run(());
            }
            None => {
                refused.set(Some((quote(&typed), now)));
                input.select();
            }
        }
    };
    // A run that has begun anew may reach what it was beyond.
    let epoch = memo(move || run.frame.with(|frame| frame.epoch));
    effect(move || {
        let now = epoch.get();
        if refused.with_untracked(|refused| refused.as_ref().is_some_and(|(_, then)| now < *then)) {
            refused.set(None);
        }
    });
    let is_refused = move || refused.with(Option::is_some);
    let said = move || {
        let (typed, then) = refused.get()?;
        let words = (page.text().controls.run_to_refused)(&typed, &number::grouped(then));
        Some(view! {
            <p class="card-note" role="alert" id=run.element("run-to-refused") data-testid="run-to-refused">
                {words}
            </p>
        })
    };
    view! {
        <Show when=move || shown.get()>
            // No form: a frame may forbid those.
            <div class="field">
                <span class="field-name">
                    <Term topic=HelpTopic::RunTo id=run.element("run-to-name")>
                        {move || page.text().controls.run_to}
                    </Term>
                </span>
                <span class="run-to-row">
                    <input
                        class="text num"
                        node_ref=input
                        aria-labelledby=run.element("run-to-name")
                        aria-invalid=move || is_refused().to_string()
                        aria-describedby=move || is_refused().then(|| run.element("run-to-refused"))
                        data-testid="run-to"
                        // Not `number`: the wheel turns that instead of the page.
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        value="100"
                        on:input=move |_| refused.set(None)
                        on:keydown=move |event| if presses(&event, "Enter") { go() }
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
            {said}
        </Show>
    }
}
