//! The way forward in evaluation mode, as far as it changes anything: for formats that write out the
//! plan's ops.

use super::trained::Trained;
use crate::engine::activation::{Activation, Form};
use crate::engine::formula::trace::{Step, Trace};
use crate::engine::kind::Tuned;
use crate::engine::plan::{Op, Plan, Slot};

/// The way forward.
pub struct Forward {
    /// The ops that change something.
    pub ops: Vec<Op>,
    // Buffers that have the values of another: that one, and they.
    aliases: Vec<(Slot, Slot)>,
    output: Slot,
}

impl Forward {
    /// That of a network.
    pub fn of(trained: &Trained) -> Self {
        let plan = &trained.plan;
        let (mut ops, mut aliases) = (Vec::new(), Vec::new());
        for op in &plan.forward {
            match alias(op, plan) {
                Some(alias) => aliases.push(alias),
                None => ops.push(*op),
            }
        }
        Self { ops, aliases, output: plan.output }
    }

    /// The buffer whose values a buffer has.
    pub fn source(&self, slot: Slot) -> Slot {
        let alias = self.aliases.iter().find(|&&(_, alias)| alias == slot);
        alias.map_or(slot, |&(from, _)| self.source(from))
    }

    /// Whether a buffer has the network's outputs.
    pub fn is_output(&self, slot: Slot) -> bool {
        self.source(slot) == self.source(self.output)
    }
}

/// An activation's formula, of its first argument and the knobs; softmax is an op of its own and has none.
pub fn formula(activation: Tuned<Activation>) -> Option<Trace> {
    match activation.kind().spec().form {
        Form::Elementwise(formula, _) => Some((formula.trace)()),
        Form::Softmax => None,
    }
}

/// Where an op changes nothing in evaluation mode, the buffer that it reads and the one that it writes.
fn alias(op: &Op, plan: &Plan) -> Option<(Slot, Slot)> {
    let nothing = |slot: Slot| plan.width(slot) == 0;
    match *op {
        Op::Dropout { input, output, .. } | Op::GaussianNoise { input, output, .. } => {
            Some((input, output))
        }
        Op::Activate { activation, input, output } => {
            let hands_on = |Trace { steps, results }: Trace| {
                results.iter().all(|&at| steps.get(at) == Some(&Step::Argument(0)))
            };
            let same = formula(activation).is_some_and(hands_on);
            (same || nothing(input)).then_some((input, output))
        }
        Op::Softmax { input, output }
        | Op::BatchNormalization { input, output, .. }
        | Op::LayerNormalization { input, output, .. }
        | Op::Add { a: input, output, .. } => nothing(input).then_some((input, output)),
        Op::Dense { .. }
        | Op::LossGradient { .. }
        | Op::ActivateGradient { .. }
        | Op::SoftmaxGradient { .. }
        | Op::DropoutGradient { .. }
        | Op::BatchNormalizationGradient { .. }
        | Op::LayerNormalizationGradient { .. }
        | Op::DenseGradient { .. }
        | Op::InputGradient { .. }
        | Op::Copy { .. }
        | Op::Accumulate { .. } => None,
    }
}
