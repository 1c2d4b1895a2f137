//! The functions that decide the bits of a run at 64 bits, as Chromium's `Math` computes them on
//! x86-64 under Linux: their errors too, for of those no two libraries have the same. Nothing
//! here calls anybody's library, so that the bits are the same natively and as WebAssembly.
//!
//! Methods and coefficients: `expm1` and `tanh` are FreeBSD's (Sun Microsystems, 1993), `exp` and
//! `ln` Arm's optimized routines (Szabolcs Nagy, 2018), `sin` and `cos` IBM's accurate library
//! (2001) without its slow path; the last four as glibc has them where products and sums round
//! once. `tests/bits.rs` holds all to Chromium's own values.

use super::tables::{EXP, LN, SINE, STEPS};

/// Adding it rounds to a whole number, which then stands in the lowest bits.
pub(crate) const ROUND: f64 = 6_755_399_441_055_744.0;

/// `a·b + c`, rounded once: for numbers whose products neither overflow nor vanish, and but for
/// sums within 2⁻⁵² of the middle between two numbers. In products and sums that are the same
/// everywhere, and quicker in WebAssembly than `f64::mul_add`.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn fused(a: f64, b: f64, c: f64) -> f64 {
    // A number in halves of 26 bits, whose products are exact (Dekker, 1971).
    let halves = |x: f64| {
        let shifted = x * SPLIT;
        let high = shifted - (shifted - x);
        (high, x - high)
    };
    let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
    let product = a * b;
    let lacking = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
    // What the sum lacks (Knuth, 1969).
    let sum = product + c;
    let shown = sum - product;
    let lost = product - (sum - shown) + (c - shown);
    sum + (lost + lacking)
}

/// What a number is multiplied by to split it into halves.
pub(crate) const SPLIT: f64 = 134_217_729.0;

/// The constants of [`exp`], for whoever evaluates it elsewhere.
pub(crate) struct Exp {
    /// Nothing is larger than e to the first but infinity, or smaller than e to the second but 0.
    pub ends: [f64; 2],
    /// From here down the last product and sum are rounded one after the other.
    pub far: f64,
    /// Parts of an octave in a natural octave, and back: in two parts, the first of which times
    /// any number of them is exact.
    pub steps: f64,
    /// See `steps`.
    pub step: [f64; 2],
    /// (eʳ − 1 − r) / r², the lowest power first.
    pub series: [f64; 4],
}

/// See [`Exp`].
pub(crate) const EXP_PARTS: Exp = Exp {
    ends: [710.0, -746.0],
    far: -512.0,
    steps: std::f64::consts::LOG2_E * STEPS as f64,
    step: [-5.415_212_348_111_709e-3, -1.286_402_311_163_834_6e-14],
    series: [
        0.499_999_999_999_967_86,
        0.166_666_666_666_658_86,
        4.166_668_084_106_74e-2,
        8.333_335_853_059_549e-3,
    ],
};

/// eˣ: a power of 2 from a table of 128 to the octave, times eʳ for what is left.
pub fn exp(x: f64) -> f64 {
    let Exp { ends: [most, least], far, steps, step, series } = EXP_PARTS;
    let x = if x > most { most } else { x };
    let x = if x < least { least } else { x };
    let shifted = x * steps + ROUND;
    let n = shifted - ROUND;
    let r = fused(n, step[1], x + n * step[0]);
    let n = shifted.to_bits().wrapping_sub(ROUND.to_bits()) as i64;
    let [lacking, number] = EXP[n as usize % STEPS].map(f64::from_bits);
    let square = r * r;
    let low = fused(square, fused(r, series[1], series[0]), lacking + r);
    let high = fused(square * square, fused(r, series[3], series[2]), low);
    let product = number * high;
    let y = if x > far { fused(number, high, number) } else { number + product };
    let rest = number - y + product;
    // 2ⁿ in two factors, the second of which can be written whatever n is.
    let n = n >> 7;
    let (moved, factor) = if n < 0 { (1022, SMALL) } else { (-1009, LARGE) };
    let power = f64::from_bits(((n + moved + 1023) as u64) << 52);
    let (y, rest) = (y * power, rest * power);
    if n < 0 && y < 1.0 {
        // What is smaller than any normal number: adding 1 leaves the bits that count.
        let sum = 1.0 + y;
        return (sum + (1.0 - sum + y + rest) - 1.0) * factor;
    }
    y * factor
}

/// 2⁻¹⁰²², the smallest normal number.
pub(crate) const SMALL: f64 = f64::MIN_POSITIVE;
/// 2¹⁰⁰⁹
pub(crate) const LARGE: f64 = f64::from_bits((1023 + 1009) << 52);

/// The constants of [`expm1`], for whoever evaluates it elsewhere.
pub(crate) struct Expm1 {
    /// ln 2 in two parts, the first of which times any whole number here is exact.
    pub ln_2: [f64; 2],
    /// Up to here no octave is taken off.
    pub near: f64,
    /// The rational approximation, the lowest power first; before it stands 1.
    pub series: [f64; 5],
}

/// See [`Expm1`].
pub(crate) const EXPM1: Expm1 = Expm1 {
    ln_2: [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10],
    near: f64::from_bits(0x3fd6_2e43_0000_0000),
    series: [
        -3.333_333_333_333_313e-2,
        1.587_301_587_254_814_6e-3,
        -7.936_507_578_674_88e-5,
        4.008_217_827_329_362e-6,
        -2.010_992_181_836_243_7e-7,
    ],
};

/// eˣ − 1, exact near 0.
pub fn expm1(x: f64) -> f64 {
    expm1_by::<true>(x)
}

/// [`expm1`]; products and sums round `ONCE`, or one after the other.
fn expm1_by<const ONCE: bool>(x: f64) -> f64 {
    let Expm1 { ln_2, near, series: q } = EXPM1;
    let sum = |a: f64, b: f64, c: f64| if ONCE { fused(a, b, c) } else { a * b + c };
    if x.abs() < 5.551_115_123_125_783e-17 || x.is_nan() {
        return x;
    }
    if x > 709.782_712_893_384 {
        return f64::INFINITY;
    }
    if x < -38.816_242_111_356_935 {
        return -1.0;
    }
    let n = (std::f64::consts::LOG2_E * x + 0.5_f64.copysign(x)).trunc();
    let n = if x.abs() < near { 0.0 } else { n };
    // x = n·ln 2 + r + c
    let (high, low) = (x - n * ln_2[0], n * ln_2[1]);
    let r = high - low;
    let c = high - r - low;
    let half = 0.5 * r;
    let square = r * half;
    let ratio = if ONCE {
        // glibc's order.
        let pair = |at: usize| sum(square, q[at], q[at - 1]);
        let s2 = square * square;
        sum(s2 * s2, pair(4), sum(s2, pair(2), sum(square, q[0], 1.0)))
    } else {
        square * q.iter().rev().fold(0.0, |sum, q| square * sum + q) + 1.0
    };
    let t = sum(-ratio, half, 3.0);
    let e = square * ((ratio - t) / sum(-r, t, 6.0));
    if n == 0.0 {
        return r - sum(r, e, -square);
    }
    let e = sum(r, e - c, -c) - square;
    if n == -1.0 {
        return 0.5 * (r - e) - 0.5;
    }
    if n == 1.0 {
        return if r < -0.25 { -2.0 * (e - (r + 0.5)) } else { 1.0 + 2.0 * (r - e) };
    }
    let power = |n: f64| f64::from_bits(((n as i64 + 1023) as u64) << 52);
    // 2ⁿ in two factors, for 2¹⁰²⁴ is none.
    let scaled = |y: f64| y * power(n - 1.0) * 2.0;
    if !(-1.0..=56.0).contains(&n) {
        scaled(1.0 - (e - r)) - 1.0
    } else if n < 20.0 {
        scaled(1.0 - power(-n) - (e - r))
    } else {
        scaled(r - (e + power(-n)) + 1.0)
    }
}

/// From here on [`tanh`] is ±1.
pub(crate) const TANH_END: f64 = 22.0;
/// Up to here [`tanh_separately`] is its argument.
pub(crate) const TANH_START: f64 = 3.725_290_298_461_914e-9;

/// Hyperbolic tangent, through [`expm1`] of twice its argument.
pub fn tanh(x: f64) -> f64 {
    if x.abs() < 2.775_557_561_562_891_4e-17 { x } else { tanh_by(x, expm1_by::<true>) }
}

/// [`tanh`] as older Chromiums and others have it that follow FreeBSD: products and sums round one
/// after the other.
pub fn tanh_separately(x: f64) -> f64 {
    if x.abs() < TANH_START { x } else { tanh_by(x, expm1_by::<false>) }
}

fn tanh_by(x: f64, expm1: fn(f64) -> f64) -> f64 {
    let distance = x.abs();
    let y = if distance >= TANH_END {
        1.0
    } else if distance >= 1.0 {
        1.0 - 2.0 / (expm1(2.0 * distance) + 2.0)
    } else {
        let t = expm1(-2.0 * distance);
        -t / (t + 2.0)
    };
    if x.is_nan() { x } else { y.copysign(x) }
}

/// The natural logarithm: exponent, the logarithm of a number from a table, and a polynomial for
/// what is left; near 1 a polynomial alone.
pub fn ln(x: f64) -> f64 {
    const NEAR: [f64; 11] = [
        -0.5,
        0.333_333_333_333_335_2,
        -0.249_999_999_999_984_32,
        0.199_999_999_993_203_28,
        -0.166_666_666_699_297_06,
        0.142_857_150_765_608_68,
        -0.124_999_978_639_825_55,
        0.111_107_120_329_360_46,
        -0.100_004_867_578_181_93,
        9.181_994_006_195_467e-2,
        -8.328_363_062_289_341e-2,
    ];
    const SERIES: [f64; 5] = [
        -0.500_000_000_000_000_1,
        0.333_333_333_318_255_93,
        -0.249_999_999_962_295_5,
        0.200_003_045_118_144_96,
        -0.166_670_548_276_276_67,
    ];
    const LN_2: [f64; 2] = [0.693_147_180_559_890_3, 5.497_923_018_708_371e-14];
    if x == 1.0 {
        return 0.0;
    }
    if (1.0 - 0.0625..1.0 + 0.064_697_265_625).contains(&x) {
        let b = NEAR;
        let r = x - 1.0;
        let square = r * r;
        let cube = r * square;
        let sum = |at: usize| square.mul_add(b[at + 2], r.mul_add(b[at + 1], b[at]));
        let tail = cube.mul_add(b[10], sum(7));
        let series = cube.mul_add(cube.mul_add(tail, sum(4)), sum(1));
        let high = (-SPLIT_27).mul_add(r, SPLIT_27.mul_add(r, r));
        let low = r - high;
        let near = (high * high).mul_add(b[0], r);
        let rest = (high * high).mul_add(b[0], r - near);
        let rest = (b[0] * low).mul_add(high + r, rest);
        return near + series.mul_add(cube, rest);
    }
    if x <= 0.0 {
        return if x == 0.0 { f64::NEG_INFINITY } else { f64::NAN };
    }
    if x.is_nan() || x == f64::INFINITY {
        return x;
    }
    let normal = x >= f64::MIN_POSITIVE;
    let (bits, octaves) = if normal { (x.to_bits(), 0) } else { ((x * TWO_52).to_bits(), 52) };
    let from = bits.wrapping_sub(0x3fe6_0000_0000_0000);
    let [inverse, logarithm] = LN[(from >> 45) as usize % STEPS];
    let n = (from as i64 >> 52) as f64 - f64::from(octaves);
    let z = f64::from_bits(bits.wrapping_sub(from & 0xfff0_0000_0000_0000));
    let a = SERIES;
    let r = z.mul_add(inverse, -1.0);
    let most = n.mul_add(LN_2[0], logarithm);
    let high = most + r;
    let low = n.mul_add(LN_2[1], most - high + r);
    let square = r * r;
    let series = square.mul_add(r.mul_add(a[4], a[3]), r.mul_add(a[2], a[1]));
    (r * square).mul_add(series, square.mul_add(a[0], low)) + high
}

const SPLIT_27: f64 = 134_217_728.0;
const TWO_52: f64 = 4_503_599_627_370_496.0;

/// π/2 in two parts.
const QUARTER: [f64; 2] = [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17];

/// Beyond, whole turns are taken off first, and the result is that of an angle within half a unit in
/// the last place.
const FAR: f64 = f64::from_bits(0x4199_21fb_0000_0000);

/// Up to here an angle is taken from π/2 alone.
const SWITCH: f64 = f64::from_bits(0x4003_68fd_0000_0000);

/// Sine of an angle.
pub fn sin(x: f64) -> f64 {
    let distance = x.abs();
    if distance < 1.490_116_119_384_765_6e-8 {
        x
    } else if distance < 0.855_468_75 {
        sine(x, 0.0)
    } else if distance < SWITCH {
        cosine(QUARTER[0] - distance, QUARTER[1]).copysign(x)
    } else if distance < FAR {
        turned(x, 0)
    } else {
        turned(x % std::f64::consts::TAU, 0)
    }
}

/// Cosine of an angle.
pub fn cos(x: f64) -> f64 {
    let distance = x.abs();
    if distance < 7.450_580_596_923_828e-9 {
        1.0
    } else if distance < 0.855_468_75 {
        cosine(x, 0.0)
    } else if distance < SWITCH {
        let y = QUARTER[0] - distance;
        let a = y + QUARTER[1];
        sine(a, y - a + QUARTER[1])
    } else if distance < FAR {
        turned(x, 1)
    } else {
        turned(x % std::f64::consts::TAU, 1)
    }
}

/// Sine of an angle and so many quarters of a turn.
fn turned(x: f64, quarters: u64) -> f64 {
    // π/2 in four parts.
    const PARTS: [f64; 4] = [
        1.570_796_340_703_964_2,
        -1.390_906_756_437_715_3e-8,
        -4.978_996_231_479_91e-17,
        -1.903_488_962_019_326_6e-25,
    ];
    let shifted = x.mul_add(std::f64::consts::FRAC_2_PI, ROUND);
    let n = shifted - ROUND;
    let y = (-n).mul_add(PARTS[1], (-n).mul_add(PARTS[0], x));
    let near = (-n).mul_add(PARTS[2], y);
    let mut rest = (-n).mul_add(PARTS[2], y - near);
    let a = (-n).mul_add(PARTS[3], near);
    rest += (-n).mul_add(PARTS[3], near - a);
    let quarters = shifted.to_bits().wrapping_add(quarters);
    let value = if quarters & 1 == 1 { cosine(a, rest) } else { sine(a, rest) };
    if quarters & 2 == 2 { -value } else { value }
}

/// Adding it rounds to a whole number of 128ths.
const ROUND_128: f64 = ROUND / 128.0;

/// sin r − r over r³ and (1 − cos r) / r², for r up to 1/256.
const SMALL_SINE: [f64; 2] = [-0.166_666_666_666_664_88, 8.333_332_142_857_223e-3];
const SMALL_COSINE: [f64; 3] = [0.5, -4.166_666_666_666_644e-2, 1.388_888_740_079_376e-3];

/// The entry of the table that is nearest to a distance from 0, and what is left of it.
fn nearest(distance: f64) -> ([f64; 4], f64) {
    let shifted = ROUND_128 + distance;
    let entry = SINE[(shifted.to_bits() & 0xff) as usize % SINE.len()];
    (entry, distance - (shifted - ROUND_128))
}

/// Sine of x + d, |x| up to 0.86 and d so small that it only rounds.
fn sine(x: f64, d: f64) -> f64 {
    if x.abs() < 0.126 {
        const SERIES: [f64; 5] = [
            -0.166_666_666_666_666_66,
            8.333_333_333_332_329e-3,
            -1.984_126_983_441_464_2e-4,
            2.755_729_806_860_771e-6,
            -2.502_201_484_831_839_8e-8,
        ];
        let [s1, s2, s3, s4, s5] = SERIES;
        let square = x * x;
        let series = square.mul_add(s5, s4);
        let series = series.mul_add(square, s3);
        let series = series.mul_add(square, s2);
        let series = series.mul_add(square, s1);
        let t = series.mul_add(x, -0.5 * d);
        return x + t.mul_add(square, d);
    }
    let d = if x <= 0.0 { -d } else { d };
    let ([sn, ssn, cs, ccs], r) = nearest(x.abs());
    let square = r * r;
    let s = (r * square).mul_add(square.mul_add(SMALL_SINE[1], SMALL_SINE[0]), d);
    let s = r + s;
    let c = square.mul_add(SMALL_COSINE[2], SMALL_COSINE[1]);
    let c = square.mul_add(c, SMALL_COSINE[0]);
    let c = r.mul_add(d, square * c);
    let rest = (-sn).mul_add(c, s.mul_add(ccs, ssn));
    (sn + cs.mul_add(s, rest)).copysign(x)
}

/// Cosine of x + d, as [`sine`].
fn cosine(x: f64, d: f64) -> f64 {
    let d = if x < 0.0 { -d } else { d };
    let ([sn, ssn, cs, ccs], r) = nearest(x.abs());
    let r = r + d;
    let square = r * r;
    let s = (r * square).mul_add(square.mul_add(SMALL_SINE[1], SMALL_SINE[0]), r);
    let c = square.mul_add(SMALL_COSINE[2], SMALL_COSINE[1]);
    let c = square * square.mul_add(c, SMALL_COSINE[0]);
    let rest = (-cs).mul_add(c, (-s).mul_add(ssn, ccs));
    cs + (-sn).mul_add(s, rest)
}
