//! Gaussian clusters on a circle of radius 3.5, one a class. Noise widens them.

use std::f64::consts::TAU;

use rand::Rng;

use super::gauss::normal;
use super::{Sample, each_class};
use crate::engine::formula::exact;

const RADIUS: f64 = 3.5;

pub(super) fn generate<R: Rng>(
    count: usize,
    noise: f64,
    classes: usize,
    spread: f64,
    rng: &mut R,
) -> Vec<Sample> {
    let deviation = spread * (1.0 + 2.0 * noise);
    each_class(count, classes, |class, _, _| {
        let angle = TAU * class as f64 / classes as f64;
        let mut near = |centre: f64| (centre + deviation * normal(rng)).clamp(-6.0, 6.0);
        let (x1, x2) = (near(RADIUS * exact::sin(angle)), near(RADIUS * exact::cos(angle)));
        Sample::new(x1, x2, class as f64)
    })
}
