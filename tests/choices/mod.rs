//! Any choices that a visitor can make, for the property tests of several files.

use neural_playground::app::setting::{self, Setting};
use neural_playground::engine::activation::Activation;
use neural_playground::engine::callback::Callback;
use neural_playground::engine::config::{Config, Problem, limits};
use neural_playground::engine::dataset::{self, Dataset, Splitting};
use neural_playground::engine::expression;
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::{self, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::{Coding, Loss};
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::LayerRegularizer;
use neural_playground::engine::schedule::Schedule;
use proptest::prelude::*;
use strum::VariantArray as _;

/// Formulas of a plane, with all the signs that a link must carry.
const FORMULAS: [&str; 7] = [
    "sin(3*x1)*x2",
    "sqrt(x1^2+x2^2)",
    "log(x1)",
    "1/x2",
    "max( x1,  \"x2\" )",
    "“x₁” ** 2 − π",
    "x1*1e-3+\"x₂\"/2",
];

/// Curves, with such signs.
const CURVES: [&str; 5] = [dataset::CURVE, "x1^2/4 − 3", "log(x₁)", "1/0", "max(x1,+1)"];

/// Any kind with any values of its knobs.
pub fn tuned<K: kind::Kind + Send + Sync>() -> impl Strategy<Value = Tuned<K>> {
    let kind = proptest::sample::select(K::all());
    (kind, proptest::collection::vec(0.0..1.0_f64, kind::MOST_KNOBS), any::<u8>()).prop_map(
        |(kind, shares, moved)| {
            let mut tuned = Tuned::new(kind);
            for (at, knob) in kind.knobs().iter().enumerate() {
                let (low, high) = (*knob.range.start(), *knob.range.end());
                if moved >> at & 1 == 1 {
                    tuned.set(knob.name, low + (high - low) * shares[at]);
                }
            }
            tuned
        },
    )
}

/// A layer of a kind with any parts that its kind has.
pub fn layer(kind: impl Strategy<Value = Tuned<LayerKind>>) -> impl Strategy<Value = Layer> {
    let parts = (
        proptest::option::of(tuned::<Activation>()),
        proptest::option::of(tuned::<Initializer>()),
        tuned::<LayerRegularizer>(),
        tuned::<LayerRegularizer>(),
    );
    (kind, parts).prop_map(|(kind, (activation, initializer, kernel, bias))| {
        let plain = Layer::new(0, kind);
        match kind.kind() {
            LayerKind::Dense => Layer {
                activation,
                initializer,
                kernel_regularizer: kernel,
                bias_regularizer: bias,
                ..plain
            },
            LayerKind::Activation => Layer { activation, ..plain },
            LayerKind::Dropout
            | LayerKind::GaussianNoise
            | LayerKind::BatchNormalization
            | LayerKind::LayerNormalization
            | LayerKind::RmsNormalization
            | LayerKind::Add => plain,
        }
    })
}

/// No clipping or any one of the three.
fn clipping() -> impl Strategy<Value = Extras> {
    (0..4, 0.0..1.0_f64).prop_map(|(which, most)| {
        let none = Extras::default();
        match which {
            0 => Extras { clipnorm: most, ..none },
            1 => Extras { clipvalue: most, ..none },
            2 => Extras { global_clipnorm: most, ..none },
            _ => none,
        }
    })
}

/// A config whose choices are any, tuned anyhow.
pub fn any_choices() -> impl Strategy<Value = Config> {
    let seeds = proptest::sample::select(vec!["", "0.5", "점"]);
    let handled = (
        proptest::option::of(limits::FIRST_CLASS),
        prop_oneof![Just(0.0), limits::LABEL_NOISE],
        prop_oneof![Just(0.0), limits::TEST_SHIFT],
        proptest::sample::select(Splitting::VARIANTS),
    );
    let formulas = proptest::sample::subsequence(FORMULAS.to_vec(), 0..=expression::MOST);
    let curve = proptest::sample::select(&CURVES);
    let data = (any::<bool>(), tuned::<Dataset>(), curve, 1_usize..50, seeds, handled, formulas);
    let output_kind = any::<[bool; 2]>().prop_map(|[use_bias, trainable]| {
        let switch = |on: bool| f64::from(u8::from(on));
        Tuned::new(LayerKind::Dense)
            .with("use_bias", switch(use_bias))
            .with("trainable", switch(trainable))
    });
    let network = (
        proptest::collection::vec(layer(tuned()), 0..9),
        tuned::<Activation>(),
        tuned::<Initializer>(),
        layer(output_kind),
    );
    let goal = (
        proptest::option::of(tuned::<Loss>()),
        proptest::option::of(proptest::sample::select(Coding::VARIANTS)),
    );
    let training = (
        tuned::<Optimizer>(),
        (prop_oneof![Just(0.0), 0.0..1.0], clipping()),
        tuned::<Schedule>(),
        proptest::collection::vec(tuned::<Callback>(), 0..4),
    );
    (data, network, goal, training).prop_map(|(data, network, goal, training)| {
        let (regression, dataset, curve, batch_size, data_seed, handled, formulas) = data;
        let (first_class, label_noise, test_shift, split) = handled;
        let (layers, activation, initializer, output) = network;
        let (loss, coding) = goal;
        let (optimizer, (weight_decay, clipping), schedule, calls) = training;
        let mut config = Config {
            problem: if regression { Problem::Regression } else { Problem::Classification },
            curve: curve.to_owned(),
            first_class,
            label_noise,
            test_shift,
            split,
            batch_size,
            data_seed: data_seed.to_owned(),
            formulas: formulas.into_iter().map(str::to_owned).collect(),
            activation,
            initializer,
            output,
            loss,
            coding,
            optimizer,
            extras: Extras { weight_decay, ..clipping },
            schedule,
            ..Config::default()
        };
        match dataset.kind().problem() {
            Problem::Classification => config.dataset = dataset,
            Problem::Regression => config.reg_dataset = dataset,
        }
        let list = |calls: Vec<String>| calls.join(",");
        let layers = list(layers.iter().map(Layer::to_string).collect());
        Setting::Layers.apply(&mut config, &layers);
        Setting::Callbacks.apply(&mut config, &list(calls.iter().map(Tuned::to_string).collect()));
        setting::settle(&mut config, &Config::default());
        for (id, layer) in (0..).zip(&mut config.layers) {
            layer.id = id;
        }
        config
    })
}
