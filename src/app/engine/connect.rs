//! Connects the page to its worker: what the page's state asks for goes out, what the worker says
//! comes in.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::connection::{
    Connection, Ears, Shared, await_frame, died, enqueue, log, send_visible, start, try_again,
};
use super::events::hear;
use super::{handover, pulse};
use crate::app::reactive::{effect, memo};
use crate::app::state::{Looked, Run};
use crate::protocol::{Command, Event, transfer};

/// Has a worker heard by these: what it says, with the message that it came in, and that it has died.
fn ears(connection: &Shared, hear: fn(&Shared, Event, &JsValue), died: fn(&Shared, &str)) -> Ears {
    let on_message = {
        let connection = Rc::clone(connection);
        Closure::new(move |event: MessageEvent| match transfer::to_event(&event.data()) {
            Ok(told) => hear(&connection, told, &event.data()),
            Err(detail) => log(&detail),
        })
    };
    let on_error = {
        let connection = Rc::clone(connection);
        Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            // A script that cannot be fetched is told by an event without a message.
            let message = Reflect::get(&event, &"message".into()).ok();
            let message = message.and_then(|message| message.as_string());
            died(&connection, message.as_deref().unwrap_or("the worker cannot be fetched"));
        })
    };
    Ears { on_message: Some(on_message), on_error: Some(on_error) }
}

/// Starts the worker and keeps it connected to the page's state.
pub fn connect(run: Run) {
    let connection: Shared = Rc::new(RefCell::new(Connection::new(run)));
    let (first, second) =
        (ears(&connection, hear, died), ears(&connection, handover::hear, handover::died));
    {
        let mut connection = connection.borrow_mut();
        (connection.ears, connection.second_ears) = (first, second);
    }
    start(&connection);

    effect({
        let connection = Rc::clone(&connection);
        move || {
            let fresh = run.outbox.with(|outbox| !outbox.is_empty());
            if fresh {
                let commands = run.outbox.try_update_untracked(std::mem::take);
                enqueue(&connection, commands.unwrap_or_default());
            }
        }
    });
    Effect::new({
        let connection = Rc::clone(&connection);
        move |before: Option<u32>| {
            let retries = run.retries.get();
            if before.is_some() {
                try_again(&connection);
            }
            retries
        }
    });
    effect(move || {
        let unit = match run.looked.get() {
            Some(Looked::Unit(unit)) => Some(unit),
            Some(Looked::Input(_)) | None => None,
        };
        run.send(Command::Look { unit });
    });
    let runtime = memo(move || run.config.with(|config| config.runtime));
    effect({
        let connection = Rc::clone(&connection);
        move || {
            // Either may put the adapter to work.
            runtime.track();
            run.raced.track();
            handover::look(&connection);
        }
    });
    let pulse = set_interval_with_handle(
        move || {
            await_frame(&connection);
            handover::look(&connection);
        },
        Duration::from_millis(pulse::LOOK as u64),
    );
    let visibility = window_event_listener_untyped("visibilitychange", move |_| send_visible(run));
    on_cleanup(move || {
        if let Ok(pulse) = pulse {
            pulse.clear();
        }
        visibility.remove();
    });
}
