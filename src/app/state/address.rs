//! The ways between a run and the address bar: what is open in it at first, what comes in later, and
//! what is written into it.

use leptos::prelude::*;

use super::page::Page;
use super::run::Run;
use super::tables::{Tables, Wanted};
use super::undo::Deed;
use crate::app::draw::code::TRAVELLING;
use crate::app::link::entry::{Entry, How};
use crate::app::link::{self, Link, Opened, View, identity};
use crate::app::notice::{Notice, Of};
use crate::app::preference::kept::{self, Held, Kept, Unkept};
use crate::app::real_set::RealSet;
use crate::app::setting;
use crate::app::surroundings;
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::table::{Brief, Table};
use crate::engine::view::Choice;
use crate::protocol::Speed;

/// Where a link that the page adopts comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// From the entry of the browser's history that the page stands at: typed, followed, or come
    /// back to.
    Entry(Entry),
    /// From elsewhere, such as a lesson or a message; so it gets into the history.
    Elsewhere(How),
}

impl Run {
    /// The run that the address bar and the browser's settings ask for, on its page.
    pub fn open() -> Self {
        let found = Entry::found();
        let kept = kept::initial();
        let (mut link, notices) = read(&found.hash, found.own.and_then(|id| kept.brief(id)));
        if let Some(ids) = &found.layers {
            // Ids that do not fit are another page's: those of the places stay.
            identity::take_over(&mut link.config.layers, ids);
        }
        let Link { mut config, view, points, choice } = link;
        let speed = view.speed.unwrap_or(Speed::Sixty);
        let next_layer = identity::beyond(&config.layers, found.next);
        let asked = without_table(&mut config, &Tables::default(), &kept);
        // A set can be fetched again, what is kept as well, and a drawing is in the link.
        let lost = found.own.is_some() && asked.is_none() && config.own.is_none();
        let asked_for = (RwSignal::new(config), RwSignal::new(choice));
        let page = Page::new(asked_for, view, (found, kept), next_layer);
        page.hold(points);
        let run = Self::new(page, page.config, page.choice, speed);
        run.asks(asked);
        if lost {
            page.notify(Notice::TableGone);
        }
        // What is shown and what stands in the address bar agree; a bare address stays bare.
        page.write(How::Replace);
        run.view_command().into_iter().for_each(|command| run.send(command));
        run.send_config();
        page.notify_all(notices);
        run
    }

    /// A finished change of the config: applied, sent and written into the link, one entry
    /// in the browser's history.
    pub fn edit(self, change: impl FnOnce(&mut Config)) {
        self.drag(change);
        self.finish();
    }

    /// A finished change of what pictures show of the table in use.
    pub fn choose_view(self, change: impl FnOnce(&mut Choice)) {
        self.drag_view(change);
        self.finish();
    }

    /// A drag has ended: a hash that waited for that is followed, else the link is written.
    pub fn finish(self) {
        self.dragging.set_value(false);
        self.stroke.set_value(false);
        self.end(Deed::Config);
        if !self.addressed {
            return;
        }
        let waited = self.page.waiting.get_value();
        self.page.waiting.set_value(false);
        if !(waited && self.follow_hash()) {
            self.page.write(How::Push);
        }
    }

    /// Trains on a table of the visitor's, one step to undo. What a config names it by.
    pub fn bring(self, table: Table) -> Option<Brief> {
        let own = self.page.tables.try_update_value(|tables| tables.put(table))?;
        self.edit(|config| setting::bring(config, own.clone()));
        Some(own)
    }

    /// Trains on a set of real measurements, as soon as it is there.
    pub fn choose_set(self, set: RealSet) {
        self.choose(&set.brief(), Wanted::Set(set));
    }

    /// The same on a table or a drawing that the browser keeps.
    pub fn choose_kept(self, own: &Brief) {
        self.choose(own, Wanted::Kept(own.id));
    }

    fn choose(self, own: &Brief, wanted: Wanted) {
        if self.page.tables.with_value(|tables| tables.get(own).is_some()) {
            self.page.wanted.set(None);
            self.edit(|config| setting::bring(config, own.clone()));
        } else {
            self.page.wanted.set(Some(wanted));
        }
    }

    /// The table that is wanted is there. Where a link has asked for it, and nothing was
    /// changed since, all is as in the link and nothing is to be undone.
    pub fn arrives(self, table: Table) {
        let page = self.page;
        let Some(wanted) = page.wanted.get_untracked() else { return };
        let own = page.tables.try_update_value(|tables| tables.put(table));
        let Some(own) = own.filter(|own| wanted.is(own)) else {
            self.lacks(wanted);
            return;
        };
        page.wanted.set(None);
        page.forget(|notice| matches!(notice, Notice::Unfetched { .. }));
        let words = untrack(|| page.text()).sets;
        let said = match wanted {
            Wanted::Set(set) => {
                let size = (words.size)(own.rows, own.rows, own.columns.len());
                format!("{}: {size}", (words.name)(set))
            }
            Wanted::Kept(_) if own.drawn => (untrack(|| page.text()).draw.in_use)(own.rows),
            Wanted::Kept(_) => untrack(|| page.own_in_use(&own)),
        };
        let asked = page.asked_for(&self.config.get_untracked());
        match asked.filter(|asked| self.addressed && asked.own.as_ref() == Some(&own)) {
            Some(asked) => {
                self.put(asked, Change::Rebuild);
                page.write(How::Replace);
            }
            None => self.edit(|config| setting::bring(config, own)),
        }
        page.say(said);
    }

    /// The table that is wanted cannot be had now: all stays as it is.
    pub fn lacks(self, wanted: Wanted) {
        self.page.wanted.set(None);
        self.page.notify(match wanted {
            Wanted::Set(set) => Notice::Unfetched { set },
            Wanted::Kept(_) => Notice::PartMissing,
        });
    }

    /// The table of this id, which was wanted, is not kept after all: what stood in for it stays.
    pub fn loses(self, id: u64) {
        let page = self.page;
        page.wanted.set(None);
        page.asked.set_value(None);
        page.loses(id, Unkept::Forgotten);
        page.notify(Notice::TableGone);
    }

    /// Asks for the table of a link's config, which the one on show stands in for; of a link without one
    /// nothing that was asked for before.
    fn asks(self, asked: Option<(Wanted, Config)>) {
        let (wanted, config) = asked.unzip();
        let both = config.map(|config| Box::new([self.config.get_untracked(), config]));
        self.page.asked.set_value(both);
        self.page.wanted.set(wanted);
    }

    /// The pace, also of a run under way.
    pub fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        if self.addressed && self.page.view.with_untracked(|view| view.speed.is_some()) {
            self.page.edit_view(|view| view.speed = Some(speed));
        }
        if self.playing.get_untracked() {
            self.send_run();
        }
    }

    /// Draws a new seed: new data and new first weights.
    pub fn new_seed(self) {
        self.edit(|config| {
            config.seed = fresh_seed();
            config.data_seed.clear();
        });
    }

    /// Draws new data alone: the network trains on with them, as the TensorFlow Playground's does.
    pub fn regenerate(self) {
        self.edit(|config| config.data_seed = fresh_seed());
    }

    /// Follows a hash that came from outside: typed, a link, or Back and Forward. One that comes
    /// during a drag waits for its end. False where there is nothing new to follow.
    pub fn follow_hash(self) -> bool {
        let found = Entry::found();
        if self.page.written.with_value(|written| written.covers(&found)) {
            return false;
        }
        if self.is_dragging() {
            self.page.waiting.set_value(true);
            return true;
        }
        let tables = self.page.tables;
        // One that the page no longer has leaves the generated data of the link.
        let kept = |id| self.page.kept.with_untracked(|kept| kept.brief(id).cloned());
        let here = |id| tables.with_value(|tables| tables.brief(id)).or_else(|| kept(id));
        let own = found.own.and_then(here);
        let (link, notices) = read(&found.hash, own.as_ref());
        let gone = found.own.is_some() && link.config.own.is_none();
        self.adopt(link, Origin::Entry(found));
        if gone {
            self.page.notify(Notice::TableGone);
        }
        self.page.notify_all(notices);
        true
    }

    /// Shows what a link asks for, with those of the layers on show that it still has. It is the one
    /// way in, wherever the link comes from.
    pub fn adopt(self, link: Link, origin: Origin) {
        let Link { mut config, view, points, choice } = link;
        let page = self.page;
        page.hold(points);
        page.forget(|notice| notice.of() == Of::Change);
        let how = match origin {
            Origin::Entry(found) => {
                self.find_layers(&mut config, &found);
                page.written.set_value(found);
                How::Replace
            }
            Origin::Elsewhere(how) => {
                self.find_layers(&mut config, &Entry::default());
                how
            }
        };
        let speed = view.speed.filter(|&speed| speed != self.speed.get_untracked());
        if let Some(speed) = speed {
            self.speed.set(speed);
        }
        if let Some(language) = view.language {
            page.speak(language, || {});
        }
        if let Some(theme) = view.theme {
            page.theme.set(theme);
        }
        page.view.set(view);
        let kept = page.kept.get_untracked();
        let asked = page.tables.with_value(|tables| without_table(&mut config, tables, &kept));
        self.begin(Change::Nothing);
        self.see(choice);
        self.take(config);
        self.end(Deed::Config);
        self.asks(asked);
        if speed.is_some() && self.playing.get_untracked() {
            self.send_run();
        }
        page.write(how);
    }

    /// Gives the layers of a link their ids: those that its entry has for them, or those of the
    /// layers on show that they match.
    fn find_layers(self, config: &mut Config, found: &Entry) {
        let mut next = self.page.next_layer.get_value().max(found.next);
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
        self.page.next_layer.set_value(identity::beyond(&config.layers, next));
    }
}

impl Page {
    /// A finished change of the view (toggles, hidden controls).
    pub fn edit_view(self, change: impl FnOnce(&mut View)) {
        self.view.update(change);
        // A hash that waits for the end of a drag is followed then.
        if !self.waiting.get_value() {
            self.write(How::Push);
        }
    }

    /// A table is kept for a reload, in the place of another: those that made room for it. `None` where
    /// the browser does not remember which.
    pub fn keeps(self, held: Held, instead: Option<u64>) -> Option<Vec<Held>> {
        let mut left = Vec::new();
        let keep = |kept: &mut Kept| kept::change(kept, |kept| left = kept.keep(held, instead));
        self.kept.try_update(keep).unwrap_or_default().then_some(left)
    }

    /// That a table of the visitor's is in use, by its file's name where that is known (reactive).
    pub fn own_in_use(self, own: &Brief) -> String {
        let say = self.text().sets.own_in_use;
        self.kept.with(|kept| match kept.held(own.id) {
            Some(held) => say(&held.name, own.rows, held.read),
            None => say("", own.rows, own.rows),
        })
    }

    /// A table is not kept, or no longer. One that is forgotten leaves the history's entry as well, so that
    /// a reload misses nothing.
    pub fn loses(self, id: u64, why: Unkept) {
        self.kept.update(|kept| {
            kept::change(kept, |kept| kept.lose(id, why));
        });
        self.write(How::Replace);
    }

    /// The link of the page as it stands. A table that is asked for is in it, there or not, until
    /// something else is.
    pub fn link(self) -> Link {
        let config = self.config.get_untracked();
        let config = self.asked_for(&config).unwrap_or(config);
        let drawn = config.own.as_ref().filter(|own| own.drawn);
        let points = self.tables.with_value(|tables| Some(Table::clone(&*tables.get(drawn?)?)));
        let choice = self.choice.get_untracked();
        Link { config, view: self.view.get_untracked(), points, choice }
    }

    /// The config that this one stands in for.
    fn asked_for(self, shown: &Config) -> Option<Config> {
        let asked = |asked: &[Config; 2]| (asked[0] == *shown).then(|| asked[1].clone());
        self.asked.with_value(|both| both.as_deref().and_then(asked))
    }

    /// Keeps the drawing of a link, for the config that names it.
    fn hold(self, points: Option<Table>) {
        if let Some(table) = points {
            self.tables.update_value(|tables| {
                tables.put(table);
            });
        }
    }

    /// A link to copy to the page as it stands. What other programs have put before the hash, such
    /// as `?_gl=…`, concerns this visit alone.
    pub fn address(self) -> String {
        let mut link = self.link();
        let is_in_link =
            |own: &Brief| RealSet::of(own).is_some() || own.drawn && own.rows <= TRAVELLING;
        if link.config.own.as_ref().is_some_and(|own| !is_in_link(own)) {
            // What suits the table's rows need not suit the data of whoever opens it.
            setting::generate(&mut link.config);
            let _ = setting::fit(&mut link.config);
        }
        address_of(&link::write(&link), &['?', '#'])
    }

    /// Writes the link into the address bar where it says something else.
    pub(super) fn write(self, how: How) {
        let link = self.link();
        let layers = link.config.layers.iter().map(|layer| layer.id).collect();
        let entry = Entry {
            hash: link::write(&link),
            layers: Some(layers),
            next: self.next_layer.get_value(),
            own: link.config.own.as_ref().map(|own| own.id).filter(|&id| {
                let why = self.kept.with_untracked(|kept| kept.why_not(id));
                why != Some(Unkept::Forgotten)
            }),
        };
        if self.written.with_value(|written| written.covers(&entry)) {
            return;
        }
        // In a frame Back belongs to the page around.
        let how = if surroundings::is_framed() { How::Replace } else { how };
        let written = entry.write(how, &address_of(&entry.hash, &['#']));
        // What was refused is written again by the next finished change.
        self.written.set_value(if written { entry } else { Entry::found() });
    }
}

/// The page's address up to the first of these signs, with another hash.
fn address_of(hash: &str, until: &[char]) -> String {
    let address = location().href().unwrap_or_default();
    let base = address.split(until).next().unwrap_or_default();
    if hash.is_empty() { base.to_owned() } else { format!("{base}#{hash}") }
}

/// Where a config is one on a table that the page does not have yet but can fetch, it becomes one on
/// generated data: the table, and what the config was.
fn without_table(config: &mut Config, tables: &Tables, kept: &Kept) -> Option<(Wanted, Config)> {
    let own = config.own.as_ref().filter(|own| tables.get(own).is_none())?;
    let kept = kept.brief(own.id).map(|own| Wanted::Kept(own.id));
    let wanted = RealSet::of(own).map(Wanted::Set).or(kept)?;
    let asked = config.clone();
    setting::generate(config);
    // What does not fit these data fits the table: there is nothing to be told.
    setting::fit(config);
    Some((wanted, asked))
}

/// What a hash asks for, of a table of the visitor's where its entry has one; a Playground link without a
/// seed gets one.
fn read(hash: &str, own: Option<&Brief>) -> (Link, Vec<Notice>) {
    let Opened { mut link, notices, seed_missing } = link::parse_on(hash, own);
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
