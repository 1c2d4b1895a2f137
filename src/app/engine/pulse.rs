//! Whether the worker lives: it must say a word every few seconds. Time counts only while the
//! page's own animation frames come, which they do neither in a hidden page nor in a machine that is
//! too busy for either of the two: a healthy worker is never taken for dead.

/// Between two looks, in ms; no more than that counts for a look, however late it is.
pub const LOOK: f64 = 500.0;
/// Silence after which the worker is asked for a word, in ms.
const ASK: f64 = 1000.0;
/// Silence after which it is dead, in ms, unless it has asked for more patience.
const DEAD: f64 = 3000.0;
/// Silence at its start after which the visitor is told: it is being fetched, and nobody knows how
/// slow the line is.
const SLOW: f64 = 20_000.0;

/// What a look finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing to do.
    Well,
    /// It has been quiet for a while: it is asked for a word.
    Quiet,
    /// It has not said its first word for long.
    Slow,
    /// It has fallen silent.
    Silent,
}

/// The silence so far.
#[derive(Clone, Debug, Default)]
pub struct Pulse {
    /// It has said that it listens.
    awake: bool,
    /// ms
    silence: f64,
    /// When the page last looked, in ms.
    looked: Option<f64>,
    /// It has been asked since its last word.
    asked: bool,
    /// What it has asked for, in ms.
    patience: f64,
}

impl Pulse {
    /// It listens from now on.
    pub fn woke(&mut self) {
        self.awake = true;
        self.heard();
    }

    /// It has said something.
    pub fn heard(&mut self) {
        (self.silence, self.asked) = (0.0, false);
    }

    /// It will be silent for so many ms at a time at most; 0: as usual.
    pub fn grant(&mut self, ms: f64) {
        self.patience = ms;
    }

    /// An animation frame of the page at `now`, in ms.
    pub fn look(&mut self, now: f64) -> Found {
        let since = self.looked.replace(now).map_or(0.0, |before| now - before);
        let before = self.silence;
        self.silence += since.clamp(0.0, LOOK);
        let passed = |at: f64| before < at && self.silence >= at;
        if !self.awake {
            return if passed(SLOW) { Found::Slow } else { Found::Well };
        }
        if self.silence >= DEAD.max(self.patience) {
            return Found::Silent;
        }
        if self.silence >= ASK && !self.asked {
            self.asked = true;
            return Found::Quiet;
        }
        Found::Well
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks every `each` ms until something else than `Well` is found; what, and when.
    fn wait(pulse: &mut Pulse, now: &mut f64, each: f64) -> (Found, f64) {
        let start = *now;
        loop {
            *now += each;
            let found = pulse.look(*now);
            if found != Found::Well {
                return (found, *now - start);
            }
        }
    }

    fn awake() -> Pulse {
        let mut pulse = Pulse::default();
        pulse.look(0.0);
        pulse.woke();
        pulse
    }

    #[test]
    fn a_silent_worker_is_asked_and_then_dead_after_three_seconds() {
        let (mut pulse, mut now) = (awake(), 0.0);
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Quiet, 1000.0));
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Silent, 2000.0));
    }

    #[test]
    fn one_that_answers_is_asked_again_and_again_and_lives() {
        let (mut pulse, mut now) = (awake(), 0.0);
        for _ in 0..100 {
            let (found, _) = wait(&mut pulse, &mut now, 500.0);
            assert_eq!(found, Found::Quiet);
            pulse.heard();
        }
    }

    #[test]
    fn a_page_that_was_hidden_or_stood_still_for_an_hour_does_not_count_it() {
        let (mut pulse, mut now) = (awake(), 0.0);
        for _ in 0..5 {
            now += 3_600_000.0;
            assert_ne!(pulse.look(now), Found::Silent);
        }
        assert_eq!(pulse.look(now + 3_600_000.0), Found::Silent, "six frames of its own have come");
    }

    #[test]
    fn long_work_that_was_announced_is_waited_for() {
        let (mut pulse, mut now) = (awake(), 0.0);
        pulse.grant(20_000.0);
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Quiet, 1000.0));
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Silent, 19_000.0));
        let (mut pulse, mut now) = (awake(), 0.0);
        pulse.grant(20_000.0);
        pulse.grant(0.0);
        wait(&mut pulse, &mut now, 500.0);
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Silent, 2000.0));
    }

    #[test]
    fn one_that_is_still_on_its_way_is_told_of_once_and_never_dead() {
        let (mut pulse, mut now) = (Pulse::default(), 0.0);
        pulse.look(now);
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Slow, 20_000.0));
        for _ in 0..10_000 {
            now += 500.0;
            assert_eq!(pulse.look(now), Found::Well);
        }
        pulse.woke();
        assert_eq!(wait(&mut pulse, &mut now, 500.0), (Found::Quiet, 1000.0));
    }
}
