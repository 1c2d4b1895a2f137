//! First weights.

use rand::Rng;
use rand::distr::Distribution as _;

use super::seedrandom::Unit;

/// The first weights of one dense layer, drawn unit by unit, input by input:
/// bias `[units]` and kernel `[units, inputs]`.
///
/// The TensorFlow Playground's: kernels uniform in −0.5..0.5, biases 0.1. With `zero` all
/// are 0, yet the draws are taken, so that what is drawn next does not depend on it.
pub fn dense<R: Rng>(inputs: usize, units: usize, zero: bool, rng: &mut R) -> (Vec<f64>, Vec<f64>) {
    let bias = if zero { 0.0 } else { 0.1 };
    let kernel = (0..units * inputs).map(|_| {
        let draw = Unit.sample(rng) - 0.5;
        if zero { 0.0 } else { draw }
    });
    (vec![bias; units], kernel.collect())
}
