//! What a screen reader says while nobody looks: playing, pausing, each step, why training
//! stopped.

use leptos::prelude::*;

use super::shell::Shell;
use crate::app::output::number;
use crate::app::state::{State, use_state};
use crate::protocol::Stopped;

/// A line that is spoken when it changes.
#[component]
pub fn Announcer() -> impl IntoView {
    let state = use_state();
    let said = expect_context::<Shell>().said;
    watch_playing(state, said);
    watch_steps(state, said);
    watch_stops(state, said);
    view! {
        <div class="spoken" aria-live="polite" data-testid="announcer">
            {move || said.get()}
        </div>
    }
}

fn epoch(state: State) -> String {
    number::grouped(state.frame.with_untracked(|frame| frame.epoch))
}

fn watch_playing(state: State, said: RwSignal<String>) {
    Effect::new(move |before: Option<bool>| {
        let playing = state.playing.get();
        if before.is_some_and(|before| before != playing) {
            let words = untrack(|| state.text()).controls;
            said.set(if playing {
                words.playing.to_owned()
            } else {
                (words.paused)(&epoch(state))
            });
        }
        playing
    });
}

/// At rest a new epoch or a new place in it is a step's doing.
fn watch_steps(state: State, said: RwSignal<String>) {
    let place = Memo::new(move |_| {
        let playing = state.playing.get();
        state.frame.with(|frame| (frame.run, frame.epoch, frame.sample, playing || frame.running))
    });
    Effect::new(move |before: Option<(u32, u64, usize, bool)>| {
        let place = place.get();
        let (run, number, sample, moving) = place;
        let stepped = before.is_some_and(|(old_run, old_number, old_sample, was_moving)| {
            old_run == run && (old_number, old_sample) != (number, sample) && !was_moving
        });
        if stepped && !moving && (number, sample) != (0, 0) {
            let words = untrack(|| state.text()).controls;
            let loss = state.frame.with_untracked(|frame| frame.metrics.train_loss);
            said.set((words.stepped)(&epoch(state), &number::loss(loss)));
        }
        place
    });
}

fn watch_stops(state: State, said: RwSignal<String>) {
    Effect::new(move |_| {
        let words = untrack(|| state.text()).controls;
        match state.stopped.get() {
            Some(Stopped::Reached { epoch }) => said.set((words.reached)(&number::grouped(epoch))),
            Some(Stopped::Diverged { epoch, cause: _ }) => {
                said.set((words.diverged)(&number::grouped(epoch)));
            }
            Some(Stopped::Paused) | None => {}
        }
    });
}
