//! Where a run stands, as something to keep and to go on from.

use super::Trainer;
use crate::engine::callback::CallbackState;
use crate::engine::config::Rules;
use crate::engine::error::{Error, Result};
use crate::engine::model::Tensor;
use crate::engine::optimizer::Memory;
use crate::engine::seedrandom::SeedRandom;

/// Everything that training has changed since the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Whole epochs trained.
    pub epoch: u64,
    /// Samples of the running epoch already visited.
    pub sample: usize,
    /// Samples whose gradients wait for the next update.
    pub accumulated: usize,
    /// Weight updates so far.
    pub iterations: u64,
    /// The optimizer's own numbers.
    pub memory: Memory,
    /// Per dense layer bias `[units]`, kernel `[units, inputs]`.
    pub weights: Vec<f64>,
    /// The gradient sums in the same order.
    pub gradients: Vec<f64>,
    /// All other state: normalization, moving statistics, the optimizer's memory of each weight.
    pub extra: Vec<Tensor>,
    /// Indices into `weights` of the pruned ones.
    pub pruned: Vec<usize>,
    /// Where the random stream stands.
    pub generator: SeedRandom,
    /// What the callbacks remember.
    pub callbacks: CallbackState,
}

impl Trainer {
    /// Everything that training has changed so far.
    pub fn progress(&mut self) -> Progress {
        let mut progress = Progress {
            epoch: self.epoch,
            sample: self.sample,
            accumulated: 0,
            iterations: 0,
            memory: Memory::default(),
            weights: Vec::new(),
            gradients: Vec::new(),
            extra: Vec::new(),
            pruned: Vec::new(),
            generator: self.generator.clone(),
            callbacks: self.callbacks,
        };
        self.save(&mut progress);
        progress
    }

    /// [`Self::progress`] in the place of another, whose memory serves again: a small network's
    /// epoch takes little longer than so many allocations.
    pub fn save(&mut self, to: &mut Progress) {
        (to.epoch, to.sample) = (self.epoch, self.sample);
        to.accumulated = self.model.accumulated();
        to.iterations = self.model.iterations();
        to.memory = self.model.memory();
        self.model.dense_weights(&mut to.weights);
        self.model.dense_gradients(&mut to.gradients);
        self.model.extra_state(&mut to.extra);
        to.pruned = self.pruned();
        to.generator.clone_from(&self.generator);
        to.callbacks = self.callbacks;
    }

    /// Goes on from there; what [`Self::progress`] of a run of the same shape returned.
    ///
    /// # Errors
    /// Where it does not fit this run.
    pub fn restore(&mut self, progress: &Progress) -> Result<()> {
        let count = self.plan().weight_count();
        if progress.weights.len() != count || progress.gradients.len() != count {
            return Err(Error::Checkpoint { what: "the number of weights" });
        }
        if progress.sample >= self.data.train.len().max(1) {
            return Err(Error::Checkpoint { what: "the place within the epoch" });
        }
        let mut at = 0;
        for index in 0..self.plan().layers.len() {
            let layer = self.plan().layers[index];
            let kernel_at = at + layer.units;
            let end = kernel_at + layer.units * layer.inputs;
            let backend = self.model.backend().get();
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
        self.model.adopt(&progress.extra);
        self.model.resume(progress.iterations, progress.memory, progress.accumulated);
        (self.epoch, self.sample) = (progress.epoch, progress.sample);
        self.generator = progress.generator.clone();
        self.callbacks = progress.callbacks;
        self.order();
        Ok(())
    }

    /// Brings the network of another epoch back; the run goes on counting where it stands.
    ///
    /// # Errors
    /// Where it does not fit this run.
    pub fn bring_back(&mut self, best: &Progress) -> Result<()> {
        let here = self.progress();
        let (epoch, sample, generator) = (here.epoch, here.sample, here.generator);
        let callbacks = here.callbacks;
        self.restore(&Progress { epoch, sample, generator, callbacks, ..best.clone() })
    }
}
