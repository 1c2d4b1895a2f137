//! A place in the picture that is read, by the pointer or the keyboard: the big picture tells its
//! value there, and the diagram that of each unit.

use crate::protocol::BIG_MAP;

/// A place in the picture: shares of its width and its height, from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the left, 0 to 1.
    pub x: f64,
    /// From the top, 0 to 1.
    pub y: f64,
}

impl Spot {
    /// The middle of the picture.
    pub const MIDDLE: Self = Self { x: 0.5, y: 0.5 };

    /// At a share of the width and the height, held within the picture.
    pub fn at(x: f64, y: f64) -> Self {
        Self { x: x.clamp(0.0, 1.0), y: y.clamp(0.0, 1.0) }
    }

    /// Moved, and held within the picture.
    pub fn moved(self, x: f64, y: f64) -> Self {
        Self::at(self.x + x, self.y + y)
    }

    /// The values there in maps of `[planes, BIG_MAP, BIG_MAP]`.
    pub fn values(self, maps: &[f32]) -> Vec<f32> {
        maps.chunks_exact(BIG_MAP * BIG_MAP).filter_map(|map| self.value(map)).collect()
    }

    /// The value there in a map of `[BIG_MAP, BIG_MAP]`.
    pub fn value(self, map: &[f32]) -> Option<f32> {
        // A negative number would saturate to 0, one past the end is the last cell.
        let cell = |share: f64| ((share * BIG_MAP as f64) as usize).min(BIG_MAP - 1);
        map.get(cell(self.y) * BIG_MAP + cell(self.x)).copied()
    }

    /// The values there in coarse maps of `[count, side, side]`, between the middles of the cells
    /// as they are drawn.
    pub fn between(self, maps: &[f32], side: usize) -> Vec<f32> {
        let Some(last) = side.checked_sub(1) else { return Vec::new() };
        // The cells on either side along one axis, and the share of the second.
        let cells = |share: f64| {
            let at = (share * side as f64 - 0.5).clamp(0.0, last as f64);
            let low = at as usize;
            (low, (low + 1).min(last), at.fract() as f32)
        };
        let ((left, right, across), (top, bottom, down)) = (cells(self.x), cells(self.y));
        let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
        let value = |map: &[f32]| {
            let line = |row: usize| mix(map[row * side + left], map[row * side + right], across);
            mix(line(top), line(bottom), down)
        };
        maps.chunks_exact(side * side).map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::feature::Feature;
    use crate::engine::grid::enlarge;
    use crate::engine::view::View;
    use strum::VariantArray as _;

    /// The map of a function of a row, `[side, side]`.
    fn map(view: &View, of: impl Fn(&[f64]) -> f64, side: usize) -> Vec<f32> {
        let mut map = Vec::new();
        view.grid(side, |row| map.push(of(row) as f32));
        map
    }

    #[test]
    fn a_spot_reads_the_cell_below_it() {
        let view = View::default();
        let product = |row: &[f64]| row[0] * row[1];
        let map = map(&view, product, BIG_MAP);
        for (x, y) in [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (0.2, 0.9), (7.0, -3.0)] {
            let spot = Spot::at(x, y);
            let value = spot.value(&map).map(f64::from);
            let exact = product(&view.row(spot.x, spot.y));
            assert!(value.is_some_and(|value| (value - exact).abs() < 0.8));
        }
        assert_eq!(Spot::MIDDLE.value(&[]), None);
        assert_eq!(Spot::MIDDLE.moved(100.0, -100.0), Spot { x: 1.0, y: 0.0 });
    }

    #[test]
    fn what_lies_between_coarse_cells_is_near_the_formula() {
        let view = View::default();
        let maps = |feature: &Feature| map(&view, |row| feature.apply(row), 25);
        let maps: Vec<f32> = Feature::VARIANTS.iter().flat_map(maps).collect();
        for (x, y) in [(0.5, 0.5), (0.031, 0.9), (0.77, 0.2), (0.4, 0.97)] {
            let spot = Spot::at(x, y);
            let values = spot.between(&maps, 25);
            assert_eq!(values.len(), Feature::VARIANTS.len());
            for (feature, value) in Feature::VARIANTS.iter().zip(values) {
                let exact = feature.apply(&view.row(spot.x, spot.y));
                let value = f64::from(value);
                assert!((value - exact).abs() < 0.06, "{feature:?} {spot:?}: {value}, {exact}");
            }
        }
        assert_eq!(Spot::MIDDLE.between(&[], 0), [0.0_f32; 0]);
    }

    #[test]
    fn what_is_read_is_what_is_drawn() {
        let map: Vec<f32> = (0..25 * 25).map(|at| ((at * 37) % 11) as f32).collect();
        let drawn = enlarge(&map, BIG_MAP);
        for cell in [0, 3, 50, 77, 99] {
            let share = (cell as f64 + 0.5) / BIG_MAP as f64;
            let spot = Spot::at(share, 1.0 - share);
            let drawn = spot.value(&drawn).unwrap();
            let read = spot.between(&map, 25)[0];
            assert!((read - drawn).abs() < 1e-3, "{cell}: {read} for {drawn}");
        }
    }
}
