//! The big picture without a browser: which map it shows, where points lie, what it is called.

use super::axis::{self, Tick};
use super::panel::Heights;
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::engine::config::Target;
use crate::engine::dataset::EXTENT;
use crate::engine::grid::enlarge;
use crate::engine::inputs::Input;
use crate::engine::view::{Axis, Side};
use crate::protocol::{BIG_MAP, Data, Frame, UnitId};

/// What the big picture is asked to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// The network's answer.
    #[default]
    Output,
    /// A unit of a hidden layer, or one of several outputs.
    Unit(UnitId),
    /// An input.
    Input(Input),
}

impl Subject {
    /// The subject for a unit in a network of that shape (`Frame::shape`).
    pub fn unit(id: UnitId, shape: &[usize]) -> Self {
        let only = shape.last().is_none_or(|&outputs| outputs <= 1);
        if id.layer + 2 >= shape.len() && only { Self::Output } else { Self::Unit(id) }
    }

    /// Whether a frame of that shape that looks at `look` has the map of this subject.
    pub fn is_shown_by(self, look: Option<UnitId>, shape: &[usize]) -> bool {
        let shown = look.map_or(Self::Output, |id| Self::unit(id, shape));
        match self {
            Self::Input(_) => false,
            Self::Output | Self::Unit(_) => self == shown,
        }
    }
}

/// The element that shows it, which the keyboard reads or draws on.
pub const PICTURE: &str = "picture";

/// How the maps of a subject are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// One map on the colour scale, whose ends stand for `span`.
    Scale {
        /// The values at the ends.
        span: (f64, f64),
    },
    /// The map of one class's own output, from the middle of the colour scale to its hue.
    Class {
        /// The class, from 0.
        index: usize,
        /// The outputs for no and yes.
        span: (f64, f64),
    },
    /// A map a class, of which the highest is told.
    Classes {
        /// The outputs for no and yes.
        span: (f64, f64),
    },
    /// Two maps that are the parts of arrows; one of them on the colour scale below.
    Flow {
        /// The second part below, else the first.
        second: bool,
        /// The values at the ends, and of an arrow as long as its place.
        span: (f64, f64),
    },
}

impl Style {
    /// The style of a subject; `second` where the second part of a flow is asked for.
    pub fn of(subject: Subject, target: &Target, shape: &[usize], second: bool) -> Self {
        const PLAIN: (f64, f64) = (-1.0, 1.0);
        let several = target.outputs > 1;
        match subject {
            Subject::Output if several && target.classes == 0 => {
                Self::Flow { second, span: target.span }
            }
            Subject::Output if several => Self::Classes { span: target.span },
            Subject::Output => Self::Scale { span: target.span },
            Subject::Unit(id) if id.layer + 2 >= shape.len() && target.one_each() => {
                Self::Class { index: id.unit, span: target.span }
            }
            Subject::Unit(id) if id.layer + 2 >= shape.len() => Self::Scale { span: target.span },
            Subject::Unit(_) | Subject::Input(_) => Self::Scale { span: PLAIN },
        }
    }

    /// Whether the second part of arrows is on the colour scale.
    pub fn is_second(self) -> bool {
        matches!(self, Self::Flow { second: true, span: _ })
    }

    /// Which of the numbers that are to be told of a row the (first) map of a subject answers; `None` where
    /// it answers none.
    pub fn number(self, subject: Subject, target: &Target, shape: &[usize]) -> Option<usize> {
        if target.classes > 0 {
            return None;
        }
        match (subject, self) {
            (Subject::Output, Self::Flow { second, span: _ }) => Some(usize::from(second)),
            (Subject::Output, Self::Scale { .. } | Self::Class { .. } | Self::Classes { .. }) => {
                Some(0)
            }
            (Subject::Unit(id), _) => (id.layer + 2 >= shape.len()).then_some(id.unit),
            (Subject::Input(_), _) => None,
        }
    }
}

/// What one of the numbers that are to be told is called.
pub fn name(data: &Data, at: usize) -> &str {
    data.goal.names().get(at).map(String::as_str).unwrap_or_default()
}

/// What a value of a map says, in the unit of the number that it answers.
pub fn reading(data: &Data, number: Option<usize>, value: f64) -> String {
    match number.and_then(|at| data.targets.scales().get(at)) {
        Some(scale) => number::coordinate(scale.undo(value), scale.undo(1.0) - scale.undo(-1.0)),
        None => number::signed(value),
    }
}

/// One of the numbers that are to be told, by its name, and what a value of a map says of it.
pub fn part(data: &Data, at: usize, value: f64) -> String {
    [name(data, at), " ", &reading(data, Some(at), value)].concat()
}

/// What the ends of the colour scale say, in the unit of the number that a map answers; `brief` is the
/// language's way to write a large one in a few letters.
pub fn ends(
    data: &Data,
    number: Option<usize>,
    (low, high): (f64, f64),
    brief: number::Brief,
) -> [String; 2] {
    let own = |end: f64| number.map_or(end, |at| data.targets.number(at, end));
    let (low, high) = (own(low), own(high));
    [low, high].map(|end| match end.abs() {
        size if !(9999.5..number::LARGE).contains(&size) => number::tick(end, high - low),
        size if end < 0.0 => ["−", &brief(size)].concat(),
        size => brief(size),
    })
}

/// Letters of a number along a side that leave room for four of them.
const SHORT: usize = 5;

/// The numbers along a side, each with its share of the way from the lower end: round ones between two such
/// shares; of the plane of the generated sets those at the shares `plane`.
pub fn ticks(
    axis: &Axis,
    (from, to): (f64, f64),
    plane: &[f64],
    units: number::Units,
) -> Vec<Tick> {
    if (axis.low, axis.high) == (-EXTENT, EXTENT) {
        let of_plane = |&at: &f64| Tick { at, label: number::end(axis.at(at)) };
        return plane.iter().map(of_plane).collect();
    }
    let of = |most: u32| {
        let (values, step) = axis::round_values(axis.at(from), axis.at(to), most);
        let largest = values.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let tick = |value: f64| Tick {
            at: axis.share(value),
            label: number::round(value, (step, largest), units),
        };
        values.into_iter().map(tick).collect::<Vec<_>>()
    };
    let ticks = of(4);
    let is_long = |tick: &Tick| tick.label.chars().count() > SHORT;
    if ticks.iter().any(is_long) { of(3) } else { ticks }
}

/// The map of an input, on the grid of `Frame::big`.
pub fn input_map(input: Input, data: &Data) -> Vec<f32> {
    data.inputs.maps(&[input], &data.view, BIG_MAP)
}

/// The maps of a subject, `[planes, BIG_MAP, BIG_MAP]`, where the frame has them.
pub fn map_of(subject: Subject, frame: &Frame, data: &Data) -> Option<Vec<f32>> {
    match subject {
        Subject::Input(input) => Some(input_map(input, data)),
        Subject::Output | Subject::Unit(_) => {
            let shown = subject.is_shown_by(frame.look, &frame.shape);
            let planes = match subject {
                Subject::Output => frame.shape.last().copied().unwrap_or(1),
                Subject::Unit(_) | Subject::Input(_) => 1,
            };
            (shown && frame.big.len() == planes * BIG_MAP * BIG_MAP).then(|| frame.big.clone())
        }
    }
}

/// How much finer a map is drawn where two colours meet at a sharp edge.
const FINER: usize = 4;

/// A square map with `FINER` times as many values along each side, interpolated between the
/// middles of the cells, so that the edge of a discretized map has no stairs.
pub fn finer(map: &[f32]) -> Vec<f32> {
    enlarge(map, map.len().isqrt() * FINER)
}

/// One labelled point, on the picture: `0..=1` from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark<'a> {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Its place in the data.
    pub index: usize,
    /// Its targets.
    pub targets: &'a [f64],
    /// How strong it is drawn, up to 1: less, the farther it is from what is held beside the picture.
    pub strength: f64,
}

/// The farthest points can still be seen.
const FAINT: f64 = 0.2;

/// Where a row and its targets lie in the picture, from the left and from the top: by two columns, or by one
/// and its height over that.
pub fn place(
    data: &Data,
    heights: Option<Heights>,
    (row, targets): (&[f64], &[f64]),
) -> Option<(f64, f64)> {
    let (x, y) = data.view.place(row)?;
    let y = heights.map_or(Some(y), |heights| heights.place(targets))?;
    Some((x, y))
}

/// What runs along a side: a column by its name, or a principal component by its number; `None` where
/// nothing does.
pub fn side_name(data: &Data, side: Side, words: &Words) -> Option<String> {
    let Data { view, columns, .. } = data;
    match &view.plane {
        Some(_) => Some((words.component)(side as usize + 1)),
        None => columns.get(view.axis(side).column).map(|column| column.name.clone()),
    }
}

/// The same, of a component with its share of the variance.
pub fn side_title(data: &Data, side: Side, words: &Words) -> Option<String> {
    let name = side_name(data, side, words)?;
    Some(match &data.view.plane {
        Some(plane) => (words.of_variance)(&name, &number::percent(plane.shares[side as usize])),
        None => name,
    })
}

/// The points of one half of the data that lie within the picture.
pub fn marks<'a>(
    data: &'a Data,
    half: &'a [f64],
    heights: Option<Heights>,
) -> impl Iterator<Item = Mark<'a>> {
    data.rows(half).enumerate().filter_map(move |(index, (row, targets))| {
        let (x, y) = place(data, heights, (row, targets))?;
        let strength = FAINT + (1.0 - FAINT) * data.view.nearness(row);
        Some(Mark { x, y, index, targets, strength })
    })
}

/// How many points of one half of the data lie outside the picture.
pub fn outside(data: &Data, half: &[f64]) -> usize {
    data.rows(half).filter(|(row, _)| data.view.place(row).is_none()).count()
}

/// Shapes of the classes' marks; there are as many hues.
pub const SHAPES: usize = 8;

/// The shape of a class's mark, by its place among them: hues that come again have another one.
pub fn shape(class: usize) -> usize {
    (class + class / SHAPES) % SHAPES
}

/// How marks are drawn, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brush {
    /// Of a disc; a square is as large.
    pub radius: f64,
    /// Width of the edge around it; 0 for none.
    pub edge: f64,
    /// 1 covers what is below.
    pub opacity: f64,
}

/// A picture of this side, in CSS pixels, has marks of the usual size; in a larger one they grow with
/// it, up to so many times.
const USUAL: f64 = 330.0;
const MOST_GROWN: f64 = 2.0;

/// The brush for so many marks in a picture of this side: finer where there are many, so that the
/// map stays visible.
pub fn brush(count: usize, side: f64) -> Brush {
    let (radius, edge, opacity) = match count {
        0..=600 => (3.2, 1.0, 1.0),
        601..=2_000 => (2.4, 0.8, 1.0),
        2_001..=6_000 => (1.6, 0.4, 0.9),
        _ => (0.9, 0.0, 0.7),
    };
    let grown = (side / USUAL).clamp(1.0, MOST_GROWN);
    Brush { radius: grown * radius, edge: grown * edge, opacity }
}

impl Brush {
    /// The brush for points that are told wrong: they stand out however many there are.
    pub fn wrong(self) -> Self {
        let Self { radius, edge, opacity: _ } = self;
        Self { radius: 1.35 * radius, edge: (1.6 * edge).max(0.6), opacity: 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::canvas::colour;
    use crate::app::link;
    use crate::engine::config::Config;
    use crate::engine::feature::Feature;
    use crate::engine::scaling::Scaling;
    use crate::engine::table::{Brief, Column, Goal, Table};
    use crate::engine::targets::Targets;

    #[test]
    fn maps_are_oriented_as_the_page_says() {
        let data = Data::default();
        let [x, y] =
            [Feature::X, Feature::Y].map(|feature| input_map(Input::Feature(feature), &data));
        assert_eq!(x.len(), BIG_MAP * BIG_MAP);
        assert_eq!((x[0], y[0]), (-5.94, 5.94), "the top left is (−6, 6)");
        assert_eq!((x[BIG_MAP - 1], y[BIG_MAP - 1]), (5.94, 5.94));
    }

    #[test]
    fn a_finer_map_keeps_its_values_and_lies_between_them() {
        let fine = finer(&[0.0, 1.0, 0.0, 1.0]);
        assert_eq!(fine.len(), 64);
        let row = [0.0, 0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0];
        assert!(fine.chunks(8).all(|line| line == row));
        assert!(finer(&[]).is_empty());
    }

    #[test]
    fn colours_and_places_are_read_in_the_unit_of_what_is_told() {
        let mut table = Table::new(Vec::new(), Goal::Numbers(vec!["price".to_owned()]));
        [200_000.0, 400_000.0].iter().for_each(|&price| table.push(&[], &[price]));
        let own = Some(Brief { columns: vec![None], ..table.brief() });
        let config = Config { own, scaling: Scaling::Standardize, ..Config::default() };
        let targets = Targets::fit(&config, &table);
        let data = Data { goal: table.goal().clone(), targets, ..Data::default() };
        let span = config.target().span;
        let brief = number::brief;
        assert_eq!(ends(&data, Some(0), span, brief), ["100k", "500k"]);
        assert_eq!(ends(&data, Some(0), (-5.0, 2.0), brief), ["−200k", "500k"]);
        assert_eq!(ends(&data, None, (-1.0, 1.0), brief), ["−1", "1"]);
        assert_eq!(reading(&data, Some(0), 0.5).trim(), "350,000");
        assert_eq!(reading(&data, None, 0.5).trim(), "0.50");
    }

    #[test]
    fn round_numbers_stand_along_a_side_and_those_of_the_plane_stay() {
        let told = |low: f64, high: f64| {
            let axis = Axis { column: 0, low, high };
            let ticks = ticks(&axis, (0.1, 0.8), &[0.25, 0.5, 0.75], number::units);
            assert!(ticks.iter().all(|tick| (0.1 - 1e-9..=0.8 + 1e-9).contains(&tick.at)));
            ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>()
        };
        assert_eq!(told(-EXTENT, EXTENT), ["−3", "0", "3"]);
        assert_eq!(told(153.0, 178.0), ["160", "165", "170"]);
        assert_eq!(told(2.1, 6.1), ["3", "4", "5"]);
        assert_eq!(told(200.5, 1751.5), ["500", "750", "1,000", "1,250"]);
        assert_eq!(told(18_000.0, 95_000.0), ["40k", "60k"]);
        assert_eq!(told(-0.04, 0.04), ["−0.02", "0", "0.02"]);
    }

    #[test]
    fn points_outside_are_counted_and_not_drawn() {
        #[rustfmt::skip]
        let train = vec![
            6.0, -6.0, 1.0, 0.0, 6.01, 0.0, 1.0, 0.0, f64::NAN, 0.0, -1.0, 0.0, -6.0, 6.0, -1.0, 0.5,
        ];
        let columns = ["x₁", "x₂"].map(Column::number).to_vec();
        let goal = Goal::Numbers(["u", "v"].map(str::to_owned).to_vec());
        let data = Data { columns, goal, train, ..Data::default() };
        let drawn: Vec<_> = marks(&data, &data.train, None).collect();
        assert_eq!(
            drawn,
            [
                Mark { x: 1.0, y: 1.0, index: 0, targets: &[1.0, 0.0], strength: 1.0 },
                Mark { x: 0.0, y: 0.0, index: 3, targets: &[-1.0, 0.5], strength: 1.0 },
            ]
        );
        assert_eq!((outside(&data, &data.train), outside(&data, &data.test)), (2, 0));
    }

    #[test]
    fn points_told_wrong_stand_out_among_any_number() {
        for count in [1, 600, 601, 2_000, 6_000, 20_000] {
            let (all, wrong) = (brush(count, 280.0), brush(count, 280.0).wrong());
            assert!(wrong.radius > all.radius && wrong.edge > all.edge, "{count}");
        }
    }

    #[test]
    fn hues_that_come_again_have_another_mark() {
        assert!((0..SHAPES).all(|class| shape(class) == class));
        let looks = (0..SHAPES * SHAPES).map(|class| (colour::class(class, false), shape(class)));
        let all: std::collections::BTreeSet<_> = looks.collect();
        assert_eq!(all.len(), SHAPES * SHAPES);
    }

    #[test]
    fn points_are_seen_from_the_last_row() {
        assert_eq!(brush(500, 180.0), brush(500, 300.0));
        assert!(brush(500, 500.0).radius > 1.5 * brush(500, 300.0).radius);
        assert_eq!(brush(500, 1000.0), brush(500, 2000.0));
    }

    #[test]
    fn an_output_of_a_class_of_its_own_has_its_hue() {
        let target = |hash| link::parse(hash).link.config.target();
        let unit = |unit| Subject::Unit(UnitId { layer: 2, unit });
        let rings = target("dataset=rings");
        let style = Style::of(unit(1), &rings, &[2, 4, 2, 3], false);
        assert_eq!(style, Style::Class { index: 1, span: rings.span });
        let flow = target("problem=regression&regDataset=reg-field");
        let style = Style::of(unit(1), &flow, &[2, 4, 2, 2], false);
        assert_eq!(style, Style::Scale { span: flow.span });
    }

    #[test]
    fn a_frame_shows_the_unit_it_looks_at() {
        let unit = UnitId { layer: 1, unit: 2 };
        let output = UnitId { layer: 2, unit: 0 };
        let shape = &[2, 4, 3, 1];
        assert_eq!(Subject::unit(output, shape), Subject::Output);
        assert!(Subject::Output.is_shown_by(None, shape));
        assert!(Subject::Output.is_shown_by(Some(output), shape));
        assert!(!Subject::Output.is_shown_by(Some(unit), shape));
        assert!(Subject::Unit(unit).is_shown_by(Some(unit), shape));
        assert!(!Subject::Unit(unit).is_shown_by(None, shape));
        assert!(!Subject::Input(Input::Feature(Feature::X)).is_shown_by(None, shape));
        // One of several outputs has a map of its own.
        let several = &[2, 4, 3, 3];
        assert_eq!(Subject::unit(output, several), Subject::Unit(output));
        assert!(!Subject::Output.is_shown_by(Some(output), several));
    }
}
