//! Activations, as Keras names them (<https://keras.io/api/layers/activations/>).
//! To add one: a variant and its arm in [`Activation::spec`]; backends, select box, link,
//! the little curve, the gradient and the Keras tests walk the variants.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::formula::{Derivative, Formula, OfTwo, derivative, formula};
use super::kind::{About, Kind, Knob, MOST_KNOBS, Tuned};

/// The function that a unit applies to its weighted sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Activation {
    /// `max(x, 0)`
    Relu,
    /// The hyperbolic tangent.
    Tanh,
    /// The logistic function, `1 / (1 + e⁻ˣ)`.
    Sigmoid,
    /// `x`
    Linear,
    /// `min(max(x, 0), 6)`
    Relu6,
    /// `x` above 0, `negative_slope · x` below.
    LeakyRelu,
    /// `x` above 0, `alpha · (eˣ − 1)` below.
    Elu,
    /// `1.0507 · x` above 0, `1.0507 · 1.6733 · (eˣ − 1)` below.
    Selu,
    /// `max(x, 0) + alpha · (e^(min(x, 0)/alpha) − 1)`
    Celu,
    /// `x · ½(1 + erf(x/√2))`
    Gelu,
    /// [`Self::Gelu`], approximated by a tanh.
    GeluTanh,
    /// `x / (1 + e⁻ˣ)`
    Silu,
    /// `x · tanh(ln(1 + eˣ))`
    Mish,
    /// `ln(1 + eˣ)`
    Softplus,
    /// `x / (1 + |x|)`
    Softsign,
    /// `min(max(x + 3, 0), 6) / 6`
    HardSigmoid,
    /// `x · min(max(x + 3, 0), 6) / 6`
    HardSilu,
    /// `min(max(x, −1), 1)`
    HardTanh,
    /// `eˣ`
    Exponential,
    /// `−ln(1 + e⁻ˣ)`
    LogSigmoid,
    /// `x − tanh x`
    TanhShrink,
    /// `sin(frequency · x)`
    Sine,
    /// `e^(−x²)`
    Gaussian,
    /// `eˣⁱ / Σ eˣʲ` over the units of a layer.
    Softmax,
}

/// What an activation is.
pub struct Spec {
    /// The formula as mathematics writes it, for the help.
    pub formula: &'static str,
    /// How it is computed.
    pub form: Form,
    /// What it can be tuned with.
    pub knobs: &'static [Knob],
    /// Where its slope jumps.
    pub kinks: &'static [f64],
    /// What it is called and where it comes from.
    pub about: About,
}

/// How an activation is computed.
pub enum Form {
    /// Each value by itself: f, and f′ from x and f(x).
    Elementwise(Formula, Derivative),
    /// All units of a row together: [`softmax`].
    Softmax,
}

use Form::Elementwise;

impl Activation {
    /// The activation's definition; every backend and picture comes from it.
    // Within whoever asks for it, so that a program has those parts alone that it reads.
    #[inline(always)]
    pub fn spec(self) -> Spec {
        const NONE: &[Knob] = &[];
        const SMOOTH: &[f64] = &[];
        match self {
            Self::Relu => Spec {
                formula: "max(x, 0)",
                // The slope at 0 is 0, as the TensorFlow Playground has it; from y, so that x need
                // not be kept.
                form: Elementwise(
                    formula!(|x| max(x, 0.0)),
                    derivative!(|x, y| select(0.0, 1.0, above(y, 0.0))),
                ),
                knobs: NONE,
                kinks: &[0.0],
                about: About {
                    label: "ReLU",
                    source: "Nair and Hinton, 2010, Rectified linear units improve restricted Boltzmann machines",
                },
            },
            Self::Tanh => Spec {
                formula: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
                form: Elementwise(formula!(|x| tanh(x)), derivative!(|x, y| 1.0 - y * y)),
                knobs: NONE,
                kinks: SMOOTH,
                about: About { label: "tanh", source: "LeCun et al., 1998, Efficient BackProp" },
            },
            Self::Sigmoid => Spec {
                formula: "1 / (1 + e⁻ˣ)",
                form: Elementwise(formula!(|x| logistic(x)), derivative!(|x, y| y * (1.0 - y))),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "sigmoid",
                    source: "Rumelhart, Hinton and Williams, 1986, Learning representations by back-propagating errors",
                },
            },
            Self::Linear => Spec {
                formula: "x",
                form: Elementwise(formula!(|x| x), derivative!(|x, y| 1.0)),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "linear",
                    source: "keras.io/api/layers/activations/#linear-function",
                },
            },
            Self::Relu6 => Spec {
                formula: "min(max(x, 0), 6)",
                form: Elementwise(
                    formula!(|x| min(max(x, 0.0), 6.0)),
                    derivative!(|x, y| select(
                        0.0,
                        select(1.0, 0.0, not_below(x, 6.0)),
                        above(x, 0.0)
                    )),
                ),
                knobs: NONE,
                kinks: &[0.0, 6.0],
                about: About {
                    label: "ReLU6",
                    source: "Krizhevsky, 2010, Convolutional deep belief networks on CIFAR-10",
                },
            },
            Self::LeakyRelu => Spec {
                formula: "x > 0 ? x : negative_slope · x",
                form: Elementwise(
                    formula!(|x, [slope]| select(slope * x, x, above(x, 0.0))),
                    derivative!(|x, y, [slope]| select(slope, 1.0, above(x, 0.0))),
                ),
                knobs: const { &[Knob::linear("negative_slope", 0.2, 0.0, 1.0)] },
                kinks: &[0.0],
                about: About {
                    label: "Leaky ReLU",
                    source: "Maas, Hannun and Ng, 2013, Rectifier nonlinearities improve neural network acoustic models",
                },
            },
            Self::Elu => Spec {
                formula: "x > 0 ? x : alpha · (eˣ − 1)",
                form: Elementwise(
                    formula!(|x, [alpha]| select(alpha * expm1(min(x, 0.0)), x, above(x, 0.0))),
                    derivative!(|x, y, [alpha]| select(y + alpha, 1.0, above(x, 0.0))),
                ),
                knobs: const { &[Knob::linear("alpha", 1.0, 0.0, 3.0)] },
                // With alpha = 1 there is none.
                kinks: &[0.0],
                about: About {
                    label: "ELU",
                    source: "Clevert, Unterthiner and Hochreiter, 2015, Fast and accurate deep network learning by ELUs",
                },
            },
            Self::Selu => Spec {
                formula: "1.0507 · (x > 0 ? x : 1.6733 · (eˣ − 1))",
                form: Elementwise(
                    formula!(|x| 1.050_700_987_355_480_5
                        * select(1.673_263_242_354_377_2 * expm1(min(x, 0.0)), x, above(x, 0.0))),
                    derivative!(|x, y| select(
                        y + 1.758_099_340_847_376_6,
                        1.050_700_987_355_480_5,
                        above(x, 0.0)
                    )),
                ),
                knobs: NONE,
                kinks: &[0.0],
                about: About {
                    label: "SELU",
                    source: "Klambauer et al., 2017, Self-normalizing neural networks",
                },
            },
            Self::Celu => Spec {
                formula: "max(x, 0) + alpha · (e^(min(x, 0)/alpha) − 1)",
                form: Elementwise(
                    formula!(|x, [alpha]| select(
                        alpha * expm1(min(x, 0.0) / alpha),
                        x,
                        above(x, 0.0)
                    )),
                    derivative!(|x, y, [alpha]| select(y / alpha + 1.0, 1.0, above(x, 0.0))),
                ),
                knobs: const { &[Knob::linear("alpha", 1.0, 0.1, 3.0)] },
                kinks: SMOOTH,
                about: About {
                    label: "CELU",
                    source: "Barron, 2017, Continuously differentiable exponential linear units",
                },
            },
            Self::Gelu => Spec {
                formula: "x · ½(1 + erf(x/√2))",
                form: Elementwise(
                    formula!(|x| 0.5 * x * (1.0 + erf(x * 0.707_106_781_186_547_5))),
                    derivative!(|x, y| 0.5 * (1.0 + erf(x * 0.707_106_781_186_547_5))
                        + x * 0.398_942_280_401_432_7 * exp(-0.5 * min(x * x, 100.0))),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "GELU",
                    source: "Hendrycks and Gimpel, 2016, Gaussian error linear units",
                },
            },
            Self::GeluTanh => Spec {
                formula: "½x(1 + tanh(√(2/π)(x + 0.044715x³)))",
                form: Elementwise(
                    formula!(|x| 0.5
                        * x
                        * (1.0 + tanh(0.797_884_560_802_865_4 * (x + 0.044_715 * x * x * x)))),
                    derivative!(|x, y| {
                        let t = tanh(0.797_884_560_802_865_4 * (x + 0.044_715 * x * x * x));
                        let bend = 0.797_884_560_802_865_4 * (1.0 + 0.134_145 * x * x);
                        0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * bend
                    }),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "GELU (tanh)",
                    source: "Hendrycks and Gimpel, 2016, Gaussian error linear units",
                },
            },
            Self::Silu => Spec {
                formula: "x / (1 + e⁻ˣ)",
                form: Elementwise(
                    formula!(|x| x * logistic(x)),
                    derivative!(|x, y| logistic(x) * (1.0 + x * (1.0 - logistic(x)))),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "SiLU",
                    source: "Elfwing, Uchibe and Doya, 2017, Sigmoid-weighted linear units; Ramachandran et al., 2017, Searching for activation functions",
                },
            },
            Self::Mish => Spec {
                formula: "x · tanh(ln(1 + eˣ))",
                form: Elementwise(
                    formula!(|x| x * tanh(max(x, 0.0) + log1p(exp(-abs(x))))),
                    derivative!(|x, y| {
                        let t = tanh(max(x, 0.0) + log1p(exp(-abs(x))));
                        t + x * (1.0 - t * t) * logistic(x)
                    }),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About { label: "Mish", source: "Misra, 2019, Mish" },
            },
            Self::Softplus => Spec {
                formula: "ln(1 + eˣ)",
                form: Elementwise(
                    formula!(|x| max(x, 0.0) + log1p(exp(-abs(x)))),
                    derivative!(|x, y| logistic(x)),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "softplus",
                    source: "Dugas et al., 2001, Incorporating second-order functional knowledge",
                },
            },
            Self::Softsign => Spec {
                formula: "x / (1 + |x|)",
                form: Elementwise(
                    formula!(|x| x / (1.0 + abs(x))),
                    derivative!(|x, y| 1.0 / ((1.0 + abs(x)) * (1.0 + abs(x)))),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "softsign",
                    source: "Bergstra et al., 2009, Quadratic polynomials learn better image features",
                },
            },
            Self::HardSigmoid => Spec {
                formula: "min(max(x + 3, 0), 6) / 6",
                form: Elementwise(
                    formula!(|x| min(max(x + 3.0, 0.0), 6.0) / 6.0),
                    derivative!(|x, y| select(0.0, 0.166_666_666_666_666_66, below(abs(x), 3.0))),
                ),
                knobs: NONE,
                kinks: &[-3.0, 3.0],
                about: About {
                    label: "hard sigmoid",
                    source: "Courbariaux, Bengio and David, 2015, BinaryConnect",
                },
            },
            Self::HardSilu => Spec {
                formula: "x · min(max(x + 3, 0), 6) / 6",
                form: Elementwise(
                    formula!(|x| x * min(max(x + 3.0, 0.0), 6.0) / 6.0),
                    derivative!(|x, y| min(max(x + 3.0, 0.0), 6.0) / 6.0
                        + x * select(0.0, 0.166_666_666_666_666_66, below(abs(x), 3.0))),
                ),
                knobs: NONE,
                kinks: &[-3.0, 3.0],
                about: About {
                    label: "hard SiLU",
                    source: "Howard et al., 2019, Searching for MobileNetV3",
                },
            },
            Self::HardTanh => Spec {
                formula: "min(max(x, −1), 1)",
                form: Elementwise(
                    formula!(|x| min(max(x, -1.0), 1.0)),
                    derivative!(|x, y| select(0.0, 1.0, below(abs(x), 1.0))),
                ),
                knobs: NONE,
                kinks: &[-1.0, 1.0],
                about: About {
                    label: "hard tanh",
                    source: "Collobert, 2004, Large scale machine learning",
                },
            },
            Self::Exponential => Spec {
                formula: "eˣ",
                form: Elementwise(formula!(|x| exp(x)), derivative!(|x, y| y)),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "exponential",
                    source: "keras.io/api/layers/activations/#exponential-function",
                },
            },
            Self::LogSigmoid => Spec {
                formula: "−ln(1 + e⁻ˣ)",
                form: Elementwise(
                    formula!(|x| min(x, 0.0) - log1p(exp(-abs(x)))),
                    derivative!(|x, y| logistic(-x)),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "log sigmoid",
                    source: "keras.io/api/layers/activations/#logsigmoid-function",
                },
            },
            Self::TanhShrink => Spec {
                formula: "x − tanh x",
                form: Elementwise(formula!(|x| x - tanh(x)), derivative!(|x, y| tanh(x) * tanh(x))),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "tanh shrink",
                    source: "keras.io/api/layers/activations/#tanhshrink-function",
                },
            },
            Self::Sine => Spec {
                formula: "sin(frequency · x)",
                form: Elementwise(
                    formula!(|x, [frequency]| sin(frequency * x)),
                    derivative!(|x, y, [frequency]| frequency * cos(frequency * x)),
                ),
                knobs: const { &[Knob::linear("frequency", 1.0, 0.1, 30.0)] },
                kinks: SMOOTH,
                about: About {
                    label: "sine",
                    source: "Sitzmann et al., 2020, Implicit neural representations with periodic activation functions",
                },
            },
            Self::Gaussian => Spec {
                formula: "e^(−x²)",
                form: Elementwise(
                    formula!(|x| exp(-min(x * x, 80.0))),
                    derivative!(|x, y| -2.0 * x * y),
                ),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "Gaussian",
                    source: "Broomhead and Lowe, 1988, Radial basis functions, multi-variable functional interpolation and adaptive networks",
                },
            },
            Self::Softmax => Spec {
                formula: "eˣⁱ / Σ eˣʲ",
                form: Form::Softmax,
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "softmax",
                    source: "Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs",
                },
            },
        }
    }

    /// Whether the TensorFlow Playground has it.
    pub fn in_playground(self) -> bool {
        matches!(self, Self::Relu | Self::Tanh | Self::Sigmoid | Self::Linear)
    }
}

impl Kind for Activation {
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

/// The curve of an activation: its values at `x`, equal lengths. Softmax is shown as it is for
/// two units of which the other is 0.
pub fn sample(activation: &Tuned<Activation>, x: &[f64], out: &mut [f64]) {
    let (kind, knobs) = (activation.kind(), activation.values());
    match kind.spec().form {
        Elementwise(f, _) => (f.wide)(x, &knobs, out),
        Form::Softmax => sample(&Activation::Sigmoid.into(), x, out),
    }
}

/// `out = f(x)` at 64 bits, for what is no softmax (which leaves `out` alone).
pub fn apply(activation: &Tuned<Activation>, x: &[f64], out: &mut [f64]) {
    if let Elementwise(f, _) = activation.kind().spec().form {
        (f.wide)(x, &activation.values(), out);
    }
}

/// Whether it has a side on which its slope is 0: a unit whose sums all lie there no longer learns.
pub fn has_flat_side(activation: &Tuned<Activation>) -> bool {
    let kinks = activation.kind().spec().kinks;
    let (Some(first), Some(last)) = (kinks.first(), kinks.last()) else { return false };
    let x = [first - 1.0, last + 1.0];
    let (mut y, mut slopes) = ([0.0; 2], [1.0; 2]);
    apply(activation, &x, &mut y);
    apply_slope(activation, &x, &y, &mut slopes);
    slopes.contains(&0.0)
}

/// `d ← d·f′(x)` at 64 bits, where `y = f(x)`.
pub fn apply_slope(activation: &Tuned<Activation>, x: &[f64], y: &[f64], d: &mut [f64]) {
    if let Elementwise(_, df) = activation.kind().spec().form {
        (df.wide)(x, y, &activation.values(), d);
    }
}

/// An activation at 32 bits, looked up once: for loops that take no longer than looking it up.
#[derive(Clone, Copy)]
pub struct Narrow {
    /// `out = f(x)` over equal lengths.
    pub apply: fn(&[f32], &[f32; MOST_KNOBS], &mut [f32]),
    /// `d ← d·f′(x)`, of x, y = f(x) and d.
    pub slope: OfTwo<f32>,
    /// Its knobs.
    pub knobs: [f32; MOST_KNOBS],
}

/// An activation at 32 bits; `None` for softmax, which is no function of one number.
pub fn narrow(activation: &Tuned<Activation>) -> Option<Narrow> {
    match activation.kind().spec().form {
        Elementwise(f, df) => Some(Narrow {
            apply: f.narrow,
            slope: df.narrow,
            knobs: activation.values().map(|value| value as f32),
        }),
        Form::Softmax => None,
    }
}

/// The softmax of one row, equal lengths. The largest logit is taken off first: the quotient is
/// the same, and no exponential overflows.
pub fn softmax(logits: &[f64], out: &mut [f64]) {
    let largest = logits.iter().fold(f64::NEG_INFINITY, |a, &b| if b > a { b } else { a });
    for (out, z) in out.iter_mut().zip(logits) {
        *out = super::formula::wide::exp(z - largest);
    }
    let sum: f64 = out.iter().sum();
    for out in out.iter_mut() {
        *out /= sum;
    }
}

/// From the gradient by a row's softmax `y` to the one by its logits, in place:
/// `d[u] ← y[u]·(d[u] − Σ d·y)`.
pub fn softmax_gradient(y: &[f64], d: &mut [f64]) {
    let along: f64 = y.iter().zip(d.iter()).map(|(y, d)| y * d).sum();
    for (d, y) in d.iter_mut().zip(y) {
        *d = y * (*d - along);
    }
}

/// [`softmax`] over lanes: `[units, stride]`, of which the first `padded` rows are filled.
pub fn softmax_columns(logits: &[f32], out: &mut [f32], stride: usize, padded: usize) {
    let mut largest = vec![f32::NEG_INFINITY; padded];
    for column in logits.chunks_exact(stride) {
        for (largest, &z) in largest.iter_mut().zip(column) {
            *largest = if z > *largest { z } else { *largest };
        }
    }
    let mut sum = vec![0.0; padded];
    for (out, column) in out.chunks_exact_mut(stride).zip(logits.chunks_exact(stride)) {
        for (r, (out, z)) in out[..padded].iter_mut().zip(column).enumerate() {
            *out = super::formula::narrow::exp(z - largest[r]);
            sum[r] += *out;
        }
    }
    for out in out.chunks_exact_mut(stride) {
        for (out, sum) in out.iter_mut().zip(&sum) {
            *out /= sum;
        }
    }
}

/// [`softmax_gradient`] over lanes.
pub fn softmax_columns_gradient(y: &[f32], d: &mut [f32], stride: usize, padded: usize) {
    let mut along = vec![0.0; padded];
    for (y, d) in y.chunks_exact(stride).zip(d.chunks_exact(stride)) {
        for (along, (y, d)) in along.iter_mut().zip(y.iter().zip(d)) {
            *along += y * d;
        }
    }
    for (y, d) in y.chunks_exact(stride).zip(d.chunks_exact_mut(stride)) {
        for ((d, y), along) in d.iter_mut().zip(y).zip(&along) {
            *d = y * (*d - along);
        }
    }
}
