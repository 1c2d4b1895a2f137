//! The data sets, one file each. To add one: its file, a variant and its arm in
//! [`Dataset::generate`]; thumbnails, links and tests walk the variants.

mod circle;
mod gauss;
mod reg_gauss;
mod reg_plane;
mod spiral;
mod xor;

use rand::Rng;
use rand::distr::Distribution as _;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::config::{Config, Problem};
use super::seedrandom::{SeedRandom, Unit};

/// A labelled point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// x₁
    pub x1: f64,
    /// x₂
    pub x2: f64,
    /// −1 or +1 for classes, about −1..1 for regression.
    pub label: f64,
}

/// The picture shows −6..6 in both directions.
pub const EXTENT: f64 = 6.0;

/// The TensorFlow Playground's six data sets.
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
#[strum(serialize_all = "kebab-case")]
pub enum Dataset {
    /// A disc within a ring.
    Circle,
    /// Opposite quadrants share a class.
    Xor,
    /// Two Gaussian clusters.
    Gauss,
    /// Two interleaved spiral arms.
    Spiral,
    /// A tilted plane.
    RegPlane,
    /// Six bumps of alternating sign.
    RegGauss,
}

impl Dataset {
    /// Which kind of problem it poses.
    pub fn problem(self) -> Problem {
        match self {
            Self::Circle | Self::Xor | Self::Gauss | Self::Spiral => Problem::Classification,
            Self::RegPlane | Self::RegGauss => Problem::Regression,
        }
    }

    /// `count` samples in the order in which they are drawn; `noise` is a share (0.5 = 50 %).
    pub fn generate<R: Rng>(self, count: usize, noise: f64, rng: &mut R) -> Vec<Sample> {
        match self {
            Self::Circle => circle::generate(count, noise, rng),
            Self::Xor => xor::generate(count, noise, rng),
            Self::Gauss => gauss::generate(count, noise, rng),
            Self::Spiral => spiral::generate(count, noise, rng),
            Self::RegPlane => reg_plane::generate(count, noise, rng),
            Self::RegGauss => reg_gauss::generate(count, noise, rng),
        }
    }
}

/// The data of a run, in the order in which training visits it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Split {
    /// What the network learns from.
    pub train: Vec<Sample>,
    /// What it is only measured on.
    pub test: Vec<Sample>,
}

impl Split {
    /// Draws, shuffles and splits a config's data from the stream `rng`, which stands
    /// afterwards where the initial weights begin.
    pub fn draw(config: &Config, rng: &mut SeedRandom) -> Self {
        let dataset = config.active_dataset();
        let mut train = dataset.generate(config.sample_count(), config.noise / 100.0, rng);
        // A set that draws its classes one after the other may be one short or long when the
        // number is odd; the number asked for is a promise.
        train.truncate(config.sample_count());
        shuffle(&mut train, rng);
        let test = train.split_off(config.train_count().min(train.len()));
        Self { train, test }
    }
}

/// Fisher-Yates from the end, with the draws of the TensorFlow Playground.
fn shuffle<R: Rng>(samples: &mut [Sample], rng: &mut R) {
    for remaining in (1..=samples.len()).rev() {
        let at = (Unit.sample(rng) * remaining as f64) as usize;
        samples.swap(remaining - 1, at);
    }
}

/// A number in `low..high`.
fn uniform<R: Rng>(low: f64, high: f64, rng: &mut R) -> f64 {
    Unit.sample(rng) * (high - low) + low
}
