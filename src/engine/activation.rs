//! Activations, as Keras names them (<https://keras.io/api/layers/activations/>).
//! To add one: a variant and its arm in [`Activation::spec`]; backends, select box, link,
//! the little curve, the gradient and the Keras tests walk the variants.

#![expect(clippy::excessive_precision, reason = "the constants are shared by both widths")]

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::formula::{Derivative, Formula, OfTwo, derivative, formula};
use super::kind::{About, Kind, Knob, MOST_KNOBS, Tuned};

/// The function that a unit applies to its weighted sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
#[expect(missing_docs, reason = "each variant's formula stands in its spec")]
pub enum Activation {
    Relu,
    Tanh,
    Sigmoid,
    Linear,
    Relu6,
    LeakyRelu,
    Elu,
    Selu,
    Celu,
    Gelu,
    GeluTanh,
    Silu,
    Mish,
    Softplus,
    Softsign,
    HardSigmoid,
    HardSilu,
    HardTanh,
    Exponential,
    LogSigmoid,
    TanhShrink,
    Sine,
    Gaussian,
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
    /// What the page says of it.
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
                    derivative!(|x, y| select(0.0, 1.0, y > 0.0)),
                ),
                knobs: NONE,
                kinks: &[0.0],
                about: About {
                    label: "ReLU",
                    english: "Lets positive values through and stops the rest. Cheap, and its slope does not shrink with depth; a unit that is always negative stops learning.",
                    korean: "양수는 그대로 보내고 나머지는 막습니다. 계산이 싸고 층이 깊어져도 기울기가 줄지 않지만, 늘 음수인 유닛은 학습을 멈춥니다.",
                    source: "Nair and Hinton, 2010, Rectified linear units improve restricted Boltzmann machines",
                },
            },
            Self::Tanh => Spec {
                formula: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
                form: Elementwise(formula!(|x| tanh(x)), derivative!(|x, y| 1.0 - y * y)),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "tanh",
                    english: "Squeezes values into −1..1, centred on 0. Its slope vanishes for large sums.",
                    korean: "값을 0을 중심으로 −1과 1 사이로 모읍니다. 합이 크면 기울기가 사라집니다.",
                    source: "LeCun et al., 1998, Efficient BackProp",
                },
            },
            Self::Sigmoid => Spec {
                formula: "1 / (1 + e⁻ˣ)",
                form: Elementwise(formula!(|x| logistic(x)), derivative!(|x, y| y * (1.0 - y))),
                knobs: NONE,
                kinks: SMOOTH,
                about: About {
                    label: "sigmoid",
                    english: "Squeezes values into 0..1: a probability. In hidden layers its slope, at most ¼, shrinks gradients quickly.",
                    korean: "값을 0과 1 사이로 모아 확률로 읽을 수 있게 합니다. 은닉층에서는 최대 ¼인 기울기 때문에 그래디언트가 빠르게 줄어듭니다.",
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
                    english: "Changes nothing. Layers of it alone come to one linear map, however many there are; an output that is a number has it.",
                    korean: "값을 바꾸지 않습니다. 이 함수만 쓰면 층이 몇 개든 하나의 선형 사상과 같습니다. 숫자를 내는 출력에 씁니다.",
                    source: "keras.io/api/layers/activations/#linear-function",
                },
            },
            Self::Relu6 => Spec {
                formula: "min(max(x, 0), 6)",
                form: Elementwise(
                    formula!(|x| min(max(x, 0.0), 6.0)),
                    derivative!(|x, y| select(0.0, select(1.0, 0.0, x >= 6.0), x > 0.0)),
                ),
                knobs: NONE,
                kinks: &[0.0, 6.0],
                about: About {
                    label: "ReLU6",
                    english: "ReLU with a ceiling of 6, made for arithmetic with few bits.",
                    korean: "6에서 멈추는 ReLU입니다. 비트 수가 적은 연산을 위해 만들어졌습니다.",
                    source: "Krizhevsky, 2010, Convolutional deep belief networks on CIFAR-10",
                },
            },
            Self::LeakyRelu => Spec {
                formula: "x > 0 ? x : negative_slope · x",
                form: Elementwise(
                    formula!(|x, [slope]| select(slope * x, x, x > 0.0)),
                    derivative!(|x, y, [slope]| select(slope, 1.0, x > 0.0)),
                ),
                knobs: const { &[Knob::linear("negative_slope", 0.2, 0.0, 1.0)] },
                kinks: &[0.0],
                about: About {
                    label: "Leaky ReLU",
                    english: "ReLU that lets a little of the negative side through, so that no unit stops learning.",
                    korean: "음수 쪽도 조금 통과시키는 ReLU여서 학습을 멈추는 유닛이 없습니다.",
                    source: "Maas, Hannun and Ng, 2013, Rectifier nonlinearities improve neural network acoustic models",
                },
            },
            Self::Elu => Spec {
                formula: "x > 0 ? x : alpha · (eˣ − 1)",
                form: Elementwise(
                    formula!(|x, [alpha]| select(alpha * expm1(min(x, 0.0)), x, x > 0.0)),
                    derivative!(|x, y, [alpha]| select(y + alpha, 1.0, x > 0.0)),
                ),
                knobs: const { &[Knob::linear("alpha", 1.0, 0.0, 3.0)] },
                // With alpha = 1 there is none.
                kinks: &[0.0],
                about: About {
                    label: "ELU",
                    english: "Linear for positive values, and bends towards −alpha for negative ones, which brings the mean of a layer nearer to 0.",
                    korean: "양수에서는 선형이고 음수에서는 −alpha로 휘어, 층의 평균을 0에 가깝게 합니다.",
                    source: "Clevert, Unterthiner and Hochreiter, 2015, Fast and accurate deep network learning by ELUs",
                },
            },
            Self::Selu => Spec {
                formula: "1.0507 · (x > 0 ? x : 1.6733 · (eˣ − 1))",
                form: Elementwise(
                    formula!(|x| 1.050_700_987_355_480_5
                        * select(1.673_263_242_354_377_2 * expm1(min(x, 0.0)), x, x > 0.0)),
                    derivative!(|x, y| select(
                        y + 1.050_700_987_355_480_5 * 1.673_263_242_354_377_2,
                        1.050_700_987_355_480_5,
                        x > 0.0
                    )),
                ),
                knobs: NONE,
                kinks: &[0.0],
                about: About {
                    label: "SELU",
                    english: "ELU with two constants chosen so that layers keep mean 0 and variance 1 by themselves, if their weights start by LecunNormal.",
                    korean: "두 상수를 골라, 가중치를 LecunNormal로 시작하면 층이 스스로 평균 0과 분산 1을 지키게 한 ELU입니다.",
                    source: "Klambauer et al., 2017, Self-normalizing neural networks",
                },
            },
            Self::Celu => Spec {
                formula: "max(x, 0) + alpha · (e^(min(x, 0)/alpha) − 1)",
                form: Elementwise(
                    formula!(|x, [alpha]| select(alpha * expm1(min(x, 0.0) / alpha), x, x > 0.0)),
                    derivative!(|x, y, [alpha]| select(y / alpha + 1.0, 1.0, x > 0.0)),
                ),
                knobs: const { &[Knob::linear("alpha", 1.0, 0.1, 3.0)] },
                kinks: SMOOTH,
                about: About {
                    label: "CELU",
                    english: "ELU that is smooth at 0 for every alpha.",
                    korean: "alpha가 무엇이든 0에서 매끄러운 ELU입니다.",
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
                    english: "Weighs a value by the probability that a normal deviate is smaller: a smooth ReLU with a dip. The transformers' choice.",
                    korean: "표준정규 난수가 그 값보다 작을 확률로 값을 가중합니다. 살짝 파인 매끄러운 ReLU로, 트랜스포머가 씁니다.",
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
                    english: "GELU with tanh in the place of the error function: cheaper, and within a thousandth of it.",
                    korean: "오차 함수 대신 tanh를 쓰는 GELU입니다. 더 싸고 차이는 천분의 일 안쪽입니다.",
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
                    english: "A value times its own sigmoid, also called swish: smooth, and not monotonic.",
                    korean: "값에 자기 자신의 시그모이드를 곱합니다. swish라고도 하며, 매끄럽지만 단조롭지 않습니다.",
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
                about: About {
                    label: "Mish",
                    english: "A value times the tanh of its softplus, much like SiLU.",
                    korean: "값에 softplus의 tanh를 곱합니다. SiLU와 많이 닮았습니다.",
                    source: "Misra, 2019, Mish",
                },
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
                    english: "A smooth ReLU that is never 0; its slope is the sigmoid.",
                    korean: "0이 되지 않는 매끄러운 ReLU입니다. 기울기가 시그모이드입니다.",
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
                    english: "Like tanh, but it nears ±1 slowly, so that large sums still have a slope.",
                    korean: "tanh와 비슷하지만 ±1에 천천히 다가가므로, 합이 커도 기울기가 남습니다.",
                    source: "Bergstra et al., 2009, Quadratic polynomials learn better image features",
                },
            },
            Self::HardSigmoid => Spec {
                formula: "min(max(x + 3, 0), 6) / 6",
                form: Elementwise(
                    formula!(|x| min(max(x + 3.0, 0.0), 6.0) / 6.0),
                    derivative!(|x, y| select(0.0, 1.0 / 6.0, abs(x) < 3.0)),
                ),
                knobs: NONE,
                kinks: &[-3.0, 3.0],
                about: About {
                    label: "hard sigmoid",
                    english: "The sigmoid as three straight lines: no exponential to compute.",
                    korean: "시그모이드를 세 직선으로 줄여, 지수 함수를 계산하지 않습니다.",
                    source: "Courbariaux, Bengio and David, 2015, BinaryConnect",
                },
            },
            Self::HardSilu => Spec {
                formula: "x · min(max(x + 3, 0), 6) / 6",
                form: Elementwise(
                    formula!(|x| x * min(max(x + 3.0, 0.0), 6.0) / 6.0),
                    derivative!(|x, y| min(max(x + 3.0, 0.0), 6.0) / 6.0
                        + x * select(0.0, 1.0 / 6.0, abs(x) < 3.0)),
                ),
                knobs: NONE,
                kinks: &[-3.0, 3.0],
                about: About {
                    label: "hard SiLU",
                    english: "SiLU with the hard sigmoid, also called hard swish: made for phones.",
                    korean: "hard sigmoid를 쓰는 SiLU로, hard swish라고도 합니다. 휴대 기기를 위해 만들어졌습니다.",
                    source: "Howard et al., 2019, Searching for MobileNetV3",
                },
            },
            Self::HardTanh => Spec {
                formula: "min(max(x, −1), 1)",
                form: Elementwise(
                    formula!(|x| min(max(x, -1.0), 1.0)),
                    derivative!(|x, y| select(0.0, 1.0, abs(x) < 1.0)),
                ),
                knobs: NONE,
                kinks: &[-1.0, 1.0],
                about: About {
                    label: "hard tanh",
                    english: "tanh as three straight lines.",
                    korean: "tanh를 세 직선으로 줄인 것입니다.",
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
                    english: "Always positive, and soon enormous: for outputs that are rates or counts. Keep the learning rate small.",
                    korean: "늘 양수이고 금세 엄청나게 커집니다. 비율이나 횟수를 내는 출력에 쓰며, 학습률은 작게 두어야 합니다.",
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
                    english: "The logarithm of the sigmoid: never positive, and linear for negative values.",
                    korean: "시그모이드의 로그입니다. 양수가 되지 않고, 음수 쪽에서는 선형입니다.",
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
                    english: "Takes tanh off: small values nearly vanish, large ones lose 1.",
                    korean: "값에서 tanh를 뺍니다. 작은 값은 거의 사라지고 큰 값은 1만큼 줄어듭니다.",
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
                    english: "A wave: a few units draw fine detail such as spirals. Not in Keras; with a high frequency it memorises easily.",
                    korean: "파동입니다. 유닛 몇 개로 나선처럼 세밀한 모양을 그립니다. Keras에는 없으며, 주파수가 높으면 쉽게 외워 버립니다.",
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
                    english: "A bump around 0: a unit answers near one line and nowhere else. Not in Keras.",
                    korean: "0을 중심으로 한 봉우리입니다. 유닛이 한 직선 근처에서만 반응합니다. Keras에는 없습니다.",
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
                    english: "Turns the values of a layer into probabilities that add up to 1: one unit a class.",
                    korean: "층의 값들을 합이 1인 확률로 바꿉니다. 클래스마다 유닛이 하나씩 있습니다.",
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
