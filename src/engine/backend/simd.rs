//! The 32-bit backend: lanes over the batch. Every buffer of rows is stored unit by unit
//! (`[units, CHUNK]`), so that eight samples stand side by side and the loops below become
//! WebAssembly SIMD (or the host's) by plain auto-vectorisation, without `unsafe`.
//!
//! Letters: `u` a unit of the layer, `i` one of its inputs, `r` a row of the chunk.

use std::ops::Range;

use super::{Backend, Set};
use crate::engine::error::{Error, Result};
use crate::engine::loss::Loss;
use crate::engine::optimizer::{Knobs, sgd, sgd_regularized};
use crate::engine::plan::{Op, Plan, Shape, Slot};

/// Samples that one instruction group works on: two vectors of four.
const LANES: usize = 8;
/// Rows at a time: few enough for a layer's values to stay in the nearest cache.
const CHUNK: usize = 128;

/// A set's rows, stored feature by feature.
#[derive(Default)]
struct Rows {
    // [features, count]
    inputs: Vec<f32>,
    // [count]
    targets: Vec<f32>,
    count: usize,
}

/// The 32-bit backend.
pub struct Simd {
    plan: Plan,
    // [units × CHUNK] for rows, [length] for weights.
    buffers: Vec<Vec<f32>>,
    // Per layer: [units × inputs].
    pruned: Vec<Vec<bool>>,
    sets: [Rows; Set::COUNT],
}

impl Simd {
    /// Buffers full of zeros.
    pub fn new(plan: Plan) -> Self {
        let length = |shape| match shape {
            Shape::Rows(units) => units * CHUNK,
            Shape::Fixed(length) => length,
        };
        let buffers = plan.buffers.iter().map(|buffer| vec![0.0; length(buffer.shape)]).collect();
        let pruned = plan.layers.iter().map(|layer| vec![false; layer.units * layer.inputs]);
        let pruned = pruned.collect();
        Self { plan, buffers, pruned, sets: Default::default() }
    }

    /// Copies rows of a set into the input and target buffers; what lies between their number
    /// and the next whole group of lanes is zeroed.
    fn feed(&mut self, set: Set, rows: &Range<usize>) {
        let from = &self.sets[set as usize];
        let (count, padded) = (rows.len(), rows.len().next_multiple_of(LANES));
        let input = &mut self.buffers[self.plan.input.0];
        for (feature, column) in input.chunks_exact_mut(CHUNK).enumerate() {
            let source = &from.inputs[feature * from.count..][..from.count];
            column[..count].copy_from_slice(&source[rows.clone()]);
            column[count..padded].fill(0.0);
        }
        if let Some(targets) = from.targets.get(rows.clone()) {
            let target = &mut self.buffers[self.plan.target.0];
            target[..count].copy_from_slice(targets);
            target[count..padded].fill(0.0);
        }
    }

    fn forward(&mut self, rows: usize) {
        for at in 0..self.plan.forward.len() {
            self.execute(self.plan.forward[at], rows);
        }
    }

    /// Takes a buffer out while others are read, to be put back.
    fn take(&mut self, slot: Slot) -> Vec<f32> {
        std::mem::take(&mut self.buffers[slot.0])
    }

    fn execute(&mut self, op: Op, rows: usize) {
        let padded = rows.next_multiple_of(LANES);
        match op {
            Op::Dense { input, kernel, bias, sum } => {
                let mut out = self.take(sum);
                let [input, kernel, bias] = [input, kernel, bias].map(|s| &self.buffers[s.0]);
                dense(input, kernel, bias, &mut out, padded);
                self.buffers[sum.0] = out;
            }
            Op::Activate { activation, sum, output } => {
                let mut out = self.take(output);
                let f = activation.spec().f.narrow;
                for (y, x) in
                    columns_mut(&mut out, padded).zip(columns(&self.buffers[sum.0], padded))
                {
                    f(x, y);
                }
                self.buffers[output.0] = out;
            }
            Op::LossGradient { loss: Loss::HalfSquaredError, output, target, d_output } => {
                let mut out = self.take(d_output);
                let (y, target) = (&self.buffers[output.0], &self.buffers[target.0]);
                for ((d, y), target) in out[..rows].iter_mut().zip(y).zip(target) {
                    *d = y - target;
                }
                // Lanes without a sample must not add to any gradient.
                out[rows..padded].fill(0.0);
                self.buffers[d_output.0] = out;
            }
            Op::ActivateGradient { activation, sum, output, d } => {
                let mut out = self.take(d);
                let df = activation.spec().df.narrow;
                let (x, y) = (&self.buffers[sum.0], &self.buffers[output.0]);
                let values = columns(x, padded).zip(columns(y, padded));
                for (d, (x, y)) in columns_mut(&mut out, padded).zip(values) {
                    df(x, y, d);
                }
                self.buffers[d.0] = out;
            }
            Op::DenseGradient { input, d, d_kernel, d_bias } => {
                let (mut kernel_out, mut bias_out) = (self.take(d_kernel), self.take(d_bias));
                let (input, d) = (&self.buffers[input.0], &self.buffers[d.0]);
                dense_gradient(input, d, &mut kernel_out, &mut bias_out, padded);
                self.buffers[d_kernel.0] = kernel_out;
                self.buffers[d_bias.0] = bias_out;
            }
            Op::InputGradient { kernel, d, d_input } => {
                let mut out = self.take(d_input);
                input_gradient(&self.buffers[kernel.0], &self.buffers[d.0], &mut out, padded);
                self.buffers[d_input.0] = out;
            }
        }
    }

    /// Runs forward over a set, chunk by chunk, and shows each to `read`.
    fn sweep(&mut self, set: Set, mut read: impl FnMut(&Plan, &[Vec<f32>], Range<usize>)) {
        for rows in chunks(0..self.sets[set as usize].count) {
            self.feed(set, &rows);
            self.forward(rows.len());
            read(&self.plan, &self.buffers, rows);
        }
    }
}

/// A range in pieces of at most `CHUNK`.
fn chunks(rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    rows.clone().step_by(CHUNK).map(move |at| at..(at + CHUNK).min(rows.end))
}

/// The columns of a buffer `[units, CHUNK]`, as far as they are filled.
fn columns(buffer: &[f32], padded: usize) -> impl Iterator<Item = &[f32]> {
    buffer.chunks_exact(CHUNK).map(move |column| &column[..padded])
}

fn columns_mut(buffer: &mut [f32], padded: usize) -> impl Iterator<Item = &mut [f32]> {
    buffer.chunks_exact_mut(CHUNK).map(move |column| &mut column[..padded])
}

/// `out[u, r] = bias[u] + Σᵢ kernel[u, i]·input[i, r]`
fn dense(input: &[f32], kernel: &[f32], bias: &[f32], out: &mut [f32], padded: usize) {
    let inputs = kernel.len() / bias.len();
    for (u, (out, &bias)) in columns_mut(out, padded).zip(bias).enumerate() {
        let weights = &kernel[u * inputs..][..inputs];
        for (at, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut sum = [bias; LANES];
            for (&w, column) in weights.iter().zip(input.chunks_exact(CHUNK)) {
                let x = &column.as_chunks::<LANES>().0[at];
                for lane in 0..LANES {
                    sum[lane] += w * x[lane];
                }
            }
            *out = sum;
        }
    }
}

/// Adds `Σᵣ d[u, r]·input[i, r]` to `d_kernel[u, i]` and `Σᵣ d[u, r]` to `d_bias[u]`.
fn dense_gradient(
    input: &[f32],
    d: &[f32],
    d_kernel: &mut [f32],
    d_bias: &mut [f32],
    padded: usize,
) {
    let inputs = d_kernel.len() / d_bias.len();
    for (u, (d, d_bias)) in columns(d, padded).zip(d_bias).enumerate() {
        let d = d.as_chunks::<LANES>().0;
        let mut sum = [0.0; LANES];
        for d in d {
            for lane in 0..LANES {
                sum[lane] += d[lane];
            }
        }
        *d_bias += sum.iter().sum::<f32>();
        let weights = &mut d_kernel[u * inputs..][..inputs];
        for (d_kernel, column) in weights.iter_mut().zip(columns(input, padded)) {
            let mut sum = [0.0; LANES];
            for (d, x) in d.iter().zip(column.as_chunks::<LANES>().0) {
                for lane in 0..LANES {
                    sum[lane] += d[lane] * x[lane];
                }
            }
            *d_kernel += sum.iter().sum::<f32>();
        }
    }
}

/// `out[i, r] = Σᵤ kernel[u, i]·d[u, r]`
fn input_gradient(kernel: &[f32], d: &[f32], out: &mut [f32], padded: usize) {
    let inputs = out.len() / CHUNK;
    for (i, out) in columns_mut(out, padded).enumerate() {
        for (at, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut sum = [0.0; LANES];
            for (weights, column) in kernel.chunks_exact(inputs).zip(d.chunks_exact(CHUNK)) {
                let (w, d) = (weights[i], &column.as_chunks::<LANES>().0[at]);
                for lane in 0..LANES {
                    sum[lane] += w * d[lane];
                }
            }
            *out = sum;
        }
    }
}

impl Backend for Simd {
    fn load(&mut self, set: Set, count: usize, inputs: &[f64], targets: &[f64]) {
        let features = self.plan.width(self.plan.input);
        let transposed = (0..features)
            .flat_map(|feature| (0..count).map(move |row| inputs[row * features + feature] as f32));
        self.sets[set as usize] = Rows {
            inputs: transposed.collect(),
            targets: targets.iter().map(|&target| target as f32).collect(),
            count,
        };
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        let buffer = &mut self.buffers[slot.0];
        if buffer.len() != values.len() {
            let name = self.plan.buffers[slot.0].name.clone();
            return Err(Error::Length { name, expected: buffer.len(), got: values.len() });
        }
        for (to, &from) in buffer.iter_mut().zip(values) {
            *to = from as f32;
        }
        Ok(())
    }

    fn read(&self, slot: Slot) -> Vec<f64> {
        self.buffers[slot.0].iter().map(|&value| f64::from(value)).collect()
    }

    fn set_pruned(&mut self, layer: usize, pruned: &[bool]) {
        self.pruned[layer].copy_from_slice(pruned);
    }

    fn pruned(&self, layer: usize) -> &[bool] {
        &self.pruned[layer]
    }

    fn accumulate(&mut self, rows: Range<usize>) {
        for rows in chunks(rows) {
            self.feed(Set::Train, &rows);
            self.forward(rows.len());
            for at in 0..self.plan.backward.len() {
                self.execute(self.plan.backward[at], rows.len());
            }
        }
    }

    fn apply(&mut self, knobs: &Knobs<f64>) {
        let knobs = Knobs {
            scale: knobs.scale as f32,
            decay: knobs.decay as f32,
            regularizer: knobs.regularizer,
            rules: knobs.rules,
        };
        for at in 0..self.plan.layers.len() {
            let layer = self.plan.layers[at];
            let mut bias = self.take(layer.bias);
            sgd(&mut bias, &mut self.buffers[layer.d_bias.0], &knobs);
            self.buffers[layer.bias.0] = bias;
            let mut kernel = self.take(layer.kernel);
            let gradients = &mut self.buffers[layer.d_kernel.0];
            sgd_regularized(&mut kernel, gradients, &mut self.pruned[at], &knobs);
            self.buffers[layer.kernel.0] = kernel;
        }
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        let mut out = Vec::with_capacity(self.sets[set as usize].count);
        self.sweep(set, |plan, buffers, rows| {
            let values = &buffers[plan.output.0][..rows.len()];
            out.extend(values.iter().map(|&value| f64::from(value)));
        });
        out
    }

    fn probe(&mut self, set: Set, layers: Range<usize>) -> Vec<f32> {
        let count = self.sets[set as usize].count;
        let units: usize = self.plan.layers[layers.clone()].iter().map(|layer| layer.units).sum();
        let mut out = vec![0.0; units * count];
        self.sweep(set, |plan, buffers, rows| {
            let layers = plan.layers[layers.clone()].iter();
            let values = layers.flat_map(|layer| columns(&buffers[layer.output.0], rows.len()));
            for (u, values) in values.enumerate() {
                out[u * count..][rows.clone()].copy_from_slice(values);
            }
        });
        out
    }
}
