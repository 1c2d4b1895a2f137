//! The words of formulas as vectors. At 32 bits they follow `formula::narrow`, with its
//! coefficients; at 64 bits those that the usual activations need are in `words/double`, and the
//! others are called.

mod double;

use super::value::{Value, Width};
use crate::engine::formula::called::Called;
use crate::engine::formula::math::{Function, Source};
use crate::engine::formula::number::{One, Two};
use crate::engine::formula::{ERF, EXP, EXP_ENDS, LN, SIN, TANH};

/// Which words a program computes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// How wide they are.
    pub width: Width,
    /// Whether no gradient is taken from the results, so that tanh at 32 bits may take fewer
    /// instructions: `formula::narrow::quick_tanh_by`.
    pub quick: bool,
    /// Whether the browser's relaxed instruction rounds a product and a sum once.
    pub fuses: bool,
    /// Whether products and sums round one after the other in a word that has its own way.
    separate: bool,
    /// Who computes tanh and the exponential at 64 bits.
    pub sources: [Source; 2],
}

impl Words {
    /// Words of a width, from whom this thread has them.
    pub fn new(width: Width, quick: bool, fuses: bool) -> Self {
        let sources = [Function::Tanh, Function::Exp].map(Function::source);
        Self { width, quick, fuses, separate: false, sources }
    }
}

/// A function of one number.
pub fn one(words: Words, of: One, x: Value) -> Value {
    match (of, words.width) {
        (One::Negate, _) => -x,
        (One::Abs, _) => x.abs(),
        (One::Sqrt, _) => x.sqrt(),
        (One::Sign, _) => {
            let below = Value::select(x, -1.0, Value::from(0.0).above(x));
            Value::select(below, 1.0, x.above(0.0))
        }
        (One::Exp, Width::Single) => exp(x),
        (One::Expm1, Width::Single) => expm1(x),
        (One::Ln, Width::Single) => ln(x),
        (One::Log1p, Width::Single) => log1p(x),
        (One::Erf, Width::Single) => erf(x),
        (One::Sin, Width::Single) => sin(x),
        (One::Cos, Width::Single) => sin(x + std::f64::consts::FRAC_PI_2),
        (One::Tanh, Width::Single) => tanh(x, words.quick),
        (One::Logistic, Width::Single) => tanh(x * 0.5, words.quick) * 0.5 + 0.5,
        (One::Exp, Width::Double) => double::exp(words, x),
        (One::Expm1, Width::Double) => double::expm1(words, x),
        (One::Tanh, Width::Double) => double::tanh(words, x),
        (One::Logistic, Width::Double) => 1.0 / (1.0 + double::exp(words, -x)),
        (One::Ln, Width::Double) => x.worded(Called::Ln, 0.0),
        (One::Log1p, Width::Double) => x.worded(Called::Log1p, 0.0),
        (One::Erf, Width::Double) => x.worded(Called::Erf, 0.0),
        (One::Sin, Width::Double) => x.worded(Called::Sin, 0.0),
        (One::Cos, Width::Double) => x.worded(Called::Cos, 0.0),
    }
}

/// A function of two numbers.
pub fn two(words: Words, of: Two, a: Value, b: Value) -> Value {
    match of {
        Two::Add => a + b,
        Two::Sub => a - b,
        Two::Mul => a * b,
        Two::Div => a / b,
        Two::Min => a.min(b),
        Two::Max => a.max(b),
        Two::Above => a.above(b),
        Two::NotBelow => a.not_below(b),
        Two::Equals => a.equals(b),
        Two::Differs => a.differs(b),
        Two::Pow if words.width == Width::Double => a.worded(Called::Pow, b),
        Two::Pow => {
            let none = Value::select(0.0, 1.0, b.equals(0.0));
            Value::select(exp(b * ln(a)), none, a.equals(0.0))
        }
    }
}

/// The highest power first.
fn polynomial(x: Value, coefficients: &[f32]) -> Value {
    let powers = coefficients.iter().copied().map(number);
    powers.reduce(|sum, coefficient| sum * x + coefficient).unwrap_or(Value::from(0.0))
}

fn number(single: f32) -> Value {
    Value::from(f64::from(single))
}

fn tanh(x: Value, quick: bool) -> Value {
    const SIGN: u64 = 1 << 31;
    let w = x.abs().min(number(TANH.limit));
    let square = w * w;
    let cube = square * w;
    let n = polynomial(square, &TANH.numerator) * cube + w;
    let d = polynomial(square, &TANH.denominator) * square + 2.0;
    let squares = n * n + d * d;
    let y = if quick {
        (n * (d + d) / squares).min(1.0)
    } else {
        let short = d - n;
        let near = polynomial(square, &TANH.near) * cube;
        let lacking = near.min(short * short);
        w.min(1.0) - lacking / squares
    };
    // y has no sign yet; x gives it its own.
    y ^ (x & Value::bits(SIGN))
}

/// Adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 12_582_912.0;

fn exp(x: Value) -> Value {
    let x = x.min(number(EXP_ENDS[1])).max(number(EXP_ENDS[0]));
    let shifted = x * number(std::f32::consts::LOG2_E) + ROUND;
    let shifted = shifted.min(ROUND + 127.0);
    let n = shifted - ROUND;
    let r = x - n * number(0.693_359_4) + n * number(2.121_944_4e-4);
    let y = polynomial(r, &EXP) * r * r + r + 1.0;
    y * shifted.plus_bits(127).shifted_left(23)
}

fn expm1(x: Value) -> Value {
    let t = tanh(x * 0.5, false);
    let near = t * 2.0 / (1.0 - t);
    Value::select(exp(x) - 1.0, near, Value::from(1.0).above(x))
}

fn ln(x: Value) -> Value {
    const ROOT: u32 = 0x3f35_04f3;
    let bits = x.plus_bits(u64::from(ROOT.wrapping_neg()));
    let n = bits.shifted_right(23).converted();
    let m = (bits & Value::bits(0x007f_ffff)).plus_bits(u64::from(ROOT)) - 1.0;
    let square = m * m;
    let y = polynomial(m, &LN) * m * square - n * number(2.121_944_4e-4) - square * 0.5;
    Value::select(f64::NAN, m + y + n * number(0.693_359_4), x.above(0.0))
}

fn log1p(x: Value) -> Value {
    let w = 1.0 + x;
    ln(w) + (x - (w - 1.0)) / w
}

fn erf(x: Value) -> Value {
    let x = x.min(4.0).max(-4.0);
    let square = x * x;
    x * polynomial(square, &ERF.0) / polynomial(square, &ERF.1)
}

fn sin(x: Value) -> Value {
    let shifted = x * number(std::f32::consts::FRAC_1_PI) + ROUND;
    let n = shifted - ROUND;
    let r = x - n * number(3.140_625) - n * number(9.675_026e-4) - n * number(1.509_958e-7);
    let square = r * r;
    let y = r + r * square * polynomial(square, &SIN);
    y ^ shifted.shifted_left(31)
}
