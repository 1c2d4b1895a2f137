//! One weight update: mean gradient, penalties, clipping and decay in Keras's order
//! (<https://keras.io/api/optimizers/>), the optimizer's own part, and behind it the TensorFlow
//! Playground's penalty.

use std::ops::{Add, Mul, Neg, Sub};

use super::{CONSTANTS, Extras, Memory, Optimizer, Update, weight_decay};
use crate::engine::config::Rules;
use crate::engine::kind::Tuned;
use crate::engine::regularizer::Regularizer;

/// A floating-point number of either width.
pub trait Real:
    Copy
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// The nearest number of this width.
    fn of(value: f64) -> Self;

    /// The same number at 64 bits.
    fn wide(self) -> f64;

    /// A bias, moved by so much per sample along a gradient that is a sum over `count` of them. At
    /// 64 bits in the order of the TensorFlow Playground, which is not that of its kernels.
    fn descended(self, gradient: Self, rate: f64, count: f64) -> Self;

    /// Runs an optimizer's update at this width.
    fn update(
        update: &Update,
        w: &mut [Self],
        g: &[Self],
        slots: &mut [Vec<Self>],
        c: &[f64; CONSTANTS],
    );
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn wide(self) -> f64 {
        self
    }
    fn descended(self, gradient: Self, rate: f64, count: f64) -> Self {
        self - rate * gradient / count
    }
    fn update(
        update: &Update,
        w: &mut [Self],
        g: &[Self],
        slots: &mut [Vec<Self>],
        c: &[f64; CONSTANTS],
    ) {
        (update.wide)(w, g, slots, c);
    }
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as f32
    }
    fn wide(self) -> f64 {
        f64::from(self)
    }
    fn descended(self, gradient: Self, rate: f64, count: f64) -> Self {
        self - Self::of(rate / count) * gradient
    }
    fn update(
        update: &Update,
        w: &mut [Self],
        g: &[Self],
        slots: &mut [Vec<Self>],
        c: &[f64; CONSTANTS],
    ) {
        (update.narrow)(w, g, slots, &c.map(|value| value as f32));
    }
}

/// The TensorFlow Playground's penalty on kernels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Penalty {
    /// Which one.
    pub regularizer: Regularizer,
    /// Learning rate times regularization rate.
    pub decay: f64,
    /// Whose rules it follows.
    pub rules: Rules,
}

/// All that one update reads beside weights, gradients and slots.
#[derive(Clone, Copy)]
pub struct Step {
    update: Update,
    pub(in crate::engine) constants: [f64; CONSTANTS],
    /// Whether it is gradient descent and nothing else.
    pub(in crate::engine) plain: bool,
    /// Whether the optimizer has nothing to do: FTRL divides by the learning rate, which a
    /// schedule may bring to 0.
    pub(in crate::engine) idle: bool,
    // Whether another learning rate may make one like it idle.
    divides: bool,
    pub(in crate::engine) learning_rate: f64,
    pub(in crate::engine) count: f64,
    pub(in crate::engine) weight_decay: f64,
    pub(in crate::engine) extras: Extras,
    pub(in crate::engine) penalty: Penalty,
}

impl Penalty {
    /// Whether it moves anything.
    pub fn acts(&self) -> bool {
        self.regularizer != Regularizer::None && self.decay != 0.0
    }

    /// Whether it sets weights to 0 for good, behind plain descent.
    pub fn marks(&self) -> bool {
        self.regularizer == Regularizer::L1 && self.rules == Rules::Playground
    }
}

impl Step {
    /// The update after `iteration` others (counted from 0) along gradients that are sums over
    /// `count` samples.
    pub fn new(
        optimizer: &Tuned<Optimizer>,
        learning_rate: f64,
        iteration: u64,
        memory: &mut Memory,
        count: usize,
        extras: Extras,
        (regularizer, regularization_rate, rules): (Regularizer, f64, Rules),
    ) -> Self {
        let decay = learning_rate * regularization_rate;
        let divides = optimizer.kind() == Optimizer::Ftrl;
        Self {
            update: optimizer.kind().spec().update,
            constants: Optimizer::constants(optimizer, learning_rate, iteration, memory),
            plain: *optimizer == Optimizer::Sgd.into() && extras == Extras::default(),
            idle: divides && learning_rate == 0.0,
            divides,
            learning_rate,
            count: count.max(1) as f64,
            weight_decay: weight_decay(optimizer, &extras),
            extras,
            penalty: Penalty { regularizer, decay, rules },
        }
    }

    /// Whether one like it at another learning rate may have nothing to do.
    pub fn may_rest(&self) -> bool {
        self.divides
    }

    /// What a plain step multiplies the sums of gradients by.
    pub fn rate(&self) -> f64 {
        self.learning_rate / self.count
    }

    /// Whether gradients are clipped by the length of all of them together: then [`Self::prepare`]
    /// must have seen all before the first is applied.
    pub fn clips_globally(&self) -> bool {
        self.extras.global_clipnorm > 0.0
    }

    /// Whether a variable with such a penalty goes along the gradient and does nothing else: then
    /// its gradient needs no preparation.
    pub fn is_plain(&self, (l1, l2): (f64, f64)) -> bool {
        self.plain && l1 == 0.0 && l2 == 0.0
    }

    /// Turns a variable's gradient sum into what the optimizer sees, but for global clipping,
    /// and returns its squared length. `penalty` is the layer's own: l1 and l2.
    pub fn prepare<T: Real>(&self, w: &[T], g: &mut [T], penalty: (f64, f64)) -> f64 {
        let share = T::of(1.0 / self.count);
        let (l1, l2) = (T::of(penalty.0), T::of(2.0 * penalty.1));
        let zero = T::default();
        for (g, &w) in g.iter_mut().zip(w) {
            *g = *g * share + l2 * w;
            if w > zero {
                *g = *g + l1;
            } else if w < zero {
                *g = *g - l1;
            }
        }
        let Extras { clipnorm, clipvalue, .. } = self.extras;
        let squares = |g: &[T]| g.iter().map(|g| g.wide() * g.wide()).sum::<f64>();
        if clipnorm > 0.0 {
            let factor = T::of(clipnorm / squares(g).sqrt().max(clipnorm));
            g.iter_mut().for_each(|g| *g = *g * factor);
        }
        if clipvalue > 0.0 {
            let most = T::of(clipvalue);
            for g in g.iter_mut() {
                if *g > most {
                    *g = most;
                } else if *g < -most {
                    *g = -most;
                }
            }
        }
        squares(g)
    }

    /// Moves a variable that [`Self::is_plain`] along its gradient sum and clears this; `pruned` as
    /// in [`Self::apply`].
    pub fn descend<T: Real>(&self, w: &mut [T], g: &mut [T], pruned: Option<&mut [bool]>) {
        let scale = T::of(self.learning_rate / self.count);
        match pruned {
            None => {
                for (w, g) in w.iter_mut().zip(g) {
                    *w = w.descended(*g, self.learning_rate, self.count);
                    *g = T::default();
                }
            }
            Some(pruned) => descend_penalised(w, g, pruned, scale, &self.penalty),
        }
    }

    /// Moves a variable along its prepared gradient and clears this. `squares` is the sum of what
    /// [`Self::prepare`] returned for all variables; `pruned` marks a kernel's dead entries, and
    /// only a kernel (`Some`) takes the Playground's penalty.
    pub fn apply<T: Real>(
        &self,
        w: &mut [T],
        g: &mut [T],
        slots: &mut [Vec<T>],
        penalty: (f64, f64),
        squares: f64,
        pruned: Option<&mut [bool]>,
    ) {
        if self.is_plain(penalty) {
            self.descend(w, g, pruned);
            return;
        }
        if self.clips_globally() {
            let most = self.extras.global_clipnorm;
            let factor = T::of(most / squares.sqrt().max(most));
            g.iter_mut().for_each(|g| *g = *g * factor);
        }
        let kernel = pruned.is_some();
        let shrink = match self.penalty.regularizer {
            Regularizer::L2 if kernel => self.penalty.decay,
            Regularizer::L1 | Regularizer::L2 | Regularizer::None => 0.0,
        };
        let decay = T::of(self.weight_decay * self.learning_rate + shrink);
        if decay > T::default() {
            w.iter_mut().for_each(|w| *w = *w - *w * decay);
        }
        if !self.idle {
            T::update(&self.update, w, g, slots, &self.constants);
        }
        if kernel && self.penalty.regularizer == Regularizer::L1 {
            let decay = T::of(self.penalty.decay);
            w.iter_mut().for_each(|w| *w = shrunk(*w, decay));
        }
        g.fill(T::default());
    }
}

/// Plain gradient descent, `w -= scale · gradient`; clears the gradient.
fn descend<T: Real>(weights: &mut [T], gradients: &mut [T], scale: T) {
    for (w, g) in weights.iter_mut().zip(gradients) {
        *w = *w - scale * *g;
        *g = T::default();
    }
}

/// Gradient descent and then the penalty; for kernels. `pruned` marks the weights that L1 has
/// set to 0 for good (Playground rules only).
///
/// Playground rules: `w' = w − scale·g`, then `w'' = w' − decay·r′(w)` with the slope at the weight
/// before the step; where L1 carries a weight across 0 it becomes 0 and stays so.
/// Modern rules: L2 the same; L1 is the proximal step `w'' = sign(w')·max(|w'| − decay, 0)`
/// (Beck and Teboulle, 2009, *A Fast Iterative Shrinkage-Thresholding Algorithm*), under which a
/// weight rests at exactly 0 while the penalty outweighs its gradient and comes back when it does not.
fn descend_penalised<T: Real>(
    weights: &mut [T],
    gradients: &mut [T],
    pruned: &mut [bool],
    scale: T,
    penalty: &Penalty,
) {
    let (zero, decay) = (T::default(), T::of(penalty.decay));
    match (penalty.regularizer, penalty.rules) {
        (Regularizer::None, Rules::Modern) => descend(weights, gradients, scale),
        (Regularizer::None, Rules::Playground) => {
            each(weights, gradients, pruned, scale, |w, _, _| w);
        }
        (Regularizer::L2, _) => {
            each(weights, gradients, pruned, scale, |moved, before, _| moved - decay * before);
        }
        (Regularizer::L1, Rules::Playground) => {
            each(weights, gradients, pruned, scale, |moved, before, pruned| {
                let shrunk = match before {
                    w if w > zero => moved - decay,
                    w if w < zero => moved + decay,
                    _ => moved,
                };
                *pruned = moved * shrunk < zero;
                if *pruned { zero } else { shrunk }
            });
        }
        (Regularizer::L1, Rules::Modern) => {
            each(weights, gradients, pruned, scale, |moved, _, _| shrunk(moved, decay));
        }
    }
}

/// `sign(w)·max(|w| − decay, 0)`
fn shrunk<T: Real>(w: T, decay: T) -> T {
    if w > decay {
        w - decay
    } else if w < -decay {
        w + decay
    } else if w >= -decay {
        T::default()
    } else {
        // NaN fails every comparison and must stay visible.
        w
    }
}

/// Moves every weight that is not pruned along its gradient and through `penalise`, which
/// takes the weight after and before that step.
fn each<T: Real>(
    weights: &mut [T],
    gradients: &mut [T],
    pruned: &mut [bool],
    scale: T,
    penalise: impl Fn(T, T, &mut bool) -> T,
) {
    for ((w, g), pruned) in weights.iter_mut().zip(gradients).zip(pruned) {
        if !*pruned {
            let before = *w;
            *w = penalise(before - scale * *g, before, pruned);
        }
        *g = T::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learning_rate_of_0_moves_nothing_and_breaks_nothing() {
        use crate::engine::kind::Kind as _;
        for &kind in Optimizer::all() {
            let optimizer = Tuned::new(kind);
            let mut memory = Memory::default();
            let penalty = (Regularizer::None, 0.0, Rules::Modern);
            let (mut w, mut slots) = (vec![0.5, -0.25], vec![vec![0.1; 2]; 3]);
            let slots_of = kind.spec().slots.len();
            for at in 0..3 {
                let step =
                    Step::new(&optimizer, 0.0, at, &mut memory, 1, Extras::default(), penalty);
                let mut g = vec![1.0, -1.0];
                let slots = &mut slots[..slots_of];
                // Momentum from before rolls on: here there is none.
                slots.iter_mut().for_each(|slot| slot.fill(0.0));
                step.prepare(&w, &mut g, (0.0, 0.0));
                step.apply(&mut w, &mut g, slots, (0.0, 0.0), 0.0, None);
            }
            assert_eq!(w, [0.5, -0.25], "{kind:?}");
        }
    }
}
