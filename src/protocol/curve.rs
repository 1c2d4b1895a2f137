//! The run's metrics over the epochs, thinned out as it grows, so that a run of a million epochs
//! takes as much memory and drawing time as one of two thousand. The worker keeps what a page has
//! not seen yet in one, the page all of the run.
//!
//! The epochs are cut into buckets of equal width, and of each the points with the lowest and the
//! highest training loss stay: the curve is as fine everywhere, however densely the points came
//! in, and a spike survives however long the run.

use super::CurvePoint;

/// Points kept at most.
pub const MOST: usize = 2000;

/// A curve of bounded length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The first point, then the buckets one after the other; each has at most its lowest and
    /// its highest point, the last one the newest besides.
    points: Vec<CurvePoint>,
    /// Where the last bucket starts in `points`.
    bucket: usize,
    /// Epochs of a bucket; 0: every point has one of its own.
    width: f64,
}

impl Curve {
    /// Takes a point in. One at the epoch of the last replaces it (a weight set by hand). One
    /// before the last cuts the curve there: the run has gone back, and trains on from it.
    pub fn push(&mut self, point: CurvePoint) {
        self.cut(point.epoch);
        match self.points.last_mut() {
            None => {}
            Some(last) if point.epoch == last.epoch => {
                *last = point;
                return;
            }
            Some(last) => {
                let same = same_bucket(last, &point, self.width);
                // The newest of before only stays where it is an extreme.
                if !same || self.points.len() > self.bucket + 2 {
                    self.settle();
                }
                if !same || self.points.len() <= 1 {
                    self.bucket = self.points.len();
                }
            }
        }
        self.points.push(point);
        if self.points.len() > MOST {
            self.widen();
        }
    }

    /// The points kept, by epoch; the first and the newest are always among them.
    pub fn points(&self) -> &[CurvePoint] {
        &self.points
    }

    /// [`Self::points`], and nothing of them is kept.
    pub fn take(&mut self) -> Vec<CurvePoint> {
        std::mem::take(self).points
    }

    /// Forgets everything: a new run.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets what lies behind an epoch.
    fn cut(&mut self, epoch: f64) {
        let left = self.points.partition_point(|point| point.epoch <= epoch);
        if left < self.points.len() {
            self.points.truncate(left);
            self.bucket = last_bucket(&self.points, self.width);
        }
    }

    /// Leaves the extremes of the last bucket.
    fn settle(&mut self) {
        let kept = extremes(self.points.get(self.bucket..).unwrap_or_default());
        self.points.truncate(self.bucket);
        self.points.extend(kept);
    }

    /// Makes the buckets so wide that half of the room is free.
    fn widen(&mut self) {
        let (Some(&first), Some(&last)) = (self.points.first(), self.points.last()) else {
            return;
        };
        self.width = (2.0 * self.width).max((last.epoch - first.epoch) * 4.0 / MOST as f64);
        let rest = self.points.get(1..).unwrap_or_default();
        let buckets = rest.chunk_by(|a, b| same_bucket(a, b, self.width));
        let mut merged: Vec<_> = std::iter::once(first).chain(buckets.flat_map(extremes)).collect();
        if merged.last().is_none_or(|kept| kept.epoch < last.epoch) {
            merged.push(last);
        }
        self.points = merged;
        self.bucket = last_bucket(&self.points, self.width);
    }
}

/// Where the last bucket starts; the first point has one of its own.
fn last_bucket(points: &[CurvePoint], width: f64) -> usize {
    let rest = points.get(1..).unwrap_or_default();
    let last = rest.chunk_by(|a, b| same_bucket(a, b, width)).last();
    points.len() - last.map_or(0, <[CurvePoint]>::len)
}

fn same_bucket(a: &CurvePoint, b: &CurvePoint, width: f64) -> bool {
    width > 0.0 && (a.epoch / width).floor() == (b.epoch / width).floor()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Metrics;

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

    fn widest(points: &[CurvePoint]) -> f64 {
        points.windows(2).map(|two| two[1].epoch - two[0].epoch).fold(0.0, f64::max)
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
        assert!(widest(points) <= 300_000.0 / 100.0, "a gap of {} epochs", widest(points));
    }

    /// Seen in a hidden tab: the points of 204,224 epochs had come one by one, those behind it ever
    /// further apart, and all of these went into one bucket, so that nothing stood before 3.2
    /// million.
    #[test]
    fn a_run_that_is_measured_ever_more_seldom_keeps_what_it_measures() {
        let mut curve = Curve::default();
        for epoch in 0..204_224_u32 {
            curve.push(point(f64::from(epoch), 1.0 / f64::from(epoch + 1)));
        }
        let (mut epoch, mut step) = (204_224.0, 0.0);
        while epoch < 3_200_000.0 {
            step = f64::floor(epoch / 64.0);
            epoch += step;
            curve.push(point(epoch, 1.0 / epoch));
        }
        let points = curve.points();
        assert!(points.len() <= MOST);
        assert!(points.iter().filter(|p| p.epoch > 204_224.0).count() >= 150);
        assert!(widest(points) <= step, "a gap of {} epochs", widest(points));
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
    fn what_is_thinned_twice_keeps_its_extremes() {
        let (mut worker, mut page) = (Curve::default(), Curve::default());
        for epoch in 0..90_000 {
            let loss = match epoch {
                20_011 => 0.01,
                70_007 => 9.0,
                _ => 0.5,
            };
            worker.push(point(f64::from(epoch), loss));
            if epoch % 30_000 == 29_999 {
                worker.take().into_iter().for_each(|point| page.push(point));
                assert_eq!(worker, Curve::default());
            }
        }
        let losses = || page.points().iter().map(|p| p.metrics.train_loss);
        assert!(losses().any(|loss| loss == 0.01) && losses().any(|loss| loss == 9.0));
        assert!(page.points().len() <= MOST);
    }

    #[test]
    fn an_equal_epoch_replaces_and_an_earlier_one_cuts() {
        let mut curve = of(10);
        curve.push(point(9.0, 0.7));
        assert_eq!(curve.points().len(), 10);
        assert_eq!(curve.points()[9].metrics.train_loss, 0.7);
        curve.push(point(4.5, 0.5));
        let epochs: Vec<f64> = curve.points().iter().map(|p| p.epoch).collect();
        assert_eq!(epochs, [0.0, 1.0, 2.0, 3.0, 4.0, 4.5]);
        curve.push(point(0.0, 0.5));
        assert_eq!(curve.points(), [point(0.0, 0.5)]);
        curve.clear();
        assert_eq!(curve, Curve::default());
    }

    #[test]
    fn a_curve_that_is_cut_goes_on_as_if_it_had_never_been_longer() {
        let mut curve = of(50_000);
        for epoch in 20_000..200_000 {
            curve.push(point(f64::from(epoch), 0.5));
            assert!(curve.points().len() <= MOST);
        }
        let points = curve.points();
        assert!(points.is_sorted_by(|a, b| a.epoch < b.epoch));
        assert!(points.iter().filter(|p| p.epoch < 20_000.0).count() > 100);
        assert!(widest(points) <= 2_000.0, "a gap of {} epochs", widest(points));
    }
}
