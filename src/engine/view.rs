//! What a picture shows of a table: two of its columns, one across and one up, the others held at a
//! value each.

use serde::{Deserialize, Serialize};

use super::dataset::EXTENT;

/// A side of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// The column that runs along it.
    pub column: usize,
    /// The value at its left or lower end.
    pub low: f64,
    /// The value at its right or upper end.
    pub high: f64,
}

impl Axis {
    /// The value at a share of the way from the lower end.
    pub fn at(&self, share: f64) -> f64 {
        share * (self.high - self.low) + self.low
    }

    /// The value at a share of the way from the upper end: where `low` is `−high`, exactly the
    /// negative of [`Self::at`].
    fn down(&self, share: f64) -> f64 {
        self.high - share * (self.high - self.low)
    }

    /// The share of the way from the lower end at which a value stands; outside of 0..=1 where the
    /// picture does not reach it.
    pub fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// Two columns of a table, and what the others are held at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// From left to right.
    pub across: Axis,
    /// From bottom to top.
    pub up: Axis,
    /// A value for each column, `[columns]`; those of the two axes are not read.
    pub held: Vec<f64>,
}

impl Default for View {
    /// The plane of the generated sets: two columns and nothing held.
    fn default() -> Self {
        let axis = |column| Axis { column, low: -EXTENT, high: EXTENT };
        Self { across: axis(0), up: axis(1), held: vec![0.0; 2] }
    }
}

impl View {
    /// The row of a place, shares of the width and the height from the top left: `[columns]`.
    pub fn row(&self, x: f64, y: f64) -> Vec<f64> {
        let mut row = self.held.clone();
        for (axis, value) in [(&self.across, self.across.at(x)), (&self.up, self.up.down(y))] {
            if let Some(place) = row.get_mut(axis.column) {
                *place = value;
            }
        }
        row
    }

    /// Where a row lies, in shares of the width and the height from the top left; `None` outside.
    pub fn place(&self, row: &[f64]) -> Option<(f64, f64)> {
        let share = |axis: &Axis| row.get(axis.column).map(|&value| axis.share(value));
        let (x, up) = (share(&self.across)?, share(&self.up)?);
        let inside = |share: f64| (0.0..=1.0).contains(&share);
        (inside(x) && inside(up)).then_some((x, 1.0 - up))
    }

    /// The rows of the middles of `side × side` cells, the top row of cells first:
    /// `[side², columns]`.
    pub fn grid(&self, side: usize) -> impl Iterator<Item = Vec<f64>> {
        let middle = move |at: usize| (at as f64 + 0.5) / side as f64;
        (0..side * side).map(move |at| self.row(middle(at % side), middle(at / side)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_is_symmetric_to_the_last_bit() {
        let view = View::default();
        let rows: Vec<_> = view.grid(100).collect();
        assert_eq!((rows.len(), &rows[0]), (10_000, &vec![-5.94, 5.94]));
        for (at, row) in rows.iter().enumerate() {
            let (column, line) = (at % 100, at / 100);
            assert_eq!(row[0], -rows[99 - column][0], "{at}");
            assert_eq!(row[1], -rows[line][0], "{at}");
        }
    }

    #[test]
    fn a_place_is_where_its_row_lies() {
        let across = Axis { column: 2, low: 10.0, high: 30.0 };
        let up = Axis { column: 0, low: -1.0, high: 3.0 };
        let view = View { across, up, held: vec![9.0, 7.0, 9.0, 5.0] };
        assert_eq!(view.row(0.25, 0.25), [2.0, 7.0, 15.0, 5.0]);
        assert_eq!(view.place(&[2.0, 0.0, 15.0, 0.0]), Some((0.25, 0.25)));
        assert_eq!(view.place(&[3.0, 0.0, 30.0, 0.0]), Some((1.0, 0.0)), "the corner is inside");
        assert_eq!(view.place(&[3.1, 0.0, 30.0, 0.0]), None);
        assert_eq!(view.place(&[f64::NAN, 0.0, 15.0, 0.0]), None);
        assert_eq!(view.place(&[]), None);
    }
}
