//! TensorFlow.js models, loaded and asked by it: `tfjs_models.cjs`.

use std::fs;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::kind::{Kind as _, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::scaling::Scaling;
use neural_playground::formats::{Format, Note, Refused, Wishes, write};
use serde_json::json;
use strum::VariantArray as _;

use crate::cases::{self, Case};
use crate::onnx::names;
use crate::programs::{folder, lay, node};
use crate::variants;

#[test]
fn tensorflow_js_answers_as_every_network_does_that_it_can_hold() {
    let folder = folder("tfjs");
    let mut count = 0;
    for case in cases::all().iter().chain(&variants::all()) {
        let Some(written) = lay(&folder, case, Format::Tfjs) else { continue };
        count += 1;
        let files: Vec<_> = written.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(files, ["model.json", "weights.bin"]);
        let wide = case.trained.config.precision == Precision::Bits64;
        assert_eq!(written.notes.contains(&Note::Narrowed), wide, "{}", case.name);
        let mut told = case.json();
        match case.name.as_str() {
            "b31" => told["within"] = json!(1e-6),
            "table-standardize" => told["metadata"] = names(),
            _ => continue,
        }
        fs::write(folder.join(&case.name).join("case.json"), told.to_string()).unwrap();
    }
    assert!(count >= 40, "{count} models");
    node("tfjs_models.cjs", &folder);
}

/// What is refused of a network.
fn lacks(config: &Config, table: bool) -> Vec<String> {
    let case = Case::of("lacks", config, table.then(|| cases::table(true)), 0);
    match write(Format::Tfjs, &case.trained, &Wishes::default()) {
        Ok(_) => Vec::new(),
        Err(Refused::Lacks(names)) => names,
        Err(Refused::Failed(why)) => panic!("{why}"),
    }
}

#[test]
fn exactly_these_are_refused() {
    let plain = variants::config(Layer::stack(&[4, 3]));
    let mut refused = Vec::new();
    let activations = Activation::VARIANTS.iter().map(|&one| Tuned::new(one));
    for activation in activations.chain(variants::tuned()) {
        refused.extend(lacks(&Config { activation, ..plain.clone() }, false));
    }
    let expected = [
        "celu",
        "gelu_tanh",
        "hard_sigmoid",
        "hard_silu",
        "hard_tanh",
        "exponential",
        "log_sigmoid",
        "tanh_shrink",
        "sine",
        "gaussian",
        "elu(alpha:1.2)",
        "celu(alpha:1.24)",
        "sine(frequency:12.040000000000001)",
    ];
    assert_eq!(refused, expected, "activations");

    let mut refused = Vec::new();
    for &kind in LayerKind::all() {
        let layers = vec![Layer::dense(0, 4), Layer::dense(1, 4), Layer::new(7, kind)];
        refused.extend(lacks(&Config { layers, ..plain.clone() }, false));
    }
    assert_eq!(refused, ["RMSNormalization"], "layers");

    let mut refused = Vec::new();
    for &feature in Feature::VARIANTS {
        let features = Features::empty().with(feature, true);
        refused.extend(lacks(&Config { features, ..plain.clone() }, false));
    }
    assert_eq!(refused, ["sin x₁", "sin x₂"], "features");

    let mut refused = Vec::new();
    for &scaling in Scaling::VARIANTS {
        refused.extend(lacks(&Config { scaling, ..plain.clone() }, true));
    }
    for &loss in Loss::VARIANTS {
        refused.extend(lacks(&Config { loss: Some(loss.into()), ..plain.clone() }, false));
    }
    assert_eq!(refused, [""; 0], "scalings, categories and losses");

    let formulas = ["x1*2", "x2"].map(str::to_owned).to_vec();
    let activation = Activation::Sine.into();
    let both = Config { formulas, activation, ..plain };
    assert_eq!(lacks(&both, false), ["x1*2", "x2", "sine"], "formulas, and each name once");
}
