//! The words at 64 bits: the same bits natively and in the browser. Those that the TensorFlow
//! Playground takes from `Math` are `exact`'s, or whoever's `math` says.

use super::exact;
use super::math::Function;

/// `yes` where `when`, else `no`.
pub fn select(no: f64, yes: f64, when: bool) -> f64 {
    if when { yes } else { no }
}
/// The larger; NaN stays NaN.
pub fn max(a: f64, b: f64) -> f64 {
    if a < b { b } else { a }
}
/// The smaller; NaN stays NaN.
pub fn min(a: f64, b: f64) -> f64 {
    if a > b { b } else { a }
}
/// Distance from 0.
pub fn abs(x: f64) -> f64 {
    x.abs()
}
/// eˣ
pub fn exp(x: f64) -> f64 {
    Function::Exp.of(x)
}
/// eˣ − 1, exact near 0.
pub fn expm1(x: f64) -> f64 {
    exact::expm1(x)
}
/// The natural logarithm of a positive number.
pub fn ln(x: f64) -> f64 {
    Function::Log.of(x)
}
/// ln(1 + x) for x of 0 or more, exact near 0.
pub fn log1p(x: f64) -> f64 {
    libm::log1p(x)
}
/// The error function.
pub fn erf(x: f64) -> f64 {
    libm::erf(x)
}
/// The square root.
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}
/// x to the power y, for x of 0 or more.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
/// −1, 0 or 1.
pub fn sign(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        // 0 and NaN.
        x
    }
}
/// Sine.
pub fn sin(x: f64) -> f64 {
    Function::Sin.of(x)
}
/// Cosine.
pub fn cos(x: f64) -> f64 {
    Function::Cos.of(x)
}
/// Hyperbolic tangent.
pub fn tanh(x: f64) -> f64 {
    Function::Tanh.of(x)
}
/// The logistic function, 1 / (1 + e⁻ˣ).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}
