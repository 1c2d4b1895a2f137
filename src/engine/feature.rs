//! The seven functions of a point that a network may see, as the TensorFlow Playground has them.
//! To add one: a variant and its arms here; link, diagram and tests walk the variants.

use serde::{Deserialize, Serialize};
use strum::{EnumCount as _, EnumString, IntoStaticStr, VariantArray};

use super::expression::is_name;
use super::formula::wide;

/// What the two columns of a plane are called where it is generated or drawn.
pub const PLANE: [&str; 2] = ["x₁", "x₂"];

/// A function of a plane; the variants stand in network order.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
    strum::EnumCount,
)]
#[strum(serialize_all = "camelCase")]
pub enum Feature {
    /// x₁
    X,
    /// x₂
    Y,
    /// x₁²
    XSquared,
    /// x₂²
    YSquared,
    /// x₁x₂
    XTimesY,
    /// sin x₁
    SinX,
    /// sin x₂
    SinY,
}

impl Feature {
    /// The feature of a row of the plane, `[2]`.
    pub fn apply(self, row: &[f64]) -> f64 {
        let column = |at: usize| row.get(at).copied().unwrap_or_default();
        let (x1, x2) = (column(0), column(1));
        match self {
            Self::X => x1,
            Self::Y => x2,
            Self::XSquared => x1 * x1,
            Self::YSquared => x2 * x2,
            Self::XTimesY => x1 * x2,
            Self::SinX => wide::sin(x1),
            Self::SinY => wide::sin(x2),
        }
    }

    /// How many columns a row must have for it.
    pub fn columns(self) -> usize {
        match self {
            Self::X | Self::XSquared | Self::SinX => 1,
            Self::Y | Self::YSquared | Self::XTimesY | Self::SinY => 2,
        }
    }

    /// As mathematics writes it over columns of these names: `x₁x₂`, and where the names are those of a
    /// table, `width·height`. What is not plainly a name stands in brackets: `(width in mm)²`.
    pub fn called(self, [x, y]: [&str; 2]) -> String {
        let is_letter = |name: &str| PLANE.contains(&name);
        let factor = |name: &str| match is_name(name) {
            true => name.to_owned(),
            false => format!("({name})"),
        };
        let sine = |name: &str| match is_letter(name) {
            true => format!("sin {name}"),
            false => format!("sin({name})"),
        };
        match self {
            Self::X => x.to_owned(),
            Self::Y => y.to_owned(),
            Self::XSquared => factor(x) + "²",
            Self::YSquared => factor(y) + "²",
            Self::XTimesY if is_letter(x) && is_letter(y) => [x, y].concat(),
            Self::XTimesY => [&factor(x), "·", &factor(y)].concat(),
            Self::SinX => sine(x),
            Self::SinY => sine(y),
        }
    }
}

/// A set of features; iterates in network order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Features([bool; Feature::COUNT]);

impl Default for Features {
    /// x₁ and x₂.
    fn default() -> Self {
        Self::empty().with(Feature::X, true).with(Feature::Y, true)
    }
}

impl Features {
    /// No feature: the network is its biases.
    pub fn empty() -> Self {
        Self([false; Feature::COUNT])
    }

    /// Whether `feature` is in the set.
    pub fn contains(self, feature: Feature) -> bool {
        self.0[feature as usize]
    }

    /// The set with `feature` in it or not.
    pub fn with(mut self, feature: Feature, on: bool) -> Self {
        self.0[feature as usize] = on;
        self
    }

    /// The features of the set, in network order.
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::VARIANTS.iter().copied().filter(move |&feature| self.contains(feature))
    }

    /// The network's inputs for a row: `[features]`.
    pub fn apply(self, row: &[f64]) -> impl Iterator<Item = f64> {
        self.iter().map(move |feature| feature.apply(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_called_by_the_columns_that_they_are_of() {
        let check = |names: [&str; 2], expected: [&str; Feature::COUNT]| {
            let called = Feature::VARIANTS.iter().map(|feature| feature.called(names));
            assert_eq!(called.collect::<Vec<_>>(), expected);
        };
        check(PLANE, ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂", "sin x₁", "sin x₂"]);
        check(
            ["width", "größe"],
            ["width", "größe", "width²", "größe²", "width·größe", "sin(width)", "sin(größe)"],
        );
        check(
            ["a-b", "<b> (mm)"],
            [
                "a-b",
                "<b> (mm)",
                "(a-b)²",
                "(<b> (mm))²",
                "(a-b)·(<b> (mm))",
                "sin(a-b)",
                "sin(<b> (mm))",
            ],
        );
    }
}
