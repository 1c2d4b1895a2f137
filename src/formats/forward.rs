//! The way forward in evaluation mode, as far as it changes anything: for formats that write out the
//! plan's ops.

use super::trained::Trained;
use crate::engine::activation::{Activation, Form};
use crate::engine::formula::trace::Trace;
use crate::engine::kind::Tuned;
use crate::engine::plan::{self, Slot};

/// An op of the way forward, without the buffers that its values come from and go to.
#[derive(Clone, Copy)]
pub enum Op {
    /// `x · kernel + bias`; the kernel has a row a unit.
    Dense { kernel: Slot, bias: Slot },
    /// An activation that works on each value by itself.
    Activate(Tuned<Activation>),
    /// The softmax over the units.
    Softmax,
    /// `gamma · (x − mean) / √(variance + epsilon) + beta`, by the moving averages.
    BatchNormalization { mean: Slot, variance: Slot, gamma: Slot, beta: Slot, epsilon: f64 },
    /// The same by the row's own mean and variance; without `beta` no mean is taken off.
    LayerNormalization { gamma: Slot, beta: Option<Slot>, epsilon: f64 },
    /// Adds the values of this buffer.
    Add(Slot),
}

/// An op at its place.
#[derive(Clone, Copy)]
pub struct Call {
    /// What is done.
    pub op: Op,
    /// The buffer whose values it takes.
    pub input: Slot,
    /// The buffer that gets what comes out.
    pub output: Slot,
}

/// The way forward. A buffer that only hands on the values of another is nowhere named: that one is.
pub struct Forward {
    /// The ops that change something.
    pub calls: Vec<Call>,
    /// The buffer that has the network's outputs.
    pub output: Slot,
}

impl Forward {
    /// That of a network.
    pub fn of(trained: &Trained) -> Self {
        let plan = &trained.plan;
        // The buffer whose values each has.
        let mut sources: Vec<Slot> = (0..plan.buffers.len()).map(Slot).collect();
        let mut calls = Vec::new();
        for op in &plan.forward {
            let (op, input, output) = match *op {
                plan::Op::Dense { input, kernel, bias, sum } => {
                    (Some(Op::Dense { kernel, bias }), input, sum)
                }
                plan::Op::Activate { activation, input, output } => {
                    let hands_on = formula(activation).is_some_and(|own| own.is_identity(1));
                    ((!hands_on).then_some(Op::Activate(activation)), input, output)
                }
                plan::Op::Softmax { input, output } => (Some(Op::Softmax), input, output),
                plan::Op::BatchNormalization {
                    input,
                    gamma,
                    beta,
                    moving_mean: mean,
                    moving_variance: variance,
                    output,
                    epsilon,
                    scale: _,
                    normal: _,
                    momentum: _,
                    frozen: _,
                } => {
                    let own = Op::BatchNormalization { mean, variance, gamma, beta, epsilon };
                    (Some(own), input, output)
                }
                plan::Op::LayerNormalization {
                    input,
                    gamma,
                    beta,
                    output,
                    epsilon,
                    deviation: _,
                    normal: _,
                } => (Some(Op::LayerNormalization { gamma, beta, epsilon }), input, output),
                plan::Op::Add { a, b, output } => (Some(Op::Add(sources[b.0])), a, output),
                // Chance is for training alone.
                plan::Op::Dropout { input, output, .. }
                | plan::Op::GaussianNoise { input, output, .. } => (None, input, output),
                plan::Op::LossGradient { .. }
                | plan::Op::ActivateGradient { .. }
                | plan::Op::SoftmaxGradient { .. }
                | plan::Op::DropoutGradient { .. }
                | plan::Op::BatchNormalizationGradient { .. }
                | plan::Op::LayerNormalizationGradient { .. }
                | plan::Op::DenseGradient { .. }
                | plan::Op::InputGradient { .. }
                | plan::Op::Copy { .. }
                | plan::Op::Accumulate { .. } => continue,
            };
            let input = sources[input.0];
            // Without inputs a dense layer still has its bias.
            let acts = plan.width(input) > 0 || matches!(op, Some(Op::Dense { .. }));
            match op.filter(|_| acts) {
                Some(op) => calls.push(Call { op, input, output }),
                None => sources[output.0] = input,
            }
        }
        Self { calls, output: sources[plan.output.0] }
    }
}

/// An activation's formula, of its first argument and the knobs; softmax is an op of its own and has none.
pub fn formula(activation: Tuned<Activation>) -> Option<Trace> {
    match activation.kind().spec().form {
        Form::Elementwise(formula, _) => Some((formula.trace)()),
        Form::Softmax => None,
    }
}

/// What an argument of such a formula is: a knob's value, or `None` for `x`, which is the first.
pub fn knob(activation: &Tuned<Activation>, argument: usize) -> Option<f64> {
    argument.checked_sub(1).and_then(|at| activation.values().get(at).copied())
}
