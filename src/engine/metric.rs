//! Metrics beside the loss, as Keras names them (<https://keras.io/api/metrics/>). What has no
//! value (a precision where nothing was told, an area under a curve without both classes) is
//! NaN, not 0: the page shows a dash.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::kind::{About, Kind, Knob};
use crate::order;

/// What is measured beside the loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Metric {
    /// The share of rows whose class is told.
    Accuracy,
    /// True positives of all that are told to be positive.
    Precision,
    /// True positives of all that are positive.
    Recall,
    /// `2·precision·recall / (precision + recall)`
    F1Score,
    /// The share of rows whose class is among the two likeliest.
    Top2Accuracy,
    /// The share of rows whose class is among the three likeliest.
    Top3Accuracy,
    /// The area below the curve of true over false positives.
    Auc,
    /// `mean |y − t|`
    MeanAbsoluteError,
    /// `√ mean (y − t)²`
    RootMeanSquaredError,
    /// `1 − Σ(y − t)² / Σ(t − mean t)²`
    R2Score,
}

impl Metric {
    /// Whether it is one of classes; else it is one of numbers.
    pub fn of_classes(self) -> bool {
        match self {
            Self::Accuracy
            | Self::Precision
            | Self::Recall
            | Self::F1Score
            | Self::Top2Accuracy
            | Self::Top3Accuracy
            | Self::Auc => true,
            Self::MeanAbsoluteError | Self::RootMeanSquaredError | Self::R2Score => false,
        }
    }
}

impl Kind for Metric {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        &[]
    }

    fn about(self) -> About {
        match self {
            Self::Accuracy => {
                About { label: "accuracy", source: "keras.io/api/metrics/accuracy_metrics" }
            }
            Self::Precision => About {
                label: "precision",
                source: "Kent et al., 1955; keras.io/api/metrics/classification_metrics",
            },
            Self::Recall => About {
                label: "recall",
                source: "Kent et al., 1955; keras.io/api/metrics/classification_metrics",
            },
            Self::F1Score => {
                About { label: "F1", source: "van Rijsbergen, 1979, Information Retrieval" }
            }
            Self::Top2Accuracy => {
                About { label: "top-2 accuracy", source: "keras.io, TopKCategoricalAccuracy" }
            }
            Self::Top3Accuracy => {
                About { label: "top-3 accuracy", source: "keras.io, TopKCategoricalAccuracy" }
            }
            Self::Auc => About {
                label: "AUC",
                source: "Hanley and McNeil, 1982, The meaning and use of the area under a ROC curve",
            },
            Self::MeanAbsoluteError => {
                About { label: "MAE", source: "keras.io, MeanAbsoluteError" }
            }
            Self::RootMeanSquaredError => {
                About { label: "RMSE", source: "keras.io, RootMeanSquaredError" }
            }
            Self::R2Score => About { label: "R²", source: "Wright, 1921; keras.io, R2Score" },
        }
    }
}

/// All metrics over a set of samples.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Samples measured.
    pub samples: usize,
    /// One value for each of [`Metric::VARIANTS`]; NaN where it says nothing here.
    values: Vec<f64>,
    /// Samples of true class (row) and told class (column), `[classes, classes]`; empty when
    /// regressing. A sample whose outputs are no numbers is told no class.
    pub confusion: Vec<u64>,
    /// Per class, `[classes]`.
    pub precision: Vec<f64>,
    /// Per class, `[classes]`.
    pub recall: Vec<f64>,
}

impl Report {
    /// A metric's value; NaN where it has none.
    pub fn get(&self, metric: Metric) -> f64 {
        self.values.get(metric as usize).copied().unwrap_or(f64::NAN)
    }

    /// Number of classes; 0 when regressing.
    pub fn classes(&self) -> usize {
        self.precision.len()
    }

    fn of(samples: usize, found: &[(Metric, f64)]) -> Self {
        let mut values = vec![f64::NAN; Metric::VARIANTS.len()];
        for &(metric, value) in found {
            values[metric as usize] = value;
        }
        Self { samples, values, ..Self::default() }
    }
}

/// The class that a row of outputs tells: of a single output the second from `threshold` on, of
/// several the largest's, the first of equals. `None` where one is no number.
pub fn told(row: &[f64], threshold: f64) -> Option<usize> {
    if row.iter().any(|y| y.is_nan()) {
        return None;
    }
    match row {
        [one] => Some(usize::from(*one >= threshold)),
        several => {
            let largest = several.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            several.iter().position(|&y| y == largest)
        }
    }
}

/// Which rows of `outputs` `[rows, width]` do not tell their class, into `wrong`, and the share of
/// those that do; NaN over none.
pub fn accuracy(
    outputs: &[f64],
    classes: &[usize],
    (width, threshold): (usize, f64),
    wrong: &mut Vec<bool>,
) -> f64 {
    let rows = outputs.chunks_exact(width.max(1)).zip(classes);
    wrong.clear();
    wrong.extend(rows.map(|(row, &class)| told(row, threshold) != Some(class)));
    wrong.iter().filter(|&&wrong| !wrong).count() as f64 / classes.len() as f64
}

/// All metrics of classes: outputs `[rows, width]`, the rows' true classes, and the number of
/// classes beside the width.
pub fn classification(
    outputs: &[f64],
    classes: &[usize],
    (width, count): (usize, usize),
    threshold: f64,
) -> Report {
    let width = width.max(1);
    let rows = || outputs.chunks_exact(width).zip(classes);
    let mut confusion = vec![0_u64; count * count];
    for (row, &class) in rows() {
        if let Some(cell) =
            told(row, threshold).and_then(|told| confusion.get_mut(class * count + told))
        {
            *cell += 1;
        }
    }
    let actual = |class: usize| classes.iter().filter(|&&one| one == class).count() as f64;
    let right = |class: usize| confusion[class * count + class] as f64;
    let told_so =
        |class: usize| (0..count).map(|row| confusion[row * count + class]).sum::<u64>() as f64;
    let precision: Vec<f64> = (0..count).map(|class| right(class) / told_so(class)).collect();
    let recall: Vec<f64> = (0..count).map(|class| right(class) / actual(class)).collect();
    let f1: Vec<f64> =
        (0..count).map(|class| 2.0 * right(class) / (told_so(class) + actual(class))).collect();
    // Of two classes the second is the positive one.
    let summary = |each: &[f64]| match each {
        [_, second] => *second,
        several => mean(several),
    };
    let top = |k: usize| match width > k {
        false => f64::NAN,
        true => {
            let among = |row: &[f64], class: usize| {
                let own = row.get(class).copied().unwrap_or(f64::NAN);
                own.is_finite() && row.iter().filter(|&&y| y > own).count() < k
            };
            rows().filter(|&(row, &class)| among(row, class)).count() as f64 / classes.len() as f64
        }
    };
    let score = |at: usize, class: usize| {
        let scores: Vec<(f64, bool)> = rows().map(|(row, &own)| (row[at], own == class)).collect();
        area_under_curve(scores)
    };
    let auc = match width {
        1 => score(0, 1),
        2 => score(1, 1),
        several => mean(&(0..several).map(|class| score(class, class)).collect::<Vec<_>>()),
    };
    let found = [
        (Metric::Accuracy, accuracy(outputs, classes, (width, threshold), &mut Vec::new())),
        (Metric::Precision, summary(&precision)),
        (Metric::Recall, summary(&recall)),
        (Metric::F1Score, summary(&f1)),
        (Metric::Top2Accuracy, top(2)),
        (Metric::Top3Accuracy, top(3)),
        (Metric::Auc, auc),
    ];
    Report { confusion, precision, recall, ..Report::of(classes.len(), &found) }
}

/// All metrics of numbers: outputs and targets `[rows, width]`.
///
/// An output whose targets are all alike has an R² of 0, whatever it says: there is no variance to
/// explain. Keras's `R2Score` makes 0 of the −∞ that the division by no variance gives, and leaves
/// the NaN of a perfect answer as it is.
pub fn regression(outputs: &[f64], targets: &[f64], width: usize) -> Report {
    let width = width.max(1);
    let pairs = || outputs.iter().zip(targets);
    let count = outputs.len() as f64;
    let absolute = pairs().map(|(y, t)| (y - t).abs()).sum::<f64>() / count;
    let square = pairs().map(|(y, t)| (y - t) * (y - t)).sum::<f64>() / count;
    let explained = |at: usize| {
        let own = || pairs().skip(at).step_by(width);
        let mut targets = own().map(|(_, t)| *t);
        // Compared one by one: the mean of equal numbers may be another number.
        if let Some(first) = targets.next()
            && targets.all(|t| t == first)
            && own().all(|(y, t)| y.is_finite() && t.is_finite())
        {
            return 0.0;
        }
        let middle = mean(&own().map(|(_, t)| *t).collect::<Vec<_>>());
        let missed: f64 = own().map(|(y, t)| (y - t) * (y - t)).sum();
        let spread: f64 = own().map(|(_, t)| (t - middle) * (t - middle)).sum();
        1.0 - missed / spread
    };
    let each: Vec<f64> = (0..width).map(explained).collect();
    let found = [
        (Metric::MeanAbsoluteError, absolute),
        (Metric::RootMeanSquaredError, square.sqrt()),
        (Metric::R2Score, mean(&each)),
    ];
    Report::of(outputs.len() / width, &found)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Share of the pairs of a positive and a negative of which the positive has the higher score,
/// equal ones counted half (Mann and Whitney, 1947); NaN without both.
fn area_under_curve(mut scores: Vec<(f64, bool)>) -> f64 {
    if scores.iter().any(|(score, _)| score.is_nan()) {
        return f64::NAN;
    }
    order::sort_by_key(&mut scores, |&(score, _)| order::key(score));
    let (mut below, mut won) = (0.0, 0.0);
    for equal in scores.chunk_by(|a, b| a.0 == b.0) {
        let positive = equal.iter().filter(|(_, positive)| *positive).count() as f64;
        let negative = equal.len() as f64 - positive;
        won += positive * (below + 0.5 * negative);
        below += negative;
    }
    let positive = scores.len() as f64 - below;
    won / (positive * below)
}
