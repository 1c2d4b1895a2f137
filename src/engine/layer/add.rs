//! A residual connection: Keras's `Add` (<https://keras.io/api/layers/merging_layers/add/>) of
//! what went into some layers and what came out of them (He et al., 2015).

use crate::engine::plan::{Flow, Op, Plan, Shape};

/// Emits the sum of `flow` and `shortcut`, equally wide. Beside the way back through the block
/// comes what is to be done once the gradient has arrived at the block's input: add the one
/// that took the shortcut.
pub fn emit(
    name: &str,
    shortcut: Flow,
    flow: Flow,
    plan: &mut Plan,
) -> (Flow, Vec<Op>, Option<Op>) {
    let width = plan.width(flow.value);
    let output = plan.buffer(format!("{name}/output"), Shape::Rows(width));
    plan.forward.push(Op::Add { a: shortcut.value, b: flow.value, output });
    // The block's gradients work in place: what the shortcut needs is set aside before.
    let aside = flow.d.zip(shortcut.d).map(|(d, d_shortcut)| {
        let aside = plan.buffer(format!("{name}/aside"), Shape::Rows(width));
        (Op::Copy { from: d, to: aside }, Op::Accumulate { from: aside, to: d_shortcut })
    });
    let (copy, accumulate) = aside.unzip();
    (Flow { value: output, ..flow }, copy.into_iter().collect(), accumulate)
}
