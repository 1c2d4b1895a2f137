//! Metrics beside the loss.

/// Share of the outputs `[rows]` that lie on their label's side of 0; an output of exactly 0
/// counts as +1, as the discretized picture draws it. NaN over none.
pub fn binary_accuracy(outputs: &[f64], labels: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = labels.len() as f64;
    let right = outputs.iter().zip(labels).filter(|&(&o, label)| (o >= 0.0) == (label >= 0.0));
    right.count() as f64 / count
}
