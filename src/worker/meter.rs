//! Epochs and samples per second over the last second or so.

use std::collections::VecDeque;

/// How far back the meter looks, in ms.
const SPAN: f64 = 1000.0;
/// Time between two marks, in ms.
const GRAIN: f64 = 50.0;

/// Counts what was trained.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    samples: u64,
    epochs: u64,
    /// Time and both counts then, oldest first.
    marks: VecDeque<(f64, u64, u64)>,
}

impl Meter {
    /// Something was trained by the time `now` (ms).
    pub fn add(&mut self, now: f64, samples: usize, epochs: u32) {
        if self.marks.back().is_none_or(|&(at, ..)| now - at >= GRAIN) {
            self.marks.push_back((now, self.samples, self.epochs));
            // One mark older than the span stays, so that slow paces are counted too.
            while self.marks.get(1).is_some_and(|&(at, ..)| now - at >= SPAN) {
                self.marks.pop_front();
            }
        }
        self.samples += samples as u64;
        self.epochs += u64::from(epochs);
    }

    /// Epochs and samples per second; 0 before there is anything to tell.
    pub fn rates(&self, now: f64) -> (f64, f64) {
        let Some(&(at, samples, epochs)) = self.marks.front() else {
            return (0.0, 0.0);
        };
        let seconds = (now - at) / 1000.0;
        if seconds < GRAIN / 1000.0 {
            return (0.0, 0.0);
        }
        ((self.epochs - epochs) as f64 / seconds, (self.samples - samples) as f64 / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_run_is_measured_as_such() {
        let mut meter = Meter::default();
        for epoch in 0..300 {
            meter.add(f64::from(epoch) * 10.0, 250, 1);
        }
        let (epochs, samples) = meter.rates(3000.0);
        assert!((epochs - 100.0).abs() < 2.0, "{epochs}");
        assert!((samples - 25_000.0).abs() < 500.0, "{samples}");
    }
}
