//! What a screen reader says while nobody looks: playing, pausing, each step, why training
//! stopped.

use leptos::prelude::*;

use super::shell::Shell;
use crate::app::state::{Run, use_run};
use crate::app::text::number;
use crate::protocol::Stopped;

/// Where the run stands, as far as it is spoken about.
#[derive(Clone, Copy, PartialEq)]
struct Place {
    playing: bool,
    /// Playing, or the last frames of it are on their way.
    moving: bool,
    run: u32,
    epoch: u64,
    sample: usize,
    stopped: Option<Stopped>,
}

/// A line that is spoken when it changes.
#[component]
pub fn Announcer() -> impl IntoView {
    let run = use_run();
    let said = expect_context::<Shell>().said;
    let place = Memo::new(move |_| place(run));
    Effect::new(move |before: Option<Place>| {
        let now = place.get();
        if let Some(before) = before
            && let Some(text) = news(run, before, now)
        {
            said.set(text);
        }
        now
    });
    view! {
        <div class="spoken" aria-live="polite" translate="no" data-testid="announcer">
            {move || said.get()}
        </div>
    }
}

fn place(run: Run) -> Place {
    let playing = run.playing.get();
    let stopped = run.stopped.get();
    run.frame.with(|frame| {
        let moving = playing || frame.running;
        // While it moves, nothing is said of where it is.
        let (epoch, sample) = if moving { (0, 0) } else { (frame.epoch, frame.sample) };
        Place { playing, moving, run: frame.run, epoch, sample, stopped }
    })
}

/// What is worth saying about the way from one place to the next.
fn news(run: Run, before: Place, now: Place) -> Option<String> {
    let words = untrack(|| run.page.text()).controls;
    if now.playing {
        return (!before.playing).then(|| words.playing.to_owned());
    }
    if now.moving {
        return None;
    }
    let epoch = number::grouped(now.epoch);
    match now.stopped {
        Some(Stopped::Reached { epoch } | Stopped::Callback { epoch, .. }) => {
            return Some((words.reached)(&number::grouped(epoch)));
        }
        Some(Stopped::Diverged { epoch, cause: _, sound: _ }) => {
            return Some((words.diverged)(&number::grouped(epoch)));
        }
        Some(Stopped::Paused) | None => {}
    }
    let stepped = before.run == now.run && (before.epoch, before.sample) != (now.epoch, now.sample);
    if (now.epoch, now.sample) == (0, 0) {
        // Reset says so itself; new data speak through the control that drew them.
        None
    } else if before.moving {
        Some((words.paused)(&epoch))
    } else if stepped {
        let loss = run.frame.with_untracked(|frame| frame.metrics.train_loss);
        Some((words.stepped)(&epoch, &number::loss(loss)))
    } else {
        None
    }
}
