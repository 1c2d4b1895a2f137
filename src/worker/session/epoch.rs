//! What a session does at the end of an epoch, and in slow motion of a batch: looks whether all is
//! finite, measures, asks the callbacks, and stops where there is reason to.

use super::{Mode, Session, failure, patience};
use crate::engine::callback::Measured;
use crate::engine::trainer::{Evaluation, Soundness};
use crate::protocol::{Cause, CurvePoint, Event, Metrics, Stopped, Unit};

/// Epochs whose losses a run without a pace measures each; later ever fewer, one in so many
/// of the epochs behind it, so that the curve stays fine and measuring costs ever less.
const EVERY_EPOCH: u64 = 64;

/// Whether a run without a pace measures the losses after this epoch.
pub(super) fn noted(epoch: u64) -> bool {
    epoch.is_multiple_of((epoch / EVERY_EPOCH).max(1))
}

pub(super) fn metrics(found: &Evaluation) -> Metrics {
    let Evaluation { train_loss, test_loss, train_accuracy, test_accuracy } = *found;
    Metrics { train_loss, test_loss, train_accuracy, test_accuracy }
}

fn evaluation(found: Metrics) -> Evaluation {
    let Metrics { train_loss, test_loss, train_accuracy, test_accuracy } = found;
    Evaluation { train_loss, test_loss, train_accuracy, test_accuracy }
}

impl Session {
    /// Looks at the network after a whole epoch; true where training stops there.
    pub(super) fn end_epoch(&mut self, events: &mut Vec<Event>) -> bool {
        let Some(trainer) = &mut self.trainer else {
            return true;
        };
        let epoch = trainer.epoch();
        let (paced, reached) = match self.mode {
            Mode::Run { pace, until } => (pace.is_paced(), until == Some(epoch)),
            Mode::Step(_) | Mode::Idle => (true, false),
        };
        // Callbacks judge every epoch.
        let watched = !trainer.config().callbacks.is_empty();
        let due = paced || reached || watched || noted(epoch);
        if !self.is_finite(due) {
            self.diverge(epoch, events);
            return true;
        }
        if let Some(trainer) = &mut self.trainer {
            trainer.vouch();
        }
        if due {
            self.record();
        }
        let stopped = watched && self.ask_callbacks(epoch, events);
        if reached && !stopped {
            self.stop(Stopped::Reached { epoch }, events);
        }
        reached || stopped
    }

    /// Looks at the network within an epoch, after each batch of slow motion; true where training
    /// stops there.
    pub(super) fn end_batch(&mut self, events: &mut Vec<Event>) -> bool {
        let slow = match self.mode {
            Mode::Step(unit) => unit != Unit::Epoch,
            Mode::Run { pace, .. } => pace.unit() != Unit::Epoch,
            Mode::Idle => false,
        };
        let Some(trainer) = &self.trainer else { return true };
        let epoch = trainer.epoch() + 1;
        let whole = trainer.sample().is_multiple_of(trainer.config().batch());
        let broken = slow && whole && !self.is_finite(true);
        if broken {
            self.diverge(epoch, events);
        }
        broken
    }

    /// Whether the weights are finite, and the losses, where those are `due` or in doubt.
    fn is_finite(&mut self, due: bool) -> bool {
        let Some(trainer) = &mut self.trainer else { return true };
        let losses = match trainer.note() {
            Soundness::Broken => return false,
            Soundness::Suspect => true,
            Soundness::Finite => due,
        };
        !losses || evaluation(self.measure()).is_finite()
    }

    /// Lets the callbacks judge the epoch that has ended; true where they stop the training.
    pub(super) fn ask_callbacks(&mut self, epoch: u64, events: &mut Vec<Event>) -> bool {
        let found = self.measure();
        let Some(trainer) = &mut self.trainer else { return false };
        let (stop, restored) = trainer.end_epoch(&Measured {
            loss: found.train_loss,
            val_loss: found.test_loss,
            accuracy: found.train_accuracy,
            val_accuracy: found.test_accuracy,
        });
        let Some(reason) = stop else { return false };
        self.metrics = None;
        self.stop(Stopped::Callback { epoch, reason, restored }, events);
        true
    }

    /// A number is no longer finite: says so, and leaves the last batch to look at that was.
    pub(super) fn diverge(&mut self, epoch: u64, events: &mut Vec<Event>) {
        let Some(trainer) = &mut self.trainer else {
            return;
        };
        let cause = match trainer.config().unstable_l2() {
            Some(_) => Cause::Regularization,
            None => Cause::LearningRate,
        };
        let most = patience::relived(trainer.config());
        let relived = trainer.relive(epoch, most);
        let sound = trainer.sound().map_or_else(|| trainer.epoch(), |sound| sound.epoch);
        match relived {
            Ok(rise) => {
                for (epoch, found) in rise {
                    self.keep(CurvePoint { epoch, metrics: metrics(&found) });
                }
            }
            Err(error) => events.push(Event::Failed(failure(error))),
        }
        (self.metrics, self.diverged) = (None, true);
        self.stop(Stopped::Diverged { epoch, cause, sound }, events);
    }

    /// From what a divergence has left to look at back to the last sound state.
    pub(super) fn go_back(&mut self, events: &mut Vec<Event>) {
        if !std::mem::take(&mut self.diverged) {
            return;
        }
        let Some(trainer) = &mut self.trainer else {
            return;
        };
        if let Err(error) = trainer.fall_back() {
            events.push(Event::Failed(failure(error)));
        }
        self.away.cancel();
        (self.metrics, self.stale, self.unsaved) = (None, true, true);
        // The rise is cut off: the run goes on from before it.
        let (epoch, metrics) = (trainer.epochs(), self.measure());
        self.curve.push(CurvePoint { epoch, metrics });
    }

    /// The metrics of the network as it stands.
    pub(super) fn measure(&mut self) -> Metrics {
        if let Some(metrics) = self.metrics {
            return metrics;
        }
        let Some(trainer) = &mut self.trainer else {
            return Metrics::default();
        };
        let metrics = metrics(&trainer.evaluate());
        self.metrics = Some(metrics);
        metrics
    }

    /// Adds the network as it stands to the curve.
    pub(super) fn record(&mut self) {
        let metrics = self.measure();
        let Some(trainer) = &self.trainer else { return };
        let epoch = trainer.epochs();
        self.keep(CurvePoint { epoch, metrics });
    }

    /// Adds a point to the curve, unless it is there.
    pub(super) fn keep(&mut self, point: CurvePoint) {
        if self.curve.points().last().is_none_or(|last| last.epoch < point.epoch) {
            self.curve.push(point);
        }
    }
}
