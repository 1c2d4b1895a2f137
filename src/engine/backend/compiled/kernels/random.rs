//! Dropout and noise: `noise::Draw` over vectors of rows. At 64 bits the two integers of a vector that
//! count stand in its lower half.

use super::{Kernels, rowwise::units};
use crate::engine::backend::compiled::code::Code;
use crate::engine::backend::compiled::layout::keys;
use crate::engine::backend::compiled::value::{At, VECTOR, Value, Width};
use crate::engine::backend::compiled::words;
use crate::engine::formula::called::Called;
use crate::engine::formula::number::One;
use crate::engine::noise::{FACTOR, LAST, SHIFT};
use crate::engine::plan::Slot;

/// What `noise::hash` makes of each lane. The shift by what the upper bits say goes in steps: there
/// is no instruction that shifts each lane by its own.
fn hash(value: Value) -> Value {
    let state = value.times_halves(FACTOR).plus_halves(Value::halves(SHIFT));
    let shifted = (0..4).fold(state.halves_down(4), |shifted, bit| {
        let when = state.halves_left(3 - bit).halves_right(31);
        Value::select(shifted, shifted.halves_down(1 << bit), when)
    });
    let word = (shifted ^ state).times_halves(LAST);
    word.halves_down(22) ^ word
}

/// The upper 24 bits as a whole number.
fn upper(bits: Value) -> Value {
    bits.halves_down(8).converted()
}

const UPPER: f64 = (1 << 24) as f64;

impl Kernels<'_> {
    /// Shows the random bits of each vector of rows and unit, and the places in two buffers; `None`
    /// where none are drawn.
    fn drawn(
        &mut self,
        key: u32,
        [a, b, c]: [Slot; 3],
        mut body: impl FnMut(&mut Code, Value, [At; 3]),
    ) -> Option<()> {
        let first = self.first?;
        let (number, column, width) = (self.number(), self.column(), self.plan.width(a));
        let memory = |numbers: usize| At { base: self.memory, offset: number * numbers };
        let place = keys(self.plan).position(|known| known == key)?;
        let start = memory(self.layout.draws.start + place);
        let hashes = memory(self.layout.hashes.start);
        let starts = [a, b, c].map(|slot| self.rows_of(slot));
        let groups = super::groups(self.groups);
        let code = &mut *self.code;
        let [row, of_row, bits] = [code.vector(), code.vector(), code.vector()];
        let lanes = Value::halves(code.width().lanes() as u32);
        code.set(row, Value::integer(first).plus_halves(Value::count()));
        code.each(groups, starts, [VECTOR; 3], |code, [a, b, c]| {
            code.set(of_row, hash(Value::splat(start) ^ hash(Value::local(row))));
            code.set(row, Value::local(row).plus_halves(lanes));
            let steps = [column, column, column, number];
            code.each(units(width), [a, b, c, hashes], steps, |code, [a, b, c, unit]| {
                code.set(bits, hash(Value::local(of_row) ^ Value::splat(unit)));
                body(code, Value::local(bits), [a, b, c]);
            });
        });
        code.free([row, of_row, bits]);
        Some(())
    }

    /// Values that are kept, and larger for it, or dropped.
    pub(super) fn dropout(
        &mut self,
        [input, mask, output]: [Slot; 3],
        rate: f64,
        key: u32,
    ) -> Option<()> {
        let least = (rate * UPPER).ceil();
        self.drawn(key, [input, mask, output], |code, bits, [input, mask, output]| {
            let kept = Value::select(0.0, 1.0 / (1.0 - rate), upper(bits).not_below(least));
            code.store(mask, kept);
            code.store(output, Value::load(input) * Value::load(mask));
        })
    }

    /// Values with normal deviates on them (Box and Muller, 1958).
    pub(super) fn noise(
        &mut self,
        [input, output]: [Slot; 2],
        stddev: f64,
        key: u32,
    ) -> Option<()> {
        let words = self.code.words();
        self.drawn(key, [input, output, output], |code, bits, [input, output, _]| {
            let u = 1.0 - upper(bits) * (1.0 / UPPER);
            let turn = upper(hash(bits));
            let deviate = match words.width {
                Width::Single => {
                    let far = (words::one(words, One::Ln, u) * -2.0).sqrt();
                    far * words::one(words, One::Cos, turn * (std::f64::consts::TAU / UPPER))
                }
                Width::Double => u.worded(Called::Deviate, turn * (1.0 / UPPER)),
            };
            code.store(output, Value::load(input) + deviate * stddev);
        })
    }
}
