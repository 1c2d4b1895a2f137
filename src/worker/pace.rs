//! How fast a run goes: so many units a second, or as fast as it can.

use crate::protocol::{Speed, Unit};

/// How far a run may fall behind before it stops trying to catch up, in ms: after a stall it
/// goes on at its pace instead of jumping.
const PATIENCE: f64 = 250.0;

/// The pace of a run under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    unit: Unit,
    /// ms per unit; 0 is as fast as it can.
    interval: f64,
    /// When the next unit is due.
    due: f64,
}

impl Pace {
    /// A pace whose first unit is due at once.
    pub fn new(speed: Speed, now: f64) -> Self {
        let (unit, per_second) = match speed {
            Speed::Sample => (Unit::Sample, 4.0),
            Speed::Batch => (Unit::Batch, 4.0),
            Speed::One => (Unit::Epoch, 1.0),
            Speed::Ten => (Unit::Epoch, 10.0),
            Speed::Sixty => (Unit::Epoch, 60.0),
            Speed::Max => (Unit::Epoch, f64::INFINITY),
        };
        Self { unit, interval: 1000.0 / per_second, due: now }
    }

    /// What it counts in.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Whether it holds back at all.
    pub fn is_paced(&self) -> bool {
        self.interval > 0.0
    }

    /// ms until the next unit is due; 0 where it is.
    pub fn wait(&mut self, now: f64) -> f64 {
        if !self.is_paced() {
            return 0.0;
        }
        if now - self.due > PATIENCE {
            self.due = now;
        }
        (self.due - now).max(0.0)
    }

    /// A unit is done.
    pub fn done(&mut self) {
        self.due += self.interval;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paced_run_does_its_units_and_no_more() {
        let mut pace = Pace::new(Speed::Ten, 0.0);
        let mut units = 0;
        let mut now = 0.0;
        while now < 999.0 {
            match pace.wait(now) {
                0.0 => {
                    units += 1;
                    pace.done();
                }
                wait => now += wait,
            }
        }
        assert_eq!(units, 10);
    }

    #[test]
    fn after_a_stall_it_does_not_jump() {
        let mut pace = Pace::new(Speed::Sixty, 0.0);
        pace.done();
        assert_eq!(pace.wait(60_000.0), 0.0);
        pace.done();
        assert!(pace.wait(60_000.0) > 0.0);
    }
}
