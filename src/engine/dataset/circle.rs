//! A disc of radius 2.5 (+1) within a ring of 3.5 to 5 (−1). Noise moves the point that is
//! asked for the label, not the point that is drawn.

use std::f64::consts::PI;

use rand::Rng;

use super::{Sample, uniform};
use crate::engine::formula::wide::{cos, sin};

const RADIUS: f64 = 5.0;

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    let disc = (0.0, RADIUS * 0.5);
    let ring = (RADIUS * 0.7, RADIUS);
    let mut samples = Vec::with_capacity(count + 1);
    for (low, high) in [disc, ring] {
        for _ in 0..count.div_ceil(2) {
            let r = uniform(low, high, rng);
            let angle = uniform(0.0, 2.0 * PI, rng);
            let (x1, x2) = (r * sin(angle), r * cos(angle));
            let noise1 = uniform(-RADIUS, RADIUS, rng) * noise;
            let noise2 = uniform(-RADIUS, RADIUS, rng) * noise;
            let (u, v) = (x1 + noise1, x2 + noise2);
            let inside = (u * u + v * v).sqrt() < RADIUS * 0.5;
            samples.push(Sample::new(x1, x2, if inside { 1.0 } else { -1.0 }));
        }
    }
    samples
}
