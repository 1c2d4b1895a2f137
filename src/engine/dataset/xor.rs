//! The four quadrants, kept 0.3 away from the axes; the label is the sign of the product.

use rand::Rng;

use super::{Sample, uniform};

const RADIUS: f64 = 5.0;
const PADDING: f64 = 0.3;

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    let padded = |x: f64| x + if x > 0.0 { PADDING } else { -PADDING };
    (0..count)
        .map(|_| {
            let x1 = padded(uniform(-RADIUS, RADIUS, rng));
            let x2 = padded(uniform(-RADIUS, RADIUS, rng));
            let noise1 = uniform(-RADIUS, RADIUS, rng) * noise;
            let noise2 = uniform(-RADIUS, RADIUS, rng) * noise;
            let product = (x1 + noise1) * (x2 + noise2);
            Sample::new(x1, x2, if product >= 0.0 { 1.0 } else { -1.0 })
        })
        .collect()
}
