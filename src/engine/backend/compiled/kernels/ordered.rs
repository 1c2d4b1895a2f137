//! The sums of gradients at 64 bits: one sample after the other, in the order of the TensorFlow
//! Playground, so that they have its bits. Two weights stand side by side in a vector, where going
//! forward it is two rows.

use super::{Kernels, Sums, groups, pieces};
use crate::engine::backend::compiled::code::{Code, Times};
use crate::engine::backend::compiled::layout::Place;
use crate::engine::backend::compiled::value::{At, VECTOR, Value};

/// Products of a tile that are written out at most; more of them loop over its units.
const UNROLLED: usize = 64;
/// Units and inputs of a tile: eight sums hide how long each takes.
const TILE: [usize; 2] = [4, 4];
/// Biases of a tile.
const BIASES: usize = 8;
/// Bytes of a number.
const NUMBER: usize = 8;

/// Sums on their way, a vector for two of them (or for the last alone), and where they go.
struct Running {
    sums: Vec<u32>,
    to: At,
    count: usize,
}

/// Two numbers, or the first.
fn load(at: At, pair: bool) -> Value {
    if pair { Value::load(at) } else { Value::splat(at) }
}

impl Running {
    /// So many sums that go on from those that wait, or begin.
    fn new(code: &mut Code, to: At, count: usize, what: Sums) -> Self {
        let sums = code.vectors(count.div_ceil(2));
        for (at, &sum) in sums.iter().enumerate() {
            let start = match what {
                Sums::Stored => load(to.plus(at * VECTOR), 2 * at + 1 < count),
                Sums::Anew | Sums::Descended { .. } => Value::from(0.0),
            };
            code.set(sum, start);
        }
        Self { sums, to, count }
    }

    /// Stores what `settled` makes of what stands there and of the sums.
    fn end(self, code: &mut Code, settled: impl Fn(Value, Value) -> Value) {
        for (at, &sum) in self.sums.iter().enumerate() {
            let (to, pair) = (self.to.plus(at * VECTOR), 2 * at + 1 < self.count);
            let value = settled(load(to, pair), Value::local(sum));
            if pair {
                code.store(to, value);
            } else {
                code.store_first(to, value);
            }
        }
        code.free(self.sums);
    }
}

/// The numbers of two columns (or of one in both lanes) at each of two rows.
fn turned(code: &mut Code, at: At, column: usize, pair: bool) -> [u32; 2] {
    let both = [code.vector(), code.vector()];
    if pair {
        let [a, b] = [code.vector(), code.vector()];
        code.set(a, Value::load(at));
        code.set(b, Value::load(at.plus(column)));
        let [a_value, b_value] = [a, b].map(Value::local);
        code.set(both[0], a_value.shuffle(b_value, &[0, 2]));
        code.set(both[1], a_value.shuffle(b_value, &[1, 3]));
        code.free([a, b]);
    } else {
        for (row, &to) in both.iter().enumerate() {
            code.set(to, Value::splat(at.plus(row * NUMBER)));
        }
    }
    both
}

impl Kernels<'_> {
    /// The gradient of a dense layer: of the kernel at `place`, from `[kernel, d, rows]`, and of its
    /// biases.
    pub(super) fn gradient_in_order(
        &mut self,
        place: Place,
        [kernel, d, rows]: [At; 3],
        bias: Option<At>,
    ) {
        let (units, inputs, stride) = (place.units, place.length, NUMBER * place.stride);
        let (column, samples, what) = (self.column(), self.layout.mask.length, self.sums);
        let written = units * inputs * samples.div_ceil(2) <= UNROLLED;
        let times = |count| if written { Times::Unrolled(count) } else { Times::Looped(count) };
        for (tiles, units, first) in pieces(units, TILE[0]) {
            let starts = [kernel.plus(first * stride), d.plus(first * column)];
            let steps = [units * stride, units * column];
            self.code.each(times(tiles), starts, steps, |code, [kernel, d]| {
                for (tiles, inputs, first) in pieces(inputs, TILE[1]) {
                    let starts = [kernel.plus(first * NUMBER), rows.plus(first * column)];
                    let steps = [inputs * NUMBER, inputs * column];
                    code.each(times(tiles), starts, steps, |code, [kernel, rows]| {
                        let sums: Vec<_> = (0..units)
                            .map(|u| Running::new(code, kernel.plus(u * stride), inputs, what))
                            .collect();
                        in_order(code, samples, [d, rows], |code, [d, rows], count| {
                            products(code, &sums, [d, rows], inputs, column, count);
                        });
                        for sums in sums {
                            sums.end(code, |weight, sum| match what {
                                Sums::Stored | Sums::Anew => sum,
                                Sums::Descended { share, .. } => weight - sum * Value::local(share),
                            });
                        }
                    });
                }
            });
        }
        if let Some(bias) = bias {
            self.totals_in_order(bias, units, d, None);
        }
    }

    /// The sums over the samples, unit by unit, of the numbers in a buffer of rows, or of their
    /// products with another's.
    pub(super) fn totals_in_order(&mut self, to: At, units: usize, d: At, factor: Option<At>) {
        let (column, samples, what) = (self.column(), self.layout.mask.length, self.sums);
        let written = units * samples.div_ceil(2) <= UNROLLED;
        let times = |count| if written { Times::Unrolled(count) } else { Times::Looped(count) };
        let divisor = samples as f64;
        for (tiles, units, first) in pieces(units, BIASES) {
            let [d, other] = [d, factor.unwrap_or(d)].map(|at| at.plus(first * column));
            let starts = [to.plus(first * NUMBER), d, other];
            let steps = [units * NUMBER, units * column, units * column];
            self.code.each(times(tiles), starts, steps, |code, [to, d, other]| {
                let sums = Running::new(code, to, units, what);
                in_order(code, samples, [d, other], |code, [d, other], count| {
                    for (at, &sum) in sums.sums.iter().enumerate() {
                        let (unit, pair) = (2 * at * column, 2 * at + 1 < units);
                        let both = turned(code, d.plus(unit), column, pair);
                        let factors = factor.map(|_| turned(code, other.plus(unit), column, pair));
                        for row in 0..count {
                            let value = Value::local(both[row]);
                            let value = match factors {
                                Some(factors) => value * Value::local(factors[row]),
                                None => value,
                            };
                            code.set(sum, Value::local(sum) + value);
                        }
                        code.free(factors.into_iter().flatten().chain(both));
                    }
                });
                sums.end(code, |weight, sum| match what {
                    Sums::Stored | Sums::Anew => sum,
                    Sums::Descended { rate, .. } => weight - Value::local(rate) * sum / divisor,
                });
            });
        }
    }
}

/// Two samples after the other two, and the last alone: `add` is told where they stand and how many
/// they are.
fn in_order(
    code: &mut Code,
    samples: usize,
    starts: [At; 2],
    mut add: impl FnMut(&mut Code, [At; 2], usize),
) {
    let pairs = samples / 2;
    code.each(groups(pairs), starts, [VECTOR; 2], |code, starts| add(code, starts, 2));
    if samples % 2 == 1 {
        add(code, starts.map(|at| at.plus(pairs * VECTOR)), 1);
    }
}

/// Adds `d[u]·rows[i]` of each unit and input of a tile, of one or two samples.
fn products(
    code: &mut Code,
    sums: &[Running],
    [d, rows]: [At; 2],
    inputs: usize,
    column: usize,
    count: usize,
) {
    let pairs: Vec<_> = (0..inputs)
        .step_by(2)
        .map(|i| turned(code, rows.plus(i * column), column, i + 1 < inputs))
        .collect();
    let slope = code.vector();
    for row in 0..count {
        for (u, unit) in sums.iter().enumerate() {
            code.set(slope, Value::splat(d.plus(u * column + row * NUMBER)));
            for (pair, &sum) in pairs.iter().zip(&unit.sums) {
                let product = Value::local(slope) * Value::local(pair[row]);
                code.set(sum, product + Value::local(sum));
            }
        }
    }
    code.free(pairs.into_iter().flatten().chain([slope]));
}
