//! What a session does about another config: how much the trainer has built anew says what the page is
//! sent, and what becomes of training elsewhere.

use super::{Mode, Session, failure};
use crate::engine::backend::Set;
use crate::engine::change::Change;
use crate::engine::config::Config;
use crate::engine::trainer::Trainer;
use crate::protocol::{BIG_MAP, Event};
use crate::worker::meter::Meter;
use crate::worker::study::{self, Study};
use crate::worker::watch::Watch;

impl Session {
    /// Makes the run one of this config.
    pub(super) fn configure(&mut self, config: &Config, events: &mut Vec<Event>) {
        if self.trainer.as_ref().is_some_and(|trainer| trainer.config() != config) {
            self.go_back(events);
        }
        let old = self.trainer.as_ref().map(|trainer| trainer.config().clone());
        let others = |old: &Config| old.data_seed != config.data_seed || old.own != config.own;
        let regenerated = old.as_ref().is_some_and(others);
        let change = match &mut self.trainer {
            Some(trainer) => trainer.configure(config),
            None => Trainer::on(config, self.means.clone()).map(|trainer| {
                self.trainer = Some(trainer);
                Change::Rebuild
            }),
        };
        if !matches!(change, Ok(Change::Nothing)) {
            self.unsaved = true;
            // A row may now cost thousands of times as much.
            self.watch = Watch::default();
        }
        match change {
            Ok(Change::Nothing) => {}
            Ok(Change::Live) => {
                self.stale = true;
                self.follow(old);
                self.assign(events);
            }
            Ok(Change::Reload) => {
                // What is under way lands on the rows that it set out with, and goes on with these.
                self.follow(old);
                self.prepare();
                (self.metrics, self.stale) = (None, true);
                self.show_data(events);
                self.assign(events);
            }
            Ok(Change::Relink) => {
                self.away.replace();
                self.prepare();
                (self.metrics, self.stale) = (None, true);
                self.study = Study::default();
                if regenerated {
                    self.show_data(events);
                }
                self.show_graph(events);
                self.assign(events);
            }
            Ok(Change::Rebuild) => self.begin(events),
            Err(error) => events.push(Event::Failed(failure(error))),
        }
    }

    /// Sends the plan to a page that shows it.
    pub(super) fn show_graph(&self, events: &mut Vec<Event>) {
        if let (Some(trainer), true) = (&self.trainer, self.watched.graph) {
            events.push(Event::Graph(study::graph(trainer)));
        }
    }

    /// A new run has been built: its data goes out, its curve starts.
    pub(super) fn begin(&mut self, events: &mut Vec<Event>) {
        self.away.replace();
        self.run = self.run.wrapping_add(1);
        self.forget_curve();
        (self.metrics, self.stale) = (None, true);
        // The config says it all.
        (self.unsaved, self.diverged) = (false, false);
        self.study = Study::default();
        self.meter = Meter::default();
        self.prepare();
        self.record();
        self.show_data(events);
        self.show_graph(events);
        self.assign(events);
    }

    /// Loads the grids of the maps into a new backend.
    pub(super) fn prepare(&mut self) {
        let Some(trainer) = &mut self.trainer else {
            return;
        };
        self.map_side = map_side(trainer.unit_count());
        trainer.set_grid(Set::Maps, self.map_side);
        self.big_side = big_side(trainer.parameter_count());
        trainer.set_grid(Set::Big, self.big_side);
    }

    /// Has the lane follow from the config `old`, which differs from this one in what the next flight
    /// reads.
    fn follow(&mut self, old: Option<Config>) {
        let (Some(old), Some(trainer)) = (old, &self.trainer) else { return };
        let other = old.batch() != trainer.config().batch();
        // At rest nothing is lost with a lane, and that a batch does not fit is told at once.
        let whole = trainer.plan().couples_rows && self.mode == Mode::Idle;
        self.away.follow(old);
        if other {
            self.away.resize(whole);
        }
    }
}

/// Side of each unit's map: the more units, the smaller each is drawn.
pub(super) fn map_side(units: usize) -> usize {
    match units {
        0..=64 => 50,
        65..=256 => 28,
        257..=1024 => 16,
        _ => 10,
    }
}

/// Side of the big picture before it is made finer: a hundred million multiplications a picture
/// are a few frames' worth of time.
pub(super) fn big_side(parameters: usize) -> usize {
    match parameters {
        0..=20_000 => BIG_MAP,
        20_001..=80_000 => BIG_MAP / 2,
        _ => BIG_MAP / 4,
    }
}
