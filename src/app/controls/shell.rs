//! What the controls share among themselves, and what lies over the page.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::help::{self, HelpCard};
use super::keys::KeysDialog;
use super::notices::Notices;
use super::race::RaceDialog;
use super::teachers::TeachersDialog;
use super::withheld::WithheldDialog;
use super::{keyboard, language, theme};
use crate::app::state::State;
use crate::protocol::Unit;

/// The controls' own state (a context).
#[derive(Clone, Copy)]
pub(super) struct Shell {
    /// What one step is.
    pub step: RwSignal<Unit>,
    /// Whether the list of keys is open.
    pub keys: RwSignal<bool>,
    /// Whether the teachers' dialog is open.
    pub teachers: RwSignal<bool>,
    /// Whether the race is open.
    pub race: RwSignal<bool>,
    /// What a screen reader says next.
    pub said: RwSignal<String>,
}

impl Shell {
    /// A new start, and says so.
    pub fn reset(self, state: State) {
        state.reset();
        self.said.set(untrack(|| state.text()).controls.was_reset.to_owned());
    }
}

/// Makes ready what the page's parts need of the controls: call it before any of them.
pub fn install(state: State) {
    let shell = Shell {
        step: RwSignal::new(Unit::Epoch),
        keys: RwSignal::new(false),
        teachers: RwSignal::new(false),
        race: RwSignal::new(false),
        said: RwSignal::new(String::new()),
    };
    provide_context(shell);
    provide_context(help::Opened::none());
    theme::install(state);
    language::install(state);
    keyboard::install(state, shell);
}

/// Notices, help, dialogs.
#[component]
pub fn Overlays() -> impl IntoView {
    view! {
        <HelpCard />
        <Notices />
        <KeysDialog />
        <TeachersDialog />
        <RaceDialog />
        <WithheldDialog />
        <Announcer />
    }
}
