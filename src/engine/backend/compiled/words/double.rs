//! The words at 64 bits: step by step `formula::exact`, whose bits they have.

use super::Words;
use crate::engine::backend::compiled::value::Value;
use crate::engine::formula::exact::{
    EXP_PARTS, EXPM1, Exp, Expm1, LARGE, ROUND, SMALL, SPLIT, TANH_END, TANH_START,
};
use crate::engine::formula::math::{Function, Source};
use crate::engine::formula::tables;

/// eˣ
pub fn exp(words: Words, x: Value) -> Value {
    match words.sources[1] {
        Source::Browser => x.called(Function::Exp),
        Source::Own | Source::Separate => own_exp(words, x),
    }
}

/// tanh x
pub fn tanh(words: Words, x: Value) -> Value {
    match words.sources[0] {
        Source::Browser => x.called(Function::Tanh),
        Source::Own => own_tanh(words, x),
        Source::Separate => {
            let words = Words { separate: true, ..words };
            let short = Value::from(TANH_START).above(x.abs());
            Value::select(own_tanh(words, x), x, short)
        }
    }
}

/// Only where the result is smaller than any normal number does `rest` count.
fn own_exp(words: Words, x: Value) -> Value {
    const ENTRY: u64 = (tables::STEPS as u64 - 1) << 4;
    // As bits what 2 is raised to, in two parts with the factors behind.
    let [up, down] = [1023 - 1009, 1023 + 1022].map(f64::from_bits);
    let Exp { ends: [most, least], far, steps, step, series: p } = EXP_PARTS;
    let x = x.min(most).max(least);
    let shifted = x * steps + ROUND;
    let n = shifted - ROUND;
    let r = fused(words, n, step[1].into(), x + n * step[0]);
    let square = r * r;
    // Two numbers each, 16 bytes.
    let entry = shifted.shifted_left(4) & Value::bits(ENTRY);
    let column = |at: usize| entry.gathered(tables::EXP.as_ptr() as usize + 8 * at);
    let (lacking, number) = (column(0), column(1));
    let near = fused(words, r, p[1].into(), p[0].into());
    let low = fused(words, square, near, lacking + r);
    let high = fused(words, r, p[3].into(), p[2].into());
    let high = fused(words, square * square, high, low);
    let product = number * high;
    let y = Value::select(number + product, fused(words, number, high, number), x.above(far));
    let below = Value::from(0.0).above(n);
    let octaves = shifted.plus_bits(ROUND.to_bits().wrapping_neg()).shifted_right(7);
    let power = octaves.plus_lanes(Value::select(up, down, below)).shifted_left(52);
    let rest = (number - y + product) * power;
    let y = y * power;
    let sum = 1.0 + y;
    let short = sum + (1.0 - sum + y + rest) - 1.0;
    let small = Value::select(y, short, Value::from(1.0).above(y));
    Value::select(y, small, below) * Value::select(LARGE, SMALL, below)
}

/// x = n·ln 2 + r + c, and eˣ − 1 over 2ⁿ is about r − e.
struct Parts {
    n: Value,
    r: Value,
    e: Value,
    far: Value,
    apart: Value,
    inverse: Value,
}

impl Parts {
    fn new(words: Words, x: Value) -> Self {
        let Expm1 { ln_2, near, series } = EXPM1;
        let n = (x * std::f64::consts::LOG2_E + signed(0.5.into(), x)).truncated();
        let n = Value::select(n, 0.0, Value::from(near).above(x.abs()));
        let high = x - n * ln_2[0];
        let low = n * ln_2[1];
        let r = high - low;
        let c = high - r - low;
        let half = r * 0.5;
        let square = r * half;
        let ratio = ratio(words, square, &series);
        let t = fused(words, -ratio, half, 3.0.into());
        let e = square * ((ratio - t) / fused(words, -r, t, 6.0.into()));
        let shifted = fused(words, r, e - c, -c) - square;
        let e = Value::select(shifted, fused(words, r, e, -square), n.equals(0.0));
        Self { n, r, e, far: e - r, apart: r - e, inverse: power(-n) }
    }

    /// 1 − 2⁻ⁿ + (r − e) and the same in another order, for n below 20 and from there on.
    fn sums(&self) -> [Value; 2] {
        let Self { r, e, far, inverse, .. } = *self;
        [1.0 - inverse - far, r - (e + inverse) + 1.0]
    }
}

/// eˣ − 1. Half of 2ⁿ, for 2¹⁰²⁴ is no number.
pub fn expm1(words: Words, x: Value) -> Value {
    let most = EXP_PARTS.ends[0];
    let given = x;
    let parts = Parts::new(words, x.min(710.0).max(-40.0));
    let Parts { n, r, e, far, apart, .. } = parts;
    let half = power(n - 1.0);
    let [below, above] = parts.sums().map(|sum| sum * half * 2.0);
    let outside = (1.0 - far) * half * 2.0 - 1.0;
    let low = Value::from(-0.25).above(r);
    let one = Value::select(apart * 2.0 + 1.0, (e - (r + 0.5)) * -2.0, low);
    let y = Value::select(above, below, Value::from(20.0).above(n));
    let y = Value::select(y, outside, n.above(56.5));
    let y = Value::select(y, outside, Value::from(-1.5).above(n));
    let y = Value::select(y, one, n.equals(1.0));
    let y = Value::select(y, apart * 0.5 - 0.5, n.equals(-1.0));
    let y = Value::select(y, apart, n.equals(0.0));
    let y = Value::select(y, f64::INFINITY, given.above(most));
    Value::select(y, -1.0, Value::from(-38.816_242_111_356_935).above(given))
}

/// n is −3 to 0 or 3 to 63; from 57 on the result is 1 however that was come by.
fn own_tanh(words: Words, x: Value) -> Value {
    let given = x;
    let distance = x.abs().min(TANH_END);
    let far = distance.not_below(1.0);
    let parts = Parts::new(words, Value::select(-distance - distance, distance + distance, far));
    let power = power(parts.n);
    let [below, above] = parts.sums().map(|sum| sum * power);
    let near = Value::select(parts.apart * 0.5 - 0.5, parts.apart, parts.n.equals(0.0));
    let down = (1.0 - parts.far) * power - 1.0;
    let down = Value::select(down, near, parts.n.above(-1.5));
    let up = Value::select(above, below, Value::from(20.0).above(parts.n));
    let t = Value::select(down, up, far);
    let part = Value::select(-t, 2.0, far) / (t + 2.0);
    signed(Value::select(part, 1.0 - part, far), given)
}

/// A value without a sign, with another's.
fn signed(value: Value, sign: Value) -> Value {
    value | (sign & Value::bits(1 << 63))
}

/// 2ⁿ
fn power(n: Value) -> Value {
    (n + ROUND).plus_bits(1023).shifted_left(52)
}

/// `a·b + c`, rounded once, as `exact` does it where no instruction does; or twice, where tanh is
/// taken from whom that has it so.
fn fused(words: Words, a: Value, b: Value, c: Value) -> Value {
    if words.separate {
        return a * b + c;
    }
    if words.fuses {
        return a.fused(b, c);
    }
    let halves = |number: Value| {
        let s = number * SPLIT;
        let high = s - (s - number);
        [high, number - high]
    };
    let ([a1, a2], [b1, b2]) = (halves(a), halves(b));
    let product = a * b;
    let lacking = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
    let sum = product + c;
    let shown = sum - product;
    sum + (product - (sum - shown) + (c - shown) + lacking)
}

/// The rational approximation of [`Parts`], in its order.
fn ratio(words: Words, square: Value, q: &[f64; 5]) -> Value {
    if words.separate {
        let series = q.iter().rev().map(|&q| Value::from(q)).reduce(|sum, q| square * sum + q);
        return square * series.unwrap_or(0.0.into()) + 1.0;
    }
    let pair = |high: usize| fused(words, square, q[high].into(), q[high - 1].into());
    let s2 = square * square;
    let ratio = fused(words, square, q[0].into(), 1.0.into());
    let ratio = fused(words, s2, pair(2), ratio);
    fused(words, s2 * s2, pair(4), ratio)
}
