//! The 32-bit backend: lanes over the batch. Every buffer of rows is stored unit by unit
//! (`[units, stride]`), so that eight samples stand side by side and the loops in `lanes`
//! become WebAssembly SIMD (or the host's) by plain auto-vectorisation, without `unsafe`.

mod lanes;

use std::ops::Range;

use super::compiled::Inner;
use super::{Backend, Mode, Set, apply, no_pruned, wrong_length};
use crate::engine::activation::{self, Narrow, softmax_columns, softmax_columns_gradient};
use crate::engine::error::Result;
use crate::engine::loss;
use crate::engine::noise::Draw;
use crate::engine::optimizer::Step;
use crate::engine::plan::{Op, Plan, Shape, Slot};
use lanes::{LANES, columns, columns_mut};

/// Rows at a time: few enough for a layer's values to stay in the nearest cache. Only a plan
/// that couples the rows of a batch takes more.
const CHUNK: usize = 128;

/// A set's rows, stored feature by feature.
#[derive(Default)]
struct Rows {
    // [features, count]
    inputs: Vec<f32>,
    // [outputs, count]
    targets: Vec<f32>,
    count: usize,
}

/// The 32-bit backend.
pub struct Simd {
    plan: Plan,
    // The activation of each op that has one, forward and then backward.
    maths: Vec<Option<Narrow>>,
    // [units × stride] for rows, [length] for the rest.
    buffers: Vec<Vec<f32>>,
    // Of kernels: [units × inputs].
    pruned: Vec<Vec<bool>>,
    sets: [Rows; Set::COUNT],
    // The training rows in the order in which training visits them, where it is not their own.
    ordered: Option<Rows>,
    stride: usize,
    // Rows that training last visited in one piece, of which one chunk stands in the buffers.
    visited: usize,
    mode: Mode,
}

impl Simd {
    /// Buffers full of zeros, but for what the plan starts at other values.
    pub fn new(plan: Plan) -> Self {
        let length = |shape| match shape {
            Shape::Rows(units) => units * CHUNK,
            Shape::Fixed(length) | Shape::Scratch(length) => length,
        };
        let mut buffers: Vec<Vec<f32>> =
            plan.buffers.iter().map(|buffer| vec![0.0; length(buffer.shape)]).collect();
        for (slot, value) in plan.constants() {
            buffers[slot.0].fill(value as f32);
        }
        let maths = |op: &Op| match op {
            Op::Activate { activation, .. } | Op::ActivateGradient { activation, .. } => {
                activation::narrow(activation)
            }
            _ => None,
        };
        let maths = plan.forward.iter().chain(&plan.backward).map(maths).collect();
        let pruned = no_pruned(&plan);
        let (sets, mode) = (Default::default(), Mode::Evaluation);
        let (ordered, stride, visited) = (None, CHUNK, 1);
        Self { plan, maths, buffers, pruned, sets, ordered, stride, visited, mode }
    }

    /// Makes room for batches that cannot be cut.
    fn widen(&mut self, rows: usize) {
        if rows > self.stride {
            self.stride = rows.next_multiple_of(LANES);
            for (buffer, of) in self.buffers.iter_mut().zip(&self.plan.buffers) {
                if let Shape::Rows(units) = of.shape {
                    buffer.resize(units * self.stride, 0.0);
                }
            }
        }
    }

    /// Copies rows of a set into the input and target buffers; what lies between their number
    /// and the next whole group of lanes is zeroed.
    fn feed(&mut self, set: Set, rows: &Range<usize>) {
        let from = match (&self.ordered, self.mode) {
            (Some(ordered), Mode::Training { .. }) => ordered,
            _ => &self.sets[set as usize],
        };
        let (count, padded) = (rows.len(), rows.len().next_multiple_of(LANES));
        for (slot, values) in [(self.plan.input, &from.inputs), (self.plan.target, &from.targets)] {
            if values.is_empty() {
                continue;
            }
            let buffer = &mut self.buffers[slot.0];
            let sources = values.chunks_exact(from.count);
            for (column, source) in buffer.chunks_exact_mut(self.stride).zip(sources) {
                column[..count].copy_from_slice(&source[rows.clone()]);
                column[count..padded].fill(0.0);
            }
        }
    }

    fn forward(&mut self, rows: usize) {
        for at in 0..self.plan.forward.len() {
            self.execute(at, self.plan.forward[at], rows);
        }
    }

    /// Takes a buffer out while others are read, to be put back.
    fn take(&mut self, slot: Slot) -> Vec<f32> {
        std::mem::take(&mut self.buffers[slot.0])
    }

    /// Changes a buffer while others are read.
    fn with(&mut self, slot: Slot, change: impl FnOnce(&Self, &mut [f32])) {
        let mut out = self.take(slot);
        change(self, &mut out);
        self.buffers[slot.0] = out;
    }

    fn at(&self, slot: Slot) -> &[f32] {
        &self.buffers[slot.0]
    }

    /// The filled columns of a buffer.
    fn columns(&self, slot: Slot, padded: usize) -> impl Iterator<Item = &[f32]> {
        columns(self.at(slot), self.stride, padded)
    }

    /// Executes an op; `at` counts through forward, then backward.
    fn execute(&mut self, at: usize, op: Op, rows: usize) {
        let (stride, padded) = (self.stride, rows.next_multiple_of(LANES));
        match op {
            Op::Dense { input, kernel, bias, sum } => self.with(sum, |this, out| {
                let [input, kernel, bias] = [input, kernel, bias].map(|slot| this.at(slot));
                lanes::dense(input, kernel, bias, out, stride, padded);
            }),
            Op::Activate { input, output, .. } => self.with(output, |this, out| {
                let Some(Narrow { apply, knobs, .. }) = this.maths[at] else { return };
                let y = columns_mut(out, stride, padded);
                this.columns(input, padded).zip(y).for_each(|(x, y)| apply(x, &knobs, y));
            }),
            Op::Softmax { input, output } => self.with(output, |this, out| {
                softmax_columns(this.at(input), out, stride, padded);
            }),
            Op::Dropout { input, mask, output, rate, key } => {
                self.with(mask, |this, out| {
                    for (u, column) in columns_mut(out, stride, padded).enumerate() {
                        match this.mode {
                            Mode::Evaluation => column.fill(1.0),
                            Mode::Training { draw, first } => {
                                for (r, mask) in column.iter_mut().enumerate() {
                                    let kept =
                                        draw.uniform(key, (first + r) as u32, u as u32) >= rate;
                                    *mask = if kept { (1.0 / (1.0 - rate)) as f32 } else { 0.0 };
                                }
                            }
                        }
                    }
                });
                self.with(output, |this, out| {
                    let values = this.columns(input, padded).zip(this.columns(mask, padded));
                    for (out, (x, mask)) in columns_mut(out, stride, padded).zip(values) {
                        for ((out, x), mask) in out.iter_mut().zip(x).zip(mask) {
                            *out = x * mask;
                        }
                    }
                });
            }
            Op::GaussianNoise { input, output, stddev, key } => self.with(output, |this, out| {
                let x = this.columns(input, padded);
                for (u, (out, x)) in columns_mut(out, stride, padded).zip(x).enumerate() {
                    out.copy_from_slice(x);
                    if let Mode::Training { draw, first } = this.mode {
                        for (r, out) in out.iter_mut().enumerate() {
                            *out +=
                                (stddev * draw.normal(key, (first + r) as u32, u as u32)) as f32;
                        }
                    }
                }
            }),
            Op::BatchNormalization { .. } => self.batch_normalization(op, rows),
            Op::LayerNormalization { input, gamma, beta, deviation, normal, output, epsilon } => {
                let mut deviations = self.take(deviation);
                self.with(normal, |this, out| {
                    let kind = (epsilon as f32, beta.is_some());
                    lanes::normalize(this.at(input), &mut deviations, out, kind, stride, padded);
                });
                self.buffers[deviation.0] = deviations;
                self.gain(normal, gamma, beta, output, padded);
            }
            Op::Add { a, b, output } => self.with(output, |this, out| {
                let values = this.columns(a, padded).zip(this.columns(b, padded));
                for (out, (a, b)) in columns_mut(out, stride, padded).zip(values) {
                    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
                        *out = a + b;
                    }
                }
            }),
            Op::LossGradient { loss, from_logits, output, target, d_output } => {
                self.with(d_output, |this, out| {
                    let (target, output) = (this.at(target), this.at(output));
                    // Lanes without a sample must not add to any gradient: they are zeroed.
                    loss::gradient_columns(
                        &loss,
                        from_logits,
                        target,
                        output,
                        out,
                        stride,
                        rows,
                        padded,
                    );
                });
            }
            Op::ActivateGradient { input, output, d, .. } => self.with(d, |this, d| {
                let Some(Narrow { slope, knobs, .. }) = this.maths[at] else { return };
                let values = this.columns(input, padded).zip(this.columns(output, padded));
                let columns = values.zip(columns_mut(d, stride, padded));
                columns.for_each(|((x, y), d)| slope(x, y, &knobs, d));
            }),
            Op::SoftmaxGradient { output, d } => self.with(d, |this, d| {
                softmax_columns_gradient(this.at(output), d, stride, padded);
            }),
            Op::DropoutGradient { mask, d } => self.with(d, |this, d| {
                for (d, mask) in columns_mut(d, stride, padded).zip(this.columns(mask, padded)) {
                    for (d, mask) in d.iter_mut().zip(mask) {
                        *d *= mask;
                    }
                }
            }),
            Op::BatchNormalizationGradient { .. } => self.batch_normalization_gradient(op, rows),
            Op::LayerNormalizationGradient {
                normal,
                gamma,
                deviation,
                d,
                d_gamma,
                d_beta,
                centered,
            } => {
                self.add_gains(normal, d, d_gamma, d_beta, padded);
                self.with(d, |this, d| {
                    let [normal, gamma, deviation] =
                        [normal, gamma, deviation].map(|slot| this.at(slot));
                    lanes::normalize_gradient(
                        normal, gamma, deviation, d, centered, stride, padded,
                    );
                });
            }
            Op::DenseGradient { input, d, d_kernel, d_bias } => {
                let (mut kernel_out, mut bias_out) = (self.take(d_kernel), self.take(d_bias));
                let (input, d) = (self.at(input), self.at(d));
                lanes::dense_gradient(input, d, &mut kernel_out, &mut bias_out, stride, padded);
                (self.buffers[d_kernel.0], self.buffers[d_bias.0]) = (kernel_out, bias_out);
            }
            Op::InputGradient { kernel, d, d_input } => self.with(d_input, |this, out| {
                lanes::input_gradient(this.at(kernel), this.at(d), out, stride, padded);
            }),
            Op::Copy { from, to } => self.with(to, |this, out| {
                for (out, x) in columns_mut(out, stride, padded).zip(this.columns(from, padded)) {
                    out.copy_from_slice(x);
                }
            }),
            Op::Accumulate { from, to } => self.with(to, |this, out| {
                for (out, x) in columns_mut(out, stride, padded).zip(this.columns(from, padded)) {
                    for (out, x) in out.iter_mut().zip(x) {
                        *out += x;
                    }
                }
            }),
        }
    }

    /// `output[u] = gamma[u]·normal[u] + beta[u]`
    fn gain(&mut self, normal: Slot, gamma: Slot, beta: Option<Slot>, output: Slot, padded: usize) {
        let stride = self.stride;
        self.with(output, |this, out| {
            let normal = this.columns(normal, padded);
            for (u, (out, normal)) in columns_mut(out, stride, padded).zip(normal).enumerate() {
                let (gamma, beta) = (this.at(gamma)[u], beta.map_or(0.0, |beta| this.at(beta)[u]));
                for (out, normal) in out.iter_mut().zip(normal) {
                    *out = gamma * normal + beta;
                }
            }
        });
    }

    /// `d_gamma[u] += Σᵣ d·normal`, `d_beta[u] += Σᵣ d`
    fn add_gains(
        &mut self,
        normal: Slot,
        d: Slot,
        d_gamma: Option<Slot>,
        d_beta: Option<Slot>,
        padded: usize,
    ) {
        if let Some(d_gamma) = d_gamma {
            self.with(d_gamma, |this, out| {
                let values = this.columns(d, padded).zip(this.columns(normal, padded));
                for (out, (d, normal)) in out.iter_mut().zip(values) {
                    *out += lanes::dot(d, normal);
                }
            });
        }
        if let Some(d_beta) = d_beta {
            self.with(d_beta, |this, out| {
                for (out, d) in out.iter_mut().zip(this.columns(d, padded)) {
                    *out += lanes::sum(d);
                }
            });
        }
    }

    fn batch_normalization(&mut self, op: Op, rows: usize) {
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
        let (stride, padded) = (self.stride, rows.next_multiple_of(LANES));
        let training = matches!(self.mode, Mode::Training { .. }) && !frozen;
        let [mut means, mut variances, mut scales] =
            [moving_mean, moving_variance, scale].map(|slot| self.take(slot));
        self.with(normal, |this, out| {
            let x = this.columns(input, padded);
            for (u, (out, x)) in columns_mut(out, stride, padded).zip(x).enumerate() {
                let (mut mean, mut variance) = (means[u], variances[u]);
                if training {
                    (mean, variance) = lanes::moments(x, rows);
                    for (moving, now) in [(&mut means[u], mean), (&mut variances[u], variance)] {
                        *moving = *moving * momentum as f32 + now * (1.0 - momentum) as f32;
                    }
                }
                scales[u] = 1.0 / (variance + epsilon as f32).sqrt();
                for (out, x) in out.iter_mut().zip(x) {
                    *out = (x - mean) * scales[u];
                }
            }
        });
        self.buffers[moving_mean.0] = means;
        self.buffers[moving_variance.0] = variances;
        self.buffers[scale.0] = scales;
        self.gain(normal, gamma, Some(beta), output, padded);
    }

    fn batch_normalization_gradient(&mut self, op: Op, rows: usize) {
        let Op::BatchNormalizationGradient { normal, gamma, scale, d, d_gamma, d_beta, frozen } =
            op
        else {
            return;
        };
        let (stride, padded) = (self.stride, rows.next_multiple_of(LANES));
        self.add_gains(normal, d, d_gamma, d_beta, padded);
        self.with(d, |this, d| {
            let normal = this.columns(normal, padded);
            for (u, (d, normal)) in columns_mut(d, stride, padded).zip(normal).enumerate() {
                let factor = this.at(gamma)[u] * this.at(scale)[u];
                let (mut shift, mut along) = (0.0, 0.0);
                if !frozen {
                    shift = lanes::sum(d) / rows as f32;
                    along = lanes::dot(d, normal) / rows as f32;
                }
                for (d, normal) in d.iter_mut().zip(normal) {
                    *d = factor * (*d - shift - normal * along);
                }
                // The shift would wake the lanes without a sample.
                d[rows..].fill(0.0);
            }
        });
    }

    /// Runs forward over a set in evaluation mode, chunk by chunk, and shows each to `read`.
    fn sweep(&mut self, set: Set, mut read: impl FnMut(&Self, Range<usize>)) {
        self.mode = Mode::Evaluation;
        for rows in chunks(0..self.sets[set as usize].count, CHUNK) {
            self.feed(set, &rows);
            self.forward(rows.len());
            read(self, rows);
        }
    }
}

/// A range in pieces of at most `most`.
fn chunks(rows: Range<usize>, most: usize) -> impl Iterator<Item = Range<usize>> {
    rows.clone().step_by(most.max(1)).map(move |at| at..(at + most).min(rows.end))
}

impl Inner for Simd {
    type Number = f32;

    fn state(&mut self) -> (&mut [Vec<f32>], &mut [Vec<bool>]) {
        (&mut self.buffers, &mut self.pruned)
    }
}

impl Backend for Simd {
    fn load(&mut self, set: Set, count: usize, inputs: &[f64], targets: &[f64]) {
        let transposed = |values: &[f64], width: usize| -> Vec<f32> {
            let column = |at: usize| values.iter().skip(at).step_by(width.max(1));
            (0..width).flat_map(column).map(|&value| value as f32).collect()
        };
        let width = |slot| self.plan.width(slot);
        let inputs = transposed(inputs, width(self.plan.input));
        let targets = transposed(targets, width(self.plan.target));
        self.sets[set as usize] = Rows { inputs, targets, count };
        if set == Set::Train {
            self.ordered = None;
        }
    }

    fn order(&mut self, rows: &[u32]) {
        let from = &self.sets[Set::Train as usize];
        let to = self.ordered.get_or_insert_default();
        to.count = from.count;
        for (to, from_values) in [(&mut to.inputs, &from.inputs), (&mut to.targets, &from.targets)]
        {
            to.clear();
            for column in from_values.chunks_exact(from.count.max(1)) {
                to.extend(rows.iter().filter_map(|&row| column.get(row as usize)));
            }
        }
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        let buffer = &mut self.buffers[slot.0];
        if buffer.len() != values.len() {
            return Err(wrong_length(&self.plan, slot, buffer.len(), values.len()));
        }
        for (to, &from) in buffer.iter_mut().zip(values) {
            *to = from as f32;
        }
        Ok(())
    }

    fn read_into(&mut self, slot: Slot, out: &mut Vec<f64>) {
        out.extend(self.buffers[slot.0].iter().map(|&value| f64::from(value)));
    }

    fn set_pruned(&mut self, kernel: Slot, pruned: &[bool]) {
        self.pruned[kernel.0].copy_from_slice(pruned);
    }

    fn pruned(&mut self, kernel: Slot) -> Vec<bool> {
        self.pruned[kernel.0].clone()
    }

    fn accumulate(&mut self, rows: Range<usize>, draw: Draw, mut outputs: Option<&mut Vec<f64>>) {
        self.visited = rows.len();
        let most = self.most_rows();
        self.widen(most);
        for rows in chunks(rows, most) {
            self.mode = Mode::Training { draw, first: rows.start };
            self.feed(Set::Train, &rows);
            self.forward(rows.len());
            if let Some(outputs) = &mut outputs {
                self.append_outputs(rows.len(), outputs);
            }
            for at in 0..self.plan.backward.len() {
                self.execute(self.plan.forward.len() + at, self.plan.backward[at], rows.len());
            }
        }
    }

    fn apply(&mut self, step: &Step) {
        apply(&self.plan, &mut self.buffers, &mut self.pruned, step);
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        let outputs = self.plan.width(self.plan.output);
        let mut out = Vec::with_capacity(self.sets[set as usize].count * outputs);
        self.sweep(set, |this, rows| this.append_outputs(rows.len(), &mut out));
        out
    }

    fn probe(&mut self, set: Set, columns: Range<usize>) -> Vec<f32> {
        let count = self.sets[set as usize].count;
        let outputs = self.plan.outputs(columns);
        let units: usize = outputs.iter().map(|&slot| self.plan.width(slot)).sum();
        let mut out = vec![0.0; units * count];
        self.sweep(set, |this, rows| {
            let values = outputs.iter().flat_map(|&slot| this.columns(slot, rows.len()));
            for (u, values) in values.enumerate() {
                out[u * count..][rows.clone()].copy_from_slice(values);
            }
        });
        out
    }

    fn repeat(&mut self, at: usize) {
        let mut ops = self.plan.forward.iter().chain(&self.plan.backward);
        let Some(&op) = ops.nth(at) else { return };
        for rows in chunks(0..self.visited, self.most_rows()) {
            self.execute(at, op, rows.len());
        }
    }
}

impl Simd {
    /// Rows that training takes at a time.
    fn most_rows(&self) -> usize {
        if self.plan.couples_rows { self.visited } else { CHUNK }
    }

    /// Appends the outputs of the rows under way, row by row.
    fn append_outputs(&self, rows: usize, out: &mut Vec<f64>) {
        let values = self.at(self.plan.output);
        for r in 0..rows {
            out.extend(values.iter().skip(r).step_by(self.stride).map(|&value| f64::from(value)));
        }
    }
}
