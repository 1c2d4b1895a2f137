//! The network's own layers as Keras's.

use super::super::classes;
use super::super::forward;
use super::super::trained::Trained;
use super::formula::{Formula, Value};
use super::graph::{Graph, Group, Tensor};
use super::json::{Fields, class, flag, knobs, list, null, number, text};
use crate::engine::activation::Activation;
use crate::engine::initializer::{self, Initializer};
use crate::engine::kind::Tuned;
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::regularizer::LayerRegularizer;

/// Activations that Keras knows no name of, or none for other knobs than its own, but an operation.
const OPERATIONS: [(Activation, &str); 4] = [
    (Activation::LeakyRelu, "LeakyRelu"),
    (Activation::Elu, "Elu"),
    (Activation::Celu, "Celu"),
    (Activation::GeluTanh, "Gelu"),
];

/// Activations that Keras has no function for.
const OWN: [Activation; 2] = [Activation::Sine, Activation::Gaussian];

/// Writes the layers from the first to the output.
pub fn write(graph: &mut Graph, trained: &Trained, inputs: Tensor) -> Tensor {
    // What comes into each layer, and out of the last.
    let mut flows = vec![inputs.clone()];
    let layers = &trained.architecture.layers;
    for (at, (layer, name)) in layers.iter().zip(&trained.names).enumerate() {
        let flow = flows.last().unwrap_or(&inputs).clone();
        graph.place.clone_from(name);
        let kind = layer.kind.kind();
        let activation = layer.activation.unwrap_or_else(|| Activation::Linear.into());
        let (named, width) = (named(&activation), layer.width(flow.width));
        let function = ("activation", text(named.unwrap_or("linear")));
        let mut from = flow.json();
        let own = match kind {
            LayerKind::Dense => {
                let mut own = dense(trained.config.init_zero, layer);
                own.push(function);
                own
            }
            LayerKind::Activation => vec![function],
            LayerKind::Add => {
                let reached = at.checked_sub(layer.reach()).and_then(|from| flows.get(from));
                from = list([reached.unwrap_or(&flow).json(), flow.json()]);
                Vec::new()
            }
            LayerKind::Dropout
            | LayerKind::GaussianNoise
            | LayerKind::BatchNormalization
            | LayerKind::LayerNormalization
            | LayerKind::RmsNormalization => knobs(&layer.kind),
        };
        let activates = matches!(kind, LayerKind::Dense | LayerKind::Activation);
        let mut after = flow;
        if kind != LayerKind::Activation || named.is_some() {
            let group = Group { class: kind.into(), name: name.clone(), layer: Some(at) };
            after = graph.call(kind.class(), group, own, from, width);
        }
        if activates && named.is_none() {
            after = activate(graph, &activation, &after);
        }
        flows.push(after);
    }
    flows.pop().unwrap_or(inputs)
}

/// The name by which Keras knows an activation with these knobs.
fn named(activation: &Tuned<Activation>) -> Option<&'static str> {
    let kind = activation.kind();
    let known = kind != Activation::GeluTanh && !OWN.contains(&kind);
    (known && *activation == kind.into()).then(|| kind.into())
}

/// An activation as operations.
fn activate(graph: &mut Graph, activation: &Tuned<Activation>, x: &Tensor) -> Tensor {
    let kind = activation.kind();
    if let Some((_, class)) = OPERATIONS.iter().find(|(known, _)| *known == kind) {
        let mut own = knobs(activation);
        if kind == Activation::GeluTanh {
            own.push(("approximate", flag(true)));
        }
        let shape = (x.width, graph.dtype);
        return graph.operation(("keras.src.ops.nn", class), own, &[x.json()], shape);
    }
    // Keras knows the softmax, which has none, by its name.
    let Some(trace) = forward::formula(*activation) else { return x.clone() };
    let mut argument = |at, _: &mut Graph| {
        forward::knob(activation, at).map_or_else(|| Value::Tensor(x.clone()), Value::Constant)
    };
    let result = trace.results.first().copied().unwrap_or_default();
    match Formula::new(&trace).value(result, graph, &mut argument) {
        Value::Tensor(tensor) => tensor,
        Value::Constant(_) => x.clone(),
    }
}

/// What Keras is told of a dense layer beside its activation.
fn dense(zero: bool, layer: &Layer) -> Fields {
    let initializer = layer.initializer.unwrap_or_else(|| Initializer::GlorotUniform.into());
    let (kernel, bias) = match zero {
        true => (Initializer::Zeros.into(), 0.0),
        false => (initializer, initializer::bias(&initializer)),
    };
    let bias = match bias {
        0.0 => class("keras.initializers", "Zeros", &[]),
        value => class("keras.initializers", "Constant", &[("value", number(value))]),
    };
    let mut own = knobs(&layer.kind);
    own.extend([
        ("kernel_initializer", drawn(&kernel)),
        ("bias_initializer", bias),
        ("kernel_regularizer", penalty(&layer.kernel_regularizer)),
        ("bias_regularizer", penalty(&layer.bias_regularizer)),
    ]);
    own
}

/// An initializer as Keras has it.
fn drawn(initializer: &Tuned<Initializer>) -> String {
    if initializer.kind() == Initializer::Playground {
        let within = [("minval", number(-0.5)), ("maxval", number(0.5)), ("seed", null())];
        return class("keras.initializers", "RandomUniform", &within);
    }
    let name = classes::class(initializer.kind().into());
    class("keras.initializers", &name, &knobs(initializer))
}

/// A penalty as Keras has it.
fn penalty(regularizer: &Tuned<LayerRegularizer>) -> String {
    match classes::regularizer(regularizer.kind()) {
        Some(name) => class("keras.regularizers", name, &knobs(regularizer)),
        None => null(),
    }
}
