//! What the visitor may ask about a network beside training it: its plan, how long each op
//! takes, and which learning rate suits. The run itself stands as it was.

use crate::engine::config::Precision;
use crate::engine::plan::{Op, Plan, Shape, Slot};
use crate::engine::rate_finder::RateFinder;
use crate::engine::trainer::{Progress, Trainer};
use crate::protocol::{Event, Graph, GraphOp, GraphTensor, Profile, Rates};

/// How long each op is repeated, in ms: the clock of a browser ticks coarsely.
const REPEAT: f64 = 20.0;
/// How long a search trains before commands are looked at, in ms.
const SLICE: f64 = 10.0;
/// Repetitions between two looks at the clock.
const BLOCK: u32 = 16;

/// A profile or a search under way.
#[derive(Default)]
pub struct Study {
    profile: Option<Profile>,
    search: Option<(Box<Trainer>, RateFinder)>,
}

impl Study {
    /// Begins to time each op of the run's plan.
    pub fn profile(&mut self) {
        self.profile = Some(Profile { micros: Vec::new(), running: true });
    }

    /// Begins to try learning rates on a copy of the run. Where no copy can be made there is
    /// nothing to search with.
    pub fn find_rate(&mut self, trainer: &mut Trainer) {
        let copy = Trainer::on(trainer.config(), trainer.maker()).and_then(|mut copy| {
            copy.restore(&trainer.progress())?;
            Ok(Box::new(copy))
        });
        self.search = copy.ok().map(|copy| (copy, RateFinder::default()));
    }

    /// Goes on for a while; true where there is more to do.
    pub fn work(
        &mut self,
        trainer: &mut Trainer,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) -> bool {
        if let Some(profile) = &mut self.profile {
            let ops = trainer.plan().forward.len() + trainer.plan().backward.len();
            let at = profile.micros.len();
            match time(trainer, at, clock).filter(|_| at < ops) {
                Some(micros) => profile.micros.push(micros),
                None => profile.running = false,
            }
            profile.running &= profile.micros.len() < ops;
            events.push(Event::Profile(profile.clone()));
            if !profile.running {
                self.profile = None;
            }
        }
        if let Some((copy, finder)) = &mut self.search {
            let deadline = clock() + SLICE;
            let mut running = true;
            while running && clock() < deadline {
                running = match finder.next_rate() {
                    Some(rate) => finder.record(copy.try_rate(rate)),
                    None => false,
                };
            }
            let points = finder.points().collect();
            events.push(Event::Rates(Rates { points, suggestion: finder.suggestion(), running }));
            if !running {
                self.search = None;
            }
        }
        self.profile.is_some() || self.search.is_some()
    }
}

/// Microseconds that one op takes on a batch; `None` where the state cannot be put back.
fn time(trainer: &mut Trainer, at: usize, clock: &mut dyn FnMut() -> f64) -> Option<f64> {
    let before: Progress = trainer.progress();
    trainer.rehearse();
    let start = clock();
    let (mut spent, mut times) = (0.0, 0_u32);
    while spent < REPEAT {
        for _ in 0..BLOCK {
            trainer.model().backend().get().repeat(at);
        }
        times += BLOCK;
        spent = clock() - start;
    }
    trainer.restore(&before).ok()?;
    Some(spent * 1000.0 / f64::from(times))
}

/// The plan of a run, for the page.
pub fn graph(trainer: &Trainer) -> Graph {
    let Plan { buffers, forward, backward, .. } = trainer.plan();
    let tensor = |buffer: &crate::engine::plan::Buffer| {
        let (width, rows) = match buffer.shape {
            Shape::Rows(width) => (width, true),
            Shape::Fixed(width) | Shape::Scratch(width) => (width, false),
        };
        GraphTensor { name: buffer.name.clone(), width, rows }
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
        batch: trainer.config().batch_size,
        tensors: buffers.iter().map(tensor).collect(),
        forward: forward.iter().map(op).collect(),
        backward: backward.iter().map(op).collect(),
    }
}
