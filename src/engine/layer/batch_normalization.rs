//! Keras's `BatchNormalization`
//! (<https://keras.io/api/layers/normalization_layers/batch_normalization/>), after Ioffe and
//! Szegedy (2015). Frozen it works as in evaluation, also while the network trains.

use super::Layer;
use crate::engine::plan::{Flow, Op, Parameter, Plan, Shape};

/// Emits the normalization; its gradient works in place.
pub fn emit(name: &str, layer: &Layer, flow: Flow, plan: &mut Plan) -> (Flow, Vec<Op>) {
    let input = flow.value;
    let width = plan.width(input);
    let trainable = layer.is_on("trainable");
    let mut make = |role: &str, shape| plan.buffer(format!("{name}/{role}"), shape);
    let [gamma, d_gamma, beta, d_beta] = ["gamma", "gamma/gradient", "beta", "beta/gradient"]
        .map(|role| make(role, Shape::Fixed(width)));
    let [moving_mean, moving_variance] =
        ["moving_mean", "moving_variance"].map(|role| make(role, Shape::Fixed(width)));
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
    plan.constants.push((gamma, 1.0));
    plan.constants.push((moving_variance, 1.0));
    plan.parameters.push(Parameter::new(gamma, d_gamma, trainable));
    plan.parameters.push(Parameter::new(beta, d_beta, trainable));
    plan.statistics.extend([moving_mean, moving_variance]);
    (Flow { value: output, d }, back.into_iter().collect())
}
