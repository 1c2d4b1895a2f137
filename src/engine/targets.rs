//! How the numbers that are to be told of a row become what the network is to answer, and back: those of a
//! table that a visitor has brought are scaled as its columns are, or a network would have to come to
//! prices by steps of its learning rate. Classes, and numbers that are scaled already, stay as they are.

use serde::{Deserialize, Serialize};

use super::config::Config;
use super::scaling::{Scale, Scaling};
use super::table::{Goal, Table};

/// The way from a row's targets to the network's answers, fitted on a training part; it goes with the
/// network.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Targets {
    // One for each number that is told; none where they are the answers themselves.
    scales: Vec<Scale>,
}

impl Targets {
    /// Those of a config's network, as its training part has them.
    pub fn fit(config: &Config, train: &Table) -> Self {
        let scaling = config.target_scaling();
        let scale = |at: usize| {
            let values = train.rows().filter_map(|row| row.targets.get(at).copied());
            scaling.fit(&values.collect::<Vec<_>>()).or_one()
        };
        let scales = match train.goal() {
            Goal::Numbers(names) if scaling != Scaling::None => {
                (0..names.len()).map(scale).collect()
            }
            Goal::Numbers(_) | Goal::Classes(_) => Vec::new(),
        };
        Self { scales }
    }

    /// For each number that is told the scale that it is brought to; none where it is answered as it is.
    pub fn scales(&self) -> &[Scale] {
        &self.scales
    }

    /// The widths and the shifts by which `answer · width + shift` is a number as the table has it; `None`
    /// where it is the answer itself.
    pub fn rescaling(&self) -> Option<[Vec<f64>; 2]> {
        let each = |of: fn(Scale) -> f64| self.scales.iter().copied().map(of).collect();
        (!self.scales.is_empty()).then(|| [each(Scale::width), each(Scale::shift)])
    }

    /// Makes answers of numbers as the table has them, `[rows, numbers]`.
    pub fn scale(&self, numbers: &mut [f64]) {
        self.each(numbers, Scale::apply);
    }

    /// Makes numbers as the table has them of answers, `[rows, numbers]`.
    pub fn undo(&self, answers: &mut [f64]) {
        self.each(answers, Scale::undo);
    }

    /// The answer that stands for one of a row's numbers.
    pub fn answer(&self, at: usize, number: f64) -> f64 {
        self.scales.get(at).map_or(number, |scale| scale.apply(number))
    }

    /// The number for which one of the answers stands.
    pub fn number(&self, at: usize, answer: f64) -> f64 {
        self.scales.get(at).map_or(answer, |scale| scale.undo(answer))
    }

    fn each(&self, values: &mut [f64], way: fn(Scale, f64) -> f64) {
        if self.scales.is_empty() {
            return;
        }
        for row in values.chunks_exact_mut(self.scales.len()) {
            for (value, scale) in row.iter_mut().zip(&self.scales) {
                *value = way(*scale, *value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::Column;

    fn fit(scaling: Scaling, prices: &[f64]) -> Targets {
        let goal = Goal::Numbers(["price", "rooms"].map(str::to_owned).to_vec());
        let mut table = Table::new(vec![Column::number("area")], goal);
        prices.iter().for_each(|&price| table.push(&[1.0], &[price, 3.0]));
        let own = Some(table.brief());
        Targets::fit(&Config { own, scaling, ..Config::default() }, &table)
    }

    #[test]
    fn numbers_become_answers_as_a_column_becomes_an_input_and_come_back() {
        let prices = [100_000.0, 200_000.0, 300_000.0];
        let targets = fit(Scaling::Standardize, &prices);
        let mut numbers = vec![100_000.0, 3.0, 300_000.0, 4.0];
        targets.scale(&mut numbers);
        let ends = 1.5_f64.sqrt();
        // A constant is told as the distance from it, in the power of two below its size.
        for (found, expected) in numbers.iter().zip([-ends, 0.0, ends, 0.5]) {
            assert!((found - expected).abs() < 1e-12, "{numbers:?}");
        }
        targets.undo(&mut numbers);
        for (found, expected) in numbers.iter().zip([100_000.0, 3.0, 300_000.0, 4.0]) {
            assert!((found - expected).abs() < 1e-9, "{numbers:?}");
        }
        assert_eq!(fit(Scaling::MinMax, &prices).answer(0, 250_000.0), 0.75);
        assert_eq!(fit(Scaling::MinMax, &prices).number(0, 0.75), 250_000.0);
    }

    #[test]
    fn what_is_not_scaled_keeps_its_bits() {
        let targets = fit(Scaling::None, &[0.1, 1e5]);
        assert_eq!(targets, Targets::default());
        for number in [0.1, -0.0, 1e308] {
            assert_eq!(targets.answer(0, number).to_bits(), number.to_bits());
            assert_eq!(targets.number(0, number).to_bits(), number.to_bits());
        }
    }

    #[test]
    fn numbers_of_any_size_have_finite_answers() {
        for prices in [[1e308, -1e308], [1e-320, 0.0], [7.0, 7.0]] {
            for scaling in [Scaling::Standardize, Scaling::MinMax] {
                let targets = fit(scaling, &prices);
                assert!(prices.iter().all(|&price| targets.answer(0, price).is_finite()));
            }
        }
    }
}
