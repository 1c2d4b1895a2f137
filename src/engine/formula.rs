//! The words in which elementwise maths is written once and means the same at 64 bits
//! (the reference backend) and at 32 bits (the lanes). A formula is an ordinary expression;
//! the macros expand it twice, with the words of [`wide`] and of [`narrow`].
//!
//! To add a word: a function of the same name and order of arguments in both modules.

/// A function of one number over slices, in both widths.
pub struct Formula {
    /// 64-bit: reads `x`, writes `out`, equal lengths.
    pub wide: fn(x: &[f64], out: &mut [f64]),
    /// 32-bit: as `wide`, written so that it vectorises.
    pub narrow: fn(x: &[f32], out: &mut [f32]),
}

/// A derivative, from the input `x` and the value `y = f(x)`: multiplies a gradient in place.
pub struct Derivative {
    /// 64-bit: `d[i] *= f'(x[i])`.
    pub wide: fn(x: &[f64], y: &[f64], d: &mut [f64]),
    /// 32-bit.
    pub narrow: fn(x: &[f32], y: &[f32], d: &mut [f32]),
}

/// `formula!(|x| expression)`: a [`Formula`].
macro_rules! formula {
    (|$x:ident| $body:expr) => {
        $crate::engine::formula::Formula {
            wide: |xs, out| {
                #[allow(unused_imports)]
                use $crate::engine::formula::wide::*;
                for (o, &$x) in out.iter_mut().zip(xs) {
                    *o = $body;
                }
            },
            narrow: |xs, out| {
                #[allow(unused_imports)]
                use $crate::engine::formula::narrow::*;
                for (o, &$x) in out.iter_mut().zip(xs) {
                    *o = $body;
                }
            },
        }
    };
}

/// `derivative!(|x, y| expression)`: a [`Derivative`].
macro_rules! derivative {
    (|$x:ident, $y:ident| $body:expr) => {
        $crate::engine::formula::Derivative {
            wide: |xs, ys, ds| {
                #[allow(unused_imports)]
                use $crate::engine::formula::wide::*;
                for ((d, &$x), &$y) in ds.iter_mut().zip(xs).zip(ys) {
                    let _ = ($x, $y);
                    *d *= $body;
                }
            },
            narrow: |xs, ys, ds| {
                #[allow(unused_imports)]
                use $crate::engine::formula::narrow::*;
                for ((d, &$x), &$y) in ds.iter_mut().zip(xs).zip(ys) {
                    let _ = ($x, $y);
                    *d *= $body;
                }
            },
        }
    };
}

pub(crate) use {derivative, formula};

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
    /// Hyperbolic tangent.
    pub fn tanh(x: f64) -> f64 {
        libm::tanh(x)
    }
    /// The logistic function, 1 / (1 + e⁻ˣ).
    pub fn logistic(x: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-x))
    }
}

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
