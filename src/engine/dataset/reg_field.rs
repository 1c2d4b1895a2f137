//! A field of arrows: at each point the two parts of a flow that turns around the middle and,
//! as far as the swirl leaves room, runs into it. Noise moves the point that is asked.

use rand::Rng;

use super::{EXTENT, Sample, uniform};
use crate::engine::formula::exact;

pub(super) fn generate<R: Rng>(count: usize, noise: f64, swirl: f64, rng: &mut R) -> Vec<Sample> {
    (0..count)
        .map(|_| {
            let x1 = uniform(-EXTENT, EXTENT, rng);
            let x2 = uniform(-EXTENT, EXTENT, rng);
            let noise1 = uniform(-EXTENT, EXTENT, rng) * noise;
            let noise2 = uniform(-EXTENT, EXTENT, rng) * noise;
            let (label, other) = flow(x1 + noise1, x2 + noise2, swirl);
            Sample { x1, x2, label, other }
        })
        .collect()
}

/// The flow at a point, at most 1 long: strongest at a distance of 3, still in the middle.
fn flow(x1: f64, x2: f64, swirl: f64) -> (f64, f64) {
    let r = (x1 * x1 + x2 * x2).sqrt() / 3.0;
    let strength = exact::exp(0.5 * (1.0 - r * r)) / 3.0;
    let sink = 1.0 - swirl.abs();
    (strength * (-swirl * x2 - sink * x1), strength * (swirl * x1 - sink * x2))
}
