//! Learning-rate schedules, as Keras names them
//! (<https://keras.io/api/optimizers/learning_rate_schedules/>). To add one: a variant and its
//! arms here; panel, link and tests walk the variants.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::formula::exact;
use super::kind::{About, Kind, Knob, Tuned};

/// How the learning rate changes with the number of weight updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Schedule {
    /// The rate stays.
    Constant,
    /// `rate · decay_rate^(step/decay_steps)`
    ExponentialDecay,
    /// Along half a cosine to `alpha · rate`, perhaps behind a warm-up.
    CosineDecay,
    /// [`Self::CosineDecay`] again and again, each longer and lower.
    CosineDecayRestarts,
    /// `(rate − end)·(1 − step/decay_steps)^power + end`
    PolynomialDecay,
    /// `rate / (1 + decay_rate · step/decay_steps)`
    InverseTimeDecay,
    /// Another rate behind each of three boundaries.
    PiecewiseConstantDecay,
}

const fn steps(name: &'static str, default: f64) -> Knob {
    Knob::whole(name, default, 1.0, 1e6)
}

const DECAY_STEPS: Knob = steps("decay_steps", 1000.0);
const DECAY_RATE: Knob = Knob::linear("decay_rate", 0.5, 0.0, 1.0);
const STAIRCASE: Knob = Knob::switch("staircase", false);
const ALPHA: Knob = Knob::linear("alpha", 0.0, 0.0, 1.0);

impl Kind for Schedule {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        match self {
            Self::Constant => &[],
            Self::ExponentialDecay => const { &[DECAY_STEPS, DECAY_RATE, STAIRCASE] },
            Self::CosineDecay => {
                const {
                    &[
                        DECAY_STEPS,
                        ALPHA,
                        // 0: no warm-up.
                        Knob::logarithmic("warmup_target", 0.0, 0.0, 10.0),
                        Knob::whole("warmup_steps", 0.0, 0.0, 1e6),
                    ]
                }
            }
            Self::CosineDecayRestarts => {
                const {
                    &[
                        steps("first_decay_steps", 1000.0),
                        Knob::linear("t_mul", 2.0, 1.0, 4.0),
                        Knob::linear("m_mul", 1.0, 0.0, 1.0),
                        ALPHA,
                    ]
                }
            }
            Self::PolynomialDecay => {
                const {
                    &[
                        DECAY_STEPS,
                        Knob::logarithmic("end_learning_rate", 1e-4, 0.0, 10.0),
                        Knob::linear("power", 1.0, 0.1, 5.0),
                        Knob::switch("cycle", false),
                    ]
                }
            }
            Self::InverseTimeDecay => const { &[DECAY_STEPS, DECAY_RATE, STAIRCASE] },
            Self::PiecewiseConstantDecay => {
                const {
                    &[
                        Knob::whole("boundary_1", 1000.0, 0.0, 1e6),
                        Knob::logarithmic("value_1", 0.01, 0.0, 10.0),
                        Knob::whole("boundary_2", 0.0, 0.0, 1e6),
                        Knob::logarithmic("value_2", 0.001, 0.0, 10.0),
                        Knob::whole("boundary_3", 0.0, 0.0, 1e6),
                        Knob::logarithmic("value_3", 1e-4, 0.0, 10.0),
                    ]
                }
            }
        }
    }

    fn about(self) -> About {
        match self {
            Self::Constant => About { label: "constant", source: "" },
            Self::ExponentialDecay => {
                About { label: "exponential decay", source: "keras.io, ExponentialDecay" }
            }
            Self::CosineDecay => {
                About { label: "cosine decay", source: "Loshchilov and Hutter, 2016, SGDR" }
            }
            Self::CosineDecayRestarts => About {
                label: "cosine decay with restarts",
                source: "Loshchilov and Hutter, 2016, SGDR",
            },
            Self::PolynomialDecay => {
                About { label: "polynomial decay", source: "keras.io, PolynomialDecay" }
            }
            Self::InverseTimeDecay => {
                About { label: "inverse time decay", source: "keras.io, InverseTimeDecay" }
            }
            Self::PiecewiseConstantDecay => {
                About { label: "piecewise constant", source: "keras.io, PiecewiseConstantDecay" }
            }
        }
    }
}

/// Whether the learning rate stays what it is: steps without a boundary are none.
pub fn is_constant(schedule: &Tuned<Schedule>) -> bool {
    match schedule.kind() {
        Schedule::Constant => true,
        Schedule::PiecewiseConstantDecay => boundaries(schedule).next().is_none(),
        Schedule::ExponentialDecay
        | Schedule::CosineDecay
        | Schedule::CosineDecayRestarts
        | Schedule::PolynomialDecay
        | Schedule::InverseTimeDecay => false,
    }
}

/// The boundaries of [`Schedule::PiecewiseConstantDecay`] that are used, each with the rate behind it, as
/// they are listed: behind several of them the last one's rate counts. None of other schedules.
pub fn boundaries(schedule: &Tuned<Schedule>) -> impl Iterator<Item = (f64, f64)> {
    let listed = [("boundary_1", "value_1"), ("boundary_2", "value_2"), ("boundary_3", "value_3")];
    let of = |(boundary, value)| schedule.get(boundary).zip(schedule.get(value));
    listed.into_iter().filter_map(of).filter(|&(boundary, _)| boundary > 0.0)
}

/// The learning rate of the update after `step` others, for the rate `initial` at the start.
pub fn rate(schedule: &Tuned<Schedule>, initial: f64, step: u64) -> f64 {
    let knob = |name| schedule.get(name).unwrap_or_default();
    let on = |name| knob(name) != 0.0;
    let step = step as f64;
    let share = || {
        let share = step / knob("decay_steps");
        if on("staircase") { share.floor() } else { share }
    };
    match schedule.kind() {
        Schedule::Constant => initial,
        Schedule::ExponentialDecay => initial * libm::pow(knob("decay_rate"), share()),
        Schedule::CosineDecay => {
            let (target, steps) = (knob("warmup_target"), knob("warmup_steps"));
            let (start, behind) = match target {
                0.0 => (initial, step),
                _ if step < steps => return initial + (target - initial) * (step / steps),
                _ => (target, step - steps),
            };
            let done = behind.min(knob("decay_steps")) / knob("decay_steps");
            start * cosine(done, 1.0, knob("alpha"))
        }
        Schedule::CosineDecayRestarts => {
            let (t, done) = (knob("t_mul"), step / knob("first_decay_steps"));
            let (restarts, within) = if t == 1.0 {
                (done.floor(), done - done.floor())
            } else {
                let restarts = (exact::ln(1.0 - done * (1.0 - t)) / exact::ln(t)).floor();
                let length = libm::pow(t, restarts);
                (restarts, (done - (1.0 - length) / (1.0 - t)) / length)
            };
            initial * cosine(within, libm::pow(knob("m_mul"), restarts), knob("alpha"))
        }
        Schedule::PolynomialDecay => {
            let (mut steps, end) = (knob("decay_steps"), knob("end_learning_rate"));
            let mut at = step;
            if on("cycle") {
                steps *= (step / steps).ceil().max(1.0);
            } else {
                at = step.min(steps);
            }
            (initial - end) * libm::pow(1.0 - at / steps, knob("power")) + end
        }
        Schedule::InverseTimeDecay => initial / (1.0 + knob("decay_rate") * share()),
        Schedule::PiecewiseConstantDecay => {
            let passed = boundaries(schedule).filter(|&(boundary, _)| step > boundary);
            passed.last().map_or(initial, |(_, rate)| rate)
        }
    }
}

/// From `height` down to `alpha`, half a cosine as `done` goes from 0 to 1.
fn cosine(done: f64, height: f64, alpha: f64) -> f64 {
    let wave = 0.5 * height * (1.0 + exact::cos(std::f64::consts::PI * done));
    (1.0 - alpha) * wave + alpha
}
