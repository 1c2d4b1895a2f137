//! The words at 64 bits: step by step `formula::exact`, whose bits they have. As text, like the
//! formulas that they stand in: as calls these steps would be the largest part of the module.

use super::Words;
use crate::engine::backend::compiled::maths;
use crate::engine::backend::compiled::value::Value;
use crate::engine::formula::exact::{
    EXP_PARTS, EXPM1, Exp, Expm1, LARGE, ROUND, SMALL, SPLIT, TANH_END, TANH_START,
};
use crate::engine::formula::math::{Function, Source};
use crate::engine::formula::tables;

/// eˣ. Only where the result is smaller than any normal number does `rest` count.
const EXP: &str = "{
    let x = max(min(x, most), least);
    let shifted = x * steps + ROUND;
    let n = shifted - ROUND;
    let r = fused(n, step_rest, x + n * step);
    let square = r * r;
    let number = number(shifted);
    let low = fused(square, fused(r, p1, p0), lacking(shifted) + r);
    let high = fused(square * square, fused(r, p3, p2), low);
    let product = number * high;
    let y = select(number + product, fused(number, high, number), x > far);
    let power = octave(shifted, select(up, down, n < 0.0));
    let rest = (number - y + product) * power;
    let y = y * power;
    let sum = 1.0 + y;
    let short = sum + (1.0 - sum + y + rest) - 1.0;
    select(y, select(y, short, y < 1.0), n < 0.0) * select(large, small, n < 0.0)
}";

/// x = n·ln 2 + r + c, and eˣ − 1 over 2ⁿ is about r − e.
macro_rules! parts {
    () => {
        "
    let n = truncated(x * log2e + signed(0.5, x));
    let n = select(n, 0.0, abs(x) < near);
    let high = x - n * ln2;
    let low = n * ln2_rest;
    let r = high - low;
    let c = high - r - low;
    let half = r * 0.5;
    let square = r * half;
    let ratio = ratio(square, q0, q1, q2, q3, q4);
    let t = fused(-ratio, half, 3.0);
    let e = square * ((ratio - t) / fused(-r, t, 6.0));
    let e = select(fused(r, e - c, -c) - square, fused(r, e, -square), n == 0.0);
    let far = e - r;
    let apart = r - e;
    let inverse = power(-n);
    "
    };
}

/// eˣ − 1. Half of 2ⁿ, for 2¹⁰²⁴ is no number.
const EXPM1_TEXT: &str = concat!(
    "{
    let given = x;
    let x = max(min(x, 710.0), -40.0);",
    parts!(),
    "
    let half = power(n - 1.0);
    let below = (1.0 - inverse - far) * half * 2.0;
    let above = (r - (e + inverse) + 1.0) * half * 2.0;
    let outside = (1.0 - far) * half * 2.0 - 1.0;
    let one = select(apart * 2.0 + 1.0, (e - (r + 0.5)) * -2.0, r < -0.25);
    let y = select(select(above, below, n < 20.0), outside, n > 56.5);
    let y = select(y, outside, n < -1.5);
    let y = select(y, one, n == 1.0);
    let y = select(y, apart * 0.5 - 0.5, n == -1.0);
    let y = select(y, apart, n == 0.0);
    select(select(y, end, given > most), -1.0, given < -38.816242111356935)
}"
);

/// tanh x. n is −3 to 0 or 3 to 63; from 57 on the result is 1 however that was come by.
const TANH: &str = concat!(
    "{
    let given = x;
    let distance = min(abs(x), tanh_end);
    let x = select(-distance - distance, distance + distance, distance >= 1.0);",
    parts!(),
    "
    let power = power(n);
    let below = (1.0 - inverse - far) * power;
    let above = (r - (e + inverse) + 1.0) * power;
    let near = select(apart * 0.5 - 0.5, apart, n == 0.0);
    let down = select((1.0 - far) * power - 1.0, near, n > -1.5);
    let t = select(down, select(above, below, n < 20.0), distance >= 1.0);
    let part = select(-t, 2.0, distance >= 1.0) / (t + 2.0);
    signed(select(part, 1.0 - part, distance >= 1.0), given)
}"
);

/// A word that only the texts here have; `None` where there is none of that name.
pub fn part(words: Words, name: &str, arguments: &[Value]) -> Option<Value> {
    const ENTRY: u64 = (tables::STEPS as u64 - 1) << 4;
    const SIGN: u64 = 1 << 63;
    let at = |index: usize| arguments.get(index).cloned();
    // Two numbers each, 16 bytes.
    let gathered = |index: usize, column: usize| {
        let entry = at(index)?.shifted_left(4) & Value::bits(ENTRY);
        Some(entry.gathered(tables::EXP.as_ptr() as usize + 8 * column))
    };
    Some(match name {
        "fused" => fused(words, at(0)?, at(1)?, at(2)?),
        "ratio" => ratio(words, at(0)?, arguments.get(1..)?),
        "truncated" => at(0)?.truncated(),
        "signed" => at(0)? | (at(1)? & Value::bits(SIGN)),
        // 2ⁿ
        "power" => (at(0)? + ROUND).plus_bits(1023).shifted_left(52),
        "lacking" => gathered(0, 0)?,
        "number" => gathered(0, 1)?,
        "octave" => {
            let octaves = at(0)?.plus_bits(ROUND.to_bits().wrapping_neg()).shifted_right(7);
            octaves.plus_lanes(at(1)?).shifted_left(52)
        }
        _ => return None,
    })
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
    let names = vec![("a", a), ("b", b), ("c", c), ("split", SPLIT.into())];
    let text = "{
        let s = a * split;
        let a1 = s - (s - a);
        let a2 = a - a1;
        let s = b * split;
        let b1 = s - (s - b);
        let b2 = b - b1;
        let product = a * b;
        let lacking = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
        let sum = product + c;
        let shown = sum - product;
        sum + (product - (sum - shown) + (c - shown) + lacking)
    }";
    maths::value(words, text, names).unwrap_or(Value::from(f64::NAN))
}

/// The rational approximation of [`parts`], in its order.
fn ratio(words: Words, square: Value, q: &[Value]) -> Value {
    if words.separate {
        let series = q.iter().rev().cloned().reduce(|sum, q| square.clone() * sum + q);
        return square.clone() * series.unwrap_or(0.0.into()) + 1.0;
    }
    let pair = |high: usize| fused(words, square.clone(), q[high].clone(), q[high - 1].clone());
    let s2 = square.clone() * square.clone();
    let ratio = fused(words, square.clone(), q[0].clone(), 1.0.into());
    let ratio = fused(words, s2.clone(), pair(2), ratio);
    fused(words, s2.clone() * s2, pair(4), ratio)
}

/// A text's value, where `x` is that.
fn text(words: Words, text: &str, x: Value) -> Option<Value> {
    let Exp { ends: [most, least], far, steps, step, series: p } = EXP_PARTS;
    let Expm1 { ln_2, near, series: q } = EXPM1;
    let numbers = [
        ("ROUND", ROUND),
        ("most", most),
        ("least", least),
        ("far", far),
        ("steps", steps),
        ("step", step[0]),
        ("step_rest", step[1]),
        ("p0", p[0]),
        ("p1", p[1]),
        ("p2", p[2]),
        ("p3", p[3]),
        // As bits what 2 is raised to, in two parts with the factors behind.
        ("up", f64::from_bits(1023 - 1009)),
        ("down", f64::from_bits(1023 + 1022)),
        ("large", LARGE),
        ("small", SMALL),
        ("log2e", std::f64::consts::LOG2_E),
        ("near", near),
        ("ln2", ln_2[0]),
        ("ln2_rest", ln_2[1]),
        ("q0", q[0]),
        ("q1", q[1]),
        ("q2", q[2]),
        ("q3", q[3]),
        ("q4", q[4]),
        ("tanh_end", TANH_END),
        ("end", f64::INFINITY),
    ];
    let numbers = numbers.into_iter().map(|(name, number)| (name, Value::from(number)));
    maths::value(words, text, numbers.chain([("x", x)]).collect())
}

/// eˣ
pub fn exp(words: Words, x: Value) -> Option<Value> {
    match words.sources[1] {
        Source::Browser => Some(x.called(Function::Exp)),
        Source::Own | Source::Separate => text(words, EXP, x),
    }
}

/// eˣ − 1
pub fn expm1(words: Words, x: Value) -> Option<Value> {
    text(words, EXPM1_TEXT, x)
}

/// tanh x
pub fn tanh(words: Words, x: Value) -> Option<Value> {
    match words.sources[0] {
        Source::Browser => Some(x.called(Function::Tanh)),
        Source::Own => text(words, TANH, x),
        Source::Separate => {
            let words = Words { separate: true, ..words };
            let short = Value::from(TANH_START).above(x.clone().abs());
            Some(Value::select(text(words, TANH, x.clone())?, x, short))
        }
    }
}
