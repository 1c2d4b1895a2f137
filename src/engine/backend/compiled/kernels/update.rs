//! The step of an optimizer as code: `optimizer::step` over vectors of weights, at 32 bits. What
//! changes from step to step stands in a record.

use super::Kernels;
use crate::engine::backend::compiled::code::{Code, Times};
use crate::engine::backend::compiled::maths;
use crate::engine::backend::compiled::value::{At, VECTOR, Value};
use crate::engine::optimizer::{CONSTANTS, Extras, MOST_SLOTS, Step};
use crate::engine::plan::Parameter;
use crate::engine::regularizer::Regularizer;

/// Numbers of a record.
pub const RECORD: usize = 16;

/// Where they stand in it: the update's constants, and behind them these.
const KERNEL_DECAY: usize = CONSTANTS;
const DECAY: usize = CONSTANTS + 1;
const SHRINK: usize = CONSTANTS + 2;
const RATE: usize = CONSTANTS + 3;
const MOST: usize = CONSTANTS + 4;

/// What a step does beside what its record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// It is gradient descent, but for the penalties.
    pub plain: bool,
    /// Weights decay.
    pub decays: bool,
    /// Weights of kernels shrink towards 0 behind the step.
    pub shrinks: bool,
    /// How gradients are clipped.
    pub clips: Clip,
}

/// How gradients are clipped, if they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clip {
    /// They are not.
    Nothing,
    /// Each number.
    Values,
    /// Each variable's, by its length.
    Lengths,
    /// All together, by their length.
    Length,
}

impl Manner {
    /// Of a step and all that differ from it in their records: a learning rate may begin at 0.
    pub fn new(step: &Step) -> Self {
        let regularizer = step.penalty.regularizer;
        Self {
            plain: step.plain,
            decays: step.weight_decay != 0.0 || regularizer == Regularizer::L2,
            shrinks: regularizer == Regularizer::L1,
            clips: match step.extras {
                Extras { global_clipnorm, .. } if global_clipnorm > 0.0 => Clip::Length,
                Extras { clipnorm, .. } if clipnorm > 0.0 => Clip::Lengths,
                Extras { clipvalue, .. } if clipvalue > 0.0 => Clip::Values,
                Extras { .. } => Clip::Nothing,
            },
        }
    }
}

/// What changes from step to step.
pub fn record(step: &Step) -> [f64; RECORD] {
    let mut record = [0.0; RECORD];
    record[..CONSTANTS].copy_from_slice(&step.constants);
    let of = |regularizer| {
        let is = step.penalty.regularizer == regularizer;
        if is { step.penalty.decay } else { 0.0 }
    };
    record[DECAY] = step.weight_decay * step.learning_rate;
    record[KERNEL_DECAY] = record[DECAY] + of(Regularizer::L2);
    record[SHRINK] = of(Regularizer::L1);
    record[RATE] = step.rate();
    let Extras { clipnorm, clipvalue, global_clipnorm, .. } = step.extras;
    // One of them at most is on.
    record[MOST] = clipnorm.max(clipvalue).max(global_clipnorm);
    record
}

impl Kernels<'_> {
    /// Moves all parameters along the sums of gradients over the rows.
    pub fn update(&mut self, manner: Manner, record: At) -> Option<()> {
        let (plan, number) = (self.plan, self.number());
        let known = || plan.parameters.iter().filter(|parameter| parameter.trainable);
        let (held, factor) = (self.code.vectors(RECORD), self.code.vector());
        for (at, &local) in held.iter().enumerate() {
            self.code.set(local, Value::splat(record.plus(at * number)));
        }
        let most = Value::local(held[MOST]);
        if manner.clips == Clip::Length {
            self.shorten(known(), factor, most);
        }
        for parameter in known() {
            if manner.clips == Clip::Lengths {
                self.shorten(std::iter::once(parameter), factor, most);
            }
            let plain = manner.plain && parameter.penalty == (0.0, 0.0);
            self.moved(parameter, manner, plain, (&held, factor))?;
        }
        self.code.free(held.into_iter().chain([factor]));
        Some(())
    }

    /// What the gradients of these are multiplied by, to be no longer together, into a local.
    fn shorten<'p>(
        &mut self,
        parameters: impl Iterator<Item = &'p Parameter>,
        factor: u32,
        most: Value,
    ) {
        self.code.set(factor, Value::from(0.0));
        parameters.for_each(|parameter| self.add_square(parameter, factor));
        let length = Value::local(factor).total().sqrt();
        self.code.set(factor, most / length.max(most));
    }

    /// Adds a mean gradient's squares to those in a local, lane by lane.
    fn add_square(&mut self, parameter: &Parameter, sum: u32) {
        let rows = self.count;
        let place = self.layout.at(parameter.weights);
        let (lanes, number) = (self.code.width().lanes(), self.number());
        let [w, g] = [parameter.weights, parameter.gradients].map(|slot| self.fixed(slot));
        let units = Times::Looped(place.units);
        self.code.each(units, [w, g], [place.stride * number; 2], |code, [w, g]| {
            let (whole, rest) = (place.length / lanes, place.length % lanes);
            let add = |code: &mut Code, [w, g]: [At; 2], count: usize| {
                let mean = Self::mean(parameter, Value::load(w), Value::load(g), rows);
                // Behind the last number stands another's.
                let counts = Value::from(count as f64).above(Value::count().converted());
                let mean = if count < lanes { mean & counts } else { mean };
                code.set(sum, mean * mean + Value::local(sum));
            };
            code.each(Times::Looped(whole), [w, g], [VECTOR; 2], |code, at| add(code, at, lanes));
            if rest > 0 {
                add(code, [w, g].map(|at| at.plus(whole * VECTOR)), rest);
            }
        });
    }

    /// The mean gradient with the parameter's own penalty.
    fn mean(parameter: &Parameter, weight: Value, gradient: Value, rows: usize) -> Value {
        let (l1, l2) = parameter.penalty;
        let mut mean = gradient * (1.0 / rows as f64);
        if l2 != 0.0 {
            mean = mean + weight * (2.0 * l2);
        }
        if l1 != 0.0 {
            let above = Value::select(0.0, l1, weight.above(0.0));
            mean = mean + Value::select(above, -l1, Value::from(0.0).above(weight));
        }
        mean
    }

    fn moved(
        &mut self,
        parameter: &Parameter,
        manner: Manner,
        plain: bool,
        (record, factor): (&[u32], u32),
    ) -> Option<()> {
        let (place, rows) = (self.layout.at(parameter.weights), self.count);
        let vectors = (place.units * place.stride).div_ceil(self.code.width().lanes());
        let words = self.code.words();
        let trace = (self.plan.optimizer.spec().update.trace)();
        let [w, g] = [parameter.weights, parameter.gradients].map(|slot| self.fixed(slot));
        let slots: [At; MOST_SLOTS] =
            std::array::from_fn(|at| parameter.slots.get(at).map_or(w, |&slot| self.fixed(slot)));
        let [a, b, c] = slots;
        let constant = |at: usize| Value::local(record[at]);
        let kernel = parameter.kernel_of.is_some();
        let times = Times::Looped(vectors);
        let mut known = Some(());
        self.code.each(times, [w, g, a, b, c], [VECTOR; 5], |code, [w, g, a, b, c]| {
            let held = code.vectors(2);
            let [weight, gradient] = [held[0], held[1]].map(Value::local);
            code.set(held[0], Value::load(w));
            if plain {
                let mut moved = weight - Value::load(g) * constant(RATE);
                if kernel && manner.decays {
                    moved = moved - constant(KERNEL_DECAY) * weight;
                }
                Self::settled(code, w, moved, (kernel && manner.shrinks).then(|| constant(SHRINK)));
                code.free(held);
                return;
            }
            let mean = Self::mean(parameter, weight, Value::load(g), rows);
            let mean = match manner.clips {
                Clip::Nothing => mean,
                Clip::Values => mean.min(constant(MOST)).max(-constant(MOST)),
                Clip::Lengths | Clip::Length => mean * Value::local(factor),
            };
            code.set(held[1], mean);
            if manner.decays {
                let decay = constant(if kernel { KERNEL_DECAY } else { DECAY });
                code.set(held[0], weight - weight * decay);
            }
            let mut given = vec![weight, gradient];
            let mut memory = code.vectors(MOST_SLOTS);
            for ((&local, at), _) in memory.iter().zip([a, b, c]).zip(&parameter.slots) {
                code.set(local, Value::load(at));
            }
            given.extend(memory.iter().map(|&local| Value::local(local)));
            given.extend((0..CONSTANTS).map(constant));
            let made = maths::kept(words, &trace, &given, |value| {
                let local = code.vector();
                memory.push(local);
                code.set(local, value);
                Value::local(local)
            });
            match made.as_deref() {
                Some([moved, slots @ ..]) => {
                    // The weight last: its own local may be part of what the slots come to.
                    for ((&value, at), _) in slots.iter().zip([a, b, c]).zip(&parameter.slots) {
                        code.store(at, value);
                    }
                    let shrink = (kernel && manner.shrinks).then(|| constant(SHRINK));
                    Self::settled(code, w, *moved, shrink);
                }
                _ => known = None,
            }
            code.free(held.into_iter().chain(memory));
        });
        known
    }

    /// Stores weights, nearer to 0 by so much where they are to shrink.
    fn settled(code: &mut Code, at: At, moved: Value, shrink: Option<Value>) {
        const SIGN: u64 = 1 << 31;
        let value = match shrink {
            Some(by) => {
                let nearer = (moved.abs() - by).max(0.0);
                nearer | (moved & Value::bits(SIGN))
            }
            None => moved,
        };
        code.store(at, value);
    }
}
