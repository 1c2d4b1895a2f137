//! The words of formulas as vectors. At 32 bits they follow `formula::narrow`, whose comments say
//! where the coefficients come from; at 64 bits there are those that the usual activations need.

use super::value::{Value, Width};
use crate::engine::formula::TANH;

/// A word of these arguments; `None` where it is not known at that width.
pub fn word(width: Width, name: &str, arguments: Vec<Value>) -> Option<Value> {
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next();
    let x = next()?;
    Some(match (name, width) {
        ("select", _) => Value::select(x, next()?, next()?),
        ("max", _) => x.max(next()?),
        ("min", _) => x.min(next()?),
        ("abs", _) => x.abs(),
        ("sqrt", _) => x.sqrt(),
        ("exp", Width::Single) => exp(x),
        ("expm1", Width::Single) => expm1(x),
        ("ln", Width::Single) => ln(x),
        ("log1p", Width::Single) => log1p(x),
        ("erf", Width::Single) => erf(x),
        ("sin", Width::Single) => sin(x),
        ("cos", Width::Single) => sin(x + std::f64::consts::FRAC_PI_2),
        ("tanh", Width::Single) => tanh(x),
        ("logistic", Width::Single) => logistic(x),
        ("exp", Width::Double) => double::exp(x),
        ("expm1", Width::Double) => double::expm1(x),
        ("tanh", Width::Double) => double::tanh(x),
        ("logistic", Width::Double) => double::logistic(x),
        _ => return None,
    })
}

/// The highest power first.
fn polynomial(x: &Value, coefficients: &[f64]) -> Value {
    let add = |sum: Value, &coefficient: &f64| sum * x.clone() + coefficient;
    let (first, rest) = coefficients.split_first().unwrap_or((&0.0, &[]));
    rest.iter().fold(Value::from(*first), add)
}

fn tanh(x: Value) -> Value {
    let limit = f64::from(TANH.limit);
    let x = x.min(limit).max(-limit);
    let square = x.clone() * x.clone();
    let [p, q] = [&TANH.numerator[..], &TANH.denominator].map(|coefficients| {
        let coefficients: Vec<f64> = coefficients.iter().copied().map(f64::from).collect();
        polynomial(&square, &coefficients)
    });
    x * p / q
}

fn logistic(x: Value) -> Value {
    tanh(x * 0.5) * 0.5 + 0.5
}

/// Adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 12_582_912.0;

fn exp(x: Value) -> Value {
    let x = x.min(88.02).max(-87.33);
    let shifted = x.clone() * std::f64::consts::LOG2_E + ROUND;
    let n = shifted.clone() - ROUND;
    let r = x - n.clone() * 0.693_359_4 + n * 2.121_944_4e-4;
    let p = polynomial(
        &r,
        &[1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5],
    );
    let y = p * r.clone() * r.clone() + r + 1.0;
    y * shifted.plus_bits(127).shifted_left(23)
}

fn expm1(x: Value) -> Value {
    let t = tanh(x.clone() * 0.5);
    let near = t.clone() * 2.0 / (Value::from(1.0) - t);
    Value::select(exp(x.clone()) - 1.0, near, Value::from(1.0).above(x))
}

fn ln(x: Value) -> Value {
    const ROOT: u64 = 0x3f35_04f3;
    let bits = x.clone().plus_bits(ROOT.wrapping_neg() & u64::from(u32::MAX));
    let n = bits.clone().shifted_right(23).converted();
    let m = (bits & Value::bits(0x007f_ffff)).plus_bits(ROOT) - 1.0;
    let p = polynomial(
        &m,
        &[
            7.037_683_6e-2,
            -1.151_461e-1,
            1.167_699_9e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_8e-1,
            2.000_071_4e-1,
            -2.499_999_4e-1,
            3.333_333e-1,
        ],
    );
    let square = m.clone() * m.clone();
    let y = p * m.clone() * square.clone() - n.clone() * 2.121_944_4e-4 - square * 0.5;
    Value::select(f64::NAN, m + y + n * 0.693_359_4, x.above(0.0))
}

fn log1p(x: Value) -> Value {
    let w = Value::from(1.0) + x.clone();
    ln(w.clone()) + (x - (w.clone() - 1.0)) / w
}

fn erf(x: Value) -> Value {
    let x = x.min(4.0).max(-4.0);
    let square = x.clone() * x.clone();
    let p = polynomial(
        &square,
        &[
            -2.726_142_3e-10,
            2.770_681_4e-8,
            -2.101_024e-6,
            -5.692_506_4e-5,
            -7.349_906_3e-4,
            -2.954_6e-3,
            -1.609_603_3e-2,
        ],
    );
    let q = polynomial(
        &square,
        &[-1.456_606_6e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2],
    );
    x * p / q
}

fn sin(x: Value) -> Value {
    let shifted = x.clone() * std::f64::consts::FRAC_1_PI + ROUND;
    let n = shifted.clone() - ROUND;
    let r = x - n.clone() * 3.140_625 - n.clone() * 9.675_026e-4 - n * 1.509_958e-7;
    let square = r.clone() * r.clone();
    let p = polynomial(
        &square,
        &[-2.388_985_9e-8, 2.752_556_2e-6, -1.984_087_4e-4, 8.333_331e-3, -1.666_666_7e-1],
    );
    let y = r.clone() + r * square * p;
    y ^ shifted.shifted_left(31)
}

/// The words at 64 bits.
mod double {
    use super::{Value, polynomial};

    /// Adding it rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;

    /// eˣ as 2ⁿ and eʳ − 1, for x between −708 and 709: eʳ − 1 by Taylor's series, which for
    /// |r| ≤ ½·ln 2 ends at the 14th power.
    fn parts(x: Value) -> (Value, Value) {
        let x = x.min(709.0).max(-708.0);
        let shifted = x.clone() * std::f64::consts::LOG2_E + ROUND;
        let n = shifted.clone() - ROUND;
        // ln 2 in two parts, the first of which times any n is exact.
        let r = x - n.clone() * 6.931_457_519_531_25e-1 - n * 1.428_606_820_309_417_2e-6;
        let mut factor = 1.0;
        let mut series: Vec<f64> = (1..=13)
            .map(|power| {
                factor /= f64::from(power);
                factor
            })
            .collect();
        series.reverse();
        (shifted.plus_bits(1023).shifted_left(52), r.clone() * polynomial(&r, &series))
    }

    pub fn exp(x: Value) -> Value {
        let (power, rest) = parts(x);
        power.clone() * rest + power
    }

    pub fn expm1(x: Value) -> Value {
        let (power, rest) = parts(x);
        power.clone() * rest + (power - 1.0)
    }

    /// `(e²ˣ − 1) / (e²ˣ + 1)`; beyond 20 it rounds to 1.
    pub fn tanh(x: Value) -> Value {
        let most = expm1(x.min(20.0).max(-20.0) * 2.0);
        most.clone() / (most + 2.0)
    }

    pub fn logistic(x: Value) -> Value {
        Value::from(1.0) / (exp(x.negated()) + 1.0)
    }
}
