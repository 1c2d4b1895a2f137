//! Keras's layers, by what their configs say: which of ours each is, and what of it is none of ours.

use std::str::FromStr as _;

use super::json::Json;
use super::model::wanted;
use super::{Report, Unreadable};
use crate::engine::activation::Activation;
use crate::engine::config::limits;
use crate::engine::error::within;
use crate::engine::initializer::Initializer;
use crate::engine::kind::{Kind, Tuned};
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::regularizer::LayerRegularizer;

/// Whose names and defaults a config has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Keras 3's.
    Keras,
    /// TensorFlow.js's, Keras 2's.
    Tfjs,
}

/// What a layer of a file is to us.
#[derive(Debug)]
pub enum Class {
    /// One of our layers, and the names of its arrays in Keras's order, each with whether the file has it.
    Layer(Box<Layer>, Vec<(&'static str, bool)>),
    /// A sum of two flows.
    Sum,
    /// Where rows come in.
    Input,
    /// Something that changes no number.
    Nothing,
    /// `Normalization`, whose own numbers may stand among the arrays.
    Normalization,
    /// `Rescaling`
    Rescaling,
    /// None of ours.
    Unknown,
}

/// What a config says that changes no answer and no training, or that is read here.
const KNOWN: [&str; 46] = [
    "activation",
    "alpha",
    "axis",
    "batch_input_shape",
    "batch_shape",
    "beta_initializer",
    "beta_regularizer",
    "bias_initializer",
    "bias_regularizer",
    "center",
    "data_format",
    "dtype",
    "epsilon",
    "gamma_initializer",
    "gamma_regularizer",
    "input_shape",
    "invert",
    "kernel_initializer",
    "kernel_regularizer",
    "max_value",
    "mean",
    "momentum",
    "moving_mean_initializer",
    "moving_variance_initializer",
    "name",
    "negative_slope",
    "noise_shape",
    "offset",
    "optional",
    "ragged",
    "rate",
    "renorm_momentum",
    "rms_scaling",
    "scale",
    "scale_initializer",
    "seed",
    "sparse",
    "stddev",
    "synchronized",
    "threshold",
    "trainable",
    "units",
    "use_bias",
    "variance",
    "input_dtype",
    "shared_object_id",
];

/// What a layer is. What of it is none of ours is told to `report`.
///
/// # Errors
/// Where it has more units than ours may have.
pub fn class(
    own: &Json,
    name: &str,
    dialect: Dialect,
    report: &mut Report,
) -> Result<Class, Unreadable> {
    let (class, config) = (own.get("class_name").text().unwrap_or_default(), own.get("config"));
    let kind = match class {
        "InputLayer" => return Ok(Class::Input),
        "Add" => return Ok(Class::Sum),
        "Normalization" if config.get("invert").is_off() => return Ok(Class::Normalization),
        "Rescaling" => return Ok(Class::Rescaling),
        "Flatten" | "Identity" => return Ok(Class::Nothing),
        "ActivityRegularization" | "AlphaDropout" | "GaussianDropout" => {
            report.ignored.push(format!("{name} ({class})"));
            return Ok(Class::Nothing);
        }
        "Dense" => LayerKind::Dense,
        "Dropout" => LayerKind::Dropout,
        "GaussianNoise" => LayerKind::GaussianNoise,
        "BatchNormalization" => LayerKind::BatchNormalization,
        "LayerNormalization" if config.get("rms_scaling").is_off() => LayerKind::LayerNormalization,
        "RMSNormalization" => LayerKind::RmsNormalization,
        "Activation" | "ReLU" | "LeakyReLU" | "ELU" | "Softmax" => LayerKind::Activation,
        // As operations, which is how our own files have them.
        "LeakyRelu" | "Elu" | "Celu" | "Gelu" => LayerKind::Activation,
        _ => return Ok(Class::Unknown),
    };
    let mut layer = Layer::new(0, kind);
    for (field, value) in config.fields() {
        if !KNOWN.contains(&field.as_str()) && !value.is_off() {
            report.ignored.push(format!("{name}: {field}"));
        }
    }
    if kind == LayerKind::Dense {
        let units = config.get("units").number().unwrap_or_default();
        within("units", units, &(*limits::UNITS.start() as f64..=*limits::UNITS.end() as f64))?;
    }
    for knob in tune(&mut layer.kind, config) {
        // Epsilon is in every answer, the others only count while the network trains.
        let told = if knob == "epsilon" { &mut report.missing } else { &mut report.ignored };
        told.push(format!("{name}: {knob}"));
    }
    let layered = !matches!(class, "Dense" | "Activation");
    if kind == LayerKind::Dense || kind == LayerKind::Activation {
        let said = if layered { own } else { config.get("activation") };
        layer.activation = Some(activation(said, dialect).unwrap_or_else(|called| {
            report.missing.push(format!("{name}: {called}"));
            Activation::Linear.into()
        }));
    }
    if kind == LayerKind::Dense {
        layer.initializer = initializer(config.get("kernel_initializer"));
        let mut penalty = |field: &str| {
            let said = config.get(field);
            penalty(said).unwrap_or_else(|| {
                report.ignored.push(format!("{name}: {field}"));
                LayerRegularizer::None.into()
            })
        };
        layer.kernel_regularizer = penalty("kernel_regularizer");
        layer.bias_regularizer = penalty("bias_regularizer");
    }
    let normalizes = matches!(
        kind,
        LayerKind::BatchNormalization | LayerKind::LayerNormalization | LayerKind::RmsNormalization
    );
    let axis = config.get("axis");
    let last = |axis: &Json| axis.number().is_none_or(|axis| axis == -1.0 || axis == 1.0);
    if (normalizes || class == "Softmax") && !(last(axis) && axis.list().iter().all(last)) {
        report.missing.push(format!("{name}: axis"));
    }
    let on = |field: &str| config.get(field).number() != Some(0.0);
    let there = |name: &'static str| match name {
        "gamma" => (name, on("scale")),
        "beta" => (name, on("center")),
        name => (name, true),
    };
    let arrays = wanted(&layer).iter().copied().map(there).collect();
    Ok(Class::Layer(Box::new(layer), arrays))
}

/// Sets the knobs that a config has numbers for, and names those that cannot be as it says.
pub fn tune<K: Kind>(tuned: &mut Tuned<K>, config: &Json) -> Vec<&'static str> {
    let mut lost = Vec::new();
    for knob in tuned.kind().knobs() {
        if let Some(value) = config.get(knob.name).number()
            && !tuned.set(knob.name, value)
        {
            lost.push(knob.name);
        }
    }
    lost
}

/// A class's name as Keras writes it in paths: `LeakyReLU` is `leaky_re_lu`.
pub fn snake(class: &str) -> String {
    let mut snake = String::new();
    let letters: Vec<char> = class.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let behind = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let starts = letter.is_ascii_uppercase()
            && before.is_some_and(|before| before.is_ascii_lowercase() || behind);
        if starts {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// What an activation is called, alone or as a layer; else what of it is none of ours.
fn activation(said: &Json, dialect: Dialect) -> Result<Tuned<Activation>, String> {
    let (class, config) = (said.get("class_name").text(), said.get("config"));
    let name = match class {
        None => said.text().unwrap_or("linear"),
        Some("Activation") => return activation(config.get("activation"), dialect),
        Some("function") => config.text().unwrap_or_default(),
        Some(class) => {
            let number = |field: &str, default| config.get(field).number().unwrap_or(default);
            let slope = |default| number("negative_slope", number("alpha", default));
            // Keras 2 has another default.
            let leaky = if dialect == Dialect::Tfjs { 0.3 } else { 0.2 };
            let (kind, knob, value) = match class {
                "ReLU" if number("threshold", 0.0) != 0.0 => return Err(class.to_owned()),
                "ReLU" => match (config.get("max_value").number(), slope(0.0)) {
                    (None, 0.0) => return Ok(Activation::Relu.into()),
                    (Some(6.0), 0.0) => return Ok(Activation::Relu6.into()),
                    (None, slope) => (Activation::LeakyRelu, "negative_slope", slope),
                    (Some(_), _) => return Err(class.to_owned()),
                },
                "LeakyReLU" | "LeakyRelu" => {
                    (Activation::LeakyRelu, "negative_slope", slope(leaky))
                }
                "ELU" | "Elu" => (Activation::Elu, "alpha", number("alpha", 1.0)),
                "Celu" => (Activation::Celu, "alpha", number("alpha", 1.0)),
                "Gelu" if config.get("approximate").is_off() => return Ok(Activation::Gelu.into()),
                "Gelu" => return Ok(Activation::GeluTanh.into()),
                "Softmax" => return Ok(Activation::Softmax.into()),
                _ => return Err(class.to_owned()),
            };
            let mut tuned = Tuned::new(kind);
            let exact = tuned.set(knob, value);
            return if exact { Ok(tuned) } else { Err(format!("{class} {knob} {value}")) };
        }
    };
    let ours = match (name, dialect) {
        ("swish", _) => "silu",
        ("hard_swish", Dialect::Keras) => "hard_silu",
        ("gelu_new", Dialect::Tfjs) => "gelu_tanh",
        // Steeper there, and names that are ours alone.
        ("hard_sigmoid", Dialect::Tfjs) | ("gelu_tanh" | "sine" | "gaussian", _) => "",
        (name, Dialect::Keras | Dialect::Tfjs) => name,
    };
    Activation::from_str(ours).map(Tuned::new).map_err(|_| name.to_owned())
}

/// How a kernel starts, where that is one of ours: it counts at a reset only.
fn initializer(said: &Json) -> Option<Tuned<Initializer>> {
    let class = snake(said.get("class_name").text()?);
    let class = if class == "orthogonal_initializer" { "orthogonal" } else { &class };
    let mut own = Tuned::new(Initializer::from_str(class).ok()?);
    tune(&mut own, said.get("config"));
    Some(own)
}

/// A penalty on a kernel or bias; `None` where it is none of ours.
fn penalty(said: &Json) -> Option<Tuned<LayerRegularizer>> {
    let mut own = Tuned::new(match (said.is_off(), said.get("class_name").text()) {
        (true, _) => LayerRegularizer::None,
        (false, Some("L1")) => LayerRegularizer::L1,
        (false, Some("L2")) => LayerRegularizer::L2,
        (false, Some("L1L2")) => LayerRegularizer::L1L2,
        (false, _) => return None,
    });
    tune(&mut own, said.get("config")).is_empty().then_some(own)
}
