//! What the worker says, taken in: most of it goes into the page's signals, a frame waits for the
//! next animation frame.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::connection::{Shared, died, disagree, flush, log};
use super::frames::arrive;
use super::handover;
use crate::app::notice::{Interrupted, Notice};
use crate::app::output::rates::rounded;
use crate::app::setting::number_text;
use crate::app::state::Run;
use crate::protocol::{Event, Failure, Profile, Stopped, VERSION, transfer};

/// Takes in what the worker says.
pub(super) fn hear(connection: &Shared, told: Event, message: &JsValue) {
    connection.borrow_mut().pulse.heard();
    if let Some(told) = take(connection, told, message) {
        receive(connection, told);
    }
}

/// Takes in what has more than words: a frame with its pictures, and checkpoints, whose state is
/// kept as it came. Any other event comes back.
fn take(connection: &Shared, event: Event, message: &JsValue) -> Option<Event> {
    match event {
        Event::Frame(frame) => {
            connection.borrow_mut().spare.extend(transfer::spare(message));
            arrive(connection, frame, transfer::attached(message));
            None
        }
        Event::Checkpoint(checkpoint) => {
            let mut at = connection.borrow_mut();
            // One from before a change fits neither the config nor, perhaps, the run.
            if at.unheard.is_none() && at.keep(checkpoint, message) {
                at.restarts.progressed();
                at.succession.progressed();
            }
            None
        }
        Event::Kept { mark, checkpoint } => {
            let run = connection.borrow().run;
            run.keep(mark, checkpoint.zip(transfer::state(message)));
            None
        }
        Event::Handed(checkpoint) => {
            // What it has heard all of fits the config.
            let kept = checkpoint.map(|found| connection.borrow_mut().keep(found, message));
            handover::handed(connection, kept == Some(true));
            None
        }
        event => Some(event),
    }
}

/// Takes an event in.
fn receive(connection: &Shared, event: Event) {
    let run = connection.borrow().run;
    match event {
        Event::Ready { version: VERSION } => {
            {
                let mut at = connection.borrow_mut();
                at.ready = true;
                at.pulse.woke();
            }
            flush(connection);
        }
        Event::Ready { version } => {
            disagree(connection, &format!("the worker's version is {version}, not {VERSION}"));
        }
        Event::Called { functions } => run.called.set(functions),
        Event::Beat { mark } => connection.borrow_mut().heard(mark),
        Event::Patience { ms } => connection.borrow_mut().pulse.grant(f64::from(ms)),
        Event::Gpu(gpu) => handover::found(connection, gpu),
        Event::Assigned(assignment) => run.assignment.set(Some(assignment)),
        Event::Race(race) => {
            begun(run, Interrupted::Race, race.running);
            run.race.set(race);
        }
        Event::Data(data) => connection.borrow_mut().pending.data(*data),
        // Taken where what comes with them is at hand.
        Event::Frame(_) | Event::Checkpoint(_) | Event::Kept { .. } | Event::Handed(_) => {}
        Event::Stopped(why) => stopped(run, why),
        Event::Graph(graph) => {
            // Times of another plan say nothing of this one.
            run.profile.set(Profile::default());
            run.graph.set(Arc::new(graph));
        }
        Event::Profile(profile) => {
            begun(run, Interrupted::Profile, profile.running);
            run.profile.set(profile);
        }
        Event::Rates(rates) => {
            begun(run, Interrupted::Rates, rates.running);
            if !rates.running {
                let words = untrack(|| run.page.text()).output;
                run.page.say(match rates.suggestion {
                    Some(rate) => (words.rate_found)(&number_text(rounded(rate))),
                    None => words.rate_not_found.to_owned(),
                });
            }
            run.rates.set(Some(rates));
        }
        Event::Failed(failure) => match failure {
            Failure::Worker { detail } => died(connection, &detail),
            // The page checks what it sends, so these are mistakes of ours.
            Failure::Config(error) => log(&error.to_string()),
            Failure::Weight => log("the worker knows no such weight"),
            Failure::Table => log("the worker was not brought the table"),
            Failure::Message { detail } => log(&detail),
            Failure::Checkpoint => log("the checkpoint did not fit; the run starts anew"),
        },
    }
}

/// What runs again is no longer broken off.
fn begun(run: Run, what: Interrupted, running: bool) {
    if running {
        run.page.forget(|notice| *notice == Notice::Interrupted { what });
    }
}

fn stopped(run: Run, why: Stopped) {
    match why {
        Stopped::Paused => {
            // A pause that the visitor has already taken back is no news.
            if run.playing.get_untracked() {
                return;
            }
        }
        Stopped::Reached { epoch } => {
            run.playing.set(false);
            run.page.notify(Notice::Reached { epoch });
        }
        Stopped::Callback { epoch, reason, restored } => {
            run.playing.set(false);
            run.page.notify(Notice::StoppedBy { epoch, reason, restored });
        }
        Stopped::Diverged { epoch, cause, sound: _ } => {
            run.playing.set(false);
            run.page.notify(Notice::Diverged { epoch, cause });
        }
    }
    run.stopped.set(Some(why));
}
