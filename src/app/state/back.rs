//! Undo and redo of a run: the moments before its changes are kept, and brought back. The same two
//! messages take a run along and bring one in.

use js_sys::Uint8Array;
use leptos::prelude::*;

use super::run::{Hearer, Run};
use super::undo::{Deed, Gone, History, Moment, State, Step, Way};
use crate::app::link::entry::How;
use crate::app::link::identity;
use crate::app::notice::Notice;
use crate::app::setting;
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::view::Choice;
use crate::formats::Snapshot;
use crate::protocol::{Checkpoint, Command};

impl Run {
    /// Whether there is something to undo or redo (reactive).
    pub fn can_go(self, way: Way) -> bool {
        self.history.with(|history| history.has(way))
    }

    /// Undoes or redoes a change, which is itself an entry of the browser's history. What the change
    /// has thrown away comes back as soon as the worker has told it. Training goes on where it goes
    /// on.
    pub fn go(self, way: Way) {
        let now = self.moment();
        let waits =
            || self.history.try_update_untracked(|history| history.must_wait(way, now.place));
        if self.is_dragging() || waits() == Some(true) {
            return;
        }
        // What is on its way would come over what is gone back to.
        self.page.wanted.set(None);
        let (place, before) = (now.place, now.config.clone());
        let Some((step, mark)) = self.history.try_update(|history| history.go(way, now)).flatten()
        else {
            return;
        };
        if let Some(mark) = mark {
            self.send(Command::Keep { mark });
        }
        let whole = step.is_whole(place);
        let Step { deed, change, moment } = step;
        let Moment { mut config, choice, curve, state, place: _, noticed } = moment;
        self.page.take_back(noticed);
        self.see(choice);
        // A table that had to make room leaves the generated data, and a state that is not theirs.
        let gone = |own| self.page.tables.with_value(|tables| tables.get(own).is_none());
        let lost = config.own.as_ref().is_some_and(gone);
        if lost {
            setting::generate(&mut config);
            self.page.notify(Notice::TableGone);
            self.page.notify_all(setting::fit(&mut config));
        }
        let configs = Box::new([before, config.clone()]);
        let of_view = deed == Deed::View && !lost;
        if !of_view {
            self.stands_at(config.clone(), change);
        }
        match state {
            State::Kept { epoch, bytes, size: _ } if whole && !lost => {
                let state = bytes.to_vec();
                self.send(Command::Restore {
                    config: Box::new(config),
                    checkpoint: Box::new(Checkpoint { run: 0, epoch, state }),
                    curve: curve.points().to_vec(),
                });
            }
            // Of another view the worker has been told.
            State::None | State::Asked(_) | State::Kept { .. } if of_view => {}
            State::None | State::Asked(_) | State::Kept { .. } => self.send_config(),
        }
        if self.addressed {
            self.page.write(How::Push);
        }
        self.gone.set(Some(Gone { way, deed, configs }));
    }

    /// Goes on from a run out of a file, which stands still at first: one step to undo. The program of
    /// networks' files has found that its parts fit each other.
    pub fn resume(self, saved: Snapshot, choice: Option<Choice>, epoch: u64) {
        let Snapshot { config, table, curve, state } = saved;
        let page = self.page;
        self.begin(Change::Rebuild);
        self.set_playing(false);
        // What is on its way would come over it.
        page.wanted.set(None);
        page.asked.set_value(None);
        page.tables.update_value(|tables| {
            table.into_iter().for_each(|table| {
                tables.put(*table);
            });
        });
        page.next_layer.update_value(|next| *next = identity::beyond(&config.layers, *next));
        self.see(choice);
        self.stands_at(Config::clone(&config), Change::Rebuild);
        let checkpoint = Box::new(Checkpoint { run: 0, epoch, state });
        self.send(Command::Restore { config, checkpoint, curve });
        self.end(Deed::Opened);
        if self.addressed {
            page.write(How::Push);
        }
    }

    /// Another config is that of the run, and the worker will be told.
    fn stands_at(self, config: Config, change: Change) {
        self.page.review(&config);
        self.config.set(config);
        self.goes_on();
        if change == Change::Rebuild {
            self.editing.set(None);
            self.rates.set(None);
        }
    }

    /// Has the worker tell the state of this moment, whatever it is at, and hands it on with whole epochs.
    /// There is none while no worker answers, and of a run whose weights are no longer finite.
    pub fn tell_state(self, hear: impl FnOnce(Option<(u64, Uint8Array)>) + 'static) {
        let Some(mark) = self.history.try_update_untracked(History::question) else { return };
        self.hearers.update_value(|hearers| hearers.push((mark, Box::new(hear))));
        self.send(Command::Keep { mark });
    }

    /// The worker has told a state that it was asked for.
    pub fn keep(self, mark: u32, told: Option<(Box<Checkpoint>, Uint8Array)>) {
        let is_asked = |hearer: &mut (u32, Hearer)| hearer.0 == mark;
        let hear = |hearers: &mut Vec<_>| hearers.extract_if(.., is_asked).next();
        if let Some((_, hear)) = self.hearers.try_update_value(hear).flatten() {
            return hear(told.map(|(checkpoint, bytes)| (checkpoint.epoch, bytes)));
        }
        let state = told.map_or(State::None, |(checkpoint, bytes)| State::Kept {
            epoch: checkpoint.epoch,
            size: bytes.length() as usize,
            bytes,
        });
        let way = self.history.try_update_untracked(|history| history.keep(mark, state));
        if let Some(way) = way.flatten() {
            self.go(way);
        }
    }

    /// The worker has died: what it was asked for it will not tell.
    pub fn lose_kept(self) {
        let hearers = self.hearers.try_update_value(std::mem::take).unwrap_or_default();
        hearers.into_iter().for_each(|(_, hear)| hear(None));
        let way = self.history.try_update_untracked(|history| history.lose());
        if let Some(way) = way.flatten() {
            self.go(way);
        }
    }

    /// A change is about to be made; it ends with [`Self::end`].
    pub(super) fn begin(self, change: Change) {
        let mark =
            self.history.try_update_untracked(|history| history.begin(change, || self.moment()));
        if let Some(mark) = mark.flatten() {
            self.send(Command::Keep { mark });
        }
    }

    /// The change that has begun is finished.
    pub(super) fn end(self, deed: Deed) {
        self.history.update(|history| {
            let (config, choice) = (self.config.read_untracked(), self.choice.read_untracked());
            history.finish(deed, &config, choice.as_ref());
        });
    }

    /// The change that has begun was none after all.
    pub(super) fn abandon(self) {
        self.history.update(History::abandon);
    }

    /// The run as it stands, as far as the page knows.
    fn moment(self) -> Moment<Uint8Array> {
        Moment {
            config: self.config.get_untracked(),
            choice: self.choice.get_untracked(),
            curve: self.curve.get_untracked(),
            place: self.frame.with_untracked(|frame| (frame.epoch, frame.sample)),
            noticed: self.page.noticed(),
            state: State::None,
        }
    }
}
