//! A look at a network's health for a frame: what it costs is kept small beside what the frame
//! itself costs, and nothing is found out twice.

use crate::engine::architecture::Architecture;
use crate::engine::config::Config;
use crate::engine::health::{Dead, Health, Young};
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::optimizer::Optimizer;
use crate::engine::trainer::Trainer;

/// While it trains, units are looked at this often at most, in ms, and no more often than once in
/// so many frames' time.
const SELDOM: f64 = 500.0;
const FRAMES: f64 = 20.0;

/// When a frame is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The number of the run.
    pub run: u32,
    /// The time, in ms.
    pub now: f64,
    /// What a frame costs while training goes on, in ms; `None` at rest.
    pub cost: Option<f64>,
}

/// What is known of a run's health.
#[derive(Default)]
pub struct Checkup {
    run: Option<u32>,
    dead: Vec<Dead>,
    looked_at: Option<f64>,
    /// The network that was looked at last.
    seen: Option<(Architecture, Vec<f64>)>,
    updates: Updates,
}

/// Weight updates, also those before another optimizer began to count anew.
#[derive(Default)]
struct Updates {
    optimizer: Option<Optimizer>,
    before: u64,
    counted: u64,
    /// The normalizations on duty, and how many updates there had been when each was put in.
    since: Vec<(u32, u64)>,
}

impl Checkup {
    /// The health of a run as it stands.
    pub fn look(&mut self, trainer: &mut Trainer, moment: Moment) -> Health {
        if self.run != Some(moment.run) {
            *self = Self { run: Some(moment.run), ..Self::default() };
        }
        let young = self.updates.youngest(trainer);
        self.find_dead(trainer, moment);
        Health { dead: self.dead.clone(), young }
    }

    fn find_dead(&mut self, trainer: &mut Trainer, Moment { now, cost, .. }: Moment) {
        let soon = |looked: f64, cost: f64| now - looked < SELDOM.max(FRAMES * cost);
        if let (Some(looked), Some(cost)) = (self.looked_at, cost)
            && soon(looked, cost)
        {
            return;
        }
        let weights = trainer.weights();
        let architecture = trainer.model().architecture();
        let same = |(of, seen): &(Architecture, Vec<f64>)| of == architecture && *seen == weights;
        if self.seen.as_ref().is_some_and(same) {
            return;
        }
        self.seen = Some((architecture.clone(), weights));
        self.dead = trainer.dead();
        self.looked_at = Some(now);
    }
}

impl Updates {
    /// The youngest moving averages, once something has been trained.
    fn youngest(&mut self, trainer: &mut Trainer) -> Option<Young> {
        let iterations = trainer.model().iterations();
        let config = trainer.config();
        let optimizer = Some(config.optimizer.kind());
        let first_look = self.optimizer.is_none();
        if self.optimizer != optimizer && iterations < self.counted {
            self.before += self.counted;
        }
        (self.optimizer, self.counted) = (optimizer, iterations);
        let total = self.before + iterations;
        let known = std::mem::take(&mut self.since);
        let base = |id: u32| known.iter().find(|(own, _)| *own == id).map(|(_, base)| *base);
        // Whatever stands there when the run is first looked at has been there from its start.
        let first = if first_look { 0 } else { total };
        self.since =
            normalizations(config).map(|own| (own.id, base(own.id).unwrap_or(first))).collect();
        if total == 0 {
            return None;
        }
        let young = normalizations(config).zip(&self.since).filter_map(|(own, (_, base))| {
            let momentum = own.kind.get("momentum").unwrap_or_default();
            Young::after(total.saturating_sub(*base), momentum)
        });
        young.max_by(|a, b| a.share.total_cmp(&b.share))
    }
}

/// The normalizations whose averages move.
fn normalizations(config: &Config) -> impl Iterator<Item = &Layer> {
    config.layers.iter().filter(|layer| {
        layer.kind.kind() == LayerKind::BatchNormalization && layer.is_on("trainable")
    })
}
