//! What a screen reader says while nobody looks: the page's one live region. Anything is said through
//! `Page::say`; what the run itself does, playing, pausing, each step, is said here. Why it stopped
//! a notice says.

use std::collections::VecDeque;

use leptos::prelude::*;

use crate::app::reactive::{effect, memo};
use crate::app::state::{Run, use_run};
use crate::app::text::number;
use crate::app::widgets::each::Each;
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

/// The lines that were said last; a new one is spoken.
#[component]
pub fn Announcer() -> impl IntoView {
    let run = use_run();
    let place = memo(move || place(run));
    Effect::new(move |before: Option<Place>| {
        let now = place.get();
        if let Some(before) = before
            && let Some(text) = news(run, before, now)
        {
            run.page.say(text);
        }
        now
    });
    // What is there when the region comes onto the page is not spoken.
    let lines = RwSignal::new(VecDeque::new());
    effect(move || lines.set(run.page.said.get()));
    view! {
        <div class="spoken" aria-live="polite" translate="no" data-testid="announcer">
            <Each each=move || lines.get() key=|(number, _)| *number let((_, line))>
                <p>{line}</p>
            </Each>
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
        // A notice says so.
        Some(Stopped::Reached { .. } | Stopped::Callback { .. } | Stopped::Diverged { .. }) => {
            return None;
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
        Some((words.stepped)(&epoch))
    } else {
        None
    }
}
