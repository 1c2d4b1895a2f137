//! The words at 64 bits that compiled code calls instead of having them in lanes: those of this
//! program, whose bits it then has. There is a call for each number, as in the plain code.

use strum::VariantArray;

use super::wide;
use crate::engine::noise;

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
#[expect(missing_docs, reason = "they are the words of their names")]
pub enum Called {
    Ln,
    Log1p,
    Erf,
    Sin,
    Cos,
    Pow,
    /// A normal deviate; see [`noise::deviate`].
    Deviate,
}

/// What the word of this number is of these; most take the first alone.
pub fn call(word: u32, a: f64, b: f64) -> f64 {
    match Called::VARIANTS.get(word as usize) {
        Some(Called::Ln) => wide::ln(a),
        Some(Called::Log1p) => wide::log1p(a),
        Some(Called::Erf) => wide::erf(a),
        Some(Called::Sin) => wide::sin(a),
        Some(Called::Cos) => wide::cos(a),
        Some(Called::Pow) => wide::pow(a, b),
        Some(Called::Deviate) => noise::deviate(a, b),
        // Nobody writes such a call.
        None => f64::NAN,
    }
}
