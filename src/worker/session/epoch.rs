//! What a session does at the end of an epoch: looks whether all is finite, measures, asks the
//! callbacks, and stops where there is reason to.

use super::{Mode, Session, failure};
use crate::engine::callback::Measured;
use crate::engine::trainer::{Evaluation, Soundness};
use crate::protocol::{Cause, CurvePoint, Event, Metrics, Stopped};

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

impl Session {
    /// Looks at the network after a whole epoch; true where training stops there.
    pub(super) fn end_epoch(&mut self, events: &mut Vec<Event>) -> bool {
        let Some(trainer) = &mut self.trainer else {
            return true;
        };
        let epoch = trainer.epoch();
        let soundness = trainer.note();
        let mut finite = soundness != Soundness::Broken;
        let (paced, reached) = match self.mode {
            Mode::Run { pace, until } => (pace.is_paced(), until == Some(epoch)),
            Mode::Step(_) | Mode::Idle => (true, false),
        };
        // Callbacks judge every epoch.
        let watched = !trainer.config().callbacks.is_empty();
        let due = paced || reached || watched || noted(epoch);
        if finite && (due || soundness == Soundness::Suspect) {
            let metrics = self.measure();
            // Without test data its loss is NaN by nature.
            finite = metrics.train_loss.is_finite() && !metrics.test_loss.is_infinite();
        }
        if !finite {
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

    /// A number is no longer finite: goes back to the last sound state and says so.
    pub(super) fn diverge(&mut self, epoch: u64, events: &mut Vec<Event>) {
        let Some(trainer) = &mut self.trainer else {
            return;
        };
        let cause = match trainer.config().unstable_l2() {
            Some(_) => Cause::Regularization,
            None => Cause::LearningRate,
        };
        if let Err(error) = trainer.fall_back() {
            events.push(Event::Failed(failure(error)));
        }
        self.metrics = None;
        self.stop(Stopped::Diverged { epoch, cause }, events);
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
