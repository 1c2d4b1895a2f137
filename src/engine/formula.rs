//! The words in which elementwise maths is written once and means the same at 64 bits
//! (the reference backend), at 32 bits (the lanes), in a shader (the GPU) and in compiled code. A
//! formula is an ordinary expression; the macros make a function of it that is generic over
//! [`number::Number`], and keep what that does on each kind of number.
//!
//! To add a word: its function and variant in [`number`], a function of the same name in [`wide`]
//! and [`narrow`], and what it is in `backend/gpu/words` and `backend/compiled/words`.

#![expect(clippy::excessive_precision, reason = "the constants are shared by both widths")]

pub mod accuracy;
#[cfg(feature = "train")]
pub mod called;
pub(crate) mod exact;
pub mod math;
pub mod number;
pub(crate) mod tables;
#[cfg(feature = "train")]
pub mod trace;
pub mod wide;

use super::kind::MOST_KNOBS;

/// A function of one number over slices, in both widths; `p` are the knobs of whatever it
/// belongs to.
pub struct Formula {
    /// 64-bit: reads `x`, writes `out`, equal lengths.
    pub wide: fn(x: &[f64], p: &[f64; MOST_KNOBS], out: &mut [f64]),
    /// 32-bit: as `wide`, written so that it vectorises.
    pub narrow: fn(x: &[f32], p: &[f32; MOST_KNOBS], out: &mut [f32]),
    /// Written down, of x and the knobs.
    #[cfg(feature = "train")]
    pub trace: fn() -> trace::Trace,
}

/// Reads two slices and the knobs, and writes or changes a third; equal lengths.
pub type OfTwo<T> = fn(&[T], &[T], &[T; MOST_KNOBS], &mut [T]);

/// A derivative, from the input `x` and the value `y = f(x)`: multiplies a gradient in place.
pub struct Derivative {
    /// 64-bit: `d[i] *= f'(x[i])`.
    pub wide: OfTwo<f64>,
    /// 32-bit.
    pub narrow: OfTwo<f32>,
    /// Written down, of x, y and the knobs: f′ itself.
    #[cfg(feature = "train")]
    pub trace: fn() -> trace::Trace,
}

/// A function of a target and a prediction over slices: a loss of each output, or its slope.
pub struct Pairwise {
    /// 64-bit: reads `t` and `y`, writes `out`, equal lengths.
    pub wide: OfTwo<f64>,
    /// 32-bit.
    pub narrow: OfTwo<f32>,
    /// Written down, of t, y and the knobs.
    #[cfg(feature = "train")]
    pub trace: fn() -> trace::Trace,
}

/// Declares `of`, a formula of these arguments and knobs.
macro_rules! generic {
    ([$($x:ident),*], [$($knob:ident),*], $body:expr) => {
        #[allow(unused_imports, reason = "no formula needs all words")]
        use $crate::engine::formula::number::*;
        #[allow(unused_variables, reason = "a slope may need its value alone")]
        #[inline(always)]
        fn of<N: Number>(
            [$($x),*]: [N; [$(stringify!($x)),*].len()],
            knobs: &[N; $crate::engine::kind::MOST_KNOBS],
        ) -> N
        where
            f64: Left<N>,
        {
            let [$($knob,)* ..] = *knobs;
            ($body).into()
        }
    };
}

/// What a formula of so many arguments does, of these and the knobs.
#[cfg(feature = "train")]
macro_rules! traced {
    ($count:literal) => {
        || {
            use $crate::engine::formula::trace::trace;
            trace($count + $crate::engine::kind::MOST_KNOBS, |given| {
                let knobs = std::array::from_fn(|at| given[$count + at]);
                [of(std::array::from_fn(|at| given[at]), &knobs)]
            })
        }
    };
}

/// `formula!(|x| expression)` or `formula!(|x, [knob]| expression)`: a [`Formula`].
macro_rules! formula {
    (|$x:ident| $body:expr) => { $crate::engine::formula::formula!(|$x, []| $body) };
    (|$x:ident, [$($knob:ident),*]| $body:expr) => {{
        $crate::engine::formula::generic!([$x], [$($knob),*], $body);
        $crate::engine::formula::Formula {
            wide: |xs, p, out| {
                let p = p.map(Wide);
                out.iter_mut().zip(xs).for_each(|(o, &x)| *o = of([Wide(x)], &p).0);
            },
            narrow: |xs, p, out| {
                let p = p.map(Narrow);
                out.iter_mut().zip(xs).for_each(|(o, &x)| *o = of([Narrow(x)], &p).0);
            },
            #[cfg(feature = "train")]
            trace: $crate::engine::formula::traced!(1),
        }
    }};
}

/// `derivative!(|x, y| expression)` or `derivative!(|x, y, [knob]| expression)`: a [`Derivative`].
macro_rules! derivative {
    (|$x:ident, $y:ident| $body:expr) => {
        $crate::engine::formula::derivative!(|$x, $y, []| $body)
    };
    (|$x:ident, $y:ident, [$($knob:ident),*]| $body:expr) => {{
        $crate::engine::formula::generic!([$x, $y], [$($knob),*], $body);
        $crate::engine::formula::Derivative {
            wide: |xs, ys, p, ds| {
                let p = p.map(Wide);
                for ((d, &x), &y) in ds.iter_mut().zip(xs).zip(ys) {
                    *d *= of([Wide(x), Wide(y)], &p).0;
                }
            },
            narrow: |xs, ys, p, ds| {
                let p = p.map(Narrow);
                for ((d, &x), &y) in ds.iter_mut().zip(xs).zip(ys) {
                    *d *= of([Narrow(x), Narrow(y)], &p).0;
                }
            },
            #[cfg(feature = "train")]
            trace: $crate::engine::formula::traced!(2),
        }
    }};
}

/// `pairwise!(|t, y| expression)` or `pairwise!(|t, y, [knob]| expression)`: a [`Pairwise`].
macro_rules! pairwise {
    (|$t:ident, $y:ident| $body:expr) => {
        $crate::engine::formula::pairwise!(|$t, $y, []| $body)
    };
    (|$t:ident, $y:ident, [$($knob:ident),*]| $body:expr) => {{
        $crate::engine::formula::generic!([$t, $y], [$($knob),*], $body);
        $crate::engine::formula::Pairwise {
            wide: |ts, ys, p, out| {
                let p = p.map(Wide);
                for ((o, &t), &y) in out.iter_mut().zip(ts).zip(ys) {
                    *o = of([Wide(t), Wide(y)], &p).0;
                }
            },
            narrow: |ts, ys, p, out| {
                let p = p.map(Narrow);
                for ((o, &t), &y) in out.iter_mut().zip(ts).zip(ys) {
                    *o = of([Narrow(t), Narrow(y)], &p).0;
                }
            },
            #[cfg(feature = "train")]
            trace: $crate::engine::formula::traced!(2),
        }
    }};
}

#[cfg(feature = "train")]
pub(crate) use traced;
pub(crate) use {derivative, formula, generic, pairwise};

/// What [`narrow::tanh`] consists of, also for whoever evaluates it elsewhere. The polynomials
/// are in w², w = min(|x|, limit), highest powers first.
pub(crate) struct Tanh {
    /// From here on the result is 1.
    pub limit: f32,
    /// N = w + w³·numerator
    pub numerator: [f32; 2],
    /// D = 2 + w²·denominator
    pub denominator: [f32; 3],
    /// w − w³·near / (N² + D²) is tanh w for w up to 1.
    pub near: [f32; 3],
}

/// N/D is about tanh(w/2), so that tanh w = 2ND / (N² + D²) = 1 − (D − N)² / (N² + D²), where
/// what N and D get wrong hardly shows once the result nears 1. Below w = 1 the same divisor
/// serves what lacks to w. So one division gives a small correction of an exact number; a plain
/// ratio of polynomials rounds numerator, denominator and quotient, which is more than 2 ulp.
///
/// The coefficients are a fit of our own: minimax in the relative error of the result by
/// linearised programs, rounded to 32 bits one after another with the rest fitted again, then
/// moved by a few ulps at random for the least error of what 32 bits evaluate. The shader's
/// `word_tanh` has its own: a plain ratio of degrees 13 and 6 with the coefficients that Eigen's
/// `ptanh` uses, within 8 ulp of 1.
pub(crate) const TANH: Tanh = Tanh {
    limit: 9.1,
    numerator: [1.088_023_1e-4, 2.952_572_3e-2],
    denominator: [2.224_118_6e-6, 2.360_899e-3, 2.257_180_2e-1],
    near: [1.994_788_4e-3, 1.009_438_86e-1, 1.333_335_5],
};

/// The coefficients of the polynomials of [`narrow`], the highest powers first, also for whoever
/// evaluates them elsewhere: `exp`, `ln`, `erf` (a ratio) and `sin`.
pub(crate) const EXP: [f32; 6] =
    [2.297_107_7e-4, 1.386_271_8e-3, 8.327_407e-3, 4.166_735_3e-2, 1.666_669_7e-1, 0.5];
/// See [`EXP`].
pub(crate) const LN: [f32; 9] = [
    7.037_683_6e-2,
    -1.151_461_03e-1,
    1.167_699_9e-1,
    -1.242_014_1e-1,
    1.424_932_3e-1,
    -1.666_805_8e-1,
    2.000_071_4e-1,
    -2.499_999_4e-1,
    3.333_333e-1,
];
/// See [`EXP`].
pub(crate) const ERF: ([f32; 7], [f32; 5]) = (
    [
        -2.726_142_3e-10,
        2.770_681_4e-8,
        -2.101_024e-6,
        -5.692_506_4e-5,
        -7.349_906_3e-4,
        -2.954_599_8e-3,
        -1.609_603_3e-2,
    ],
    [-1.456_606_6e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2],
);
/// See [`EXP`].
pub(crate) const SIN: [f32; 5] =
    [-2.388_985_9e-8, 2.752_556_2e-6, -1.984_087_4e-4, 8.333_331e-3, -1.666_666_7e-1];

/// Where [`narrow::exp`] ends: the outermost numbers whose exponential is a normal number.
pub(crate) const EXP_ENDS: [f32; 2] = [-87.336_54, 88.722_83];

/// The words at 32 bits: no branch and no call, so that a loop over them becomes lanes.
pub mod narrow {
    use super::{ERF, EXP, EXP_ENDS, LN, SIN, TANH};

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
    /// eˣ = 2ⁿ·eʳ with a polynomial of degree 7 for eʳ, fitted to −½·ln 2..ln 2 for the least
    /// relative error; within 2 ulp. Beyond the ends of the range of normal numbers it stays at
    /// these.
    #[inline(always)]
    pub fn exp(x: f32) -> f32 {
        // Adding it rounds to a whole number, which then stands in the lowest bits.
        const ROUND: f32 = 12_582_912.0;
        let x = max(min(x, EXP_ENDS[1]), EXP_ENDS[0]);
        // 2¹²⁸ is no 32-bit number: near the upper end r grows instead.
        let shifted = min(x * std::f32::consts::LOG2_E + ROUND, ROUND + 127.0);
        let n = shifted - ROUND;
        // ln 2 in two parts, of which the first is short enough for an exact product.
        let r = x - n * 0.693_359_4;
        let r = r + n * 2.121_944_4e-4;
        let y = horner(EXP, r, product_sum) * r * r + r + 1.0;
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
        let square = m * m;
        let y = horner(LN, m, product_sum) * m * square - n * 2.121_944_4e-4 - 0.5 * square;
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
        let [p, q] = [horner(ERF.0, x2, product_sum), horner(ERF.1, x2, product_sum)];
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
        let y = r + r * r2 * horner(SIN, r2, product_sum);
        // Odd multiples of π turn the sign.
        f32::from_bits(y.to_bits() ^ shifted.to_bits() << 31)
    }
    /// Cosine.
    #[inline(always)]
    pub fn cos(x: f32) -> f32 {
        sin(x + std::f32::consts::FRAC_PI_2)
    }
    /// Hyperbolic tangent, within 2 ulp; see `TANH`.
    #[inline(always)]
    pub fn tanh(x: f32) -> f32 {
        tanh_by(x, product_sum)
    }
    /// The logistic function, through `tanh(x/2)`: within 2 ulp from ¼ on, and within 2⁻²⁴ of
    /// smaller results.
    #[inline(always)]
    pub fn logistic(x: f32) -> f32 {
        logistic_by(x, product_sum)
    }
    /// [`tanh`] with whatever does `a·b + c`: the bounds hold with one rounding or two.
    #[inline(always)]
    pub fn tanh_by(x: f32, sum: impl Fn(f32, f32, f32) -> f32) -> f32 {
        tanh_through(x, &sum, |w, [n, d]| {
            let square = w * w;
            let short = d - n;
            // What lacks to w and what lacks to 1: whichever is nearer lacks less.
            let lacking = min(horner(TANH.near, square, &sum) * (square * w), short * short);
            min(w, 1.0) - lacking / sum(n, n, d * d)
        })
    }
    /// [`tanh`] as compiled code has it for pictures and measurements, which no gradient is taken
    /// from: the plain ratio `2ND / (N² + D²)`, within 5 ulp.
    #[inline(always)]
    pub fn quick_tanh_by(x: f32, sum: impl Fn(f32, f32, f32) -> f32) -> f32 {
        tanh_through(x, &sum, |_, [n, d]| min(n * (d + d) / sum(n, n, d * d), 1.0))
    }
    /// The sign of x on what becomes of w, and of N and D of `TANH`.
    #[inline(always)]
    fn tanh_through(
        x: f32,
        sum: impl Fn(f32, f32, f32) -> f32,
        of: impl Fn(f32, [f32; 2]) -> f32,
    ) -> f32 {
        let w = min(abs(x), TANH.limit);
        let square = w * w;
        let n = sum(horner(TANH.numerator, square, &sum), square * w, w);
        let d = sum(horner(TANH.denominator, square, &sum), square, 2.0);
        f32::from_bits(of(w, [n, d]).to_bits() | x.to_bits() & 0x8000_0000)
    }
    /// `a·b + c`, rounded twice.
    #[inline(always)]
    fn product_sum(a: f32, b: f32, c: f32) -> f32 {
        a * b + c
    }
    /// A polynomial, highest power first.
    #[inline(always)]
    fn horner<const N: usize>(
        coefficients: [f32; N],
        x: f32,
        sum: impl Fn(f32, f32, f32) -> f32,
    ) -> f32 {
        coefficients[1..].iter().fold(coefficients[0], |y, &c| sum(y, x, c))
    }
    /// [`logistic`] with whatever does `a·b + c`.
    #[inline(always)]
    pub fn logistic_by(x: f32, sum: impl Fn(f32, f32, f32) -> f32) -> f32 {
        sum(0.5, tanh_by(0.5 * x, &sum), 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::accuracy::{WORDS, Worst, error};
    use super::{EXP_ENDS, TANH, narrow, wide};

    /// The largest error over 65,536 numbers of a range; see [`error`].
    fn worst(narrow: fn(f32) -> f32, wide: fn(f64) -> f64, low: f32, high: f32, least: f64) -> f64 {
        let at = |step: u16| low + (high - low) * f32::from(step) / f32::from(u16::MAX);
        let error = |x: f32| error(narrow(x), wide(f64::from(x)), least);
        (0..=u16::MAX).map(|step| error(at(step))).fold(0.0, f64::max)
    }

    #[test]
    fn words_are_as_close_as_they_say() {
        for (name, found, allowed) in [
            ("expm1", worst(narrow::expm1, wide::expm1, -20.0, 20.0, 0.1), 4.0),
            ("ln", worst(narrow::ln, wide::ln, 1e-3, 1.0, 0.1), 2.0),
            ("ln", worst(narrow::ln, wide::ln, 1.0, 1e6, 0.1), 2.0),
            ("log1p", worst(narrow::log1p, wide::log1p, 0.0, 2.0, 0.0), 4.0),
            ("erf", worst(narrow::erf, wide::erf, -6.0, 6.0, 1.0), 8.0),
            ("sin", worst(narrow::sin, wide::sin, -10.0, 10.0, 1.0), 2.0),
            ("sin", worst(narrow::sin, wide::sin, -1000.0, 1000.0, 1.0), 2.0),
            ("cos", worst(narrow::cos, wide::cos, -10.0, 10.0, 1.0), 8.0),
        ] {
            assert!(found <= allowed, "{name}: {found} ulp, allowed {allowed}");
        }
    }

    /// `cargo bench --bench words` does all floats.
    #[test]
    fn every_257th_float_is_within_its_bound() {
        for word in &WORDS {
            let worst = word.worst((0..=u32::MAX).step_by(257));
            assert!(worst.holds(), "{}: {worst}", word.name);
        }
    }

    #[test]
    fn all_floats_around_breakpoints_are_within_their_bounds() {
        // Ends of ranges, and where the reduction of `exp` steps.
        let ends = [0.0, f32::MIN_POSITIVE, 1.0, 2.0, TANH.limit, 2.0 * TANH.limit, f32::INFINITY];
        let steps = (0..=128_u8).map(|n| (f32::from(n) - 0.5) * std::f32::consts::LN_2);
        let points = ends.into_iter().chain(EXP_ENDS.map(f32::abs)).chain(steps);
        // With the logistic function's ¼, where another bound begins.
        for point in points.chain([3.0_f32.ln()]) {
            for middle in [point.to_bits(), (-point).to_bits()] {
                let first = middle.wrapping_sub(1000);
                let around = (0..=2000).map(|step| first.wrapping_add(step));
                for word in &WORDS {
                    let worst = word.worst(around.clone());
                    assert!(worst.holds(), "{} around {point}: {worst}", word.name);
                }
            }
        }
    }

    #[test]
    fn a_bound_that_does_not_hold_is_told() {
        assert!(error(1.0, 1.0, 0.0) == 0.0);
        assert!(error(1.0, 1.0 - f64::from(f32::EPSILON), 0.0) == 2.0);
        assert!(error(0.25, 0.0, 1.0) == 0.25 / f64::from(f32::EPSILON));
        assert!(error(f32::from_bits(3), 0.0, 0.0) == 3.0);
        assert!(error(f32::NAN, f64::NAN, 0.0) == 0.0);
        assert!(error(1.0, f64::NAN, 0.0) == f64::INFINITY);
        assert!(error(f32::NAN, 1.0, 0.0) == f64::INFINITY);
        assert!(!Worst { error: f64::INFINITY, ..WORDS[0].none() }.holds());
    }

    #[test]
    fn tanh_stays_within_1_and_exp_within_normal_numbers() {
        for x in [TANH.limit, 20.0, f32::MAX, f32::INFINITY] {
            assert_eq!((narrow::tanh(x), narrow::tanh(-x)), (1.0, -1.0));
            assert_eq!((narrow::logistic(2.0 * x), narrow::logistic(-2.0 * x)), (1.0, 0.0));
        }
        assert!(narrow::exp(f32::INFINITY).is_normal());
        assert!(narrow::exp(f32::NEG_INFINITY).is_normal());
        assert!(narrow::tanh(-0.0).is_sign_negative());
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
