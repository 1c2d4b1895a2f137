//! Callbacks, as Keras names them (<https://keras.io/api/callbacks/>): what watches the epochs
//! and stops the training or lowers the learning rate. That training stops where a number is no
//! longer finite, Keras's `TerminateOnNaN`, is always so and needs none.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::kind::{About, Kind, Knob, Tuned};

/// What may watch the epochs.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Callback {
    /// Stops when a value has not improved for `patience` epochs.
    EarlyStopping,
    /// Lowers the learning rate when a value has not improved for `patience` epochs.
    ReduceLrOnPlateau,
    /// Stops when a loss is reached.
    StopAtLoss,
    /// Stops when an accuracy is reached.
    StopAtAccuracy,
}

/// What a callback may monitor.
const MONITORS: &[&str] = &["val_loss", "loss", "val_accuracy", "accuracy"];

impl Kind for Callback {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        const MONITOR: Knob = Knob::choice("monitor", MONITORS);
        match self {
            Self::EarlyStopping => {
                const {
                    &[
                        MONITOR,
                        Knob::whole("patience", 10.0, 0.0, 1000.0),
                        Knob::logarithmic("min_delta", 0.0, 0.0, 1.0),
                        Knob::whole("start_from_epoch", 0.0, 0.0, 10_000.0),
                        Knob::switch("restore_best_weights", true),
                    ]
                }
            }
            Self::ReduceLrOnPlateau => {
                const {
                    &[
                        MONITOR,
                        Knob::linear("factor", 0.1, 0.01, 0.99),
                        Knob::whole("patience", 10.0, 0.0, 1000.0),
                        Knob::logarithmic("min_delta", 1e-4, 0.0, 1.0),
                        Knob::whole("cooldown", 0.0, 0.0, 1000.0),
                        Knob::logarithmic("min_lr", 0.0, 0.0, 1.0),
                    ]
                }
            }
            Self::StopAtLoss => {
                const {
                    &[
                        Knob::choice("monitor", &["val_loss", "loss"]),
                        Knob::logarithmic("value", 0.05, 0.0, 10.0),
                    ]
                }
            }
            Self::StopAtAccuracy => {
                const {
                    &[
                        Knob::choice("monitor", &["val_accuracy", "accuracy"]),
                        Knob::linear("value", 0.95, 0.0, 1.0),
                    ]
                }
            }
        }
    }

    fn about(self) -> About {
        match self {
            Self::EarlyStopping => About {
                label: "Early stopping",
                source: "Prechelt, 1998, Early stopping — but when?",
            },
            Self::ReduceLrOnPlateau => About {
                label: "Reduce learning rate on plateau",
                source: "keras.io/api/callbacks/reduce_lr_on_plateau",
            },
            Self::StopAtLoss => About { label: "Stop at a loss", source: "" },
            Self::StopAtAccuracy => About { label: "Stop at an accuracy", source: "" },
        }
    }
}

/// The callbacks of a run, at most one of a kind.
pub type Callbacks = Vec<Tuned<Callback>>;

/// What an epoch has come to; NaN where there is nothing to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Training loss.
    pub loss: f64,
    /// Test loss.
    pub val_loss: f64,
    /// Training accuracy.
    pub accuracy: f64,
    /// Test accuracy.
    pub val_accuracy: f64,
}

impl Measured {
    /// The value that a callback monitors, and whether higher is better.
    fn of(&self, callback: &Tuned<Callback>) -> (f64, bool) {
        let monitor = callback.get("monitor").unwrap_or_default() as usize;
        match (callback.kind(), monitor) {
            (Callback::StopAtAccuracy, 0) => (self.val_accuracy, true),
            (Callback::StopAtAccuracy, _) => (self.accuracy, true),
            (_, 0) => (self.val_loss, false),
            (_, 1) => (self.loss, false),
            (_, 2) => (self.val_accuracy, true),
            (_, _) => (self.accuracy, true),
        }
    }
}

/// Whether a callback waits for an accuracy: when regressing there is none, and it never acts.
pub fn monitors_accuracy(callback: &Tuned<Callback>) -> bool {
    let none = f64::NAN;
    Measured { loss: none, val_loss: none, accuracy: none, val_accuracy: none }.of(callback).1
}

/// What the callbacks say of an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Which one stops the training.
    pub stop: Option<Callback>,
    /// Whether the weights are the best so far: worth keeping.
    pub improved: bool,
    /// Whether the best weights come back.
    pub restore_best: bool,
}

/// What one callback remembers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Watch {
    best: Option<f64>,
    wait: u64,
    cooldown: u64,
}

impl Watch {
    /// Whether `value` beats the best so far by more than `min_delta`; then it is the best.
    fn improves(&mut self, value: f64, higher: bool, min_delta: f64) -> bool {
        let better = self.best.is_none_or(|best| {
            if higher { value - min_delta > best } else { value + min_delta < best }
        });
        if better {
            self.best = Some(value);
        }
        better
    }
}

/// What early stopping remembers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stopping {
    watch: Watch,
    // A callback has stopped the training: what goes on from here is another run of `fit`.
    stopped: bool,
}

/// What the callback for plateaus remembers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plateau {
    watch: Watch,
    // What the learning rate is multiplied by.
    factor: f64,
}

impl Default for Plateau {
    fn default() -> Self {
        Self { watch: Watch::default(), factor: 1.0 }
    }
}

/// Which goals the epoch before had reached: one that is reached already stops nobody who trains
/// on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Goals {
    loss: bool,
    accuracy: bool,
}

impl Goals {
    /// Whether a goal has just been reached: it is now, and was not `before`.
    fn reaches(before: &mut bool, now: bool) -> bool {
        !std::mem::replace(before, now) && now
    }
}

/// What the callbacks of a run remember.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CallbackState {
    /// Early stopping.
    pub stopping: Stopping,
    /// The plateau.
    pub plateau: Plateau,
    /// The goals.
    pub goals: Goals,
}

impl CallbackState {
    /// The learning rate that `rate` becomes by what a plateau has taken off.
    pub fn adjust(&self, callbacks: &[Tuned<Callback>], rate: f64) -> f64 {
        let plateau = callbacks.iter().find(|one| one.kind() == Callback::ReduceLrOnPlateau);
        plateau.map_or(rate, |one| {
            let least = one.get("min_lr").unwrap_or_default().min(rate);
            (rate * self.plateau.factor).max(least)
        })
    }

    /// Training goes on; where a callback had stopped it, the watches start anew as with Keras's
    /// next `fit`, which leaves the rate where the plateau has brought it. True in that case: the
    /// best weights are forgotten too.
    pub fn go_on(&mut self) -> bool {
        let anew = self.stopping.stopped;
        if anew {
            self.stopping = Stopping::default();
            self.plateau.watch = Watch::default();
        }
        anew
    }

    /// Judges the epoch that has just ended, `epoch` being how many have by now; `rate` is the
    /// learning rate before [`Self::adjust`]. As Keras's classes do it, step by step; but what
    /// has no value (an accuracy when regressing, a test loss without test data) is no reason for
    /// anything.
    pub fn end_epoch(
        &mut self,
        callbacks: &[Tuned<Callback>],
        epoch: u64,
        rate: f64,
        measured: &Measured,
    ) -> Verdict {
        let mut verdict = Verdict::default();
        for callback in callbacks {
            let knob = |name| callback.get(name).unwrap_or_default();
            let (value, higher) = measured.of(callback);
            if value.is_nan() {
                continue;
            }
            match callback.kind() {
                Callback::EarlyStopping => {
                    // Keras counts epochs from 0.
                    let epoch = epoch.saturating_sub(1);
                    if (epoch as f64) < knob("start_from_epoch") {
                        continue;
                    }
                    let watch = &mut self.stopping.watch;
                    watch.wait += 1;
                    if watch.improves(value, higher, knob("min_delta")) {
                        watch.wait = 0;
                        verdict.improved = true;
                    } else if watch.wait as f64 >= knob("patience") && epoch > 0 {
                        verdict.stop = Some(Callback::EarlyStopping);
                        verdict.restore_best = knob("restore_best_weights") != 0.0;
                    }
                }
                Callback::ReduceLrOnPlateau => {
                    let before = self.adjust(callbacks, rate);
                    let Plateau { watch, factor } = &mut self.plateau;
                    if watch.cooldown > 0 {
                        watch.cooldown -= 1;
                        watch.wait = 0;
                    }
                    if watch.improves(value, higher, knob("min_delta")) {
                        watch.wait = 0;
                    } else if watch.cooldown == 0 {
                        watch.wait += 1;
                        if watch.wait as f64 >= knob("patience") && before > knob("min_lr") {
                            *factor *= knob("factor");
                            watch.cooldown = knob("cooldown") as u64;
                            watch.wait = 0;
                        }
                    }
                }
                Callback::StopAtLoss => {
                    if Goals::reaches(&mut self.goals.loss, value <= knob("value")) {
                        verdict.stop = Some(Callback::StopAtLoss);
                    }
                }
                Callback::StopAtAccuracy => {
                    if Goals::reaches(&mut self.goals.accuracy, value >= knob("value")) {
                        verdict.stop = Some(Callback::StopAtAccuracy);
                    }
                }
            }
        }
        self.stopping.stopped = verdict.stop.is_some();
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loss(val_loss: f64) -> Measured {
        Measured { loss: val_loss, val_loss, accuracy: f64::NAN, val_accuracy: f64::NAN }
    }

    /// The epochs (from 1) at which the callback stops, and the factor behind the last.
    fn trace(callback: Tuned<Callback>, losses: &[f64]) -> (Vec<usize>, f64) {
        let mut state = CallbackState::default();
        let mut stops = Vec::new();
        for (at, &value) in losses.iter().enumerate() {
            let verdict = state.end_epoch(&[callback], at as u64 + 1, 0.1, &loss(value));
            stops.extend(verdict.stop.map(|_| at + 1));
        }
        (stops, state.adjust(&[callback], 0.1))
    }

    #[test]
    fn early_stopping_waits_as_keras_does() {
        let patient = |patience| Tuned::new(Callback::EarlyStopping).with("patience", patience);
        // Best at epoch 2; two epochs without a better one later it stops.
        assert_eq!(trace(patient(2.0), &[1.0, 0.5, 0.6, 0.6]).0, [4]);
        assert_eq!(trace(patient(0.0), &[1.0, 0.5, 0.6]).0, [3]);
        assert!(trace(patient(2.0), &[1.0, 0.9, 0.95, 0.8, 0.85, 0.7]).0.is_empty());
        let picky = patient(1.0).with("min_delta", 0.2);
        assert_eq!(trace(picky, &[1.0, 0.9]).0, [2]);
        let late = patient(1.0).with("start_from_epoch", 3.0);
        assert_eq!(trace(late, &[1.0, 2.0, 3.0, 4.0, 5.0]).0, [5]);
    }

    #[test]
    fn a_plateau_lowers_the_rate_and_then_rests() {
        let callback = Tuned::new(Callback::ReduceLrOnPlateau)
            .with("patience", 2.0)
            .with("factor", 0.5)
            .with("cooldown", 2.0);
        let rate = |losses: &[f64]| trace(callback, losses).1;
        assert_eq!(rate(&[1.0, 1.0]), 0.1);
        assert_eq!(rate(&[1.0, 1.0, 1.0]), 0.05);
        // One epoch of rest, then the count starts again.
        assert_eq!(rate(&[1.0, 1.0, 1.0, 1.0, 1.0]), 0.05);
        assert_eq!(rate(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 0.025);
        let floor = callback.with("min_lr", 0.08);
        assert_eq!(trace(floor, &[1.0; 12]).1, 0.08);
    }

    #[test]
    fn goals_stop_when_they_are_reached() {
        let goal = Tuned::new(Callback::StopAtLoss).with("value", 0.3);
        assert_eq!(trace(goal, &[0.4, 0.3, 0.5]).0, [2]);
        let mut state = CallbackState::default();
        let goal = [Tuned::new(Callback::StopAtAccuracy).with("value", 0.9)];
        let at = |accuracy| Measured { val_accuracy: accuracy, ..loss(1.0) };
        assert_eq!(state.end_epoch(&goal, 1, 0.1, &at(f64::NAN)).stop, None);
        assert_eq!(state.end_epoch(&goal, 2, 0.1, &at(0.9)).stop, Some(Callback::StopAtAccuracy));
    }

    #[test]
    fn what_has_no_value_is_no_reason_for_anything() {
        let nothing = Measured { accuracy: f64::NAN, ..loss(1.0) };
        for text in [
            "early_stopping(monitor:3,patience:0)",
            "reduce_lr_on_plateau(monitor:3,patience:0)",
            "stop_at_accuracy(monitor:1,value:0)",
        ] {
            let callbacks = [Tuned::read(text).unwrap().0];
            let mut state = CallbackState::default();
            for epoch in 1..20 {
                let verdict = state.end_epoch(&callbacks, epoch, 0.1, &nothing);
                assert_eq!(verdict, Verdict::default(), "{text}");
            }
            assert_eq!(state, CallbackState::default(), "{text}");
        }
    }

    #[test]
    fn going_on_after_a_stop_begins_the_watch_anew_and_leaves_the_rate_cut() {
        let callbacks = [
            Tuned::new(Callback::EarlyStopping).with("patience", 3.0),
            Tuned::new(Callback::ReduceLrOnPlateau).with("patience", 2.0).with("factor", 0.5),
        ];
        let mut state = CallbackState::default();
        let stops = |state: &mut CallbackState, losses: &[f64]| {
            let mut stop = None;
            for (at, &value) in losses.iter().enumerate() {
                stop = state.end_epoch(&callbacks, at as u64 + 1, 0.1, &loss(value)).stop;
            }
            stop.is_some()
        };
        assert!(stops(&mut state, &[1.0, 2.0, 2.0, 2.0]));
        assert_eq!(state.adjust(&callbacks, 0.1), 0.05);
        assert!(state.go_on());
        assert_eq!(state.adjust(&callbacks, 0.1), 0.05);
        assert!(!stops(&mut state, &[3.0, 3.0, 3.0]) && !state.go_on());
    }

    #[test]
    fn a_goal_that_is_reached_already_stops_nobody_who_trains_on() {
        let goal = Tuned::new(Callback::StopAtLoss).with("value", 0.3);
        assert_eq!(trace(goal, &[0.4, 0.2, 0.1, 0.5, 0.2]).0, [2, 5]);
    }

    #[test]
    fn what_waits_for_an_accuracy_says_so() {
        let monitors = |text: &str| monitors_accuracy(&Tuned::read(text).unwrap().0);
        for text in ["stop_at_accuracy", "stop_at_accuracy(monitor:1)", "early_stopping(monitor:2)"]
        {
            assert!(monitors(text), "{text}");
        }
        for text in ["stop_at_loss", "early_stopping", "early_stopping(monitor:1)"] {
            assert!(!monitors(text), "{text}");
        }
    }
}
