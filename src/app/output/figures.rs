//! The numbers below the picture: losses, accuracies, and where training broke. Their titles choose
//! what the curves below show, and their names are the curves' legend.

use leptos::prelude::*;

use super::curves::shown_view;
use super::diverged::Diverged;
use super::remarks::LossRemarks;
use crate::app::curve::Metric;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::app::widgets::help::{HelpTopic, Term};
use crate::protocol::Metrics;

/// Train and test loss; with classes the accuracies too.
#[component]
pub fn Figures() -> impl IntoView {
    let run = use_run();
    let classifies = memo(move || run.config.with(|config| config.target().classes > 0));
    let diverged = memo(move || number::diverged(run.stopped.get()));
    view! {
        <div class="figures" class:is-diverged=move || diverged.get().is_some()>
            <div class="figures-group">
                <Title metric=Metric::Loss id="curve-loss" />
                <Figure id="train-loss" name=|words| words.train_loss key="train" value=|m| m.train_loss text=number::loss />
                <Figure id="test-loss" name=|words| words.test_loss key="test" value=|m| m.test_loss text=number::loss help=HelpTopic::Losses />
            </div>
            <Show when=move || classifies.get()>
                <div class="figures-group">
                    <Title metric=Metric::Accuracy id="curve-accuracy" />
                    <Figure
                        id="train-accuracy"
                        name=|words| words.train_accuracy
                        key="train"
                        value=|m| m.train_accuracy
                        text=number::percent
                    />
                    <Figure
                        id="test-accuracy"
                        name=|words| words.test_accuracy
                        key="test"
                        value=|m| m.test_accuracy
                        text=number::percent
                        help=HelpTopic::Accuracy
                    />
                </div>
            </Show>
            <LossRemarks />
            <Diverged />
        </div>
    }
}

/// What the figures below it measure; pressed, the curves show it.
#[component]
fn Title(
    /// What they measure.
    metric: Metric,
    /// `data-testid`
    id: &'static str,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let name = move || {
        let words = page.text().output;
        match metric {
            Metric::Loss => words.loss,
            Metric::Accuracy => words.accuracy,
        }
    };
    view! {
        <span class="figures-title">
            <button
                type="button"
                class="curves-toggle"
                data-testid=id
                aria-pressed=move || (shown_view(run).metric == metric).to_string()
                on:click=move |_| page.curve_view.update(|view| view.metric = metric)
            >
                {name}
            </button>
        </span>
    }
}

/// One number: its name below, every digit in the title and in `data-value`.
#[component]
fn Figure(
    /// `data-testid`
    id: &'static str,
    /// Picks its name.
    name: fn(&Words) -> &'static str,
    /// `train` or `test`: which of the curves is its own.
    key: &'static str,
    /// Picks its value.
    value: fn(&Metrics) -> f64,
    /// Writes it.
    text: fn(f64) -> String,
    /// What its name explains.
    #[prop(optional)]
    help: Option<HelpTopic>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    // As bits, for NaN equals itself then and nothing is written anew.
    let bits = memo(move || run.frame.with(|frame| current(frame, value).to_bits()));
    let now = move || f64::from_bits(bits.get());
    let short = move || {
        let words = page.text().output;
        if key == "train" { words.train } else { words.test }
    };
    view! {
        <div class="figure">
            <output
                class="figure-value"
                translate="no"
                aria-live="off"
                aria-label=move || name(page.text().output)
                data-testid=id
                data-value=move || number::full(now())
                title=move || number::full(now())
            >
                {move || text(now())}
            </output>
            <span class=format!("figure-name is-{key}")>
                {match help {
                    Some(topic) => view! { <Term topic>{short}</Term> }.into_any(),
                    None => short.into_any(),
                }}
            </span>
        </div>
    }
}

/// The metric of a frame; before the first frame there is none.
fn current(frame: &crate::protocol::Frame, value: fn(&Metrics) -> f64) -> f64 {
    if frame.shape.is_empty() { f64::NAN } else { value(&frame.metrics) }
}
