//! The 64-bit backend: plain loops, one sample at a time, in the order of the TensorFlow
//! Playground. It defines what each op means and is never optimised; the others are tested
//! against it, and Playground rules train on it.
//!
//! Letters: `u` a unit of the layer, `i` one of its inputs.

use std::ops::Range;

use super::{Backend, Set};
use crate::engine::error::{Error, Result};
use crate::engine::loss::Loss;
use crate::engine::optimizer::{Knobs, sgd, sgd_regularized};
use crate::engine::plan::{Op, Plan, Slot};

/// A set's rows.
#[derive(Default)]
struct Rows {
    // [rows, features]
    inputs: Vec<f64>,
    // [rows]
    targets: Vec<f64>,
    count: usize,
}

/// The 64-bit backend.
pub struct Reference {
    plan: Plan,
    // Each buffer for one row: [units] or [length].
    buffers: Vec<Vec<f64>>,
    // Per layer: [units × inputs].
    pruned: Vec<Vec<bool>>,
    sets: [Rows; Set::COUNT],
}

impl Reference {
    /// Buffers full of zeros.
    pub fn new(plan: Plan) -> Self {
        let buffers = (0..plan.buffers.len()).map(|at| vec![0.0; plan.width(Slot(at))]).collect();
        let pruned = plan.layers.iter().map(|layer| vec![false; layer.units * layer.inputs]);
        let pruned = pruned.collect();
        Self { plan, buffers, pruned, sets: Default::default() }
    }

    /// Copies row `row` of a set into the input and target buffers.
    fn feed(&mut self, set: Set, row: usize) {
        let rows = &self.sets[set as usize];
        let input = &mut self.buffers[self.plan.input.0];
        let features = input.len();
        input.copy_from_slice(&rows.inputs[row * features..][..features]);
        if let Some(&target) = rows.targets.get(row) {
            self.buffers[self.plan.target.0][0] = target;
        }
    }

    fn forward(&mut self) {
        for at in 0..self.plan.forward.len() {
            self.execute(self.plan.forward[at]);
        }
    }

    /// Takes a buffer out while others are read, to be put back.
    fn take(&mut self, slot: Slot) -> Vec<f64> {
        std::mem::take(&mut self.buffers[slot.0])
    }

    fn execute(&mut self, op: Op) {
        match op {
            Op::Dense { input, kernel, bias, sum } => {
                let mut out = self.take(sum);
                let [input, kernel, bias] = [input, kernel, bias].map(|s| &self.buffers[s.0]);
                for (u, out) in out.iter_mut().enumerate() {
                    *out = bias[u];
                    for (i, x) in input.iter().enumerate() {
                        *out += kernel[u * input.len() + i] * x;
                    }
                }
                self.buffers[sum.0] = out;
            }
            Op::Activate { activation, sum, output } => {
                let mut out = self.take(output);
                (activation.spec().f.wide)(&self.buffers[sum.0], &mut out);
                self.buffers[output.0] = out;
            }
            Op::LossGradient { loss: Loss::HalfSquaredError, output, target, d_output } => {
                self.buffers[d_output.0][0] = self.buffers[output.0][0] - self.buffers[target.0][0];
            }
            Op::ActivateGradient { activation, sum, output, d } => {
                let mut out = self.take(d);
                let (x, y) = (&self.buffers[sum.0], &self.buffers[output.0]);
                (activation.spec().df.wide)(x, y, &mut out);
                self.buffers[d.0] = out;
            }
            Op::DenseGradient { input, d, d_kernel, d_bias } => {
                let (mut kernel_out, mut bias_out) = (self.take(d_kernel), self.take(d_bias));
                let (input, d) = (&self.buffers[input.0], &self.buffers[d.0]);
                for (u, d) in d.iter().enumerate() {
                    bias_out[u] += d;
                    for (i, x) in input.iter().enumerate() {
                        kernel_out[u * input.len() + i] += d * x;
                    }
                }
                self.buffers[d_kernel.0] = kernel_out;
                self.buffers[d_bias.0] = bias_out;
            }
            Op::InputGradient { kernel, d, d_input } => {
                let mut out = self.take(d_input);
                let (kernel, d) = (&self.buffers[kernel.0], &self.buffers[d.0]);
                let inputs = out.len();
                for (i, out) in out.iter_mut().enumerate() {
                    *out = 0.0;
                    for (u, d) in d.iter().enumerate() {
                        *out += kernel[u * inputs + i] * d;
                    }
                }
                self.buffers[d_input.0] = out;
            }
        }
    }
}

impl Backend for Reference {
    fn load(&mut self, set: Set, count: usize, inputs: &[f64], targets: &[f64]) {
        self.sets[set as usize] =
            Rows { inputs: inputs.to_vec(), targets: targets.to_vec(), count };
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        let buffer = &mut self.buffers[slot.0];
        if buffer.len() != values.len() {
            let name = self.plan.buffers[slot.0].name.clone();
            return Err(Error::Length { name, expected: buffer.len(), got: values.len() });
        }
        buffer.copy_from_slice(values);
        Ok(())
    }

    fn read(&self, slot: Slot) -> Vec<f64> {
        self.buffers[slot.0].clone()
    }

    fn set_pruned(&mut self, layer: usize, pruned: &[bool]) {
        self.pruned[layer].copy_from_slice(pruned);
    }

    fn pruned(&self, layer: usize) -> &[bool] {
        &self.pruned[layer]
    }

    fn accumulate(&mut self, rows: Range<usize>) {
        for row in rows {
            self.feed(Set::Train, row);
            self.forward();
            for at in 0..self.plan.backward.len() {
                self.execute(self.plan.backward[at]);
            }
        }
    }

    fn apply(&mut self, knobs: &Knobs<f64>) {
        for at in 0..self.plan.layers.len() {
            let layer = self.plan.layers[at];
            let mut bias = self.take(layer.bias);
            sgd(&mut bias, &mut self.buffers[layer.d_bias.0], knobs);
            self.buffers[layer.bias.0] = bias;
            let mut kernel = self.take(layer.kernel);
            let gradients = &mut self.buffers[layer.d_kernel.0];
            sgd_regularized(&mut kernel, gradients, &mut self.pruned[at], knobs);
            self.buffers[layer.kernel.0] = kernel;
        }
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        (0..self.sets[set as usize].count)
            .map(|row| {
                self.feed(set, row);
                self.forward();
                self.buffers[self.plan.output.0][0]
            })
            .collect()
    }

    fn probe(&mut self, set: Set, layers: Range<usize>) -> Vec<f32> {
        let rows = self.sets[set as usize].count;
        let units: usize = self.plan.layers[layers.clone()].iter().map(|layer| layer.units).sum();
        let mut out = vec![0.0; units * rows];
        for row in 0..rows {
            self.feed(set, row);
            self.forward();
            let layers = self.plan.layers[layers.clone()].iter();
            let values = layers.flat_map(|layer| &self.buffers[layer.output.0]);
            for (u, &value) in values.enumerate() {
                out[u * rows + row] = value as f32;
            }
        }
        out
    }
}
