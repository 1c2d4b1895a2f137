//! The words in which elementwise maths is written once and means the same at 64 bits
//! (the reference backend), at 32 bits (the lanes) and in a shader (the GPU). A formula is an
//! ordinary expression; the macros expand it twice, with the words of [`wide`] and of
//! [`narrow`], and keep its text for the shader.
//!
//! To add a word: a function of the same name and order of arguments in both modules and in
//! `backend/gpu/words.wgsl`.

#![expect(clippy::excessive_precision, reason = "the constants are shared by both widths")]

use super::kind::MOST_KNOBS;

/// A function of one number over slices, in both widths; `p` are the knobs of whatever it
/// belongs to.
pub struct Formula {
    /// 64-bit: reads `x`, writes `out`, equal lengths.
    pub wide: fn(x: &[f64], p: &[f64; MOST_KNOBS], out: &mut [f64]),
    /// 32-bit: as `wide`, written so that it vectorises.
    pub narrow: fn(x: &[f32], p: &[f32; MOST_KNOBS], out: &mut [f32]),
    /// For shaders.
    #[cfg(feature = "train")]
    pub text: Text,
}

/// A formula as it was written, for whoever translates it.
#[cfg(feature = "train")]
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// What the arguments are called.
    pub arguments: &'static [&'static str],
    /// What the knobs (or constants) are called, in their order.
    pub knobs: &'static [&'static str],
    /// The Rust expression, or a block of statements.
    pub body: &'static str,
}

/// Reads two slices and the knobs, and writes or changes a third; equal lengths.
pub type OfTwo<T> = fn(&[T], &[T], &[T; MOST_KNOBS], &mut [T]);

/// A derivative, from the input `x` and the value `y = f(x)`: multiplies a gradient in place.
pub struct Derivative {
    /// 64-bit: `d[i] *= f'(x[i])`.
    pub wide: OfTwo<f64>,
    /// 32-bit.
    pub narrow: OfTwo<f32>,
    /// For shaders.
    #[cfg(feature = "train")]
    pub text: Text,
}

/// A function of a target and a prediction over slices: a loss of each output, or its slope.
pub struct Pairwise {
    /// 64-bit: reads `t` and `y`, writes `out`, equal lengths.
    pub wide: OfTwo<f64>,
    /// 32-bit.
    pub narrow: OfTwo<f32>,
    /// For shaders.
    #[cfg(feature = "train")]
    pub text: Text,
}

/// `formula!(|x| expression)` or `formula!(|x, [knob]| expression)`: a [`Formula`].
macro_rules! formula {
    (|$x:ident| $body:expr) => { $crate::engine::formula::formula!(|$x, []| $body) };
    (|$x:ident, [$($knob:ident),*]| $body:expr) => {
        $crate::engine::formula::Formula {
            wide: $crate::engine::formula::formula!(wide, $x, [$($knob),*], $body),
            narrow: $crate::engine::formula::formula!(narrow, $x, [$($knob),*], $body),
            #[cfg(feature = "train")]
            text: $crate::engine::formula::Text {
                arguments: &[stringify!($x)],
                knobs: &[$(stringify!($knob)),*],
                body: stringify!($body),
            },
        }
    };
    ($width:ident, $x:ident, [$($knob:ident),*], $body:expr) => {
        |xs, p, out| {
            #[allow(unused_imports)]
            use $crate::engine::formula::$width::*;
            let [$($knob,)* ..] = *p;
            for (o, &$x) in out.iter_mut().zip(xs) {
                *o = $body;
            }
        }
    };
}

/// `derivative!(|x, y| expression)` or `derivative!(|x, y, [knob]| expression)`: a [`Derivative`].
macro_rules! derivative {
    (|$x:ident, $y:ident| $body:expr) => {
        $crate::engine::formula::derivative!(|$x, $y, []| $body)
    };
    (|$x:ident, $y:ident, [$($knob:ident),*]| $body:expr) => {
        $crate::engine::formula::Derivative {
            wide: $crate::engine::formula::derivative!(wide, $x, $y, [$($knob),*], $body),
            narrow: $crate::engine::formula::derivative!(narrow, $x, $y, [$($knob),*], $body),
            #[cfg(feature = "train")]
            text: $crate::engine::formula::Text {
                arguments: &[stringify!($x), stringify!($y)],
                knobs: &[$(stringify!($knob)),*],
                body: stringify!($body),
            },
        }
    };
    ($width:ident, $x:ident, $y:ident, [$($knob:ident),*], $body:expr) => {
        |xs, ys, p, ds| {
            #[allow(unused_imports)]
            use $crate::engine::formula::$width::*;
            let [$($knob,)* ..] = *p;
            for ((d, &$x), &$y) in ds.iter_mut().zip(xs).zip(ys) {
                let _ = ($x, $y);
                *d *= $body;
            }
        }
    };
}

/// `pairwise!(|t, y| expression)` or `pairwise!(|t, y, [knob]| expression)`: a [`Pairwise`].
macro_rules! pairwise {
    (|$t:ident, $y:ident| $body:expr) => {
        $crate::engine::formula::pairwise!(|$t, $y, []| $body)
    };
    (|$t:ident, $y:ident, [$($knob:ident),*]| $body:expr) => {
        $crate::engine::formula::Pairwise {
            wide: $crate::engine::formula::pairwise!(wide, $t, $y, [$($knob),*], $body),
            narrow: $crate::engine::formula::pairwise!(narrow, $t, $y, [$($knob),*], $body),
            #[cfg(feature = "train")]
            text: $crate::engine::formula::Text {
                arguments: &[stringify!($t), stringify!($y)],
                knobs: &[$(stringify!($knob)),*],
                body: stringify!($body),
            },
        }
    };
    ($width:ident, $t:ident, $y:ident, [$($knob:ident),*], $body:expr) => {
        |ts, ys, p, out| {
            #[allow(unused_imports)]
            use $crate::engine::formula::$width::*;
            let [$($knob,)* ..] = *p;
            for ((o, &$t), &$y) in out.iter_mut().zip(ts).zip(ys) {
                *o = $body;
            }
        }
    };
}

pub(crate) use {derivative, formula, pairwise};

/// The words at 64 bits. The same library serves natively and in the browser, so that both
/// give the same bits.
pub mod wide {
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
        libm::fabs(x)
    }
    /// eˣ
    pub fn exp(x: f64) -> f64 {
        libm::exp(x)
    }
    /// eˣ − 1, exact near 0.
    pub fn expm1(x: f64) -> f64 {
        libm::expm1(x)
    }
    /// The natural logarithm of a positive number.
    pub fn ln(x: f64) -> f64 {
        libm::log(x)
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
        libm::sin(x)
    }
    /// Cosine.
    pub fn cos(x: f64) -> f64 {
        libm::cos(x)
    }
    /// Hyperbolic tangent.
    pub fn tanh(x: f64) -> f64 {
        libm::tanh(x)
    }
    /// The logistic function, 1 / (1 + e⁻ˣ).
    pub fn logistic(x: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-x))
    }
}

/// A function as `x·P(x²)/Q(x²)` between two limits, beyond which it stays what it is there.
pub struct Rational<const P: usize, const Q: usize> {
    /// The limit, either way.
    pub limit: f32,
    /// The coefficients of P, the highest power first.
    pub numerator: [f32; P],
    /// The coefficients of Q, the highest power first.
    pub denominator: [f32; Q],
}

/// The hyperbolic tangent; see [`narrow::tanh`].
pub const TANH: Rational<7, 4> = Rational {
    limit: 7.905_311,
    numerator: [
        -2.760_768_4e-16,
        2.000_188e-13,
        -8.604_672e-11,
        5.122_297e-8,
        1.485_722_4e-5,
        6.372_619_3e-4,
        4.893_524_6e-3,
    ],
    denominator: [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3],
};

/// The words at 32 bits: no branch and no call, so that a loop over them becomes lanes.
pub mod narrow {
    /// `yes` where `when`, else `no`.
    #[inline(always)]
    pub fn select(no: f32, yes: f32, when: bool) -> f32 {
        if when { yes } else { no }
    }
    /// The larger; NaN stays NaN.
    #[inline(always)]
    pub fn max(a: f32, b: f32) -> f32 {
        if a < b { b } else { a }
    }
    /// The smaller; NaN stays NaN.
    #[inline(always)]
    pub fn min(a: f32, b: f32) -> f32 {
        if a > b { b } else { a }
    }
    /// Distance from 0.
    #[inline(always)]
    pub fn abs(x: f32) -> f32 {
        x.abs()
    }
    /// eˣ = 2ⁿ·eʳ with a polynomial of degree 6 for eʳ (the coefficients of Cephes' `expf`);
    /// within 2 ulp. Beyond the ends of the range of normal numbers it stays at these.
    #[inline(always)]
    pub fn exp(x: f32) -> f32 {
        // Adding it rounds to a whole number, which then stands in the lowest bits.
        const ROUND: f32 = 12_582_912.0;
        let x = max(min(x, 88.02), -87.33);
        let shifted = x * std::f32::consts::LOG2_E + ROUND;
        let n = shifted - ROUND;
        let r = x - n * 0.693_359_4;
        let r = r + n * 2.121_944_4e-4;
        let p = 1.987_569_1e-4_f32;
        let p = p * r + 1.398_199_9e-3;
        let p = p * r + 8.333_452e-3;
        let p = p * r + 4.166_579_6e-2;
        let p = p * r + 1.666_666_5e-1;
        let p = p * r + 0.5;
        let y = p * r * r + r + 1.0;
        y * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
    }
    /// eˣ − 1 through `tanh(x/2)`, exact near 0; for x up to 80.
    #[inline(always)]
    pub fn expm1(x: f32) -> f32 {
        let t = tanh(0.5 * x);
        // Where tanh rounds to 1 the quotient would lose everything, and the 1 nothing.
        select(exp(x) - 1.0, 2.0 * t / (1.0 - t), x < 1.0)
    }
    /// The natural logarithm of a positive normal number: exponent and mantissa, and a
    /// polynomial of degree 9 (the coefficients of Cephes' `logf`); within 2 ulp.
    #[inline(always)]
    pub fn ln(x: f32) -> f32 {
        // From √½ on: the mantissa then lies in √½..√2.
        let bits = x.to_bits().wrapping_sub(0x3f35_04f3);
        let n = ((bits as i32) >> 23) as f32;
        let m = f32::from_bits((bits & 0x007f_ffff).wrapping_add(0x3f35_04f3)) - 1.0;
        let p = 7.037_683_6e-2_f32;
        let p = p * m - 1.151_461_03e-1;
        let p = p * m + 1.167_699_9e-1;
        let p = p * m - 1.242_014_1e-1;
        let p = p * m + 1.424_932_3e-1;
        let p = p * m - 1.666_805_8e-1;
        let p = p * m + 2.000_071_4e-1;
        let p = p * m - 2.499_999_4e-1;
        let p = p * m + 3.333_333e-1;
        let square = m * m;
        let y = p * m * square - n * 2.121_944_4e-4 - 0.5 * square;
        // NaN and what has no logarithm must stay visible.
        select(f32::NAN, m + y + n * 0.693_359_4, x > 0.0)
    }
    /// ln(1 + x) for x of 0 or more, exact near 0.
    #[inline(always)]
    pub fn log1p(x: f32) -> f32 {
        let w = 1.0 + x;
        ln(w) + (x - (w - 1.0)) / w
    }
    /// The error function as a ratio of polynomials (degrees 13 and 8, the coefficients that
    /// Eigen's `erf` uses), clamped where the result rounds to ±1; within 8 ulp of 1.
    #[inline(always)]
    pub fn erf(x: f32) -> f32 {
        let x = max(min(x, 4.0), -4.0);
        let x2 = x * x;
        let p = -2.726_142_3e-10_f32;
        let p = p * x2 + 2.770_681_4e-8;
        let p = p * x2 - 2.101_024e-6;
        let p = p * x2 - 5.692_506_4e-5;
        let p = p * x2 - 7.349_906_3e-4;
        let p = p * x2 - 2.954_599_8e-3;
        let p = p * x2 - 1.609_603_3e-2;
        let q = -1.456_606_6e-5_f32;
        let q = q * x2 - 2.133_740_6e-4;
        let q = q * x2 - 1.682_827e-3;
        let q = q * x2 - 7.373_329e-3;
        let q = q * x2 - 1.426_473_9e-2;
        x * p / q
    }
    /// The square root.
    #[inline(always)]
    pub fn sqrt(x: f32) -> f32 {
        x.sqrt()
    }
    /// x to the power y, for x of 0 or more; no lanes.
    #[inline(always)]
    pub fn pow(x: f32, y: f32) -> f32 {
        libm::powf(x, y)
    }
    /// −1, 0 or 1.
    #[inline(always)]
    pub fn sign(x: f32) -> f32 {
        select(select(x, -1.0, x < 0.0), 1.0, x > 0.0)
    }
    /// Sine: π is taken off in three parts, and a polynomial of degree 11 (the coefficients that
    /// DirectXMath uses) does −π/2..π/2; within 2e-7 up to |x| = 1000.
    #[inline(always)]
    pub fn sin(x: f32) -> f32 {
        const ROUND: f32 = 12_582_912.0;
        let shifted = x * std::f32::consts::FRAC_1_PI + ROUND;
        let n = shifted - ROUND;
        let r = x - n * 3.140_625;
        let r = r - n * 9.675_026e-4;
        let r = r - n * 1.509_958e-7;
        let r2 = r * r;
        let p = -2.388_985_9e-8_f32;
        let p = p * r2 + 2.752_556_2e-6;
        let p = p * r2 - 1.984_087_4e-4;
        let p = p * r2 + 8.333_331e-3;
        let p = p * r2 - 1.666_666_7e-1;
        let y = r + r * r2 * p;
        // Odd multiples of π turn the sign.
        f32::from_bits(y.to_bits() ^ shifted.to_bits() << 31)
    }
    /// Cosine.
    #[inline(always)]
    pub fn cos(x: f32) -> f32 {
        sin(x + std::f32::consts::FRAC_PI_2)
    }
    /// Hyperbolic tangent as a ratio of polynomials (degrees 13 and 6, the coefficients that
    /// Eigen's `ptanh` uses), clamped where the result rounds to ±1; within 8 ulp, see the test.
    #[inline(always)]
    pub fn tanh(x: f32) -> f32 {
        const LIMIT: f32 = 7.905_311;
        // Comparisons, not `clamp`: NaN fails both and stays NaN.
        let x = select(x, LIMIT, x > LIMIT);
        let x = select(x, -LIMIT, x < -LIMIT);
        let x2 = x * x;
        let p = -2.760_768_4e-16_f32;
        let p = p * x2 + 2.000_188e-13;
        let p = p * x2 + -8.604_672e-11;
        let p = p * x2 + 5.122_297e-8;
        let p = p * x2 + 1.485_722_4e-5;
        let p = p * x2 + 6.372_619_3e-4;
        let p = p * x2 + 4.893_524_6e-3;
        let q = 1.198_258_4e-6_f32;
        let q = q * x2 + 1.185_347_1e-4;
        let q = q * x2 + 2.268_434_6e-3;
        let q = q * x2 + 4.893_525e-3;
        x * p / q
    }
    /// The logistic function, through `tanh(x/2)`.
    #[inline(always)]
    pub fn logistic(x: f32) -> f32 {
        0.5 * tanh(0.5 * x) + 0.5
    }
}

#[cfg(test)]
mod tests {
    use super::{narrow, wide};

    /// The largest error over 100,000 numbers of a range, in units of the last place of
    /// max(`least`, |f(x)|).
    fn worst(narrow: fn(f32) -> f32, wide: fn(f64) -> f64, low: f32, high: f32, least: f64) -> f64 {
        let at = |step: u16| low + (high - low) * f32::from(step) / f32::from(u16::MAX);
        let error = |x: f32| {
            let expected = wide(f64::from(x));
            let unit = f64::from(f32::EPSILON) * expected.abs().max(least);
            (f64::from(narrow(x)) - expected).abs() / unit
        };
        (0..=u16::MAX).map(|step| error(at(step))).fold(0.0, f64::max)
    }

    #[test]
    fn words_are_as_close_as_they_say() {
        for (name, found, allowed) in [
            ("exp", worst(narrow::exp, wide::exp, -87.0, 88.0, 0.0), 2.0),
            ("exp", worst(narrow::exp, wide::exp, -1.0, 1.0, 0.0), 2.0),
            ("expm1", worst(narrow::expm1, wide::expm1, -20.0, 20.0, 0.1), 10.0),
            ("ln", worst(narrow::ln, wide::ln, 1e-3, 1.0, 0.1), 2.0),
            ("ln", worst(narrow::ln, wide::ln, 1.0, 1e6, 0.1), 2.0),
            ("log1p", worst(narrow::log1p, wide::log1p, 0.0, 2.0, 0.0), 4.0),
            ("erf", worst(narrow::erf, wide::erf, -6.0, 6.0, 1.0), 8.0),
            ("sin", worst(narrow::sin, wide::sin, -10.0, 10.0, 1.0), 2.0),
            ("sin", worst(narrow::sin, wide::sin, -1000.0, 1000.0, 1.0), 2.0),
            ("cos", worst(narrow::cos, wide::cos, -10.0, 10.0, 1.0), 8.0),
            ("tanh", worst(narrow::tanh, wide::tanh, -12.0, 12.0, 1.0), 8.0),
            ("logistic", worst(narrow::logistic, wide::logistic, -30.0, 30.0, 1.0), 8.0),
        ] {
            assert!(found <= allowed, "{name}: {found} ulp, allowed {allowed}");
        }
    }

    #[test]
    fn no_word_hides_nan() {
        for word in [
            narrow::exp,
            narrow::expm1,
            narrow::ln,
            narrow::log1p,
            narrow::erf,
            narrow::sin,
            narrow::cos,
            narrow::tanh,
            narrow::logistic,
            narrow::abs,
        ] {
            assert!(word(f32::NAN).is_nan());
        }
        assert!(narrow::max(f32::NAN, 1.0).is_nan() && narrow::min(f32::NAN, 1.0).is_nan());
    }
}
