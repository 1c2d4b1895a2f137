//! What lies above a curve that the visitor writes (1), and what lies below or on it (0). Noise moves the
//! point that is asked for its class, not the point that is drawn.
//!
//! Where the curve has no finite value nothing lies above it or below, so that a point is drawn anew whose
//! own place, or the place that noise has moved it to, is one of those. Of a curve that is hardly anywhere
//! the points that are left over stay where they are and count as below.

use rand::Rng;

use super::{EXTENT, Sample, uniform};
use crate::engine::expression::Formula;
use crate::engine::table::Column;

/// The curve that a page opens with.
pub const CURVE: &str = "2*sin(x1)";

/// Points that are drawn anew at most, beside those that each point has of its own.
const ANEW: usize = 100_000;
const ANEW_EACH: usize = 20;

/// The columns that the formula of a curve may name.
pub fn columns() -> [Column; 1] {
    [Column::number("x₁")]
}

pub(super) fn generate<R: Rng>(count: usize, noise: f64, curve: &str, rng: &mut R) -> Vec<Sample> {
    // A config has one that can be read; another has no value anywhere.
    let curve = Formula::read(curve, &columns()).unwrap_or_default();
    let mut stack = Vec::new();
    let mut height = |x1| curve.value(&[x1], &mut stack);
    let mut anew = ANEW + ANEW_EACH * count;
    let mut samples = Vec::with_capacity(count);
    while samples.len() < count {
        let [x1, x2, along, up] = std::array::from_fn(|_| uniform(-EXTENT, EXTENT, rng));
        let found = height(x1).and_then(|_| height(x1 + along * noise));
        if found.is_none() && anew > 0 {
            anew -= 1;
            continue;
        }
        let above = found.is_some_and(|height| x2 + up * noise > height);
        samples.push(Sample::new(x1, x2, f64::from(u8::from(above))));
    }
    samples
}
