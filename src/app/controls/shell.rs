//! What the controls share among themselves.

use leptos::prelude::*;

use crate::app::state::Run;
use crate::formats::Accelerator;
use crate::protocol::Unit;

/// The controls' own state (a context).
#[derive(Clone, Copy)]
pub(super) struct Shell {
    /// What one step is.
    pub step: RwSignal<Unit>,
    /// Whether the help with its list of keys is open.
    pub keys: RwSignal<bool>,
    /// Whether the teachers' dialog is open.
    pub teachers: RwSignal<bool>,
    /// Whether the dialog is open in which the network is taken along.
    pub take: RwSignal<bool>,
    /// What a notebook that is taken along is to be run on.
    pub accelerator: RwSignal<Accelerator>,
    /// Whether the race is open.
    pub race: RwSignal<bool>,
    /// Whether the window is wide enough for all controls in their rows.
    pub wide: RwSignal<bool>,
}

impl Shell {
    /// A new start, and says so.
    pub fn reset(self, run: Run) {
        run.reset();
        run.page.say(untrack(|| run.page.text()).controls.was_reset.to_owned());
    }
}
