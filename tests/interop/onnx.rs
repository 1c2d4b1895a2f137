//! ONNX models, checked by onnx and run by onnxruntime: `onnx_models.py`.

use std::fs;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::formats::{Format, Note, Refused, Wishes, write};
use serde_json::json;

use crate::cases::{self, Case};
use crate::programs::{folder, lay, python};
use crate::variants;

/// Every network has its file, so nothing is refused.
#[test]
fn onnxruntime_answers_as_every_network_does() {
    let folder = folder("onnx");
    for case in cases::all().iter().chain(&variants::all()) {
        assert!(lay(&folder, case, Format::Onnx).is_some(), "{}", case.name);
        if case.name != "table-standardize" {
            continue;
        }
        let mut told = case.json();
        told["metadata"] = names();
        fs::write(folder.join(&case.name).join("case.json"), told.to_string()).unwrap();
    }
    python("onnx_models.py", &folder);
}

/// The names of [`cases::table`].
pub fn names() -> serde_json::Value {
    json!({
        "columns": ["body mass (g)", "island", "bill; length", "constant"],
        "categories": [[], ["Biscoe", "Dream", "\"quoted\""], [], []],
        "classes": ["Adélie", "젠투", "<b>"],
    })
}

#[test]
fn a_file_asks_for_no_later_operators_than_it_has() {
    use Precision::{Bits32, Bits64};
    let plain = variants::config(Layer::stack(&[3]));
    let with = |activation: Activation| Config { activation: activation.into(), ..plain.clone() };
    let formulas = vec!["x1/x2".to_owned()];
    let scaled = Config { scaling: Scaling::Standardize, ..plain.clone() };
    for (config, table, precision, expected) in [
        (with(Activation::Tanh), None, Bits64, (7, 4)),
        (with(Activation::Tanh), None, Bits32, (7, 4)),
        // By an operator at 32 bits, by a choice at 64.
        (with(Activation::LeakyRelu), None, Bits32, (7, 4)),
        (with(Activation::LeakyRelu), None, Bits64, (9, 4)),
        (with(Activation::GeluTanh), None, Bits32, (7, 4)),
        (with(Activation::Relu6), None, Bits32, (8, 4)),
        // By Erf, and by a series of sines within bounds.
        (with(Activation::Gelu), None, Bits32, (9, 4)),
        (with(Activation::Gelu), None, Bits64, (8, 4)),
        (scaled.clone(), Some(variants::plane(0.0)), Bits32, (7, 4)),
        (scaled, Some(cases::table(true)), Bits32, (11, 6)),
        (Config { formulas, ..plain.clone() }, None, Bits32, (11, 6)),
    ] {
        let config = Config { precision, ..config };
        let case = Case::of("opset", &config, table, 0);
        let written = write(Format::Onnx, &case.trained, &Wishes::default()).unwrap();
        let notes = [Note::Opset(expected.0, expected.1), Note::Untrained];
        assert_eq!(written.notes, notes, "{} {precision:?}", config.activation);
    }
}

/// Near a million million, numbers of 32 bits lie thousands apart.
#[test]
fn what_32_bits_cannot_tell_apart_is_refused_at_32_bits_alone() {
    let scaling = Scaling::Standardize;
    for precision in [Precision::Bits32, Precision::Bits64] {
        let config = Config { scaling, precision, ..variants::config(Layer::stack(&[3])) };
        let case = Case::of("far", &config, Some(variants::plane(1e12)), 3);
        let found = |format| write(format, &case.trained, &Wishes::default()).err();
        let refused = Some(Refused::Lacks(vec!["float64".to_owned()]));
        assert_eq!(found(Format::Tfjs), refused);
        let narrow = precision == Precision::Bits32;
        assert_eq!(found(Format::Onnx), refused.filter(|_| narrow));
    }
}
