//! Settings whose value is a list of calls: layers and callbacks.

use super::call::{base, output_text};
use super::refused::{fault, replaced_by};
use super::registry::Setting;
use super::value::quote;
use crate::app::notice::{Dropped, Notice};
use crate::engine::callback::{Callback, Callbacks};
use crate::engine::config::{Config, limits};
use crate::engine::kind::{Kind as _, Tuned, parts};
use crate::engine::layer::Layer;
use crate::engine::regularizer::LayerRegularizer;
use crate::order;

/// Gives the dense layers these units; what stands between them stays. Layers too many go, the
/// last first, and missing ones come to the end.
pub(super) fn set_units(config: &mut Config, units: &[usize]) {
    let mut seen = 0;
    config.layers.retain(|layer| {
        seen += usize::from(layer.is_dense());
        !layer.is_dense() || seen <= units.len()
    });
    for (at, &units) in units.iter().enumerate() {
        let id = config.free_id();
        match config.dense_mut(at) {
            Some(layer) => {
                layer.kind.set("units", units as f64);
            }
            None => config.layers.push(Layer::dense(id, units)),
        }
    }
}

/// The layers that a text lists; what is no layer is left out, and what is too many is cut off.
pub(super) fn set_layers(config: &mut Config, text: &str) -> Vec<Notice> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut notices = Vec::new();
    let mut dropped = |part: &str, reason| {
        notices.push(Notice::LayerDropped { layer: quote(part), reason });
    };
    let mut corrected = Vec::new();
    let mut id = 0;
    for part in parts(text) {
        let Some((layer, exact)) = Layer::read(part, id) else {
            dropped(part, Dropped::Unknown);
            continue;
        };
        let dense = layers.iter().filter(|layer| layer.is_dense()).count();
        let full = layers.len() >= *limits::LAYERS.end()
            || (layer.is_dense() && dense >= *limits::HIDDEN_LAYERS.end());
        if full {
            dropped(part, Dropped::TooMany);
            break;
        }
        if !exact {
            corrected.push(layer_fault(Setting::Layers, part, &layer, layer.to_string()));
        }
        layers.push(layer);
        id += 1;
    }
    // With nothing usable left, the layers stay, as the shape does.
    if !layers.is_empty() || text.trim().is_empty() {
        config.layers = layers;
    }
    notices.append(&mut corrected);
    notices
}

/// The notice that parts of a layer's text were refused and `used` is what came of it.
fn layer_fault(setting: Setting, part: &str, layer: &Layer, used: String) -> Notice {
    let penalties: Vec<&str> = LayerRegularizer::all().iter().map(|&kind| kind.into()).collect();
    let own = [
        ("activation", Setting::Activation.names()),
        ("initializer", Setting::Initializer.names()),
        ("kernel_regularizer", penalties.clone()),
        ("bias_regularizer", penalties),
    ];
    let fault = fault(part, layer.kind.kind().knobs(), &own);
    replaced_by(setting.key(), part, used, fault)
}

/// The output layer that a text describes. Its units follow from the loss; an activation that
/// is named there is taken, though [`Setting::OutputActivation`] writes it.
pub(super) fn set_output(config: &mut Config, text: &str) -> Vec<Notice> {
    let setting = Setting::OutputLayer;
    let plain = Config::default().output;
    let Some((read, exact)) = Layer::read(text, plain.id).filter(|(layer, _)| layer.is_dense())
    else {
        return vec![setting.refuse(config, text, output_text(config))];
    };
    let exact = exact && read.units() == plain.units();
    let kind = read.kind.with("units", plain.units() as f64);
    let activation = read.activation.or(config.output.activation);
    config.output = Layer { kind, activation, ..read };
    if exact {
        return Vec::new();
    }
    vec![layer_fault(setting, text, &config.output, output_text(config))]
}

/// The callbacks that a text lists, the last of each kind; what is none is left out.
pub(super) fn set_callbacks(config: &mut Config, text: &str) -> Vec<Notice> {
    let setting = Setting::Callbacks;
    let mut callbacks = Callbacks::new();
    let mut notices = Vec::new();
    for part in parts(text) {
        match Tuned::<Callback>::read(part) {
            Some((read, exact)) => {
                callbacks = replaced(callbacks, read);
                if !exact {
                    notices.push(setting.refuse(config, part, read.to_string()));
                }
            }
            None => notices.push(setting.refuse(config, part, String::new())),
        }
    }
    config.callbacks = callbacks;
    notices
}

/// The callback of a kind, where a run has it.
pub fn callback(config: &Config, kind: Callback) -> Option<Tuned<Callback>> {
    config.callbacks.iter().copied().find(|callback| callback.kind() == kind)
}

/// The text of [`Setting::Callbacks`] with the call `text` for `kind`; without it for `None`.
pub fn with_callback(config: &Config, kind: Callback, text: Option<&str>) -> String {
    let before: Vec<String> = config.callbacks.iter().map(Tuned::to_string).collect();
    let name: &str = kind.into();
    let mut calls: Vec<&str> =
        before.iter().map(String::as_str).filter(|call| base(call) != name).collect();
    calls.extend(text);
    calls.join(",")
}

/// The callbacks with one in the place of another of its kind, in the order of the kinds.
fn replaced(mut callbacks: Callbacks, by: Tuned<Callback>) -> Callbacks {
    callbacks.retain(|callback| callback.kind() != by.kind());
    callbacks.push(by);
    order::sort_by_key(&mut callbacks, |one| one.kind() as u64);
    callbacks
}
