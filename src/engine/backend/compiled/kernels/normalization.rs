//! Normalization of a layer, over the units of a row, and of a batch, over the rows of a unit. At 64
//! bits every sum and quotient is that of the plain code.

use super::rowwise::units;
use super::{Kernels, Sums, UNROLLED, groups, pieces};
use crate::engine::backend::compiled::code::{Code, Times};
use crate::engine::backend::compiled::value::{At, VECTOR, Value, Width};
use crate::engine::plan::{Op, Slot};

impl Kernels<'_> {
    /// [`Op::LayerNormalization`]
    pub(super) fn layer_normalization(
        &mut self,
        buffers: [Slot; 4],
        gamma: Slot,
        beta: Option<Slot>,
        epsilon: f64,
    ) {
        let (row, number) = (self.row(buffers[0]), self.number());
        let gamma = self.fixed(gamma);
        let beta = beta.map(|beta| self.fixed(beta));
        let count = row.units as f64;
        self.by_rows(buffers, |code, [x, deviation, normal, out], _| {
            let mean = beta.map(|_| {
                let mean = row.sum(code, [x], |[x]| Value::load(x));
                code.set(mean, Value::local(mean) / count);
                mean
            });
            let centered = |x: At| match mean {
                Some(mean) => Value::load(x) - Value::local(mean),
                None => Value::load(x),
            };
            let spread = row.sum(code, [x], |[x]| {
                let centered = centered(x);
                centered * centered
            });
            code.set(spread, (Value::local(spread) / count + epsilon).sqrt());
            code.store(deviation, Value::local(spread));
            let starts = [x, normal, out, gamma, beta.unwrap_or(gamma)];
            let steps = [row.column, row.column, row.column, number, number];
            let held = code.vector();
            code.each(units(row.units), starts, steps, |code, [x, normal, out, gamma, shift]| {
                code.set(held, centered(x) / Value::local(spread));
                code.store(normal, Value::local(held));
                let gained = Value::local(held) * Value::splat(gamma);
                let shifted = match beta {
                    Some(_) => gained + Value::splat(shift),
                    // What is added then makes of −0 what the plain code has.
                    None if code.width() == Width::Double => gained + 0.0,
                    None => gained,
                };
                code.store(out, shifted);
            });
            code.free(mean.into_iter().chain([spread, held]));
        });
    }

    /// [`Op::LayerNormalizationGradient`], but for the gains.
    pub(super) fn layer_normalization_gradient(
        &mut self,
        [normal, deviation, d]: [Slot; 3],
        gamma: Slot,
        centered: bool,
    ) {
        let (row, number) = (self.row(normal), self.number());
        let (gamma, count) = (self.fixed(gamma), row.units as f64);
        self.by_rows([normal, deviation, d, d], |code, [normal, deviation, d, _], _| {
            code.each(units(row.units), [d, gamma], [row.column, number], |code, [d, gamma]| {
                code.store(d, Value::load(d) * Value::splat(gamma));
            });
            let shift = centered.then(|| {
                let shift = row.sum(code, [d], |[d]| Value::load(d));
                code.set(shift, Value::local(shift) / count);
                shift
            });
            let along =
                row.sum(code, [d, normal], |[d, normal]| Value::load(d) * Value::load(normal));
            code.set(along, Value::local(along) / count);
            row.each(code, [d, normal], |code, [d, normal]| {
                let d_now = Value::load(d);
                let moved = shift.map(|shift| d_now - Value::local(shift)).unwrap_or(d_now);
                let moved = moved - Value::load(normal) * Value::local(along);
                code.store(d, moved / Value::load(deviation));
            });
            code.free(shift.into_iter().chain([along]));
        });
    }

    /// The sums of gains' gradients.
    pub(super) fn gains(
        &mut self,
        [normal, d]: [Slot; 2],
        d_gamma: Option<Slot>,
        d_beta: Option<Slot>,
    ) -> Option<()> {
        let units = self.plan.width(normal);
        let starts = [d, normal].map(|slot| self.rows_of(slot));
        if d_gamma.or(d_beta).is_none() {
            return Some(());
        }
        // A gain that moved at once would be another on the way back through it.
        if matches!(self.sums, Sums::Descended { .. }) {
            return None;
        }
        let [d, normal] = starts;
        if let Some(d_gamma) = d_gamma {
            let to = self.fixed(d_gamma);
            match self.code.width() {
                Width::Single => self
                    .totals(to, units, starts, |[d, normal]| Value::load(d) * Value::load(normal)),
                Width::Double => self.totals_in_order(to, units, d, Some(normal)),
            }
        }
        if let Some(d_beta) = d_beta {
            let to = self.fixed(d_beta);
            match self.code.width() {
                Width::Single => self.totals(to, units, starts, |[d, _]| Value::load(d)),
                Width::Double => self.totals_in_order(to, units, d, None),
            }
        }
        Some(())
    }

    /// Settles, unit by unit, the sums over the rows of what `of` makes of two buffers.
    pub(super) fn totals(
        &mut self,
        to: At,
        count: usize,
        starts: [At; 2],
        of: impl Fn([At; 2]) -> Value,
    ) {
        let (number, column, sums) = (self.number(), self.column(), self.sums);
        let rest = groups(self.groups - 1);
        let written = count * self.groups <= UNROLLED;
        let times = |count| if written { Times::Unrolled(count) } else { Times::Looped(count) };
        for (tiles, units, first) in pieces(count, 4) {
            let [a, b] = starts.map(|at| at.plus(first * column));
            let starts = [to.plus(first * number), a, b];
            let steps = [units * number, units * column, units * column];
            self.code.each(times(tiles), starts, steps, |code, [to, a, b]| {
                let found = code.vectors(units);
                for (u, &sum) in found.iter().enumerate() {
                    code.set(sum, of([a, b].map(|at| at.plus(u * column))));
                }
                let behind = [a, b].map(|at| at.plus(VECTOR));
                code.each(rest, behind, [VECTOR; 2], |code, [a, b]| {
                    for (u, &sum) in found.iter().enumerate() {
                        let next = of([a, b].map(|at| at.plus(u * column)));
                        code.set(sum, Value::local(sum) + next);
                    }
                });
                Self::settle(code, to, &found, sums);
                code.free(found);
            });
        }
    }

    /// The mean over the rows of what `of` makes of two buffers and the mask, in all lanes of a local.
    fn over_rows(
        code: &mut Code,
        rows: usize,
        starts: [At; 3],
        of: impl Fn([At; 3]) -> Value,
    ) -> u32 {
        let (sum, lanes) = (code.vector(), code.width().lanes());
        code.set(sum, of(starts));
        let behind = starts.map(|at| at.plus(VECTOR));
        if code.width() == Width::Double {
            let held = code.vector();
            let add = |code: &mut Code, value: Value| code.set(sum, Value::local(sum) + value);
            if rows > 1 {
                add(code, Value::local(sum).swapped());
            }
            // One row after the other, as everywhere at 64 bits.
            code.each(groups((rows / 2).saturating_sub(1)), behind, [VECTOR; 3], |code, at| {
                code.set(held, of(at));
                add(code, Value::local(held));
                add(code, Value::local(held).swapped());
            });
            if rows > 1 && rows % 2 == 1 {
                add(code, of(starts.map(|at| at.plus(rows / 2 * VECTOR))));
            }
            code.free([held]);
            let total = Value::local(sum);
            code.set(sum, total.shuffle(total, &[0, 0]) / rows as f64);
            return sum;
        }
        code.each(groups(rows.div_ceil(lanes) - 1), behind, [VECTOR; 3], |code, at| {
            code.set(sum, Value::local(sum) + of(at));
        });
        code.set(sum, Value::local(sum).total() * (1.0 / rows as f64));
        sum
    }

    /// [`Op::BatchNormalization`]
    pub(super) fn batch_normalization(&mut self, op: &Op) -> Option<()> {
        let Op::BatchNormalization {
            input,
            gamma,
            beta,
            moving_mean,
            moving_variance,
            scale,
            normal,
            output,
            momentum,
            epsilon,
            frozen,
        } = *op
        else {
            return None;
        };
        let trains = self.first.is_some() && !frozen;
        let (column, number) = (self.column(), self.number());
        let (rows, count) = (self.count, self.groups);
        let mask = self.mask();
        let [x, normal, out] = [input, normal, output].map(|slot| self.rows_of(slot));
        let [gamma, beta, mean, variance, scale] =
            [gamma, beta, moving_mean, moving_variance, scale].map(|slot| self.fixed(slot));
        let starts = [x, normal, out, gamma, beta, mean, variance, scale];
        let steps = [column, column, column, number, number, number, number, number];
        let units = Times::Looped(self.plan.width(input));
        self.code.each(units, starts, steps, |code, starts| {
            let [x, normal, out, gamma, beta, moving_mean, moving_variance, scale] = starts;
            let (mean, variance);
            if trains {
                mean = Self::over_rows(code, rows, [x, x, mask], |[x, _, mask]| {
                    Value::load(x) & Value::load(mask)
                });
                variance = Self::over_rows(code, rows, [x, x, mask], |[x, _, mask]| {
                    let apart = (Value::load(x) - Value::local(mean)) & Value::load(mask);
                    apart * apart
                });
                for (moving, now) in [(moving_mean, mean), (moving_variance, variance)] {
                    let kept = Value::splat(moving) * momentum;
                    code.store_first(moving, kept + Value::local(now) * (1.0 - momentum));
                }
            } else {
                [mean, variance] = [code.vector(), code.vector()];
                code.set(mean, Value::splat(moving_mean));
                code.set(variance, Value::splat(moving_variance));
            }
            let held = code.vectors(3);
            let [factor, gain, shift] = [held[0], held[1], held[2]];
            code.set(factor, 1.0 / (Value::local(variance) + epsilon).sqrt());
            code.store_first(scale, Value::local(factor));
            code.set(gain, Value::splat(gamma));
            code.set(shift, Value::splat(beta));
            code.each(groups(count), [x, normal, out], [VECTOR; 3], |code, [x, normal, out]| {
                let apart = (Value::load(x) - Value::local(mean)) * Value::local(factor);
                code.store(normal, apart);
                let gained = Value::local(gain) * Value::load(normal);
                code.store(out, gained + Value::local(shift));
            });
            code.free(held.into_iter().chain([mean, variance]));
        });
        Some(())
    }

    /// [`Op::BatchNormalizationGradient`], but for the gains.
    pub(super) fn batch_normalization_gradient(
        &mut self,
        [normal, d]: [Slot; 2],
        [gamma, scale]: [Slot; 2],
        frozen: bool,
    ) {
        let (column, number) = (self.column(), self.number());
        let (rows, count) = (self.count, self.groups);
        let (mask, units) = (self.mask(), Times::Looped(self.plan.width(normal)));
        let [normal, d] = [normal, d].map(|slot| self.rows_of(slot));
        let [gamma, scale] = [gamma, scale].map(|slot| self.fixed(slot));
        let steps = [column, column, number, number];
        self.code.each(
            units,
            [normal, d, gamma, scale],
            steps,
            |code, [normal, d, gamma, scale]| {
                let factor = code.vector();
                code.set(factor, Value::splat(gamma) * Value::splat(scale));
                let means = (!frozen).then(|| {
                    let starts = [d, normal, mask];
                    let shift = Self::over_rows(code, rows, starts, |[d, ..]| Value::load(d));
                    let along = Self::over_rows(code, rows, starts, |[d, normal, _]| {
                        Value::load(d) * Value::load(normal)
                    });
                    [shift, along]
                });
                code.each(
                    groups(count),
                    [d, normal, mask],
                    [VECTOR; 3],
                    |code, [d, normal, mask]| {
                        let now = Value::load(d);
                        let moved = match means {
                            Some([shift, along]) => {
                                now - Value::local(shift)
                                    - Value::load(normal) * Value::local(along)
                            }
                            None if code.width() == Width::Double => {
                                now - 0.0 - Value::load(normal) * 0.0
                            }
                            None => now,
                        };
                        code.store(d, (Value::local(factor) * moved) & Value::load(mask));
                    },
                );
                code.free(means.into_iter().flatten().chain([factor]));
            },
        );
    }
}
