//! The change over to the worker with the GPU. It is started beside the one that has the run, once the
//! page stands; when it has opened the adapter the first one is asked for the run as it stands, and
//! only then let go. What goes wrong with the second leaves the first as it is.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::connection::{Shared, begin_anew, flush, log, named, say_all, told};
use super::gpu::tell;
use super::succession::Act;
use crate::protocol::{Command, Event, Failure, Gpu, VERSION};

/// Goes on with the change, where there is something to do.
pub(super) fn look(connection: &Shared) {
    let (run, act) = {
        let mut at = connection.borrow_mut();
        if !at.began || !at.ready {
            return;
        }
        let (run, succession) = (at.run, &mut at.succession);
        let runtime = run.config.with_untracked(|config| config.runtime);
        (run, succession.next(runtime, run.raced.get_untracked()))
    };
    match act {
        Act::Wait => {}
        Act::Fetch => {
            run.gpu.set(None);
            fetch(connection);
        }
        Act::Ask => connection.borrow_mut().post(&Command::Hand),
    }
}

/// Starts the second worker.
fn fetch(connection: &Shared) {
    match named("gpu-worker") {
        Ok(worker) => {
            let mut at = connection.borrow_mut();
            at.second_ears.listen_to(&worker);
            at.second = Some(worker);
        }
        Err(error) => died(connection, &told(&error)),
    }
}

/// Takes in what the second worker says before it has the run.
pub(super) fn hear(connection: &Shared, event: Event, _message: &JsValue) {
    match event {
        Event::Gpu(gpu @ Gpu::Available { .. }) => {
            connection.borrow_mut().succession.opened(gpu);
            look(connection);
        }
        Event::Gpu(gpu) => fail(connection, gpu, "the GPU cannot be opened"),
        Event::Failed(Failure::Worker { detail }) => fail(connection, Gpu::NoProgram, &detail),
        Event::Ready { version: VERSION } => {}
        Event::Ready { version } => {
            let detail = format!("the GPU's worker has version {version}, not {VERSION}");
            fail(connection, Gpu::NoProgram, &detail);
        }
        // The first one has said so as well, or nobody has asked it anything yet.
        Event::Called { .. }
        | Event::Beat { .. }
        | Event::Patience { .. }
        | Event::Assigned(_)
        | Event::Race(_)
        | Event::Data(_)
        | Event::Frame(_)
        | Event::Checkpoint(_)
        | Event::Kept { .. }
        | Event::Handed(_)
        | Event::Stopped(_)
        | Event::Graph(_)
        | Event::Profile(_)
        | Event::Rates(_)
        | Event::Failed(_) => {}
    }
}

/// The second worker has died before it had the run, or could not be started.
pub(super) fn died(connection: &Shared, detail: &str) {
    fail(connection, Gpu::NoProgram, detail);
}

/// There is no second worker: the first one goes on, and hears what has waited.
fn fail(connection: &Shared, gpu: Gpu, detail: &str) {
    log(detail);
    let run = {
        let mut at = connection.borrow_mut();
        at.end_second();
        at.succession.failed();
        at.run
    };
    flush(connection);
    tell(run, gpu);
}

/// The first worker has given the run away, as it stands in the newest checkpoint, or keeps it.
pub(super) fn handed(connection: &Shared, given: bool) {
    let run = connection.borrow().run;
    if !given {
        connection.borrow_mut().succession.refused();
        flush(connection);
        return;
    }
    let gpu = connection.borrow_mut().succession.take();
    match gpu {
        Some(gpu) => {
            begin_anew(connection);
            connection.borrow_mut().succeed();
            say_all(run);
            tell(run, gpu);
        }
        // Who was to have it has died meanwhile: it goes on where it stands.
        None if run.playing.get_untracked() => run.send_run(),
        None => {}
    }
}

/// What the browser says of the GPU, by the worker that has the run. One that has none itself tells of
/// an adapter: if that is put to work, the answer is the second worker's.
pub(super) fn found(connection: &Shared, gpu: Gpu) {
    let run = {
        let mut at = connection.borrow_mut();
        let run = at.run;
        if let Gpu::Wrong { .. } = gpu {
            at.succession.distrust();
        }
        if let (Gpu::Available { software, .. }, false) = (&gpu, at.succession.is_done()) {
            if at.succession.is_given_up() {
                return;
            }
            at.succession.found(*software);
            let runtime = run.config.with_untracked(|config| config.runtime);
            if at.succession.is_wanted(runtime, run.raced.get_untracked()) {
                drop(at);
                run.gpu.set(None);
                look(connection);
                return;
            }
        }
        run
    };
    tell(run, gpu);
}
