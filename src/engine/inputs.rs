//! What a network sees of a row, derived from its columns: numbers scaled, categories as one number
//! each, in a plane the functions of it that are chosen, and behind all of them the formulas.
//!
//! A formula is computed from a row as it stands in the table, and its values are scaled as a column's
//! are. Where it has no finite value, or names what the table does not have, it is 0: no
//! network ever sees NaN.

#[cfg(feature = "train")]
mod trace;

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::expression::Formula;
use super::feature::{Feature, Features, PLANE};
use super::scaling::{Scale, Scaling};
use super::table::{Brief, Column, Meaning, Table};
use super::view::View;
#[cfg(feature = "train")]
pub use trace::Derivation;

/// What rounding makes of a value that is computed in two ways, as a share of it.
const ROUNDING: f64 = 1e-9;

/// An input that a network has or may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// A function of a plane.
    Feature(Feature),
    /// A number of a row's own, or that of a formula, by its place among them ([`Inputs::numbers`]).
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
        let numbers = |places: Range<usize>| places.map(|at| (Self::Number(at), true));
        let first = columns(config);
        let formulas = numbers(first..first + config.formulas.len());
        if config.has_features() {
            let offer = |one| (Self::Feature(one), config.features.contains(one));
            return config.offered().map(offer).chain(formulas).collect();
        }
        numbers(0..first).chain(formulas).collect()
    }

    /// What it is called where the numbers are called so ([`Name::of_numbers`]): a feature as
    /// mathematics writes it, of the plane of the generated sets where no numbers are known yet.
    pub fn name(self, numbers: &[Name]) -> Name {
        let column = |at: usize| numbers.get(at).map_or(PLANE[at], |name| &name.column);
        match self {
            Self::Feature(feature) => {
                Name { column: feature.called([column(0), column(1)]), category: None }
            }
            Self::Number(at) => numbers.get(at).cloned().unwrap_or_default(),
        }
    }
}

/// Numbers that the columns come to; those of the formulas follow.
fn columns(config: &Config) -> usize {
    let generated = || config.active_dataset().kind().columns();
    config.own.as_ref().map_or_else(generated, Brief::inputs)
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
    /// The names of a row's numbers ([`Inputs::numbers`]) where the columns are these; a formula is
    /// called as it is written.
    pub fn of_numbers(columns: &[Column], formulas: &[String]) -> Vec<Self> {
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
        let formulas = formulas.iter().cloned();
        names.extend(formulas.map(|column| Self { column, category: None }));
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

/// What becomes of a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Derived {
    // Without steps where it does not go with the columns.
    formula: Formula,
    scale: Scale,
    // Rows of the training part for which it has no number.
    undefined: usize,
}

impl Derived {
    /// That of a formula over a training part.
    fn fit(text: &str, scaling: Scaling, train: &Table) -> Self {
        let formula = Formula::read(text, train.columns()).unwrap_or_default();
        let mut stack = Vec::new();
        let values: Vec<f64> =
            train.rows().filter_map(|row| formula.value(row.values, &mut stack)).collect();
        let scale = scaling.fit(&values);
        let defined = values.into_iter().filter_map(|value| scaled(scale, value)).count();
        Self { formula, scale, undefined: train.len() - defined }
    }

    /// Its number for a row; `stack` is room to compute in.
    fn number(&self, row: &[f64], stack: &mut Vec<f64>) -> f64 {
        let value = self.formula.value(row, stack);
        value.and_then(|value| scaled(self.scale, value)).unwrap_or_default()
    }
}

/// A formula's value as an input; `None` beyond 32 bits, where it would be infinite.
fn scaled(scale: Scale, value: f64) -> Option<f64> {
    Some(scale.apply(value)).filter(|scaled| scaled.abs() <= f64::from(f32::MAX))
}

/// The way from a row to the inputs, fitted on a training part; it goes with the network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    parts: Vec<Part>,
    // The functions of a plane; without them the numbers are the inputs.
    features: Option<Features>,
    formulas: Vec<Derived>,
}

impl Default for Inputs {
    /// The plane as it is.
    fn default() -> Self {
        let parts = vec![Part::Number(Scaling::None.fit(&[])); 2];
        Self { parts, features: Some(Features::default()), formulas: Vec::new() }
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
        let formulas = config.formulas.iter();
        let formulas = formulas.map(|text| Derived::fit(text, config.scaling, train)).collect();
        Self { parts, features: config.has_features().then(|| config.seen()), formulas }
    }

    /// Whether rows become the same numbers by both; which functions of a plane are inputs does not
    /// count.
    pub fn has_numbers_of(&self, other: &Self) -> bool {
        (&self.parts, &self.formulas) == (&other.parts, &other.formulas)
    }

    /// For each formula the number of rows of the training part for which it has no value.
    pub fn undefined(&self) -> impl Iterator<Item = usize> {
        self.formulas.iter().map(|formula| formula.undefined)
    }

    /// The first of some inputs that has the values of another for all of some rows, as far as rounding
    /// lets them differ; none where there are no rows.
    pub fn same<'a>(
        &self,
        input: Input,
        among: &[Input],
        rows: impl IntoIterator<Item = &'a [f64]>,
    ) -> Option<Input> {
        let (mut same, mut numbers) = (None, Vec::new());
        for row in rows {
            self.put(row, &mut numbers);
            let value = input.of(&numbers);
            let hair = ROUNDING * value.abs().max(1.0);
            let same = same.get_or_insert_with(|| among.to_vec());
            same.retain(|other| (other.of(&numbers) - value).abs() <= hair);
            if same.is_empty() {
                return None;
            }
        }
        same?.first().copied()
    }

    /// A row as numbers: scaled, one for each category, and one for each formula.
    pub fn numbers(&self, row: &[f64]) -> Vec<f64> {
        let mut numbers = Vec::with_capacity(self.parts.len() + self.formulas.len());
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
        for formula in &self.formulas {
            let number = formula.number(row, numbers);
            numbers.push(number);
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
            Some(features) => {
                inputs.extend(features.apply(numbers));
                let formulas = numbers.len() - self.formulas.len();
                inputs.extend_from_slice(&numbers[formulas..]);
            }
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
        let called = Name::of_numbers(&columns, &[]);
        let names: Vec<_> =
            offered.iter().map(|(input, _)| input.name(&called).to_string()).collect();
        assert_eq!(names, ["height", "colour = red", "colour = <b>", "age"]);
        let inputs = Inputs::fit(&config, &table);
        assert_eq!(inputs.of_table(&table), [170.0, 0.0, 1.0, 30.0]);
        let numbers = inputs.numbers(table.row(0).values);
        let values: Vec<_> = offered.iter().map(|(input, _)| input.of(&numbers)).collect();
        assert_eq!(values, inputs.of_table(&table));
        assert_eq!(Input::Number(9).name(&called).to_string(), "");
        assert_eq!(Input::Feature(Feature::SinX).name(&called).to_string(), "sin(height)");
        assert_eq!(Input::Feature(Feature::SinX).name(&[]).to_string(), "sin x₁");
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
    fn a_formula_that_repeats_an_input_is_found() {
        let formulas = ["x1", "x1*x1", "x1+x2-x2", "2*x1", "x2+x1^2-x1*x1"].map(str::to_owned);
        let mut table =
            Table::new(PLANE.map(Column::number).to_vec(), Goal::Numbers(vec!["y".to_owned()]));
        for row in [[0.3, -1.0], [2.5, 0.7], [-4.0, 5.1]] {
            table.push(&row, &[0.0]);
        }
        let config = Config { formulas: formulas.to_vec(), ..Config::default() };
        let inputs = Inputs::fit(&config, &table);
        let seen: Vec<Input> =
            Input::offered(&config).into_iter().map(|(input, _)| input).collect();
        let same = |at: usize| {
            let own = seen.len() - formulas.len() + at;
            inputs.same(seen[own], &seen[..own], table.rows().map(|row| row.values))
        };
        let feature = |feature| Some(Input::Feature(feature));
        let expected = [feature(Feature::X), feature(Feature::XSquared), feature(Feature::X), None];
        assert_eq!([0, 1, 2, 3].map(same), expected);
        assert_eq!(same(4), feature(Feature::Y));
        assert_eq!(inputs.same(seen[0], &seen, []), None, "nothing is known without rows");
    }

    #[test]
    fn a_set_of_one_column_offers_the_functions_of_that_and_forgets_none_that_was_chosen() {
        let (problem, reg_dataset) = (Problem::Regression, Dataset::Sine.into());
        let features = Features::default().with(Feature::SinX, true);
        let wave = Config { problem, reg_dataset, features, ..Config::default() };
        let offered = [(Feature::X, true), (Feature::XSquared, false), (Feature::SinX, true)];
        assert_eq!(Input::offered(&wave), offered.map(|(one, on)| (Input::Feature(one), on)));
        assert_eq!((wave.inputs(), wave.shape()), (2, vec![2, 4, 2, 1]));
        let seen = Config { formulas: vec!["x1*2".to_owned(), "-x1".to_owned()], ..wave.clone() };
        let (data, added) = (vec![Column::number("x₁")], &Input::offered(&seen)[3..]);
        let inputs = Inputs::fit(&seen, &Table::new(data.clone(), Goal::default()));
        let names = Name::of_numbers(&data, &seen.formulas);
        let told = added
            .iter()
            .map(|(one, _)| (one.name(&names).to_string(), one.of(&inputs.numbers(&[3.0]))));
        assert_eq!(told.collect::<Vec<_>>(), [("x1*2".to_owned(), 6.0), ("-x1".to_owned(), -3.0)]);
        let plane = Config { problem: Problem::Classification, ..wave };
        assert_eq!(plane.inputs(), 3, "x₂ is an input again");
    }

    fn with(formulas: &[&str]) -> Config {
        let formulas = formulas.iter().map(|&text| text.to_owned()).collect();
        Config { formulas, ..Config::default() }
    }

    #[test]
    fn formulas_stand_behind_the_functions_of_a_plane_and_behind_columns() {
        let mut table = Table::new(["x₁", "x₂"].map(Column::number).to_vec(), Goal::default());
        let config = with(&["x1*10+x2", "-x2"]);
        let inputs = Inputs::fit(&config, &table);
        assert_eq!(inputs.of([[2.0, 3.0]]), [2.0, 3.0, 23.0, -3.0]);
        assert_eq!((inputs.numbers(&[2.0, 3.0]), config.inputs()), (vec![2.0, 3.0, 23.0, -3.0], 4));
        let offered: Vec<_> = Input::offered(&config).into_iter().skip(7).collect();
        assert_eq!(offered, [(Input::Number(2), true), (Input::Number(3), true)]);
        let names = Name::of_numbers(table.columns(), &config.formulas);
        assert_eq!(Input::Number(3).name(&names).to_string(), "-x2");

        let columns = vec![
            Column::number("a"),
            Column::category("kind", vec!["b".to_owned(), "c".to_owned()]),
        ];
        table = Table::new(columns, Goal::Numbers(vec!["y".to_owned()]));
        for a in [1.0, 3.0] {
            table.push(&[a, 1.0], &[0.0]);
        }
        let own = Some(table.brief());
        let config = with(&["a*100", "kind", "d"]);
        let config = Config { own, scaling: Scaling::Standardize, batch_size: 1, ..config };
        let inputs = Inputs::fit(&config, &table);
        // Scaled as the column is; a category and a name that is not there are 0.
        assert_eq!(inputs.of([[1.0, 0.0]]), [-1.0, 1.0, 0.0, -1.0, 0.0, 0.0]);
        assert_eq!((config.inputs(), Input::offered(&config).len()), (6, 6));
        assert_eq!(inputs.undefined().collect::<Vec<_>>(), [0, 2, 2]);
        assert!(config.validate().is_ok());
    }

    #[test]
    fn a_formula_without_a_finite_value_is_0_and_counted() {
        let columns = ["x₁", "x₂"].map(Column::number).to_vec();
        let mut table = Table::new(columns, Goal::Numbers(vec!["y".to_owned()]));
        for x in [-1.0, 0.0, 1.0, 4.0] {
            table.push(&[x, 0.0], &[0.0]);
        }
        for (formula, undefined) in [("log(x1)", 2), ("1/x1", 1), ("sqrt(x1)", 1), ("1/x2", 4)] {
            for scaling in [Scaling::None, Scaling::Standardize, Scaling::MinMax] {
                let inputs = Inputs::fit(&Config { scaling, ..with(&[formula]) }, &table);
                assert_eq!(inputs.undefined().collect::<Vec<_>>(), [undefined], "{formula}");
                let last = *inputs.of([[0.0, 0.0]]).last().unwrap();
                assert!(formula == "sqrt(x1)" || last == 0.0, "{formula} {scaling:?}");
                let far = inputs.of([[-1e300, 1e-300], [1e308, -1e308], [0.0, -0.0]]);
                assert!(far.iter().all(|value| value.is_finite()), "{formula} {scaling:?}");
            }
        }
        let inputs = Inputs::fit(&with(&["x1^60"]), &table);
        assert_eq!(inputs.of([[6.0, 0.0]]), [6.0, 0.0, 0.0], "more than 32 bits hold");
        let inputs = Inputs::fit(&with(&["10^(x1*10)"]), &table);
        assert_eq!(inputs.undefined().collect::<Vec<_>>(), [1], "10⁴⁰ is more than 32 bits hold");
    }
}
