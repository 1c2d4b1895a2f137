//! A spiral of several arms, one a class, as in the CS231n notes
//! (<https://cs231n.github.io/neural-networks-case-study/>). Noise moves the points.

use std::f64::consts::TAU;

use rand::Rng;

use super::{Sample, each_class, uniform};
use crate::engine::formula::exact;

const RADIUS: f64 = 5.0;

pub(super) fn generate<R: Rng>(
    count: usize,
    noise: f64,
    classes: usize,
    turns: f64,
    rng: &mut R,
) -> Vec<Sample> {
    each_class(count, classes, |class, at, of| {
        // The arms meet in the middle: a small way out they can be told apart.
        let along = 0.05 + 0.95 * (at as f64 + 0.5) / of as f64;
        let angle = TAU * (turns * along + class as f64 / classes as f64);
        let mut moved = |x: f64| x + uniform(-1.0, 1.0, rng) * noise;
        let x1 = moved(RADIUS * along * exact::sin(angle));
        let x2 = moved(RADIUS * along * exact::cos(angle));
        Sample::new(x1, x2, class as f64)
    })
}
