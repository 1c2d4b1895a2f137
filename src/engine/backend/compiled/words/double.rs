//! The words at 64 bits: step by step `formula::exact`, whose bits they have.

use super::Words;
use crate::engine::backend::compiled::value::Value;
use crate::engine::formula::exact::{
    EXP_PARTS, EXPM1, Exp, Expm1, LARGE, ROUND, SMALL, SPLIT, TANH_END, TANH_START,
};
use crate::engine::formula::math::{Function, Source};
use crate::engine::formula::tables;

/// `a·b + c`, rounded once; as `exact` does it where no instruction does.
fn fused(words: Words, a: &Value, b: &Value, c: Value) -> Value {
    let (a, b) = (a.clone(), b.clone());
    if words.fuses {
        return a.fused(b, c);
    }
    let halves = |x: &Value| {
        let shifted = x.clone() * SPLIT;
        let high = shifted.clone() - (shifted - x.clone());
        (high.clone(), x.clone() - high)
    };
    let ((a1, a2), (b1, b2)) = (halves(&a), halves(&b));
    let product = a * b;
    let lacking = a1.clone() * b1.clone() - product.clone() + a1 * b2.clone();
    let lacking = lacking + a2.clone() * b1 + a2 * b2;
    let sum = product.clone() + c.clone();
    let shown = sum.clone() - product.clone();
    let lost = product - (sum.clone() - shown.clone()) + (c - shown);
    sum + (lost + lacking)
}

/// eˣ
pub fn exp(words: Words, x: Value) -> Value {
    if words.sources[1] == Source::Browser {
        return x.called(Function::Exp);
    }
    const ENTRY: u64 = (tables::STEPS as u64 - 1) << 4;
    let Exp { ends: [most, least], far, steps, step, series } = EXP_PARTS;
    let x = x.min(most).max(least);
    let shifted = x.clone() * steps + ROUND;
    let n = shifted.clone() - ROUND;
    let r = fused(words, &n, &step[1].into(), x.clone() + n.clone() * step[0]);
    // An entry of the table is two numbers, 16 bytes.
    let entry = shifted.clone().shifted_left(4) & Value::bits(ENTRY);
    let table = tables::EXP.as_ptr() as usize;
    let [lacking, number] = [table, table + 8].map(|start| entry.clone().gathered(start));
    let square = r.clone() * r.clone();
    let part = |at: usize| fused(words, &r, &series[at + 1].into(), series[at].into());
    let low = fused(words, &square, &part(0), lacking + r.clone());
    let high = fused(words, &(square.clone() * square.clone()), &part(2), low);
    let product = number.clone() * high.clone();
    let once = fused(words, &number, &high, number.clone());
    let y = Value::select(number.clone() + product.clone(), once, x.above(far));
    let rest = number - y.clone() + product;
    let below = Value::from(0.0).above(n);
    let pick = |no: f64, yes: f64| Value::select(no, yes, below.clone());
    let factor = pick(LARGE, SMALL);
    let octaves = shifted.plus_bits(ROUND.to_bits().wrapping_neg()).shifted_right(7);
    let moved = pick(f64::from_bits(1023 - 1009), f64::from_bits(1023 + 1022));
    let power = octaves.plus_lanes(moved).shifted_left(52);
    let (y, rest) = (y * power.clone(), rest * power);
    let sum = Value::from(1.0) + y.clone();
    let short = sum.clone() + (Value::from(1.0) - sum + y.clone() + rest) - 1.0;
    let tiny = below & Value::from(1.0).above(y.clone());
    Value::select(y, short, tiny) * factor
}

/// What [`expm1`] and [`tanh`] share: x = n·ln 2 + r + c, and eʳ⁺ᶜ − 1 is about r − e.
struct Parts {
    n: Value,
    r: Value,
    e: Value,
    // Whether n is 0.
    none: Value,
}

fn parts(words: Words, x: &Value, source: Source) -> Parts {
    let Expm1 { ln_2, near, series: q } = EXPM1;
    let sum = |a: &Value, b: &Value, c: Value| match source {
        Source::Own | Source::Browser => fused(words, a, b, c),
        Source::Separate => a.clone() * b.clone() + c,
    };
    let n = (x.clone() * std::f64::consts::LOG2_E + Value::from(0.5).with_sign_of(x.clone()))
        .truncated();
    let n = Value::select(n, 0.0, Value::from(near).above(x.clone().abs()));
    let (high, low) = (x.clone() - n.clone() * ln_2[0], n.clone() * ln_2[1]);
    let r = high.clone() - low.clone();
    let c = high - r.clone() - low;
    let half = r.clone() * 0.5;
    let square = r.clone() * half.clone();
    let ratio = match source {
        Source::Own | Source::Browser => {
            let pair = |at: usize| sum(&square, &q[at].into(), q[at - 1].into());
            let s2 = square.clone() * square.clone();
            let ratio = sum(&s2, &pair(2), sum(&square, &q[0].into(), 1.0.into()));
            sum(&(s2.clone() * s2), &pair(4), ratio)
        }
        Source::Separate => {
            let down = |sum: Value, q: &f64| square.clone() * sum + *q;
            let [rest @ .., last] = &q;
            let series = rest.iter().rev().fold(Value::from(*last), down);
            square.clone() * series + 1.0
        }
    };
    let t = sum(&ratio.clone().negated(), &half, 3.0.into());
    let divisor = sum(&r.clone().negated(), &t, 6.0.into());
    let e = square.clone() * ((ratio - t) / divisor);
    let none = n.clone().equals(0.0);
    let alone = sum(&r, &e, square.clone().negated());
    let e = sum(&r, &(e - c.clone()), c.negated()) - square;
    let e = Value::select(e, alone, none.clone());
    Parts { n, r, e, none }
}

/// 2ⁿ of a whole number.
fn power(n: Value) -> Value {
    (n + ROUND).plus_bits(1023).shifted_left(52)
}

/// eˣ − 1
pub fn expm1(words: Words, x: Value) -> Value {
    const MOST: f64 = 709.782_712_893_384;
    let within = x.clone().min(710.0).max(-40.0);
    let Parts { n, r, e, none } = parts(words, &within, Source::Own);
    let (far, apart) = (e.clone() - r.clone(), r.clone() - e.clone());
    let inverse = power(n.clone().negated());
    // Half of it, for 2¹⁰²⁴ is none.
    let half = power(n.clone() - 1.0);
    let scaled = |y: Value| y * half.clone() * 2.0;
    let outside = scaled(Value::from(1.0) - far.clone()) - 1.0;
    let below = scaled(Value::from(1.0) - inverse.clone() - far);
    let above = scaled(r.clone() - (e.clone() + inverse) + 1.0);
    let left = (e - (r.clone() + 0.5)) * -2.0;
    let one = Value::select(apart.clone() * 2.0 + 1.0, left, Value::from(-0.25).above(r));
    let minus = apart.clone() * 0.5 - 0.5;
    let y = Value::select(above, below, Value::from(20.0).above(n.clone()));
    let inside = n.clone().above(-1.5) & Value::from(56.5).above(n.clone());
    let y = Value::select(outside, y, inside);
    let y = Value::select(y, one, n.clone().equals(1.0));
    let y = Value::select(y, minus, n.equals(-1.0));
    let y = Value::select(y, apart, none);
    let y = Value::select(y, f64::INFINITY, x.clone().above(MOST));
    Value::select(y, -1.0, Value::from(-38.816_242_111_356_935).above(x))
}

/// tanh x
pub fn tanh(words: Words, x: Value) -> Value {
    let [source, _] = words.sources;
    if source == Source::Browser {
        return x.called(Function::Tanh);
    }
    let distance = x.clone().abs().min(TANH_END);
    let large = distance.clone().not_below(1.0);
    let double = distance.clone() + distance;
    let twice = Value::select(double.clone().negated(), double, large.clone());
    let Parts { n, r, e, none } = parts(words, &twice, source);
    let (far, apart) = (e.clone() - r.clone(), r.clone() - e.clone());
    let (power, inverse) = (power(n.clone()), power(n.clone().negated()));
    // n is −3 to 0 or 3 to 63; from 57 on the result is 1 however that was come by.
    let near = Value::select(apart.clone() * 0.5 - 0.5, apart, none);
    let less = (Value::from(1.0) - far.clone()) * power.clone() - 1.0;
    let below = (Value::from(1.0) - inverse.clone() - far) * power.clone();
    let above = (r - (e + inverse) + 1.0) * power;
    let down = Value::select(less, near, n.clone().above(-1.5));
    let up = Value::select(above, below, Value::from(20.0).above(n));
    let t = Value::select(down, up, large.clone());
    let part = Value::select(t.clone().negated(), 2.0, large.clone()) / (t + 2.0);
    let y = Value::select(part.clone(), Value::from(1.0) - part, large);
    let y = y.with_sign_of(x.clone());
    match source {
        Source::Own | Source::Browser => y,
        Source::Separate => Value::select(y, x.clone(), Value::from(TANH_START).above(x.abs())),
    }
}
