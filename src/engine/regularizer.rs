//! Penalties on large weights, as Keras names them.
//! To add one: a variant and its arms here.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The penalty on a kernel's entries; biases are never penalised.
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
pub enum Regularizer {
    /// No penalty.
    #[strum(serialize = "none")]
    None,
    /// `rate · Σ|w|`; drives weights to exactly 0
    /// (Keras: <https://keras.io/api/layers/regularizers/#l1-class>).
    L1,
    /// `rate · Σ w²/2`; shrinks weights in proportion. The TensorFlow Playground's half is kept
    /// (Keras's `L2`, <https://keras.io/api/layers/regularizers/#l2-class>, has no half).
    L2,
}

impl Regularizer {
    /// The penalty of one weight, before the rate.
    pub fn penalty(self, w: f64) -> f64 {
        match self {
            Self::None => 0.0,
            Self::L1 => w.abs(),
            Self::L2 => 0.5 * w * w,
        }
    }

    /// The slope of [`Self::penalty`]; 0 at 0.
    pub fn slope(self, w: f64) -> f64 {
        match self {
            Self::None => 0.0,
            Self::L1 if w > 0.0 => 1.0,
            Self::L1 if w < 0.0 => -1.0,
            Self::L1 => 0.0,
            Self::L2 => w,
        }
    }
}
