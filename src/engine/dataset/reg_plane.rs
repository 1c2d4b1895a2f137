//! A plane: the label is (x₁ + x₂) / 10, noise moves the point that is asked for it.

use rand::Rng;

use super::{EXTENT, Sample, uniform};

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    (0..count)
        .map(|_| {
            let x1 = uniform(-EXTENT, EXTENT, rng);
            let x2 = uniform(-EXTENT, EXTENT, rng);
            let noise1 = uniform(-EXTENT, EXTENT, rng) * noise;
            let noise2 = uniform(-EXTENT, EXTENT, rng) * noise;
            Sample::new(x1, x2, (x1 + noise1 + (x2 + noise2)) / 10.0)
        })
        .collect()
}
