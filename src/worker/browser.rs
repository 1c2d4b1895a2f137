//! The worker's only web code: messages in and out, the clock, and when to work next.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use js_sys::global;
use wasm_bindgen::prelude::*;
use web_sys::{
    DedicatedWorkerGlobalScope, ErrorEvent, ImageBitmap, MessageChannel, MessageEvent, Performance,
    PromiseRejectionEvent,
};

use super::artist::Artist;
use super::lane::Accelerator;
use super::linker::Compiler;
use super::math::{self, Choice};
use super::session::{Next, Session};
use crate::engine::backend::on_cpu_compiled;
use crate::protocol::transfer::{self, Pool};
use crate::protocol::{Command, Event, Failure, Gpu, VERSION};

// Without its lanes the 32-bit backend would be a slow way of being imprecise.
#[cfg(target_arch = "wasm32")]
const _: () =
    assert!(cfg!(target_feature = "simd128"), "build with +simd128, see .cargo/config.toml");

/// After so many ms of work without another word a beat goes out.
const BEAT: f64 = 500.0;

/// Pictures that wait for their frame: all units, the big one.
pub type Bitmaps = Rc<RefCell<Vec<ImageBitmap>>>;

/// Has the worker look up: there is something to do.
pub type Wake = Rc<dyn Fn()>;

/// An adapter that has been opened: what trains on it, and what draws.
pub type Opened = (Box<dyn Accelerator>, Box<dyn Artist>);

/// Asks the browser for its adapter: what it says, and the adapter where this program can open one.
pub type Ask = fn(Bitmaps, Wake) -> Pin<Box<dyn Future<Output = (Gpu, Option<Opened>)>>>;

/// The running worker.
struct Worker {
    scope: DedicatedWorkerGlobalScope,
    clock: Performance,
    session: RefCell<Session>,
    /// A message to oneself comes back at once; timers are clamped to 4 ms.
    soon: MessageChannel,
    /// The timer under way.
    timer: RefCell<Option<i32>>,
    /// A message to oneself is under way.
    called: RefCell<bool>,
    /// Pictures that wait for their frame.
    bitmaps: Bitmaps,
    /// What frames travel in.
    pool: RefCell<Pool>,
    ask: Ask,
    /// The browser is being asked for its adapter.
    asking: RefCell<bool>,
    /// When the page was last told something.
    told_at: Cell<f64>,
    /// The mark of the page's newest beat.
    mark: Cell<u32>,
    /// The patience that the page has been asked for.
    patience: Cell<u32>,
    /// What the timer calls.
    on_time: RefCell<Option<Closure<dyn FnMut()>>>,
}

/// Starts the worker: it listens, says so, and works when there is something to do. `ask` tells what
/// there is of a GPU.
///
/// # Errors
/// Where this is no dedicated worker, or the browser lacks what one has.
pub fn start(ask: Ask) -> Result<(), JsValue> {
    tell_panics();
    let scope: DedicatedWorkerGlobalScope = global().dyn_into()?;
    let clock = scope.performance().ok_or("no clock in this worker")?;
    // Before anything is computed.
    math::settle(Choice::of(&scope.name()));
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        clock,
        session: RefCell::new(Session::new(on_cpu_compiled(Rc::new(Compiler::new()?)))),
        soon: MessageChannel::new()?,
        timer: RefCell::default(),
        called: RefCell::default(),
        bitmaps: Bitmaps::default(),
        pool: RefCell::default(),
        ask,
        asking: RefCell::default(),
        told_at: Cell::default(),
        mark: Cell::default(),
        patience: Cell::default(),
        on_time: RefCell::default(),
    });
    let on_command = {
        let worker = Rc::clone(&worker);
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            worker.receive(&event.data());
        })
    };
    scope.set_onmessage(Some(on_command.as_ref().unchecked_ref()));
    let on_soon = {
        let worker = Rc::clone(&worker);
        Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
            worker.called.replace(false);
            worker.work();
        })
    };
    worker.soon.port1().set_onmessage(Some(on_soon.as_ref().unchecked_ref()));
    let on_time = {
        let worker = Rc::clone(&worker);
        Closure::<dyn FnMut()>::new(move || {
            worker.timer.replace(None);
            worker.work();
        })
    };
    worker.on_time.replace(Some(on_time));
    // Traps of WebAssembly surface as rejections here, not as the page's `Worker.onerror`.
    let on_rejection = {
        let worker = Rc::clone(&worker);
        Closure::<dyn FnMut(PromiseRejectionEvent)>::new(move |event: PromiseRejectionEvent| {
            // The page tells the console.
            event.prevent_default();
            worker.fail(&event.reason());
        })
    };
    let on_error = {
        let worker = Rc::clone(&worker);
        Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            let error = event.error();
            worker.fail(&if error.is_object() { error } else { event.message().into() });
        })
    };
    let listen = |name, callback: &JsValue| {
        scope.add_event_listener_with_callback(name, callback.unchecked_ref())
    };
    listen("unhandledrejection", on_rejection.as_ref())?;
    listen("error", on_error.as_ref())?;
    // These live as long as the worker does.
    on_command.forget();
    on_soon.forget();
    on_rejection.forget();
    on_error.forget();
    worker.send(&Event::Ready { version: VERSION });
    let functions = math::called();
    if !functions.is_empty() {
        worker.send(&Event::Called { functions });
    }
    worker.ask();
    Ok(())
}

impl Worker {
    fn receive(self: &Rc<Self>, message: &JsValue) {
        self.pool.borrow_mut().refill(message);
        match transfer::to_command(message) {
            Ok(command) => {
                let now = self.clock.now();
                let configures = matches!(command, Command::Configure { .. });
                if let Command::Beat { mark } = command {
                    self.mark.set(mark);
                }
                self.ask_for_patience(self.session.borrow().patience(Some(&command)));
                let events = self.session.borrow_mut().handle(command, now);
                self.send_all(&events);
                if configures && self.session.borrow().wants_accelerator() {
                    self.ask();
                }
                self.call();
            }
            Err(detail) => self.send(&Event::Failed(Failure::Message { detail })),
        }
    }

    /// Asks the browser for its adapter, unless that is under way.
    fn ask(self: &Rc<Self>) {
        if self.asking.replace(true) {
            return;
        }
        let worker = Rc::clone(self);
        let wake: Wake = {
            let worker = Rc::clone(self);
            Rc::new(move || worker.call())
        };
        let answer = (self.ask)(Rc::clone(&self.bitmaps), wake);
        wasm_bindgen_futures::spawn_local(async move {
            let (found, opened) = answer.await;
            worker.asking.replace(false);
            worker.send(&Event::Gpu(found));
            let (accelerator, artist) = opened.unzip();
            let events = worker.session.borrow_mut().set_accelerator(
                accelerator,
                artist,
                worker.clock.now(),
            );
            worker.send_all(&events);
            worker.call();
        });
    }

    fn work(self: &Rc<Self>) {
        self.ask_for_patience(self.session.borrow().patience(None));
        let (events, next) = {
            let mut clock = || self.clock.now();
            self.session.borrow_mut().work(&mut clock)
        };
        self.send_all(&events);
        if self.clock.now() - self.told_at.get() >= BEAT {
            self.send(&Event::Beat { mark: self.mark.get() });
        }
        match next {
            Next::Now => self.call(),
            Next::After(ms) => self.call_after(ms),
            Next::Idle => {}
        }
    }

    /// Tells the page how long it may have to wait for the next word, where that has changed.
    fn ask_for_patience(&self, ms: u32) {
        if self.patience.replace(ms) != ms {
            self.send(&Event::Patience { ms });
        }
    }

    /// Works again as soon as the messages that wait have been read.
    fn call(&self) {
        if !self.called.replace(true)
            && let Err(error) = self.soon.port2().post_message(&JsValue::NULL)
        {
            self.called.replace(false);
            self.fail(&error);
        }
    }

    fn call_after(&self, ms: f64) {
        if let Some(timer) = self.timer.take() {
            self.scope.clear_timeout_with_handle(timer);
        }
        let on_time = self.on_time.borrow();
        let Some(on_time) = on_time.as_ref() else {
            return;
        };
        let callback = on_time.as_ref().unchecked_ref();
        // Rounded up: a timer that fires early would only find that it is not yet due.
        let ms = ms.ceil() as i32;
        match self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(callback, ms) {
            Ok(timer) => {
                self.timer.replace(Some(timer));
            }
            Err(error) => self.fail(&error),
        }
    }

    fn send_all(&self, events: &[Event]) {
        for event in events {
            self.send(event);
        }
    }

    fn send(&self, event: &Event) {
        let message = transfer::from_event(event, &mut self.pool.borrow_mut());
        let sent = message.and_then(|mut message| {
            if let Event::Frame(frame) = event
                && frame.drawn.is_some()
            {
                message.attach(std::mem::take(&mut *self.bitmaps.borrow_mut()));
            }
            let posted = self.scope.post_message_with_transfer(&message.value, &message.transfer);
            posted.map_err(|error| format!("{error:?}"))
        });
        self.told_at.set(self.clock.now());
        if let Err(detail) = sent {
            // The page cannot be told; the console is what is left.
            web_sys::console::error_1(&detail.into());
        }
    }

    fn fail(&self, reason: &JsValue) {
        self.send(&Event::Failed(Failure::Worker { detail: told(reason) }));
    }
}

/// An error with the places that it came through, where it knows them.
fn told(reason: &JsValue) -> String {
    let stack = reason.dyn_ref::<js_sys::Error>().and_then(|error| {
        let stack = js_sys::Reflect::get(error, &"stack".into()).ok()?.as_string()?;
        let message = String::from(error.to_string());
        // Some browsers leave the message out of it.
        Some(if stack.contains(&message) { stack } else { format!("{message}\n{stack}") })
    });
    stack.or_else(|| reason.as_string()).unwrap_or_else(|| format!("{reason:?}"))
}

/// What panics says so itself, with nothing that may be under way when it happens: the page then
/// starts another worker.
fn tell_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let event = Event::Failed(Failure::Worker { detail: panic.to_string() });
        let scope = global().dyn_into::<DedicatedWorkerGlobalScope>().ok();
        let message = transfer::from_event(&event, &mut Pool::default()).ok();
        if let (Some(scope), Some(message)) = (scope, message) {
            // Where the page cannot be told, the silence will tell.
            let _ = scope.post_message(&message.value);
        }
    }));
}
