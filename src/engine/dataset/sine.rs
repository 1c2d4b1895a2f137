//! A wave over one column: the label is sin x₁. Noise moves the label up or down.

use rand::Rng;

use super::{EXTENT, Sample, uniform};
use crate::engine::formula::exact;

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    (0..count)
        .map(|_| {
            let x1 = uniform(-EXTENT, EXTENT, rng);
            Sample::new(x1, 0.0, exact::sin(x1) + uniform(-1.0, 1.0, rng) * noise)
        })
        .collect()
}
