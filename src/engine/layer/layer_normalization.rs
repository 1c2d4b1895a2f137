//! Keras's `LayerNormalization`
//! (<https://keras.io/api/layers/normalization_layers/layer_normalization/>), after Ba, Kiros
//! and Hinton (2016), and `RMSNormalization`, the same without mean and shift (Zhang and
//! Sennrich, 2019).

use super::{Layer, LayerKind};
use crate::engine::plan::{Flow, Op, Plan, Shape, State};

/// Emits the normalization; its gradient works in place.
pub fn emit(name: &str, layer: &Layer, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let width = plan.width(input);
    let trainable = layer.is_on("trainable");
    let centered = layer.kind.kind() == LayerKind::LayerNormalization;
    let mut gain = |role: &str, start| {
        plan.add_gain(&format!("{name}/{role}"), width, start, State::of(trainable))
    };
    let [gamma, d_gamma] = gain(if centered { "gamma" } else { "scale" }, 1.0);
    let beta = centered.then(|| gain("beta", 0.0));
    let mut make = |role: &str, shape| plan.buffer(format!("{name}/{role}"), shape);
    let deviation = make("deviation", Shape::Rows(1));
    let [normal, output] = ["normal", "output"].map(|role| make(role, Shape::Rows(width)));
    let d = match flow.d {
        None if trainable => Some(make("d_output", Shape::Rows(width))),
        d => d,
    };
    let epsilon = layer.kind.get("epsilon").unwrap_or_default();
    plan.forward.push(Op::LayerNormalization {
        input,
        gamma,
        beta: beta.map(|[beta, _]| beta),
        deviation,
        normal,
        output,
        epsilon,
    });
    let back = d.map(|d| Op::LayerNormalizationGradient {
        normal,
        gamma,
        deviation,
        d,
        d_gamma: trainable.then_some(d_gamma),
        d_beta: beta.map(|[_, d_beta]| d_beta).filter(|_| trainable),
        centered,
    });
    (Flow { value: output, d }, back.into_iter().collect())
}
