//! What a picture shows of a table: two of its columns, one across and one up, the others held at a
//! value each; or the plane of the first two principal components of its numbers.

use serde::{Deserialize, Serialize};

use super::components::components;
use super::config::Config;
use super::dataset::{EXTENT, Split};
use super::relevance::most_relevant;
use super::scaling::{Scale, Scaling};
use super::table::{Column, Meaning, Table, mean, most_frequent};

/// A picture reaches beyond the outermost points by this share of what they span.
const MARGIN: f64 = 0.05;

/// So many spreads a value is away from what it is held at, at most: as many as another category.
const FAR: f64 = 2.0;

/// A side of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// The column that runs along it; past the last one there is none.
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

/// Which side of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// From left to right.
    Across,
    /// From bottom to top.
    Up,
}

/// Two directions in the space of a table's columns, through what these are held at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plane {
    /// What each column weighs in both, in spreads: `[columns]`; 0 where it is held.
    pub loadings: [Vec<f64>; 2],
    /// The share of the variance of the columns of numbers that each has.
    pub shares: [f64; 2],
}

/// Two columns of a table, or two directions, and what the others are held at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// From left to right.
    pub across: Axis,
    /// From bottom to top.
    pub up: Axis,
    /// A value for each column, `[columns]`; those of the two axes are not read.
    pub held: Vec<f64>,
    /// How far the values of each column usually are from their mean in the training part, `[columns]`;
    /// 0 where they all are the same.
    pub spread: Vec<f64>,
    /// The directions that run along the sides in the place of columns.
    pub plane: Option<Plane>,
}

impl Default for View {
    /// The plane of the generated sets: two columns and nothing held.
    fn default() -> Self {
        Self::generated(2)
    }
}

/// What a visitor has chosen to see of the tables of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Their columns and goal (`Brief::kind`): of other tables nothing is chosen.
    pub kind: u64,
    /// The first two principal components instead of both columns.
    pub components: bool,
    /// The column from left to right.
    pub across: usize,
    /// The column from bottom to top; past the last one there is none.
    pub up: usize,
    /// For each column the value that it is held at; `None` is the middle.
    pub held: Vec<Option<f64>>,
}

impl Choice {
    /// Lets a column run along a side, and the other side's along that; where it runs along the other one, the two change places.
    pub fn run(&mut self, side: Side, column: usize) {
        let Self { across, up, components, .. } = self;
        *components = false;
        let (here, there) = match side {
            Side::Across => (across, up),
            Side::Up => (up, across),
        };
        if *there == column {
            *there = *here;
        }
        *here = column;
    }
}

impl View {
    /// What is shown of generated sets, which have a column or two: one runs across, and nothing up.
    pub fn generated(columns: usize) -> Self {
        let axis = |column| Axis { column, low: -EXTENT, high: EXTENT };
        let none = vec![0.0; columns];
        Self { across: axis(0), up: axis(1), held: none.clone(), spread: none, plane: None }
    }

    /// The axis of a side.
    pub fn axis(&self, side: Side) -> &Axis {
        match side {
            Side::Across => &self.across,
            Side::Up => &self.up,
        }
    }

    /// What a run's data show by themselves: generated ones their plane, a table two of its columns.
    pub fn of(config: &Config, data: &Split) -> Self {
        match config.own {
            Some(_) => Self::of_table(data),
            None => Self::generated(data.train.columns().len()),
        }
    }

    /// Two columns of numbers ([`most_relevant`]), from where to where they state, else as far as the points
    /// reach and a little further; the others are held in the middle of the training part. A table with
    /// one such column shows it across, and nothing up.
    pub fn of_table(data: &Split) -> Self {
        let Split { train, .. } = data;
        let columns = || train.columns().iter().enumerate();
        let scale = |(at, column): (usize, &Column)| match column.meaning {
            Meaning::Number => Some(standardized(values(train, at))),
            Meaning::Category(_) => None,
        };
        let scales: Vec<Option<Scale>> = columns().map(scale).collect();
        let [across, up] = most_relevant(train, &scales);
        let held = columns().map(|(at, column)| match &column.meaning {
            Meaning::Number => mean(values(train, at)),
            Meaning::Category(names) => most_frequent(values(train, at), names.len()) as f64,
        });
        let spread = scales.iter().map(|scale| scale.map_or(1.0 / FAR, Scale::width));
        let (held, spread) = (held.collect(), spread.collect());
        Self { across: along(data, across), up: along(data, up), held, spread, plane: None }
    }

    /// The plane of the first two principal components of the standardized numbers of the training part;
    /// `None` where no two columns differ.
    fn principal(&self, train: &Table) -> Option<Plane> {
        let columns: Vec<usize> = (0..self.held.len())
            .filter(|&at| train.columns()[at].meaning == Meaning::Number && self.spread[at] > 0.0)
            .collect();
        let standardized = |&at: &usize| {
            values(train, at).map(|value| (value - self.held[at]) / self.spread[at]).collect()
        };
        let found = components(&columns.iter().map(standardized).collect::<Vec<Vec<f64>>>());
        let [first, second] = found.get(..2)? else { return None };
        let loadings = [first, second].map(|component| {
            let mut loadings = vec![0.0; self.held.len()];
            columns
                .iter()
                .zip(&component.loadings)
                .for_each(|(&at, &loading)| loadings[at] = loading);
            loadings
        });
        Some(Plane { loadings, shares: [first.share, second.share] })
    }

    /// Where a row lies along both directions of a plane.
    fn scores(&self, plane: &Plane, row: &[f64]) -> [f64; 2] {
        let columns = || row.iter().zip(&self.held).zip(&self.spread);
        plane.loadings.each_ref().map(|loadings| {
            let parts = columns().zip(loadings).filter(|(_, loading)| **loading != 0.0);
            parts.map(|(((value, held), spread), loading)| (value - held) / spread * loading).sum()
        })
    }

    /// Lets the directions of a plane run along the sides, as far as the points reach.
    fn lay(&mut self, plane: Plane, data: &Split) {
        let rows = [&data.train, &data.test].into_iter().flat_map(Table::rows);
        let scores: Vec<_> = rows.map(|row| self.scores(&plane, row.values)).collect();
        let side = |at: usize| {
            let (low, high) = reach(scores.iter().map(|scores| scores[at]));
            Axis { column: self.held.len() + at, low, high }
        };
        (self.across, self.up) = (side(0), side(1));
        self.plane = Some(plane);
    }

    /// Whether a column runs along a side, or has a part in what does.
    pub fn shows(&self, column: usize) -> bool {
        match &self.plane {
            Some(plane) => {
                plane.loadings.iter().any(|of| of.get(column).is_some_and(|&l| l != 0.0))
            }
            None => [self.across.column, self.up.column].contains(&column),
        }
    }

    /// The view of the same data as it is chosen, as far as they have such columns and values. It takes
    /// little time: a slider may ask for sixty a second, of which the first finds principal components
    /// where `self` has none yet.
    #[must_use]
    pub fn chosen(&self, choice: &Choice, data: &Split) -> Self {
        let columns = data.train.columns();
        // Past the last column nothing runs along.
        let runs =
            |at: usize| columns.get(at).is_none_or(|column| column.meaning == Meaning::Number);
        let Choice { components, across, up, ref held, kind: _ } = *choice;
        let mut view = Self { plane: None, ..self.clone() };
        let known = || self.plane.clone().or_else(|| self.principal(&data.train));
        if let Some(plane) = components.then(known).flatten() {
            view.lay(plane, data);
        } else if across != up && runs(across) && runs(up) {
            (view.across, view.up) = (along(data, across), along(data, up));
        }
        for (at, (chosen, column)) in held.iter().zip(columns).enumerate() {
            // A plane goes through the means.
            if view.plane.is_some() && view.shows(at) {
                continue;
            }
            let fits = |value: &f64| match &column.meaning {
                Meaning::Number => value.is_finite(),
                Meaning::Category(names) => {
                    value.fract() == 0.0 && (0.0..names.len() as f64).contains(value)
                }
            };
            if let (Some(place), Some(value)) = (view.held.get_mut(at), chosen.filter(fits)) {
                *place = value;
            }
        }
        view
    }

    /// The row of a place, shares of the width and the height from the top left: `[columns]`.
    pub fn row(&self, x: f64, y: f64) -> Vec<f64> {
        let mut row = self.held.clone();
        self.put(x, y, &mut row);
        row
    }

    /// Puts the values of a place into a row.
    fn put(&self, x: f64, y: f64, row: &mut [f64]) {
        if let Some(Plane { loadings: [first, second], .. }) = &self.plane {
            let (along, upward) = (self.across.at(x), self.up.down(y));
            let places = row.iter_mut().zip(&self.held).zip(&self.spread);
            for (((place, held), spread), (a, b)) in places.zip(first.iter().zip(second)) {
                *place = held + spread * (along * a + upward * b);
            }
            return;
        }
        for (axis, value) in [(&self.across, self.across.at(x)), (&self.up, self.up.down(y))] {
            if let Some(place) = row.get_mut(axis.column) {
                *place = value;
            }
        }
    }

    /// Whether there is a column along an axis, or a direction.
    pub fn has(&self, axis: &Axis) -> bool {
        self.plane.is_some() || axis.column < self.held.len()
    }

    /// Whether a column runs across and none up: there is room for the answer.
    pub fn is_line(&self) -> bool {
        self.has(&self.across) && !self.has(&self.up)
    }

    /// Where a row lies, in shares of the width and the height from the top left; `None` outside.
    pub fn place(&self, row: &[f64]) -> Option<(f64, f64)> {
        let share = |axis: &Axis| row.get(axis.column).map_or(0.5, |&value| axis.share(value));
        let (x, up) = match &self.plane {
            Some(plane) => {
                let [along, upward] = self.scores(plane, row);
                (self.across.share(along), self.up.share(upward))
            }
            None => (share(&self.across), share(&self.up)),
        };
        let inside = |share: f64| (0.0..=1.0).contains(&share);
        (inside(x) && inside(up)).then_some((x, 1.0 - up))
    }

    /// How near a row is to what the columns without an axis are held at, or to a plane, from 0 to 1: by the mean of
    /// their squared distances, so that many columns make it no farther than few.
    pub fn nearness(&self, row: &[f64]) -> f64 {
        let columns = row.iter().zip(&self.held).zip(&self.spread).enumerate();
        let within = self.plane.as_ref().map(|plane| (plane, self.scores(plane, row)));
        // How far along a column a place on the plane is, in spreads.
        let moved = |at: usize| {
            within.as_ref().map_or(0.0, |(plane, scores)| {
                plane.loadings.iter().zip(scores).map(|(of, score)| of[at] * score).sum()
            })
        };
        let (sum, count) = columns
            .filter(|(at, (_, spread))| {
                **spread > 0.0 && (self.plane.is_some() || !self.shows(*at))
            })
            .fold((0.0, 0.0), |(sum, count), (at, ((value, held), spread))| {
                let away = ((value - held) / spread - moved(at)).abs().min(FAR);
                (sum + away * away, count + 1.0)
            });
        if count > 0.0 { (-0.5 * sum / count).exp() } else { 1.0 }
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

/// The side along which a column runs.
fn along(data: &Split, column: usize) -> Axis {
    let stated = data.train.columns().get(column).and_then(|column| column.within);
    let (low, high) = match stated {
        Some((low, high)) => (f64::from(low), f64::from(high)),
        None => reach(values(&data.train, column).chain(values(&data.test, column))),
    };
    Axis { column, low, high }
}

/// The values of a column; none where there is no such column.
fn values(table: &Table, column: usize) -> impl Iterator<Item = f64> + Clone {
    (0..table.len()).filter_map(move |row| table.row(row).values.get(column).copied())
}

/// The scale of these values; its width is 0 of none, and where it is but an error of rounding.
fn standardized(values: impl Iterator<Item = f64>) -> Scale {
    Scaling::Standardize.fit(&values.collect::<Vec<_>>())
}

/// From where to where a side goes that shows these values; of finite length whatever they are.
pub fn reach(values: impl Iterator<Item = f64>) -> (f64, f64) {
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
    use crate::engine::table::Goal;

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
        let view =
            View { across, up, held: vec![9.0, 7.0, 9.0, 5.0], spread: vec![1.0; 4], plane: None };
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

    /// A kind, a height, a weight that says nothing in the training part, an age and a size.
    fn people() -> Split {
        let named = |name: &str| name.to_owned();
        let kinds = ["a", "b", "c"].map(named).to_vec();
        let columns = vec![
            Column::category("kind", kinds),
            Column::number("height"),
            Column::number("weight"),
            Column::number("age"),
            Column::number("size"),
        ];
        let mut train = Table::new(columns, Goal::Numbers(vec![named("y")]));
        let mut test = train.pick(&[]);
        for row in
            [[2.0, 10.0, 7.0, 20.0, 3.0], [1.0, 20.0, 7.0, 40.0, 4.0], [1.0, 30.0, 7.0, 90.0, 5.0]]
        {
            train.push(&row, &[0.0]);
        }
        test.push(&[0.0, 20.0, 8.0, 50.0, 4.0], &[0.0]);
        Split { train, test }
    }

    fn choice(across: usize, up: usize, held: &[Option<f64>]) -> Choice {
        Choice { kind: 0, components: false, across, up, held: held.to_vec() }
    }

    fn columns(view: &View) -> [usize; 2] {
        [view.across.column, view.up.column]
    }

    #[test]
    fn other_columns_are_held_in_the_middle_and_constants_come_last() {
        let data = people();
        let view = View::of_table(&data);
        assert_eq!(columns(&view), [1, 3], "the weight tells nothing");
        assert_eq!((view.across.low, view.across.high), (9.0, 31.0));
        assert_eq!((view.up.low, view.up.high), (16.5, 93.5));
        assert_eq!(view.row(0.5, 0.5), [1.0, 20.0, 7.0, 55.0, 4.0]);
        // Where nothing else is left, a constant is shown, and then nothing.
        for (names, shown) in [(&["always 7", "x"][..], [1, 0]), (&["always 7"], [0, 1])] {
            let numbers = names.iter().map(|&name| Column::number(name)).collect();
            let mut train = Table::new(numbers, Goal::Numbers(vec!["y".to_owned()]));
            for row in [[7.0, 1.0], [7.0, 2.0]] {
                train.push(&row[..names.len()], &[0.0]);
            }
            let test = train.pick(&[]);
            assert_eq!(columns(&View::of_table(&Split { train, test })), shown);
        }
    }

    #[test]
    fn rows_are_the_nearer_the_less_they_differ_in_what_is_held() {
        let data = people();
        let view = View::of_table(&data).chosen(&choice(1, 3, &[Some(1.0)]), &data);
        let near = |row: [f64; 5]| view.nearness(&row);
        assert_eq!(near([1.0, 20.0, 7.0, 40.0, 4.0]), 1.0);
        assert_eq!(near([1.0, 0.0, 7.0, 999.0, 4.0]), 1.0, "along the axes nothing is far");
        assert_eq!(near([1.0, 20.0, 8.0, 40.0, 4.0]), 1.0, "what never differs has no measure");
        let one = (2.0_f64 / 3.0).sqrt();
        assert!((near([1.0, 20.0, 7.0, 40.0, 4.0 + one]) - (-0.25_f64).exp()).abs() < 1e-12);
        let kind = near([2.0, 20.0, 7.0, 40.0, 4.0]);
        assert_eq!(kind, (-1.0_f64).exp());
        assert_eq!(near([0.0, 20.0, 7.0, 40.0, 4.0]), kind, "no category is farther than another");
        assert_eq!(near([1.0, 20.0, 7.0, 40.0, 1e300]), kind);
        assert_eq!(View::default().nearness(&[5.0, -5.0]), 1.0);
    }

    #[test]
    fn what_is_always_the_same_has_no_spread() {
        let spread = |values: &mut dyn Iterator<Item = f64>| standardized(values).width();
        for count in 0..200 {
            assert_eq!(spread(&mut std::iter::repeat_n(0.1, count)), 0.0, "{count}");
        }
        assert_eq!(spread(&mut [1.0, 3.0].into_iter()), 1.0);
        assert!(spread(&mut [1e6, 1e6 + 1e-3].into_iter()) > 4e-4);
    }

    #[test]
    fn a_column_that_runs_along_the_other_side_changes_places() {
        let mut choice = choice(1, 3, &[]);
        choice.run(Side::Across, 4);
        assert_eq!((choice.across, choice.up), (4, 3));
        choice.run(Side::Up, 4);
        assert_eq!((choice.across, choice.up), (3, 4));
        choice.run(Side::Up, 4);
        assert_eq!((choice.across, choice.up), (3, 4));
    }

    #[test]
    fn what_is_chosen_is_shown_and_held_where_the_table_has_it() {
        let data = people();
        let middle = View::of_table(&data);
        let chosen = |choice: Choice| middle.chosen(&choice, &data);
        let view = chosen(choice(3, 2, &[Some(2.0), None, None, None, Some(4.5)]));
        assert_eq!(columns(&view), [3, 2]);
        assert_eq!((view.across.low, view.across.high), (16.5, 93.5));
        assert_eq!((view.held[0], view.held[1], view.held[4]), (2.0, 20.0, 4.5));
        assert_eq!(columns(&chosen(choice(4, 5, &[]))), [4, 5], "nothing up");
        for (across, up) in [(0, 1), (1, 0), (3, 3)] {
            assert_eq!(columns(&chosen(choice(across, up, &[]))), [1, 3]);
        }
        for wrong in [Some(3.0), Some(0.5), Some(-1.0), Some(f64::NAN), None] {
            assert_eq!(chosen(choice(1, 3, &[wrong])), middle, "{wrong:?}");
        }
        let infinite = choice(1, 3, &[None, None, None, None, Some(f64::INFINITY)]);
        assert_eq!(chosen(infinite), middle);
    }

    /// All 150 flowers, and one that only is measured.
    fn iris() -> Split {
        let mut lines = include_str!("../../sets/iris.csv").lines();
        let names = lines.next().unwrap_or_default().split(',').take(4).map(Column::number);
        let mut train = Table::new(names.collect(), Goal::Numbers(vec!["y".to_owned()]));
        for line in lines {
            let row: Vec<f64> = line.split(',').filter_map(|cell| cell.parse().ok()).collect();
            train.push(&row, &[0.0]);
        }
        let mut test = train.pick(&[]);
        test.push(&[9.0, 9.0, 9.0, 9.0], &[0.0]);
        Split { train, test }
    }

    #[test]
    fn principal_components_of_the_flowers_are_those_of_scikit_learn() {
        let data = iris();
        assert_eq!(data.train.len(), 150);
        let middle = View::of_table(&data);
        let chosen = Choice { components: true, ..choice(0, 1, &[Some(4.0), None, None, None]) };
        let view = middle.chosen(&chosen, &data);
        let plane = view.plane.clone().unwrap();
        // `PCA().fit(StandardScaler().fit_transform(load_iris().data))` in scikit-learn.
        let shares = [0.729_624_5, 0.228_507_6];
        let loadings = [
            [0.521_065_9, -0.269_347_4, 0.580_413_1, 0.564_856_5],
            [0.377_417_6, 0.923_295_7, 0.024_491_6, 0.066_942_0],
        ];
        for side in 0..2 {
            assert!((plane.shares[side] - shares[side]).abs() < 1e-6, "{:?}", plane.shares);
            for (found, expected) in plane.loadings[side].iter().zip(loadings[side]) {
                assert!((found - expected).abs() < 1e-6, "{:?}", plane.loadings);
            }
        }
        assert_eq!(view.held, middle.held, "the plane goes through the means");
        // A place on the plane lies where it is, and nowhere beside it.
        let row = view.row(0.3, 0.8);
        let (x, y) = view.place(&row).unwrap();
        assert!((x - 0.3).abs() < 1e-12 && (y - 0.8).abs() < 1e-12, "{x} {y}");
        assert!((view.nearness(&row) - 1.0).abs() < 1e-12);
        let first = data.train.row(0).values;
        let near = view.nearness(first);
        assert!((0.5..1.0).contains(&near), "{near}");
        assert!((0..data.train.len()).all(|at| view.place(data.train.row(at).values).is_some()));
        assert!(view.place(data.test.row(0).values).is_some(), "the test part as well");
        assert!(view.has(&view.up) && !view.is_line() && view.shows(3));
        // What is known is not sought again, and columns come back.
        assert_eq!(view.chosen(&chosen, &data).plane, Some(plane));
        let mut chosen = chosen;
        chosen.run(Side::Up, 0);
        assert_eq!(columns(&middle.chosen(&chosen, &data)), [1, 0]);
        assert_eq!(middle.chosen(&choice(2, 3, &[]), &data).plane, None);
    }

    #[test]
    fn categories_are_held_beside_the_components() {
        let data = people();
        let chosen = Choice { components: true, ..choice(1, 3, &[Some(2.0), Some(99.0)]) };
        let view = View::of_table(&data).chosen(&chosen, &data);
        let row = view.row(0.1, 0.1);
        assert_eq!((row[0], row[2], view.held[1]), (2.0, 7.0, 20.0));
        assert!(!view.shows(0) && !view.shows(2) && view.shows(1), "a constant has no part");
        let Plane { loadings: [first, second], shares } = view.plane.unwrap();
        let product: f64 = first.iter().zip(&second).map(|(a, b)| a * b).sum();
        assert!(product.abs() < 1e-12 && shares[0] > shares[1]);
    }
}
