//! What lies over the page, and what its parts need of the controls before any of them stands.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::keyboard;
use super::keys::KeysDialog;
use super::notices::Notices;
use super::race::RaceDialog;
use super::shell::Shell;
use super::teachers::TeachersDialog;
use super::withheld::WithheldDialog;
use crate::app::preference::{language, theme};
use crate::app::state::Run;
use crate::app::widgets::help::{self, HelpCard};
use crate::protocol::Unit;

/// Makes ready what the page's parts need of the controls: call it before any of them.
pub fn install(run: Run) {
    let shell = Shell {
        step: RwSignal::new(Unit::Epoch),
        keys: RwSignal::new(false),
        teachers: RwSignal::new(false),
        race: RwSignal::new(false),
    };
    provide_context(shell);
    provide_context(help::Opened::none());
    theme::install(run.page.theme);
    language::install(run.page.language);
    keyboard::install(run, shell);
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
