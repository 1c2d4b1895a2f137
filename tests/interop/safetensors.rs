//! All parameters, read by the safetensors package: names, shapes, types and bits.

use std::fs;

use neural_playground::engine::config::Precision;
use neural_playground::formats::{Format, Trained};
use serde_json::{Value, json};

use crate::cases;
use crate::programs;

#[test]
fn all_parameters_come_back_bit_for_bit() {
    let folder = programs::folder("safetensors");
    let mut all = cases::all();
    all.extend([cases::odd_names(), cases::no_inputs()]);
    for case in &all {
        let trained = &case.trained;
        assert!(programs::lay(&folder, case, Format::Safetensors).is_some());
        let tensors = trained.plan.in_keras_order().into_iter().map(|own| {
            let values = Trained::turned(own, trained.values(own.weights));
            let bits = values.iter().map(|value| format!("{:016x}", value.to_bits()));
            let bits: Vec<_> = bits.collect();
            json!({
                "name": trained.plan.name(own.weights),
                "shape": own.keras_axes(),
                "bits": bits,
            })
        });
        let wide = trained.config.precision == Precision::Bits64;
        let columns = trained.data.train.columns().iter();
        let expected = json!({
            "dtype": if wide { "float64" } else { "float32" },
            "tensors": tensors.collect::<Vec<Value>>(),
            "layers": trained.names,
            "inputs": trained.plan.width(trained.plan.input),
            "columns": columns.map(|own| &own.name).collect::<Vec<_>>(),
        });
        fs::write(folder.join(&case.name).join("expected.json"), expected.to_string()).unwrap();
    }
    programs::python("tensors.py", &folder);
}
