//! The same steps on several processors, in turn and never at once, timed: how fast each is on a
//! network, and how far their weights drift apart.

use super::lane::{Accelerator, Lane, Work};
use crate::engine::config::{Config, Precision};
use crate::engine::error::Result;
use crate::engine::trainer::{Means, Progress, Trainer};
use crate::protocol::{Processor, Runner};

/// A turn that is shorter than this on every processor, in ms, is followed by a longer one: a
/// browser's clock ticks coarsely, and a reading takes some ms however short the work was.
const SHORT: f64 = 12.0;
/// A turn of so many ms on one processor grows no further.
const LONG: f64 = 60.0;

/// Time and samples of one processor.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// ms
    time: f64,
    samples: usize,
    points: Vec<(f64, f64)>,
    weights: Vec<f64>,
}

impl Tally {
    fn rate(&self) -> f64 {
        if self.time > 0.0 { self.samples as f64 * 1000.0 / self.time } else { 0.0 }
    }
}

/// What a contest wants next.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// To be called again at once.
    Again,
    /// To be called when the GPU has answered.
    Waiting,
    /// The GPU is lost.
    Lost(String),
}

/// Runs under way on several processors.
pub struct Contest {
    cpus: Vec<(Processor, Box<Trainer>, Tally)>,
    gpu: Option<(Box<dyn Lane>, Tally)>,
    steps: usize,
    started: f64,
    /// Turns so far; the first compiles and warms up, and does not count.
    turns: usize,
    /// Whether losses are measured.
    curves: bool,
}

impl Contest {
    /// A run of this config that stands there, on these processors, the CPU's made by `make`.
    ///
    /// # Errors
    /// Where it does not fit, or the network does not fit the accelerator.
    pub fn new(
        config: &Config,
        progress: &Progress,
        means: &Means,
        cpus: &[Processor],
        accelerator: Option<&dyn Accelerator>,
        curves: bool,
    ) -> Result<Self> {
        let copy = |&processor: &Processor| {
            let precision = match processor {
                Processor::Cpu | Processor::Gpu => Precision::Bits32,
                Processor::Cpu64 => Precision::Bits64,
            };
            let mut trainer = Trainer::on(&Config { precision, ..config.clone() }, means.clone())?;
            trainer.restore(progress)?;
            Ok((processor, Box::new(trainer), Tally::default()))
        };
        let cpus = cpus.iter().map(copy).collect::<Result<_>>()?;
        let lane = accelerator
            .map(|accelerator| accelerator.lane(config, progress, &means.tables))
            .transpose()?;
        let gpu = lane.map(|lane| (lane, Tally::default()));
        Ok(Self { cpus, gpu, steps: 1, started: 0.0, turns: 0, curves })
    }

    /// Goes on by one turn, or waits for the GPU's part of it.
    pub fn work(&mut self, clock: &mut dyn FnMut() -> f64) -> Turn {
        let counts = self.turns > 0;
        let mut times = Vec::new();
        if let Some((lane, tally)) = &mut self.gpu {
            if !lane.is_busy() {
                self.started = clock();
                lane.start(&Work {
                    most: usize::MAX,
                    steps: self.steps,
                    epochs: u64::MAX,
                    noted: |_| false,
                    measured: self.curves,
                    burst: usize::MAX,
                });
            }
            match lane.poll() {
                None => return Turn::Waiting,
                Some(Err(detail)) => return Turn::Lost(detail),
                Some(Ok(landing)) => {
                    let time = clock() - self.started;
                    times.push(time);
                    tally.weights = landing.progress.weights;
                    if counts {
                        tally.time += time;
                        tally.samples += landing.samples;
                    }
                    let loss = landing.now.map_or(f64::NAN, |now| now.train_loss);
                    note(&mut tally.points, (landing.progress.iterations as f64, loss));
                }
            }
        }
        for (_, trainer, tally) in &mut self.cpus {
            let start = clock();
            let (batch, mut left, mut samples) = (trainer.config().batch_size, self.steps, 0);
            while left > 0 {
                let visited = trainer.run(left.saturating_mul(batch));
                samples += visited;
                left = left.saturating_sub(visited.div_ceil(batch).max(1));
            }
            let time = clock() - start;
            times.push(time);
            if counts {
                tally.time += time;
                tally.samples += samples;
            }
            if self.curves {
                tally.weights = trainer.weights();
                let loss = trainer.evaluate().train_loss;
                let updates = trainer.model().iterations() as f64;
                note(&mut tally.points, (updates, loss));
            }
        }
        self.turns += 1;
        let longest = times.iter().copied().fold(0.0, f64::max);
        let shortest = times.iter().copied().fold(f64::INFINITY, f64::min);
        if longest < SHORT || shortest < SHORT && longest < LONG {
            self.steps *= 2;
        } else if longest > 2.0 * LONG {
            self.steps = (self.steps / 2).max(1);
        }
        Turn::Again
    }

    /// ms spent on every processor together, but for the first turn.
    pub fn time(&self) -> f64 {
        let gpu = self.gpu.as_ref().map_or(0.0, |(_, tally)| tally.time);
        gpu + self.cpus.iter().map(|(_, _, tally)| tally.time).sum::<f64>()
    }

    /// Turns that counted.
    pub fn turns(&self) -> usize {
        self.turns.saturating_sub(1)
    }

    /// Samples a second of each processor, in the order of [`Processor`].
    pub fn rates(&self) -> Vec<(Processor, f64)> {
        let cpus = self.cpus.iter().map(|(processor, _, tally)| (*processor, tally.rate()));
        cpus.chain(self.gpu.iter().map(|(_, tally)| (Processor::Gpu, tally.rate()))).collect()
    }

    /// How the runners stand.
    pub fn runners(&self) -> Vec<Runner> {
        let exact = self.cpus.iter().find(|(processor, ..)| *processor == Processor::Cpu64);
        let exact = exact.map(|(_, _, tally)| tally.weights.as_slice()).unwrap_or_default();
        let runner = |processor: Processor, tally: &Tally| Runner {
            processor,
            samples_per_second: tally.rate(),
            points: tally.points.clone(),
            drift: drift(&tally.weights, exact),
        };
        let cpus = self.cpus.iter().map(|(processor, _, tally)| runner(*processor, tally));
        cpus.chain(self.gpu.iter().map(|(_, tally)| runner(Processor::Gpu, tally))).collect()
    }

    /// Epochs that the first runner has trained.
    pub fn epochs(&self) -> f64 {
        self.cpus.first().map_or(0.0, |(_, trainer, _)| trainer.epochs())
    }
}

/// The largest difference; `None` where one is no number.
fn drift(ours: &[f64], theirs: &[f64]) -> Option<f64> {
    let mut differences = ours.iter().zip(theirs).map(|(a, b)| (a - b).abs());
    differences.try_fold(0.0, |most: f64, d| d.is_finite().then(|| most.max(d)))
}

/// Adds a point whose loss is finite. There are never many: turns soon take [`SHORT`] at least, and a
/// race takes seconds.
fn note(points: &mut Vec<(f64, f64)>, point: (f64, f64)) {
    if point.1.is_finite() {
        points.push(point);
    }
}
