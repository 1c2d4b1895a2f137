//! A drawing: labelled points of the plane of the generated sets, each on a fine grid, so that a link
//! has the very same ones. As a table it is two columns that a picture shows from −6 to 6 whatever
//! stands in them.

use crate::engine::dataset::{self, EXTENT};
use crate::engine::table::{Column, Goal, Row, Table};
use crate::order;

/// Points of a drawing at most.
pub const MOST: usize = 2000;
/// Classes that a drawing may have.
pub const CLASSES: std::ops::RangeInclusive<usize> = 2..=8;

/// Steps of the grid from the middle to a side, which itself is not on it: with the middle they have
/// 11 bits.
pub(super) const STEPS: i32 = 1024;
/// Steps from a value of 0 to 1, which is on it.
pub(super) const VALUES: i32 = 32;

/// What a drawing's points are labelled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// One of so many classes.
    Classes(usize),
    /// A value, −1 to 1.
    Value,
}

impl Told {
    /// The label nearest to a class from 0, or to a value.
    pub fn label(self, told: f64) -> i32 {
        // A float cast saturates, and takes what is no number for 0.
        match self {
            Self::Classes(count) => (told as i32).clamp(0, count.saturating_sub(1) as i32),
            Self::Value => ((told * f64::from(VALUES)).round() as i32).clamp(-VALUES, VALUES),
        }
    }

    /// What a label says: a class from 0, or a value.
    pub fn value(self, label: i32) -> f64 {
        match self {
            Self::Classes(_) => f64::from(label),
            Self::Value => f64::from(label) / f64::from(VALUES),
        }
    }
}

/// A point on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// See [`Told::label`].
    pub label: i32,
    /// Steps up from the middle.
    pub up: i32,
    /// Steps to the right of it.
    pub across: i32,
}

impl Point {
    /// The one that is nearest to a place of the plane.
    pub fn near((x, y): (f64, f64), label: i32) -> Self {
        let step = |at: f64| {
            let step = (at / EXTENT * f64::from(STEPS)).round() as i32;
            step.clamp(1 - STEPS, STEPS - 1)
        };
        Self { label, up: step(y), across: step(x) }
    }

    /// Where it lies in the plane.
    pub fn place(self) -> (f64, f64) {
        let at = |step: i32| f64::from(step) * EXTENT / f64::from(STEPS);
        (at(self.across), at(self.up))
    }
}

/// Whether a coordinate lies within the plane; what is no number does not.
fn is_inside(at: f64) -> bool {
    at.abs() <= EXTENT
}

/// Points and what they are labelled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// What their labels say.
    pub told: Told,
    /// The points, in no order that counts.
    pub points: Vec<Point>,
}

impl Drawing {
    /// One without points.
    pub fn new(told: Told) -> Self {
        Self { told, points: Vec::new() }
    }

    /// What can be drawn on of rows of two columns with their goal: the points within the plane, up to
    /// [`MOST`]. A number over one column stands as high as it is, as its set's thumbnail has it. `None` where there are more classes than a drawing can have.
    pub fn of<'a>(goal: &Goal, rows: impl Iterator<Item = (&'a [f64], &'a [f64])>) -> Option<Self> {
        let told = match goal {
            Goal::Classes(names) if names.len() > *CLASSES.end() => return None,
            Goal::Classes(names) => Told::Classes(names.len().max(*CLASSES.start())),
            Goal::Numbers(_) => Told::Value,
        };
        let point = |(row, targets): (&[f64], &[f64])| {
            let target = targets.first().copied().unwrap_or_default();
            let place = match (row, told) {
                (&[x, y], _) => (x, y),
                (&[x], Told::Value) => (x, dataset::height(target)),
                _ => return None,
            };
            let is_in = is_inside(place.0) && is_inside(place.1);
            is_in.then(|| Point::near(place, told.label(target)))
        };
        Some(Self { told, points: rows.filter_map(point).take(MOST).collect() })
    }

    /// The drawing that a table is; `None` where it is another.
    pub fn of_table(table: &Table) -> Option<Self> {
        let rows = table.rows().map(|Row { values, targets }| (values, targets));
        if table.is_drawn() { Self::of(table.goal(), rows) } else { None }
    }

    /// The drawing as a table. Two of the same points are the same table, in whichever order they were
    /// drawn.
    pub fn table(&self) -> Table {
        let goal = match self.told {
            Told::Classes(count) => {
                Goal::Classes((1..=count).map(|class| class.to_string()).collect())
            }
            Told::Value => Goal::Numbers(vec!["y".to_owned()]),
        };
        // The plane's sides are whole numbers.
        let side = EXTENT as i32;
        let columns = ["x₁", "x₂"].map(|name| Column::within(name, -side, side));
        let mut table = Table::new(columns.to_vec(), goal);
        for point in self.in_order() {
            let (x, y) = point.place();
            table.push(&[x, y], &[self.told.value(point.label)]);
        }
        table
    }

    /// The points in the order of a drawing's: by label, then from below, then from the left.
    pub fn in_order(&self) -> Vec<Point> {
        // Labels and steps are far from 21 bits' worth.
        let part = |number: i32| (i64::from(number) + (1 << 20)) as u64;
        let mut points = self.points.clone();
        order::sort_by_key(&mut points, |point| {
            part(point.label) << 42 | part(point.up) << 21 | part(point.across)
        });
        points
    }

    /// Puts a point down, unless that is out of the plane or there are [`MOST`].
    pub fn put(&mut self, (x, y): (f64, f64), label: i32) {
        if self.points.len() < MOST && is_inside(x) && is_inside(y) {
            self.points.push(Point::near((x, y), label));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stay_on_the_grid_and_within_the_plane() {
        for (x, y) in [(0.0, 0.0), (6.0, -6.0), (-6.0, 6.0), (1.234, -5.678), (99.0, f64::NAN)] {
            let point = Point::near((x, y), 0);
            let (a, b) = point.place();
            assert!(a.abs() < EXTENT && b.abs() < EXTENT, "{x} {y}");
            assert_eq!(Point::near((a, b), 0), point, "{x} {y}");
            if x.abs() <= EXTENT {
                assert!((a - x).abs() <= EXTENT / f64::from(STEPS), "{x}: {a}");
            }
        }
        assert_eq!(Point::near((0.0, 0.0), 0).place(), (0.0, 0.0));
        for value in [-1.0, -0.5, 0.0, 0.25, 1.0] {
            assert_eq!(Told::Value.value(Told::Value.label(value)), value);
        }
        assert_eq!(Told::Classes(3).label(7.0), 2);
    }

    #[test]
    fn a_drawing_is_the_table_of_its_points_whatever_their_order() {
        for told in [Told::Classes(3), Told::Value] {
            let mut drawing = Drawing::new(told);
            for at in 0..20 {
                let at = f64::from(at);
                drawing.put((at / 4.0 - 3.0, (at * 7.0) % 5.0), told.label((at % 3.0) - 1.0));
            }
            let table = drawing.table();
            let mut turned = drawing.clone();
            turned.points.reverse();
            assert_eq!(turned.table(), table);
            let back = Drawing::of_table(&table).unwrap();
            assert_eq!((back.table(), back.told), (table, told));
        }
    }

    #[test]
    fn of_other_rows_what_lies_within_the_plane_can_be_drawn_on() {
        let names = |count: usize| Goal::Classes((0..count).map(|name| name.to_string()).collect());
        let rows = [([1.0, 2.0], [1.0]), ([6.5, 0.0], [0.0]), ([f64::NAN, 0.0], [0.0])];
        let rows = || rows.iter().map(|(row, told)| (&row[..], &told[..]));
        let drawing = Drawing::of(&names(2), rows()).unwrap();
        assert_eq!(drawing.points, [Point::near((1.0, 2.0), 1)]);
        assert_eq!(Drawing::of(&names(9), rows()), None);
        let plain = Table::new(["x₁", "x₂"].map(Column::number).to_vec(), names(2));
        assert_eq!(Drawing::of_table(&plain), None);
    }

    #[test]
    fn no_more_points_are_put_down_than_a_drawing_may_have() {
        let mut drawing = Drawing::new(Told::Classes(2));
        for outside in [(6.1, 0.0), (0.0, -6.1), (f64::NAN, 0.0)] {
            drawing.put(outside, 0);
        }
        assert!(drawing.points.is_empty());
        (0..MOST + 5).for_each(|_| drawing.put((0.0, 0.0), 0));
        assert_eq!(drawing.points.len(), MOST);
    }
}
