//! The worker and what is said to it: starts it, sends commands once it listens, looks after its
//! pulse, and starts another one when it dies. What it says `events` takes in, and `frames` shows.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};

use super::gpu::tell;
use super::pending::Pending;
use super::pulse::{Found, Pulse};
use super::queue::{Queue, is_deed, is_undo};
use super::restarts::{Next, Restarts};
use super::succession::Succession;
use crate::app::notice::{Interrupted, Lost, Notice};
use crate::app::scene::Pictures;
use crate::app::state::{Looked, Run};
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::table::{Brief, Table};
use crate::protocol::{Checkpoint, Command, Gpu, transfer};

/// A checkpoint, as it came, and the config that it fits.
pub(super) struct Kept {
    pub checkpoint: Box<Checkpoint>,
    pub bytes: Uint8Array,
    pub config: Box<Config>,
    table: Option<Named>,
}

/// A table by its id.
type Named = (u64, Arc<Table>);

/// Who hears what a worker says.
#[derive(Default)]
pub(super) struct Ears {
    pub on_message: Option<Closure<dyn FnMut(MessageEvent)>>,
    pub on_error: Option<Closure<dyn FnMut(web_sys::Event)>>,
}

impl Ears {
    pub(super) fn listen_to(&self, worker: &Worker) {
        let on_message = self.on_message.as_ref().map(|closure| closure.as_ref().unchecked_ref());
        worker.set_onmessage(on_message);
        let on_error = self.on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref());
        worker.set_onerror(on_error);
    }
}

/// Which run's curve is on show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnShow {
    /// That of a run of this worker.
    Run(u32),
    /// That of the worker before, from whose checkpoint the next frame goes on.
    Continued,
    /// One that ends there, or none.
    Nothing,
}

/// What has been said to the worker that makes older words of it obsolete.
#[derive(Clone, Copy)]
pub(super) struct Unheard {
    /// The beat that follows it.
    mark: u32,
    /// A new start: frames of the run before are obsolete, too, and not only checkpoints.
    pub anew: bool,
}

/// The worker and what is under way between it and the page.
pub(super) struct Connection {
    pub run: Run,
    worker: Option<Worker>,
    /// The one with the GPU, before it has the run.
    pub second: Option<Worker>,
    pub succession: Succession,
    /// It has said that it listens.
    pub ready: bool,
    pub pulse: Pulse,
    pub restarts: Restarts,
    /// A frame has come, of whichever worker.
    pub began: bool,
    /// The next frame tells the visitor where the run goes on.
    pub revived: bool,
    /// It trained when it came to rest.
    resumes: bool,
    queue: Queue,
    /// The newest checkpoint of the run.
    pub checkpoint: Option<Kept>,
    /// The config that the worker was last told.
    pub config: Option<Config>,
    /// The id of the table that it was last brought.
    brought: Option<u64>,
    /// The table of the config that it was last told, which a stroke may only have passed by.
    table: Option<Named>,
    pub unheard: Option<Unheard>,
    /// The newest beat.
    mark: u32,
    pub pending: Pending<Pictures>,
    pub on_show: OnShow,
    /// Buffers of frames that have been read, for the worker to use again.
    pub spare: Vec<ArrayBuffer>,
    pub drawing: bool,
    flushing: bool,
    looking: bool,
    pub ears: Ears,
    pub second_ears: Ears,
}

/// One for all closures.
pub(super) type Shared = Rc<RefCell<Connection>>;

/// Says whether the page can be seen.
pub(super) fn send_visible(run: Run) {
    run.send(Command::Visible { visible: !document().hidden() });
}

/// Says in the console what is no visitor's business.
pub(in crate::app) fn log(detail: &str) {
    web_sys::console::error_1(&detail.into());
}

/// The worker that `script/start.js` has started while this program was still on its way, and what it
/// has said since; once.
fn early() -> Option<(Worker, Array)> {
    let key = JsValue::from("earlyWorker");
    let found = Reflect::get(&window(), &key).ok()?;
    let worker = Reflect::get(&found, &"worker".into()).ok()?.dyn_into().ok()?;
    let told = Reflect::get(&found, &"told".into()).ok()?.dyn_into().ok()?;
    Reflect::set(&window(), &key, &JsValue::NULL).ok()?;
    Some((worker, told))
}

/// Whether a security policy of the site has stopped a worker, of which `script/start.js` has heard.
fn is_forbidden() -> bool {
    Reflect::get(&window(), &"workerForbidden".into()).is_ok_and(|found| found.is_truthy())
}

/// A new worker by the script that the page names so; the script's name holds its version.
pub(in crate::app) fn named(name: &str) -> Result<Worker, JsValue> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok().flatten();
    let script = meta.and_then(|meta| meta.get_attribute("content"));
    Worker::new(&script.ok_or_else(|| JsValue::from("the page names no worker"))?)
}

/// An error as the console has it.
pub(super) fn told(error: &JsValue) -> String {
    error.as_string().unwrap_or_else(|| format!("{error:?}"))
}

/// Starts a worker, or takes over the one that has been started.
pub(super) fn start(connection: &Shared) {
    let (early, said) = early().unzip();
    match early.map_or_else(|| named("worker"), Ok) {
        Ok(worker) => connection.borrow_mut().listen(worker),
        Err(error) => {
            died(connection, &told(&error));
            return;
        }
    }
    let on_message = connection.borrow().ears.on_message.as_ref().map(|closure| {
        let listener: &Function = closure.as_ref().unchecked_ref();
        listener.clone()
    });
    for (event, listener) in said.iter().flat_map(Array::iter).zip(on_message.iter().cycle()) {
        // What a listener throws the browser reports.
        let _ = listener.call1(&JsValue::NULL, &event);
    }
}

/// The worker has died: another one goes on from the last checkpoint, unless that was in vain too
/// often.
pub(super) fn died(connection: &Shared, detail: &str) {
    log(detail);
    let (run, next, given_up, why) = {
        let mut at = connection.borrow_mut();
        let why = match (at.ready && at.began, is_forbidden()) {
            (true, _) => Lost::Stuck,
            (false, true) => Lost::Forbidden,
            (false, false) => Lost::Unstarted,
        };
        at.end_worker();
        (at.run, at.restarts.died(), at.succession.died(), why)
    };
    if given_up {
        tell(run, Gpu::NoProgram);
    }
    match next {
        Next::Again => revive(connection),
        Next::Rest => {
            connection.borrow_mut().resumes = run.playing.get_untracked();
            run.playing.set(false);
            interrupt(run);
            run.lose_kept();
            run.page.notify(Notice::WorkerLost { why });
        }
    }
}

/// What page and worker say to each other is not the same language.
pub(super) fn disagree(connection: &Shared, detail: &str) {
    log(detail);
    let run = {
        let mut at = connection.borrow_mut();
        at.end_worker();
        at.run
    };
    run.playing.set(false);
    run.page.notify(Notice::WorkerLost { why: Lost::Version });
}

/// The visitor wants another worker.
pub(super) fn try_again(connection: &Shared) {
    let (run, resumes) = {
        let mut at = connection.borrow_mut();
        at.end_worker();
        at.restarts.try_again();
        at.succession.begin_anew();
        (at.run, std::mem::take(&mut at.resumes))
    };
    if resumes {
        run.playing.set(true);
    }
    revive(connection);
}

/// Starts another worker in the place of one that has died, and says to it all that it must know.
fn revive(connection: &Shared) {
    begin_anew(connection);
    let run = {
        let mut at = connection.borrow_mut();
        let playing = at.run.playing.get_untracked();
        // What never began has not broken off.
        at.revived = at.began && (at.checkpoint.is_some() || playing);
        at.run
    };
    interrupt(run);
    run.lose_kept();
    start(connection);
    say_all(run);
}

/// Another worker goes on from the newest checkpoint: what it is told first.
pub(super) fn begin_anew(connection: &Shared) {
    let mut at = connection.borrow_mut();
    let newest = Box::new(at.run.config.get_untracked());
    at.pending.clear();
    at.unheard = None;
    // Before its data, so that nothing else is shown of them meanwhile.
    let mut first: Vec<_> = at.run.view_command().into_iter().collect();
    if let Some(Kept { checkpoint, config, .. }) = &at.checkpoint {
        let (config, checkpoint) = (config.clone(), checkpoint.clone());
        first.push(Command::Restore { config, checkpoint, curve: Vec::new() });
    }
    if at.checkpoint.as_ref().is_none_or(|kept| kept.config != newest) {
        first.push(Command::Configure { config: newest });
    }
    at.queue.begin_anew(first);
    // A curve that does not go on is on show until there is another.
    at.on_show = if at.checkpoint.is_some() { OnShow::Continued } else { OnShow::Nothing };
}

/// Says to another worker what the page does not keep in its config.
pub(super) fn say_all(run: Run) {
    send_visible(run);
    if let Some(Looked::Unit(unit)) = run.looked.get_untracked() {
        run.send(Command::Look { unit: Some(unit) });
    }
    run.send_watch();
    run.send_wish();
    if run.playing.get_untracked() {
        run.send_run();
    }
}

/// What goes on beside the run has died with the worker: the visitor is told, and may begin it
/// again.
fn interrupt(run: Run) {
    let tell = |what| {
        run.interrupted.set(Some(what));
        run.page.notify(Notice::Interrupted { what });
    };
    if run.race.with_untracked(|race| race.running) {
        run.race.update(|race| race.running = false);
        tell(Interrupted::Race);
    }
    if run.profile.with_untracked(|profile| profile.running) {
        run.profile.update(|profile| profile.running = false);
        tell(Interrupted::Profile);
    }
    if run.rates.with_untracked(|rates| rates.as_ref().is_some_and(|rates| rates.running)) {
        run.rates.update(|rates| rates.iter_mut().for_each(|rates| rates.running = false));
        tell(Interrupted::Rates);
    }
}

/// Looks after the worker's pulse, as soon as an animation frame comes.
pub(super) fn await_frame(connection: &Shared) {
    if std::mem::replace(&mut connection.borrow_mut().looking, true) {
        return;
    }
    let connection = Rc::clone(connection);
    request_animation_frame(move || {
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let (run, found) = {
            let mut at = connection.borrow_mut();
            at.looking = false;
            let found = if at.worker.is_some() { at.pulse.look(now) } else { Found::Well };
            (at.run, found)
        };
        match found {
            Found::Well => {}
            Found::Quiet => {
                connection.borrow_mut().beat();
            }
            Found::Slow => run.page.notify(Notice::WorkerLost { why: Lost::Slow }),
            Found::Silent => died(&connection, "the worker has fallen silent"),
        }
    });
}

/// Takes commands in. A config waits for the next animation frame, since the next one of a
/// drag may replace it until then; anything else takes it along at once.
pub(super) fn enqueue(connection: &Shared, commands: Vec<Command>) {
    let (run, resting) = {
        let at = connection.borrow();
        (at.run, at.restarts.is_resting())
    };
    let deed = commands.iter().any(is_deed);
    if resting && !deed {
        // Nobody hears it, and who comes next is told everything.
        run.lose_kept();
        return;
    }
    let wait = {
        let mut at = connection.borrow_mut();
        commands.into_iter().for_each(|command| at.queue.push(command));
        let configuring = at.queue.is_configuring();
        if configuring && at.flushing {
            return;
        }
        at.flushing |= configuring;
        configuring
    };
    if resting {
        // It trains or not as the visitor has it now.
        connection.borrow_mut().resumes = false;
        try_again(connection);
    }
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

/// Posts what waits, once the worker listens, and unless another one may have the run at once.
pub(super) fn flush(connection: &Shared) {
    let mut at = connection.borrow_mut();
    if !at.ready || at.succession.holds() {
        return;
    }
    for command in at.queue.take() {
        let change = at.remember(&command);
        at.post(&command);
        if change != Change::Nothing {
            let anew = change == Change::Rebuild || at.unheard.is_some_and(|before| before.anew);
            let mark = at.beat();
            at.unheard = Some(Unheard { mark, anew });
        }
    }
}

/// Ends a worker. What a dead one still has to say would cost the next one its life.
fn end(worker: &Worker) {
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
}

impl Connection {
    /// One without a worker.
    pub(super) fn new(run: Run) -> Self {
        Self {
            run,
            worker: None,
            second: None,
            succession: Succession::default(),
            ready: false,
            pulse: Pulse::default(),
            restarts: Restarts::default(),
            began: false,
            revived: false,
            resumes: false,
            queue: Queue::default(),
            checkpoint: None,
            config: None,
            brought: None,
            table: None,
            unheard: None,
            mark: 0,
            pending: Pending::default(),
            on_show: OnShow::Nothing,
            spare: Vec::new(),
            drawing: false,
            flushing: false,
            looking: false,
            ears: Ears::default(),
            second_ears: Ears::default(),
        }
    }

    fn listen(&mut self, worker: Worker) {
        self.ready = false;
        self.brought = None;
        self.pulse = Pulse::default();
        self.ears.listen_to(&worker);
        self.worker = Some(worker);
    }

    fn end_worker(&mut self) {
        self.ready = false;
        self.worker.take().iter().for_each(end);
        self.end_second();
    }

    /// Lets the second worker go, which has not had the run.
    pub(super) fn end_second(&mut self) {
        self.second.take().iter().for_each(end);
    }

    /// The second worker, which listens already, takes the place of the first one.
    pub(super) fn succeed(&mut self) {
        if let Some(second) = self.second.take() {
            self.end_worker();
            self.listen(second);
            self.ready = true;
            self.pulse.woke();
        }
    }

    /// Keeps the checkpoint in a message; false where there is none.
    pub(super) fn keep(&mut self, checkpoint: Box<Checkpoint>, message: &JsValue) -> bool {
        let (Some(bytes), Some(config)) = (transfer::state(message), &self.config) else {
            return false;
        };
        let config = Box::new(config.clone());
        let table = self.table.clone();
        self.checkpoint = Some(Kept { checkpoint, bytes, config, table });
        true
    }

    /// How much a command changes of the run that the worker has, which makes a checkpoint useless
    /// or that of another config.
    fn remember(&mut self, command: &Command) -> Change {
        let change = match command {
            Command::Configure { config } => {
                let change = self.config.as_ref().map(|old| config.change_since(old));
                self.config = Some((**config).clone());
                change.unwrap_or(Change::Rebuild)
            }
            Command::Reset => Change::Rebuild,
            Command::Restore { config, checkpoint, .. } => {
                self.config = Some((**config).clone());
                if !is_undo(checkpoint) {
                    return Change::Nothing;
                }
                let Checkpoint { run, epoch, ref state } = **checkpoint;
                self.checkpoint = Some(Kept {
                    checkpoint: Box::new(Checkpoint { run, epoch, state: Vec::new() }),
                    bytes: Uint8Array::from(&state[..]),
                    config: config.clone(),
                    table: None,
                });
                return Change::Rebuild;
            }
            Command::Bring { .. }
            | Command::Run { .. }
            | Command::Pause
            | Command::Step { .. }
            | Command::FallBack
            | Command::SetWeight { .. }
            | Command::Look { .. }
            | Command::View { .. }
            | Command::Shown
            | Command::Visible { .. }
            | Command::Watch(_)
            | Command::Profile
            | Command::Draw { .. }
            | Command::FindRate
            | Command::Race
            | Command::EndRace
            | Command::Keep { .. }
            | Command::Hand
            | Command::Beat { .. } => Change::Nothing,
        };
        if change == Change::Rebuild {
            self.checkpoint = None;
        }
        change
    }

    /// Asks for a word; what is said from then on, the worker has heard all that was said before.
    fn beat(&mut self) -> u32 {
        self.mark = self.mark.wrapping_add(1);
        self.post(&Command::Beat { mark: self.mark });
        self.mark
    }

    /// The worker has heard everything up to this beat.
    pub(super) fn heard(&mut self, mark: u32) {
        self.unheard.take_if(|unheard| unheard.mark == mark);
    }

    /// The table that a config names: the page's, or that of the state that is gone back to.
    fn table_of(&self, own: &Brief) -> Option<Arc<Table>> {
        let kept = self.checkpoint.as_ref().and_then(|kept| kept.table.as_ref());
        let mut passed = self.table.iter().chain(kept).filter(|(id, _)| *id == own.id);
        let known = self.run.page.tables.with_value(|tables| tables.get(own));
        known.or_else(|| passed.next().map(|(_, table)| Arc::clone(table)))
    }

    /// Sends a command; the table that its config names goes before it, where the worker lacks that.
    pub(super) fn post(&mut self, command: &Command) {
        if let Command::Configure { config } | Command::Restore { config, .. } = command
            && let Some(own) = &config.own
            && self.brought != Some(own.id)
            && let Some(table) = self.table_of(own)
        {
            self.brought = Some(own.id);
            self.table = Some((own.id, Arc::clone(&table)));
            self.post(&Command::Bring { table: Box::new(Table::clone(&table)) });
        }
        let Some(worker) = &self.worker else { return };
        let spare = &mut self.spare;
        let posted = transfer::from_command(command).and_then(|mut message| {
            if *command == Command::Shown {
                message.give_back(std::mem::take(spare));
            }
            if let (Command::Restore { .. }, Some(kept)) = (command, &self.checkpoint) {
                message.enclose(&kept.bytes);
            }
            let posted = worker.post_message_with_transfer(&message.value, &message.transfer);
            posted.map_err(|error| format!("{error:?}"))
        });
        if let Err(detail) = posted {
            log(&detail);
        }
    }
}
