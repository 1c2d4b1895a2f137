//! Losses. To add one: a variant and its arms here.

/// What training minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// ½(output − label)², the TensorFlow Playground's; Keras's `MeanSquaredError`
    /// (<https://keras.io/api/losses/regression_losses/#meansquarederror-class>) is twice that.
    HalfSquaredError,
}

impl Loss {
    /// The loss of one output.
    pub fn value(self, output: f64, label: f64) -> f64 {
        match self {
            Self::HalfSquaredError => 0.5 * (output - label) * (output - label),
        }
    }

    /// The mean over outputs `[rows]` and labels `[rows]`; NaN over none.
    pub fn mean(self, outputs: &[f64], labels: impl ExactSizeIterator<Item = f64>) -> f64 {
        let count = labels.len() as f64;
        let sum: f64 = outputs.iter().zip(labels).map(|(&o, label)| self.value(o, label)).sum();
        sum / count
    }
}
