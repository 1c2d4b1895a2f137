//! The plan's ops, as they are in evaluation, as nodes: a new layer needs nothing here but a new op.

use super::elementwise::{activation, softmax};
use super::graph::{Attribute, Graph, Operator};
use crate::engine::plan::Slot;
use crate::formats::forward::{Call, Forward, Op};
use crate::formats::trained::Trained;

/// The value of the network's outputs, `[batch, outputs]`, for that of its inputs.
pub fn layers(graph: &mut Graph, trained: &Trained, inputs: String) -> String {
    let Forward { calls, output } = Forward::of(trained);
    let mut values = vec![inputs; trained.plan.buffers.len()];
    for call in calls {
        let name = trained.plan.name(call.output);
        graph.scope = name.rsplit_once('/').map_or(name, |(layer, _)| layer).to_owned();
        values[call.output.0] = node(graph, trained, call, &values);
    }
    values.swap_remove(output.0)
}

/// The value of an op's result.
fn node(
    graph: &mut Graph,
    trained: &Trained,
    Call { op, input, output: _ }: Call,
    values: &[String],
) -> String {
    let x = values[input.0].as_str();
    match op {
        Op::Dense { kernel, bias } => dense(graph, trained, x, [input, kernel, bias]),
        Op::Activate(own) => activation(graph, &own, x),
        Op::Softmax => softmax(graph, x),
        Op::BatchNormalization { mean, variance, gamma, beta, epsilon } => {
            let deviation = |variance: &f64| (variance + epsilon).sqrt();
            let deviations = trained.values(variance).iter().map(deviation);
            let gains = trained.values(gamma).iter().zip(deviations);
            let gains: Vec<f64> = gains.map(|(gamma, deviation)| gamma / deviation).collect();
            let gains = graph.values(&[gains.len()], &gains);
            let [mean, beta] = [mean, beta].map(|slot| parameter(graph, trained, slot));
            let centered = graph.call(Operator::Sub, &[x, &mean], &[]);
            let scaled = graph.call(Operator::Mul, &[&centered, &gains], &[]);
            graph.call(Operator::Add, &[&scaled, &beta], &[])
        }
        Op::LayerNormalization { gamma, beta, epsilon } => {
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
            match beta.map(|beta| parameter(graph, trained, beta)) {
                Some(beta) => graph.call(Operator::Add, &[&scaled, &beta], &[]),
                None => scaled,
            }
        }
        Op::Add(beside) => graph.call(Operator::Add, &[x, &values[beside.0]], &[]),
    }
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
