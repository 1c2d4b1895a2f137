//! Which two columns of a table a picture shows by itself: those that tell most about the target, each by
//! itself.
//!
//! Of classes a column tells the more, the larger the variance between them is beside that within them;
//! of numbers, the larger its squared correlation with them is. Sources: scikit-learn,
//! `feature_selection.f_classif` and `r_regression`. The first is Fisher's ratio F, for which stands here
//! `η² = between / (between + within)`: it puts columns in the same order, and is a share as the second is.

use super::scaling::{Scale, Scaling};
use super::table::{Goal, Meaning, Table};
use crate::order;

/// The columns for both sides, the earlier one first: of more than two columns of numbers that are more
/// than a constant the two that tell most, the first ones of equals. Where there are fewer, constants
/// follow, and then none: places past the last column. `scales` standardize the columns of numbers.
pub fn most_relevant(table: &Table, scales: &[Option<Scale>]) -> [usize; 2] {
    let columns = table.columns();
    // The points of a drawing may stand in a line, and the plane stays as it is.
    let is_constant =
        |at: usize| columns[at].within.is_none() && scales[at].is_none_or(|it| it.width() == 0.0);
    let numbers = (0..columns.len()).filter(|&at| columns[at].meaning == Meaning::Number);
    let (constant, mut varied): (Vec<_>, Vec<_>) = numbers.partition(|&at| is_constant(at));
    if varied.len() > 2 {
        let shares = shares(table, scales);
        // What differs by a rounding is equal.
        let key = |&at: &usize| !order::key(f64::from(shares[at] as f32));
        order::sort_by_key(&mut varied, key);
        varied.truncate(2);
        order::sort_by_key(&mut varied, |&at| at as u64);
    }
    let mut columns = varied.into_iter().chain(constant).chain(columns.len()..);
    [(); 2].map(|()| columns.next().unwrap_or_default())
}

/// For each column `Σ (z·t)² / (t·t) / rows` over its standardized values z, 0 where there are none: t is 1
/// for the rows of a class and 0 for all others, which sums up to η², or a target, standardized, which is
/// its squared correlation.
fn shares(table: &Table, scales: &[Option<Scale>]) -> Vec<f64> {
    let targets: Vec<Scale> = match table.goal() {
        Goal::Classes(_) => Vec::new(),
        Goal::Numbers(names) => {
            let values = |at: usize| table.rows().map(|row| row.targets[at]).collect::<Vec<_>>();
            (0..names.len()).map(|at| Scaling::Standardize.fit(&values(at))).collect()
        }
    };
    let (Goal::Classes(names) | Goal::Numbers(names)) = table.goal();
    let width = names.len().max(1);
    // [columns, width] and [width]
    let mut products = vec![0.0; scales.len() * width];
    let mut squares = vec![0.0; width];
    let mut told = Vec::new();
    for row in table.rows() {
        told.clear();
        match table.goal() {
            Goal::Classes(_) => told.push((row.class().min(width - 1), 1.0)),
            Goal::Numbers(_) => {
                let standardized = targets.iter().zip(row.targets).map(|(own, &of)| own.apply(of));
                told.extend(standardized.enumerate());
            }
        }
        told.iter().for_each(|&(at, told)| squares[at] += told * told);
        let columns = row.values.iter().zip(scales).zip(products.chunks_exact_mut(width));
        for ((&value, scale), products) in columns {
            let value = scale.map_or(0.0, |scale| scale.apply(value));
            told.iter().for_each(|&(at, told)| products[at] += value * told);
        }
    }
    let rows = table.len().max(1) as f64;
    let share = |products: &[f64]| {
        let there = products.iter().zip(&squares).filter(|(_, square)| **square > 0.0);
        there.map(|(product, square)| product * product / square).sum::<f64>() / rows
    };
    products.chunks_exact(width).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::Column;

    /// The columns that are shown of some, given one after the other.
    fn check(columns: &[&[f64]], (goal, targets): (Goal, &[f64]), expected: [usize; 2]) {
        let numbers = (0..columns.len()).map(|at| Column::number(at.to_string())).collect();
        let mut table = Table::new(numbers, goal);
        for (at, &target) in targets.iter().enumerate() {
            table.push(&columns.iter().map(|column| column[at]).collect::<Vec<_>>(), &[target]);
        }
        let scales = columns.iter().map(|column| Some(Scaling::Standardize.fit(column)));
        assert_eq!(most_relevant(&table, &scales.collect::<Vec<_>>()), expected);
    }

    fn classes(count: usize) -> Goal {
        Goal::Classes((0..count).map(|at| at.to_string()).collect())
    }

    fn number() -> Goal {
        Goal::Numbers(vec!["y".to_owned()])
    }

    #[test]
    fn the_two_that_tell_most_are_shown_the_earlier_one_across() {
        let noise = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0];
        let parted = [10.0, 11.0, 10.0, 21.0, 20.0, 21.0];
        let half = [0.0, 1.0, 2.0, 2.0, 3.0, 4.0];
        let of_two = (classes(2), &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0][..]);
        check(&[&half, &noise, &parted], of_two.clone(), [0, 2]);
        check(&[&noise, &parted, &half], of_two.clone(), [1, 2]);
        // A middle class is told by no correlation.
        let middle = [0.0, 0.1, 5.0, 5.1, 0.0, 0.1];
        let of_three = (classes(3), &[0.0, 0.0, 1.0, 1.0, 2.0, 2.0][..]);
        check(&[&noise, &middle, &half], of_three, [1, 2]);
        let falls = parted.map(|value| -value);
        check(&[&noise, &noise, &half, &falls], (number(), &parted), [2, 3]);
    }

    #[test]
    fn of_equals_and_of_what_tells_nothing_the_first_ones_are_shown() {
        let (rising, seven) = ([1.0, 2.0, 3.0, 4.0], [7.0; 4]);
        let in_other_units = rising.map(|value| 2.54 * value + 0.1);
        for goal in [number(), classes(5)] {
            let targets = (goal, &rising[..]);
            check(&[&rising, &in_other_units, &rising], targets.clone(), [0, 1]);
            check(&[&seven, &rising, &seven, &in_other_units], targets.clone(), [1, 3]);
            check(&[&seven, &seven, &rising], targets.clone(), [2, 0]);
            check(&[&seven], targets, [0, 1]);
        }
        // There is nothing to tell, or nobody it could be told of.
        for targets in [(number(), &seven[..]), (classes(8), &seven), (number(), &[])] {
            check(&[&rising, &in_other_units, &rising], targets, [0, 1]);
        }
        check(&[&rising, &rising, &rising], (Goal::default(), &[]), [0, 1]);
    }

    #[test]
    fn the_largest_numbers_and_the_smallest_are_compared() {
        let huge = [f64::MAX, -f64::MAX, f64::MAX, -f64::MAX];
        let (tiny, noise) = ([1e-300, 0.0, 1e-300, 0.0], [1.0, 1.0, -1.0, -1.0]);
        check(&[&noise, &huge, &noise, &tiny], (number(), &huge), [1, 3]);
        check(&[&noise, &huge, &noise, &tiny], (classes(2), &[1.0, 0.0, 1.0, 0.0]), [1, 3]);
    }
}
