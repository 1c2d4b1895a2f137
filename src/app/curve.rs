//! What the visitor sees of the run's metrics over the epochs: which of them, smoothed or not, and
//! the point that is read. What is kept of a long run `protocol::curve` decides.

use crate::protocol::{CurvePoint, Metrics};

/// Which metric the curves show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metric {
    /// Mean of ½(output − label)².
    #[default]
    Loss,
    /// Share of right answers.
    Accuracy,
}

impl Metric {
    /// The values over training and over test data.
    pub fn of(self, metrics: Metrics) -> [f64; 2] {
        match self {
            Self::Loss => [metrics.train_loss, metrics.test_loss],
            Self::Accuracy => [metrics.train_accuracy, metrics.test_accuracy],
        }
    }
}

/// How the visitor wants the curves drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CurveView {
    /// Loss or accuracy.
    pub metric: Metric,
    /// A logarithmic axis (losses only).
    pub log: bool,
    /// Smoothed lines, the raw ones faint.
    pub smooth: bool,
}

/// `(epoch, value)` smoothed by an exponential moving average whose memory is a fiftieth of
/// the span on show, so that the picture is as smooth however long the run is. What is no
/// finite number is left out.
pub fn smooth(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let memory = ((last - first) / 50.0).max(1.0);
    let mut before: Option<(f64, f64)> = None;
    let finite = points.iter().filter(|(epoch, value)| epoch.is_finite() && value.is_finite());
    finite
        .map(|&(epoch, value)| {
            let smoothed = match before {
                None => value,
                Some((at, average)) => {
                    let share = 1.0 - (-(epoch - at) / memory).exp();
                    average + (value - average) * share
                }
            };
            before = Some((epoch, smoothed));
            (epoch, smoothed)
        })
        .collect()
}

/// The point nearest to an epoch.
pub fn nearest(points: &[CurvePoint], epoch: f64) -> Option<CurvePoint> {
    let after = points.partition_point(|point| point.epoch < epoch);
    let before = after.checked_sub(1).and_then(|at| points.get(at));
    match (before, points.get(after)) {
        (Some(a), Some(b)) => Some(if epoch - a.epoch <= b.epoch - epoch { *a } else { *b }),
        (Some(only), None) | (None, Some(only)) => Some(*only),
        (None, None) => None,
    }
}

/// A step along the points with the keyboard, from `epoch` (or from the newest).
pub fn neighbour(points: &[CurvePoint], epoch: Option<f64>, steps: isize) -> Option<CurvePoint> {
    let last = points.len().checked_sub(1)?;
    let at = match epoch {
        None => last,
        Some(epoch) => points.partition_point(|point| point.epoch < epoch).min(last),
    };
    points.get(at.saturating_add_signed(steps).min(last)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(epoch: f64, loss: f64) -> CurvePoint {
        let metrics = Metrics { train_loss: loss, test_loss: loss, ..Metrics::default() };
        CurvePoint { epoch, metrics }
    }

    #[test]
    fn smoothing_follows_slowly_and_skips_what_is_no_number() {
        let raw = [(0.0, 1.0), (1.0, f64::NAN), (2.0, 1.0), (3.0, 0.0), (4.0, f64::INFINITY)];
        let smoothed = smooth(&raw);
        assert_eq!(smoothed.len(), 3);
        assert_eq!(smoothed[1], (2.0, 1.0));
        assert!((0.1..0.9).contains(&smoothed[2].1));
        assert!(smooth(&[]).is_empty());
    }

    #[test]
    fn nearest_and_neighbour_find_points() {
        let points = [point(0.0, 1.0), point(10.0, 2.0), point(30.0, 3.0)];
        for (epoch, found) in [(-5.0, 0.0), (4.0, 0.0), (6.0, 10.0), (21.0, 30.0), (99.0, 30.0)] {
            assert_eq!(nearest(&points, epoch).map(|p| p.epoch), Some(found), "{epoch}");
        }
        assert_eq!(nearest(&[], 1.0), None);
        assert_eq!(neighbour(&points, None, 0).map(|p| p.epoch), Some(30.0));
        assert_eq!(neighbour(&points, Some(10.0), -1).map(|p| p.epoch), Some(0.0));
        assert_eq!(neighbour(&points, Some(0.0), -1).map(|p| p.epoch), Some(0.0));
        assert_eq!(neighbour(&points, Some(10.0), 99).map(|p| p.epoch), Some(30.0));
        assert_eq!(neighbour(&[], None, 1), None);
    }
}
