//! The normalization layers alone: output, gradients and moving statistics of one batch.

use std::path::Path;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::architecture::Architecture;
use neural_playground::engine::backend::{Backend, Set, reference::Reference, simd::Simd};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::noise::Draw;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::plan::{Op, Plan, Slot};
use serde_json::{Map, Value};

use super::read::{self, deviation, numbers, shape};

const TOLERANCE: f64 = 1e-10;
/// Eight rows of 24-bit numbers, divided by their deviation.
const NARROW: f64 = 2e-5;

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "layers.json");
    file.iter()
        .flat_map(|(name, case)| {
            let case = case.as_object().unwrap();
            let wide = one(name, case, |plan| Box::new(Reference::new(plan)));
            let narrow = one(name, case, |plan| Box::new(Simd::new(plan)));
            [(name.clone(), wide, TOLERANCE), (format!("{name} at 32 bits"), narrow, NARROW)]
        })
        .collect()
}

/// The layer between two dense ones that change nothing, under a loss whose gradient is the
/// upstream one.
fn one(name: &str, case: &Map<String, Value>, backend: fn(Plan) -> Box<dyn Backend>) -> f64 {
    let (kind, inference) = match name {
        "batch_normalization_training" => (LayerKind::BatchNormalization, false),
        "batch_normalization_inference" => (LayerKind::BatchNormalization, true),
        "layer_normalization" => (LayerKind::LayerNormalization, false),
        "rms_normalization" => (LayerKind::RmsNormalization, false),
        other => panic!("the engine does not know {other}"),
    };
    let (rows, width) = shape(&case["input"]);
    let straight =
        |id| Layer { activation: Some(Activation::Linear.into()), ..Layer::dense(id, width) };
    let mut plan = Plan::new(&Architecture {
        inputs: width,
        layers: vec![straight(0), Layer::new(1, kind), straight(2)],
        loss: Loss::HalfSquaredError.into(),
        optimizer: Optimizer::Sgd.into(),
    });
    for op in plan.forward.iter_mut().chain(&mut plan.backward) {
        if let Op::BatchNormalization { frozen, .. }
        | Op::BatchNormalizationGradient { frozen, .. } = op
        {
            *frozen = inference;
        }
    }
    let slot = |name: &str| {
        let at = plan.buffers.iter().position(|buffer| buffer.name == name);
        Slot(at.unwrap_or_else(|| panic!("no buffer {name}")))
    };
    let mut backend = backend(plan.clone());
    let unit: Vec<f64> =
        (0..width * width).map(|at| f64::from(u8::from(at % (width + 1) == 0))).collect();
    for kernel in ["dense_0/kernel", "output/kernel"] {
        backend.write(slot(kernel), &unit).unwrap();
    }
    let layer: &str = kind.into();
    let own = |role: &str| slot(&format!("{layer}_1/{role}"));
    for (role, values) in case["variables"].as_object().unwrap() {
        backend.write(own(role), &numbers(values)).unwrap();
    }
    // ½(y − t)² over `width` outputs has the gradient (y − t)/width.
    let (input, output) = (numbers(&case["input"]), numbers(&case["output"]));
    let upstream = numbers(&case["upstream"]);
    let targets: Vec<f64> =
        output.iter().zip(&upstream).map(|(y, d)| y - d * width as f64).collect();
    backend.load(Set::Train, rows, &input, &targets);
    let mut found = Vec::new();
    backend.accumulate(0..rows, Draw::default(), Some(&mut found));
    let mut deviations = vec![deviation(&found, &output)];
    // Lanes stand unit by unit, with room behind the rows.
    let raw = backend.read(slot("dense_0/d_sum"));
    let d_input: Vec<f64> = match raw.len() == rows * width {
        true => raw,
        false => {
            let stride = raw.len() / width;
            (0..rows * width).map(|at| raw[at % width * stride + at / width]).collect()
        }
    };
    deviations.push(deviation(&d_input, &numbers(&case["gradient_input"])));
    for (role, values) in case["gradient_variables"].as_object().unwrap() {
        let gradient = backend.read(own(&format!("{role}/gradient")));
        deviations.push(deviation(&gradient, &numbers(values)));
    }
    for (role, values) in case["after"].as_object().unwrap() {
        deviations.push(deviation(&backend.read(own(role)), &numbers(values)));
    }
    deviations.into_iter().fold(0.0, |a, b| if b > a || b.is_nan() { b } else { a })
}
