//! Optimizers, as Keras names them (<https://keras.io/api/optimizers/>): how gradients move
//! weights. To add one: a variant and its arms here; backends, panel, link and tests walk the
//! variants. [`Step`] puts an update together with clipping, decay and penalties.

pub mod build;
mod step;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

pub use step::{Penalty, Real, Step};

use super::config::ConfigError;
use super::kind::{About, Kind, Knob, Tuned};

/// What moves the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Optimizer {
    /// Gradient descent, with momentum and with a look ahead (`nesterov`).
    Sgd,
    /// Steps divided by a moving root mean square of the gradient.
    RmsProp,
    /// Steps divided by the root of all squared gradients so far.
    Adagrad,
    /// Steps as long as those before, beside the gradients before.
    Adadelta,
    /// Moving averages of gradient and square, without their start's bias.
    Adam,
    /// [`Self::Adam`] with weights that decay by themselves.
    AdamW,
    /// [`Self::Adam`] with the largest gradient in the place of the root.
    Adamax,
    /// [`Self::Adam`] with a look ahead.
    Nadam,
    /// Steps of one length, along the sign of a momentum.
    Lion,
    /// Follow the regularized leader.
    Ftrl,
}

/// What any optimizer may do beside its own update; 0 is off. Of the three clippings one at a time
/// is on, as Keras has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extras {
    /// Share of each weight, times the learning rate, that every step takes off (Loshchilov and
    /// Hutter, 2017, *Decoupled weight decay regularization*). AdamW has a knob for it instead.
    pub weight_decay: f64,
    /// Longest gradient of one variable.
    pub clipnorm: f64,
    /// Largest entry of a gradient.
    pub clipvalue: f64,
    /// Longest gradient of all variables together.
    pub global_clipnorm: f64,
}

impl Extras {
    /// The clippings that are on, under Keras's names.
    pub fn clippings(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let Self { weight_decay: _, clipnorm, clipvalue, global_clipnorm } = *self;
        let all = [
            ("clipnorm", clipnorm),
            ("clipvalue", clipvalue),
            ("global_clipnorm", global_clipnorm),
        ];
        all.into_iter().filter(|&(_, most)| most > 0.0)
    }

    /// Whether no more than one clipping is on.
    ///
    /// # Errors
    /// [`ConfigError`] names those that are; Keras refuses them with as many words.
    pub fn check(&self) -> Result<(), ConfigError> {
        let (names, values): (Vec<_>, Vec<_>) =
            self.clippings().map(|(name, most)| (name, most.to_string())).unzip();
        if names.len() < 2 {
            return Ok(());
        }
        let allowed = "one at a time of clipnorm, clipvalue and global_clipnorm".to_owned();
        Err(ConfigError { field: names.join(", "), value: values.join(", "), allowed })
    }
}

/// The numbers that an optimizer keeps for all parameters together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// The product of Nadam's momentum schedule so far.
    pub product: f64,
}

impl Default for Memory {
    fn default() -> Self {
        Self { product: 1.0 }
    }
}

/// Most numbers that an update reads beside weight, gradient and memory.
pub const CONSTANTS: usize = 8;
/// Most numbers that an optimizer remembers of each weight.
pub const MOST_SLOTS: usize = 3;

/// Moves weights along gradients, with the slots and the constants.
type Move<T> = fn(&mut [T], &[T], &mut [Vec<T>], &[T; CONSTANTS]);

/// An update of weights along gradients, in both widths.
#[derive(Clone, Copy)]
pub struct Update {
    /// 64-bit: `w`, `g` and each slot have equal lengths.
    wide: Move<f64>,
    /// 32-bit.
    narrow: Move<f32>,
    /// Written down, of `w`, `g`, [`MOST_SLOTS`] slots and the constants: the new weight and slots.
    #[cfg(feature = "train")]
    pub trace: fn() -> super::formula::trace::Trace,
}

/// `update!(|w, g, [slot…], [constant…]| { statements })`: an [`Update`] whose statements assign
/// to `w` and to the slots, one weight at a time.
macro_rules! update {
    (|$w:ident, $g:ident, [$($slot:ident),*], [$($c:ident),*]| $body:block) => {{
        #[allow(unused_imports, reason = "no update needs all words")]
        use $crate::engine::formula::number::*;
        #[inline(always)]
        fn of<N: Number>(
            (w, $g): (N, N),
            mut slots: [N; MOST_SLOTS],
            c: &[N; CONSTANTS],
        ) -> (N, [N; MOST_SLOTS])
        where
            f64: Left<N>,
        {
            let mut $w = w;
            let [$($c,)* ..] = *c;
            let [$(mut $slot,)* ..] = slots;
            $body
            for (to, from) in slots.iter_mut().zip([$($slot),*]) {
                *to = from;
            }
            ($w, slots)
        }
        Update {
            wide: |w, g, slots, c| {
                let c = c.map(Wide);
                each(w, g, slots, |wg, slots| {
                    let (w, slots) = of((Wide(wg.0), Wide(wg.1)), slots.map(Wide), &c);
                    (w.0, slots.map(|slot| slot.0))
                });
            },
            narrow: |w, g, slots, c| {
                let c = c.map(Narrow);
                each(w, g, slots, |wg, slots| {
                    let (w, slots) = of((Narrow(wg.0), Narrow(wg.1)), slots.map(Narrow), &c);
                    (w.0, slots.map(|slot| slot.0))
                });
            },
            #[cfg(feature = "train")]
            trace: || {
                $crate::engine::formula::trace::trace(2 + MOST_SLOTS + CONSTANTS, |given| {
                    let slots = std::array::from_fn(|at| given[2 + at]);
                    let c = std::array::from_fn(|at| given[2 + MOST_SLOTS + at]);
                    let (w, slots) = of((given[0], given[1]), slots, &c);
                    [w].into_iter().chain(slots)
                })
            },
        }
    }};
}

/// Moves each weight and what is remembered of it.
#[inline(always)]
fn each<T: Copy + Default>(
    weights: &mut [T],
    gradients: &[T],
    slots: &mut [Vec<T>],
    of: impl Fn((T, T), [T; MOST_SLOTS]) -> (T, [T; MOST_SLOTS]),
) {
    let zero = T::default();
    let both = weights.iter_mut().zip(gradients);
    match slots {
        [a] => {
            for ((w, &g), a) in both.zip(a) {
                (*w, [*a, ..]) = of((*w, g), [*a, zero, zero]);
            }
        }
        [a, b] => {
            for (((w, &g), a), b) in both.zip(a).zip(b) {
                (*w, [*a, *b, _]) = of((*w, g), [*a, *b, zero]);
            }
        }
        [a, b, c] => {
            for ((((w, &g), a), b), c) in both.zip(a).zip(b).zip(c) {
                (*w, [*a, *b, *c]) = of((*w, g), [*a, *b, *c]);
            }
        }
        _ => {}
    }
}

/// What an optimizer is.
pub struct Spec {
    /// The numbers that it remembers of each weight, as Keras names them.
    pub slots: &'static [&'static str],
    /// What it can be tuned with.
    pub knobs: &'static [Knob],
    /// Its update.
    pub update: Update,
    /// Keras's default learning rate.
    pub learning_rate: f64,
    /// What it is called and where it comes from.
    pub about: About,
}

/// The least learning rate that FTRL divides by: beyond it the quotients leave 32 bits.
const LEAST_DIVISOR: f64 = 1e-30;

impl Optimizer {
    /// The learning rate that the paper means, where Keras's default is a small part of it.
    pub fn paper_rate(self) -> Option<f64> {
        match self {
            Self::Adadelta => Some(1.0),
            Self::Sgd
            | Self::RmsProp
            | Self::Adagrad
            | Self::Adam
            | Self::AdamW
            | Self::Adamax
            | Self::Nadam
            | Self::Lion
            | Self::Ftrl => None,
        }
    }

    /// The optimizer's definition; every backend comes from it.
    // Within whoever asks for it, so that a program has those parts alone that it reads.
    #[inline(always)]
    pub fn spec(self) -> Spec {
        const BETA_1: Knob = Knob::linear("beta_1", 0.9, 0.0, 0.999);
        const BETA_2: Knob = Knob::linear("beta_2", 0.999, 0.0, 0.9999);
        const EPSILON: Knob = Knob::logarithmic("epsilon", 1e-7, 1e-10, 1.0);
        const MOMENTUM: Knob = Knob::linear("momentum", 0.0, 0.0, 0.999);
        const AMSGRAD: Knob = Knob::switch("amsgrad", false);
        const ACCUMULATOR: Knob = Knob::linear("initial_accumulator_value", 0.1, 0.0, 1.0);
        match self {
            Self::Sgd => Spec {
                slots: &["momentum"],
                knobs: const { &[MOMENTUM, Knob::switch("nesterov", false)] },
                update: update!(|w, g, [m], [lr, momentum, nesterov]| {
                    m = momentum * m - lr * g;
                    w = w + select(m, momentum * m - lr * g, above(nesterov, 0.5));
                }),
                learning_rate: 0.01,
                about: About {
                    label: "SGD",
                    source: "Robbins and Monro, 1951; Polyak, 1964; Sutskever et al., 2013, On the importance of initialization and momentum in deep learning",
                },
            },
            Self::RmsProp => Spec {
                slots: &["velocity", "momentum", "average_gradient"],
                knobs: const {
                    &[
                        Knob::linear("rho", 0.9, 0.0, 0.999),
                        MOMENTUM,
                        EPSILON,
                        Knob::switch("centered", false),
                    ]
                },
                update: update!(|w, g, [v, m, a], [lr, rho, momentum, epsilon, centered]| {
                    v = rho * v + (1.0 - rho) * g * g;
                    a = rho * a + (1.0 - rho) * g;
                    // Rounding must not make a variance negative.
                    let square = max(v - select(0.0, a * a, above(centered, 0.5)), 0.0);
                    m = momentum * m + lr * g / sqrt(square + epsilon);
                    w = w - m;
                }),
                learning_rate: 0.001,
                about: About { label: "RMSprop", source: "Tieleman and Hinton, 2012, Lecture 6.5" },
            },
            Self::Adagrad => Spec {
                slots: &["accumulator"],
                knobs: const { &[ACCUMULATOR, EPSILON] },
                update: update!(|w, g, [a], [lr, epsilon]| {
                    a = a + g * g;
                    w = w - lr * g / sqrt(a + epsilon);
                }),
                learning_rate: 0.001,
                about: About {
                    label: "Adagrad",
                    source: "Duchi, Hazan and Singer, 2011, Adaptive subgradient methods",
                },
            },
            Self::Adadelta => Spec {
                slots: &["accumulated_grad", "accumulated_delta_var"],
                knobs: const { &[Knob::linear("rho", 0.95, 0.0, 0.999), EPSILON] },
                update: update!(|w, g, [a, d], [lr, rho, epsilon]| {
                    a = rho * a + (1.0 - rho) * g * g;
                    let step = -sqrt(d + epsilon) * g / sqrt(a + epsilon);
                    d = rho * d + (1.0 - rho) * step * step;
                    w = w + lr * step;
                }),
                learning_rate: 0.001,
                about: About { label: "Adadelta", source: "Zeiler, 2012, ADADELTA" },
            },
            Self::Adam => Spec {
                slots: &["momentum", "velocity", "velocity_hat"],
                knobs: const { &[BETA_1, BETA_2, EPSILON, AMSGRAD] },
                update: adam(),
                learning_rate: 0.001,
                about: About {
                    label: "Adam",
                    source: "Kingma and Ba, 2014, Adam; Reddi, Kale and Kumar, 2018, On the convergence of Adam and beyond (AMSGrad)",
                },
            },
            Self::AdamW => Spec {
                slots: &["momentum", "velocity", "velocity_hat"],
                knobs: const {
                    &[
                        Knob::logarithmic("weight_decay", 0.004, 0.0, 1.0),
                        BETA_1,
                        BETA_2,
                        EPSILON,
                        AMSGRAD,
                    ]
                },
                update: adam(),
                learning_rate: 0.001,
                about: About {
                    label: "AdamW",
                    source: "Loshchilov and Hutter, 2017, Decoupled weight decay regularization",
                },
            },
            Self::Adamax => Spec {
                slots: &["momentum", "norm"],
                knobs: const { &[BETA_1, BETA_2, EPSILON] },
                update: update!(|w, g, [m, u], [lr, beta_1, beta_2, epsilon]| {
                    m = m + (g - m) * (1.0 - beta_1);
                    u = max(beta_2 * u, abs(g));
                    w = w - lr * m / (u + epsilon);
                }),
                learning_rate: 0.001,
                about: About { label: "Adamax", source: "Kingma and Ba, 2014, Adam, section 7" },
            },
            Self::Nadam => Spec {
                slots: &["momentum", "velocity"],
                knobs: const { &[BETA_1, BETA_2, EPSILON] },
                update: update!(
                    |w, g, [m, v], [lr, beta_1, beta_2, epsilon, ahead, now, unbias]| {
                        m = m + (g - m) * (1.0 - beta_1);
                        v = v + (g * g - v) * (1.0 - beta_2);
                        w = w - lr * (ahead * m + now * g) / (sqrt(v * unbias) + epsilon);
                    }
                ),
                learning_rate: 0.001,
                about: About {
                    label: "Nadam",
                    source: "Dozat, 2016, Incorporating Nesterov momentum into Adam",
                },
            },
            Self::Lion => Spec {
                slots: &["momentum"],
                knobs: const { &[BETA_1, Knob::linear("beta_2", 0.99, 0.0, 0.9999)] },
                update: update!(|w, g, [m], [lr, beta_1, beta_2]| {
                    w = w - lr * sign(m * beta_1 + g * (1.0 - beta_1));
                    m = m * beta_2 + g * (1.0 - beta_2);
                }),
                learning_rate: 0.001,
                about: About {
                    label: "Lion",
                    source: "Chen et al., 2023, Symbolic discovery of optimization algorithms",
                },
            },
            Self::Ftrl => Spec {
                slots: &["accumulator", "linear"],
                knobs: const {
                    &[
                        Knob::linear("learning_rate_power", -0.5, -1.0, 0.0),
                        ACCUMULATOR,
                        Knob::linear("l1_regularization_strength", 0.0, 0.0, 1.0),
                        Knob::linear("l2_regularization_strength", 0.0, 0.0, 1.0),
                        Knob::linear("l2_shrinkage_regularization_strength", 0.0, 0.0, 1.0),
                        Knob::linear("beta", 0.0, 0.0, 1.0),
                    ]
                },
                update: update!(|w, g, [a, l], [lr, power, l1, l2, shrinkage]| {
                    let grown = a + g * g;
                    let sharpness = (pow(grown, power) - pow(a, power)) / lr;
                    l = l + g + 2.0 * shrinkage * w - sharpness * w;
                    w = (min(max(l, -l1), l1) - l) / (pow(grown, power) / lr + 2.0 * l2);
                    a = grown;
                }),
                learning_rate: 0.001,
                about: About {
                    label: "FTRL",
                    source: "McMahan et al., 2013, Ad click prediction: a view from the trenches",
                },
            },
        }
    }

    /// What the update reads at this step, and the memory behind it. `iteration` counts from 0.
    fn constants(
        tuned: &Tuned<Self>,
        lr: f64,
        iteration: u64,
        memory: &mut Memory,
    ) -> [f64; CONSTANTS] {
        // By their places: names would be looked up at each step.
        let knobs = tuned.values();
        let step = iteration as f64 + 1.0;
        let given: &[f64] = &match tuned.kind() {
            Self::Sgd => {
                let [momentum, nesterov, ..] = knobs;
                [lr, momentum, nesterov, 0.0, 0.0, 0.0, 0.0]
            }
            Self::RmsProp => {
                let [rho, momentum, epsilon, centered, ..] = knobs;
                [lr, rho, momentum, epsilon, centered, 0.0, 0.0]
            }
            Self::Adagrad => {
                let [_, epsilon, ..] = knobs;
                [lr, epsilon, 0.0, 0.0, 0.0, 0.0, 0.0]
            }
            Self::Adadelta => {
                let [rho, epsilon, ..] = knobs;
                [lr, rho, epsilon, 0.0, 0.0, 0.0, 0.0]
            }
            kind @ (Self::Adam | Self::AdamW) => {
                let own = usize::from(kind == Self::AdamW);
                let [beta_1, beta_2, epsilon, amsgrad] = std::array::from_fn(|at| knobs[own + at]);
                let alpha = lr * (1.0 - power(beta_2, step)).sqrt() / (1.0 - power(beta_1, step));
                [alpha, beta_1, beta_2, epsilon, amsgrad, 0.0, 0.0]
            }
            Self::Adamax => {
                let [beta_1, beta_2, epsilon, ..] = knobs;
                [lr / (1.0 - power(beta_1, step)), beta_1, beta_2, epsilon, 0.0, 0.0, 0.0]
            }
            Self::Nadam => {
                let [beta_1, beta_2, epsilon, ..] = knobs;
                let schedule = |step: f64| beta_1 * (1.0 - 0.5 * power(0.96, step));
                let (now, next) = (schedule(step), schedule(step + 1.0));
                memory.product *= now;
                let ahead = next / (1.0 - memory.product * next);
                let now = (1.0 - now) / (1.0 - memory.product);
                [lr, beta_1, beta_2, epsilon, ahead, now, 1.0 / (1.0 - power(beta_2, step))]
            }
            Self::Lion => {
                let [beta_1, beta_2, ..] = knobs;
                [lr, beta_1, beta_2, 0.0, 0.0, 0.0, 0.0]
            }
            Self::Ftrl => {
                let [power, _, l1, l2, shrinkage, beta, ..] = knobs;
                let lr = lr.max(LEAST_DIVISOR);
                [lr, -power, l1, l2 + beta / (2.0 * lr), shrinkage, 0.0, 0.0]
            }
        };
        let mut constants = [0.0; CONSTANTS];
        for (to, from) in constants.iter_mut().zip(given) {
            *to = *from;
        }
        constants
    }
}

/// `base^step`, of a base below 1, to be taken from 1: 0 where nothing of it would be left. As
/// `ln base ≤ base − 1`, it is below `e⁻³⁸` then, and so below half of what 64 bits tell from 1. Nearly all
/// steps of a run at full speed are such, and a power takes as long as a tenth of a small network's.
fn power(base: f64, step: f64) -> f64 {
    if (1.0 - base) * step < 38.0 { libm::pow(base, step) } else { 0.0 }
}

/// Adam's update; AdamW's decay is done before it.
fn adam() -> Update {
    update!(|w, g, [m, v, hat], [alpha, beta_1, beta_2, epsilon, amsgrad]| {
        m = m + (g - m) * (1.0 - beta_1);
        v = v + (g * g - v) * (1.0 - beta_2);
        hat = max(hat, v);
        w = w - alpha * m / (sqrt(select(v, hat, above(amsgrad, 0.5))) + epsilon);
    })
}

impl Kind for Optimizer {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        self.spec().knobs
    }

    fn about(self) -> About {
        self.spec().about
    }
}

/// The numbers that an optimizer remembers of each weight, as Keras names them.
pub fn slot_names(optimizer: &Tuned<Optimizer>) -> &'static [&'static str] {
    optimizer.kind().spec().slots
}

/// What these start at.
pub fn initial_slots(optimizer: &Tuned<Optimizer>) -> [f64; MOST_SLOTS] {
    [optimizer.get("initial_accumulator_value").unwrap_or_default(), 0.0, 0.0]
}

/// The weight decay in force: AdamW's own, or the one that any optimizer may have.
pub fn weight_decay(optimizer: &Tuned<Optimizer>, extras: &Extras) -> f64 {
    match (optimizer.kind(), optimizer.values()) {
        (Optimizer::AdamW, [own, ..]) => own,
        _ => extras.weight_decay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_reads_each_knob_by_its_own_place() {
        for (optimizer, names) in [
            (Optimizer::Sgd, &["momentum", "nesterov"][..]),
            (Optimizer::RmsProp, &["rho", "momentum", "epsilon", "centered"]),
            (Optimizer::Adagrad, &["epsilon"]),
            (Optimizer::Adadelta, &["rho", "epsilon"]),
            (Optimizer::Adam, &["beta_1", "beta_2", "epsilon", "amsgrad"]),
            (Optimizer::AdamW, &["beta_1", "beta_2", "epsilon", "amsgrad"]),
            (Optimizer::Adamax, &["beta_1", "beta_2", "epsilon"]),
            (Optimizer::Nadam, &["beta_1", "beta_2", "epsilon"]),
            (Optimizer::Lion, &["beta_1", "beta_2"]),
        ] {
            let apart = |tuned: Tuned<Optimizer>, (at, knob): (usize, &Knob)| {
                tuned.with(knob.name, knob.range.end() * (0.6 + 0.01 * at as f64))
            };
            let tuned = optimizer.knobs().iter().enumerate().fold(optimizer.into(), apart);
            let constants = Optimizer::constants(&tuned, 0.1, 5, &mut Memory::default());
            let named: Vec<_> =
                names.iter().map(|name| tuned.get(name).unwrap_or(f64::NAN)).collect();
            assert_eq!(constants[1..=names.len()], named, "{optimizer:?}");
            let own = tuned.get("weight_decay").unwrap_or(0.0);
            assert_eq!(weight_decay(&tuned, &Extras::default()), own, "{optimizer:?}");
        }
        let ftrl = [-0.4, 0.2, 0.3, 0.4, 0.5, 0.6];
        let knobs = Optimizer::Ftrl.knobs().iter().zip(ftrl);
        let ftrl = knobs.fold(Optimizer::Ftrl.into(), |tuned: Tuned<_>, (knob, value)| {
            tuned.with(knob.name, value)
        });
        let constants = Optimizer::constants(&ftrl, 0.1, 5, &mut Memory::default());
        assert_eq!(constants, [0.1, 0.4, 0.3, 0.4 + 0.6 / 0.2, 0.5, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn of_a_power_that_is_left_out_nothing_would_be_left() {
        let mut left_out = 0;
        for base in [0.0, 0.3, 0.5, 0.9, 0.95, 0.96, 0.99, 0.999, 0.9999_f64] {
            let ends = [0.5, 0.9, 1.0, 1.1, 2.0, 100.0].map(|share| share * 38.0 / (1.0 - base));
            for step in
                ends.into_iter().flat_map(|end| (-2..=2).map(move |by| end.ceil() + f64::from(by)))
            {
                left_out += u32::from(power(base, step) == 0.0);
                assert_eq!(1.0 - power(base, step), 1.0 - libm::pow(base, step), "{base}^{step}");
            }
        }
        assert!(left_out > 100, "{left_out}");
    }
}
