//! Keras's configurations, read into ours.

use std::path::Path;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::{Kind, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::LayerRegularizer;
use neural_playground::engine::schedule::Schedule;
use serde_json::{Map, Value};

/// A file of the folder, without the note on how it was made.
pub fn file(folder: &Path, name: &str) -> Map<String, Value> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut file: Map<String, Value> = serde_json::from_str(&text).expect("JSON");
    file.remove("made_with");
    file
}

/// The numbers in nested lists, in their order.
pub fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        other => vec![other.as_f64().unwrap_or_else(|| panic!("no number: {other}"))],
    }
}

/// Rows and columns of a nested list.
pub fn shape(value: &Value) -> (usize, usize) {
    let rows = value.as_array().expect("rows");
    (rows.len(), rows.first().and_then(Value::as_array).map_or(1, Vec::len))
}

/// The largest |a − b| / max(1, |b|).
pub fn deviation(ours: &[f64], theirs: &[f64]) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().zip(theirs);
    // `f64::max` would drop a NaN.
    pairs.fold(0.0, |largest, (a, b)| {
        let one = (a - b).abs() / b.abs().max(1.0);
        if one > largest || one.is_nan() { one } else { largest }
    })
}

/// A kernel `[in][out]` as `[out, in]`.
pub fn transposed(value: &Value) -> Vec<f64> {
    let (inputs, units) = shape(value);
    let values = numbers(value);
    (0..units)
        .flat_map(|u| (0..inputs).map(move |i| (i, u)))
        .map(|(i, u)| values[i * units + u])
        .collect()
}

fn plain(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_bool().map(|on| f64::from(u8::from(on))))
}

/// A kind with the knobs that a configuration sets; `idle` are keys that may hold only what
/// they name.
fn tuned<K: Kind>(kind: K, config: &Map<String, Value>, idle: &[(&str, Value)]) -> Tuned<K> {
    let mut tuned = Tuned::new(kind);
    for (key, value) in config {
        if key == "name" || key == "dtype" {
            continue;
        }
        if let Some((_, only)) = idle.iter().find(|(name, _)| name == key) {
            assert!(value == only || only == "any", "{kind:?}: {key} is {value}");
            continue;
        }
        let number = plain(value).unwrap_or_else(|| panic!("{kind:?}: {key} is {value}"));
        assert!(tuned.set(key, number), "{kind:?} does not take {key} = {number}");
    }
    tuned
}

/// `MeanSquaredError` as `mean_squared_error`.
fn snake(class: &str) -> String {
    let mut out = String::new();
    for (at, letter) in class.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn named<K: Kind>(name: &str) -> K {
    K::from_str(name).unwrap_or_else(|_| panic!("the engine does not know {name}"))
}

/// A loss and whether it takes logits.
pub fn loss(class: &str, config: &Value) -> (Tuned<Loss>, bool) {
    let mut config = config.as_object().expect("a configuration").clone();
    let from_logits = config.remove("from_logits").is_some_and(|value| value == true);
    let idle = [("reduction", Value::from("sum_over_batch_size")), ("axis", Value::from(-1))];
    (tuned(named(&snake(class)), &config, &idle), from_logits)
}

/// A regularizer; nothing is none.
fn regularizer(value: &Value) -> Tuned<LayerRegularizer> {
    match value.as_object() {
        None => LayerRegularizer::None.into(),
        Some(object) => {
            let class = object["class_name"].as_str().expect("a class").to_lowercase();
            tuned(named(&class), object["config"].as_object().expect("a configuration"), &[])
        }
    }
}

fn activation(value: &Value) -> Option<Tuned<Activation>> {
    Some(named::<Activation>(value.as_str().expect("an activation's name")).into())
}

/// A layer of a model's JSON; `None` for the input.
pub fn layer(value: &Value) -> Option<Layer> {
    let (class, config) = (value["class_name"].as_str()?, value["config"].as_object()?);
    if class == "InputLayer" {
        return None;
    }
    let mut config = config.clone();
    let mut layer = Layer::new(0, named::<LayerKind>(&snake(class)));
    let any = |keys: &[&'static str]| keys.iter().map(|&key| (key, Value::from("any"))).collect();
    let none =
        |keys: &[&'static str]| -> Vec<_> { keys.iter().map(|&key| (key, Value::Null)).collect() };
    let mut idle: Vec<(&str, Value)> = Vec::new();
    match layer.kind.kind() {
        LayerKind::Dense => {
            layer.activation = activation(&config.remove("activation")?);
            layer.kernel_regularizer = regularizer(&config.remove("kernel_regularizer")?);
            layer.bias_regularizer = regularizer(&config.remove("bias_regularizer")?);
            // The initial weights come with the fit.
            idle = any(&["kernel_initializer", "bias_initializer"]);
            layer.initializer = Some(Initializer::Zeros.into());
            idle.extend(none(&["kernel_constraint", "bias_constraint", "quantization_config"]));
        }
        LayerKind::Activation => {
            layer.activation = activation(&config.remove("activation")?);
            config.remove("trainable");
        }
        LayerKind::BatchNormalization => {
            idle = any(&[
                "beta_initializer",
                "gamma_initializer",
                "moving_mean_initializer",
                "moving_variance_initializer",
                "renorm_momentum",
            ]);
            idle.extend(none(&[
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint",
                "renorm_clipping",
            ]));
            idle.extend([
                ("axis", (-1).into()),
                ("center", true.into()),
                ("scale", true.into()),
                ("synchronized", false.into()),
                ("renorm", false.into()),
            ]);
        }
        LayerKind::LayerNormalization | LayerKind::RmsNormalization => {
            idle = any(&["beta_initializer", "gamma_initializer"]);
            idle.extend(none(&[
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint",
            ]));
            idle.extend([
                ("axis", vec![-1].into()),
                ("center", true.into()),
                ("scale", true.into()),
                ("rms_scaling", false.into()),
            ]);
        }
        LayerKind::Dropout | LayerKind::GaussianNoise => {
            idle = any(&["seed", "noise_shape", "trainable"]);
        }
        LayerKind::Add => config.clear(),
    }
    layer.kind = tuned(layer.kind.kind(), &config, &idle);
    Some(layer)
}

/// An optimizer with its learning rate (a number or a schedule) and what any may do beside.
pub fn optimizer(class: &str, config: &Value) -> (Tuned<Optimizer>, Value, Extras) {
    let mut config = config.as_object().expect("a configuration").clone();
    let rate = config.remove("learning_rate").expect("a rate");
    let mut extras = Map::new();
    let kind: Optimizer = named(&class.to_lowercase());
    for key in ["weight_decay", "clipnorm", "clipvalue", "global_clipnorm"] {
        if Tuned::new(kind).get(key).is_none() {
            extras.extend(config.remove(key).map(|value| (key.to_owned(), value)));
        }
    }
    let mut idle: Vec<(&str, Value)> =
        vec![("use_ema", false.into()), ("ema_momentum", "any".into())];
    for key in ["ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps"] {
        idle.push((key, Value::Null));
    }
    let extra = |key: &str| extras.get(key).and_then(Value::as_f64).unwrap_or_default();
    let extras = Extras {
        weight_decay: extra("weight_decay"),
        clipnorm: extra("clipnorm"),
        clipvalue: extra("clipvalue"),
        global_clipnorm: extra("global_clipnorm"),
    };
    (tuned(kind, &config, &idle), rate, extras)
}

/// A schedule and its rate at the start.
pub fn schedule(class: &str, config: &Value) -> (Tuned<Schedule>, f64) {
    let mut config = config.as_object().expect("a configuration").clone();
    if let Some(values) = config.remove("values") {
        let (values, boundaries) = (numbers(&values), numbers(&config["boundaries"]));
        let mut schedule = Tuned::new(Schedule::PiecewiseConstantDecay);
        let places = ["boundary_1", "boundary_2", "boundary_3"].into_iter();
        for name in places.clone() {
            schedule.set(name, 0.0);
        }
        assert!(boundaries.len() <= 3, "more boundaries than the engine has");
        for (place, boundary) in places.zip(&boundaries) {
            assert!(schedule.set(place, *boundary));
        }
        for (place, value) in ["value_1", "value_2", "value_3"].into_iter().zip(&values[1..]) {
            assert!(schedule.set(place, *value));
        }
        return (schedule, values[0]);
    }
    let rate = config.remove("initial_learning_rate").and_then(|rate| rate.as_f64());
    if config.get("warmup_target") == Some(&Value::Null) {
        config.remove("warmup_target");
    }
    let class = if class == "SGDRDecay" { "CosineDecayRestarts" } else { class };
    (tuned(named(&snake(class)), &config, &[]), rate.expect("a rate"))
}

/// An activation with its settings.
pub fn tuned_activation(name: &str, config: &Value) -> Tuned<Activation> {
    let mut config = config.as_object().expect("a configuration").clone();
    // Keras's flag of `gelu` is a name of its own here.
    config.remove("approximate");
    tuned(named(name), &config, &[])
}

/// A kind that a file names by Keras's class, with its settings.
pub fn initializer(class: &str, config: &Value) -> Tuned<Initializer> {
    let idle = [("input_axes", Value::Null), ("output_axes", Value::Null)];
    tuned(named(&snake(class)), config.as_object().expect("a configuration"), &idle)
}
