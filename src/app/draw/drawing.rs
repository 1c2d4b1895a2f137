//! A drawing: labelled points on a fine grid, so that a link has the very same ones. As a table it is two
//! columns that a picture shows from one whole number to another whatever stands in them: from −6 to 6, as
//! the plane of the generated sets, or as far as the points reach that it began with. What draws knows the
//! plane alone; only the table and a link know the sides.

use crate::engine::dataset::{self, EXTENT};
use crate::engine::table::{Column, Goal, Row, Table};
use crate::order;

/// From where to where a column is shown.
pub type Side = (i32, i32);

/// Both columns of the plane of the generated sets.
pub const PLANE: [Side; 2] = [(-6, 6); 2];
/// As far from 0 as a side may lie: all values between are told apart by their grid.
pub const FARTHEST: i32 = 1_000_000_000;

/// Points of a drawing at most.
pub const MOST: usize = 2000;
/// Classes that a drawing may have.
pub const CLASSES: std::ops::RangeInclusive<usize> = 2..=8;

/// Steps of the grid from the middle to a side, which itself is not on it: with the middle they have
/// 11 bits.
pub(super) const STEPS: i32 = 1024;
/// Steps of it that points have to reach over to be told apart.
const FINE: f64 = 64.0;
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
    /// What the labels of rows with this goal say; `None` where there are more classes than a drawing can
    /// have.
    pub fn of(goal: &Goal) -> Option<Self> {
        match goal {
            Goal::Classes(names) if names.len() > *CLASSES.end() => None,
            Goal::Classes(names) => Some(Self::Classes(names.len().max(*CLASSES.start()))),
            Goal::Numbers(_) => Some(Self::Value),
        }
    }

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
        Self { label, up: step(y, PLANE[1]), across: step(x, PLANE[0]) }
    }

    /// Where it lies in the plane.
    pub fn place(self) -> (f64, f64) {
        (value(self.across, PLANE[0]), value(self.up, PLANE[1]))
    }
}

/// Where a step of the grid lies along a side, and the step that is nearest to a value there.
fn value(step: i32, side: Side) -> f64 {
    let (middle, half) = halves(side);
    middle + f64::from(step) * half / f64::from(STEPS)
}

fn step(value: f64, side: Side) -> i32 {
    let (middle, half) = halves(side);
    let step = ((value - middle) / half * f64::from(STEPS)).round() as i32;
    step.clamp(1 - STEPS, STEPS - 1)
}

/// The middle of a side, and half its length.
fn halves((low, high): Side) -> (f64, f64) {
    let [low, high] = [low, high].map(f64::from);
    (f64::midpoint(low, high), (high - low) / 2.0)
}

/// Whether a side may be so.
pub(super) fn is_side((low, high): Side) -> bool {
    -FARTHEST <= low && low < high && high <= FARTHEST
}

/// The side that shows all from one value to another; `None` where that is too far.
fn around(low: f64, high: f64) -> Option<Side> {
    // A float cast saturates, and takes what is no number for 0.
    let side =
        (low.floor() as i32, (high.ceil() as i32).max((low.floor() as i32).saturating_add(1)));
    (is_side(side) && f64::from(side.0) <= low && high <= f64::from(side.1)).then_some(side)
}

/// What is not as it was of the points that a drawing begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shortfall {
    /// Points that it has no room for.
    pub left_out: usize,
    /// What their values were divided by, to lie between −1 and 1.
    pub divided: Option<f64>,
    /// Columns and classes had names of their own, which no link has room for.
    pub unnamed: bool,
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
    /// From where to where the two columns are shown.
    pub sides: [Side; 2],
    /// The points, in no order that counts.
    pub points: Vec<Point>,
}

impl Drawing {
    /// One without points, on the plane.
    pub fn new(told: Told) -> Self {
        Self { told, sides: PLANE, points: Vec::new() }
    }

    /// The same without its points.
    pub fn empty(&self) -> Self {
        Self { points: Vec::new(), ..*self }
    }

    /// What can be drawn on of rows of two columns with their goal, and what is not as it was of them: a
    /// drawing has up to [`MOST`] points, and values from −1 to 1. It shows these ends of both columns at
    /// least, and all of the points. A number over one column stands as high as it is, as its set's
    /// thumbnail has it. `None` where there are more classes than a drawing can have, or other columns,
    /// or where points are too far off, or lie closer together than the grid tells apart.
    pub fn of<'a>(
        goal: &Goal,
        rows: impl Iterator<Item = (&'a [f64], &'a [f64])>,
        ends: [(f64, f64); 2],
    ) -> Option<(Self, Shortfall)> {
        let told = Told::of(goal)?;
        let place = |(row, targets): (&[f64], &[f64])| {
            let target = targets.first().copied().unwrap_or_default();
            match (row, told) {
                (&[x, y], _) => Some(([x, y], target)),
                (&[x], Told::Value) => Some(([x, dataset::height(target)], target)),
                _ => None,
            }
        };
        let places: Vec<([f64; 2], f64)> = rows.map(place).collect::<Option<_>>()?;
        let side = |column: usize| {
            let values = places.iter().map(|(place, _)| place[column]);
            let least = values.clone().fold(f64::INFINITY, f64::min);
            let most = values.fold(f64::NEG_INFINITY, f64::max);
            let (low, high) = ends[column];
            let side = around(low.min(least), high.max(most))?;
            let (_, half) = halves(side);
            let is_told_apart = (most - least) * f64::from(STEPS) >= FINE * half;
            (most <= least || is_told_apart).then_some(side)
        };
        let sides = [side(0)?, side(1)?];
        let most = places.iter().map(|(_, target)| target.abs()).fold(1.0, f64::max);
        // What the grid of values takes for 1 is as it was.
        let is_beyond = told == Told::Value && most > 1.0 + 0.5 / f64::from(VALUES);
        let divided = is_beyond.then_some(most);
        let point = |&([x, y], target): &([f64; 2], f64)| Point {
            label: told.label(target / divided.unwrap_or(1.0)),
            up: step(y, sides[1]),
            across: step(x, sides[0]),
        };
        let points: Vec<Point> = places.iter().take(MOST).map(point).collect();
        let left_out = places.len() - points.len();
        let shortfall = Shortfall { left_out, divided, unnamed: false };
        Some((Self { told, sides, points }, shortfall))
    }

    /// The drawing that a table is; `None` where it is another.
    pub fn of_table(table: &Table) -> Option<Self> {
        let mut drawing = Self::new(Told::of(table.goal())?);
        drawing.sides = match table.columns() {
            [x, y] => [x.within?, y.within?],
            _ => return None,
        };
        for Row { values, targets } in table.rows() {
            let (&[x, y], &[target]) = (values, targets) else { return None };
            let (up, across) = (step(y, drawing.sides[1]), step(x, drawing.sides[0]));
            drawing.points.push(Point { label: drawing.told.label(target), up, across });
        }
        drawing.points.truncate(MOST);
        Some(drawing)
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
        let named = ["x₁", "x₂"].into_iter().zip(self.sides);
        let columns = named.map(|(name, (low, high))| Column::within(name, low, high));
        let mut table = Table::new(columns.collect(), goal);
        for Point { label, up, across } in self.in_order() {
            let row = [value(across, self.sides[0]), value(up, self.sides[1])];
            table.push(&row, &[self.told.value(label)]);
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

    fn classes(count: usize) -> Goal {
        Goal::Classes((0..count).map(|name| name.to_string()).collect())
    }

    /// What a drawing is that begins with these rows, on the plane at least.
    fn of(goal: &Goal, rows: &[(&[f64], f64)]) -> Option<(Drawing, Shortfall)> {
        let targets: Vec<[f64; 1]> = rows.iter().map(|(_, target)| [*target]).collect();
        let rows = rows.iter().zip(&targets).map(|((row, _), target)| (*row, &target[..]));
        Drawing::of(goal, rows, [(-6.0, 6.0); 2])
    }

    #[test]
    fn of_other_rows_all_points_can_be_drawn_on_wherever_they_lie() {
        let (drawing, shortfall) =
            of(&classes(2), &[(&[1.0, 2.0], 1.0), (&[-5.5, 0.0], 0.0)]).unwrap();
        assert_eq!((drawing.sides, shortfall), (PLANE, Shortfall::default()));
        assert_eq!(
            drawing.points,
            [(1.0, 2.0, 1), (-5.5, 0.0, 0)].map(|(x, y, label)| Point::near((x, y), label))
        );
        let far: [(&[f64], f64); 3] =
            [(&[6.5, 0.0], 0.0), (&[20.0, -88.25], 1.0), (&[0.0, 41e3], 1.0)];
        let (drawing, shortfall) = of(&classes(2), &far).unwrap();
        assert_eq!((drawing.sides, shortfall), ([(-6, 20), (-89, 41_000)], Shortfall::default()));
        let table = drawing.table();
        assert_eq!(Drawing::of_table(&table).unwrap().table(), table);
        let mut drawn: Vec<_> = table.rows().map(|row| row.values.to_vec()).collect();
        drawn.sort_by(|a, b| a[1].total_cmp(&b[1]));
        for (row, (values, _)) in drawn.iter().zip([far[1], far[0], far[2]]) {
            for ((drawn, value), (low, high)) in row.iter().zip(values).zip(drawing.sides) {
                let step = f64::from(high - low) / f64::from(2 * STEPS);
                assert!((drawn - value).abs() <= step, "{drawn} for {value}");
            }
        }
        assert_eq!(of(&classes(9), &[]), None);
        for wrong in [&[1e300, 0.0][..], &[2e9, 0.0], &[0.0, 0.0, 0.0], &[1.0]] {
            assert_eq!(of(&classes(2), &[(wrong, 0.0)]), None, "{wrong:?}");
        }
        let plain = Table::new(["x₁", "x₂"].map(Column::number).to_vec(), classes(2));
        assert_eq!(Drawing::of_table(&plain), None);
    }

    #[test]
    fn what_a_drawing_cannot_keep_of_other_rows_is_told() {
        let many = vec![(&[0.0, 1.0][..], 0.0); MOST + 3];
        let (drawing, shortfall) = of(&classes(2), &many).unwrap();
        assert_eq!(
            (drawing.points.len(), shortfall),
            (MOST, Shortfall { left_out: 3, ..Shortfall::default() })
        );
        let goal = Goal::Numbers(vec!["price".to_owned()]);
        for (values, divided, labels) in [
            ([-1.0, 0.5], None, [-VALUES, VALUES / 2]),
            ([500.0, -250.0], Some(500.0), [VALUES, -VALUES / 2]),
        ] {
            let rows = values.map(|value| (&[0.0, 1.0][..], value));
            let (drawing, shortfall) = of(&goal, &rows).unwrap();
            assert_eq!(shortfall, Shortfall { divided, ..Shortfall::default() });
            assert_eq!([drawing.points[0].label, drawing.points[1].label], labels);
        }
        // A thousandth of the plane is but a step or two of the grid.
        assert_eq!(of(&goal, &[(&[0.0, 1.0], 0.0), (&[0.01, -1.0], 0.5)]), None);
        // Over one column a value stands as high as it is.
        let (drawing, _) = of(&goal, &[(&[2.0], 0.5)]).unwrap();
        assert_eq!(drawing.points, [Point::near((2.0, 1.5), VALUES / 2)]);
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
