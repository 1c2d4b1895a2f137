//! Keras's `BatchNormalization`
//! (<https://keras.io/api/layers/normalization_layers/batch_normalization/>), after Ioffe and
//! Szegedy (2015). Frozen it works as in evaluation, also while the network trains.

use super::Layer;
use crate::engine::plan::{Flow, Op, Plan, Shape, State};

/// Emits the normalization; its gradient works in place.
pub fn emit(name: &str, layer: &Layer, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let width = plan.width(input);
    let trainable = layer.is_on("trainable");
    let state = State::of(trainable);
    let [[gamma, d_gamma], [beta, d_beta]] = [("gamma", 1.0), ("beta", 0.0)]
        .map(|(role, start)| plan.add_gain(&format!("{name}/{role}"), width, start, state));
    let [moving_mean, moving_variance] = [("moving_mean", 0.0), ("moving_variance", 1.0)]
        .map(|(role, start)| plan.add_statistic(&format!("{name}/{role}"), width, start));
    let mut make = |role: &str, shape| plan.buffer(format!("{name}/{role}"), shape);
    let scale = make("scale", Shape::Scratch(width));
    let [normal, output] = ["normal", "output"].map(|role| make(role, Shape::Rows(width)));
    let d = match flow.d {
        None if trainable => Some(make("d_output", Shape::Rows(width))),
        d => d,
    };
    let knob = |name| layer.kind.get(name).unwrap_or_default();
    plan.forward.push(Op::BatchNormalization {
        input,
        gamma,
        beta,
        moving_mean,
        moving_variance,
        scale,
        normal,
        output,
        momentum: knob("momentum"),
        epsilon: knob("epsilon"),
        frozen: !trainable,
    });
    let back = d.map(|d| Op::BatchNormalizationGradient {
        normal,
        gamma,
        scale,
        d,
        d_gamma: trainable.then_some(d_gamma),
        d_beta: trainable.then_some(d_beta),
        frozen: !trainable,
    });
    plan.couples_rows |= trainable;
    (Flow { value: output, d }, back.into_iter().collect())
}
