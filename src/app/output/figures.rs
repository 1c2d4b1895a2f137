//! The numbers on top of the column: losses, accuracies, and where training broke.

use leptos::prelude::*;

use super::diverged::Diverged;
use super::remarks::LossRemarks;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::app::widgets::help::{Help, HelpTopic};
use crate::engine::config::Problem;
use crate::protocol::Metrics;

/// Train and test loss; with classes the accuracies too.
#[component]
pub fn Figures() -> impl IntoView {
    let run = use_run();
    let classifies =
        Memo::new(move |_| run.config.with(|config| config.problem == Problem::Classification));
    let diverged = Memo::new(move |_| number::diverged(run.stopped.get()));
    view! {
        <div class="figures" class:is-diverged=move || diverged.get().is_some()>
            <Figure id="train-loss" name=|words| words.train_loss value=|m| m.train_loss text=number::loss />
            <Figure id="test-loss" name=|words| words.test_loss value=|m| m.test_loss text=number::loss help=HelpTopic::Losses />
            <Show when=move || classifies.get()>
                <Figure
                    id="train-accuracy"
                    name=|words| words.train_accuracy
                    value=|m| m.train_accuracy
                    text=number::percent
                />
                <Figure
                    id="test-accuracy"
                    name=|words| words.test_accuracy
                    value=|m| m.test_accuracy
                    text=number::percent
                />
            </Show>
            <LossRemarks />
            <Diverged />
        </div>
    }
}

/// One number: its name above, every digit in the title and in `data-value`.
#[component]
fn Figure(
    /// `data-testid`
    id: &'static str,
    /// Picks its name.
    name: fn(&Words) -> &'static str,
    /// Picks its value.
    value: fn(&Metrics) -> f64,
    /// Writes it.
    text: fn(f64) -> String,
    /// What the "?" beside its name explains.
    #[prop(optional)]
    help: Option<HelpTopic>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    // As bits, for NaN equals itself then and nothing is written anew.
    let bits = Memo::new(move |_| run.frame.with(|frame| current(frame, value).to_bits()));
    let now = move || f64::from_bits(bits.get());
    view! {
        <div class="figure">
            <span class="figure-name">
                {move || name(page.text().output)} {help.map(|topic| view! { <Help topic /> })}
            </span>
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
        </div>
    }
}

/// The metric of a frame; before the first frame there is none.
fn current(frame: &crate::protocol::Frame, value: fn(&Metrics) -> f64) -> f64 {
    if frame.shape.is_empty() { f64::NAN } else { value(&frame.metrics) }
}
