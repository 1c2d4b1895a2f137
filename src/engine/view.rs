//! What a picture shows of a table: two of its columns, one across and one up, the others held at a
//! value each.

use serde::{Deserialize, Serialize};

use super::dataset::{EXTENT, Split};
use super::table::{Meaning, Table, mean, most_frequent};

/// A picture reaches beyond the outermost points by this share of what they span.
const MARGIN: f64 = 0.05;

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

    /// How much it goes over.
    pub fn span(&self) -> f64 {
        self.high - self.low
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
    /// The first two columns of numbers of a run's data, from where to where they state, else as far as
    /// its points reach and a little further; the others are held in the middle of the training part. A table with one such column
    /// shows it across, and nothing up.
    pub fn of(data: &Split) -> Self {
        let Split { train, test } = data;
        let columns = train.columns();
        let is_number = |at: &usize| columns[*at].meaning == Meaning::Number;
        let mut numbers = (0..columns.len()).filter(is_number);
        let mut axis = || {
            // Past the last column nothing runs along.
            let column = numbers.next().unwrap_or(columns.len());
            let stated = columns.get(column).and_then(|column| column.within);
            let (low, high) = match stated {
                Some((low, high)) => (f64::from(low), f64::from(high)),
                None => reach(values(train, column).chain(values(test, column))),
            };
            Axis { column, low, high }
        };
        let (across, up) = (axis(), axis());
        let held = columns.iter().enumerate().map(|(at, column)| match &column.meaning {
            Meaning::Number => mean(values(train, at)),
            Meaning::Category(names) => most_frequent(values(train, at), names.len()) as f64,
        });
        Self { across, up, held: held.collect() }
    }

    /// The row of a place, shares of the width and the height from the top left: `[columns]`.
    pub fn row(&self, x: f64, y: f64) -> Vec<f64> {
        let mut row = self.held.clone();
        self.put(x, y, &mut row);
        row
    }

    /// Puts the values of a place into a row.
    fn put(&self, x: f64, y: f64, row: &mut [f64]) {
        for (axis, value) in [(&self.across, self.across.at(x)), (&self.up, self.up.down(y))] {
            if let Some(place) = row.get_mut(axis.column) {
                *place = value;
            }
        }
    }

    /// Whether there is a column along an axis.
    pub fn has(&self, axis: &Axis) -> bool {
        axis.column < self.held.len()
    }

    /// Where a row lies, in shares of the width and the height from the top left; `None` outside.
    pub fn place(&self, row: &[f64]) -> Option<(f64, f64)> {
        let share = |axis: &Axis| row.get(axis.column).map_or(0.5, |&value| axis.share(value));
        let (x, up) = (share(&self.across), share(&self.up));
        let inside = |share: f64| (0.0..=1.0).contains(&share);
        (inside(x) && inside(up)).then_some((x, 1.0 - up))
    }

    /// Takes each row of the middles of `side × side` cells, the top row of cells first: `[columns]`.
    pub fn grid(&self, side: usize, mut take: impl FnMut(&[f64])) {
        let middle = |at: usize| (at as f64 + 0.5) / side as f64;
        let mut row = self.held.clone();
        for at in 0..side * side {
            self.put(middle(at % side), middle(at / side), &mut row);
            take(&row);
        }
    }
}

/// The values of a column; none where there is no such column.
fn values(table: &Table, column: usize) -> impl Iterator<Item = f64> + Clone {
    (0..table.len()).filter_map(move |row| table.row(row).values.get(column).copied())
}

/// From where to where a side goes that shows these values; of finite length whatever they are.
fn reach(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let ends = values.fold(None, |ends: Option<(f64, f64)>, x| {
        Some(ends.map_or((x, x), |(low, high)| (low.min(x), high.max(x))))
    });
    let (low, high) = ends.unwrap_or_default();
    let room = MARGIN * (high - low);
    let room = if room > 0.0 { room } else { 1.0_f64.max(MARGIN * low.abs()) };
    let (low, high) = (low - room, high + room);
    if (high - low).is_finite() { (low, high) } else { (-f64::MAX / 4.0, f64::MAX / 4.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::{Column, Goal};

    #[test]
    fn upwards_a_plane_has_the_negative_of_what_it_has_across() {
        let mut rows = Vec::new();
        View::default().grid(100, |row| rows.push(row.to_vec()));
        assert_eq!((rows.len(), &rows[0]), (10_000, &vec![-5.94, 5.94]));
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(row[1], -rows[at / 100][0], "{at}");
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
    }

    #[test]
    fn a_side_reaches_as_far_as_the_points_and_has_a_length_whatever_they_are() {
        assert_eq!(reach([0.0, 10.0, 4.0].into_iter()), (-0.5, 10.5));
        assert_eq!(reach([3.0].into_iter()), (2.0, 4.0));
        assert_eq!(reach(std::iter::empty()), (-1.0, 1.0));
        for extreme in [[f64::MAX, -f64::MAX], [1e308, 1e308], [5e-324, 0.0], [1e16, 1e16]] {
            let (low, high) = reach(extreme.into_iter());
            let axis = Axis { column: 0, low, high };
            assert!(low < high && axis.at(0.5).is_finite(), "{extreme:?}");
        }
    }

    #[test]
    fn other_columns_are_held_in_the_middle() {
        let named = |name: &str| name.to_owned();
        let kinds = ["a", "b", "c"].map(named).to_vec();
        let columns = vec![
            Column::category("kind", kinds),
            Column::number("height"),
            Column::number("weight"),
            Column::number("age"),
        ];
        let mut train = Table::new(columns, Goal::Numbers(vec![named("y")]));
        for row in [[2.0, 10.0, 1.0, 20.0], [1.0, 20.0, 3.0, 40.0], [1.0, 30.0, 2.0, 90.0]] {
            train.push(&row, &[0.0]);
        }
        let test = train.pick(&[]);
        let view = View::of(&Split { train, test });
        assert_eq!((view.across.column, view.up.column), (1, 2));
        assert_eq!((view.across.low, view.across.high), (9.0, 31.0));
        assert_eq!((view.held[0], view.held[3]), (1.0, 50.0));
        let row = view.row(0.5, 0.5);
        assert_eq!((row[0], row[1], row[2], row[3]), (1.0, 20.0, 2.0, 50.0));
    }
}
