//! Square maps of values over the picture.

/// A square map of cell middles, enlarged to `[to, to]` by bilinear interpolation; what is no
/// square comes back as it is.
pub fn enlarge(values: &[f32], to: usize) -> Vec<f32> {
    let from = values.len().isqrt();
    if from == to || from == 0 || values.len() != from * from {
        return values.to_vec();
    }
    // For each fine cell: the two coarse neighbours of its middle, and the share of the second.
    let places: Vec<(usize, usize, f32)> = (0..to)
        .map(|cell| {
            let at = (cell as f32 + 0.5) * from as f32 / to as f32 - 0.5;
            let at = at.clamp(0.0, (from - 1) as f32);
            let low = at as usize;
            (low, (low + 1).min(from - 1), at.fract())
        })
        .collect();
    let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
    let mut out = Vec::with_capacity(to * to);
    for &(top, bottom, down) in &places {
        for &(left, right, across) in &places {
            let upper = mix(values[top * from + left], values[top * from + right], across);
            let lower = mix(values[bottom * from + left], values[bottom * from + right], across);
            out.push(mix(upper, lower, down));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_stays_a_plane_between_the_outermost_middles() {
        let plane = |side: usize| -> Vec<f32> {
            let middle = |at: usize| (at as f32 + 0.5) / side as f32;
            (0..side * side).map(|at| middle(at / side) + 2.0 * middle(at % side)).collect()
        };
        let (wide, expected) = (enlarge(&plane(25), 100), plane(100));
        assert_eq!(wide.len(), expected.len());
        for row in 2..98 {
            for column in 2..98 {
                let at = row * 100 + column;
                assert!((wide[at] - expected[at]).abs() < 1e-5, "{row}, {column}");
            }
        }
    }

    #[test]
    fn nan_stays_where_it_is() {
        let mut map = vec![0.0; 25 * 25];
        map[0] = f32::NAN;
        let wide = enlarge(&map, 100);
        assert!(wide[0].is_nan() && wide[9_999] == 0.0);
    }
}
