//! The bars beside a column of a table that is brought.

use crate::files::Shape;

/// How high the bars of a column are, the highest 100.
pub fn bars(shape: &Shape) -> Vec<f64> {
    let counts: Vec<usize> = match shape {
        Shape::Nothing => Vec::new(),
        Shape::Numbers { bars, .. } => bars.clone(),
        Shape::Texts { common, .. } => common.iter().map(|(_, count)| *count).collect(),
    };
    let most = counts.iter().copied().max().unwrap_or_default().max(1) as f64;
    counts.into_iter().map(|count| 100.0 * count as f64 / most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_measured_by_the_highest() {
        let common = vec![("a".to_owned(), 4), ("b".to_owned(), 1)];
        assert_eq!(bars(&Shape::Texts { common, others: 9 }), [100.0, 25.0]);
        assert!(bars(&Shape::Nothing).is_empty());
    }
}
