//! The connection itself: starts the worker, queues commands until it listens, and starts it anew
//! when it dies. What it says `events` takes in, and `frames` shows.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::events::receive;
use super::frames::pictures;
use crate::app::notice::Notice;
use crate::app::output::surface;
use crate::app::state::{Looked, Pictures, State};
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::protocol::{Checkpoint, Command, Data, Event, Frame, transfer};

/// Starts without a sign of life in between, after which the page gives up.
const ATTEMPTS: u32 = 3;

/// The worker and what is under way between it and the page.
pub(super) struct Connection {
    pub(super) state: State,
    worker: Option<Worker>,
    /// It has said that it listens.
    pub(super) ready: bool,
    /// Commands that wait for it to listen, or for the next animation frame.
    queue: Vec<Command>,
    /// Starts since the last frame.
    pub(super) attempts: u32,
    /// The newest checkpoint, while it still fits the config, and its state.
    checkpoint: Option<(Box<Checkpoint>, Uint8Array)>,
    /// The same until the worker that goes on from it listens.
    enclosed: Option<Uint8Array>,
    /// The config that the worker was last told.
    config: Option<Config>,
    /// Data and frame that wait for the next animation frame.
    pub(super) data: Option<Data>,
    pub(super) frame: Option<Box<Frame>>,
    /// What was drawn for that frame, and for the one before the one on show.
    pub(super) pictures: Pictures,
    pub(super) old: Pictures,
    /// Buffers of frames that have been read, for the worker to use again.
    spare: Vec<ArrayBuffer>,
    pub(super) drawing: bool,
    flushing: bool,
    /// The run whose curve is on show; `None` right after a restart, whose first frame goes on with it.
    pub(super) run: Option<u32>,
    on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    on_error: Option<Closure<dyn FnMut(web_sys::Event)>>,
}

/// One for all closures.
pub(super) type Shared = Rc<RefCell<Connection>>;

/// Starts the worker and keeps it connected to the page's state.
pub fn connect(state: State) {
    let connection: Shared = Rc::new(RefCell::new(Connection {
        state,
        worker: None,
        ready: false,
        queue: Vec::new(),
        attempts: 0,
        checkpoint: None,
        enclosed: None,
        config: None,
        data: None,
        frame: None,
        pictures: Pictures::default(),
        old: Pictures::default(),
        spare: Vec::new(),
        drawing: false,
        flushing: false,
        run: Some(0),
        on_message: None,
        on_error: None,
    }));
    let on_message = {
        let connection = Rc::clone(&connection);
        Closure::new(move |event: MessageEvent| match transfer::to_event(&event.data()) {
            Ok(told) => {
                if let Event::Frame(frame) = &told {
                    let pictures = pictures(frame, transfer::attached(&event.data()));
                    let mut at = connection.borrow_mut();
                    at.pictures = pictures;
                    at.spare.extend(transfer::spare(&event.data()));
                }
                if let Event::Checkpoint(checkpoint) = &told {
                    let state = transfer::state(&event.data());
                    let kept = state.map(|state| (checkpoint.clone(), state));
                    connection.borrow_mut().checkpoint = kept;
                }
                receive(&connection, told);
            }
            Err(detail) => log(&detail),
        })
    };
    let on_error = {
        let connection = Rc::clone(&connection);
        Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            // A script that cannot be fetched is told by an event without a message.
            let message = Reflect::get(&event, &"message".into()).ok();
            let message = message.and_then(|message| message.as_string());
            restart(&connection, message.as_deref().unwrap_or("the worker cannot be fetched"));
        })
    };
    {
        let mut connection = connection.borrow_mut();
        connection.on_message = Some(on_message);
        connection.on_error = Some(on_error);
    }
    start(&connection);

    Effect::new({
        let connection = Rc::clone(&connection);
        move || {
            let fresh = state.outbox.with(|outbox| !outbox.is_empty());
            if fresh {
                let commands = state.outbox.try_update_untracked(std::mem::take);
                enqueue(&connection, commands.unwrap_or_default());
            }
        }
    });
    Effect::new(move || {
        let unit = match state.looked.get() {
            Some(Looked::Unit(unit)) => Some(unit),
            Some(Looked::Feature(_)) | None => None,
        };
        state.send(Command::Look { unit });
    });
    surface::follow_restored(state);
    let visibility = window_event_listener_untyped("visibilitychange", move |_| {
        state.send(Command::Visible { visible: !document().hidden() });
    });
    let hash = window_event_listener(leptos::ev::hashchange, move |_| state.follow_hash());
    on_cleanup(move || {
        visibility.remove();
        hash.remove();
    });
}

/// Says in the console what is no visitor's business.
pub(super) fn log(detail: &str) {
    web_sys::console::error_1(&detail.into());
}

/// The worker that `index.html` has started while this program was still on its way, and what it
/// has said since; once.
fn early() -> Option<(Worker, Array)> {
    let key = JsValue::from("earlyWorker");
    let found = Reflect::get(&window(), &key).ok()?;
    let worker = Reflect::get(&found, &"worker".into()).ok()?.dyn_into().ok()?;
    let told = Reflect::get(&found, &"told".into()).ok()?.dyn_into().ok()?;
    Reflect::set(&window(), &key, &JsValue::NULL).ok()?;
    Some((worker, told))
}

/// Starts a worker, or takes over the one that has been started; its script's name holds its
/// version.
fn start(connection: &Shared) {
    let meta = document().query_selector("meta[name=worker]").ok().flatten();
    let script = meta.and_then(|meta| meta.get_attribute("content"));
    let (early, told) = early().unzip();
    let worker = early.map_or_else(
        || {
            let script = script.ok_or_else(|| JsValue::from("the page names no worker"))?;
            Worker::new(&script)
        },
        Ok,
    );
    listen(connection, worker);
    let on_message = connection.borrow().on_message.as_ref().map(|closure| {
        let listener: &Function = closure.as_ref().unchecked_ref();
        listener.clone()
    });
    for (event, listener) in told.iter().flat_map(Array::iter).zip(on_message.iter().cycle()) {
        // What a listener throws the browser reports.
        let _ = listener.call1(&JsValue::NULL, &event);
    }
}

fn listen(connection: &Shared, worker: Result<Worker, JsValue>) {
    let mut at = connection.borrow_mut();
    at.ready = false;
    at.attempts += 1;
    match worker {
        Ok(worker) => {
            let on_message = at.on_message.as_ref().map(|closure| closure.as_ref().unchecked_ref());
            worker.set_onmessage(on_message);
            let on_error = at.on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref());
            worker.set_onerror(on_error);
            at.worker = Some(worker);
        }
        Err(error) => {
            let detail = error.as_string().unwrap_or_else(|| format!("{error:?}"));
            at.state.notify(Notice::WorkerLost { detail });
        }
    }
}

/// The worker has died: another one goes on from the last checkpoint.
pub(super) fn restart(connection: &Shared, detail: &str) {
    log(detail);
    let state = {
        let mut at = connection.borrow_mut();
        if let Some(worker) = at.worker.take() {
            // What a dead one still has to say would cost the next one its life.
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        let state = at.state;
        if at.attempts >= ATTEMPTS {
            state.playing.set(false);
            state.notify(Notice::WorkerLost { detail: detail.to_owned() });
            return;
        }
        // Whatever waited was said to the dead one; config, run and look are said again below.
        at.queue.clear();
        (at.data, at.frame) = (None, None);
        let config = Box::new(state.config.get_untracked());
        let epoch = at.checkpoint.as_ref().map_or(0, |(checkpoint, _)| checkpoint.epoch);
        match at.checkpoint.clone() {
            Some((checkpoint, state)) => {
                at.run = None;
                at.enclosed = Some(state);
                at.queue.push(Command::Restore { config: config.clone(), checkpoint });
            }
            None => at.queue.push(Command::Configure { config: config.clone() }),
        }
        at.config = Some(*config);
        state.notify(Notice::WorkerRestarted { epoch });
        state
    };
    start(connection);
    if let Some(Looked::Unit(unit)) = state.looked.get_untracked() {
        state.send(Command::Look { unit: Some(unit) });
    }
    state.send_watch();
    state.send_wish();
    if state.playing.get_untracked() {
        state.send_run();
    }
}

/// Takes commands in. A config waits for the next animation frame, since the next one of a
/// drag may replace it until then; anything else takes it along at once.
fn enqueue(connection: &Shared, commands: Vec<Command>) {
    let wait = {
        let mut at = connection.borrow_mut();
        for command in commands {
            if let (Some(Command::Configure { .. }), Command::Configure { .. }) =
                (at.queue.last(), &command)
            {
                at.queue.pop();
            }
            at.queue.push(command);
        }
        let configuring = matches!(at.queue.last(), Some(Command::Configure { .. }));
        if configuring && at.flushing {
            return;
        }
        at.flushing |= configuring;
        configuring
    };
    if wait {
        let connection = Rc::clone(connection);
        request_animation_frame(move || {
            connection.borrow_mut().flushing = false;
            flush(&connection);
        });
    } else {
        flush(connection);
    }
}

/// Posts what waits, once the worker listens.
pub(super) fn flush(connection: &Shared) {
    let mut at = connection.borrow_mut();
    if !at.ready {
        return;
    }
    for command in std::mem::take(&mut at.queue) {
        at.remember(&command);
        at.post(&command);
    }
}

impl Connection {
    /// Forgets a checkpoint that a command makes useless.
    fn remember(&mut self, command: &Command) {
        match command {
            Command::Configure { config } => {
                let change = self.config.as_ref().map(|old| config.change_since(old));
                if change.is_none_or(|change| change == Change::Rebuild) {
                    self.checkpoint = None;
                }
                self.config = Some((**config).clone());
            }
            Command::Reset | Command::SetWeight { .. } => self.checkpoint = None,
            Command::Run { .. }
            | Command::Pause
            | Command::Step { .. }
            | Command::Look { .. }
            | Command::Shown
            | Command::Visible { .. }
            | Command::Watch { .. }
            | Command::Profile
            | Command::Draw { .. }
            | Command::FindRate
            | Command::Race
            | Command::EndRace
            | Command::Restore { .. } => {}
        }
    }

    fn post(&mut self, command: &Command) {
        let Some(worker) = &self.worker else { return };
        let (spare, enclosed) = (&mut self.spare, &mut self.enclosed);
        let posted = transfer::from_command(command).and_then(|mut message| {
            if *command == Command::Shown {
                message.give_back(std::mem::take(spare));
            }
            if matches!(command, Command::Restore { .. })
                && let Some(state) = enclosed.take()
            {
                message.enclose(&state);
            }
            let posted = worker.post_message_with_transfer(&message.value, &message.transfer);
            posted.map_err(|error| format!("{error:?}"))
        });
        if let Err(detail) = posted {
            log(&detail);
        }
    }
}
