//! A clock for one thing to come.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// A timer that can be called off; it is when its component goes.
#[derive(Clone, Copy)]
pub struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    /// One that does not run.
    pub fn idle() -> Self {
        let timer = Self(StoredValue::new(None));
        on_cleanup(move || timer.call_off());
        timer
    }

    /// Whether something is to come.
    pub fn runs(self) -> bool {
        self.0.with_value(Option::is_some)
    }

    /// Does something after a time, in the place of what was to come. Without a clock it never
    /// comes.
    pub fn start(self, time: Duration, act: impl FnOnce() + 'static) {
        self.call_off();
        let act = move || {
            self.0.set_value(None);
            act();
        };
        self.0.set_value(set_timeout_with_handle(act, time).ok());
    }

    /// Nothing is to come any more.
    pub fn call_off(self) {
        self.0.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }
}
