//! Listens to the browser's history, and to what ends a drag. What an entry holds is in
//! `link::entry`.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use super::state::Run;
use crate::app::reactive::on_window;

/// Follows the browser's history with the run that the address bar tells of.
pub fn listen(run: Run) {
    let follow = move |_: web_sys::Event| {
        run.follow_hash();
    };
    // Between two entries of the same hash only the first of these comes; a page that the browser
    // had put aside whole comes back with the third.
    let heard = ["popstate", "hashchange", "pageshow"]
        .map(|name| window_event_listener_untyped(name, follow));
    on_cleanup(move || heard.into_iter().for_each(|listener| listener.remove()));
}

/// Ends a run's drags that say no end of their own: a slider that is let go where it was taken up has
/// changed nothing and says nothing.
pub fn end_drags(run: Run) {
    let end = move || {
        // A stroke ends with the pointer that draws it, whatever others do.
        if run.is_dragging() && !run.is_drawing() {
            // What it does say comes first.
            set_timeout(
                move || {
                    if run.is_dragging() && !run.is_drawing() {
                        run.finish()
                    }
                },
                Duration::ZERO,
            );
        }
    };
    let let_go = [
        on_window(ev::pointerup, move |_| end()),
        on_window(ev::pointercancel, move |_| end()),
        on_window(ev::blur, move |_| end()),
    ];
    on_cleanup(move || {
        for listener in let_go {
            listener.remove();
        }
    });
}
