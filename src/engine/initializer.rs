//! First weights, as Keras names their distributions
//! (<https://keras.io/api/layers/initializers/>). To add one: a variant and its arms here.

use rand::Rng;
use rand::distr::Distribution as _;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::formula::exact;
use super::kind::{About, Kind, Knob, Tuned};
use super::seedrandom::Unit;

/// How a kernel starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Initializer {
    /// The TensorFlow Playground's: evenly in −0.5..0.5, and 0.1 for biases.
    Playground,
    /// 0 everywhere.
    Zeros,
    /// 1 everywhere.
    Ones,
    /// Evenly in `minval..maxval`.
    RandomUniform,
    /// Normal deviates around `mean`.
    RandomNormal,
    /// [`Self::RandomNormal`] without what lies beyond two deviations.
    TruncatedNormal,
    /// Evenly, of variance `2 / (inputs + units)`.
    GlorotUniform,
    /// Normal, of variance `2 / (inputs + units)`.
    GlorotNormal,
    /// Evenly, of variance `2 / inputs`.
    HeUniform,
    /// Normal, of variance `2 / inputs`.
    HeNormal,
    /// Evenly, of variance `1 / inputs`.
    LecunUniform,
    /// Normal, of variance `1 / inputs`.
    LecunNormal,
    /// A random orthogonal matrix, times `gain`.
    Orthogonal,
    /// 1 on the diagonal, 0 elsewhere.
    Identity,
}

impl Kind for Initializer {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        const MEAN: Knob = Knob::linear("mean", 0.0, -1.0, 1.0);
        const STDDEV: Knob = Knob::linear("stddev", 0.05, 0.0, 2.0);
        match self {
            Self::RandomUniform => {
                const {
                    &[
                        Knob::linear("minval", -0.05, -2.0, 2.0),
                        Knob::linear("maxval", 0.05, -2.0, 2.0),
                    ]
                }
            }
            Self::RandomNormal | Self::TruncatedNormal => const { &[MEAN, STDDEV] },
            Self::Orthogonal => const { &[Knob::linear("gain", 1.0, 0.0, 3.0)] },
            Self::Playground
            | Self::Zeros
            | Self::Ones
            | Self::GlorotUniform
            | Self::GlorotNormal
            | Self::HeUniform
            | Self::HeNormal
            | Self::LecunUniform
            | Self::LecunNormal
            | Self::Identity => &[],
        }
    }

    fn about(self) -> About {
        match self {
            Self::Playground => About {
                label: "Playground",
                source: "Smilkov et al., 2017, Direct-manipulation visualization of deep networks",
            },
            Self::Zeros => About { label: "Zeros", source: "keras.io, Zeros" },
            Self::Ones => About { label: "Ones", source: "keras.io, Ones" },
            Self::RandomUniform => {
                About { label: "Random uniform", source: "keras.io, RandomUniform" }
            }
            Self::RandomNormal => {
                About { label: "Random normal", source: "keras.io, RandomNormal" }
            }
            Self::TruncatedNormal => {
                About { label: "Truncated normal", source: "keras.io, TruncatedNormal" }
            }
            Self::GlorotUniform => About {
                label: "Glorot uniform",
                source: "Glorot and Bengio, 2010, Understanding the difficulty of training deep feedforward neural networks",
            },
            Self::GlorotNormal => About {
                label: "Glorot normal",
                source: "Glorot and Bengio, 2010, Understanding the difficulty of training deep feedforward neural networks",
            },
            Self::HeUniform => About {
                label: "He uniform",
                source: "He et al., 2015, Delving deep into rectifiers",
            },
            Self::HeNormal => About {
                label: "He normal",
                source: "He et al., 2015, Delving deep into rectifiers",
            },
            Self::LecunUniform => {
                About { label: "LeCun uniform", source: "LeCun et al., 1998, Efficient BackProp" }
            }
            Self::LecunNormal => About {
                label: "LeCun normal",
                source: "LeCun et al., 1998, Efficient BackProp; Klambauer et al., 2017",
            },
            Self::Orthogonal => About {
                label: "Orthogonal",
                source: "Saxe, McClelland and Ganguli, 2013, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
            },
            Self::Identity => About {
                label: "Identity",
                source: "Le, Jaitly and Hinton, 2015, A simple way to initialize recurrent networks of rectified linear units",
            },
        }
    }
}

/// What the biases beside such a kernel start at.
pub fn bias(initializer: &Tuned<Initializer>) -> f64 {
    if initializer.kind() == Initializer::Playground { 0.1 } else { 0.0 }
}

/// A kernel of zeros in the place of one that is drawn. The TensorFlow Playground's draws are taken
/// all the same: what is drawn next does not depend on it.
pub fn zeros<R: Rng>(
    initializer: &Tuned<Initializer>,
    inputs: usize,
    units: usize,
    rng: &mut R,
) -> Vec<f64> {
    if initializer.kind() == Initializer::Playground {
        draw(initializer, inputs, units, rng);
    }
    vec![0.0; units * inputs]
}

/// A kernel `[units, inputs]` of that distribution, drawn unit by unit, input by input.
pub fn draw<R: Rng>(
    initializer: &Tuned<Initializer>,
    inputs: usize,
    units: usize,
    rng: &mut R,
) -> Vec<f64> {
    let knob = |name| initializer.get(name).unwrap_or_default();
    let count = inputs * units;
    let (fan_in, fan_out) = (inputs.max(1) as f64, units.max(1) as f64);
    let glorot = f64::midpoint(fan_in, fan_out);
    match initializer.kind() {
        Initializer::Playground => (0..count).map(|_| Unit.sample(rng) - 0.5).collect(),
        Initializer::Zeros => vec![0.0; count],
        Initializer::Ones => vec![1.0; count],
        Initializer::RandomUniform => uniform(knob("minval"), knob("maxval"), count, rng),
        Initializer::RandomNormal => {
            (0..count).map(|_| knob("mean") + knob("stddev") * normal(rng)).collect()
        }
        Initializer::TruncatedNormal => truncated(knob("mean"), knob("stddev"), count, rng),
        Initializer::GlorotUniform => scaled_uniform(glorot, count, rng),
        Initializer::GlorotNormal => scaled_normal(glorot, count, rng),
        Initializer::HeUniform => scaled_uniform(fan_in / 2.0, count, rng),
        Initializer::HeNormal => scaled_normal(fan_in / 2.0, count, rng),
        Initializer::LecunUniform => scaled_uniform(fan_in, count, rng),
        Initializer::LecunNormal => scaled_normal(fan_in, count, rng),
        Initializer::Orthogonal => orthogonal(knob("gain"), inputs, units, rng),
        Initializer::Identity => {
            (0..count).map(|at| f64::from(u8::from(at / inputs == at % inputs))).collect()
        }
    }
}

fn uniform<R: Rng>(low: f64, high: f64, count: usize, rng: &mut R) -> Vec<f64> {
    (0..count).map(|_| low + (high - low) * Unit.sample(rng)).collect()
}

/// Keras's `VarianceScaling`: variance 1/`fan`, evenly.
fn scaled_uniform<R: Rng>(fan: f64, count: usize, rng: &mut R) -> Vec<f64> {
    let limit = (3.0 / fan).sqrt();
    uniform(-limit, limit, count, rng)
}

/// Keras's `VarianceScaling`: variance 1/`fan`, a truncated normal distribution whose deviation is
/// made up for what the truncation takes off.
fn scaled_normal<R: Rng>(fan: f64, count: usize, rng: &mut R) -> Vec<f64> {
    /// Deviation of a standard normal distribution cut off at ±2.
    const CUT: f64 = 0.879_625_661_034_239_8;
    truncated(0.0, (1.0 / fan).sqrt() / CUT, count, rng)
}

fn truncated<R: Rng>(mean: f64, stddev: f64, count: usize, rng: &mut R) -> Vec<f64> {
    let mut one = || {
        // One in twenty lies outside: a hundred in a row never do.
        let inside = (0..100).map(|_| normal(rng)).find(|z| z.abs() <= 2.0);
        mean + stddev * inside.unwrap_or_default()
    };
    (0..count).map(|_| one()).collect()
}

/// A standard normal deviate (Box and Muller, 1958).
fn normal<R: Rng>(rng: &mut R) -> f64 {
    let (u, v) = (1.0 - Unit.sample(rng), Unit.sample(rng));
    (-2.0 * exact::ln(u)).sqrt() * exact::cos(std::f64::consts::TAU * v)
}

/// Rows (or columns, where there are fewer) of length `gain` at right angles, all directions
/// alike: Gram and Schmidt's method over normal deviates, run twice for what rounding leaves.
fn orthogonal<R: Rng>(gain: f64, inputs: usize, units: usize, rng: &mut R) -> Vec<f64> {
    let (few, many) = (inputs.min(units), inputs.max(units));
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(few);
    for _ in 0..few {
        let mut row: Vec<f64> = (0..many).map(|_| normal(rng)).collect();
        for other in basis.iter().chain(&basis) {
            let along: f64 = row.iter().zip(other).map(|(a, b)| a * b).sum();
            row.iter_mut().zip(other).for_each(|(a, b)| *a -= along * b);
        }
        let length = row.iter().map(|a| a * a).sum::<f64>().sqrt();
        // A row within the others' span has no direction left; it has probability 0.
        row.iter_mut().for_each(|a| *a = if length > 1e-12 { *a / length } else { 0.0 });
        basis.push(row);
    }
    let at = |unit: usize, input: usize| {
        if units <= inputs { basis[unit][input] } else { basis[input][unit] }
    };
    (0..units * inputs).map(|place| gain * at(place / inputs, place % inputs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::seedrandom::SeedRandom;

    #[test]
    fn orthogonal_kernels_are_orthogonal() {
        for (inputs, units) in [(1, 1), (5, 3), (3, 5), (8, 8)] {
            let kernel = orthogonal(2.0, inputs, units, &mut SeedRandom::from_text("orthogonal"));
            let few = inputs.min(units);
            for a in 0..few {
                for b in 0..few {
                    let along: f64 = match units <= inputs {
                        true => (0..inputs)
                            .map(|i| kernel[a * inputs + i] * kernel[b * inputs + i])
                            .sum(),
                        false => (0..units)
                            .map(|u| kernel[u * inputs + a] * kernel[u * inputs + b])
                            .sum(),
                    };
                    let expected = if a == b { 4.0 } else { 0.0 };
                    assert!((along - expected).abs() < 1e-12, "{inputs}x{units}: {along}");
                }
            }
        }
    }

    #[test]
    fn every_kernel_is_finite_whatever_its_shape() {
        for &kind in Initializer::all() {
            for (inputs, units) in [(0, 3), (1, 1), (2, 7), (64, 1)] {
                let kernel = draw(&kind.into(), inputs, units, &mut SeedRandom::from_text("shape"));
                assert_eq!(kernel.len(), inputs * units, "{kind:?}");
                assert!(kernel.iter().all(|w| w.is_finite()), "{kind:?}");
            }
        }
    }
}
