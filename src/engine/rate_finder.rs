//! A search for a learning rate: train on ever larger ones and watch the loss (Smith, 2015,
//! *Cyclical learning rates for training neural networks*).
//!
//! Each rate trains for up to an epoch, and what counts is the loss over all training data behind
//! it: the losses of single batches are mostly noise, and in a few batches a rate that suits has
//! moved nothing yet. `tests/rate_finder.rs` holds what is suggested against what rates are worth.

use super::trainer::Trainer;

/// The first rate tried.
const LOWEST: f64 = 1e-6;
/// The last.
const HIGHEST: f64 = 10.0;
/// How many are tried, in equal factors.
const STEPS: usize = 100;
/// Batches that each trains, at most: an epoch of the data that the page opens with.
const BATCHES: usize = 25;
/// Points on either side that the curve is smoothed over.
const SMOOTHING: usize = 2;
/// Points on either side of one between which the curve's descent there is taken.
const REACH: usize = 3;
/// The search ends where the loss is so many times the best.
const TOO_LARGE: f64 = 4.0;
/// Losses below this share of the first are as good as none.
const FLOOR: f64 = 0.03;
/// A curve that falls by less than this share of where it began tells nothing.
const FALL: f64 = 0.05;
/// Nor does one that rises, on its way down, by more than this share of the fall: it is noise.
const NOISE: f64 = 0.2;
/// Of the rate with the lowest loss, which is too large to train at for long.
const TENTH: f64 = 0.1;

/// How far a search has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RateFinder {
    /// The loss behind each rate that is done.
    losses: Vec<f64>,
    /// Batches that the next rate has trained.
    batches: usize,
}

/// The rates, from the lowest on.
fn rate(step: usize) -> f64 {
    LOWEST * libm::pow(HIGHEST / LOWEST, step as f64 / (STEPS - 1) as f64)
}

impl RateFinder {
    /// Trains a batch of the copy of a run, at the rate that is under way, and measures where that
    /// was its last; false where the search has ended.
    pub fn work(&mut self, copy: &mut Trainer) -> bool {
        if self.losses.len() >= STEPS {
            return false;
        }
        let config = copy.config();
        let epoch = copy.data().train.len().div_ceil(config.batch_size.max(1));
        copy.try_rate(rate(self.losses.len()));
        self.batches += 1;
        if self.batches < epoch.min(BATCHES) {
            return true;
        }
        self.batches = 0;
        self.record(copy.train_loss())
    }

    /// Takes the loss behind a rate; false where the search has ended.
    fn record(&mut self, loss: f64) -> bool {
        if !loss.is_finite() {
            return false;
        }
        self.losses.push(loss);
        let mut smooth = self.points().map(|(_, loss)| loss);
        let first = smooth.next().unwrap_or_default();
        let (best, last) = smooth.fold((first, first), |(best, _), loss| (best.min(loss), loss));
        last <= TOO_LARGE * best.max(FLOOR * first) && self.losses.len() < STEPS
    }

    /// Each rate that is done, and the smoothed loss behind it.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let count = self.losses.len();
        (0..count).map(move |step| {
            let end = (step + SMOOTHING + 1).min(count);
            let around = &self.losses[step.saturating_sub(SMOOTHING)..end];
            (rate(step), around.iter().sum::<f64>() / around.len() as f64)
        })
    }

    /// A tenth of the rate with the lowest loss, or the rate before it at which the loss falls
    /// fastest, in proportion and by the rate's logarithm, whichever is smaller. Where the loss
    /// falls to the end, no rate was too large, and only the latter counts. `None` where the curve
    /// never falls, or is noise.
    pub fn suggestion(&self) -> Option<f64> {
        let mut curve: Vec<_> = self.points().collect();
        let first = curve.first()?.1;
        let (lowest, &(rate, least)) =
            curve.iter().enumerate().min_by(|(_, one), (_, other)| one.1.total_cmp(&other.1))?;
        let never_too_large = lowest + 2 >= STEPS;
        curve.truncate(lowest + 1);
        let fall = first - least;
        let rises: f64 = curve.windows(2).map(|two| (two[1].1 - two[0].1).max(0.0)).sum();
        // Below zero, where labels do not fit the loss, a fall has no proportion.
        let negative = least + FLOOR * first <= 0.0;
        if lowest < REACH || fall < FALL * first || rises > NOISE * fall || negative {
            return None;
        }
        let log = |step: usize| libm::log(curve[step].1 + FLOOR * first);
        let descent =
            |step: usize| log(step.saturating_sub(REACH)) - log((step + REACH).min(lowest));
        let steepest = (1..=lowest).max_by(|&one, &other| descent(one).total_cmp(&descent(other)));
        let steepest = curve[steepest?].0;
        Some(if never_too_large { steepest } else { steepest.min(TENTH * rate) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(loss: impl Fn(f64) -> f64) -> RateFinder {
        let mut finder = RateFinder::default();
        while finder.record(loss(rate(finder.losses.len()))) {}
        finder
    }

    #[test]
    fn the_steepest_fall_is_suggested_where_it_lies_far_before_the_lowest() {
        // Falls around 0.01, explodes above 1.
        let explosion = |rate: f64| if rate > 1.0 { rate * 10.0 } else { 0.1 };
        let finder = search(|rate| 1.0 / (1.0 + (rate / 0.01).powi(2)) + explosion(rate));
        let (last, _) = finder.points().last().unwrap();
        assert!((1.0..3.0).contains(&last), "ended at {last}");
        let found = finder.suggestion().unwrap();
        assert!((0.005..0.05).contains(&found), "{found}");
    }

    #[test]
    fn a_tenth_of_the_rate_with_the_lowest_loss_is_where_the_fall_is_close_to_it() {
        let finder = search(|rate| if rate > 1.0 { 1.2 } else { 1.0 - 0.9 * rate.powi(4) });
        let found = finder.suggestion().unwrap();
        // Smoothed over five points, the curve turns a little before it does.
        assert!((0.05..0.1).contains(&found), "{found}");
    }

    #[test]
    fn nothing_is_suggested_where_the_loss_never_falls_is_noise_or_is_no_number() {
        assert_eq!(search(|_| 1.0).suggestion(), None);
        assert_eq!(search(|rate| 1.0 - rate).suggestion(), None, "below zero");
        assert_eq!(search(|rate| 1.0 + (rate * 1e9).sin()).suggestion(), None);
        let mut finder = RateFinder::default();
        assert!(finder.record(1.0));
        assert!(!finder.record(f64::NAN));
        assert_eq!(finder.suggestion(), None);
    }
}
