//! How far the words of [`narrow`] may be from those of [`wide`], and how far they are: for the
//! tests, and for `cargo bench --bench words`, which asks for all floats.

use std::fmt;

use super::{EXP_ENDS, narrow, wide};

/// A word at 32 bits and what it stands for.
pub struct Word {
    /// What to call it.
    pub name: &'static str,
    /// The word.
    pub narrow: fn(f32) -> f32,
    /// What it should give.
    pub wide: fn(f64) -> f64,
    /// Smaller results count as if they were as large.
    pub least: f64,
    /// How many units in the last place it may be off.
    pub allowed: f64,
}

/// The words that promise a bound for every float. Those with `fused` round once for each
/// `a·b + c`, as an engine of WebAssembly may.
pub const WORDS: [Word; 6] = [
    Word { name: "exp", narrow: narrow::exp, wide: exp, least: 0.0, allowed: 2.0 },
    Word { name: "tanh", narrow: narrow::tanh, wide: wide::tanh, least: 0.0, allowed: 2.0 },
    Word {
        name: "tanh, fused",
        narrow: |x| narrow::tanh_by(x, f32::mul_add),
        wide: wide::tanh,
        least: 0.0,
        allowed: 2.0,
    },
    Word {
        name: "quick tanh, fused",
        narrow: |x| narrow::quick_tanh_by(x, f32::mul_add),
        wide: wide::tanh,
        least: 0.0,
        allowed: 5.0,
    },
    Word {
        name: "logistic",
        narrow: narrow::logistic,
        wide: wide::logistic,
        least: 0.25,
        allowed: 2.0,
    },
    Word {
        name: "logistic, fused",
        narrow: |x| narrow::logistic_by(x, f32::mul_add),
        wide: wide::logistic,
        least: 0.25,
        allowed: 2.0,
    },
];

/// The exponential, that stays at its ends as the one at 32 bits does.
fn exp(x: f64) -> f64 {
    wide::exp(x.clamp(f64::from(EXP_ENDS[0]), f64::from(EXP_ENDS[1])))
}

/// The largest error of a word, and where.
#[derive(Clone, Copy, Debug)]
pub struct Worst {
    /// In units in the last place; see [`error`].
    pub error: f64,
    /// The argument.
    pub x: f32,
    /// The error that is allowed.
    pub allowed: f64,
}

impl Worst {
    /// The larger error of two.
    pub fn or(self, other: Self) -> Self {
        if other.error > self.error { other } else { self }
    }

    /// Whether it is allowed.
    pub fn holds(&self) -> bool {
        self.error <= self.allowed
    }
}

impl fmt::Display for Worst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, x, allowed } = self;
        write!(f, "{error:.3} ulp at {x:e}, {allowed} allowed")
    }
}

impl Word {
    /// No error at all.
    pub fn none(&self) -> Worst {
        Worst { error: 0.0, x: 0.0, allowed: self.allowed }
    }

    /// The largest error over floats, given by their bits.
    pub fn worst(&self, bits: impl Iterator<Item = u32>) -> Worst {
        bits.map(f32::from_bits).fold(self.none(), |worst, x| {
            let expected = (self.wide)(f64::from(x));
            worst.or(Worst { error: error((self.narrow)(x), expected, self.least), x, ..worst })
        })
    }
}

/// The error in units in the last place that the expected result, or `least` if that is larger,
/// has at 32 bits. NaN is right where it is expected and infinitely wrong elsewhere.
pub fn error(found: f32, expected: f64, least: f64) -> f64 {
    if found.is_nan() || expected.is_nan() {
        return if found.is_nan() && expected.is_nan() { 0.0 } else { f64::INFINITY };
    }
    // Clearing the fraction leaves the power of two.
    let size = expected.abs().max(least).max(f64::from(f32::MIN_POSITIVE));
    let power = f64::from_bits(size.to_bits() & f64::INFINITY.to_bits());
    (f64::from(found) - expected).abs() / (power * f64::from(f32::EPSILON))
}
