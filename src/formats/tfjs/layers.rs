//! The network's layers as TensorFlow.js's, and which it does not have.

use super::model::Model;
use crate::engine::activation::Activation;
use crate::engine::kind::Tuned;
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::plan::Parameter;
use crate::formats::trained::Trained;

/// How TensorFlow.js has an activation.
enum Native {
    /// By a name.
    Function(&'static str),
    /// As a layer with a slope.
    LeakyRelu(f64),
}

/// The activation in TensorFlow.js 4.22, where it has the very same. Its hard sigmoid is Keras 2's; a name with
/// an underscore, as that of its GELU by tanh, is lost on loading; its ELU has no other alpha than 1.
fn native(activation: &Tuned<Activation>) -> Option<Native> {
    let knob = |name| activation.get(name).unwrap_or_default();
    Some(Native::Function(match activation.kind() {
        Activation::Relu => "relu",
        Activation::Tanh => "tanh",
        Activation::Sigmoid => "sigmoid",
        Activation::Linear => "linear",
        Activation::Relu6 => "relu6",
        Activation::LeakyRelu => return Some(Native::LeakyRelu(knob("negative_slope"))),
        Activation::Elu if knob("alpha") == 1.0 => "elu",
        Activation::Selu => "selu",
        Activation::Gelu => "gelu",
        Activation::Silu => "swish",
        Activation::Mish => "mish",
        Activation::Softplus => "softplus",
        Activation::Softsign => "softsign",
        Activation::Softmax => "softmax",
        Activation::Elu
        | Activation::Celu
        | Activation::GeluTanh
        | Activation::HardSigmoid
        | Activation::HardSilu
        | Activation::HardTanh
        | Activation::Exponential
        | Activation::LogSigmoid
        | Activation::TanhShrink
        | Activation::Sine
        | Activation::Gaussian => return None,
    }))
}

/// The activation of a layer that has one.
fn activation(layer: &Layer) -> Option<Tuned<Activation>> {
    match layer.kind.kind() {
        LayerKind::Dense | LayerKind::Activation => layer.activation,
        LayerKind::Dropout
        | LayerKind::GaussianNoise
        | LayerKind::BatchNormalization
        | LayerKind::LayerNormalization
        | LayerKind::RmsNormalization
        | LayerKind::Add => None,
    }
}

/// What TensorFlow.js does not have of a network: activations as links write them, and Keras's layers.
pub fn lacks(trained: &Trained) -> Vec<String> {
    let mut names = Vec::new();
    for layer in &trained.architecture.layers {
        if layer.kind.kind() == LayerKind::RmsNormalization {
            names.push(layer.kind.kind().class().to_owned());
        }
        let own = activation(layer).filter(|own| native(own).is_none());
        names.extend(own.map(|own| own.to_string()));
    }
    names
}

/// Adds the layers behind the one that gives the inputs, and names the last.
pub fn layers(model: &mut Model, trained: &Trained, inputs: String) -> String {
    let architecture = &trained.architecture;
    let widths = architecture.widths();
    let mut flow = inputs;
    // What comes into each layer.
    let mut flows = Vec::new();
    for (at, (layer, name)) in architecture.layers.iter().zip(&trained.names).enumerate() {
        flows.push(flow.clone());
        if widths[at + 1] == 0 {
            continue;
        }
        let kind = layer.kind.kind();
        let own = activation(layer).as_ref().and_then(native);
        let function = match own {
            Some(Native::Function(function)) => function,
            Some(Native::LeakyRelu(_)) | None => "linear",
        };
        let knob = |name: &str| layer.kind.get(name).unwrap_or_default();
        let config = match kind {
            LayerKind::Dense => format!(
                r#","units":{},"use_bias":{},"activation":"{function}""#,
                layer.units(),
                layer.is_on("use_bias")
            ),
            LayerKind::Activation => format!(r#","activation":"{function}""#),
            LayerKind::Dropout => format!(r#","rate":{}"#, knob("rate")),
            LayerKind::GaussianNoise => format!(r#","stddev":{}"#, knob("stddev")),
            LayerKind::BatchNormalization => {
                format!(r#","momentum":{},"epsilon":{}"#, knob("momentum"), knob("epsilon"))
            }
            LayerKind::LayerNormalization | LayerKind::RmsNormalization => {
                format!(r#","epsilon":{}"#, knob("epsilon"))
            }
            LayerKind::Add => String::new(),
        };
        let config = format!(r#","trainable":{}{config}"#, layer.is_on("trainable"));
        let around = at.checked_sub(layer.reach()).and_then(|from| flows.get(from));
        let around = around.filter(|_| kind == LayerKind::Add);
        let from: Vec<&str> = around.into_iter().chain([&flow]).map(String::as_str).collect();
        let mut last = model.layer(kind.class(), name, &config, &from);
        for own in trained.of_layer(at) {
            weight(model, trained, name, own);
        }
        if let Some(Native::LeakyRelu(slope)) = own {
            let config = format!(r#","alpha":{slope}"#);
            last = model.layer("LeakyReLU", &format!("{name}_activation"), &config, &[&last]);
        }
        flow = last;
    }
    flow
}

/// A parameter under its layer's name; a kernel of no inputs has the one that is 0.
fn weight(model: &mut Model, trained: &Trained, layer: &str, own: &Parameter) {
    let name = trained.short(own);
    match own.matrix() {
        [units, 0] => model.weight(layer, name, &[1, units], &vec![0.0; units]),
        _ => {
            let values = Trained::turned(own, trained.values(own.weights));
            model.weight(layer, name, &own.keras_axes(), &values);
        }
    }
}
