//! Keras's `GaussianNoise` (<https://keras.io/api/layers/regularization_layers/gaussian_noise/>):
//! while training, a normal deviate times `stddev` is added to each value.

use crate::engine::plan::{Flow, Op, Plan, Shape};

/// Emits the noise; gradients pass it unchanged.
pub fn emit(name: &str, key: u32, stddev: f64, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let width = plan.width(input);
    let output = plan.buffer(format!("{name}/output"), Shape::Rows(width));
    plan.forward.push(Op::GaussianNoise { input, output, stddev, key });
    (Flow { value: output, ..flow }, Vec::new())
}
