//! What the worker says, taken in: most of it goes into the page's signals, a frame waits for the
//! next animation frame.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::connection::{Shared, flush, log, restart};
use super::frames::draw;
use crate::app::notice::Notice;
use crate::app::state::State;
use crate::engine::config::Runtime;
use crate::protocol::{Event, Failure, Gpu, Profile, Stopped, VERSION};

/// Takes an event in.
pub(super) fn receive(connection: &Shared, event: Event) {
    let state = connection.borrow().state;
    match event {
        Event::Ready { version: VERSION } => {
            connection.borrow_mut().ready = true;
            flush(connection);
        }
        Event::Ready { version } => {
            let detail = format!("version {version} instead of {VERSION}");
            state.notify(Notice::WorkerLost { detail });
        }
        Event::Called { functions } => state.called.set(functions),
        Event::Gpu(gpu) => {
            if let Gpu::Lost { epoch, .. } = &gpu {
                // What is gone must not stay chosen; whoever chooses it again asks for it anew.
                if state.config.with_untracked(|config| config.runtime) == Runtime::Gpu {
                    state.edit(|config| config.runtime = Runtime::Auto);
                }
                state.notify(Notice::GpuLost { epoch: *epoch });
            }
            state.gpu.set(Some(gpu));
        }
        Event::Assigned(assignment) => state.assignment.set(Some(assignment)),
        Event::Race(race) => state.race.set(race),
        Event::Data(data) => connection.borrow_mut().data = Some(data),
        Event::Frame(frame) => {
            let mut at = connection.borrow_mut();
            at.frame = Some(frame);
            at.attempts = 0;
            if !std::mem::replace(&mut at.drawing, true) {
                let connection = Rc::clone(connection);
                request_animation_frame(move || draw(&connection));
            }
        }
        // Taken where its state still stands beside it.
        Event::Checkpoint(_) => {}
        Event::Stopped(why) => stopped(state, why),
        Event::Graph(graph) => {
            // Times of another plan say nothing of this one.
            state.profile.set(Profile::default());
            state.graph.set(Arc::new(graph));
        }
        Event::Profile(profile) => state.profile.set(profile),
        Event::Rates(rates) => state.rates.set(Some(rates)),
        Event::Failed(failure) => match failure {
            Failure::Worker { detail } => restart(connection, &detail),
            // The page checks what it sends, so these are mistakes of ours.
            Failure::Config(error) => log(&error.to_string()),
            Failure::Weight => log("the worker knows no such weight"),
            Failure::Message { detail } => log(&detail),
            Failure::Checkpoint => log("the checkpoint did not fit; the run starts anew"),
        },
    }
}

fn stopped(state: State, why: Stopped) {
    match why {
        Stopped::Paused => {
            // A pause that the visitor has already taken back is no news.
            if state.playing.get_untracked() {
                return;
            }
        }
        Stopped::Reached { epoch } => {
            state.playing.set(false);
            state.notify(Notice::Reached { epoch });
        }
        Stopped::Callback { epoch, reason, restored } => {
            state.playing.set(false);
            state.notify(Notice::StoppedBy { epoch, reason, restored });
        }
        Stopped::Diverged { epoch, cause } => {
            state.playing.set(false);
            state.notify(Notice::Diverged { epoch, cause });
        }
    }
    state.stopped.set(Some(why));
}
