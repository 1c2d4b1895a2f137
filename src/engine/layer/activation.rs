//! The activation of a dense layer, or a layer of its own, Keras's `Activation`
//! (<https://keras.io/api/layers/core_layers/activation/>).

use crate::engine::activation::Activation;
use crate::engine::kind::Tuned;
use crate::engine::plan::{Flow, Op, Plan, Shape};

/// Emits `output = f(input)`; its gradient works in place. With `fused` the loss has already
/// gone through it on the way back.
pub fn emit(
    name: &str,
    activation: Tuned<Activation>,
    fused: bool,
    flow: Flow,
    plan: &mut Plan,
) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let width = plan.width(input);
    let output = plan.buffer(format!("{name}/output"), Shape::Rows(width));
    let softmax = activation.kind() == Activation::Softmax;
    plan.forward.push(match softmax {
        true => Op::Softmax { input, output },
        false => Op::Activate { activation, input, output },
    });
    let back = flow.d.filter(|_| !fused).map(|d| match softmax {
        true => Op::SoftmaxGradient { output, d },
        false => Op::ActivateGradient { activation, input, output, d },
    });
    (Flow { value: output, ..flow }, back.into_iter().collect())
}
