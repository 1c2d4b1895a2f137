//! Activations, as Keras names them (<https://keras.io/api/layers/activations/>).
//! To add one: a variant and its arm in [`Activation::spec`]; backends, select box, link,
//! the little curve and the gradient tests walk the variants.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::formula::{Derivative, Formula, derivative, formula};

/// The function that a unit applies to its weighted sum.
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
#[strum(serialize_all = "lowercase")]
pub enum Activation {
    /// max(x, 0)
    Relu,
    /// tanh x
    Tanh,
    /// 1 / (1 + e⁻ˣ)
    Sigmoid,
    /// x
    Linear,
}

/// What an activation is: its name on the page, its formula and its slope.
pub struct Spec {
    /// As the field writes it.
    pub label: &'static str,
    /// The formula as mathematics writes it, for the help.
    pub formula: &'static str,
    /// f
    pub f: Formula,
    /// f′, from x and f(x)
    pub df: Derivative,
}

impl Activation {
    /// The activation's definition; every backend and picture comes from it.
    pub fn spec(self) -> Spec {
        match self {
            Self::Relu => Spec {
                label: "ReLU",
                formula: "max(x, 0)",
                f: formula!(|x| max(x, 0.0)),
                // The slope at 0 is 0, as the TensorFlow Playground has it.
                df: derivative!(|x, y| select(0.0, 1.0, x > 0.0)),
            },
            Self::Tanh => Spec {
                label: "tanh",
                formula: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
                f: formula!(|x| tanh(x)),
                df: derivative!(|x, y| 1.0 - y * y),
            },
            Self::Sigmoid => Spec {
                label: "sigmoid",
                formula: "1 / (1 + e⁻ˣ)",
                f: formula!(|x| logistic(x)),
                df: derivative!(|x, y| y * (1.0 - y)),
            },
            Self::Linear => Spec {
                label: "linear",
                formula: "x",
                f: formula!(|x| x),
                df: derivative!(|x, y| 1.0),
            },
        }
    }
}
