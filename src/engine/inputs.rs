//! What a network sees of a row, derived from its columns: numbers scaled, categories as one input
//! each, and in a plane the functions of it that are chosen.

use super::config::Config;
use super::feature::Features;
use super::scaling::Scale;
use super::table::{Column, Meaning, Table};

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// A scaled number.
    Number(Scale),
    /// An input for each of so many categories: 1 for its own, else 0.
    Category(usize),
}

/// The way from a row to the inputs, fitted on a training part; it goes with the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    parts: Vec<Part>,
    // The functions of a plane; without them the columns are the inputs.
    features: Option<Features>,
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
        Self { parts, features: config.has_features().then_some(config.features) }
    }

    /// Appends the inputs of a row.
    pub fn apply(&self, row: &[f64], out: &mut Vec<f64>) {
        let first = out.len();
        for (part, &value) in self.parts.iter().zip(row) {
            match *part {
                Part::Number(scale) => out.push(scale.apply(value)),
                Part::Category(count) => {
                    out.extend((0..count).map(|at| f64::from(u8::from(value == at as f64))));
                }
            }
        }
        if let Some(features) = self.features {
            let plane = out.split_off(first);
            out.extend(features.apply(&plane));
        }
    }

    /// The inputs of some rows: `[rows, inputs]`.
    pub fn of<R: AsRef<[f64]>>(&self, rows: impl IntoIterator<Item = R>) -> Vec<f64> {
        let mut inputs = Vec::new();
        rows.into_iter().for_each(|row| self.apply(row.as_ref(), &mut inputs));
        inputs
    }

    /// The inputs of a table: `[rows, inputs]`.
    pub fn of_table(&self, table: &Table) -> Vec<f64> {
        self.of(table.rows().map(|row| row.values))
    }
}
