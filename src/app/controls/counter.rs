//! The epoch on show. Its box does not change with its digits.

use leptos::prelude::*;

use super::shell::Shell;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::app::widgets::figure;
use crate::protocol::Unit;

/// The epoch, in full.
#[component]
pub fn EpochCounter() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let shell = expect_context::<Shell>();
    // Where batches or samples can be seen one by one, the epoch has a fraction. A pause at a pace
    // of epochs stops within one, too, and nobody asked for that.
    let slow = memo(move || {
        run.speed.get().is_slow_motion() || !run.playing.get() && shell.step.get() != Unit::Epoch
    });
    let text = memo(move || {
        let train = run.config.with(|config| config.train_count());
        let slow = slow.get();
        run.frame.with(|frame| figure::epoch(frame.epoch, frame.sample, train, slow))
    });
    let whole = memo(move || run.frame.with(|frame| frame.epoch));
    // The last frame of a run comes a moment behind the pause.
    let running = memo(move || run.frame.with(|frame| frame.running));
    let diverged = memo(move || number::diverged(run.stopped.get()).is_some());
    view! {
        // What a number is, its group says wherever there is no room for the word.
        <div
            class="counter counter--epoch"
            class:is-diverged=move || diverged.get()
            role="group"
            aria-label=move || page.text().controls.epoch
        >
            <span class="caption">{move || page.text().controls.epoch}</span>
            // The style sheet puts it in the other's place.
            <span class="caption caption--short" hidden>
                {move || page.text().controls.epoch_short}
            </span>
            <span
                class="epoch num"
                translate="no"
                data-testid="epoch"
                data-value=move || whole.get()
                data-running=move || running.get().to_string()
            >
                {move || text.get()}
            </span>
        </div>
    }
}
