//! Whole trainings: every epoch's loss, the final weights and the predictions.

use std::path::Path;

use neural_playground::engine::architecture::Architecture;
use neural_playground::engine::config::Precision;
use neural_playground::engine::model::{Compiled, Data, Fit};
use neural_playground::engine::schedule::Schedule;
use serde_json::Value;

use super::read::{self, deviation, numbers, shape, transposed};

const TOLERANCE: f64 = 1e-8;
/// Twelve epochs of 24-bit sums.
const NARROW: f64 = 5e-4;

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "fits.json");
    file.iter()
        .flat_map(|(name, fit)| {
            let wide = one(fit, Precision::Bits64);
            let narrow = one(fit, Precision::Bits32);
            [(name.clone(), wide, TOLERANCE), (format!("{name} at 32 bits"), narrow, NARROW)]
        })
        .collect()
}

/// Keras's list of weights as ours: kernels are transposed.
fn weights(value: &Value) -> Vec<Vec<f64>> {
    let tensors = value.as_array().unwrap().iter().flat_map(|layer| layer.as_array().unwrap());
    tensors
        .map(|tensor| match tensor[0] {
            Value::Array(_) => transposed(tensor),
            _ => numbers(tensor),
        })
        .collect()
}

fn one(fit: &Value, precision: Precision) -> f64 {
    let (loss, _) = read::loss(fit["loss"]["class"].as_str().unwrap(), &fit["loss"]["config"]);
    let class = fit["optimizer"]["class"].as_str().unwrap();
    let (optimizer, rate, extras) = read::optimizer(class, &fit["optimizer"]["config"]);
    let layers = fit["model"].as_array().unwrap().iter().filter_map(read::layer);
    let mut layers: Vec<_> = layers.collect();
    for (id, layer) in (0..).zip(&mut layers) {
        layer.id = id;
    }
    let (_, inputs) = shape(&fit["x"]);
    let architecture = Architecture { inputs, layers, loss, optimizer };
    let schedule = (rate.as_f64().expect("a rate"), Schedule::Constant.into());
    let mut model = Compiled::new(architecture, schedule, extras, precision, 0).unwrap();
    model.set_weights(&weights(&fit["initial"])).unwrap();
    let data = Data { x: numbers(&fit["x"]), y: numbers(&fit["y"]) };
    let expected = numbers(&fit["history"]["loss"]);
    let batch_size = fit["batch_size"].as_u64().unwrap() as usize;
    let options = Fit { epochs: expected.len(), batch_size, shuffle: false, ..Fit::default() };
    let history = model.fit(&data, options).unwrap();
    let found: Vec<f64> = model.weights().into_iter().flat_map(|tensor| tensor.values).collect();
    let last: Vec<f64> = weights(&fit["final"]).concat();
    let predicted = model.predict(&data.x[..10 * inputs]).unwrap();
    [
        deviation(&history.loss, &expected),
        deviation(&found, &last),
        deviation(&predicted, &numbers(&fit["predict"])),
    ]
    .into_iter()
    .fold(0.0, |largest, one| if one > largest || one.is_nan() { one } else { largest })
}
