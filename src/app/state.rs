//! What the page knows, as signals. Components read from here and change it through the
//! methods below; nobody else writes the link or talks to the worker.

use std::sync::Arc;

use leptos::prelude::*;

use super::link::{Link, View};
use super::notice::Notice;
use super::output::curve::{Curve, CurveView};
use super::text::{Language, Text};
use crate::engine::config::{Change, Config, Rules};
use crate::engine::feature::Feature;
use crate::protocol::{Command, Data, Frame, Gpu, Speed, Stopped, UnitId, WeightId};

/// What the big picture shows while a unit is hovered, focused or held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// A hidden or output unit: the worker computes its map.
    Unit(UnitId),
    /// An input feature: the page draws it from its formula.
    Feature(Feature),
}

/// A notice on the page, with a number that tells two equal ones apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Counts up.
    pub id: u32,
    /// What it says.
    pub notice: Notice,
}

/// All signals of the page. Copy it into closures.
#[derive(Clone, Copy)]
pub struct State {
    /// The run that the visitor asked for.
    pub config: RwSignal<Config>,
    /// What the link says beside the config: toggles, hidden controls, unknown keys.
    pub view: RwSignal<View>,
    /// Whether training runs (what the visitor asked for; the worker confirms by frames).
    pub playing: RwSignal<bool>,
    /// The pace.
    pub speed: RwSignal<Speed>,
    /// Why training last stood still.
    pub stopped: RwSignal<Option<Stopped>>,
    /// The newest frame; an empty one before the first.
    pub frame: RwSignal<Arc<Frame>>,
    /// The data of the run on show.
    pub data: RwSignal<Arc<Data>>,
    /// The curve so far; it changes with `frame`.
    pub curve: RwSignal<Arc<Curve>>,
    /// How the curves are drawn; `output::save` draws them alike.
    pub curve_view: RwSignal<CurveView>,
    /// Notices on show, oldest first.
    pub notices: RwSignal<Vec<Shown>>,
    /// What is enlarged in the big picture; `None` is the output.
    pub looked: RwSignal<Option<Looked>>,
    /// The weight whose editor is open.
    pub editing: RwSignal<Option<WeightId>>,
    /// What the browser says of WebGPU; `None` until it has answered.
    pub gpu: RwSignal<Option<Gpu>>,
    /// The language on show.
    pub language: RwSignal<Language>,
    /// Light or dark, and whether the visitor or the system chose.
    pub theme: RwSignal<super::controls::theme::Theme>,
    /// Commands for the worker, drained by `engine`.
    pub(super) outbox: RwSignal<Vec<Command>>,
    /// The link as last written or read, so that one's own `hashchange` is told from a visitor's.
    pub(super) written: StoredValue<String>,
}

/// The page's state, from any component.
pub fn use_state() -> State {
    expect_context::<State>()
}

impl State {
    /// The state that the address bar and the browser's settings ask for.
    pub fn open() -> Self {
        todo!("lead writes this")
    }

    /// The words of the language on show (reactive).
    pub fn text(self) -> &'static Text {
        self.language.get().text()
    }

    /// A finished change of the config: applied, sent and written into the link, one entry
    /// in the browser's history.
    pub fn edit(self, change: impl FnOnce(&mut Config)) {
        self.drag(change);
        self.finish();
    }

    /// A change in the middle of a drag: applied and sent; the link waits for [`Self::finish`].
    pub fn drag(self, change: impl FnOnce(&mut Config)) {
        let _ = change;
    }

    /// A drag has ended: the link is written.
    pub fn finish(self) {}

    /// A finished change of the view (toggles, hidden controls).
    pub fn edit_view(self, change: impl FnOnce(&mut View)) {
        self.view.update(change);
        self.finish();
    }

    /// Plays or pauses.
    pub fn set_playing(self, on: bool) {
        let _ = on;
    }

    /// Sends a command to the worker (in order, after it is ready).
    pub fn send(self, command: Command) {
        self.outbox.update(|outbox| outbox.push(command));
    }

    /// Shows a notice.
    pub fn notify(self, notice: Notice) {
        let _ = notice;
    }

    /// Draws a new seed: new data and new first weights.
    pub fn new_seed(self) {}

    /// The link of the page as it stands.
    pub fn link(self) -> Link {
        Link { config: self.config.get_untracked(), view: self.view.get_untracked() }
    }
}
