//! A heart (1) and what lies around it (0), with a gap between. The curve is (x² + y² − 1)³ = x²y³
//! (<https://mathworld.wolfram.com/HeartCurve.html>), made larger and moved to the middle. Noise moves
//! the point that is asked for the class, not the point that is drawn.

use rand::Rng;

use super::{EXTENT, Sample, each_class, uniform};

/// How large it is: as many units of the picture as one of the formula's.
const SIZE: f64 = 4.0;
/// The formula's middle lies so far below the picture's.
const DROP: f64 = 0.5;
/// No point lies between the heart made smaller and made larger by this share.
const GAP: f64 = 0.1;

pub(super) fn generate<R: Rng>(count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
    each_class(count, 2, |class, _, _| {
        let within = class == 1;
        let size = if within { SIZE * (1.0 - GAP) } else { SIZE * (1.0 + GAP) };
        // A point on the other side is drawn again, though not for ever.
        let mut point = (0.0, 0.0);
        for _ in 0..200 {
            point = (uniform(-EXTENT, EXTENT, rng), uniform(-EXTENT, EXTENT, rng));
            if is_within(point.0, point.1, size) == within {
                break;
            }
        }
        let (x1, x2) = point;
        let mut moved = |x: f64| x + uniform(-EXTENT, EXTENT, rng) * noise;
        let label = is_within(moved(x1), moved(x2), SIZE);
        Sample::new(x1, x2, f64::from(u8::from(label)))
    })
}

/// Whether a point lies in the heart of a size.
fn is_within(x1: f64, x2: f64, size: f64) -> bool {
    let (x, y) = (x1 / size, (x2 + DROP) / size);
    let round = x * x + y * y - 1.0;
    round * round * round < x * x * y * y * y
}
