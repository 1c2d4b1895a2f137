//! A run: data, plan and backend, and where training stands. It steps, measures and probes;
//! when to do so is its caller's business, and so are time and messages.

use std::ops::Range;

use super::backend::{AnyBackend, Set};
use super::config::{Change, Config, Rules};
use super::dataset::{EXTENT, Sample, Split};
use super::error::{Error, Result};
use super::initializer;
use super::loss::Loss;
use super::metric::binary_accuracy;
use super::optimizer::Knobs;
use super::plan::Plan;
use super::regularizer::Regularizer;
use super::seedrandom::SeedRandom;

/// Losses and accuracies over both halves of the data. NaN where there is nothing to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// Mean loss over the training data.
    pub train_loss: f64,
    /// Mean loss over the test data.
    pub test_loss: f64,
    /// Share of the training data on the right side (classes only).
    pub train_accuracy: f64,
    /// Share of the test data on the right side (classes only).
    pub test_accuracy: f64,
}

/// Everything that training has changed since the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Whole epochs trained.
    pub epoch: u64,
    /// Samples of the running epoch already visited.
    pub sample: usize,
    /// Samples whose gradients wait for the next update.
    pub accumulated: usize,
    /// Per layer bias `[units]`, kernel `[units, inputs]`.
    pub weights: Vec<f64>,
    /// The gradient sums in the same order.
    pub gradients: Vec<f64>,
    /// Indices into `weights` of the pruned ones.
    pub pruned: Vec<usize>,
    /// Where the random stream stands.
    pub generator: SeedRandom,
}

/// A run.
pub struct Trainer {
    config: Config,
    plan: Plan,
    backend: AnyBackend,
    data: Split,
    generator: SeedRandom,
    epoch: u64,
    sample: usize,
    accumulated: usize,
}

impl Trainer {
    /// A run from its start: data and first weights drawn from the seed.
    ///
    /// # Errors
    /// Where the config is out of its limits.
    pub fn new(config: &Config) -> Result<Self> {
        config.validate()?;
        let mut generator = SeedRandom::from_text(&config.seed);
        let data = Split::draw(config, &mut generator);
        let (plan, backend) = build(config, &data);
        let config = config.clone();
        let mut trainer =
            Self { config, plan, backend, data, generator, epoch: 0, sample: 0, accumulated: 0 };
        trainer.draw_weights()?;
        Ok(trainer)
    }

    /// The run's config.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The run's data.
    pub fn data(&self) -> &Split {
        &self.data
    }

    /// Whole epochs trained.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Samples of the running epoch already visited.
    pub fn sample(&self) -> usize {
        self.sample
    }

    /// Units of all dense layers together, the output included.
    pub fn unit_count(&self) -> usize {
        self.plan.unit_count()
    }

    /// Weights and biases of all layers together.
    pub fn parameter_count(&self) -> usize {
        self.plan.parameter_count()
    }

    /// A new start as the rules have it: Playground rules draw the weights on from where the
    /// one stream stands, modern rules give the same start again.
    ///
    /// # Errors
    /// Never, for a run that could be built.
    pub fn reset(&mut self) -> Result<()> {
        if self.config.rules == Rules::Modern {
            self.generator = SeedRandom::from_text(&self.config.seed);
            self.data = Split::draw(&self.config, &mut self.generator);
        }
        (self.plan, self.backend) = build(&self.config, &self.data);
        (self.epoch, self.sample, self.accumulated) = (0, 0, 0);
        self.draw_weights()
    }

    fn draw_weights(&mut self) -> Result<()> {
        for at in 0..self.plan.layers.len() {
            let layer = self.plan.layers[at];
            let zero = self.config.init_zero;
            let (bias, kernel) =
                initializer::dense(layer.inputs, layer.units, zero, &mut self.generator);
            self.backend.get().write(layer.bias, &bias)?;
            self.backend.get().write(layer.kernel, &kernel)?;
        }
        Ok(())
    }

    /// Makes the run one of `config`, keeping as much of it as the change allows, and says how
    /// large the change was.
    ///
    /// # Errors
    /// Where the config is out of its limits; the run stays as it was.
    pub fn configure(&mut self, config: &Config) -> Result<Change> {
        config.validate()?;
        let change = config.change_since(&self.config);
        match change {
            Change::Nothing | Change::Live => self.config = config.clone(),
            Change::Relink => {
                let progress = self.progress();
                self.config = config.clone();
                (self.plan, self.backend) = build(&self.config, &self.data);
                self.restore(&progress)?;
            }
            Change::Rebuild => *self = Self::new(config)?,
        }
        if self.config.rules == Rules::Modern {
            // Modern rules know no dead weight.
            for (at, layer) in self.plan.layers.iter().enumerate() {
                self.backend.get().set_pruned(at, &vec![false; layer.units * layer.inputs]);
            }
        }
        Ok(change)
    }

    /// Everything that training has changed so far.
    pub fn progress(&mut self) -> Progress {
        Progress {
            epoch: self.epoch,
            sample: self.sample,
            accumulated: self.accumulated,
            weights: self.weights(),
            gradients: self.parameters(|layer| [layer.d_bias, layer.d_kernel]),
            pruned: self.pruned(),
            generator: self.generator.clone(),
        }
    }

    /// Goes on from there; what [`Self::progress`] of a run of the same shape returned.
    ///
    /// # Errors
    /// Where it does not fit this run.
    pub fn restore(&mut self, progress: &Progress) -> Result<()> {
        let count = self.plan.parameter_count();
        if progress.weights.len() != count || progress.gradients.len() != count {
            return Err(Error::Checkpoint { what: "the number of weights" });
        }
        if progress.sample >= self.data.train.len().max(1) {
            return Err(Error::Checkpoint { what: "the place within the epoch" });
        }
        let mut at = 0;
        for index in 0..self.plan.layers.len() {
            let layer = self.plan.layers[index];
            let kernel_at = at + layer.units;
            let end = kernel_at + layer.units * layer.inputs;
            let backend = self.backend.get();
            backend.write(layer.bias, &progress.weights[at..kernel_at])?;
            backend.write(layer.kernel, &progress.weights[kernel_at..end])?;
            backend.write(layer.d_bias, &progress.gradients[at..kernel_at])?;
            backend.write(layer.d_kernel, &progress.gradients[kernel_at..end])?;
            let mut pruned = vec![false; layer.units * layer.inputs];
            if self.config.rules == Rules::Playground {
                for &index in &progress.pruned {
                    if let Some(mark) = index.checked_sub(kernel_at).and_then(|i| pruned.get_mut(i))
                    {
                        *mark = true;
                    }
                }
            }
            backend.set_pruned(index, &pruned);
            at = end;
        }
        (self.epoch, self.sample) = (progress.epoch, progress.sample);
        self.accumulated = progress.accumulated;
        self.generator = progress.generator.clone();
        Ok(())
    }

    /// All weights: per layer bias `[units]`, kernel `[units, inputs]`.
    pub fn weights(&mut self) -> Vec<f64> {
        self.parameters(|layer| [layer.bias, layer.kernel])
    }

    fn parameters(
        &mut self,
        slots: impl Fn(&super::plan::Parameters) -> [super::plan::Slot; 2],
    ) -> Vec<f64> {
        let backend = self.backend.get();
        self.plan.layers.iter().flat_map(slots).flat_map(|slot| backend.read(slot)).collect()
    }

    /// Indices into [`Self::weights`] of the kernel entries that L1 holds at 0.
    pub fn pruned(&mut self) -> Vec<usize> {
        let (rules, l1) = (self.config.rules, self.config.regularizer == Regularizer::L1);
        let backend = self.backend.get();
        let mut pruned = Vec::new();
        let mut at = 0;
        for (index, layer) in self.plan.layers.iter().enumerate() {
            at += layer.units;
            let dead: Vec<bool> = match rules {
                Rules::Playground => backend.pruned(index).to_vec(),
                Rules::Modern if l1 => {
                    backend.read(layer.kernel).iter().map(|&w| w == 0.0).collect()
                }
                Rules::Modern => Vec::new(),
            };
            let marked = dead.iter().enumerate().filter(|&(_, &dead)| dead);
            pruned.extend(marked.map(|(i, _)| at + i));
            at += layer.units * layer.inputs;
        }
        pruned
    }

    /// Sets one weight by hand; `index` is its place in [`Self::weights`].
    ///
    /// # Errors
    /// Where there is no such weight.
    pub fn set_weight(&mut self, index: usize, value: f64) -> Result<()> {
        let mut progress = self.progress();
        let count = progress.weights.len();
        let Some(weight) = progress.weights.get_mut(index) else {
            return Err(Error::NoWeight { index, count });
        };
        *weight = value;
        self.restore(&progress)
    }

    /// Trains on, but no further than the end of the running batch or `most` samples, and
    /// returns how many samples that were: 0 where there is nothing to train on.
    pub fn step(&mut self, most: usize) -> usize {
        let total = self.data.train.len();
        if total == 0 {
            return 0;
        }
        let batch = self.config.batch_size;
        let boundary = (self.sample / batch + 1) * batch;
        let end = boundary.min(total).min(self.sample.saturating_add(most.max(1)));
        let rows = self.sample..end;
        let visited = rows.len();
        self.backend.get().accumulate(rows);
        self.accumulated += visited;
        self.sample = end;
        // Playground rules leave a short last batch for the next epoch.
        let short_last = end == total && self.config.rules == Rules::Modern;
        if end == boundary || short_last {
            self.backend.get().apply(&Knobs {
                scale: self.config.learning_rate / self.accumulated as f64,
                decay: self.config.learning_rate * self.config.regularization_rate,
                regularizer: self.config.regularizer,
                rules: self.config.rules,
            });
            self.accumulated = 0;
        }
        if end == total {
            self.sample = 0;
            self.epoch += 1;
        }
        visited
    }

    /// Trains to the end of the running epoch.
    pub fn finish_epoch(&mut self) {
        let epoch = self.epoch;
        while self.epoch == epoch && self.step(usize::MAX) > 0 {}
    }

    /// Losses and accuracies of the network as it stands.
    pub fn evaluate(&mut self) -> Evaluation {
        let classes = self.config.problem == super::config::Problem::Classification;
        let mut measure = |set, samples: &[Sample]| {
            let outputs = self.backend.get().evaluate(set);
            let labels = || samples.iter().map(|sample| sample.label);
            let accuracy = if classes { binary_accuracy(&outputs, labels()) } else { f64::NAN };
            (Loss::HalfSquaredError.mean(&outputs, labels()), accuracy)
        };
        let (train_loss, train_accuracy) = measure(Set::Train, &self.data.train);
        let (test_loss, test_accuracy) = measure(Set::Test, &self.data.test);
        Evaluation { train_loss, test_loss, train_accuracy, test_accuracy }
    }

    /// Prepares the grid of a set of maps: `side × side` cells over the picture.
    pub fn set_grid(&mut self, set: Set, side: usize) {
        let features = self.config.features;
        let points = grid(side);
        let inputs: Vec<f64> = points.iter().flat_map(|&(x1, x2)| features.apply(x1, x2)).collect();
        self.backend.get().load(set, points.len(), &inputs, &[]);
    }

    /// The values of every unit of all layers over a grid: `[units, side, side]`.
    pub fn maps(&mut self, set: Set) -> Vec<f32> {
        let layers = 0..self.plan.layers.len();
        self.backend.get().probe(set, layers)
    }

    /// The values of one unit over a grid, `[side, side]`; empty where there is no such unit.
    pub fn map(&mut self, set: Set, layer: usize, unit: usize) -> Vec<f32> {
        let Some(found) = self.plan.layers.get(layer) else {
            return Vec::new();
        };
        if unit >= found.units {
            return Vec::new();
        }
        let units = found.units;
        let layers: Range<usize> = layer..layer + 1;
        let values = self.backend.get().probe(set, layers);
        let side = values.len() / units;
        values[unit * side..][..side].to_vec()
    }

    /// The outputs at some points, at full precision.
    pub fn predict(&mut self, points: &[(f64, f64)]) -> Vec<f64> {
        let features = self.config.features;
        let inputs: Vec<f64> = points.iter().flat_map(|&(x1, x2)| features.apply(x1, x2)).collect();
        let backend = self.backend.get();
        backend.load(Set::Points, points.len(), &inputs, &[]);
        backend.evaluate(Set::Points)
    }
}

/// The middles of `side × side` cells, the top row (largest x₂) first.
fn grid(side: usize) -> Vec<(f64, f64)> {
    let middle = |at: usize| (at as f64 + 0.5) / side as f64 * 2.0 * EXTENT - EXTENT;
    (0..side).flat_map(|row| (0..side).map(move |column| (middle(column), -middle(row)))).collect()
}

/// The plan of a config and a backend that holds its data.
fn build(config: &Config, data: &Split) -> (Plan, AnyBackend) {
    let plan = Plan::new(config);
    let mut backend = AnyBackend::new(config, plan.clone());
    for (set, samples) in [(Set::Train, &data.train), (Set::Test, &data.test)] {
        let inputs = samples.iter().flat_map(|sample| config.features.apply(sample.x1, sample.x2));
        let targets: Vec<f64> = samples.iter().map(|sample| sample.label).collect();
        backend.get().load(set, samples.len(), &inputs.collect::<Vec<_>>(), &targets);
    }
    (plan, backend)
}
