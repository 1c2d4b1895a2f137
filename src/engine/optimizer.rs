//! Optimizers: how gradients move weights. Written once for both widths.

use std::ops::{Add, Mul, Neg, Sub};

use super::config::Rules;
use super::regularizer::Regularizer;

/// A floating-point number of either width.
pub trait Real:
    Copy
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
{
}
impl Real for f32 {}
impl Real for f64 {}

/// What an update reads beside the gradient; the knobs that may change at every step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knobs<T> {
    /// Learning rate over the number of samples accumulated: what a summed gradient is scaled by.
    pub scale: T,
    /// Learning rate times regularization rate.
    pub decay: T,
    /// The penalty.
    pub regularizer: Regularizer,
    /// Whose rules the penalty follows.
    pub rules: Rules,
}

/// Plain gradient descent, `w -= scale · gradient`; clears the gradient. For biases.
pub fn sgd<T: Real>(weights: &mut [T], gradients: &mut [T], knobs: &Knobs<T>) {
    for (w, g) in weights.iter_mut().zip(gradients) {
        *w = *w - knobs.scale * *g;
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
pub fn sgd_regularized<T: Real>(
    weights: &mut [T],
    gradients: &mut [T],
    pruned: &mut [bool],
    knobs: &Knobs<T>,
) {
    let zero = T::default();
    match (knobs.regularizer, knobs.rules) {
        (Regularizer::None, Rules::Modern) => sgd(weights, gradients, knobs),
        (Regularizer::None, Rules::Playground) => {
            each(weights, gradients, pruned, knobs, |w, _, _| w);
        }
        (Regularizer::L2, _) => {
            each(weights, gradients, pruned, knobs, |moved, before, _| {
                moved - knobs.decay * before
            });
        }
        (Regularizer::L1, Rules::Playground) => {
            each(weights, gradients, pruned, knobs, |moved, before, pruned| {
                let shrunk = match before {
                    w if w > zero => moved - knobs.decay,
                    w if w < zero => moved + knobs.decay,
                    _ => moved,
                };
                *pruned = moved * shrunk < zero;
                if *pruned { zero } else { shrunk }
            });
        }
        (Regularizer::L1, Rules::Modern) => {
            each(weights, gradients, pruned, knobs, |moved, _, _| {
                if moved > knobs.decay {
                    moved - knobs.decay
                } else if moved < -knobs.decay {
                    moved + knobs.decay
                } else if moved >= -knobs.decay {
                    zero
                } else {
                    // NaN fails every comparison and must stay visible.
                    moved
                }
            });
        }
    }
}

/// Moves every weight that is not pruned along its gradient and through `penalise`, which
/// takes the weight after and before that step.
fn each<T: Real>(
    weights: &mut [T],
    gradients: &mut [T],
    pruned: &mut [bool],
    knobs: &Knobs<T>,
    penalise: impl Fn(T, T, &mut bool) -> T,
) {
    for ((w, g), pruned) in weights.iter_mut().zip(gradients).zip(pruned) {
        if !*pruned {
            let before = *w;
            *w = penalise(before - knobs.scale * *g, before, pruned);
        }
        *g = T::default();
    }
}
