//! Two half moons that reach into each other, as scikit-learn's `make_moons` has them. Noise
//! moves the points.

use std::f64::consts::PI;

use rand::Rng;

use super::{Sample, each_class, uniform};
use crate::engine::formula::exact;

const RADIUS: f64 = 3.0;

pub(super) fn generate<R: Rng>(
    count: usize,
    noise: f64,
    classes: usize,
    gap: f64,
    rng: &mut R,
) -> Vec<Sample> {
    each_class(count, classes, |class, at, of| {
        let angle = PI * (at as f64 + 0.5) / of as f64;
        let (across, up) = (RADIUS * exact::cos(angle), RADIUS * exact::sin(angle));
        let mut moved = |x: f64| x + uniform(-1.0, 1.0, rng) * (0.15 + 2.0 * noise);
        let (x1, x2) = if class == 0 {
            (moved(across - RADIUS / 2.0), moved(up - RADIUS / 4.0 + gap / 2.0))
        } else {
            (moved(RADIUS / 2.0 - across), moved(RADIUS / 4.0 - up - gap / 2.0))
        };
        Sample::new(x1, x2, class as f64)
    })
}
