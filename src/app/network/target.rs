//! The parts of the diagram that can be pointed at: what each is called in the document, what a
//! visitor calls it, how keys go from one to the next, and which one a finger means.

use crate::app::output::labels::Labels;
use crate::app::text::network::Words;
use crate::protocol::{UnitId, WeightId};

use super::layout::{Curve, Layout, Point, Rect};

/// The attribute of its element that names a target.
pub const PART: &str = "data-part";

/// A unit or a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A unit's tile.
    Unit(UnitId),
    /// A link or a bias.
    Weight(WeightId),
}

impl Target {
    /// Its name in the document, by which events find it ([`PART`]).
    pub fn id(self) -> String {
        match self {
            Self::Unit(UnitId { layer, unit }) => format!("unit-{layer}-{unit}"),
            Self::Weight(WeightId { to: UnitId { layer, unit }, from: None }) => {
                format!("bias-{layer}-{unit}")
            }
            Self::Weight(WeightId { to: UnitId { layer, unit }, from: Some(from) }) => {
                format!("link-{layer}-{unit}-{from}")
            }
        }
    }

    /// What such a name means.
    pub fn parse(id: &str) -> Option<Self> {
        let mut parts = id.split('-');
        let kind = parts.next()?;
        let numbers: Vec<usize> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
        match (kind, numbers.as_slice()) {
            ("unit", &[layer, unit]) => Some(Self::Unit(UnitId { layer, unit })),
            ("bias", &[layer, unit]) => {
                Some(Self::Weight(WeightId { to: UnitId { layer, unit }, from: None }))
            }
            ("link", &[layer, unit, from]) => {
                Some(Self::Weight(WeightId { to: UnitId { layer, unit }, from: Some(from) }))
            }
            _ => None,
        }
    }

    /// The unit that it is or feeds.
    pub fn unit(self) -> UnitId {
        match self {
            Self::Unit(id) | Self::Weight(WeightId { to: id, from: _ }) => id,
        }
    }
}

/// What the two ends of a network are called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// The network's inputs, in order.
    pub inputs: Vec<String>,
    /// What its outputs tell, where there are several.
    pub outputs: Labels,
}

/// A unit's name, in a network of this shape (`Layout::shape`) whose outputs tell what is called so.
pub fn unit_name(id: UnitId, shape: &[usize], outputs: &Labels, words: &Words) -> String {
    if id.layer + 2 < shape.len() {
        (words.unit)(id.layer + 1, id.unit + 1)
    } else if shape.last().is_some_and(|&outputs| outputs > 1) {
        (words.output_unit)(&outputs.get(id.unit))
    } else {
        words.output.to_owned()
    }
}

/// A weight's name, in a network whose ends are called so. Within a sentence an English name begins
/// small, an input's stays.
pub fn weight_name(id: WeightId, names: &Names, shape: &[usize], words: &Words) -> String {
    let Names { inputs, outputs } = names;
    let to = small(&unit_name(id.to, shape, outputs, words));
    match (id.from, id.to.layer.checked_sub(1)) {
        (None, _) => (words.bias)(&to),
        (Some(from), None) => (words.weight)(inputs.get(from).map_or("?", String::as_str), &to),
        (Some(unit), Some(layer)) => {
            let from = unit_name(UnitId { layer, unit }, shape, outputs, words);
            (words.weight)(&small(&from), &to)
        }
    }
}

fn small(name: &str) -> String {
    let mut name = name.to_owned();
    name.get_mut(..1).into_iter().for_each(str::make_ascii_lowercase);
    name
}

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The layer before; from a weight, its unit.
    Left,
    /// The layer after; from a weight, its unit.
    Right,
    /// The weight before.
    Up,
    /// The weight after.
    Down,
    /// The unit before in its layer.
    Before,
    /// The unit after in its layer.
    After,
    /// The first unit of the layer.
    First,
    /// The last unit of the layer.
    Last,
}

impl Way {
    /// The way of a key.
    pub fn of(key: &str) -> Option<Self> {
        match key {
            "ArrowLeft" => Some(Self::Left),
            "ArrowRight" => Some(Self::Right),
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            "PageUp" => Some(Self::Before),
            "PageDown" => Some(Self::After),
            "Home" => Some(Self::First),
            "End" => Some(Self::Last),
            _ => None,
        }
    }
}

/// The target that `way` leads to; the same one where there is none beyond.
pub fn go(from: Target, way: Way, layout: &Layout) -> Target {
    let shape = layout.shape();
    let unit = from.unit();
    // The weights into a unit: the bias, then the links in order.
    let inputs = shape.get(unit.layer).copied().unwrap_or_default();
    let count = inputs + 1;
    let place = match from {
        Target::Unit(_) => None,
        Target::Weight(id) => Some(id.from.map_or(0, |from| from + 1)),
    };
    let weight =
        |place: usize| Target::Weight(WeightId { to: unit, from: (place % count).checked_sub(1) });
    let unit_of = |layer: usize, at: usize| match layout.layers.get(layer) {
        Some(place) => {
            Target::Unit(UnitId { layer, unit: at.min(place.tiles.len().saturating_sub(1)) })
        }
        None => from,
    };
    match (way, place) {
        (Way::Down, None) => weight(0),
        (Way::Down, Some(place)) => weight(place + 1),
        (Way::Up, None) => weight(count - 1),
        (Way::Up, Some(place)) => weight(place + count - 1),
        (Way::Left | Way::Right, Some(_)) => Target::Unit(unit),
        (Way::Left, None) => {
            unit.layer.checked_sub(1).map_or(from, |layer| unit_of(layer, unit.unit))
        }
        (Way::Right, None) => unit_of(unit.layer + 1, unit.unit),
        (Way::Before, _) => unit_of(unit.layer, unit.unit.saturating_sub(1)),
        (Way::After, _) => unit_of(unit.layer, unit.unit + 1),
        (Way::First, _) => unit_of(unit.layer, 0),
        (Way::Last, _) => unit_of(unit.layer, usize::MAX),
    }
}

/// How far from what it means a finger may come down.
const FINGER: f64 = 22.0;
/// A link's length is measured in so many straight pieces.
const PIECES: u32 = 16;

/// What a tap at `at` means: the unit, bias or link that is nearest, no further than a finger is
/// thick. Of what is equally near, a unit goes first.
pub fn tapped(at: Point, layout: &Layout) -> Option<Target> {
    let units = layout.units().map(|(id, tile)| (to_rect(at, tile), Target::Unit(id)));
    let biases = layout.units().filter_map(|(id, _)| {
        let bias = Target::Weight(WeightId { to: id, from: None });
        Some((to_rect(at, layout.bias(id)?), bias))
    });
    let links = layout.links().filter(|(_, curve)| is_around(at, *curve));
    let links = links.map(|(id, curve)| (to_curve(at, curve), Target::Weight(id)));
    let near = units.chain(biases).chain(links).filter(|(distance, _)| *distance <= FINGER);
    // The first of equal ones.
    near.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, target)| target)
}

/// The distance to a rectangle; 0 within.
fn to_rect(at: Point, rect: Rect) -> f64 {
    let x = (rect.x - at.x).max(at.x - rect.right()).max(0.0);
    let y = (rect.y - at.y).max(at.y - rect.bottom()).max(0.0);
    x.hypot(y)
}

/// Whether a point is so near to a curve's bounds that it may be near to the curve.
fn is_around(at: Point, Curve { start, end }: Curve) -> bool {
    let within = |at: f64, a: f64, b: f64| a.min(b) - FINGER <= at && at <= a.max(b) + FINGER;
    within(at.x, start.x, end.x) && within(at.y, start.y, end.y)
}

/// The distance to a link's curve.
fn to_curve(at: Point, curve: Curve) -> f64 {
    let Curve { start, end } = curve;
    let place = |piece: u32| {
        let t = f64::from(piece) / f64::from(PIECES);
        let rest = 1.0 - t;
        // Both control points stand in the middle, level with their ends.
        let x = start.x * rest.powi(3) + 3.0 * curve.bend() * rest * t + end.x * t.powi(3);
        Point { x, y: start.y + (end.y - start.y) * t * t * (3.0 - 2.0 * t) }
    };
    let pieces = (0..PIECES).map(|piece| to_line(at, place(piece), place(piece + 1)));
    pieces.fold(f64::INFINITY, f64::min)
}

/// The distance to the straight line between two points.
fn to_line(at: Point, from: Point, to: Point) -> f64 {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let along = (at.x - from.x) * x + (at.y - from.y) * y;
    let share = (along / (x * x + y * y).max(1e-12)).clamp(0.0, 1.0);
    (from.x + share * x - at.x).hypot(from.y + share * y - at.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::app::text::network::{ENGLISH, KOREAN};
    use crate::engine::config::Config;
    use crate::engine::feature::Feature;
    use crate::engine::inputs::Input;
    use crate::engine::table::{Goal, Table};

    fn unit(layer: usize, unit: usize) -> UnitId {
        UnitId { layer, unit }
    }

    fn link(layer: usize, of: usize, from: Option<usize>) -> WeightId {
        WeightId { to: unit(layer, of), from }
    }

    #[test]
    fn ids_read_back() {
        for target in [
            Target::Unit(unit(3, 255)),
            Target::Weight(link(0, 1, None)),
            Target::Weight(link(12, 0, Some(7))),
        ] {
            assert_eq!(Target::parse(&target.id()), Some(target));
        }
        for other in ["", "unit", "unit-1", "link-1-2", "feature-x", "unit-1--2", "bias-a-b"] {
            assert_eq!(Target::parse(other), None, "{other}");
        }
    }

    #[test]
    fn weights_are_named_by_both_ends() {
        let inputs = ["x₁", "sin x₂"].map(str::to_owned).to_vec();
        let names = Names { inputs, ..Names::default() };
        let name = |id, words| weight_name(id, &names, &[2, 4, 2, 1], words);
        assert_eq!(name(link(0, 1, Some(0)), &ENGLISH), "Weight from x₁ to layer 1, unit 2");
        assert_eq!(
            name(link(1, 0, Some(3)), &ENGLISH),
            "Weight from layer 1, unit 4 to layer 2, unit 1"
        );
        assert_eq!(name(link(2, 0, Some(1)), &ENGLISH), "Weight from layer 2, unit 2 to output");
        assert_eq!(name(link(2, 0, None), &ENGLISH), "Bias of output");
        let several = |outputs: &Labels| unit_name(unit(1, 2), &[2, 4, 3], outputs, &ENGLISH);
        assert_eq!(several(&Labels::default()), "Output 3");
        let goal = Goal::Classes(["setosa", "versicolor", "Virginica"].map(str::to_owned).to_vec());
        let own = Some(Table::new(Vec::new(), goal.clone()).brief());
        let outputs = Labels::of(&Config { own, ..Config::default() }, &goal);
        assert_eq!(several(&outputs), "Output Virginica");
        let names = Names { inputs: Vec::new(), outputs };
        let weight = weight_name(link(1, 2, Some(0)), &names, &[2, 4, 3], &ENGLISH);
        assert_eq!(weight, "Weight from layer 1, unit 1 to output Virginica");
        assert_eq!(name(link(0, 1, Some(1)), &KOREAN), "가중치: sin x₂ → 은닉층 1, 유닛 2");
    }

    #[test]
    fn arrows_go_through_the_weights_of_a_unit_and_between_layers() {
        let layout = Layout::new(
            &[(Input::Feature(Feature::X), true), (Input::Feature(Feature::Y), true)],
            &[4, 2, 1],
            Room::desk(800.0, 700.0),
        );
        let check = |from: Target, way, to: &str| {
            assert_eq!(go(from, way, &layout).id(), to, "{} {way:?}", from.id());
        };
        check(Target::Unit(unit(0, 3)), Way::Down, "bias-0-3");
        check(Target::Unit(unit(0, 3)), Way::Up, "link-0-3-1");
        check(Target::Weight(link(0, 3, None)), Way::Down, "link-0-3-0");
        check(Target::Weight(link(0, 3, Some(1))), Way::Down, "bias-0-3");
        check(Target::Weight(link(0, 3, None)), Way::Up, "link-0-3-1");
        check(Target::Weight(link(0, 3, Some(1))), Way::Left, "unit-0-3");
        check(Target::Unit(unit(0, 3)), Way::Right, "unit-1-1");
        check(Target::Unit(unit(0, 3)), Way::Left, "unit-0-3");
        check(Target::Unit(unit(2, 0)), Way::Right, "unit-2-0");
        check(Target::Unit(unit(0, 1)), Way::Before, "unit-0-0");
        check(Target::Unit(unit(0, 0)), Way::Before, "unit-0-0");
        check(Target::Weight(link(0, 1, Some(1))), Way::After, "unit-0-2");
        check(Target::Unit(unit(1, 1)), Way::After, "unit-1-1");
        check(Target::Unit(unit(0, 2)), Way::First, "unit-0-0");
        check(Target::Weight(link(0, 1, None)), Way::Last, "unit-0-3");
    }

    #[test]
    fn a_tap_takes_what_is_nearest_within_a_fingers_thickness() {
        let layout = Layout::new(
            &[(Input::Feature(Feature::X), true), (Input::Feature(Feature::Y), true)],
            &[2, 1],
            Room::desk(500.0, 400.0),
        );
        let at = |x: f64, y: f64| tapped(Point { x, y }, &layout).map(Target::id);
        let tile = layout.tile(unit(0, 0)).unwrap();
        let middle = tile.middle();
        assert_eq!(at(middle.x, middle.y).as_deref(), Some("unit-0-0"));
        assert_eq!(at(middle.x, tile.y - 20.0).as_deref(), Some("unit-0-0"));
        assert_eq!(at(middle.x, tile.y - 23.0), None);
        let bias = layout.bias(unit(0, 0)).unwrap().middle();
        assert_eq!(at(bias.x, bias.y).as_deref(), Some("bias-0-0"));
        let curve = layout.curve(unit(1, 0), 0).unwrap().middle();
        assert_eq!(at(curve.x, curve.y).as_deref(), Some("link-1-0-0"));
        assert_eq!(at(curve.x - 6.0, curve.y - 12.0).as_deref(), Some("link-1-0-0"));
        assert_eq!(at(0.0, 0.0), None);
    }
}
