//! What the page knows, as signals. Components read from here and change it through the
//! methods below; nobody else writes the link or talks to the worker.

use std::sync::Arc;

use leptos::prelude::*;

use super::curve::CurveView;
use super::link::entry::{Entry, How};
use super::link::{self, Control, Link, Opened, View, identity};
use super::notice::{Interrupted, Notice};
use super::preference::language;
use super::preference::theme::{self, Theme};
use super::scene::{Pictures, Scene};
use super::setting;
use super::surroundings;
use super::text::{Language, Text};
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::feature::Feature;
use crate::protocol::curve::Curve;
use crate::protocol::{
    Assignment, Command, Data, Frame, Gpu, Graph, Profile, Race, Rates, Speed, Stopped, Unit,
    UnitId, WeightId, Wish,
};

/// Notices on show at most; the oldest makes room.
const NOTICES: usize = 6;

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

/// What the browser may not have let out of the page; `controls::withheld` shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Withheld {
    /// A link that could not be copied.
    Link(String),
    /// A picture whose file may have been dropped, by its `blob:` address.
    Picture(String),
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
    /// How the curves are drawn; `output::save` draws them alike.
    pub curve_view: RwSignal<CurveView>,
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
    /// Notices on show, oldest first.
    pub notices: RwSignal<Vec<Shown>>,
    /// What may not have left the page.
    pub withheld: RwSignal<Option<Withheld>>,
    /// What is enlarged in the big picture; `None` is the output.
    pub looked: RwSignal<Option<Looked>>,
    /// The weight whose editor is open.
    pub editing: RwSignal<Option<WeightId>>,
    /// Which processor trains and why; `None` before the worker has said so.
    pub assignment: RwSignal<Option<Assignment>>,
    /// The race under way, or the last one.
    pub race: RwSignal<Race>,
    /// Functions of `Math` that training at 64 bits calls in the browser, by name.
    pub called: RwSignal<Vec<String>>,
    /// What the browser says of WebGPU; `None` until it has answered.
    pub gpu: RwSignal<Option<Gpu>>,
    /// How often a canvas has come back empty: a browser whose graphics process dies forgets what
    /// was drawn, and says so.
    pub restored: RwSignal<u32>,
    /// The language on show.
    pub language: RwSignal<Language>,
    /// Light or dark, and whether the visitor or the system chose.
    pub theme: RwSignal<Theme>,
    /// Commands for the worker, drained by `engine`.
    pub(super) outbox: RwSignal<Vec<Command>>,
    /// The history's entry as last written or read: tells one's own change from a visitor's.
    written: StoredValue<Entry>,
    /// The id of the next layer that is new.
    next_layer: StoredValue<u32>,
    /// Whether a drag is under way.
    dragging: StoredValue<bool>,
    /// Whether a hash has come during the drag and waits for its end.
    waiting: StoredValue<bool>,
    /// The epoch that `Run` was asked to stop after.
    until: StoredValue<Option<u64>>,
    /// Whether all metrics and the plan are watched, as last asked for.
    watched: StoredValue<(bool, bool)>,
    /// Notices shown so far.
    noticed: StoredValue<u32>,
}

/// The page's state, from any component.
pub fn use_state() -> State {
    expect_context::<State>()
}

impl State {
    /// The state that the address bar and the browser's settings ask for.
    pub fn open() -> Self {
        let found = Entry::found();
        let (mut link, notices) = read(&found.hash);
        if let Some(ids) = &found.layers {
            // Ids that do not fit are another page's: those of the places stay.
            identity::take_over(&mut link.config.layers, ids);
        }
        let next_layer = identity::beyond(&link.config.layers, found.next);
        let scene = RwSignal::new_local(Scene::default());
        let state = Self {
            speed: RwSignal::new(link.view.speed.unwrap_or(Speed::Sixty)),
            language: RwSignal::new(language::initial(link.view.language)),
            theme: RwSignal::new(theme::initial(link.view.theme)),
            config: RwSignal::new(link.config),
            view: RwSignal::new(link.view),
            playing: RwSignal::new(false),
            stopped: RwSignal::new(None),
            scene,
            frame: part(scene, |scene| &scene.frame),
            data: part(scene, |scene| &scene.data),
            curve: part(scene, |scene| &scene.curve),
            wished: StoredValue::new(Wish::default()),
            curve_view: RwSignal::default(),
            graph: RwSignal::default(),
            profile: RwSignal::default(),
            rates: RwSignal::default(),
            interrupted: RwSignal::new(None),
            retries: RwSignal::default(),
            notices: RwSignal::default(),
            withheld: RwSignal::new(None),
            looked: RwSignal::new(None),
            editing: RwSignal::new(None),
            assignment: RwSignal::new(None),
            race: RwSignal::default(),
            called: RwSignal::default(),
            gpu: RwSignal::new(None),
            restored: RwSignal::default(),
            outbox: RwSignal::default(),
            written: StoredValue::new(found),
            next_layer: StoredValue::new(next_layer),
            dragging: StoredValue::new(false),
            waiting: StoredValue::new(false),
            until: StoredValue::new(None),
            watched: StoredValue::new((false, false)),
            noticed: StoredValue::new(0),
        };
        // What is shown and what stands in the address bar agree; a bare address stays bare.
        state.write(How::Replace);
        state.send_config();
        state.notify_all(notices);
        state
    }

    /// What the worker has drawn for the frame on show.
    pub fn pictures(self) -> Pictures {
        self.scene.with_untracked(|scene| scene.pictures.clone())
    }

    /// The words of the language on show (reactive).
    pub fn text(self) -> &'static Text {
        self.language.get().text()
    }

    /// Whether the link leaves a control on the page; what is none is always there.
    pub fn shows(self, control: impl Into<Option<Control>>) -> Memo<bool> {
        let control = control.into();
        Memo::new(move |_| {
            control.is_none_or(|control| self.view.with(|view| !view.hidden.contains(&control)))
        })
    }

    /// A finished change of the config: applied, sent and written into the link, one entry
    /// in the browser's history.
    pub fn edit(self, change: impl FnOnce(&mut Config)) {
        self.drag(change);
        self.finish();
    }

    /// A change in the middle of a drag: applied and sent; the link waits for [`Self::finish`].
    pub fn drag(self, change: impl FnOnce(&mut Config)) {
        self.dragging.set_value(true);
        let before = self.config.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        let notices = setting::settle(&mut after, &before);
        self.next_layer.update_value(|next| {
            identity::number_new(&mut after.layers, &before.layers, next);
        });
        self.take(after);
        self.notify_all(notices);
    }

    /// Whether a drag is under way.
    pub fn is_dragging(self) -> bool {
        self.dragging.get_value()
    }

    /// A drag has ended: a hash that waited for that is followed, else the link is written.
    pub fn finish(self) {
        self.dragging.set_value(false);
        let waited = self.waiting.get_value();
        self.waiting.set_value(false);
        if !(waited && self.follow_hash()) {
            self.write(How::Push);
        }
    }

    /// Makes a config the one on show and the worker's.
    fn take(self, after: Config) {
        let before = self.config.get_untracked();
        if after == before {
            return;
        }
        let rebuilt = after.change_since(&before) == Change::Rebuild;
        self.config.set(after);
        self.stopped.set(None);
        if rebuilt {
            self.editing.set(None);
            self.rates.set(None);
        }
        self.send_config();
    }

    /// A finished change of the view (toggles, hidden controls).
    pub fn edit_view(self, change: impl FnOnce(&mut View)) {
        self.view.update(change);
        self.finish();
    }

    /// Plays or pauses.
    pub fn set_playing(self, on: bool) {
        self.until.set_value(None);
        self.playing.set(on);
        self.send_run();
    }

    /// The pace, also of a run under way.
    pub fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        if self.view.with_untracked(|view| view.speed.is_some()) {
            self.edit_view(|view| view.speed = Some(speed));
        }
        if self.playing.get_untracked() {
            self.send_run();
        }
    }

    /// Plays to the end of an epoch and stops exactly there.
    pub fn run_to(self, epoch: u64) {
        self.until.set_value(Some(epoch));
        self.playing.set(true);
        self.send_run();
    }

    /// One step, then stands still.
    pub fn step(self, unit: Unit) {
        self.playing.set(false);
        self.stopped.set(None);
        self.send(Command::Step { unit });
    }

    /// A new start as the rules have it.
    pub fn reset(self) {
        self.playing.set(false);
        self.stopped.set(None);
        self.send(Command::Reset);
    }

    /// Sends the run or the pause that `playing`, `speed` and `until` say.
    pub(super) fn send_run(self) {
        self.stopped.set(None);
        self.send(if self.playing.get_untracked() {
            Command::Run { speed: self.speed.get_untracked(), until: self.until.get_value() }
        } else {
            Command::Pause
        });
    }

    /// Whether the worker is to send all metrics with each frame, and the plan when it changes.
    pub fn watch(self, report: bool, graph: bool) {
        self.watched.set_value((report, graph));
        self.send_watch();
    }

    /// Says again what is watched: a new worker does not know.
    pub(super) fn send_watch(self) {
        let (report, graph) = self.watched.get_value();
        self.send(Command::Watch { report, graph });
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
    pub(super) fn send_wish(self) {
        self.send(Command::Draw { wish: self.wished.get_value() });
    }

    /// Sends a command to the worker (in order, after it is ready).
    pub fn send(self, command: Command) {
        self.outbox.update(|outbox| outbox.push(command));
    }

    fn send_config(self) {
        self.send(Command::Configure { config: Box::new(self.config.get_untracked()) });
    }

    /// Shows a notice; one that says the same makes room for it.
    pub fn notify(self, notice: Notice) {
        let id = self.noticed.get_value().wrapping_add(1);
        self.noticed.set_value(id);
        self.notices.update(|shown| {
            // Of those that stay one tells how it is.
            let stays = notice.stays();
            shown.retain(|shown| shown.notice != notice && !(stays && shown.notice.stays()));
            shown.push(Shown { id, notice });
            let mut surplus = shown.len().saturating_sub(NOTICES);
            shown.retain(|shown| {
                let goes = surplus > 0 && shown.id != id && !shown.notice.stays();
                surplus -= usize::from(goes);
                !goes
            });
        });
    }

    /// It is no longer so: what stays goes.
    pub(super) fn clear_lasting(self) {
        if self.notices.with_untracked(|shown| shown.iter().any(|shown| shown.notice.stays())) {
            self.notices.update(|shown| shown.retain(|shown| !shown.notice.stays()));
        }
    }

    /// Asks for another worker.
    pub fn try_again(self) {
        self.retries.update(|count| *count = count.wrapping_add(1));
    }

    fn notify_all(self, notices: Vec<Notice>) {
        for notice in notices {
            self.notify(notice);
        }
    }

    /// Draws a new seed: new data and new first weights.
    pub fn new_seed(self) {
        self.edit(|config| config.seed = fresh_seed());
    }

    /// The link of the page as it stands.
    pub fn link(self) -> Link {
        Link { config: self.config.get_untracked(), view: self.view.get_untracked() }
    }

    /// A link to copy to the page as it stands. What other programs have put before the hash, such
    /// as `?_gl=…`, concerns this visit alone.
    pub fn address(self) -> String {
        address_of(&self.link(), &['?', '#'])
    }

    /// Follows a hash that came from outside: typed, a link, or Back and Forward. One that comes
    /// during a drag waits for its end. False where there is nothing new to follow.
    pub fn follow_hash(self) -> bool {
        let found = Entry::found();
        if self.written.with_value(|written| written.covers(&found)) {
            return false;
        }
        if self.is_dragging() {
            self.waiting.set_value(true);
            return true;
        }
        let (mut link, notices) = read(&found.hash);
        self.find_layers(&mut link.config, &found);
        self.written.set_value(found);
        let speed = link.view.speed.filter(|&speed| speed != self.speed.get_untracked());
        if let Some(speed) = speed {
            self.speed.set(speed);
        }
        if let Some(language) = link.view.language {
            self.language.set(language);
        }
        if let Some(theme) = link.view.theme {
            self.theme.set(theme);
        }
        self.view.set(link.view);
        self.take(link.config);
        if speed.is_some() && self.playing.get_untracked() {
            self.send_run();
        }
        self.write(How::Replace);
        self.notify_all(notices);
        true
    }

    /// Gives the layers of a link their ids: those that its entry has for them, or those of the
    /// layers on show that they match.
    fn find_layers(self, config: &mut Config, found: &Entry) {
        let mut next = self.next_layer.get_value().max(found.next);
        let ids = found.layers.as_ref();
        if !ids.is_some_and(|ids| identity::take_over(&mut config.layers, ids)) {
            let by_place = config.layers.clone();
            self.config.with_untracked(|shown| {
                identity::recognise(&mut config.layers, &shown.layers, &mut next);
                // Of a new start nothing is kept: it is then the one that the link opens anywhere.
                if config.change_since(shown) == Change::Rebuild {
                    config.layers = by_place;
                }
            });
        }
        self.next_layer.set_value(identity::beyond(&config.layers, next));
    }

    /// Writes the link into the address bar where it says something else.
    fn write(self, how: How) {
        let link = self.link();
        let layers = link.config.layers.iter().map(|layer| layer.id).collect();
        let entry = Entry {
            hash: link::write(&link),
            layers: Some(layers),
            next: self.next_layer.get_value(),
        };
        if self.written.with_value(|written| written.covers(&entry)) {
            return;
        }
        // In a frame Back belongs to the page around.
        let how = if surroundings::is_framed() { How::Replace } else { how };
        let written = entry.write(how, &address_of(&link, &['#']));
        // What was refused is written again by the next finished change.
        self.written.set_value(if written { entry } else { Entry::found() });
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

/// The page's address up to the first of these signs, with the hash of a link.
fn address_of(link: &Link, until: &[char]) -> String {
    let address = location().href().unwrap_or_default();
    let base = address.split(until).next().unwrap_or_default();
    let hash = link::write(link);
    if hash.is_empty() { base.to_owned() } else { format!("{base}#{hash}") }
}

/// What a hash asks for; a Playground link without a seed gets one.
fn read(hash: &str) -> (Link, Vec<Notice>) {
    let Opened { mut link, notices, seed_missing } = link::parse(hash);
    if seed_missing {
        link.config.seed = fresh_seed();
    }
    (link, notices)
}

/// A seed as the TensorFlow Playground draws one: five decimals. It is the one draw that must
/// not repeat, so it comes from the browser, not from a seeded generator.
fn fresh_seed() -> String {
    format!("{:.5}", js_sys::Math::random())
}
