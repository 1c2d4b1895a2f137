//! Square cells, coloured along the diagonals: `(column + row) mod classes`. Noise moves the
//! point that is asked for the class, not the point that is drawn.

use rand::Rng;

use super::{EXTENT, Sample, uniform};

pub(super) fn generate<R: Rng>(
    count: usize,
    noise: f64,
    classes: usize,
    cells: f64,
    rng: &mut R,
) -> Vec<Sample> {
    let side = 2.0 * EXTENT / cells;
    let cell = |x: f64| (((x + EXTENT) / side).floor()).clamp(0.0, cells - 1.0);
    let class = |x1: f64, x2: f64| (cell(x1) + cell(x2)) as usize % classes;
    (0..count)
        .map(|at| {
            // Every class has its share: a point of another class is drawn again, though not for ever.
            let mut point = (0.0, 0.0);
            for _ in 0..200 {
                point = (uniform(-EXTENT, EXTENT, rng), uniform(-EXTENT, EXTENT, rng));
                if class(point.0, point.1) == at % classes {
                    break;
                }
            }
            let (x1, x2) = point;
            let mut moved = |x: f64| x + uniform(-1.0, 1.0, rng) * noise * side;
            let label = class(moved(x1), moved(x2));
            Sample::new(x1, x2, label as f64)
        })
        .collect()
}
