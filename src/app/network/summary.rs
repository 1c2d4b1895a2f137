//! A layer in words: on its card, on its mark in the diagram, and on paper.

use crate::app::text::Text;
use crate::engine::config::Config;
use crate::engine::kind::Kind as _;
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::regularizer::LayerRegularizer;

/// Its name and what stands below it.
pub fn said(layer: &Layer, config: &Config, text: &Text) -> String {
    let label = text.training.label(layer.kind.kind().about().label);
    match detail(layer, config, text) {
        detail if detail.is_empty() => label.to_owned(),
        detail => format!("{label}: {detail}"),
    }
}

/// What stands below a layer's name: its size, its activation, its marks.
pub fn detail(layer: &Layer, config: &Config, text: &Text) -> String {
    let words = text.network;
    let named = |label| text.training.label(label).to_owned();
    let knob = |name: &str| layer.kind.get(name).unwrap_or_default();
    let mut parts = Vec::new();
    match layer.kind.kind() {
        LayerKind::Dense => parts.push((words.units)(layer.units())),
        LayerKind::Dropout => parts.push(knob("rate").to_string()),
        LayerKind::GaussianNoise => parts.push(knob("stddev").to_string()),
        LayerKind::Add => parts.push(format!("+{}", knob("layers"))),
        LayerKind::Activation
        | LayerKind::BatchNormalization
        | LayerKind::LayerNormalization
        | LayerKind::RmsNormalization => {}
    }
    // A dense layer without one of its own has the network's, as every other.
    let activation = match layer.kind.kind() {
        LayerKind::Activation => Some(layer.activation.unwrap_or(config.activation)),
        LayerKind::Dense
        | LayerKind::Dropout
        | LayerKind::GaussianNoise
        | LayerKind::BatchNormalization
        | LayerKind::LayerNormalization
        | LayerKind::RmsNormalization
        | LayerKind::Add => layer.activation,
    };
    parts.extend(activation.map(|own| named(own.kind().about().label)));
    if !layer.is_on("trainable") {
        parts.push(words.frozen.to_owned());
    }
    for own in [layer.kernel_regularizer, layer.bias_regularizer] {
        if own.kind() != LayerRegularizer::None {
            parts.push(named(own.kind().about().label));
        }
    }
    parts.join(" · ")
}
