//! Penalties on large weights, as Keras names them.
//! To add one: a variant and its arms here.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::kind::{About, Kind, Knob, Tuned};

/// The TensorFlow Playground's penalty on all kernels' entries; biases are never penalised.
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

impl Kind for Regularizer {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        &[]
    }

    fn about(self) -> About {
        LayerRegularizer::from(self).about()
    }
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

/// Keras's penalty on one layer's kernel or bias
/// (<https://keras.io/api/layers/regularizers/>): part of the loss, its gradient goes through the
/// optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum LayerRegularizer {
    /// No penalty.
    None,
    /// `l1 · Σ|w|`
    L1,
    /// `l2 · Σw²`
    L2,
    /// `l1 · Σ|w| + l2 · Σw²`
    L1L2,
}

impl From<Regularizer> for LayerRegularizer {
    /// Keras's of that name, at its default.
    fn from(regularizer: Regularizer) -> Self {
        match regularizer {
            Regularizer::None => Self::None,
            Regularizer::L1 => Self::L1,
            Regularizer::L2 => Self::L2,
        }
    }
}

impl Kind for LayerRegularizer {
    fn all() -> &'static [Self] {
        Self::VARIANTS
    }

    fn knobs(self) -> &'static [Knob] {
        match self {
            Self::None => &[],
            Self::L1 => const { &[Knob::logarithmic("l1", 0.01, 0.0, 1.0)] },
            Self::L2 => const { &[Knob::logarithmic("l2", 0.01, 0.0, 1.0)] },
            Self::L1L2 => {
                const {
                    &[
                        Knob::logarithmic("l1", 0.0, 0.0, 1.0),
                        Knob::logarithmic("l2", 0.0, 0.0, 1.0),
                    ]
                }
            }
        }
    }

    fn about(self) -> About {
        match self {
            Self::None => About { label: "none", source: "" },
            Self::L1 => About {
                label: "L1",
                source: "Tibshirani, 1996, Regression shrinkage and selection via the lasso",
            },
            Self::L2 => About { label: "L2", source: "Hoerl and Kennard, 1970, Ridge regression" },
            Self::L1L2 => About {
                label: "L1L2",
                source: "Zou and Hastie, 2005, Regularization and variable selection via the elastic net",
            },
        }
    }
}

impl Tuned<LayerRegularizer> {
    /// The factors of `Σ|w|` and of `Σw²`.
    pub fn coefficients(&self) -> (f64, f64) {
        (self.get("l1").unwrap_or_default(), self.get("l2").unwrap_or_default())
    }
}
