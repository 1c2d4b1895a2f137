//! Rings around the middle, one a class; the innermost is a disc. Noise moves the points.

use std::f64::consts::TAU;

use rand::Rng;

use super::{Sample, each_class, uniform};
use crate::engine::formula::exact;

const RADIUS: f64 = 5.5;

pub(super) fn generate<R: Rng>(
    count: usize,
    noise: f64,
    classes: usize,
    gap: f64,
    rng: &mut R,
) -> Vec<Sample> {
    let width = RADIUS / classes as f64;
    each_class(count, classes, |class, _, _| {
        let inner = class as f64 * width;
        let r = uniform(inner, inner + width * (1.0 - gap), rng);
        let angle = uniform(0.0, TAU, rng);
        let mut moved = |x: f64| x + uniform(-1.0, 1.0, rng) * noise;
        let (x1, x2) = (moved(r * exact::sin(angle)), moved(r * exact::cos(angle)));
        Sample::new(x1, x2, class as f64)
    })
}
