//! Two Gaussian clusters around (2, 2) and (−2, −2), of variance 0.5 to 4 as the noise
//! goes from 0 to 50 %.

use rand::Rng;

use super::{Sample, uniform};
use crate::engine::formula::wide::ln;

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    let deviation = (0.5 + noise / 0.5 * 3.5).sqrt();
    let mut samples = Vec::with_capacity(count + 1);
    for (centre, label) in [(2.0, 1.0), (-2.0, -1.0)] {
        for _ in 0..count.div_ceil(2) {
            let x1 = centre + deviation * normal(rng);
            let x2 = centre + deviation * normal(rng);
            samples.push(Sample::new(x1, x2, label));
        }
    }
    samples
}

/// A standard normal draw by Marsaglia's polar method; of each pair one is kept.
pub(super) fn normal<R: Rng>(rng: &mut R) -> f64 {
    loop {
        let (u, v) = (uniform(-1.0, 1.0, rng), uniform(-1.0, 1.0, rng));
        let s = u * u + v * v;
        if s > 0.0 && s <= 1.0 {
            return (-2.0 * ln(s) / s).sqrt() * u;
        }
    }
}
