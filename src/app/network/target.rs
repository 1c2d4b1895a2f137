//! The parts of the diagram that can be pointed at: what each is called in the document, what a
//! visitor calls it, and how the arrow keys go from one to the next.

use crate::app::text::network::Words;
use crate::engine::feature::Feature;
use crate::protocol::{UnitId, WeightId};

use super::layout::Layout;

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

/// A unit's name, in a network of this shape (`Layout::shape`).
pub fn unit_name(id: UnitId, shape: &[usize], words: &Words) -> String {
    if id.layer + 2 < shape.len() {
        (words.unit)(id.layer + 1, id.unit + 1)
    } else if shape.last().is_some_and(|&outputs| outputs > 1) {
        (words.output_unit)(id.unit + 1)
    } else {
        words.output.to_owned()
    }
}

/// A weight's name. Within a sentence an English name begins small, a formula stays.
pub fn weight_name(id: WeightId, inputs: &[Feature], shape: &[usize], words: &Words) -> String {
    let to = small(&unit_name(id.to, shape, words));
    match (id.from, id.to.layer.checked_sub(1)) {
        (None, _) => (words.bias)(&to),
        (Some(from), None) => {
            (words.weight)(inputs.get(from).map_or("?", |feature| feature.label()), &to)
        }
        (Some(unit), Some(layer)) => {
            (words.weight)(&small(&unit_name(UnitId { layer, unit }, shape, words)), &to)
        }
    }
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Where an arrow key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// The layer before; from a weight, its unit.
    Left,
    /// The layer after; from a weight, its unit.
    Right,
    /// The weight before.
    Up,
    /// The weight after.
    Down,
}

impl Arrow {
    /// The arrow of a key.
    pub fn of(key: &str) -> Option<Self> {
        match key {
            "ArrowLeft" => Some(Self::Left),
            "ArrowRight" => Some(Self::Right),
            "ArrowUp" => Some(Self::Up),
            "ArrowDown" => Some(Self::Down),
            _ => None,
        }
    }
}

/// The target that `arrow` leads to; the same one where there is none beyond.
pub fn go(from: Target, arrow: Arrow, layout: &Layout) -> Target {
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
    let beside = |layer: Option<usize>| {
        let units = layer.and_then(|layer| layout.layers.get(layer)).map(|place| place.tiles.len());
        match (layer, units) {
            (Some(layer), Some(units)) => {
                Target::Unit(UnitId { layer, unit: unit.unit.min(units.saturating_sub(1)) })
            }
            _ => from,
        }
    };
    match (arrow, place) {
        (Arrow::Down, None) => weight(0),
        (Arrow::Down, Some(place)) => weight(place + 1),
        (Arrow::Up, None) => weight(count - 1),
        (Arrow::Up, Some(place)) => weight(place + count - 1),
        (Arrow::Left | Arrow::Right, Some(_)) => Target::Unit(unit),
        (Arrow::Left, None) => beside(unit.layer.checked_sub(1)),
        (Arrow::Right, None) => beside(Some(unit.layer + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::app::text::network::{ENGLISH, KOREAN};

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
        let inputs = [Feature::X, Feature::SinY];
        let name = |id, words| weight_name(id, &inputs, &[2, 4, 2, 1], words);
        assert_eq!(name(link(0, 1, Some(0)), &ENGLISH), "Weight from x₁ to hidden layer 1, unit 2");
        assert_eq!(
            name(link(1, 0, Some(3)), &ENGLISH),
            "Weight from hidden layer 1, unit 4 to hidden layer 2, unit 1"
        );
        assert_eq!(
            name(link(2, 0, Some(1)), &ENGLISH),
            "Weight from hidden layer 2, unit 2 to output"
        );
        assert_eq!(name(link(2, 0, None), &ENGLISH), "Bias of output");
        let several = unit_name(unit(1, 2), &[2, 4, 3], &ENGLISH);
        assert_eq!(several, "Output 3");
        assert_eq!(name(link(0, 1, Some(1)), &KOREAN), "가중치: sin x₂ → 은닉층 1, 유닛 2");
    }

    #[test]
    fn arrows_go_through_the_weights_of_a_unit_and_between_layers() {
        let layout = Layout::new(
            &[(Feature::X, true), (Feature::Y, true)],
            &[4, 2, 1],
            Room { width: 800.0, height: 700.0 },
        );
        let check = |from: Target, arrow, to: &str| {
            assert_eq!(go(from, arrow, &layout).id(), to, "{} {arrow:?}", from.id());
        };
        check(Target::Unit(unit(0, 3)), Arrow::Down, "bias-0-3");
        check(Target::Unit(unit(0, 3)), Arrow::Up, "link-0-3-1");
        check(Target::Weight(link(0, 3, None)), Arrow::Down, "link-0-3-0");
        check(Target::Weight(link(0, 3, Some(1))), Arrow::Down, "bias-0-3");
        check(Target::Weight(link(0, 3, None)), Arrow::Up, "link-0-3-1");
        check(Target::Weight(link(0, 3, Some(1))), Arrow::Left, "unit-0-3");
        check(Target::Unit(unit(0, 3)), Arrow::Right, "unit-1-1");
        check(Target::Unit(unit(0, 3)), Arrow::Left, "unit-0-3");
        check(Target::Unit(unit(2, 0)), Arrow::Right, "unit-2-0");
    }
}
