//! Principal components: the directions along which the numbers of a table differ most. Source: Pearson,
//! 1901, On lines and planes of closest fit; Jolliffe, 2002, Principal Component Analysis, chapter 2.

use crate::order;

/// Rounds over all pairs of columns; a few are enough.
const ROUNDS: usize = 30;

/// A direction in the space of some columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// What each column weighs in it, of length 1 together; the largest is positive.
    pub loadings: Vec<f64>,
    /// Its share of the variance of all columns.
    pub share: f64,
}

/// All components of some columns whose mean is 0, that of the largest share first.
pub fn components(columns: &[Vec<f64>]) -> Vec<Component> {
    let count = columns.len();
    let mut products = vec![0.0; count * count];
    for (at, first) in columns.iter().enumerate() {
        for (beside, second) in columns.iter().enumerate().take(at + 1) {
            let sum = first.iter().zip(second).map(|(x, y)| x * y).sum();
            (products[at * count + beside], products[beside * count + at]) = (sum, sum);
        }
    }
    let total: f64 = (0..count).map(|at| products[at * (count + 1)]).sum();
    let vectors = diagonalize(&mut products, count);
    let mut found: Vec<Component> = (0..count)
        .map(|at| {
            let vector = &vectors[at * count..][..count];
            let largest =
                vector.iter().fold(0.0, |a: f64, &b| if b.abs() > a.abs() { b } else { a });
            let loadings = vector.iter().map(|value| value * largest.signum()).collect();
            let share = if total > 0.0 { products[at * (count + 1)] / total } else { 0.0 };
            Component { loadings, share }
        })
        .collect();
    order::sort_by_key(&mut found, |component| !order::key(component.share));
    found
}

/// Turns a symmetric matrix until it has nothing beside its diagonal; gives its eigenvectors, one a row.
/// Source: the cyclic Jacobi method, Golub and Van Loan, Matrix Computations, 8.5.
fn diagonalize(matrix: &mut [f64], count: usize) -> Vec<f64> {
    let mut vectors = vec![0.0; count * count];
    (0..count).for_each(|at| vectors[at * (count + 1)] = 1.0);
    let turn = |values: &mut [f64], (first, second): (usize, usize), (cos, sin): (f64, f64)| {
        let (x, y) = (values[first], values[second]);
        (values[first], values[second]) = (cos * x - sin * y, sin * x + cos * y);
    };
    for _ in 0..ROUNDS {
        let mut is_done = true;
        for p in 0..count {
            for q in p + 1..count {
                let (own, other) = (matrix[p * (count + 1)], matrix[q * (count + 1)]);
                let beside = matrix[p * count + q];
                if beside.abs() <= f64::EPSILON * (own * other).abs().sqrt() {
                    continue;
                }
                is_done = false;
                let theta = (other - own) / (2.0 * beside);
                let tan = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let cos = 1.0 / tan.hypot(1.0);
                let by = (cos, tan * cos);
                for k in 0..count {
                    turn(matrix, (k * count + p, k * count + q), by);
                }
                for k in 0..count {
                    turn(matrix, (p * count + k, q * count + k), by);
                    turn(&mut vectors, (p * count + k, q * count + k), by);
                }
            }
        }
        if is_done {
            break;
        }
    }
    vectors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_equal_columns_differ_along_their_middle() {
        let column = vec![-1.0, 0.0, 1.0];
        let opposite = vec![1.0, 0.0, -1.0];
        for (columns, second) in
            [([column.clone(), column.clone()], 1.0), ([column, opposite], -1.0)]
        {
            let found = components(&columns);
            assert!((found[0].share - 1.0).abs() < 1e-12 && found[1].share.abs() < 1e-12);
            let [x, y] = [0, 1].map(|at| found[0].loadings[at]);
            assert!((x * y - 0.5 * second).abs() < 1e-12 && x.max(y) > 0.0, "{x} {y}");
        }
    }

    #[test]
    fn components_stand_upon_each_other_and_their_largest_loading_is_positive() {
        let value =
            |column: usize, row: usize| ((column * 7 + 3) * (row + 1) * (row + 2) % 17) as f64;
        let columns: Vec<Vec<f64>> = (0..9)
            .map(|column| {
                let values: Vec<f64> = (0..40).map(|row| value(column, row)).collect();
                let mean = values.iter().sum::<f64>() / 40.0;
                values.iter().map(|value| value - mean).collect()
            })
            .collect();
        let found = components(&columns);
        let shares: f64 = found.iter().map(|one| one.share).sum();
        assert!((shares - 1.0).abs() < 1e-12);
        for (at, one) in found.iter().enumerate() {
            for (beside, other) in found.iter().enumerate() {
                let product: f64 =
                    one.loadings.iter().zip(&other.loadings).map(|(a, b)| a * b).sum();
                let expected = f64::from(u8::from(at == beside));
                assert!((product - expected).abs() < 1e-12, "{at} {beside}");
            }
            let largest = one.loadings.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
            assert!(largest > Some(0.0));
            // What the columns' scores vary by is what the share says.
            let variance: f64 = (0..40)
                .map(|row| columns.iter().zip(&one.loadings).map(|(x, l)| x[row] * l).sum::<f64>())
                .map(|score| score * score)
                .sum();
            let total: f64 = columns.iter().flatten().map(|x| x * x).sum();
            assert!((variance / total - one.share).abs() < 1e-12);
        }
        assert!(found.windows(2).all(|two| two[0].share >= two[1].share));
    }

    #[test]
    fn nothing_has_no_components() {
        assert_eq!(components(&[]), []);
        let constant = components(&[vec![0.0; 3], vec![0.0; 3]]);
        assert!(constant.iter().all(|one| one.share == 0.0), "{constant:?}");
    }
}
