//! Ops over the units of a row: softmax and the cross-entropy of classes.
//! Rows stand side by side in vectors, so that what is a sum over units is a vector's own.

use super::{Kernels, groups};
use crate::engine::backend::compiled::code::{Code, Times};
use crate::engine::backend::compiled::value::{At, VECTOR, Value, Width};
use crate::engine::backend::compiled::words;
use crate::engine::formula::number::One;
use crate::engine::kind::Tuned;
use crate::engine::loss::{self, Loss};
use crate::engine::plan::Slot;

/// Units that are written out at most.
const UNITS: usize = 4;

/// A pass over the units of a row.
pub(super) fn units(count: usize) -> Times {
    if count <= UNITS { Times::Unrolled(count) } else { Times::Looped(count) }
}

/// The units of one vector of rows: how many, and bytes from each to the next.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub units: usize,
    pub column: usize,
}

impl Row {
    /// Shows the places of each unit in some buffers.
    pub fn each<const N: usize>(
        self,
        code: &mut Code,
        starts: [At; N],
        body: impl FnMut(&mut Code, [At; N]),
    ) {
        code.each(units(self.units), starts, [self.column; N], body);
    }

    /// The sum over the units of what `of` makes of each, in a local.
    pub fn sum<const N: usize>(
        self,
        code: &mut Code,
        starts: [At; N],
        mut of: impl FnMut([At; N]) -> Value,
    ) -> u32 {
        let sum = code.vector();
        code.set(sum, of(starts));
        let rest = Self { units: self.units.saturating_sub(1), ..self };
        rest.each(code, starts.map(|at| at.plus(self.column)), |code, at| {
            code.set(sum, Value::local(sum) + of(at));
        });
        sum
    }

    /// `exp(z − max z)` of each unit goes to `to`; their sum stands in a local.
    fn exponentials(self, code: &mut Code, [z, to]: [At; 2]) -> u32 {
        let words = code.words();
        let [largest, sum, held] = [code.vector(), code.vector(), code.vector()];
        code.set(largest, Value::load(z));
        let rest = Self { units: self.units.saturating_sub(1), ..self };
        rest.each(code, [z.plus(self.column)], |code, [z]| {
            code.set(largest, Value::local(largest).max(Value::load(z)));
        });
        code.set(sum, Value::from(0.0));
        self.each(code, [z, to], |code, [z, to]| {
            code.set(held, words::one(words, One::Exp, Value::load(z) - Value::local(largest)));
            code.store(to, Value::local(held));
            code.set(sum, Value::local(sum) + Value::local(held));
        });
        code.free([largest, held]);
        sum
    }
}

/// Makes a local the divisor of many: at 64 bits they are divided, as everywhere.
fn shares(code: &mut Code, sum: u32) -> impl Fn(Value) -> Value + use<> {
    let width = code.width();
    if width == Width::Single {
        code.set(sum, 1.0 / Value::local(sum));
    }
    move |value| match width {
        Width::Single => value * Value::local(sum),
        Width::Double => value / Value::local(sum),
    }
}

/// A target with its share of the label smoothing: `t·(1 − s) + s/n`.
fn smoothed(loss: &Tuned<Loss>, units: usize, t: Value) -> Value {
    let [smoothing, ..] = loss.values();
    if smoothing == 0.0 {
        return t;
    }
    t * (1.0 - smoothing) + smoothing / units as f64
}

impl Kernels<'_> {
    /// Shows the places of each vector of rows in some buffers, at their first units, and that of
    /// the mask.
    pub(super) fn by_rows(
        &mut self,
        slots: [Slot; 4],
        mut body: impl FnMut(&mut Code, [At; 4], At),
    ) {
        let [a, b, c, d] = slots.map(|slot| self.rows_of(slot));
        let starts = [a, b, c, d, self.mask()];
        let groups = groups(self.groups);
        self.code.each(groups, starts, [VECTOR; 5], |code, [a, b, c, d, mask]| {
            body(code, [a, b, c, d], mask);
        });
    }

    pub(super) fn row(&self, slot: Slot) -> Row {
        Row { units: self.plan.width(slot), column: self.column() }
    }

    /// See `activation::softmax`.
    pub(super) fn softmax(&mut self, input: Slot, output: Slot) {
        let row = self.row(output);
        self.by_rows([input, output, output, output], |code, [z, y, ..], _| {
            let sum = row.exponentials(code, [z, y]);
            let share = shares(code, sum);
            row.each(code, [y], |code, [y]| code.store(y, share(Value::load(y))));
            code.free([sum]);
        });
    }

    /// See `activation::softmax_gradient`.
    pub(super) fn softmax_gradient(&mut self, output: Slot, d: Slot) {
        let row = self.row(output);
        self.by_rows([output, d, d, d], |code, [y, d, ..], _| {
            let along = row.sum(code, [y, d], |[y, d]| Value::load(y) * Value::load(d));
            row.each(code, [y, d], |code, [y, d]| {
                code.store(d, Value::load(y) * (Value::load(d) - Value::local(along)));
            });
            code.free([along]);
        });
    }

    /// The gradient of the cross-entropy of classes by its logits or by its probabilities; see
    /// `loss::gradient`.
    pub(super) fn cross_entropy(
        &mut self,
        loss: &Tuned<Loss>,
        from_logits: bool,
        [output, target, d]: [Slot; 3],
    ) {
        let row = self.row(output);
        let of = |t: At| smoothed(loss, row.units, Value::load(t));
        self.by_rows([output, target, d, d], |code, [y, t, d, _], mask| {
            if !from_logits {
                row.probabilities(code, [y, t, d], mask, of);
                return;
            }
            let sum = row.exponentials(code, [y, d]);
            let whole = row.sum(code, [t], |[t]| of(t));
            let share = shares(code, sum);
            row.each(code, [t, d], |code, [t, d]| {
                let slope = share(Value::load(d)) * Value::local(whole) - of(t);
                code.store(d, slope & Value::load(mask));
            });
            code.free([sum, whole]);
        });
    }
}

impl Row {
    /// [`Kernels::cross_entropy`] by probabilities, which need not add up to 1.
    fn probabilities(
        self,
        code: &mut Code,
        [y, t, d]: [At; 3],
        mask: At,
        of: impl Fn(At) -> Value,
    ) {
        const ENDS: [f64; 2] = [loss::EPSILON, 1.0 - loss::EPSILON];
        let sum = self.sum(code, [y], |[y]| Value::load(y));
        let p = code.vector();
        self.each(code, [y, t, d], |code, [y, t, d]| {
            code.set(p, Value::load(y) / Value::local(sum));
            let p = Value::local(p);
            let inside = p.max(ENDS[0]).min(ENDS[1]).equals(p);
            code.store(d, Value::select(0.0, -of(t) / p, inside));
        });
        let along =
            self.sum(code, [y, d], |[y, d]| Value::load(d) * Value::load(y) / Value::local(sum));
        self.each(code, [d], |code, [d]| {
            let through = (Value::load(d) - Value::local(along)) / Value::local(sum);
            code.store(d, through & Value::load(mask));
        });
        code.free([sum, p, along]);
    }
}
