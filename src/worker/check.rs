//! Whether the GPU computes what the CPU does: one step from the same state on both. Some drivers are wrong
//! on some runs only, so the session asks at each start and now and then; what it does then is its business.
//!
//! Both have 24 bits and the same formulas, but they add in another order, and a driver's functions are some ulps
//! off. So a number may be off by `ROUNDING` and `WAY`. Where a step multiplies rounding (a gradient that is
//! nothing else, divided by its own size; a sample on a kink) that would be too little: what is beyond it is only
//! wrong if the CPU itself does not come as far, neither at 64 bits nor from states that are off by some ulps.

use std::iter;

use crate::engine::config::{Config, Precision};
use crate::engine::error::Result;
use crate::engine::noise::hash;
use crate::engine::plan::Plan;
use crate::engine::trainer::{Means, Progress, Trainer};
use crate::protocol::Difference;

/// What a number may be off by in units of its tensor's largest, or of 1: eight ulps of 32 bits.
const ROUNDING: f64 = 1.0 / 1_048_576.0;
/// And in units of the longest way that a number of its tensor has gone in the step: sums in another order, of
/// terms that are some ulps off, differ by far less where they do not cancel.
const WAY: f64 = 1.0 / 256.0;
/// States from which the CPU tries what beyond that is rounding.
const NUDGES: u32 = 8;
/// What a number may be off by in units of what these, and 64 bits, have moved its tensor by.
const WIDER: f64 = 8.0;
/// A loss from which on a step may overflow somewhere though it ends well: WGSL promises nothing of infinities.
const WILD: f64 = 1e12;

/// A step that the GPU is to take, as the CPU takes it.
pub struct Check {
    config: Config,
    before: Progress,
    most: usize,
    expected: Progress,
}

impl Check {
    /// Of the step of at most so many samples from where a run stands. It stands there again afterwards.
    ///
    /// # Errors
    /// Where the run's table is no longer there.
    pub fn new(trainer: &mut Trainer, most: usize) -> Result<Self> {
        let config = Config { precision: Precision::Bits32, ..trainer.config().clone() };
        let before = trainer.progress();
        let expected = match trainer.config().precision {
            Precision::Bits32 => {
                trainer.step(most);
                let expected = trainer.progress();
                trainer.restore(&before)?;
                expected
            }
            // What overflows at 32 bits must do so here.
            Precision::Bits64 => {
                let mut narrow = Trainer::on(&config, trainer.means())?;
                step(&mut narrow, &before, most)?
            }
        };
        Ok(Self { config, before, most, expected })
    }

    /// What the GPU has got wrong most in the state that it has come to; `None` where that is right, or the CPU
    /// has no finite numbers itself. `plan` is the run's, and it was made by these means.
    ///
    /// # Errors
    /// Where the run's table is no longer there.
    pub fn find(&self, found: &Progress, plan: &Plan, means: &Means) -> Result<Option<Difference>> {
        if !is_finite(&self.expected, plan) || self.worst(found, plan, &[]).is_none() {
            return Ok(None);
        }
        let mut trainer = Trainer::on(&self.config, means.clone())?;
        trainer.restore(&self.before)?;
        let loss = trainer.train_loss().abs();
        if loss.is_nan() || loss >= WILD {
            return Ok(None);
        }
        let expected = self.expected.tensors(plan);
        let mut moved = vec![0.0_f64; expected.len()];
        let wide = Config { precision: Precision::Bits64, ..self.config.clone() };
        let exact = step(&mut Trainer::on(&wide, means.clone())?, &self.before, self.most);
        let near = (0..NUDGES).map(|seed| step(&mut trainer, &self.nudged(seed), self.most));
        for other in iter::once(exact).chain(near) {
            let other = other?;
            if !is_finite(&other, plan) {
                return Ok(None);
            }
            for ((moved, (_, ours)), (_, other)) in
                moved.iter_mut().zip(&expected).zip(other.tensors(plan))
            {
                *moved = moved.max(furthest(ours, other));
            }
        }
        Ok(self.worst(found, plan, &moved))
    }

    /// The number that is furthest beyond its tolerance, which is wider by what the CPU has `moved` each tensor.
    fn worst(&self, found: &Progress, plan: &Plan, moved: &[f64]) -> Option<Difference> {
        let [before, expected, found] =
            [&self.before, &self.expected, found].map(|state| state.tensors(plan));
        let mut worst = (1.0, None);
        for (at, (name, expected)) in expected.iter().enumerate() {
            let (before, found) = (before.get(at)?.1, found.get(at)?.1);
            let size = largest(before).max(largest(expected)).max(1.0);
            let tolerance = ROUNDING * size
                + WAY * furthest(before, expected)
                + WIDER * moved.get(at).copied().unwrap_or_default();
            for (index, (ours, theirs)) in expected.iter().zip(found).enumerate() {
                let by = (ours - theirs).abs();
                let off = if by.is_finite() { by / tolerance } else { f64::INFINITY };
                if off > worst.0 {
                    let name = format!("{name}[{index}]");
                    worst = (off, Some(Difference { name, by }));
                }
            }
        }
        worst.1
    }

    /// The state before the step, each number of the network and of its optimizer's memory some ulps more or
    /// less; and each sum of gradients some ulps of 1, since terms that are rounded away may not come back.
    fn nudged(&self, seed: u32) -> Progress {
        let mut state = self.before.clone();
        let mut at = hash(seed);
        let mut share = || {
            at = at.wrapping_add(1);
            if hash(at) & 1 == 0 { ROUNDING } else { -ROUNDING }
        };
        state.weights.iter_mut().for_each(|weight| *weight *= 1.0 + share());
        let size = largest(&state.gradients).max(1.0);
        state.gradients.iter_mut().for_each(|gradient| *gradient += size * share());
        for tensor in &mut state.extra {
            let sums = tensor.name.ends_with("/gradient");
            for value in &mut tensor.values {
                *value += share() * if sums { size } else { *value };
            }
        }
        state
    }
}

/// The state a step behind another.
fn step(trainer: &mut Trainer, from: &Progress, most: usize) -> Result<Progress> {
    trainer.restore(from)?;
    trainer.step(most);
    Ok(trainer.progress())
}

fn is_finite(state: &Progress, plan: &Plan) -> bool {
    state.tensors(plan).iter().all(|(_, values)| values.iter().all(|value| value.is_finite()))
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| most.max(value.abs()))
}

fn furthest(ours: &[f64], theirs: &[f64]) -> f64 {
    ours.iter().zip(theirs).fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}
