//! The step of an optimizer as code: `optimizer::step` over vectors of weights, at 64 bits with its
//! bits. What changes from step to step stands in a record.

use std::iter;

use super::Kernels;
use crate::engine::backend::compiled::code::{Code, Times};
use crate::engine::backend::compiled::layout::Place;
use crate::engine::backend::compiled::maths;
use crate::engine::backend::compiled::value::{At, VECTOR, Value, Width};
use crate::engine::config::Rules;
use crate::engine::optimizer::{CONSTANTS, Extras, MOST_SLOTS, Step};
use crate::engine::plan::{Parameter, Slot};
use crate::engine::regularizer::Regularizer;

/// Numbers of a record.
pub const RECORD: usize = 16;

/// Where they stand in it: the update's constants, the first of which is plain descent's learning
/// rate, and behind them these.
const KERNEL_DECAY: usize = CONSTANTS;
const DECAY: usize = CONSTANTS + 1;
const SHRINK: usize = CONSTANTS + 2;
const RATE: usize = CONSTANTS + 3;
const MOST: usize = CONSTANTS + 4;
const SHARE: usize = CONSTANTS + 5;
const COUNT: usize = CONSTANTS + 6;
const RESTS: usize = CONSTANTS + 7;

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
    /// What becomes of weights that are pruned for good.
    pub marks: Marks,
    /// The optimizer may have nothing to do.
    pub rests: bool,
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

/// What becomes of weights that are pruned for good, by Playground rules in plain descent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// There are none.
    None,
    /// They stay where they are.
    Kept,
    /// And others may join them.
    Set,
}

impl Manner {
    /// Of a step and all that differ from it in their records: a learning rate may begin at 0.
    /// Weights may be `marked`.
    pub fn new(step: &Step, marked: bool) -> Self {
        let regularizer = step.penalty.regularizer;
        let prunes = step.plain && step.penalty.rules == Rules::Playground;
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
            marks: if prunes && regularizer == Regularizer::L1 {
                Marks::Set
            } else if prunes && marked {
                Marks::Kept
            } else {
                Marks::None
            },
            rests: step.may_rest(),
        }
    }
}

/// What the optimizer moves, with its gradient sums.
type Trained<'p> = (&'p Parameter, Slot);

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
    record[SHARE] = 1.0 / step.count;
    record[COUNT] = step.count;
    record[RESTS] = f64::from(u8::from(step.idle));
    let Extras { clipnorm, clipvalue, global_clipnorm, .. } = step.extras;
    // One of them at most is on.
    record[MOST] = clipnorm.max(clipvalue).max(global_clipnorm);
    record
}

/// The record of a step and what is made of it, in locals.
struct Held {
    record: Vec<u32>,
    /// What gradients that are too long are multiplied by.
    factor: u32,
}

impl Held {
    fn at(&self, at: usize) -> Value {
        Value::local(self.record[at])
    }
}

impl Kernels<'_> {
    /// Moves all parameters along the sums of gradients.
    pub fn update(&mut self, manner: Manner, record: At) -> Option<()> {
        let (plan, number) = (self.plan, self.number());
        let held = Held { record: self.code.vectors(RECORD), factor: self.code.vector() };
        for (at, &local) in held.record.iter().enumerate() {
            self.code.set(local, Value::splat(record.plus(at * number)));
        }
        if manner.clips == Clip::Length {
            self.shorten(plan.trained(), &held);
        }
        for trained in plan.trained() {
            if manner.clips == Clip::Lengths {
                self.shorten(iter::once(trained), &held);
            }
            if manner.plain && trained.0.penalty == (0.0, 0.0) {
                self.descended(trained, manner, &held);
            } else {
                self.moved(trained, manner, &held)?;
            }
        }
        self.code.free(held.record.into_iter().chain([held.factor]));
        Some(())
    }

    /// What the gradients of these are multiplied by, to be no longer together.
    fn shorten<'p>(&mut self, trained: impl Iterator<Item = Trained<'p>>, held: &Held) {
        let [sum, own] = [held.factor, self.code.vector()];
        self.code.set(sum, Value::from(0.0));
        for trained in trained {
            self.code.set(own, Value::from(0.0));
            self.add_square(trained, held, own);
            self.code.set(sum, Value::local(sum) + Value::local(own));
        }
        self.code.free([own]);
        let (sum, most) = (Value::local(sum), held.at(MOST));
        let length = match self.code.width() {
            Width::Single => sum.total(),
            Width::Double => sum.shuffle(sum, &[0, 0]),
        };
        // What is no number is not longer.
        self.code.set(held.factor, most / most.max(length.sqrt()));
    }

    /// Adds a mean gradient's squares to those in a local: lane by lane, or at 64 bits one after the
    /// other in its first.
    fn add_square(&mut self, (parameter, gradients): Trained, held: &Held, sum: u32) {
        let place = self.layout.at(parameter.weights);
        let (lanes, number) = (self.code.width().lanes(), self.number());
        let [w, g] = [parameter.weights, gradients].map(|slot| self.fixed(slot));
        let units = Times::Looped(place.units);
        self.code.each(units, [w, g], [place.stride * number; 2], |code, [w, g]| {
            let (whole, rest) = (place.length / lanes, place.length % lanes);
            let add = |code: &mut Code, [w, g]: [At; 2], count: usize| {
                let [local, gradient] = [code.vector(), code.vector()];
                code.set(local, Value::load(w));
                Self::mean(code, parameter, [local, gradient], g, held);
                let mean = Value::local(gradient);
                match code.width() {
                    Width::Single => {
                        // Behind the last number stands another's.
                        let counts = Value::from(count as f64).above(Value::count().converted());
                        let mean = if count < lanes { mean & counts } else { mean };
                        code.set(sum, mean * mean + Value::local(sum));
                    }
                    Width::Double => {
                        code.set(gradient, mean * mean);
                        code.set(sum, Value::local(sum) + mean);
                        if count == lanes {
                            code.set(sum, Value::local(sum) + mean.swapped());
                        }
                    }
                }
                code.free([local, gradient]);
            };
            code.each(Times::Looped(whole), [w, g], [VECTOR; 2], |code, at| add(code, at, lanes));
            if rest > 0 {
                add(code, [w, g].map(|at| at.plus(whole * VECTOR)), rest);
            }
        });
    }

    /// The mean gradient with the parameter's own penalty, from the sum at `g`, into the second local;
    /// the first holds the weight.
    fn mean(code: &mut Code, parameter: &Parameter, [weight, to]: [u32; 2], g: At, held: &Held) {
        let (l1, l2) = parameter.penalty;
        let (weight, mean) = (Value::local(weight), Value::local(to));
        let share = Value::load(g) * held.at(SHARE);
        // At 64 bits a penalty of 0 counts: it makes of −0 what the plain code has.
        if l2 != 0.0 || code.width() == Width::Double {
            code.set(to, share + weight * (2.0 * l2));
        } else {
            code.set(to, share);
        }
        if l1 != 0.0 {
            let below = Value::select(mean, mean - l1, Value::from(0.0).above(weight));
            code.set(to, Value::select(below, mean + l1, weight.above(0.0)));
        }
    }

    /// Where a kernel's marks stand; elsewhere there are none.
    fn marks(&self, parameter: &Parameter, manner: Manner) -> Option<At> {
        let of = |(slot, place): &(Slot, Place)| (*slot == parameter.weights).then_some(*place);
        let place = self.layout.marks.iter().find_map(of)?;
        let offset = self.number() * place.start;
        (manner.marks != Marks::None).then_some(At { base: self.memory, offset })
    }

    /// Vectors of a parameter, gaps included.
    fn vectors(&self, parameter: &Parameter) -> Times {
        let place = self.layout.at(parameter.weights);
        Times::Looped((place.units * place.stride).div_ceil(self.code.width().lanes()))
    }

    /// Plain descent, and the penalty on kernels behind it.
    fn descended(&mut self, (parameter, gradients): Trained, manner: Manner, held: &Held) {
        let [w, g] = [parameter.weights, gradients].map(|slot| self.fixed(slot));
        let (kernel, marks) = (parameter.is_kernel(), self.marks(parameter, manner));
        let starts = [w, g, marks.unwrap_or(w)];
        self.code.each(self.vectors(parameter), starts, [VECTOR; 3], |code, [w, g, mark]| {
            let locals = code.vectors(4);
            let [weight, moved, nearer, dead] =
                [locals[0], locals[1], locals[2], locals[3]].map(Value::local);
            code.set(locals[0], Value::load(w));
            let gradient = Value::load(g);
            let step = match code.width() {
                Width::Double if !kernel => weight - held.at(0) * gradient / held.at(COUNT),
                Width::Double | Width::Single => weight - gradient * held.at(RATE),
            };
            code.set(locals[1], step);
            let by = held.at(SHRINK);
            if kernel && manner.decays {
                code.set(locals[1], moved - held.at(KERNEL_DECAY) * weight);
            } else if kernel && manner.shrinks && marks.is_none() {
                code.set(locals[1], shrunk(moved, by));
            } else if kernel && manner.shrinks {
                // Where it crosses 0 it stays there.
                let below = Value::select(moved, moved + by, Value::from(0.0).above(weight));
                code.set(locals[2], Value::select(below, moved - by, weight.above(0.0)));
                code.set(locals[3], Value::from(0.0).above(moved * nearer));
                code.set(locals[1], Value::select(nearer, 0.0, dead));
            }
            if marks.is_some() {
                let known = Value::load(mark);
                code.set(locals[1], Value::select(moved, weight, known));
                if manner.marks == Marks::Set {
                    code.store(mark, known | dead);
                }
            }
            code.store(w, moved);
            code.free(locals);
        });
    }

    /// Any other step.
    fn moved(
        &mut self,
        (parameter, gradients): Trained,
        manner: Manner,
        held: &Held,
    ) -> Option<()> {
        let words = self.code.words();
        let trace = (self.plan.optimizer.spec().update.trace)();
        let [w, g] = [parameter.weights, gradients].map(|slot| self.fixed(slot));
        let slots: [At; MOST_SLOTS] =
            std::array::from_fn(|at| parameter.slots.get(at).map_or(w, |&slot| self.fixed(slot)));
        let [a, b, c] = slots;
        let kernel = parameter.is_kernel();
        let times = self.vectors(parameter);
        let mut known = Some(());
        self.code.each(times, [w, g, a, b, c], [VECTOR; 5], |code, [w, g, a, b, c]| {
            let locals = code.vectors(2);
            let [weight, gradient] = [locals[0], locals[1]].map(Value::local);
            code.set(locals[0], Value::load(w));
            Self::mean(code, parameter, [locals[0], locals[1]], g, held);
            match manner.clips {
                Clip::Nothing => {}
                Clip::Values => {
                    let most = held.at(MOST);
                    code.set(locals[1], gradient.min(most).max(-most));
                }
                Clip::Lengths | Clip::Length => {
                    code.set(locals[1], gradient * Value::local(held.factor));
                }
            }
            if manner.decays {
                let decay = held.at(if kernel { KERNEL_DECAY } else { DECAY });
                let decayed = weight - weight * decay;
                code.set(locals[0], Value::select(weight, decayed, decay.above(0.0)));
            }
            let mut given = vec![weight, gradient];
            let mut memory = code.vectors(MOST_SLOTS);
            for ((&local, at), _) in memory.iter().zip([a, b, c]).zip(&parameter.slots) {
                code.set(local, Value::load(at));
            }
            given.extend(memory.iter().map(|&local| Value::local(local)));
            given.extend((0..CONSTANTS).map(|at| held.at(at)));
            let made = maths::kept(words, &trace, &given, |value| {
                let local = code.vector();
                memory.push(local);
                code.set(local, value);
                Value::local(local)
            });
            let settled = |new: Value, old: Value| {
                let rests = held.at(RESTS).above(0.0);
                if manner.rests { Value::select(new, old, rests) } else { new }
            };
            match made.as_deref() {
                Some([moved, slots @ ..]) => {
                    // The weight last: its own local may be part of what the slots come to.
                    let before = given[2..].iter().zip([a, b, c]);
                    for ((&value, (&old, at)), _) in slots.iter().zip(before).zip(&parameter.slots)
                    {
                        code.store(at, settled(value, old));
                    }
                    code.set(locals[0], settled(*moved, weight));
                    if kernel && manner.shrinks {
                        code.store(w, shrunk(weight, held.at(SHRINK)));
                    } else {
                        code.store(w, weight);
                    }
                }
                _ => known = None,
            }
            code.free(locals.into_iter().chain(memory));
        });
        known
    }
}

/// A weight nearer to 0 by so much, or there.
fn shrunk(weight: Value, by: Value) -> Value {
    let near = Value::select(weight, 0.0, weight.not_below(-by));
    let below = Value::select(near, weight + by, (-by).above(weight));
    Value::select(below, weight - by, weight.above(by))
}
