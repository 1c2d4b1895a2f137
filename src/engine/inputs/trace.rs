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

    /// One of the formulas written down as it stands: of the columns of a row, as if it had a value
    /// everywhere, and not scaled.
    pub fn formula(&self, at: usize) -> Trace {
        trace(self.parts.len(), |row| {
            self.formulas.get(at).map(|own| own.formula.of(row, f64::MAX).0)
        })
    }
}

#[cfg(test)]
mod tests {
    use rand::RngExt as _;
    use strum::VariantArray as _;

    use super::*;
    use crate::engine::config::Config;
    use crate::engine::feature::Features;
    use crate::engine::formula::number::Wide;
    use crate::engine::formula::trace::Step;
    use crate::engine::scaling::Scaling;
    use crate::engine::seedrandom::SeedRandom;
    use crate::engine::table::{Column, Goal, Table};

    /// What is written down, computed step by step.
    fn run(trace: &Trace, row: &[f64]) -> Vec<f64> {
        let mut values: Vec<Wide> = Vec::new();
        for step in &trace.steps {
            let value = match *step {
                Step::Argument(at) => Wide(row[at]),
                Step::Literal(number) => Wide(number),
                Step::One(of, x) => values[x].one(of),
                Step::Two(of, [a, b]) => values[a].two(of, values[b]),
                Step::Select([no, yes, when]) => {
                    Wide::choose(values[no], values[yes], values[when])
                }
            };
            values.push(value);
        }
        trace.results.iter().map(|&at| values[at].0).collect()
    }

    /// The trace says what [`Inputs::of`] does, and how many inputs there are, for each way to scale.
    fn check(config: &Config, table: &Table, formulas: &[&str]) {
        for &scaling in Scaling::VARIANTS {
            let formulas = formulas.iter().map(|&text| text.to_owned()).collect();
            let inputs = Inputs::fit(&Config { formulas, scaling, ..config.clone() }, table);
            let trace = inputs.trace();
            assert_eq!(trace.results.len(), inputs.derivations().len());
            assert_eq!(inputs.scales().len(), table.columns().len());
            for row in table.rows() {
                let (found, expected) = (run(&trace, row.values), inputs.of([row.values]));
                assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip(&expected) {
                    let close = (found - expected).abs() <= 1e-15 * expected.abs().max(1.0);
                    assert!(close, "{scaling:?} {:?}: {found} {expected}", row.values);
                }
            }
        }
    }

    #[test]
    fn a_plane_with_all_its_functions_is_written_down_as_it_is_computed() {
        let columns = ["x₁", "x₂"].map(Column::number).to_vec();
        let mut table = Table::new(columns, Goal::Numbers(vec!["y".to_owned()]));
        let mut draw = SeedRandom::from_text("plane");
        for _ in 0..200 {
            let row = [(); 2].map(|()| 12.0 * (draw.random::<f64>() - 0.5));
            table.push(&row, &[0.0]);
        }
        for row in [[0.0, 0.0], [-0.0, 1.0], [1.0, -6.0], [1e-300, 6.0]] {
            table.push(&row, &[0.0]);
        }
        let every =
            Feature::VARIANTS.iter().fold(Features::empty(), |set, &one| set.with(one, true));
        for features in [every, Features::empty(), Features::default()] {
            let config = Config { features, ..Config::default() };
            check(&config, &table, &[]);
            check(&config, &table, &["sin(3*x1)*x2", "tan(x1)^2/x2", "pi", "-x1"]);
            // Without a value in many rows.
            let undefined = ["log(x1)", "1/x2", "sqrt(x1)-ln(x2)/x1", "10^(x1*10)"];
            check(&config, &table, &undefined);
            check(&config, &table, &["exp(x1*400)", "0*exp(x1*400)", "max(x1^2,-x2,0.5)", "0/0"]);
        }
    }

    #[test]
    fn categories_constants_and_numbers_of_any_size_are_written_down_as_they_are_computed() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let columns = vec![
            Column::number("mass"),
            Column::category("island", names(&["a", "b", "c"])),
            Column::number("always 7"),
            Column::number("large"),
            Column::category("one", names(&["only"])),
        ];
        let mut table = Table::new(columns, Goal::Classes(names(&["no", "yes"])));
        let mut draw = SeedRandom::from_text("table");
        for row in 0..120 {
            let mass = 4000.0 * (1.0 + 0.2 * draw.random::<f64>());
            let large = 1e200 * (draw.random::<f64>() - 0.5);
            table.push(&[mass, f64::from(row % 3), 7.0, large, 0.0], &[f64::from(row % 2)]);
        }
        let config = Config { own: Some(table.brief()), ..Config::default() };
        check(&config, &table, &[]);
        check(&config, &table, &["mass/1000", "large*large", "log(\"always 7\"-7)", "island"]);
    }
}
