//! The run's metrics over the epochs, thinned out as it grows, so that a run of a million
//! epochs takes as much memory and drawing time as one of two thousand.
//!
//! Thinning keeps extremes: of each bucket of neighbouring points the one with the lowest and
//! the one with the highest training loss stay, so that a spike survives however long the run.

use crate::protocol::{CurvePoint, Metrics};

/// Points kept at most.
pub const MOST: usize = 2000;

/// A curve of bounded length.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The first point, then the buckets one after the other; each has at most its lowest and
    /// its highest point, the last one the newest besides.
    points: Vec<CurvePoint>,
    /// Where the last bucket starts in `points`.
    bucket: usize,
    /// Points that the last bucket has taken in.
    filled: usize,
    /// Points that a bucket takes in.
    capacity: usize,
}

impl Default for Curve {
    fn default() -> Self {
        Self { points: Vec::new(), bucket: 1, filled: 0, capacity: 2 }
    }
}

impl Curve {
    /// Takes a point in. One at the epoch of the last replaces it (a weight set by hand);
    /// one before the last starts a new curve, for it cannot belong to this one.
    pub fn push(&mut self, point: CurvePoint) {
        match self.points.last_mut() {
            Some(last) if point.epoch < last.epoch => self.clear(),
            Some(last) if point.epoch == last.epoch => {
                *last = point;
                return;
            }
            Some(_) | None => {}
        }
        if self.points.is_empty() {
            self.points.push(point);
            return;
        }
        if self.filled == self.capacity {
            self.close_bucket();
        }
        // The newest of before only stays where it is an extreme.
        if self.points.len() > self.bucket + 2 {
            let kept = extremes(self.points.get(self.bucket..).unwrap_or_default());
            self.points.truncate(self.bucket);
            self.points.extend(kept);
        }
        self.points.push(point);
        self.filled += 1;
    }

    /// The points kept, by epoch; the first and the newest are always among them.
    pub fn points(&self) -> &[CurvePoint] {
        &self.points
    }

    /// Forgets everything: a new run.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Ends the last bucket and begins another; merges neighbouring buckets where there
    /// are too many.
    fn close_bucket(&mut self) {
        let kept = extremes(self.points.get(self.bucket..).unwrap_or_default());
        self.points.truncate(self.bucket);
        self.points.extend(kept);
        // The newest bucket still needs room for its three.
        if self.points.len() + 3 > MOST {
            let buckets = self.points.get(1..).unwrap_or_default();
            let merged: Vec<_> = buckets.chunks(4).flat_map(extremes).collect();
            self.points.truncate(1);
            self.points.extend(merged);
            self.capacity *= 2;
        }
        self.bucket = self.points.len();
        self.filled = 0;
    }
}

/// The points with the lowest and the highest training loss, by epoch. NaN counts as the
/// highest: where training broke is worth keeping.
fn extremes(points: &[CurvePoint]) -> Vec<CurvePoint> {
    let by_loss =
        |a: &&CurvePoint, b: &&CurvePoint| a.metrics.train_loss.total_cmp(&b.metrics.train_loss);
    let (Some(low), Some(high)) = (points.iter().min_by(by_loss), points.iter().max_by(by_loss))
    else {
        return Vec::new();
    };
    match low.epoch.total_cmp(&high.epoch) {
        std::cmp::Ordering::Less => vec![*low, *high],
        std::cmp::Ordering::Equal => vec![*low],
        std::cmp::Ordering::Greater => vec![*high, *low],
    }
}

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

    fn of(count: usize) -> Curve {
        let mut curve = Curve::default();
        for epoch in 0..count {
            curve.push(point(epoch as f64, 1.0 / (1.0 + epoch as f64)));
        }
        curve
    }

    #[test]
    fn a_short_run_is_kept_whole() {
        for count in [0, 1, 2, 3, 10, 1000] {
            let curve = of(count);
            assert_eq!(curve.points().len(), count);
            assert!(curve.points().iter().enumerate().all(|(i, p)| p.epoch == i as f64));
        }
    }

    #[test]
    fn a_long_run_stays_bounded_ordered_and_complete_at_both_ends() {
        let mut curve = Curve::default();
        for epoch in 0..300_000_u32 {
            curve.push(point(f64::from(epoch), f64::from((epoch % 1000 * 7919) % 1000)));
            assert!(curve.points().len() <= MOST);
            assert_eq!(curve.points().last().map(|p| p.epoch), Some(f64::from(epoch)));
        }
        let points = curve.points();
        assert!(points.len() > MOST / 4);
        assert_eq!(points[0].epoch, 0.0);
        assert!(points.is_sorted_by(|a, b| a.epoch < b.epoch));
        let widest = points.windows(2).map(|w| w[1].epoch - w[0].epoch).fold(0.0, f64::max);
        assert!(widest <= 300_000.0 / 100.0, "a gap of {widest} epochs");
    }

    #[test]
    fn one_spike_survives_thinning() {
        let mut curve = Curve::default();
        for epoch in 0..100_000 {
            curve.push(point(f64::from(epoch), if epoch == 31_415 { 9.0 } else { 0.1 }));
        }
        assert!(curve.points().iter().any(|p| p.metrics.train_loss == 9.0));
    }

    #[test]
    fn an_equal_epoch_replaces_and_an_earlier_one_starts_anew() {
        let mut curve = of(10);
        curve.push(point(9.0, 0.7));
        assert_eq!(curve.points().len(), 10);
        assert_eq!(curve.points()[9].metrics.train_loss, 0.7);
        curve.push(point(0.0, 0.5));
        assert_eq!(curve.points(), [point(0.0, 0.5)]);
        curve.clear();
        assert_eq!(curve, Curve::default());
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
