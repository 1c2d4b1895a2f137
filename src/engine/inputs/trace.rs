//! The way from a row to the network's inputs, told to whoever writes it elsewhere: what each input is of
//! the columns, and all of them as one formula.

use super::{Derived, Inputs, Part, Scale};
use crate::engine::feature::Feature;
use crate::engine::formula::number::{Left, Number, above, abs, equals, not_below, select, sin};
use crate::engine::formula::trace::{Trace, trace};

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Derivation {
    /// A column's number, scaled.
    Number {
        /// The column.
        column: usize,
        /// How it is scaled.
        scale: Scale,
    },
    /// 1 where a column has this category, else 0.
    Category {
        /// The column.
        column: usize,
        /// The category's place among its names.
        category: usize,
    },
    /// A function of the first two columns, scaled.
    Feature(Feature),
    /// A formula over the row as it stands, scaled then; 0 where it has no finite value, or one beyond 32
    /// bits.
    Formula {
        /// Its place among the config's.
        at: usize,
        /// How its value is scaled.
        scale: Scale,
    },
}

impl Scale {
    /// [`Self::apply`] of numbers of any kind, but that distances beyond 64 bits stay infinite.
    fn of<N: Number>(self, value: N) -> N
    where
        f64: Left<N>,
    {
        match (self.shift(), self.width()) {
            (_, 0.0) => 0.0.into(),
            (0.0, 1.0) => value,
            (shift, width) => (value - shift) / width,
        }
    }
}

impl Feature {
    /// [`Self::apply`] of numbers of any kind.
    fn of<N: Number>(self, row: &[N]) -> N {
        let column = |at: usize| row.get(at).copied().unwrap_or_else(|| 0.0.into());
        match self {
            Self::X => column(0),
            Self::Y => column(1),
            Self::XSquared => column(0) * column(0),
            Self::YSquared => column(1) * column(1),
            Self::XTimesY => column(0) * column(1),
            Self::SinX => sin(column(0)),
            Self::SinY => sin(column(1)),
        }
    }
}

impl Derived {
    /// [`Self::number`] of numbers of any kind.
    fn of<N: Number>(&self, row: &[N]) -> N
    where
        f64: Left<N>,
    {
        let (value, undefined) = self.formula.of(row, f64::MAX);
        let scaled = self.scale.of(value);
        let most = f64::from(f32::MAX);
        let fits = not_below(N::from(most), abs(scaled));
        select(select(0.0, scaled, fits), 0.0, above(undefined, 0.0))
    }
}

impl Inputs {
    /// What each input is, in the network's order.
    pub fn derivations(&self) -> Vec<Derivation> {
        let mut all = Vec::new();
        match self.features {
            Some(features) => all.extend(features.iter().map(Derivation::Feature)),
            None => {
                for (column, part) in self.parts.iter().enumerate() {
                    match *part {
                        Part::Number(scale) => all.push(Derivation::Number { column, scale }),
                        Part::Category(count) => all.extend(
                            (0..count).map(|category| Derivation::Category { column, category }),
                        ),
                    }
                }
            }
        }
        let formulas = self.formulas.iter().enumerate();
        all.extend(formulas.map(|(at, own)| Derivation::Formula { at, scale: own.scale }));
        all
    }

    /// How each column of numbers is scaled, before any function of a plane; `None` for categories.
    pub fn scales(&self) -> Vec<Option<Scale>> {
        let scale = |part: &Part| match *part {
            Part::Number(scale) => Some(scale),
            Part::Category(_) => None,
        };
        self.parts.iter().map(scale).collect()
    }

    /// The inputs written down: a formula with the columns of a row as arguments, categories by their
    /// places, and a result for each input. A literal may be NaN, which no result is.
    pub fn trace(&self) -> Trace {
        trace(self.parts.len(), |row| {
            let scaled = |(part, &value): (&Part, _)| match *part {
                Part::Number(scale) => scale.of(value),
                Part::Category(_) => value,
            };
            let numbers: Vec<_> = self.parts.iter().zip(row).map(scaled).collect();
            let of = |derivation| match derivation {
                Derivation::Number { column, .. } => numbers[column],
                Derivation::Category { column, category } => {
                    select(0.0, 1.0, equals(row[column], category as f64))
                }
                Derivation::Feature(feature) => feature.of(&numbers),
                Derivation::Formula { at, .. } => self.formulas[at].of(row),
            };
            self.derivations().into_iter().map(of).collect::<Vec<_>>()
        })
    }
}
