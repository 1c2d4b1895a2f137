//! Listens to the browser's history, and to what ends a drag. What an entry holds is in
//! `link::entry`.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use super::state::State;

/// Follows the browser's history, and ends drags that say no end of their own.
pub fn listen(state: State) {
    let follow = move |_: web_sys::Event| {
        state.follow_hash();
    };
    // Between two entries of the same hash only the first of these comes; a page that the browser
    // had put aside whole comes back with the third.
    let heard = ["popstate", "hashchange", "pageshow"]
        .map(|name| window_event_listener_untyped(name, follow));
    // A slider that is let go where it was taken up has changed nothing and says nothing.
    let end = move || {
        if state.is_dragging() {
            // What it does say comes first.
            set_timeout(
                move || {
                    if state.is_dragging() {
                        state.finish()
                    }
                },
                Duration::ZERO,
            );
        }
    };
    let let_go = [
        window_event_listener(ev::pointerup, move |_| end()),
        window_event_listener(ev::pointercancel, move |_| end()),
        window_event_listener(ev::blur, move |_| end()),
    ];
    on_cleanup(move || {
        for listener in heard.into_iter().chain(let_go) {
            listener.remove();
        }
    });
}
