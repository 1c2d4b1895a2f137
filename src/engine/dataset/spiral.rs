//! Two arms of 1.75 turns; noise moves the points.

use std::f64::consts::PI;

use rand::Rng;

use super::{Sample, uniform};
use crate::engine::formula::wide::{cos, sin};

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    let arm = count as f64 / 2.0;
    let mut samples = Vec::with_capacity(count + 1);
    for (turn, label) in [(0.0, 1.0), (PI, -1.0)] {
        for i in 0..count.div_ceil(2) {
            let i = i as f64;
            let (r, t) = (i / arm * 5.0, 1.75 * i / arm * 2.0 * PI + turn);
            let x1 = r * sin(t) + uniform(-1.0, 1.0, rng) * noise;
            let x2 = r * cos(t) + uniform(-1.0, 1.0, rng) * noise;
            samples.push(Sample::new(x1, x2, label));
        }
    }
    samples
}
