//! What is said where training broke, and the two ways out of it.

use leptos::prelude::*;

use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::decimal;
use crate::protocol::{Command, Stopped};

/// How much lower the learning rate becomes.
const LOWER: f64 = 10.0;

/// "diverged at epoch 7", and two buttons: back to the last good epoch, with the same learning
/// rate or a lower one. Nothing else while the run has not diverged.
#[component]
pub fn Diverged() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let broken = memo(move || match run.stopped.get() {
        Some(Stopped::Diverged { epoch, sound, cause: _ }) => Some((epoch, sound)),
        Some(Stopped::Paused | Stopped::Reached { .. } | Stopped::Callback { .. }) | None => None,
    });
    let back = move || {
        run.goes_on();
        run.send(Command::FallBack);
    };
    let lower = move || {
        back();
        run.edit(|config| config.learning_rate = lowered(config.learning_rate));
    };
    move || {
        let (epoch, sound) = broken.get()?;
        let words = page.text().output;
        Some(view! {
            <div class="figures-diverged">
                <span translate="no" data-testid="diverged">{(words.diverged)(&number::grouped(epoch))}</span>
                <button type="button" class="tool" data-testid="fall-back" on:click=move |_| back()>
                    {(words.fall_back)(&number::grouped(sound))}
                </button>
                <button type="button" class="tool" data-testid="lower-rate" on:click=move |_| lower()>
                    {words.lower_rate}
                </button>
            </div>
        })
    }
}

/// A tenth of a rate, as one would type it: three digits are what a rate needs.
fn lowered(rate: f64) -> f64 {
    decimal::read(&format!("{:.2e}", rate / LOWER)).unwrap_or(rate)
}
