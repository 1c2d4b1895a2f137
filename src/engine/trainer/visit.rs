//! How training goes through the samples: by batches, by pieces of large ones, and one by one.

use super::{Trainer, learning_rate};
use crate::engine::config::{Config, Rules};
use crate::engine::model::Rates;
use crate::engine::schedule;

/// Samples of a batch whose gradients are summed up in one go.
const PIECE: usize = 128;

/// What an update reads, at a learning rate.
fn rates(config: &Config, learning_rate: f64) -> Rates {
    Rates {
        learning_rate,
        optimizer: config.optimizer,
        extras: config.extras,
        regularizer: config.regularizer,
        regularization_rate: config.regularization_rate,
        rules: config.rules,
    }
}

impl Trainer {
    /// Trains on, but no further than the end of the running batch or `most` samples (a batch
    /// whose rows depend on each other is not cut), and returns how many samples that were: 0
    /// where there is nothing to train on.
    pub fn step(&mut self, most: usize) -> usize {
        self.advance(most, None)
    }

    /// Visits the next sample, as far as anybody sees: the gradients of a piece are summed up all at
    /// once when its last sample is visited, so that a run by samples has the bits of one by batches.
    /// A batch whose rows depend on each other is trained on. Returns how many samples that were.
    pub fn visit(&mut self) -> usize {
        let (batch, total) = (self.config.batch(), self.data.train.len());
        if self.plan().couples_rows || total == 0 {
            return self.run(batch);
        }
        let within = self.sample % batch;
        let end = ((within / PIECE + 1) * PIECE).min(batch) + self.sample - within;
        if self.sample() + 1 >= end.min(total) {
            return self.run(1);
        }
        self.go_on();
        self.ahead += 1;
        1
    }

    /// Sums up the gradients of what has only been visited: something changes that they depend on.
    pub(super) fn catch_up(&mut self) {
        if self.ahead > 0 {
            self.advance(0, None);
        }
    }

    /// Trains on one batch at this learning rate.
    pub fn try_rate(&mut self, rate: f64) {
        self.advance(usize::MAX, Some(rate));
    }

    /// Training goes on: other weights than those that were brought back stand there from now on,
    /// and what a callback has stopped is watched anew.
    fn go_on(&mut self) {
        self.restored = None;
        if self.callbacks.go_on() {
            self.best = None;
        }
    }

    /// Forward and backward over the first batch, or the first `most` rows of a larger one that may
    /// be cut, so that every buffer of the backend's plan holds something, also where compiled code
    /// has its own; returns how many rows that were. The gradients that this adds are the caller's
    /// to take back.
    pub fn rehearse(&mut self, most: usize) -> usize {
        let batch = self.config.batch().min(self.data.train.len());
        let rows = if self.plan().couples_rows { batch } else { batch.min(most) };
        let draw = self.draw();
        self.model.accumulate(0..rows, draw, Some(&mut Vec::new()));
        rows
    }

    /// Trains on whole batches, as many as stand in the next `most` samples of the epoch, all at
    /// once where the backend does that; else on a batch, or on a piece of a large one. Returns how
    /// many samples that were, which may be more than `most` for a piece's sake.
    pub fn run(&mut self, most: usize) -> usize {
        self.go_on();
        let ahead = std::mem::take(&mut self.ahead);
        self.run_on(most.saturating_add(ahead)) - ahead
    }

    /// [`Self::run`], from what is summed up on.
    fn run_on(&mut self, most: usize) -> usize {
        let (batch, total) = (self.config.batch(), self.data.train.len());
        // A batch that is not cut is trained on in one way only.
        let most = if batch <= PIECE { most.max(batch) } else { most };
        let whole = (total - self.sample).min(most) / batch * batch;
        let end = self.sample + whole;
        let ready = whole > 0 && self.sample.is_multiple_of(batch);
        let (draw, sample) = (self.draw(), self.sample);
        let Self { config, callbacks, model, .. } = self;
        let rates = |iteration| rates(config, learning_rate(config, callbacks, iteration));
        let steady = schedule::is_constant(&config.schedule);
        if ready && model.descend(sample..end, draw, batch, (rates, steady)) {
            self.reach(end);
            return whole;
        }
        // Sums of gradients are cut where they always are, whatever the pace: another order of
        // additions would be another run.
        let within = self.sample % batch;
        let next = (within / PIECE + 1) * PIECE;
        if !within.is_multiple_of(PIECE) {
            return self.step(next - within);
        }
        self.step(next.max((within.saturating_add(most)) / PIECE * PIECE) - within)
    }

    fn advance(&mut self, most: usize, rate: Option<f64>) -> usize {
        self.go_on();
        let total = self.data.train.len();
        if total == 0 {
            return 0;
        }
        let ahead = std::mem::take(&mut self.ahead);
        let most = most.saturating_add(ahead).max(1);
        let most = if self.plan().couples_rows { usize::MAX } else { most };
        let batch = self.config.batch();
        let boundary = (self.sample / batch + 1) * batch;
        let end = boundary.min(total).min(self.sample.saturating_add(most));
        let rows = self.sample..end;
        let visited = rows.len();
        let draw = self.draw();
        self.model.accumulate(rows, draw, None);
        // Playground rules leave a short last batch for the next epoch.
        let short_last = end == total && self.config.rules == Rules::Modern;
        if end == boundary || short_last {
            let rates = self.rates(rate);
            self.model.update(&rates);
        }
        self.reach(end);
        visited - ahead
    }

    /// The rates of the next update, or these at another learning rate.
    fn rates(&self, rate: Option<f64>) -> Rates {
        rates(&self.config, rate.unwrap_or_else(|| self.learning_rate()))
    }

    /// The samples before this one have been visited.
    fn reach(&mut self, sample: usize) {
        self.sample = sample;
        if sample == self.data.train.len() {
            self.sample = 0;
            self.epoch += 1;
            if self.config.rules == Rules::Modern {
                self.order();
            }
        }
    }

    /// Trains to the end of the running epoch.
    pub fn finish_epoch(&mut self) {
        let epoch = self.epoch;
        while self.epoch == epoch && self.run(usize::MAX) > 0 {}
    }
}
