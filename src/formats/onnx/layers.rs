//! The plan's ops, as they are in evaluation, as nodes: a new layer needs nothing here but a new op.

use super::elementwise::{activation, softmax};
use super::graph::{Attribute, Graph, Operator};
use crate::engine::plan::{Op, Slot};
use crate::formats::trained::Trained;

/// The value of the network's outputs, `[batch, outputs]`, for that of its inputs.
pub fn layers(graph: &mut Graph, trained: &Trained, inputs: String) -> String {
    let plan = &trained.plan;
    // What has no columns is one that is 0, as the inputs are then.
    let mut values = vec![inputs; plan.buffers.len()];
    for op in &plan.forward {
        let writes = op.writes();
        let Some(&first) = writes.first() else { continue };
        if writes.iter().any(|&to| plan.width(to) == 0) {
            continue;
        }
        let name = plan.name(first);
        graph.scope = name.rsplit_once('/').map_or(name, |(layer, _)| layer).to_owned();
        if let Some((output, value)) = node(graph, trained, op, &values) {
            values[output.0] = value;
        }
    }
    values.swap_remove(plan.output.0)
}

/// Where an op's result stands, and its value; `None` on the way back.
fn node(
    graph: &mut Graph,
    trained: &Trained,
    op: &Op,
    values: &[String],
) -> Option<(Slot, String)> {
    let of = |slot: Slot| values[slot.0].as_str();
    Some(match *op {
        Op::Dense { input, kernel, bias, sum } => {
            (sum, dense(graph, trained, of(input), [input, kernel, bias]))
        }
        Op::Activate { activation: ref own, input, output } => {
            (output, activation(graph, own, of(input)))
        }
        Op::Softmax { input, output } => (output, softmax(graph, of(input))),
        Op::BatchNormalization {
            input,
            gamma,
            beta,
            moving_mean,
            moving_variance,
            output,
            epsilon,
            ..
        } => {
            let deviation = |variance: &f64| (variance + epsilon).sqrt();
            let deviations = trained.values(moving_variance).iter().map(deviation);
            let gains = trained.values(gamma).iter().zip(deviations);
            let gains: Vec<f64> = gains.map(|(gamma, deviation)| gamma / deviation).collect();
            let gains = graph.values(&[gains.len()], &gains);
            let mean = parameter(graph, trained, moving_mean);
            let beta = parameter(graph, trained, beta);
            let centered = graph.call(Operator::Sub, &[of(input), &mean], &[]);
            let scaled = graph.call(Operator::Mul, &[&centered, &gains], &[]);
            (output, graph.call(Operator::Add, &[&scaled, &beta], &[]))
        }
        Op::LayerNormalization { input, gamma, beta, output, epsilon, .. } => {
            let x = of(input);
            let mean = |graph: &mut Graph, of: &str| {
                let axes = [("axes", Attribute::Axes(1)), ("keepdims", Attribute::Whole(1))];
                graph.call(Operator::ReduceMean, &[of], &axes)
            };
            let mut centered = x.to_owned();
            if beta.is_some() {
                let mean = mean(graph, x);
                centered = graph.call(Operator::Sub, &[x, &mean], &[]);
            }
            let square = graph.call(Operator::Mul, &[&centered, &centered], &[]);
            let (variance, epsilon) = (mean(graph, &square), graph.number(epsilon));
            let sum = graph.call(Operator::Add, &[&variance, &epsilon], &[]);
            let deviation = graph.call(Operator::Sqrt, &[&sum], &[]);
            let normal = graph.call(Operator::Div, &[&centered, &deviation], &[]);
            let gamma = parameter(graph, trained, gamma);
            let scaled = graph.call(Operator::Mul, &[&normal, &gamma], &[]);
            let value = match beta.map(|beta| parameter(graph, trained, beta)) {
                Some(beta) => graph.call(Operator::Add, &[&scaled, &beta], &[]),
                None => scaled,
            };
            (output, value)
        }
        Op::Add { a, b, output } => (output, graph.call(Operator::Add, &[of(a), of(b)], &[])),
        // Chance is for training alone.
        Op::Dropout { input, output, .. } | Op::GaussianNoise { input, output, .. } => {
            (output, of(input).to_owned())
        }
        Op::LossGradient { .. }
        | Op::ActivateGradient { .. }
        | Op::SoftmaxGradient { .. }
        | Op::DropoutGradient { .. }
        | Op::BatchNormalizationGradient { .. }
        | Op::LayerNormalizationGradient { .. }
        | Op::DenseGradient { .. }
        | Op::InputGradient { .. }
        | Op::Copy { .. }
        | Op::Accumulate { .. } => return None,
    })
}

/// A sum of the inputs by a kernel, `[units, inputs]`, and the bias, `[units]`.
fn dense(
    graph: &mut Graph,
    trained: &Trained,
    x: &str,
    [input, kernel, bias]: [Slot; 3],
) -> String {
    let (plan, units) = (&trained.plan, trained.plan.width(bias));
    match plan.width(input) {
        0 => graph.tensor(plan.name(kernel), &[units, 1], &vec![0.0; units]),
        inputs => graph.tensor(plan.name(kernel), &[units, inputs], trained.values(kernel)),
    }
    let bias = parameter(graph, trained, bias);
    let turned = [("transB", Attribute::Whole(1))];
    graph.call(Operator::Gemm, &[x, plan.name(kernel), &bias], &turned)
}

/// A parameter of one number a unit, by its name.
fn parameter(graph: &mut Graph, trained: &Trained, slot: Slot) -> String {
    let name = trained.plan.name(slot);
    graph.tensor(name, &[trained.plan.width(slot)], trained.values(slot));
    name.to_owned()
}
