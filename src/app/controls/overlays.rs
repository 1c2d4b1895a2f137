//! What lies over the page, and what its parts need of the controls before any of them stands.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::keyboard;
use super::present::{self, Leave};
use super::shell::Shell;
use super::{keys, race, take, teachers, withheld};
use crate::app::import::{self, Arrival, DropTarget};
use crate::app::output;
use crate::app::part::part;
use crate::app::preference::{language, media, theme};
use crate::app::state::{Run, use_page, use_run};
use crate::app::widgets::help::{self, HelpCard};
use crate::app::widgets::later::Later;
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
        take: RwSignal::new(false),
        accelerator: RwSignal::default(),
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

part!(keys in panels: keys::KeysDialog());
part!(teachers in panels: teachers::TeachersDialog());
part!(race in race: race::RaceDialog());
part!(withheld in panels: withheld::WithheldDialog());

/// Help, dialogs, and the way out of the presentation.
#[component]
pub fn Overlays() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let Shell { keys: help, teachers: hidden, race: raced, take: taken, .. } = expect_context();
    let arrival = expect_context::<Arrival>();
    let closed = |open: RwSignal<bool>| move |()| open.set(false);
    let import = Signal::derive(move || arrival.waits() || page.wanted.get().is_some());
    let let_go = move |()| {
        arrival.let_go();
        if let Some(wanted) = page.wanted.get_untracked() {
            run.lacks(wanted);
        }
    };
    let kept = Signal::derive(move || page.withheld.with(Option::is_some));
    view! {
        <HelpCard />
        <Leave />
        <Later part=keys wanted=help missed=closed(help) />
        <Later part=teachers wanted=hidden missed=closed(hidden) />
        <Later part=race wanted=raced missed=closed(raced) />
        <Later part=take::dialog wanted=taken missed=closed(taken) />
        <Later part=withheld wanted=kept missed=move |()| page.withheld.set(None) />
        <Later part=import::tables wanted=import missed=let_go />
        <DropTarget />
        <Announcer />
    }
}
