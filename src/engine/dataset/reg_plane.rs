//! A plane: the label is (x₁ + x₂) / 10, noise moves the point that is asked for it. The TensorFlow
//! Playground takes it from a linear scale, −10..10 onto −1..1: its order is kept to the last bit.

use rand::Rng;

use super::{EXTENT, Sample, uniform};

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    (0..count)
        .map(|_| {
            let x1 = uniform(-EXTENT, EXTENT, rng);
            let x2 = uniform(-EXTENT, EXTENT, rng);
            let noise1 = uniform(-EXTENT, EXTENT, rng) * noise;
            let noise2 = uniform(-EXTENT, EXTENT, rng) * noise;
            let share = (x1 + noise1 + (x2 + noise2) + 10.0) / 20.0;
            Sample::new(x1, x2, share - (1.0 - share))
        })
        .collect()
}
