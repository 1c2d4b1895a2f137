//! The gradient of a dense layer by its weights; at 64 bits `ordered` has it.

use super::{Kernels, Sums, UNROLLED, groups, pieces};
use crate::engine::backend::compiled::code::{Code, Times};
use crate::engine::backend::compiled::value::{At, VECTOR, Value, Width};
use crate::engine::plan::Slot;

impl Kernels<'_> {
    /// The gradient of a dense layer by its weights, summed over the rows.
    pub(super) fn gradient(
        &mut self,
        input: Slot,
        d: Slot,
        d_kernel: Slot,
        d_bias: Slot,
    ) -> Option<()> {
        let trained = |sums| self.plan.trained().find(|&(_, own)| own == sums).map(|(own, _)| own);
        let place = self.layout.at(d_kernel);
        let (units, inputs, stride) = (place.units, place.length, self.number() * place.stride);
        let number = self.number();
        let (column, groups) = (self.column(), groups(self.groups - 1));
        let (rows, d) = (self.rows_of(input), self.rows_of(d));
        let (kernel, bias) = match self.sums {
            Sums::Stored | Sums::Anew => (self.fixed(d_kernel), Some(self.fixed(d_bias))),
            Sums::Descended { .. } => {
                let bias = trained(d_bias).map(|own| self.fixed(own.weights));
                (self.fixed(trained(d_kernel)?.weights), bias)
            }
        };
        if self.code.width() == Width::Double {
            self.gradient_in_order(place, [kernel, d, rows], bias);
            return Some(());
        }
        let (tile_units, tile_inputs) = if inputs < 4 { (4, inputs.max(1)) } else { (2, 4) };
        let written = units * inputs * self.groups <= UNROLLED;
        let times = |count| if written { Times::Unrolled(count) } else { Times::Looped(count) };
        let sums = self.sums;
        for (tiles, units, first) in pieces(units, tile_units) {
            let starts = [kernel.plus(first * stride), d.plus(first * column)];
            let steps = [units * stride, units * column];
            self.code.each(times(tiles), starts, steps, |code, [kernel, d]| {
                for (tiles, inputs, first) in pieces(inputs, tile_inputs) {
                    let starts = [kernel.plus(first * number), rows.plus(first * column)];
                    let steps = [inputs * number, inputs * column];
                    code.each(times(tiles), starts, steps, |code, [kernel, rows]| {
                        let found = Self::outer(code, [d, rows], [units, inputs], column, groups);
                        // Without gaps the units' weights follow each other.
                        if stride == inputs * number {
                            Self::settle(code, kernel, &found, sums);
                        } else {
                            for (u, found) in found.chunks(inputs).enumerate() {
                                Self::settle(code, kernel.plus(u * stride), found, sums);
                            }
                        }
                        code.free(found);
                    });
                }
            });
        }
        let Some(bias) = bias else { return Some(()) };
        self.totals(bias, units, [d, d], |[d, _]| Value::load(d));
        Some(())
    }

    /// `Σ d[u]·rows[i]` of each unit and input of a tile, lane by lane, in locals.
    fn outer(
        code: &mut Code,
        starts: [At; 2],
        [units, inputs]: [usize; 2],
        column: usize,
        groups: Times,
    ) -> Vec<u32> {
        let sums = code.vectors(units * inputs);
        let add = |code: &mut Code, [d, rows]: [At; 2], first: bool| {
            let row = code.vectors(inputs);
            for (i, &row) in row.iter().enumerate() {
                code.set(row, Value::load(rows.plus(i * column)));
            }
            let slope = code.vector();
            for u in 0..units {
                code.set(slope, Value::load(d.plus(u * column)));
                for (&row, &sum) in row.iter().zip(&sums[u * inputs..]) {
                    let [slope, row] = [slope, row].map(Value::local);
                    code.set(
                        sum,
                        match first {
                            true => slope * row,
                            false => slope * row + Value::local(sum),
                        },
                    );
                }
            }
            code.free(row.into_iter().chain([slope]));
        };
        add(code, starts, true);
        code.each(groups, starts.map(|at| at.plus(VECTOR)), [VECTOR; 2], |code, starts| {
            add(code, starts, false);
        });
        sums
    }

    /// Adds up lanes, as many sums as a vector holds, and stores them or moves the weights there.
    pub(super) fn settle(code: &mut Code, to: At, sums: &[u32], what: Sums) {
        let lanes = code.width().lanes();
        for (at, some) in sums.chunks(lanes).enumerate() {
            let value = |at: usize| some.get(at).map_or(Value::from(0.0), |&sum| Value::local(sum));
            let sum = Value::sums(&(0..lanes).map(value).collect::<Vec<_>>());
            let to = to.plus(at * VECTOR);
            let settled = match what {
                Sums::Stored | Sums::Anew => sum,
                Sums::Descended { share, .. } => Value::load(to) - sum * Value::local(share),
            };
            code.store(to, settled);
        }
    }
}
