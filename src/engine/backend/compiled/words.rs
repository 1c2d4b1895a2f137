//! The words of formulas as vectors. At 32 bits they follow `formula::narrow`, with its
//! coefficients; at 64 bits there are those that the usual activations need, in `words/double`.

mod double;

use super::value::{Value, Width};
use crate::engine::formula::math::{Function, Source};
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

/// A word of these arguments; `None` where it is not known at that width.
pub fn word(words: Words, name: &str, arguments: Vec<Value>) -> Option<Value> {
    if words.width == Width::Double
        && let Some(part) = double::part(words, name, &arguments)
    {
        return Some(part);
    }
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next();
    let x = next()?;
    Some(match (name, words.width) {
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
        ("tanh", Width::Single) => tanh(x, words.quick),
        ("logistic", Width::Single) => tanh(x * 0.5, words.quick) * 0.5 + 0.5,
        ("exp", Width::Double) => double::exp(words, x)?,
        ("expm1", Width::Double) => double::expm1(words, x)?,
        ("tanh", Width::Double) => double::tanh(words, x)?,
        ("logistic", Width::Double) => {
            Value::from(1.0) / (Value::from(1.0) + double::exp(words, x.negated())?)
        }
        _ => return None,
    })
}

/// The highest power first.
fn polynomial<T: Copy + Into<f64>>(x: &Value, coefficients: &[T]) -> Value {
    let number = |&coefficient: &T| Value::from(coefficient.into());
    let powers = coefficients.iter().map(number);
    powers.reduce(|sum, coefficient| sum * x.clone() + coefficient).unwrap_or(Value::from(0.0))
}

fn number(single: f32) -> Value {
    Value::from(f64::from(single))
}

fn tanh(x: Value, quick: bool) -> Value {
    const SIGN: u64 = 1 << 31;
    let w = x.clone().abs().min(number(TANH.limit));
    let square = w.clone() * w.clone();
    let cube = square.clone() * w.clone();
    let n = polynomial(&square, &TANH.numerator) * cube.clone() + w.clone();
    let d = polynomial(&square, &TANH.denominator) * square.clone() + 2.0;
    let squares = n.clone() * n.clone() + d.clone() * d.clone();
    let y = if quick {
        (n * (d.clone() + d) / squares).min(1.0)
    } else {
        let short = d - n;
        let near = polynomial(&square, &TANH.near) * cube;
        let lacking = near.min(short.clone() * short);
        w.min(1.0) - lacking / squares
    };
    // y has no sign yet; x gives it its own.
    y ^ (x & Value::bits(SIGN))
}

/// Adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f64 = 12_582_912.0;

fn exp(x: Value) -> Value {
    let x = x.min(number(EXP_ENDS[1])).max(number(EXP_ENDS[0]));
    let shifted = x.clone() * number(std::f32::consts::LOG2_E) + ROUND;
    let shifted = shifted.min(ROUND + 127.0);
    let n = shifted.clone() - ROUND;
    let r = x - n.clone() * number(0.693_359_4) + n * number(2.121_944_4e-4);
    let y = polynomial(&r, &EXP) * r.clone() * r.clone() + r + 1.0;
    y * shifted.plus_bits(127).shifted_left(23)
}

fn expm1(x: Value) -> Value {
    let t = tanh(x.clone() * 0.5, false);
    let near = t.clone() * 2.0 / (Value::from(1.0) - t);
    Value::select(exp(x.clone()) - 1.0, near, Value::from(1.0).above(x))
}

fn ln(x: Value) -> Value {
    const ROOT: u32 = 0x3f35_04f3;
    let bits = x.clone().plus_bits(u64::from(ROOT.wrapping_neg()));
    let n = bits.clone().shifted_right(23).converted();
    let m = (bits & Value::bits(0x007f_ffff)).plus_bits(u64::from(ROOT)) - 1.0;
    let square = m.clone() * m.clone();
    let y = polynomial(&m, &LN) * m.clone() * square.clone()
        - n.clone() * number(2.121_944_4e-4)
        - square * 0.5;
    Value::select(f64::NAN, m + y + n * number(0.693_359_4), x.above(0.0))
}

fn log1p(x: Value) -> Value {
    let w = Value::from(1.0) + x.clone();
    ln(w.clone()) + (x - (w.clone() - 1.0)) / w
}

fn erf(x: Value) -> Value {
    let x = x.min(4.0).max(-4.0);
    let square = x.clone() * x.clone();
    x * polynomial(&square, &ERF.0) / polynomial(&square, &ERF.1)
}

fn sin(x: Value) -> Value {
    let shifted = x.clone() * number(std::f32::consts::FRAC_1_PI) + ROUND;
    let n = shifted.clone() - ROUND;
    let r = x
        - n.clone() * number(3.140_625)
        - n.clone() * number(9.675_026e-4)
        - n * number(1.509_958e-7);
    let square = r.clone() * r.clone();
    let y = r.clone() + r * square.clone() * polynomial(&square, &SIN);
    y ^ shifted.shifted_left(31)
}
