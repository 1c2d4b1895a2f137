//! How long a frame takes from the first link drawn to the next task: strokes are only noted down
//! while they are made, and cost what they cost when the browser paints them, behind our script.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::MessageChannel;

use super::thin::Allowance;

/// Times frames, and says how many links the next one may have.
pub struct Stopwatch {
    allowance: Rc<Cell<Allowance>>,
    /// When the frame under way began to draw links, and how many.
    running: Rc<Cell<Option<(f64, usize)>>>,
    channel: MessageChannel,
    _ended: Closure<dyn FnMut()>,
}

impl Stopwatch {
    /// One that stands still; `None` where the browser has no such channel.
    pub fn new() -> Option<Self> {
        let allowance = Rc::new(Cell::new(Allowance::default()));
        let running = Rc::new(Cell::new(None));
        let channel = MessageChannel::new().ok()?;
        let ended = Closure::new({
            let (allowance, running) = (Rc::clone(&allowance), Rc::clone(&running));
            move || {
                if let Some((start, drawn)) = running.take() {
                    let mut next = allowance.get();
                    next.took(drawn, now() - start);
                    allowance.set(next);
                }
            }
        });
        channel.port1().set_onmessage(Some(ended.as_ref().unchecked_ref()));
        Some(Self { allowance, running, channel, _ended: ended })
    }

    /// Links that a frame may have now.
    pub fn most(&self) -> usize {
        self.allowance.get().most()
    }

    /// A frame has drawn links since `start`; the time runs until the browser has painted it.
    pub fn drew(&self, drawn: usize, start: f64) {
        let before = self.running.replace(Some((start, drawn)));
        if before.is_some() {
            // Two in one frame count from the first on.
            self.running.set(before);
        } else if self.channel.port2().post_message(&JsValue::NULL).is_err() {
            self.running.set(None);
        }
    }
}

/// The time in ms; 0 in a browser without a clock, where nothing then takes too long.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
