//! The training drawer: how the network is trained, for those who want to know.

use leptos::html;
use leptos::prelude::*;

use super::shell::Shell;
use super::strip::{Goal, Learning};
use crate::app::hint::{self, Hint, Place};
use crate::app::notice::Notice;
use crate::app::output::rates::RateCurve;
use crate::app::reactive::memo;
use crate::app::setting::{self, Chosen, Setting};
use crate::app::state::{use_page, use_run};
use crate::app::text::notice::say;
use crate::app::widgets::drawer::reveal;
use crate::app::widgets::field::{Choice, put};
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::tuned::{self, AboutKind, Details, Knobs, Touch, TunedChoice};
use crate::decimal;
use crate::engine::callback::{Callback as Watcher, monitors_accuracy};
use crate::engine::kind::Kind as _;
use crate::protocol::Command;

/// What the drawer shows.
#[component]
pub fn Training() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let Shell { wide, .. } = expect_context();
    let words = move || page.text().training;
    let classes = memo(move || run.config.with(|config| config.target().classes));
    let own_decay = memo(move || run.config.with(|config| config.optimizer.get("weight_decay")));
    view! {
        <div class="training">
            <Show when=move || !wide.get()>
                <div class="training-group">
                    <Show when=move || page.phone.get()>
                        <Learning />
                    </Show>
                    <Goal />
                </div>
            </Show>
            <div class="training-group">
                <h3 class="panel-title">{move || words().steps}</h3>
                <TunedChoice setting=Setting::Optimizer />
                <div class="training-fields">
                    // One that has a weight decay of its own takes no other.
                    <Show when=move || own_decay.get().is_none()>
                        <Choice setting=Setting::WeightDecay />
                    </Show>
                    <Choice setting=Setting::Clipnorm />
                    <Choice setting=Setting::Clipvalue />
                    <Choice setting=Setting::GlobalClipnorm />
                </div>
            </div>
            <div class="training-group">
                <h3 class="panel-title">{move || words().rate}</h3>
                <TunedChoice setting=Setting::Schedule />
                <RateNow />
                <RateSearch />
            </div>
            <div class="training-group">
                <h3 class="panel-title">{move || words().goal}</h3>
                <Subject setting=Setting::Loss />
                <Misfit />
                <Logits />
                <TunedChoice setting=Setting::OutputActivation />
                <Show when=move || { classes.get() > 0 }>
                    <Choice setting=Setting::LabelCoding />
                </Show>
            </div>
            <div class="training-group">
                <h3 class="panel-title">{move || words().units}</h3>
                <Subject setting=Setting::Activation />
                <Subject setting=Setting::Regularization />
            </div>
            <div class="training-group">
                <h3 class="panel-title">{move || words().start}</h3>
                <TunedChoice setting=Setting::Initializer />
            </div>
            <div class="training-group">
                <h3 class="panel-title">
                    <Term topic=HelpTopic::Callbacks>{move || page.text().controls.callbacks}</Term>
                </h3>
                {Watcher::all().iter().map(|&kind| view! { <Watch kind /> }).collect_view()}
                <p class="hint">{move || words().always_stops}</p>
            </div>
        </div>
    }
}

/// What belongs to a choice that stands in the strip.
#[component]
fn Subject(
    /// The setting.
    setting: Setting,
) -> impl IntoView {
    let page = use_page();
    view! {
        <div class="tuned">
            <h4 class="subject">{move || page.text().controls.setting(setting)}</h4>
            <Details setting />
        </div>
    }
}

/// The learning rate of the next update, schedule and plateaus included.
#[component]
fn RateNow() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let rate = memo(move || run.frame.with(|frame| frame.learning_rate));
    // Three digits say enough, and do not dance.
    let short = move || {
        let rounded = decimal::read(&format!("{:.2e}", rate.get())).unwrap_or_else(|| rate.get());
        setting::number_text(rounded)
    };
    view! {
        <p class="rate-now">
            <span class="knob-name">{move || page.text().training.rate_now}</span>
            <span class="num" translate="no" data-testid="learning-rate-now" data-value=move || rate.get()>
                {short}
            </span>
        </p>
    }
}

/// The learning-rate finder: its button and its curve.
#[component]
fn RateSearch() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let words = move || page.text().training;
    let running =
        memo(move || run.rates.with(|rates| rates.as_ref().is_some_and(|rates| rates.running)));
    // Curve and finding may lie below what the drawer shows.
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<()>| {
        running.track();
        if before.is_some() {
            reveal(move || node.try_get_untracked().flatten().map(Into::into));
        }
    });
    view! {
        <div class="rate-search" node_ref=node>
            <span class="field-name">
                <Term topic=HelpTopic::RateFinder />
                <button
                    type="button"
                    class="button button--plain"
                    translate="no"
                    data-testid="find-rate"
                    aria-disabled=move || running.get().then_some("true")
                    on:click=move |_| if !running.get_untracked() { run.send(Command::FindRate) }
                >
                    {move || if running.get() { words().finding } else { words().find_rate }}
                </button>
            </span>
            <RateCurve />
        </div>
    }
}

/// What is wrong with the loss, while it is.
#[component]
fn Misfit() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let misfit = memo(move || {
        let is_misfit = |notice: &Notice| matches!(notice, Notice::LossMisfit { .. });
        run.config.with(setting::warnings).into_iter().find(is_misfit)
    });
    move || {
        let said = say(&misfit.get()?, page.text().notice);
        Some(view! { <p class="warning" data-testid="loss-misfit">{said}</p> })
    }
}

/// That the loss reads the outputs as logits, while it does.
#[component]
fn Logits() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let logits = memo(move || run.config.with(hint::logits));
    move || {
        let said = (page.text().hint.logits)(&logits.get()?);
        Some(view! { <p class="hint" data-testid="loss-logits">{said}</p> })
    }
}

/// A callback: on or off, and its knobs.
#[component]
fn Watch(
    /// Which one.
    kind: Watcher,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let name: &str = kind.into();
    let chosen = memo(move || {
        let found = run.config.with(|config| setting::callback(config, kind));
        found.as_ref().map(Chosen::of)
    });
    let idle = memo(move || {
        run.config.with(|config| {
            let found = setting::callback(config, kind);
            config.target().classes == 0 && found.is_some_and(|own| monitors_accuracy(&own))
        })
    });
    let hints = memo(move || match kind {
        Watcher::ReduceLrOnPlateau => run.config.with(|config| {
            hint::due(config).filter(|hint| hint.place() == Place::Plateau).collect::<Vec<_>>()
        }),
        Watcher::EarlyStopping | Watcher::StopAtLoss | Watcher::StopAtAccuracy => Vec::new(),
    });
    let hinted = move || {
        let said = |hint: Hint| (page.text().hint.say)(&hint);
        let line = |hint| view! { <p class="warning" data-testid="plateau-hint">{said(hint)}</p> };
        hints.get().into_iter().map(line).collect_view()
    };
    let change = move |call: Option<String>| {
        let config = run.config.get_untracked();
        setting::with_callback(&config, kind, call.as_deref())
    };
    let touch = move |touch: Touch| {
        let list = match touch {
            Touch::Drag(call) => Touch::Drag(change(Some(call))),
            Touch::Put(call) => Touch::Put(change(Some(call))),
        };
        tuned::touch(run, Setting::Callbacks, list);
    };
    view! {
        <div class="tuned">
            <label class="check">
                <input
                    type="checkbox"
                    data-testid=format!("callback-{name}")
                    prop:checked=move || chosen.get().is_some()
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        put(run, Setting::Callbacks, &change(on.then(|| name.to_owned())));
                    }
                />
                <span>{move || page.text().training.label(kind.about().label)}</span>
            </label>
            <Show when=move || chosen.get().is_some()>
                <div class="tuned-details">
                    <AboutKind key=name kind=Signal::stored(Some(kind.into())) />
                    <Show when=move || idle.get()>
                        <p class="warning">{move || page.text().training.no_accuracy}</p>
                    </Show>
                    {hinted}
                    <Knobs key=name chosen touch=Callback::new(touch) />
                </div>
            </Show>
        </div>
    }
}
