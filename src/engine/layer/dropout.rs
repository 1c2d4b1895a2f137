//! Keras's `Dropout` (<https://keras.io/api/layers/regularization_layers/dropout/>): while
//! training, each value is 0 with probability `rate` and else divided by `1 − rate`
//! (Srivastava et al., 2014).

use crate::engine::plan::{Flow, Op, Plan, Shape};

/// Emits the mask; its gradient works in place.
pub fn emit(name: &str, key: u32, rate: f64, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let width = plan.width(input);
    let [mask, output] =
        ["mask", "output"].map(|role| plan.buffer(format!("{name}/{role}"), Shape::Rows(width)));
    plan.forward.push(Op::Dropout { input, mask, output, rate, key });
    let back = flow.d.map(|d| Op::DropoutGradient { mask, d });
    (Flow { value: output, ..flow }, back.into_iter().collect())
}
