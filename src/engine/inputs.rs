//! What a network sees of a row, derived from its columns: numbers scaled, categories as one number
//! each, and in a plane the functions of it that are chosen.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::feature::{Feature, Features};
use super::scaling::{Scale, Scaling};
use super::table::{Column, Meaning, Table};
use super::view::View;

/// An input that a network has or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// A function of a plane.
    Feature(Feature),
    /// A number of a row's own, by its place among them ([`Inputs::numbers`]).
    Number(usize),
}

impl Input {
    /// Its value for the numbers of a row ([`Inputs::numbers`]).
    pub fn of(self, numbers: &[f64]) -> f64 {
        match self {
            Self::Feature(feature) => feature.apply(numbers),
            Self::Number(at) => numbers.get(at).copied().unwrap_or_default(),
        }
    }

    /// All that a config's network may see, in its order, and whether it sees it.
    pub fn offered(config: &Config) -> Vec<(Self, bool)> {
        match &config.own {
            Some(own) if !own.is_plane() => {
                (0..own.inputs()).map(|at| (Self::Number(at), true)).collect()
            }
            Some(_) | None => {
                let offer = |one| (Self::Feature(one), config.features.contains(one));
                config.offered().map(offer).collect()
            }
        }
    }

    /// What it is called where the numbers are called so ([`Name::of_numbers`]): a feature as
    /// mathematics writes it.
    pub fn name(self, numbers: &[Name]) -> Name {
        match self {
            Self::Feature(feature) => Name { column: feature.label().to_owned(), category: None },
            Self::Number(at) => numbers.get(at).cloned().unwrap_or_default(),
        }
    }
}

/// What an input is called: by its column, and by its category where it stands for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The column's name.
    pub column: String,
    /// The category's.
    pub category: Option<String>,
}

impl Name {
    /// The names of a row's numbers ([`Inputs::numbers`]) where the columns are these.
    pub fn of_numbers(columns: &[Column]) -> Vec<Self> {
        let mut names = Vec::with_capacity(columns.len());
        for Column { name, meaning, within: _ } in columns {
            let named = |category| Self { column: name.clone(), category };
            match meaning {
                Meaning::Number => names.push(named(None)),
                Meaning::Category(categories) => {
                    names.extend(categories.iter().cloned().map(Some).map(named));
                }
            }
        }
        names
    }
}

impl fmt::Display for Name {
    /// The whole name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.column)?;
        self.category.iter().try_for_each(|category| write!(f, " = {category}"))
    }
}

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Part {
    /// A scaled number.
    Number(Scale),
    /// A number for each of so many categories: 1 for its own, else 0.
    Category(usize),
}

/// The way from a row to the inputs, fitted on a training part; it goes with the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    parts: Vec<Part>,
    // The functions of a plane; without them the numbers are the inputs.
    features: Option<Features>,
}

impl Default for Inputs {
    /// The plane as it is.
    fn default() -> Self {
        let parts = vec![Part::Number(Scaling::None.fit(&[])); 2];
        Self { parts, features: Some(Features::default()) }
    }
}

impl Inputs {
    /// The inputs of a config's network, as its training part has them.
    pub fn fit(config: &Config, train: &Table) -> Self {
        let part = |(at, column): (usize, &Column)| match &column.meaning {
            Meaning::Number => {
                let values = train.rows().filter_map(|row| row.values.get(at).copied());
                Part::Number(config.scaling.fit(&values.collect::<Vec<_>>()))
            }
            Meaning::Category(names) => Part::Category(names.len()),
        };
        let parts = train.columns().iter().enumerate().map(part).collect();
        Self { parts, features: config.has_features().then(|| config.seen()) }
    }

    /// Whether rows become the same numbers by both; which functions of a plane are inputs does not
    /// count.
    pub fn has_numbers_of(&self, other: &Self) -> bool {
        self.parts == other.parts
    }

    /// A row as numbers: scaled, and one for each category.
    pub fn numbers(&self, row: &[f64]) -> Vec<f64> {
        let mut numbers = Vec::with_capacity(self.parts.len());
        self.put(row, &mut numbers);
        numbers
    }

    /// The numbers of a row in the place of others.
    fn put(&self, row: &[f64], numbers: &mut Vec<f64>) {
        numbers.clear();
        for (part, &value) in self.parts.iter().zip(row) {
            match *part {
                Part::Number(scale) => numbers.push(scale.apply(value)),
                Part::Category(count) => {
                    numbers.extend((0..count).map(|at| f64::from(u8::from(value == at as f64))));
                }
            }
        }
    }

    /// The inputs of some rows: `[rows, inputs]`.
    pub fn of<R: AsRef<[f64]>>(&self, rows: impl IntoIterator<Item = R>) -> Vec<f64> {
        let (mut inputs, mut numbers) = (Vec::new(), Vec::new());
        rows.into_iter().for_each(|row| self.add(row.as_ref(), &mut numbers, &mut inputs));
        inputs
    }

    /// The inputs of a view's `side × side` cells: `[side², inputs]`.
    pub fn of_grid(&self, view: &View, side: usize) -> Vec<f64> {
        let (mut inputs, mut numbers) = (Vec::new(), Vec::new());
        view.grid(side, |row| self.add(row, &mut numbers, &mut inputs));
        inputs
    }

    /// The maps of some inputs over a view, `[inputs, side, side]`, whether they are switched on or not.
    pub fn maps(&self, of: &[Input], view: &View, side: usize) -> Vec<f32> {
        let mut maps = vec![0.0; of.len() * side * side];
        let (mut numbers, mut at) = (Vec::new(), 0);
        view.grid(side, |row| {
            self.put(row, &mut numbers);
            for (map, input) in of.iter().enumerate() {
                maps[map * side * side + at] = input.of(&numbers) as f32;
            }
            at += 1;
        });
        maps
    }

    /// Appends the inputs of a row; `numbers` is room for what comes between.
    fn add(&self, row: &[f64], numbers: &mut Vec<f64>, inputs: &mut Vec<f64>) {
        self.put(row, numbers);
        match self.features {
            Some(features) => inputs.extend(features.apply(numbers)),
            None => inputs.extend_from_slice(numbers),
        }
    }

    /// The inputs of a table: `[rows, inputs]`.
    pub fn of_table(&self, table: &Table) -> Vec<f64> {
        self.of(table.rows().map(|row| row.values))
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::engine::config::Problem;
    use crate::engine::dataset::Dataset;
    use crate::engine::table::Goal;

    #[test]
    fn numbers_and_categories_have_their_names_in_the_order_of_the_inputs() {
        let categories = vec!["red".to_owned(), "<b>".to_owned()];
        let columns = vec![
            Column::number("height"),
            Column::category("colour", categories),
            Column::number("age"),
        ];
        let mut table = Table::new(columns.clone(), Goal::Numbers(vec!["y".to_owned()]));
        table.push(&[170.0, 1.0, 30.0], &[0.0]);
        let config = Config { own: Some(table.brief()), ..Config::default() };
        let offered = Input::offered(&config);
        let called = Name::of_numbers(&columns);
        let names: Vec<_> =
            offered.iter().map(|(input, _)| input.name(&called).to_string()).collect();
        assert_eq!(names, ["height", "colour = red", "colour = <b>", "age"]);
        let inputs = Inputs::fit(&config, &table);
        assert_eq!(inputs.of_table(&table), [170.0, 0.0, 1.0, 30.0]);
        let numbers = inputs.numbers(table.row(0).values);
        let values: Vec<_> = offered.iter().map(|(input, _)| input.of(&numbers)).collect();
        assert_eq!(values, inputs.of_table(&table));
        assert_eq!(Input::Number(9).name(&called).to_string(), "");
        assert_eq!(Input::Feature(Feature::X).name(&called).to_string(), "x₁");
    }

    #[test]
    fn a_plane_offers_its_seven_functions() {
        let offered = Input::offered(&Config::default());
        assert_eq!(offered.len(), Feature::VARIANTS.len());
        assert_eq!(offered.iter().filter(|(_, on)| *on).count(), Config::default().inputs());
        let inputs = Inputs::default();
        assert_eq!(inputs.of([[0.1, -0.2]]), [0.1, -0.2]);
        assert_eq!(Input::Feature(Feature::XTimesY).of(&inputs.numbers(&[2.0, 3.0])), 6.0);
    }

    #[test]
    fn a_set_of_one_column_offers_the_functions_of_that_and_forgets_none_that_was_chosen() {
        let (problem, reg_dataset) = (Problem::Regression, Dataset::Sine.into());
        let features = Features::default().with(Feature::SinX, true);
        let wave = Config { problem, reg_dataset, features, ..Config::default() };
        let offered = [(Feature::X, true), (Feature::XSquared, false), (Feature::SinX, true)];
        assert_eq!(Input::offered(&wave), offered.map(|(one, on)| (Input::Feature(one), on)));
        assert_eq!((wave.inputs(), wave.shape()), (2, vec![2, 4, 2, 1]));
        let plane = Config { problem: Problem::Classification, ..wave };
        assert_eq!(plane.inputs(), 3, "x₂ is an input again");
    }
}
