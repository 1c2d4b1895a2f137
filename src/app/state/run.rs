//! One run as the page knows it: what the visitor asked for, how it goes, what is on show of it, and
//! what its worker is told. Another one may stand beside it.

use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::prelude::*;

use super::page::Page;
use super::undo::{Deed, Gone, History};
use crate::app::link::identity;
use crate::app::notice::{Interrupted, Notice, Of};
use crate::app::pixels::Pad;
use crate::app::scene::{Pictures, Scene};
use crate::app::setting;
use crate::app::spot::Spot;
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::inputs::Input;
use crate::engine::view::Choice;
use crate::protocol::curve::Curve;
use crate::protocol::{
    Assignment, Command, Data, Frame, Gpu, Graph, Place, Profile, Race, Rates, Speed, Stopped,
    Unit, UnitId, Watched, WeightId, Wish,
};

/// What the big picture shows while a unit is hovered, focused or held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked {
    /// A hidden or output unit: the worker computes its map.
    Unit(UnitId),
    /// An input: the page draws it itself.
    Input(Input),
}

/// Hears a state of the run: whole epochs and what a worker reads; `None` where there is none to be had.
pub(super) type Hearer = Box<dyn FnOnce(Option<(u64, Uint8Array)>)>;

/// All signals of a run. Copy it into closures.
#[derive(Clone, Copy)]
pub struct Run {
    /// The page that it stands on.
    pub page: Page,
    /// Which of the page's runs it is, from 0.
    number: u32,
    /// Whether the address bar tells of it.
    pub(super) addressed: bool,
    /// The run that the visitor asked for.
    pub config: RwSignal<Config>,
    /// Whether training runs (what the visitor asked for; the worker confirms by frames).
    pub playing: RwSignal<bool>,
    /// The pace.
    pub speed: RwSignal<Speed>,
    /// Why training last stood still.
    pub stopped: RwSignal<Option<Stopped>>,
    /// The picture on show; its parts below tell only of what is new in it.
    pub scene: RwSignal<Scene, LocalStorage>,
    /// Its frame.
    pub frame: Memo<Arc<Frame>>,
    /// The data of its run.
    pub data: Memo<Arc<Data>>,
    /// The curve up to it.
    pub curve: Memo<Arc<Curve>>,
    /// How the page wants the worker's pictures.
    wished: StoredValue<Wish>,
    /// What the visitor has chosen to see of the tables of a kind.
    pub choice: RwSignal<Option<Choice>>,
    /// The plan of the network, while it is watched.
    pub graph: RwSignal<Arc<Graph>>,
    /// How long each op of the plan takes, once it was asked for.
    pub profile: RwSignal<Profile>,
    /// Losses over learning rates, once they were asked for; a new start forgets them.
    pub rates: RwSignal<Option<Rates>>,
    /// What died with the last worker, until it is begun again.
    pub interrupted: RwSignal<Option<Interrupted>>,
    /// How often the visitor has asked for another worker.
    pub retries: RwSignal<u32>,
    /// What is enlarged in the big picture; `None` is the output.
    pub looked: RwSignal<Option<Looked>>,
    /// The place in the big picture that is read; each unit of the diagram tells its value there.
    pub spot: RwSignal<Option<Spot>>,
    /// The point of the picture that is told of.
    pub sample: RwSignal<Option<Place>>,
    /// What is drawn on the pad where the rows of the data are pictures.
    pub pad: RwSignal<Pad>,
    /// It as a row, while the network's reply to it is on show.
    pub asked: RwSignal<Option<Vec<f64>>>,
    /// Whether the worst points are marked.
    pub worst: RwSignal<bool>,
    /// The weight whose editor is open.
    pub editing: RwSignal<Option<WeightId>>,
    /// Which processor trains and why; `None` before the worker has said so.
    pub assignment: RwSignal<Option<Assignment>>,
    /// Whether the visitor has come to the race, in which every processor takes part.
    pub raced: RwSignal<bool>,
    /// The race under way, or the last one.
    pub race: RwSignal<Race>,
    /// Functions of `Math` that training at 64 bits calls in the browser, by name.
    pub called: RwSignal<Vec<String>>,
    /// What the browser says of WebGPU; `None` until it has answered, and while the program with the
    /// GPU is on its way.
    pub gpu: RwSignal<Option<Gpu>>,
    /// What can be undone and redone, the states in the browser's memory.
    pub(super) history: RwSignal<History<Uint8Array>, LocalStorage>,
    /// Who has asked for the state as it stands, each by the mark of the question.
    pub(super) hearers: StoredValue<Vec<(u32, Hearer)>, LocalStorage>,
    /// What was undone or redone last.
    pub gone: RwSignal<Option<Gone>>,
    /// Commands for the worker, drained by `engine`.
    pub outbox: RwSignal<Vec<Command>>,
    /// Whether a drag is under way.
    pub(super) dragging: StoredValue<bool>,
    /// Whether that is a stroke, which ends with its own pointer.
    pub(super) stroke: StoredValue<bool>,
    /// The table of a stroke under way, where nothing else names it.
    pub(super) passing: StoredValue<Option<u64>>,
    /// The epoch that it was asked to stop after.
    until: StoredValue<Option<u64>>,
    /// What is watched, as last asked for.
    watched: StoredValue<Watched>,
}

/// The run that a component shows.
pub fn use_run() -> Run {
    expect_context::<Run>()
}

impl Run {
    /// Another run on the page. The address bar does not tell of it.
    pub fn beside(page: Page, config: Config) -> Self {
        let (config, choice) = (RwSignal::new(config), RwSignal::new(None));
        let run = Self { addressed: false, ..Self::new(page, config, choice, Speed::Sixty) };
        run.send_config();
        run
    }

    /// A run that nobody has told a worker of yet.
    pub(super) fn new(
        page: Page,
        config: RwSignal<Config>,
        choice: RwSignal<Option<Choice>>,
        speed: Speed,
    ) -> Self {
        let scene = RwSignal::new_local(Scene::default());
        Self {
            page,
            number: page.count(),
            addressed: true,
            config,
            playing: RwSignal::new(false),
            speed: RwSignal::new(speed),
            stopped: RwSignal::new(None),
            scene,
            frame: part(scene, |scene| &scene.frame),
            data: part(scene, |scene| &scene.data),
            curve: part(scene, |scene| &scene.curve),
            wished: StoredValue::new(Wish::default()),
            choice,
            graph: RwSignal::default(),
            profile: RwSignal::default(),
            rates: RwSignal::default(),
            interrupted: RwSignal::new(None),
            retries: RwSignal::default(),
            looked: RwSignal::new(None),
            spot: RwSignal::new(None),
            sample: RwSignal::new(None),
            pad: RwSignal::default(),
            asked: RwSignal::new(None),
            worst: RwSignal::new(false),
            editing: RwSignal::new(None),
            assignment: RwSignal::new(None),
            raced: RwSignal::new(false),
            race: RwSignal::default(),
            called: RwSignal::default(),
            gpu: RwSignal::new(None),
            history: RwSignal::new_local(History::default()),
            hearers: StoredValue::new_local(Vec::new()),
            gone: RwSignal::new(None),
            outbox: RwSignal::default(),
            dragging: StoredValue::new(false),
            stroke: StoredValue::new(false),
            passing: StoredValue::new(None),
            until: StoredValue::new(None),
            watched: StoredValue::new(Watched::default()),
        }
    }

    /// The id of an element that shows something of this run, of that name in every run.
    pub fn element(self, name: &str) -> String {
        match self.number {
            0 => name.to_owned(),
            number => format!("{name}-{number}"),
        }
    }

    /// Puts up another scene. Its parts are made out at once: a memo that is first asked for on behalf of
    /// an effect, by way of a second memo, does not tell that effect of its change.
    pub fn show(self, change: impl FnOnce(&mut Scene)) {
        self.scene.update(change);
        self.frame.with_untracked(|_| ());
        self.data.with_untracked(|_| ());
        self.curve.with_untracked(|_| ());
    }

    /// What the worker has drawn for the frame on show.
    pub fn pictures(self) -> Pictures {
        self.scene.with_untracked(|scene| scene.pictures.clone())
    }

    /// A change in the middle of a drag: applied and sent; the link waits for [`Self::finish`].
    pub fn drag(self, change: impl FnOnce(&mut Config)) {
        self.dragging.set_value(true);
        let before = self.config.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        let notices = setting::settle(&mut after, &before);
        self.page.next_layer.update_value(|next| {
            identity::number_new(&mut after.layers, &before.layers, next);
        });
        self.take(after);
        self.page.notify_all(notices);
    }

    /// Whether a drag is under way.
    pub fn is_dragging(self) -> bool {
        self.dragging.get_value()
    }

    /// Makes a config the one on show and the worker's.
    pub(super) fn take(self, after: Config) {
        let before = self.config.get_untracked();
        if after == before {
            return;
        }
        let change = after.change_since(&before);
        self.begin(change);
        // Whoever has chosen other data meanwhile wants no set that is still on its way.
        let other = after.own != before.own || after.active_dataset() != before.active_dataset();
        if other && self.page.wanted.get_untracked().is_some() {
            self.page.wanted.set(None);
        }
        self.put(after, change);
    }

    /// Puts a config in the place of the one on show, from which it is so far.
    pub(super) fn put(self, after: Config, change: Change) {
        let rebuilt = change == Change::Rebuild;
        self.page.asked.set_value(None);
        self.page.review(&after);
        self.config.set(after);
        self.goes_on();
        if rebuilt {
            self.editing.set(None);
            self.rates.set(None);
        }
        self.send_config();
    }

    /// It goes on, or begins anew: why it stood still is over.
    pub fn goes_on(self) {
        self.stopped.set(None);
        self.page.forget(|notice| notice.of() == Of::Run);
    }

    /// Plays or pauses.
    pub fn set_playing(self, on: bool) {
        self.until.set_value(None);
        self.playing.set(on);
        self.send_run();
        if on {
            self.note_emptiness();
        }
    }

    /// Says so where there is nothing to train on.
    fn note_emptiness(self) {
        if self.config.with_untracked(|config| config.sample_count() == 0) {
            self.page.notify(Notice::NoPoints);
        }
    }

    /// Plays to the end of an epoch and stops exactly there.
    pub fn run_to(self, epoch: u64) {
        self.until.set_value(Some(epoch));
        self.playing.set(true);
        self.send_run();
        self.note_emptiness();
    }

    /// Stands still for a while; true where it played. [`Self::go_on`] ends the while.
    pub fn rest(self) -> bool {
        let plays = self.playing.get_untracked();
        if plays {
            self.playing.set(false);
            self.send_run();
        }
        plays
    }

    /// Goes on after a rest, to the epoch asked for where there is one; not where it has come to an
    /// end of its own meanwhile.
    pub fn go_on(self) {
        match self.stopped.get_untracked() {
            Some(Stopped::Reached { .. } | Stopped::Callback { .. } | Stopped::Diverged { .. }) => {
            }
            Some(Stopped::Paused) | None => {
                self.playing.set(true);
                self.send_run();
            }
        }
    }

    /// One step, then stands still.
    pub fn step(self, unit: Unit) {
        self.playing.set(false);
        self.goes_on();
        self.send(Command::Step { unit });
        self.note_emptiness();
    }

    /// Sets a weight or a bias by hand.
    pub fn set_weight(self, weight: WeightId, value: f64) {
        self.begin(Change::Rebuild);
        self.send(Command::SetWeight { weight, value });
        self.end(Deed::Weight);
    }

    /// A new start as the rules have it.
    pub fn reset(self) {
        self.begin(Change::Rebuild);
        self.end(Deed::Reset);
        self.playing.set(false);
        self.goes_on();
        self.send(Command::Reset);
    }

    /// Sends the run or the pause that `playing`, `speed` and `until` say.
    pub fn send_run(self) {
        self.goes_on();
        self.send(if self.playing.get_untracked() {
            Command::Run { speed: self.speed.get_untracked(), until: self.until.get_value() }
        } else {
            Command::Pause
        });
    }

    /// Changes what the worker tells beside pictures and losses.
    pub fn watch(self, change: impl FnOnce(&mut Watched)) {
        let before = self.watched.get_value();
        self.watched.update_value(change);
        if self.watched.get_value() != before {
            self.send_watch();
        }
    }

    /// Asks for the network's reply to a row, or for none any more.
    pub fn ask(self, row: Option<Vec<f64>>) {
        self.asked.set(row.clone());
        self.watch(|watched| watched.row = row);
    }

    /// Says again what is watched: a new worker does not know.
    pub fn send_watch(self) {
        self.send(Command::Watch(self.watched.get_value()));
    }

    /// Changes how the worker draws pictures, where it can.
    pub fn wish(self, change: impl FnOnce(&mut Wish)) {
        let before = self.wished.get_value();
        self.wished.update_value(change);
        if self.wished.get_value() != before {
            self.send_wish();
        }
    }

    /// Says again how pictures are wished for: a new worker does not know.
    pub fn send_wish(self) {
        self.send(Command::Draw { wish: self.wished.get_value() });
    }

    /// Changes what pictures show of the table in use, in the middle of a drag: the link waits for
    /// [`Self::finish`].
    pub fn drag_view(self, change: impl FnOnce(&mut Choice)) {
        let data = self.data.get_untracked();
        let columns = data.columns.len();
        // The data on show may be those of a table before.
        let kind = self.config.with_untracked(|config| {
            config.own.as_ref().filter(|own| own.columns.len() == columns).map(|own| own.kind)
        });
        let Some(kind) = kind else { return };
        let before = self.choice.get_untracked().filter(|choice| choice.kind == kind);
        let mut choice = before.unwrap_or_else(|| Choice {
            kind,
            components: false,
            across: data.view.across.column,
            up: data.view.up.column,
            held: vec![None; columns],
        });
        change(&mut choice);
        self.dragging.set_value(true);
        self.begin(Change::Nothing);
        self.see(Some(choice));
    }

    /// Shows of tables what is chosen, or what they show by themselves.
    pub(super) fn see(self, choice: Option<Choice>) {
        if self.choice.with_untracked(|shown| *shown != choice) {
            self.choice.set(choice.clone());
            self.send(Command::View { choice });
        }
    }

    /// Says what pictures show, where the visitor has chosen it: a new worker does not know.
    pub fn view_command(self) -> Option<Command> {
        let choice = self.choice.get_untracked();
        choice.is_some().then_some(Command::View { choice })
    }

    /// Sends a command to the worker (in order, after it is ready).
    pub fn send(self, command: Command) {
        self.outbox.update(|outbox| outbox.push(command));
    }

    /// Tells the worker the whole config.
    pub(super) fn send_config(self) {
        self.send(Command::Configure { config: Box::new(self.config.get_untracked()) });
    }

    /// Asks for another worker.
    pub fn try_again(self) {
        self.retries.update(|count| *count = count.wrapping_add(1));
    }
}

/// A part of the scene, which tells only of another one in its place.
fn part<T: Send + Sync + 'static>(
    scene: RwSignal<Scene, LocalStorage>,
    of: fn(&Scene) -> &Arc<T>,
) -> Memo<Arc<T>> {
    Memo::new_with_compare(
        move |_| scene.with(|scene| Arc::clone(of(scene))),
        |before, after| match (before, after) {
            (Some(before), Some(after)) => !Arc::ptr_eq(before, after),
            (None, _) | (_, None) => true,
        },
    )
}
