//! What follows when a worker has died: another one, or rest.

/// Restarts without progress before the page rests.
const RESTARTS: u32 = 3;

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Another worker.
    Again,
    /// Nothing, until the visitor wants it.
    Rest,
}

/// The lives of the workers so far.
#[derive(Clone, Debug, Default)]
pub struct Restarts {
    /// Restarts since the last progress.
    fruitless: u32,
    resting: bool,
}

impl Restarts {
    /// The run has come further than where the last worker left it.
    pub fn progressed(&mut self) {
        self.fruitless = 0;
    }

    /// A worker has died, or could not be started.
    pub fn died(&mut self) -> Next {
        if self.fruitless >= RESTARTS {
            self.resting = true;
            return Next::Rest;
        }
        self.fruitless += 1;
        Next::Again
    }

    /// Whether there is no worker, and none will come by itself.
    pub fn is_resting(&self) -> bool {
        self.resting
    }

    /// The visitor wants another one.
    pub fn try_again(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_three_restarts_without_progress_it_rests() {
        let mut restarts = Restarts::default();
        for _ in 0..2 {
            for _ in 0..RESTARTS {
                assert_eq!(restarts.died(), Next::Again);
                assert!(!restarts.is_resting());
            }
            assert_eq!(restarts.died(), Next::Rest);
            assert!(restarts.is_resting());
            restarts.try_again();
            assert!(!restarts.is_resting());
        }
    }

    #[test]
    fn a_run_that_comes_further_each_time_is_restarted_each_time() {
        let mut restarts = Restarts::default();
        for _ in 0..100 {
            assert_eq!(restarts.died(), Next::Again);
            assert_eq!(restarts.died(), Next::Again);
            restarts.progressed();
        }
    }
}
