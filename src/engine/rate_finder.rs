//! A search for a learning rate: train on ever larger ones and watch the loss (Smith, 2015,
//! *Cyclical learning rates for training neural networks*). The training itself is the caller's.

/// The first rate tried.
const LOWEST: f64 = 1e-6;
/// The last.
const HIGHEST: f64 = 10.0;
/// How many are tried, in equal factors.
const STEPS: usize = 200;
/// Share of the smoothed loss that stays from one step to the next.
const SMOOTHING: f64 = 0.9;
/// The search ends where the smoothed loss is so many times the best.
const TOO_LARGE: f64 = 4.0;

/// How far a search has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RateFinder {
    // Rate and smoothed loss.
    points: Vec<(f64, f64)>,
    average: f64,
    best: f64,
}

impl RateFinder {
    /// The rate to train on next; `None` at the end.
    pub fn next_rate(&self) -> Option<f64> {
        let step = self.points.len();
        let share = step as f64 / (STEPS - 1) as f64;
        (step < STEPS).then(|| LOWEST * libm::pow(HIGHEST / LOWEST, share))
    }

    /// Takes the loss of a batch at [`Self::next_rate`]; false where the search has ended.
    pub fn record(&mut self, loss: f64) -> bool {
        let Some(rate) = self.next_rate() else {
            return false;
        };
        if !loss.is_finite() {
            return false;
        }
        self.average = SMOOTHING * self.average + (1.0 - SMOOTHING) * loss;
        // The average starts at 0: what that takes off is put back.
        let step = self.points.len() as f64 + 1.0;
        let smoothed = self.average / (1.0 - libm::pow(SMOOTHING, step));
        self.best = if self.points.is_empty() { smoothed } else { self.best.min(smoothed) };
        self.points.push((rate, smoothed));
        smoothed <= TOO_LARGE * self.best && self.next_rate().is_some()
    }

    /// Rate and smoothed loss of each step.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.points.iter().copied()
    }

    /// The rate at which the smoothed loss falls fastest by the rate's logarithm; `None` where it
    /// never falls.
    pub fn suggestion(&self) -> Option<f64> {
        // The first steps are an average of little.
        let settled = self.points.get(STEPS / 20..)?;
        let falls = settled.windows(3).map(|three| (three[1].0, three[0].1 - three[2].1));
        falls
            .filter(|&(_, fall)| fall > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(rate, _)| rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steepest_fall_is_suggested_and_an_explosion_ends_the_search() {
        let mut finder = RateFinder::default();
        // Falls around 0.01, explodes above 1.
        let loss = |rate: f64| {
            1.0 / (1.0 + (rate / 0.01).powi(2)) + if rate > 1.0 { rate * 10.0 } else { 0.1 }
        };
        while let Some(rate) = finder.next_rate() {
            if !finder.record(loss(rate)) {
                break;
            }
        }
        let (last, _) = finder.points().last().unwrap();
        assert!((1.0..3.0).contains(&last), "ended at {last}");
        let found = finder.suggestion().unwrap();
        // The average trails behind.
        assert!((0.005..0.05).contains(&found), "{found}");
    }

    #[test]
    fn a_loss_that_is_no_number_ends_it_and_nothing_is_suggested_without_a_fall() {
        let mut finder = RateFinder::default();
        assert!(finder.record(1.0));
        assert!(!finder.record(f64::NAN));
        assert_eq!(finder.suggestion(), None);
    }
}
