//! How often the clock is read while training: it costs as much as a small batch.

/// Rows between two looks at least.
const ROWS: usize = 256;
/// And at most.
const MOST: usize = 1 << 16;
/// Looks that lie closer together than this, in ms, are too many.
const OFTEN: f64 = 0.25;
/// Looks that lie further apart than this, in ms, are too few.
const SELDOM: f64 = 1.0;

/// The time as it was at the last look.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    now: f64,
    rows: usize,
    since: usize,
}

impl Default for Watch {
    fn default() -> Self {
        Self { now: 0.0, rows: ROWS, since: 0 }
    }
}

impl Watch {
    /// Looks, and returns the time in ms.
    pub fn start(&mut self, clock: &mut dyn FnMut() -> f64) -> f64 {
        (self.now, self.since) = (clock(), 0);
        self.now
    }

    /// Rows until the next look.
    pub fn rows(&self) -> usize {
        self.rows - self.since
    }

    /// The time at the last look, in ms.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// So many more rows have been trained: looks, if it is time to.
    pub fn trained(&mut self, rows: usize, clock: &mut dyn FnMut() -> f64) {
        self.since += rows;
        if self.since < self.rows {
            return;
        }
        let spent = clock() - self.now;
        (self.now, self.since) = (self.now + spent, 0);
        if spent < OFTEN {
            self.rows = (2 * self.rows).min(MOST);
        } else if spent > SELDOM {
            self.rows = ((self.rows as f64 * SELDOM / spent) as usize).max(ROWS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_long_wait_is_the_last() {
        let (mut watch, mut now) = (Watch { rows: MOST, ..Watch::default() }, 0.0);
        for _ in 0..2 {
            now += watch.rows() as f64 / 10.0;
            watch.trained(watch.rows(), &mut || now);
        }
        assert_eq!(watch.rows(), ROWS);
    }

    #[test]
    fn the_quicker_it_goes_the_less_it_looks() {
        for (rows_per_ms, fewest, most) in [(100_000.0, 25_000, 65_536), (10.0, 256, 256)] {
            let (mut watch, mut now) = (Watch::default(), 0.0);
            for _ in 0..100 {
                let rows = watch.rows();
                now += rows as f64 / rows_per_ms;
                watch.trained(rows, &mut || now);
            }
            assert!((fewest..=most).contains(&watch.rows()), "{} rows", watch.rows());
            assert_eq!(watch.now(), now);
        }
    }
}
