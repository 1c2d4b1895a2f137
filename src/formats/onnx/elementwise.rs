//! Elementwise maths as nodes: a formula that is written down becomes a node a step. What is native are
//! operators whose meaning is exactly ours.
//!
//! onnxruntime has Elu, Selu, Softplus, Softsign, HardSigmoid, LeakyRelu and Erf for numbers of 32 bits
//! alone, and their attributes have no more: at 64 bits formulas stand in their place.

use std::f64::consts::PI;

use super::graph::{Attribute, Graph, Operator};
use crate::engine::activation::Activation;
use crate::engine::formula::number::{One, Two};
use crate::engine::formula::trace::{Step, Trace};
use crate::engine::formula::wide;
use crate::engine::kind::Tuned;
use crate::formats::forward;

/// The values of a formula's results, each with whether it depends on an argument at all; `argument`
/// makes the value of one.
pub fn formula(
    graph: &mut Graph,
    trace: &Trace,
    mut argument: impl FnMut(&mut Graph, usize) -> String,
) -> Vec<(String, bool)> {
    let mut values: Vec<(String, bool)> = Vec::with_capacity(trace.steps.len());
    for (step, reads) in trace.steps.iter().zip(trace.reads()) {
        if reads == 0 {
            values.push((String::new(), false));
            continue;
        }
        let name = |part: usize| values[part].0.as_str();
        let value = match *step {
            Step::Argument(place) => argument(graph, place),
            Step::Literal(value) => graph.number(value),
            Step::One(of, part) => one(graph, of, name(part)),
            Step::Two(of, [a, b]) => two(graph, of, [name(a), name(b)]),
            Step::Select([no, yes, when]) => {
                graph.call(Operator::Where, &[name(when), name(yes), name(no)], &[])
            }
        };
        let varies =
            matches!(step, Step::Argument(_)) || step.parts().iter().any(|&part| values[part].1);
        values.push((value, varies));
    }
    trace.results.iter().map(|&at| values[at].clone()).collect()
}

fn one(graph: &mut Graph, of: One, x: &str) -> String {
    let operator = match of {
        One::Negate => Operator::Neg,
        One::Abs => Operator::Abs,
        One::Sqrt => Operator::Sqrt,
        One::Sign => Operator::Sign,
        One::Exp => Operator::Exp,
        One::Expm1 => {
            let (exp, one) = (graph.call(Operator::Exp, &[x], &[]), graph.number(1.0));
            return graph.call(Operator::Sub, &[&exp, &one], &[]);
        }
        One::Ln => Operator::Log,
        One::Log1p => {
            let one = graph.number(1.0);
            let sum = graph.call(Operator::Add, &[x, &one], &[]);
            return graph.call(Operator::Log, &[&sum], &[]);
        }
        One::Erf if graph.wide => return erf(graph, x),
        One::Erf => Operator::Erf,
        One::Sin => Operator::Sin,
        One::Cos => Operator::Cos,
        One::Tanh => Operator::Tanh,
        One::Logistic => Operator::Sigmoid,
    };
    graph.call(operator, &[x], &[])
}

fn two(graph: &mut Graph, of: Two, [a, b]: [&str; 2]) -> String {
    let operator = match of {
        Two::Add => Operator::Add,
        Two::Sub => Operator::Sub,
        Two::Mul => Operator::Mul,
        Two::Div => Operator::Div,
        Two::Min => Operator::Min,
        Two::Max => Operator::Max,
        Two::Pow => Operator::Pow,
        Two::Above => Operator::Greater,
        // GreaterOrEqual asks for a later set.
        Two::NotBelow => {
            let above = graph.call(Operator::Greater, &[a, b], &[]);
            let equal = graph.call(Operator::Equal, &[a, b], &[]);
            return graph.call(Operator::Or, &[&above, &equal], &[]);
        }
        Two::Equals => Operator::Equal,
        Two::Differs => {
            let equal = graph.call(Operator::Equal, &[a, b], &[]);
            return graph.call(Operator::Not, &[&equal], &[]);
        }
    };
    graph.call(operator, &[a, b], &[])
}

/// Beyond it, the error function rounds to ±1.
const ERF_END: f64 = 6.0;
const ERF_STEP: f64 = 0.25;
const ERF_TERMS: u8 = 24;

/// The error function up to [`ERF_END`], `slope·x + Σ share·sin(frequency·x)`: slope, frequencies, shares.
///
/// It is the trapezoidal rule with steps of [`ERF_STEP`] for `erf(x) = 2/π ∫₀^∞ e^(−t²)·sin(2xt)/t dt`,
/// whose error is near `erfc(π/step − x)`. Source: Chiarella and Reichel, 1968, On the evaluation of
/// integrals related to the error function.
fn erf_series() -> (f64, Vec<f64>, Vec<f64>) {
    let steps = (1..=ERF_TERMS).map(f64::from);
    let share = |n: f64| 2.0 / PI * wide::exp(-(n * ERF_STEP) * (n * ERF_STEP)) / n;
    let frequencies = steps.clone().map(|n| 2.0 * n * ERF_STEP).collect();
    (2.0 / PI * ERF_STEP, frequencies, steps.map(share).collect())
}

/// The error function at 64 bits, of `[batch, units]`.
fn erf(graph: &mut Graph, x: &str) -> String {
    let (slope, frequencies, shares) = erf_series();
    let ends = [graph.number(ERF_END), graph.number(-ERF_END)];
    let x = graph.call(Operator::Min, &[x, &ends[0]], &[]);
    let x = graph.call(Operator::Max, &[&x, &ends[1]], &[]);
    let last = [("axes", Attribute::Axes(2))];
    let terms = frequencies.len();
    let (frequencies, shares) =
        (graph.values(&[1, terms], &frequencies), graph.values(&[terms, 1], &shares));
    let each = graph.call(Operator::Unsqueeze, &[&x], &last);
    let each = graph.call(Operator::MatMul, &[&each, &frequencies], &[]);
    let each = graph.call(Operator::Sin, &[&each], &[]);
    let sum = graph.call(Operator::MatMul, &[&each, &shares], &[]);
    let sum = graph.call(Operator::Squeeze, &[&sum], &last);
    let slope = graph.number(slope);
    let line = graph.call(Operator::Mul, &[&x, &slope], &[]);
    graph.call(Operator::Add, &[&line, &sum], &[])
}

/// An operator that is an activation, with its attributes.
type Native = (Operator, Vec<(&'static str, Attribute)>);

/// The operator that is exactly this activation at this width; formulas come to Sigmoid and Tanh by
/// themselves.
fn native(activation: &Tuned<Activation>, wide: bool) -> Option<Native> {
    let knob = |name| Attribute::Float(activation.get(name).unwrap_or_default());
    let narrow = |operator, attributes: &[_]| (!wide).then(|| (operator, attributes.to_vec()));
    match activation.kind() {
        Activation::Relu => Some((Operator::Relu, Vec::new())),
        Activation::LeakyRelu => narrow(Operator::LeakyRelu, &[("alpha", knob("negative_slope"))]),
        Activation::Elu => narrow(Operator::Elu, &[("alpha", knob("alpha"))]),
        Activation::Selu => narrow(Operator::Selu, &[]),
        Activation::Softplus => narrow(Operator::Softplus, &[]),
        Activation::Softsign => narrow(Operator::Softsign, &[]),
        // ONNX's own slope is 0.2.
        Activation::HardSigmoid => narrow(
            Operator::HardSigmoid,
            &[("alpha", Attribute::Float(1.0 / 6.0)), ("beta", Attribute::Float(0.5))],
        ),
        Activation::Tanh
        | Activation::Sigmoid
        | Activation::Linear
        | Activation::Relu6
        | Activation::Celu
        | Activation::Gelu
        | Activation::GeluTanh
        | Activation::Silu
        | Activation::Mish
        | Activation::HardSilu
        | Activation::HardTanh
        | Activation::Exponential
        | Activation::LogSigmoid
        | Activation::TanhShrink
        | Activation::Sine
        | Activation::Gaussian
        | Activation::Softmax => None,
    }
}

/// An activation of a value, `[batch, units]`.
pub fn activation(graph: &mut Graph, activation: &Tuned<Activation>, x: &str) -> String {
    if let Some((operator, attributes)) = native(activation, graph.wide) {
        return graph.call(operator, &[x], &attributes);
    }
    let trace = forward::formula(*activation).unwrap_or_default();
    let argument = |graph: &mut Graph, at| {
        forward::knob(activation, at).map_or_else(|| x.to_owned(), |knob| graph.number(knob))
    };
    let value = formula(graph, &trace, argument).into_iter().next();
    value.map_or_else(|| x.to_owned(), |(value, _)| value)
}

/// The softmax over the units of each row. With its axis given it means the same in all sets for what
/// has two.
pub fn softmax(graph: &mut Graph, x: &str) -> String {
    graph.call(Operator::Softmax, &[x], &[("axis", Attribute::Whole(1))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_the_error_function() {
        let (slope, frequencies, shares) = erf_series();
        for step in -700..=700 {
            let x = f64::from(step) / 100.0;
            let near = x.clamp(-ERF_END, ERF_END);
            let terms = frequencies.iter().zip(&shares);
            let sum: f64 = terms.map(|(frequency, share)| share * (frequency * near).sin()).sum();
            let error = (slope * near + sum - wide::erf(x)).abs();
            assert!(error < 2e-15, "{x}: {error}");
        }
    }
}
