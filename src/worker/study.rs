//! What the visitor may ask about a network beside training it: its plan, how long each op
//! takes, and which learning rate suits. The run itself stands as it was.

use crate::engine::config::Precision;
use crate::engine::plan::{Op, Parameter, Plan, Shape, Slot};
use crate::engine::rate_finder::RateFinder;
use crate::engine::trainer::Trainer;
use crate::protocol::{Event, Graph, GraphOp, GraphTensor, Profile, Rates};

/// How long each op is repeated, in ms: the clock of a browser ticks coarsely.
const REPEAT: f64 = 20.0;
/// How long a profile or a search works before commands are looked at, in ms.
const SLICE: f64 = 10.0;
/// Rows of a batch that a profile takes at a time, as training does.
const PIECE: usize = 256;
/// Repetitions between two looks at the clock: ever more of them while they take no longer than so
/// many ms, up to a most.
const BRIEF: f64 = 1.0;
const MOST: u32 = 256;

/// A profile or a search under way.
#[derive(Default)]
pub struct Study {
    profile: Option<Timing>,
    search: Option<(Box<Trainer>, RateFinder)>,
}

/// A profile under way.
#[derive(Default)]
struct Timing {
    /// A copy of the run, which goes on meanwhile, and the rows that stand in its buffers.
    copy: Option<(Box<Trainer>, usize)>,
    found: Profile,
    /// How often the next op has been repeated, and the ms that it took.
    times: u64,
    spent: f64,
    /// Repetitions before the next look at the clock.
    block: u32,
}

impl Study {
    /// Begins to time each op of the run's plan.
    pub fn profile(&mut self) {
        let found = Profile { micros: Vec::new(), running: true };
        self.profile = Some(Timing { found, block: 1, ..Timing::default() });
    }

    /// Begins to try learning rates on a copy of the run. Where no copy can be made there is
    /// nothing to search with.
    pub fn find_rate(&mut self, trainer: &mut Trainer) {
        self.search = copy(trainer).map(|copy| (copy, RateFinder::default()));
    }

    /// Whether a profile or a search is under way.
    pub fn is_busy(&self) -> bool {
        self.profile.is_some() || self.search.is_some()
    }

    /// Goes on for a while; true where there is more to do.
    pub fn work(
        &mut self,
        trainer: &mut Trainer,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) -> bool {
        if let Some(timing) = &mut self.profile {
            if timing.work(trainer, clock) {
                events.push(Event::Profile(timing.found.clone()));
            }
            if !timing.found.running {
                self.profile = None;
            }
        }
        if let Some((copy, finder)) = &mut self.search {
            let deadline = clock() + SLICE;
            let mut running = true;
            while running && clock() < deadline {
                running = finder.work(copy);
            }
            let points = finder.points().collect();
            // On the way down the newest loss is the lowest: no rate to suggest yet.
            let suggestion = if running { None } else { finder.suggestion() };
            events.push(Event::Rates(Rates { points, suggestion, running }));
            if !running {
                self.search = None;
            }
        }
        self.profile.is_some() || self.search.is_some()
    }
}

impl Timing {
    /// Times for a slice; true where there is something new to tell.
    fn work(&mut self, trainer: &mut Trainer, clock: &mut dyn FnMut() -> f64) -> bool {
        let Some((copy, rows)) = &mut self.copy else {
            self.copy = copy(trainer).map(|mut copy| {
                let rows = copy.rehearse(PIECE);
                (copy, rows)
            });
            self.found.running = self.copy.is_some();
            return !self.found.running;
        };
        let ops = copy.plan().forward.len() + copy.plan().backward.len();
        let batch = copy.config().batch().min(copy.data().train.len());
        let at = self.found.micros.len();
        let mut now = clock();
        let deadline = now + SLICE;
        while now < deadline && at < ops {
            for _ in 0..self.block {
                copy.model().backend().get().repeat(at);
            }
            self.times += u64::from(self.block);
            let taken = clock() - now;
            now += taken;
            self.spent += taken;
            if taken < BRIEF {
                self.block = (2 * self.block).min(MOST);
            }
            if self.spent >= REPEAT {
                // What a piece takes, for as many as there are in a batch.
                let pieces = batch as f64 / (*rows).max(1) as f64;
                self.found.micros.push(self.spent * 1000.0 / self.times as f64 * pieces);
                (self.times, self.spent, self.block) = (0, 0.0, 1);
                self.found.running = at + 1 < ops;
                return true;
            }
        }
        false
    }
}

/// A copy of a run as it stands; where none can be made there is nothing to study.
fn copy(trainer: &mut Trainer) -> Option<Box<Trainer>> {
    let mut copy = Trainer::on(trainer.config(), trainer.means()).ok()?;
    copy.restore(&trainer.progress()).ok()?;
    Some(Box::new(copy))
}

/// The plan of a run, for the page.
pub fn graph(trainer: &Trainer) -> Graph {
    let Plan { buffers, forward, backward, parameters, .. } = trainer.plan();
    let tensor = |(slot, buffer): (usize, &crate::engine::plan::Buffer)| {
        let (width, rows) = match buffer.shape {
            Shape::Rows(width) => (width, true),
            Shape::Fixed(width) | Shape::Scratch(width) => (width, false),
        };
        let slot = Slot(slot);
        let is_own = |own: &&Parameter| own.weights == slot || own.gradients == Some(slot);
        let shape = parameters.iter().find(is_own).map_or(vec![width], Parameter::keras_axes);
        GraphTensor { name: buffer.name.clone(), shape, rows }
    };
    let places = |slots: Vec<Slot>| slots.into_iter().map(|slot| slot.0).collect();
    let op = |op: &Op| GraphOp {
        name: op.name(),
        reads: places(op.reads()),
        writes: places(op.writes()),
    };
    Graph {
        bits: match trainer.config().precision {
            Precision::Bits32 => 32,
            Precision::Bits64 => 64,
        },
        batch: trainer.config().batch(),
        tensors: buffers.iter().enumerate().map(tensor).collect(),
        forward: forward.iter().map(op).collect(),
        backward: backward.iter().map(op).collect(),
    }
}
