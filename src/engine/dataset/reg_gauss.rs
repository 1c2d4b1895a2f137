//! Six cones of height ±1 and radius 2 on two rows; where none reaches, the label is 0.

use rand::Rng;

use super::{EXTENT, Sample, uniform};

/// Centre and sign of each bump.
const BUMPS: [(f64, f64, f64); 6] = [
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
];

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    (0..count)
        .map(|_| {
            let x1 = uniform(-EXTENT, EXTENT, rng);
            let x2 = uniform(-EXTENT, EXTENT, rng);
            let noise1 = uniform(-EXTENT, EXTENT, rng) * noise;
            let noise2 = uniform(-EXTENT, EXTENT, rng) * noise;
            Sample::new(x1, x2, label(x1 + noise1, x2 + noise2))
        })
        .collect()
}

/// The height of the bump that is highest in absolute value at a point.
fn label(x1: f64, x2: f64) -> f64 {
    BUMPS.iter().fold(0.0, |highest: f64, &(c1, c2, sign)| {
        let distance = ((x1 - c1) * (x1 - c1) + (x2 - c2) * (x2 - c2)).sqrt();
        let height = sign * (1.0 - distance / 2.0).clamp(0.0, 1.0);
        if height.abs() > highest.abs() { height } else { highest }
    })
}
