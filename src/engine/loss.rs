//! Losses, as Keras names them (<https://keras.io/api/losses/>). To add one: a variant and its
//! arm in [`Loss::spec`]; backends, select box, link, the gradient and the Keras tests walk the
//! variants.

#![expect(clippy::approx_constant, reason = "a formula says its numbers")]

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::activation::{Activation, softmax};
use super::formula::{Pairwise, pairwise, wide};
use super::kind::{About, Kind, Knob, MOST_KNOBS, Tuned};

/// What training minimises.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum Loss {
    /// `½(y − t)²`, the TensorFlow Playground's.
    #[default]
    HalfSquaredError,
    /// `(y − t)²`
    MeanSquaredError,
    /// `|y − t|`
    MeanAbsoluteError,
    /// `½(y − t)²` up to a distance of `delta`, linear beyond.
    Huber,
    /// `ln cosh(y − t)`
    LogCosh,
    /// `max(1 − t·y, 0)`
    Hinge,
    /// `max(1 − t·y, 0)²`
    SquaredHinge,
    /// `−t·ln y − (1 − t)·ln(1 − y)`
    BinaryCrossentropy,
    /// `−Σ t·ln y` over the classes.
    CategoricalCrossentropy,
}

/// The numbers that stand for classes.
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
pub enum Coding {
    /// −1 for no and +1 for yes.
    Signed,
    /// 0 for no and 1 for yes.
    Binary,
    /// An output a class, 0 for no and 1 for yes.
    OneHot,
}

/// Why a loss does not fit an output; it trains all the same, as well as it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Misfit {
    /// The loss takes probabilities, and the outputs leave 0..1.
    NoProbability,
    /// The loss takes labels of 0 and 1, and these are −1 and +1: it has no least value.
    SignedLabels,
    /// The loss takes a score on both sides of 0, and the outputs are never negative.
    OneSided,
    /// The loss compares classes, and there are none.
    NoClasses,
    /// The labels lie where the outputs cannot reach.
    OutOfReach,
}

/// What a loss is.
pub struct Spec {
    /// The formula as mathematics writes it, t the target and y the prediction.
    pub formula: &'static str,
    /// How it is computed.
    pub form: Form,
    /// What it can be tuned with.
    pub knobs: &'static [Knob],
    /// What it is called and where it comes from.
    pub about: About,
}

/// How a loss is computed.
pub enum Form {
    /// The mean over the outputs of a function of target and prediction; its slope beside it.
    Mean(Pairwise, Pairwise),
    /// `−Σ t·ln y`, y the probabilities of all classes.
    Categorical,
}

impl Form {
    /// The slope of what the mean is taken of; `None` where there is none of each output alone.
    pub fn slope(self, from_logits: bool) -> Option<Pairwise> {
        match self {
            // Cross-entropy behind the logistic function: the quotient of both slopes has gone.
            Self::Mean(..) if from_logits => Some(pairwise!(
                |t, z, [smoothing]| logistic(z) - (t * (1.0 - smoothing) + 0.5 * smoothing)
            )),
            Self::Mean(_, slope) => Some(slope),
            Self::Categorical => None,
        }
    }
}

/// Keras's `epsilon()`: probabilities are kept this far from 0 and 1.
pub(in crate::engine) const EPSILON: f64 = 1e-7;

impl Loss {
    /// The loss's definition; every backend and picture comes from it. Labels of 0 count as −1
    /// where a hinge wants signs, as Keras converts them.
    // Within whoever asks for it, so that a program has those parts alone that it reads.
    #[inline(always)]
    pub fn spec(self) -> Spec {
        const NONE: &[Knob] = &[];
        const SMOOTHING: &[Knob] = &[Knob::linear("label_smoothing", 0.0, 0.0, 0.5)];
        match self {
            Self::HalfSquaredError => Spec {
                formula: "½(y − t)²",
                form: Form::Mean(
                    pairwise!(|t, y| 0.5 * (y - t) * (y - t)),
                    pairwise!(|t, y| y - t),
                ),
                knobs: NONE,
                about: About {
                    label: "Half squared error",
                    source: "Smilkov et al., 2017, Direct-manipulation visualization of deep networks",
                },
            },
            Self::MeanSquaredError => Spec {
                formula: "(y − t)²",
                form: Form::Mean(
                    pairwise!(|t, y| (y - t) * (y - t)),
                    pairwise!(|t, y| 2.0 * (y - t)),
                ),
                knobs: NONE,
                about: About {
                    label: "Mean squared error",
                    source: "Gauss, 1809, Theoria motus; keras.io/api/losses/regression_losses",
                },
            },
            Self::MeanAbsoluteError => Spec {
                formula: "|y − t|",
                form: Form::Mean(
                    pairwise!(|t, y| abs(y - t)),
                    pairwise!(|t, y| select(select(0.0, -1.0, below(y, t)), 1.0, above(y, t))),
                ),
                knobs: NONE,
                about: About {
                    label: "Mean absolute error",
                    source: "Laplace, 1774; keras.io/api/losses/regression_losses",
                },
            },
            Self::Huber => Spec {
                formula: "|y − t| ≤ delta ? ½(y − t)² : delta·(|y − t| − ½delta)",
                form: Form::Mean(
                    pairwise!(|t, y, [delta]| select(
                        delta * (abs(y - t) - 0.5 * delta),
                        0.5 * (y - t) * (y - t),
                        not_above(abs(y - t), delta)
                    )),
                    pairwise!(|t, y, [delta]| min(max(y - t, -delta), delta)),
                ),
                knobs: const { &[Knob::linear("delta", 1.0, 0.05, 5.0)] },
                about: About {
                    label: "Huber",
                    source: "Huber, 1964, Robust estimation of a location parameter",
                },
            },
            Self::LogCosh => Spec {
                formula: "ln cosh(y − t)",
                form: Form::Mean(
                    pairwise!(
                        |t, y| abs(y - t) + log1p(exp(-2.0 * abs(y - t))) - 0.693_147_180_559_945_3
                    ),
                    pairwise!(|t, y| tanh(y - t)),
                ),
                knobs: NONE,
                about: About {
                    label: "Log-cosh",
                    source: "Green, 1990, Bayesian reconstructions from emission tomography data",
                },
            },
            Self::Hinge => Spec {
                formula: "max(1 − t·y, 0)",
                form: Form::Mean(
                    pairwise!(|t, y| max(1.0 - select(t, -1.0, equals(t, 0.0)) * y, 0.0)),
                    pairwise!(|t, y| select(
                        0.0,
                        -select(t, -1.0, equals(t, 0.0)),
                        below(select(t, -1.0, equals(t, 0.0)) * y, 1.0)
                    )),
                ),
                knobs: NONE,
                about: About {
                    label: "Hinge",
                    source: "Cortes and Vapnik, 1995, Support-vector networks",
                },
            },
            Self::SquaredHinge => Spec {
                formula: "max(1 − t·y, 0)²",
                form: Form::Mean(
                    pairwise!(|t, y| {
                        let short = max(1.0 - select(t, -1.0, equals(t, 0.0)) * y, 0.0);
                        short * short
                    }),
                    pairwise!(|t, y| -2.0
                        * select(t, -1.0, equals(t, 0.0))
                        * max(1.0 - select(t, -1.0, equals(t, 0.0)) * y, 0.0)),
                ),
                knobs: NONE,
                about: About {
                    label: "Squared hinge",
                    source: "Chang, Hsieh and Lin, 2008, Coordinate descent method for large-scale L2-loss linear SVMs",
                },
            },
            Self::BinaryCrossentropy => Spec {
                formula: "−t·ln y − (1 − t)·ln(1 − y)",
                form: Form::Mean(
                    pairwise!(|t, y, [smoothing]| {
                        let t = t * (1.0 - smoothing) + 0.5 * smoothing;
                        let p = min(max(y, 1e-7), 0.999_999_9);
                        -t * ln(p) - (1.0 - t) * ln(1.0 - p)
                    }),
                    pairwise!(|t, y, [smoothing]| {
                        let t = t * (1.0 - smoothing) + 0.5 * smoothing;
                        let p = min(max(y, 1e-7), 0.999_999_9);
                        select((p - t) / (p * (1.0 - p)), 0.0, differs(p, y))
                    }),
                ),
                knobs: SMOOTHING,
                about: About {
                    label: "Binary cross-entropy",
                    source: "Good, 1952, Rational decisions",
                },
            },
            Self::CategoricalCrossentropy => Spec {
                formula: "−Σ t·ln y",
                form: Form::Categorical,
                knobs: SMOOTHING,
                about: About {
                    label: "Categorical cross-entropy",
                    source: "Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs",
                },
            },
        }
    }

    /// Whether it can be taken from logits.
    pub fn takes_logits(self) -> bool {
        matches!(self, Self::BinaryCrossentropy | Self::CategoricalCrossentropy)
    }

    /// Whether it reads outputs of this activation as logits, and puts them through a sigmoid or
    /// softmax itself.
    pub fn reads_logits(self, activation: Activation) -> bool {
        self.takes_logits() && activation == Activation::Linear
    }

    /// The loss that suits classes that are told apart by more than a sign.
    pub fn of_classes() -> Self {
        Self::CategoricalCrossentropy
    }

    /// Whether it wants an output for each class.
    pub fn wants_one_each(self) -> bool {
        self == Self::CategoricalCrossentropy
    }

    /// The numbers for classes that suit it, with an output for each class or one in all.
    pub fn natural_coding(self, one_each: bool) -> Coding {
        match self {
            Self::Hinge | Self::SquaredHinge => Coding::Signed,
            Self::BinaryCrossentropy | Self::CategoricalCrossentropy => {
                if one_each {
                    Coding::OneHot
                } else {
                    Coding::Binary
                }
            }
            Self::HalfSquaredError
            | Self::MeanSquaredError
            | Self::MeanAbsoluteError
            | Self::Huber
            | Self::LogCosh => {
                if one_each {
                    Coding::OneHot
                } else {
                    Coding::Signed
                }
            }
        }
    }

    /// The output activation that suits it and such labels.
    pub fn natural_activation(self, coding: Coding) -> Activation {
        match (self, coding) {
            (Self::CategoricalCrossentropy, _) => Activation::Softmax,
            (Self::BinaryCrossentropy, _) => Activation::Sigmoid,
            (_, Coding::Signed) => Activation::Tanh,
            (_, Coding::Binary) => Activation::Sigmoid,
            (_, Coding::OneHot) => Activation::Softmax,
        }
    }

    /// Whether an activation goes together with it so that the way back is `output − label`.
    pub fn fuses(self, activation: Activation) -> bool {
        matches!(
            (self, activation),
            (Self::BinaryCrossentropy, Activation::Sigmoid)
                | (Self::CategoricalCrossentropy, Activation::Softmax)
        )
    }

    /// What is wrong with it over outputs of this activation, labels of this coding (`None` when
    /// regressing).
    pub fn misfit(self, activation: &Tuned<Activation>, coding: Option<Coding>) -> Option<Misfit> {
        // The range of the outputs, as far as a sum may be expected to reach.
        let x: Vec<f64> = (-400..=400).map(|at| f64::from(at) / 20.0).collect();
        let mut y = vec![0.0; x.len()];
        super::activation::sample(activation, &x, &mut y);
        let low = y.iter().copied().fold(f64::INFINITY, f64::min);
        let high = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (Some(coding), classes) = (coding, self.takes_logits() || self.signs()) else {
            let classes = self.takes_logits() || self.signs();
            return classes.then_some(Misfit::NoClasses);
        };
        if self.takes_logits() && coding == Coding::Signed {
            return Some(Misfit::SignedLabels);
        }
        let outside = low < 0.0 || high > 1.0;
        if self.takes_logits() && outside && !self.reads_logits(activation.kind()) {
            return Some(Misfit::NoProbability);
        }
        if self.signs() && low >= 0.0 {
            return Some(Misfit::OneSided);
        }
        let no = if coding == Coding::Signed { -1.0 } else { 0.0 };
        let reached = low <= no + 0.01 && high >= 0.99;
        (!classes && !reached).then_some(Misfit::OutOfReach)
    }

    /// Whether it takes −1 and +1 for no and yes.
    fn signs(self) -> bool {
        matches!(self, Self::Hinge | Self::SquaredHinge)
    }

    /// How near a prediction `y` for the target `t` is to where the slope jumps; infinite for a
    /// loss without such a place.
    pub fn distance_from_kink(self, t: f64, y: f64) -> f64 {
        match self {
            Self::MeanAbsoluteError => (y - t).abs(),
            Self::Hinge => (1.0 - t * y).abs(),
            Self::BinaryCrossentropy | Self::CategoricalCrossentropy => {
                (y - EPSILON).abs().min((y - (1.0 - EPSILON)).abs())
            }
            Self::HalfSquaredError
            | Self::MeanSquaredError
            | Self::Huber
            | Self::LogCosh
            | Self::SquaredHinge => f64::INFINITY,
        }
    }
}

impl Kind for Loss {
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

/// The loss of one row: targets and predictions `[outputs]`, the latter logits if `from_logits`.
pub fn value(loss: &Tuned<Loss>, from_logits: bool, t: &[f64], y: &[f64]) -> f64 {
    let knobs = loss.values();
    match loss.kind().spec().form {
        Form::Mean(..) if from_logits => {
            let one = |(t, z): (&f64, &f64)| {
                let t = smooth_binary(*t, knobs[0]);
                wide::max(*z, 0.0) - z * t + wide::log1p(wide::exp(-wide::abs(*z)))
            };
            t.iter().zip(y).map(one).sum::<f64>() / y.len() as f64
        }
        Form::Mean(f, _) => {
            let mut each = vec![0.0; y.len()];
            (f.wide)(t, y, &knobs, &mut each);
            each.iter().sum::<f64>() / y.len() as f64
        }
        Form::Categorical => {
            let smoothed = |t: f64| smooth_categorical(t, knobs[0], y.len());
            let pairs = t.iter().zip(y);
            if from_logits {
                let largest = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let sum: f64 = y.iter().map(|z| wide::exp(z - largest)).sum();
                let log_sum = largest + wide::ln(sum);
                return pairs.map(|(&t, z)| smoothed(t) * (log_sum - z)).sum();
            }
            let sum: f64 = y.iter().sum();
            let one = |(&t, y): (&f64, &f64)| -smoothed(t) * wide::ln(clip(y / sum));
            pairs.map(one).sum()
        }
    }
}

/// The gradient of [`value`] by the row's predictions, `[outputs]`.
pub fn gradient(loss: &Tuned<Loss>, from_logits: bool, t: &[f64], y: &[f64], d: &mut [f64]) {
    let knobs = loss.values();
    let outputs = y.len();
    match loss.kind().spec().form {
        form @ Form::Mean(..) => {
            if let Some(slope) = form.slope(from_logits) {
                (slope.wide)(t, y, &knobs, d);
            }
            share(d, outputs);
        }
        Form::Categorical if from_logits => {
            softmax(y, d);
            // Smoothed targets add up to 1; other targets scale what softmax takes off.
            let smoothed = |t: f64| smooth_categorical(t, knobs[0], outputs);
            let sum: f64 = t.iter().map(|&t| smoothed(t)).sum();
            for (d, t) in d.iter_mut().zip(t) {
                *d = *d * sum - smoothed(*t);
            }
        }
        Form::Categorical => {
            let sum: f64 = y.iter().sum();
            for (d, (t, y)) in d.iter_mut().zip(t.iter().zip(y)) {
                let p = y / sum;
                let inside = clip(p) == p;
                *d = if inside { -smooth_categorical(*t, knobs[0], outputs) / p } else { 0.0 };
            }
            // Through the division by the sum.
            let along: f64 = d.iter().zip(y).map(|(d, y)| d * y / sum).sum();
            for d in d.iter_mut() {
                *d = (*d - along) / sum;
            }
        }
    }
}

/// [`gradient`] over lanes, `[outputs, stride]`; what lies between `rows` and `padded` becomes 0.
#[expect(clippy::too_many_arguments, reason = "three buffers and their three measures")]
pub fn gradient_columns(
    loss: &Tuned<Loss>,
    from_logits: bool,
    t: &[f32],
    y: &[f32],
    d: &mut [f32],
    stride: usize,
    rows: usize,
    padded: usize,
) {
    let knobs: [f32; MOST_KNOBS] = loss.values().map(|value| value as f32);
    let outputs = d.len() / stride;
    let columns =
        |buffer: &'_ [f32], at: usize| at * stride..(at * stride + rows).min(buffer.len());
    match loss.kind().spec().form {
        form @ Form::Mean(..) => {
            let Some(slope) = form.slope(from_logits) else { return };
            let share = 1.0 / outputs as f32;
            for at in 0..outputs {
                let (t, y) = (&t[columns(t, at)], &y[columns(y, at)]);
                let own = columns(d, at);
                let d = &mut d[own];
                (slope.narrow)(t, y, &knobs, d);
                if outputs > 1 {
                    d.iter_mut().for_each(|d| *d *= share);
                }
            }
        }
        Form::Categorical => {
            // A row of classes is no lane: a number a class, done at 64 bits.
            let mut row = [vec![0.0; outputs], vec![0.0; outputs], vec![0.0; outputs]];
            for r in 0..rows {
                let [row_t, row_y, row_d] = &mut row;
                for at in 0..outputs {
                    row_t[at] = f64::from(t[at * stride + r]);
                    row_y[at] = f64::from(y[at * stride + r]);
                }
                gradient(loss, from_logits, row_t, row_y, row_d);
                for at in 0..outputs {
                    d[at * stride + r] = row_d[at] as f32;
                }
            }
        }
    }
    for column in d.chunks_exact_mut(stride) {
        column[rows..padded].fill(0.0);
    }
}

/// The mean over rows of outputs and targets `[rows, outputs]`; NaN over none.
pub fn mean(
    loss: &Tuned<Loss>,
    from_logits: bool,
    outputs: &[f64],
    targets: &[f64],
    width: usize,
) -> f64 {
    let width = width.max(1);
    let rows = outputs.chunks_exact(width).zip(targets.chunks_exact(width));
    let count = rows.len() as f64;
    rows.map(|(y, t)| value(loss, from_logits, t, y)).sum::<f64>() / count
}

fn clip(p: f64) -> f64 {
    wide::min(wide::max(p, EPSILON), 1.0 - EPSILON)
}

fn smooth_binary(t: f64, smoothing: f64) -> f64 {
    t * (1.0 - smoothing) + 0.5 * smoothing
}

fn smooth_categorical(t: f64, smoothing: f64, classes: usize) -> f64 {
    t * (1.0 - smoothing) + smoothing / classes as f64
}

/// Each output has its share of the mean. One output's is exactly its own.
fn share(d: &mut [f64], outputs: usize) {
    if outputs > 1 {
        for d in d {
            *d /= outputs as f64;
        }
    }
}
