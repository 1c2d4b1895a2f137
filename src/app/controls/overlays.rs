//! What lies over the page, and what its parts need of the controls before any of them stands.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::keyboard;
use super::keys::KeysDialog;
use super::present::{self, Leave};
use super::race::RaceDialog;
use super::shell::Shell;
use super::teachers::TeachersDialog;
use super::withheld::WithheldDialog;
use crate::app::import::{self, DropTarget, ImportDialog};
use crate::app::output;
use crate::app::preference::{language, media, theme};
use crate::app::state::Run;
use crate::app::widgets::help::{self, HelpCard};
use crate::protocol::Unit;

/// Where all controls have room in header and strip; the style sheets have the same width.
const WIDE: &str = "(min-width: 1200px)";

/// Makes ready what the page's parts need of the controls: call it before any of them.
pub fn install(run: Run) {
    output::install(run);
    let shell = Shell {
        step: RwSignal::new(Unit::Epoch),
        keys: RwSignal::new(false),
        teachers: RwSignal::new(false),
        race: RwSignal::new(false),
        wide: media::follow(WIDE),
    };
    provide_context(shell);
    provide_context(help::Opened::none());
    theme::install(run.page.theme);
    language::install(run.page.language);
    present::install(run.page);
    keyboard::install(run, shell);
    import::install(run);
}

/// Help, dialogs, and the way out of the presentation.
#[component]
pub fn Overlays() -> impl IntoView {
    view! {
        <HelpCard />
        <Leave />
        <KeysDialog />
        <TeachersDialog />
        <RaceDialog />
        <WithheldDialog />
        <ImportDialog />
        <DropTarget />
        <Announcer />
    }
}
