//! The 64-bit backend: plain loops in the order of the TensorFlow Playground. It defines what
//! each op means and is never optimised; the others are tested against it, and Playground
//! rules train on it, or on what is compiled of it.
//!
//! Letters: `r` a row of the batch, `u` a unit of the layer, `i` one of its inputs. Buffers of
//! rows are `[rows, units]`.

use std::ops::Range;

use super::compiled::Inner;
use super::{Backend, Mode, Set, apply, no_pruned, wrong_length};
use crate::engine::activation::{self, softmax, softmax_gradient};
use crate::engine::error::Result;
use crate::engine::loss;
use crate::engine::noise::Draw;
use crate::engine::optimizer::Step;
use crate::engine::plan::{Op, Plan, Shape, Slot};

/// Rows at a time where no batch says how many.
const CHUNK: usize = 256;

/// A set's rows.
#[derive(Default)]
struct Rows {
    // [rows, features]
    inputs: Vec<f64>,
    // [rows, outputs]
    targets: Vec<f64>,
    count: usize,
}

/// The 64-bit backend.
pub struct Reference {
    plan: Plan,
    // [rows × units] for rows, [length] for the rest.
    buffers: Vec<Vec<f64>>,
    // Of kernels: [units × inputs].
    pruned: Vec<Vec<bool>>,
    sets: [Rows; Set::COUNT],
    // The order of the training rows; empty: their own.
    order: Vec<u32>,
    rows: usize,
    mode: Mode,
}

impl Reference {
    /// Buffers full of zeros, but for what the plan starts at other values.
    pub fn new(plan: Plan) -> Self {
        let width = |at| plan.width(Slot(at));
        let mut buffers: Vec<Vec<f64>> =
            (0..plan.buffers.len()).map(|at| vec![0.0; width(at)]).collect();
        for (slot, value) in plan.constants() {
            buffers[slot.0].fill(value);
        }
        let pruned = no_pruned(&plan);
        let (sets, order) = Default::default();
        Self { plan, buffers, pruned, sets, order, rows: 1, mode: Mode::Evaluation }
    }

    /// Copies rows of a set into the input and target buffers.
    fn feed(&mut self, set: Set, rows: Range<usize>, mode: Mode) {
        if self.rows != rows.len() {
            for (buffer, of) in self.buffers.iter_mut().zip(&self.plan.buffers) {
                if let Shape::Rows(units) = of.shape {
                    buffer.resize(rows.len() * units, 0.0);
                }
            }
        }
        (self.rows, self.mode) = (rows.len(), mode);
        let from = &self.sets[set as usize];
        let [features, outputs] =
            [self.plan.input, self.plan.target].map(|slot| self.plan.width(slot));
        for (at, row) in rows.enumerate() {
            let row = match mode {
                Mode::Training { .. } => self.order.get(row).map_or(row, |&row| row as usize),
                Mode::Evaluation => row,
            };
            let input = &from.inputs[row * features..][..features];
            self.buffers[self.plan.input.0][at * features..][..features].copy_from_slice(input);
            if let Some(target) = from.targets.get(row * outputs..(row + 1) * outputs) {
                self.buffers[self.plan.target.0][at * outputs..][..outputs].copy_from_slice(target);
            }
        }
    }

    fn forward(&mut self) {
        for at in 0..self.plan.forward.len() {
            self.ahead(self.plan.forward[at]);
        }
    }

    /// Runs forward over a set in evaluation mode, chunk by chunk, and shows each to `read`.
    fn sweep(&mut self, set: Set, mut read: impl FnMut(&Self, Range<usize>)) {
        let count = self.sets[set as usize].count;
        for start in (0..count).step_by(CHUNK) {
            let rows = start..(start + CHUNK).min(count);
            self.feed(set, rows.clone(), Mode::Evaluation);
            self.forward();
            read(self, rows);
        }
    }

    /// Takes a buffer out while others are read, to be put back.
    fn take(&mut self, slot: Slot) -> Vec<f64> {
        std::mem::take(&mut self.buffers[slot.0])
    }

    /// The rows of a buffer that is put back behind.
    fn with(&mut self, slot: Slot, change: impl FnOnce(&Self, &mut [f64])) {
        let mut out = self.take(slot);
        change(self, &mut out);
        self.buffers[slot.0] = out;
    }

    fn at(&self, slot: Slot) -> &[f64] {
        &self.buffers[slot.0]
    }

    /// A buffer's row.
    fn row(&self, slot: Slot, r: usize) -> &[f64] {
        let width = self.plan.width(slot);
        &self.buffers[slot.0][r * width..][..width]
    }

    /// An op of the way forward. It is apart from the way back, so that a program that never trains has no
    /// gradient in it.
    fn ahead(&mut self, op: Op) {
        match op {
            Op::Dense { input, kernel, bias, sum } => self.with(sum, |this, out| {
                let (kernel, bias) = (this.at(kernel), this.at(bias));
                for (r, out) in out.chunks_exact_mut(bias.len()).enumerate() {
                    let input = this.row(input, r);
                    for (u, out) in out.iter_mut().enumerate() {
                        *out = bias[u];
                        for (i, x) in input.iter().enumerate() {
                            *out += kernel[u * input.len() + i] * x;
                        }
                    }
                }
            }),
            Op::Activate { activation, input, output } => self.with(output, |this, out| {
                activation::apply(&activation, this.at(input), out);
            }),
            Op::Softmax { input, output } => self.with(output, |this, out| {
                for (r, out) in out.chunks_exact_mut(this.plan.width(output).max(1)).enumerate() {
                    softmax(this.row(input, r), out);
                }
            }),
            Op::Dropout { input, mask, output, rate, key } => {
                let width = self.plan.width(input);
                self.with(mask, |this, out| match this.mode {
                    Mode::Evaluation => out.fill(1.0),
                    Mode::Training { draw, first } => {
                        for (at, mask) in out.iter_mut().enumerate() {
                            let (row, unit) = ((first + at / width) as u32, (at % width) as u32);
                            let kept = draw.uniform(key, row, unit) >= rate;
                            *mask = if kept { 1.0 / (1.0 - rate) } else { 0.0 };
                        }
                    }
                });
                self.with(output, |this, out| {
                    for ((out, x), mask) in out.iter_mut().zip(this.at(input)).zip(this.at(mask)) {
                        *out = x * mask;
                    }
                });
            }
            Op::GaussianNoise { input, output, stddev, key } => self.with(output, |this, out| {
                let width = this.plan.width(input);
                for (at, (out, x)) in out.iter_mut().zip(this.at(input)).enumerate() {
                    *out = match this.mode {
                        Mode::Evaluation => *x,
                        Mode::Training { draw, first } => {
                            let (row, unit) = ((first + at / width) as u32, (at % width) as u32);
                            x + stddev * draw.normal(key, row, unit)
                        }
                    };
                }
            }),
            Op::BatchNormalization { .. } => self.batch_normalization(op),
            Op::LayerNormalization { input, gamma, beta, deviation, normal, output, epsilon } => {
                let width = self.plan.width(input);
                let mut deviations = self.take(deviation);
                let mut normals = self.take(normal);
                for (r, (deviation, normal)) in
                    deviations.iter_mut().zip(normals.chunks_exact_mut(width.max(1))).enumerate()
                {
                    let x = self.row(input, r);
                    let mean = if beta.is_some() { mean(x) } else { 0.0 };
                    let square = |x: &f64| (x - mean) * (x - mean);
                    let variance = x.iter().map(square).sum::<f64>() / width as f64;
                    *deviation = (variance + epsilon).sqrt();
                    for (normal, x) in normal.iter_mut().zip(x) {
                        *normal = (x - mean) / *deviation;
                    }
                }
                (self.buffers[deviation.0], self.buffers[normal.0]) = (deviations, normals);
                self.with(output, |this, out| {
                    for (at, (out, normal)) in out.iter_mut().zip(this.at(normal)).enumerate() {
                        let u = at % width;
                        *out = this.at(gamma)[u] * normal;
                        *out += beta.map_or(0.0, |beta| this.at(beta)[u]);
                    }
                });
            }
            Op::Add { a, b, output } => self.with(output, |this, out| {
                for ((out, a), b) in out.iter_mut().zip(this.at(a)).zip(this.at(b)) {
                    *out = a + b;
                }
            }),
            // None of these stands in `Plan::forward`.
            Op::LossGradient { .. }
            | Op::ActivateGradient { .. }
            | Op::SoftmaxGradient { .. }
            | Op::DropoutGradient { .. }
            | Op::BatchNormalizationGradient { .. }
            | Op::LayerNormalizationGradient { .. }
            | Op::DenseGradient { .. }
            | Op::InputGradient { .. }
            | Op::Copy { .. }
            | Op::Accumulate { .. } => {}
        }
    }

    fn execute(&mut self, op: Op) {
        match op {
            Op::Dense { .. }
            | Op::Activate { .. }
            | Op::Softmax { .. }
            | Op::Dropout { .. }
            | Op::GaussianNoise { .. }
            | Op::BatchNormalization { .. }
            | Op::LayerNormalization { .. }
            | Op::Add { .. } => self.ahead(op),
            Op::LossGradient { loss, from_logits, output, target, d_output } => {
                self.with(d_output, |this, out| {
                    for (r, d) in out.chunks_exact_mut(this.plan.width(output).max(1)).enumerate() {
                        let (target, output) = (this.row(target, r), this.row(output, r));
                        loss::gradient(&loss, from_logits, target, output, d);
                    }
                });
            }
            Op::ActivateGradient { activation, input, output, d } => self.with(d, |this, d| {
                let (x, y) = (this.at(input), this.at(output));
                activation::apply_slope(&activation, x, y, d);
            }),
            Op::SoftmaxGradient { output, d } => self.with(d, |this, d| {
                for (r, d) in d.chunks_exact_mut(this.plan.width(output).max(1)).enumerate() {
                    softmax_gradient(this.row(output, r), d);
                }
            }),
            Op::DropoutGradient { mask, d } => self.with(d, |this, d| {
                for (d, mask) in d.iter_mut().zip(this.at(mask)) {
                    *d *= mask;
                }
            }),
            Op::BatchNormalizationGradient { .. } => self.batch_normalization_gradient(op),
            Op::LayerNormalizationGradient {
                normal,
                gamma,
                deviation,
                d,
                d_gamma,
                d_beta,
                centered,
            } => {
                let width = self.plan.width(normal);
                self.add_gains(normal, d, d_gamma, d_beta);
                self.with(d, |this, d| {
                    for (r, d) in d.chunks_exact_mut(width.max(1)).enumerate() {
                        let normal = this.row(normal, r);
                        for (d, gamma) in d.iter_mut().zip(this.at(gamma)) {
                            *d *= gamma;
                        }
                        let shift = if centered { mean(d) } else { 0.0 };
                        let along = d.iter().zip(normal).map(|(d, normal)| d * normal);
                        let along = along.sum::<f64>() / width as f64;
                        for (d, normal) in d.iter_mut().zip(normal) {
                            *d = (*d - shift - normal * along) / this.at(deviation)[r];
                        }
                    }
                });
            }
            Op::DenseGradient { input, d, d_kernel, d_bias } => {
                let (mut kernel_out, mut bias_out) = (self.take(d_kernel), self.take(d_bias));
                for r in 0..self.rows {
                    let (input, d) = (self.row(input, r), self.row(d, r));
                    for (u, d) in d.iter().enumerate() {
                        bias_out[u] += d;
                        for (i, x) in input.iter().enumerate() {
                            kernel_out[u * input.len() + i] += d * x;
                        }
                    }
                }
                (self.buffers[d_kernel.0], self.buffers[d_bias.0]) = (kernel_out, bias_out);
            }
            Op::InputGradient { kernel, d, d_input } => self.with(d_input, |this, out| {
                let (kernel, inputs) = (this.at(kernel), this.plan.width(d_input));
                if inputs == 0 {
                    return;
                }
                for (r, out) in out.chunks_exact_mut(inputs.max(1)).enumerate() {
                    for (i, out) in out.iter_mut().enumerate() {
                        *out = 0.0;
                        for (u, d) in this.row(d, r).iter().enumerate() {
                            *out += kernel[u * inputs + i] * d;
                        }
                    }
                }
            }),
            Op::Copy { from, to } => self.with(to, |this, out| out.copy_from_slice(this.at(from))),
            Op::Accumulate { from, to } => self.with(to, |this, out| {
                for (out, x) in out.iter_mut().zip(this.at(from)) {
                    *out += x;
                }
            }),
        }
    }

    fn batch_normalization(&mut self, op: Op) {
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
        } = op
        else {
            return;
        };
        let (width, rows) = (self.plan.width(input), self.rows);
        let training = matches!(self.mode, Mode::Training { .. }) && !frozen;
        for u in 0..width {
            let x = |r: usize| self.buffers[input.0][r * width + u];
            let (mean, variance) = if training {
                let mean = (0..rows).map(x).sum::<f64>() / rows as f64;
                let square = |r: usize| (x(r) - mean) * (x(r) - mean);
                (mean, (0..rows).map(square).sum::<f64>() / rows as f64)
            } else {
                (self.buffers[moving_mean.0][u], self.buffers[moving_variance.0][u])
            };
            if training {
                for (moving, now) in [(moving_mean, mean), (moving_variance, variance)] {
                    let moving = &mut self.buffers[moving.0][u];
                    *moving = *moving * momentum + now * (1.0 - momentum);
                }
            }
            self.buffers[scale.0][u] = 1.0 / (variance + epsilon).sqrt();
            for r in 0..rows {
                let at = r * width + u;
                let value = (self.buffers[input.0][at] - mean) * self.buffers[scale.0][u];
                self.buffers[normal.0][at] = value;
                self.buffers[output.0][at] =
                    self.buffers[gamma.0][u] * value + self.buffers[beta.0][u];
            }
        }
    }

    fn batch_normalization_gradient(&mut self, op: Op) {
        let Op::BatchNormalizationGradient { normal, gamma, scale, d, d_gamma, d_beta, frozen } =
            op
        else {
            return;
        };
        let (width, rows) = (self.plan.width(normal), self.rows);
        self.add_gains(normal, d, d_gamma, d_beta);
        self.with(d, |this, d| {
            let normal = this.at(normal);
            for u in 0..width {
                let factor = this.at(gamma)[u] * this.at(scale)[u];
                let places = || (0..rows).map(|r| r * width + u);
                let (mut shift, mut along) = (0.0, 0.0);
                if !frozen {
                    shift = places().map(|at| d[at]).sum::<f64>() / rows as f64;
                    along = places().map(|at| d[at] * normal[at]).sum::<f64>() / rows as f64;
                }
                for at in places() {
                    d[at] = factor * (d[at] - shift - normal[at] * along);
                }
            }
        });
    }

    /// `d_gamma[u] += Σᵣ d·normal`, `d_beta[u] += Σᵣ d`
    fn add_gains(&mut self, normal: Slot, d: Slot, d_gamma: Option<Slot>, d_beta: Option<Slot>) {
        let width = self.plan.width(normal);
        if let Some(d_gamma) = d_gamma {
            self.with(d_gamma, |this, out| {
                for (at, (d, normal)) in this.at(d).iter().zip(this.at(normal)).enumerate() {
                    out[at % width] += d * normal;
                }
            });
        }
        if let Some(d_beta) = d_beta {
            self.with(d_beta, |this, out| {
                for (at, d) in this.at(d).iter().enumerate() {
                    out[at % width] += d;
                }
            });
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

impl Inner for Reference {
    type Number = f64;

    fn state(&mut self) -> (&mut [Vec<f64>], &mut [Vec<bool>]) {
        (&mut self.buffers, &mut self.pruned)
    }
}

impl Backend for Reference {
    fn load(&mut self, set: Set, count: usize, inputs: &[f64], targets: &[f64]) {
        self.sets[set as usize] =
            Rows { inputs: inputs.to_vec(), targets: targets.to_vec(), count };
        if set == Set::Train {
            self.order.clear();
        }
    }

    fn order(&mut self, rows: &[u32]) {
        self.order = rows.to_vec();
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        let buffer = &mut self.buffers[slot.0];
        if buffer.len() != values.len() {
            return Err(wrong_length(&self.plan, slot, buffer.len(), values.len()));
        }
        buffer.copy_from_slice(values);
        Ok(())
    }

    fn read_into(&mut self, slot: Slot, out: &mut Vec<f64>) {
        out.extend_from_slice(&self.buffers[slot.0]);
    }

    fn set_pruned(&mut self, kernel: Slot, pruned: &[bool]) {
        self.pruned[kernel.0].copy_from_slice(pruned);
    }

    fn pruned(&mut self, kernel: Slot) -> Vec<bool> {
        self.pruned[kernel.0].clone()
    }

    fn accumulate(&mut self, rows: Range<usize>, draw: Draw, outputs: Option<&mut Vec<f64>>) {
        let first = rows.start;
        self.feed(Set::Train, rows, Mode::Training { draw, first });
        self.forward();
        if let Some(outputs) = outputs {
            outputs.extend_from_slice(self.at(self.plan.output));
        }
        for at in 0..self.plan.backward.len() {
            self.execute(self.plan.backward[at]);
        }
    }

    fn apply(&mut self, step: &Step) {
        apply(&self.plan, &mut self.buffers, &mut self.pruned, step);
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        let mut out = Vec::new();
        self.sweep(set, |this, _| out.extend_from_slice(this.at(this.plan.output)));
        out
    }

    fn probe(&mut self, set: Set, columns: Range<usize>) -> Vec<f32> {
        let count = self.sets[set as usize].count;
        let outputs = self.plan.outputs(columns);
        let units: usize = outputs.iter().map(|&slot| self.plan.width(slot)).sum();
        let mut out = vec![0.0; units * count];
        self.sweep(set, |this, rows| {
            for (r, row) in rows.enumerate() {
                let values = outputs.iter().flat_map(|&slot| this.row(slot, r));
                for (u, &value) in values.enumerate() {
                    out[u * count + row] = value as f32;
                }
            }
        });
        out
    }

    fn repeat(&mut self, at: usize) {
        let mut ops = self.plan.forward.iter().chain(&self.plan.backward);
        if let Some(&op) = ops.nth(at) {
            self.execute(op);
        }
    }
}
