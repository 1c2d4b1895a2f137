//! Keras archives: `load_model` takes each as it stands, in safe mode and without custom objects; it
//! answers as the network does; and where it is compiled, `fit` goes on as the run does.

use std::fs;
use std::path::Path;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::callback::{Callback, Measured};
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::Features;
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::{Kind, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::table::{Column, Goal, Meaning, Table};
use neural_playground::formats::{Format, Note, Refused, Wishes, Written, write};
use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::cases::{Case, all};
use crate::programs::{folder, lay, python};

#[test]
fn archives_load_answer_and_train_on() {
    let folder = folder("keras");
    let mut refused = Vec::new();
    for case in all().iter().chain(&of_own()) {
        match lay(&folder, case, Format::Keras) {
            Some(written) => tell(&folder.join(&case.name), case, &written),
            None => refused.push(case.name.clone()),
        }
    }
    assert!(refused.is_empty(), "{refused:?}");
    python("keras_archive.py", &folder);
}

#[test]
fn what_keras_does_not_train_as_the_run_does_is_not_compiled_and_said() {
    let squares = trained;
    let rate = 0.1;
    let regularizer = Regularizer::L2;
    let idle = Config { regularizer, regularization_rate: 0.0, ..squares() };
    let penalised = Config { regularizer, regularization_rate: rate, ..squares() };
    let dead = Config {
        regularizer: Regularizer::L1,
        regularization_rate: rate,
        rules: Rules::Playground,
        ..squares()
    };
    let lion = Tuned::new(Optimizer::Lion).with("beta_1", 0.0);
    let rows: [(&str, Config, Option<&str>); 7] = [
        ("the loss is Keras's", squares(), None),
        ("the loss is the Playground's", wide(), Some("half_squared_error")),
        ("a penalty of 0", idle, None),
        ("the Playground's penalty", penalised, Some("L2")),
        ("weights that L1 has pruned", dead, Some("L1")),
        ("a lion without memory", Config { optimizer: lion, ..squares() }, Some("lion(beta_1:0)")),
        ("logits", Config { loss: Some(Loss::BinaryCrossentropy.into()), ..wide() }, None),
    ];
    for (name, config, why) in rows {
        let case = Case::of(name, &config, None, 1);
        let expected: Vec<_> = why.iter().map(|&why| Note::NotCompiled(why.to_owned())).collect();
        let written = write(Format::Keras, &case.trained, &Wishes::default()).unwrap();
        assert_eq!(written.notes, expected, "{name}");
    }
    // A plateau's rate is Keras's learning rate, but none of a schedule.
    let watch = Tuned::new(Callback::ReduceLrOnPlateau).with("patience", 1.0);
    let schedule = "exponential_decay";
    for (schedule, expected) in [("constant", None), (schedule, Some("reduce_lr_on_plateau"))] {
        let (schedule, _) = Tuned::read(schedule).unwrap();
        let config = Config { callbacks: vec![watch], schedule, ..squares() };
        let mut case = Case::of(expected.unwrap_or("plateau"), &config, None, 1);
        let mut trainer = case.trainer();
        let worse = [1.0, 2.0, 3.0, 4.0].map(|loss| Measured {
            loss,
            val_loss: loss,
            accuracy: 0.0,
            val_accuracy: 0.0,
        });
        for measured in &worse {
            trainer.end_epoch(measured);
        }
        case.trained.progress = trainer.progress();
        let written = write(Format::Keras, &case.trained, &Wishes::default()).unwrap();
        let expected: Vec<_> =
            expected.map(|why| Note::NotCompiled(why.to_owned())).into_iter().collect();
        assert_eq!(written.notes, expected);
    }
}

#[test]
fn a_column_that_no_normalization_reaches_is_refused() {
    let mut table = Table::new(vec![Column::number("far")], Goal::Numbers(vec!["y".to_owned()]));
    for at in 0..40 {
        table.push(&[if at % 2 == 0 { f64::MAX } else { f64::MIN }], &[0.0]);
    }
    let config = Config { scaling: Scaling::MinMax, ..wide() };
    let case = Case::of("far", &config, Some(table), 0);
    let written = write(Format::Keras, &case.trained, &Wishes::default());
    assert_eq!(written, Err(Refused::Lacks(vec!["Normalization".to_owned()])));
}

/// What a run of 64 bits is unless something else is asked for.
fn wide() -> Config {
    let precision = Precision::Bits64;
    Config { layers: Layer::stack(&[4, 3]), precision, samples: Some(60), ..Config::default() }
}

/// Networks beside those that all formats are asked for. Each of the first is one of Keras's losses over
/// layers, activations, an optimizer, a schedule and a clipping of its own, so that all of them come up in
/// few trainings; of the others the inputs need more than an operation, or there is nothing to train.
fn of_own() -> Vec<Case> {
    let (optimizers, schedules, losses) = (optimizers(), schedules(), losses());
    let (extras, stacks) = (extras(), stacks());
    let mut cases = Vec::new();
    let mut add = |name: &str, config: Config, table| {
        cases.push(Case::of(&format!("own-{name}"), &config, table, 3));
    };
    let most = optimizers.len();
    assert!(schedules.len() <= most && losses.len() <= most && extras.len() <= most);
    assert!(stacks.len() <= most);
    for (at, &text) in optimizers.iter().enumerate() {
        let (loss, activation) = losses[at % losses.len()];
        let loss: Tuned<Loss> = read(loss);
        let output =
            Layer { activation: Some(read(activation)), ..Layer::new(0, LayerKind::Dense) };
        let several = loss.kind() == Loss::CategoricalCrossentropy;
        let config = Config {
            optimizer: read(text),
            schedule: read(schedules[at % schedules.len()]),
            extras: extras[at % extras.len()],
            loss: Some(loss),
            output,
            dataset: if several { Dataset::Blobs } else { Dataset::Circle }.into(),
            layers: stacks[at % stacks.len()].clone(),
            ..trained()
        };
        add(&format!("{at}-{text}"), config, None);
    }
    // Nothing is drawn again: that Keras knows them is all.
    for (at, some) in Initializer::all().chunks(7).enumerate() {
        let layer = |(id, &kind): (u32, &Initializer)| Layer {
            initializer: Some(kind.into()),
            ..Layer::dense(id, 3)
        };
        let layers = (0..).zip(some).map(layer).collect();
        add(&format!("initializers-{at}"), Config { layers, ..wide() }, None);
    }
    add("zeros-at-first", Config { init_zero: true, ..wide() }, None);
    let features = Features::empty();
    let formulas: [&[&str]; 3] =
        [&["1/0+x1", "2*3-1", "min(1,2)*x2", "-x1"], &["x1^2+0.1*x1^3"], &[]];
    for (at, some) in formulas.into_iter().enumerate() {
        let formulas = some.iter().map(|&text| text.to_owned()).collect();
        add(&format!("formulas-{at}"), Config { formulas, features, ..wide() }, None);
    }
    let rules = Rules::Playground;
    add("playground", Config { rules, batch_size: 10, ..trained() }, None);
    add("bits-32", Config { precision: Precision::Bits32, ..trained() }, None);
    let scaling = Scaling::Standardize;
    let scaled = Config { scaling, ..trained() };
    add("extremes", scaled.clone(), Some(extremes()));
    let narrow = Config { precision: Precision::Bits32, ..scaled };
    add("extremes-at-32-bits", narrow, Some(extremes()));
    cases
}

/// A run with a loss that Keras has; its last batch of an epoch is shorter.
fn trained() -> Config {
    let loss = Some(Loss::MeanSquaredError.into());
    Config { loss, learning_rate: 0.01, batch_size: 8, ..wide() }
}

/// A choice that is read as it stands.
fn read<K: Kind>(text: &str) -> Tuned<K> {
    let (read, exact) = Tuned::read(text).unwrap();
    assert!(exact, "{text}");
    read
}

/// All optimizers, away from their defaults, and again where Keras keeps other variables then.
fn optimizers() -> [&'static str; 14] {
    [
        "sgd(momentum:0.9,nesterov:1)",
        "rmsprop(rho:0.8,momentum:0.5,epsilon:0.001,centered:1)",
        "adagrad(initial_accumulator_value:0.2)",
        "adadelta(rho:0.9)",
        "adam(beta_1:0.8,amsgrad:1)",
        "adamw(weight_decay:0.1)",
        "adamax(beta_2:0.99)",
        "nadam(beta_1:0.85)",
        "ftrl(learning_rate_power:-0.6,l1_regularization_strength:0.01,beta:0.1)",
        // Not beside the clipping of values: of equal numbers its signs are chance.
        "lion(beta_1:0.8)",
        "sgd",
        "rmsprop(centered:1)",
        "rmsprop",
        "adam",
    ]
}

/// All schedules. Twelve updates have been when Keras goes on, and there are eight more.
fn schedules() -> [&'static str; 9] {
    [
        "exponential_decay(decay_steps:5,decay_rate:0.9,staircase:1)",
        "constant",
        "cosine_decay(decay_steps:30,alpha:0.1)",
        "cosine_decay(decay_steps:30,warmup_target:0.1,warmup_steps:14)",
        "cosine_decay_restarts(first_decay_steps:5,m_mul:0.8)",
        "polynomial_decay(decay_steps:7,power:2,cycle:1)",
        "inverse_time_decay(decay_steps:5,decay_rate:0.5)",
        // The second goes before the first, and the third is off.
        "piecewise_constant_decay(boundary_1:16,boundary_2:14,value_2:0.1)",
        "piecewise_constant_decay(boundary_1:0)",
    ]
}

/// Clippings and decay.
fn extras() -> [Extras; 5] {
    let none = Extras::default();
    [
        none,
        Extras { weight_decay: 0.1, ..none },
        Extras { clipnorm: 0.05, ..none },
        Extras { clipvalue: 0.01, ..none },
        Extras { global_clipnorm: 0.1, ..none },
    ]
}

/// All losses of Keras's, each with the output's activation.
fn losses() -> [(&'static str, &'static str); 11] {
    [
        ("mean_squared_error", "linear"),
        ("huber(delta:0.3)", "tanh"),
        ("log_cosh", "linear"),
        ("mean_absolute_error", "linear"),
        ("hinge", "tanh"),
        ("squared_hinge", "linear"),
        ("binary_crossentropy(label_smoothing:0.1)", "sigmoid"),
        ("binary_crossentropy(label_smoothing:0.2)", "linear"),
        ("categorical_crossentropy(label_smoothing:0.1)", "softmax"),
        ("categorical_crossentropy", "linear"),
        ("categorical_crossentropy", "sigmoid"),
    ]
}

/// Hidden layers: all activations, with knobs away from their defaults, normalizations, frozen ones too,
/// penalties and a residual connection.
fn stacks() -> Vec<Vec<Layer>> {
    let knobbed = |&kind: &Activation| {
        let knobs = kind.knobs().iter();
        knobs.fold(kind.into(), |tuned: Tuned<_>, knob| tuned.with(knob.name, knob.default + 0.3))
    };
    let activated = |some: &[Activation]| {
        let layer = |(id, one)| Layer { activation: Some(knobbed(one)), ..Layer::dense(id, 4) };
        (0..).zip(some).map(layer).collect()
    };
    let layered = |texts: &[&str]| {
        let layer = |(id, text): (u32, &&str)| Layer::read(text, id).unwrap().0;
        (0..).zip(texts).map(layer).collect()
    };
    let layers: [&[&str]; 5] = [
        &["dense", "batch_normalization(momentum:0.9)", "dense(units:3)", "batch_normalization"],
        &["dense", "batch_normalization(trainable:0)", "activation(activation:sine)"],
        &["dense", "layer_normalization", "activation(activation:elu(alpha:0.5))", "dense"],
        &["dense", "rms_normalization(epsilon:0.01)", "dense(units:3)"],
        &[
            "dense(kernel_regularizer:l1l2(l1:0.01,l2:0.02),bias_regularizer:l2)",
            "dense(trainable:0,kernel_regularizer:l1)",
            "add",
            "dense(use_bias:0)",
        ],
    ];
    let activated = Activation::VARIANTS.chunks(4).map(activated);
    activated.chain(layers.map(layered)).collect()
}

/// Columns far from 1: tiny, huge, narrow far from 0, constant and with a last row far outside.
fn extremes() -> Table {
    let names = ["tiny", "huge", "narrow", "constant"];
    let numbers = Goal::Numbers(vec!["a".to_owned(), "b".to_owned()]);
    let mut table = Table::new(names.map(Column::number).to_vec(), numbers);
    for at in 0..60 {
        let x = f64::from(at % 7) - 3.0;
        table.push(&[x * 1e-12, x * 1e200, 2e6 + x * 1e-3, 0.1], &[x, x * x / 10.0]);
    }
    table
}

/// What a script is to find beside answers: names, whether the model is compiled, and two epochs more.
fn tell(folder: &Path, case: &Case, written: &Written) {
    let table = &case.trained.data.train;
    let compiled = written.notes.is_empty();
    let column = |column: &Column| {
        let categories = match &column.meaning {
            Meaning::Number => Value::Null,
            Meaning::Category(names) => json!(names),
        };
        json!({ "name": column.name, "categories": categories })
    };
    let columns: Vec<_> = table.columns().iter().map(column).collect();
    let (goal, names) = match table.goal() {
        Goal::Classes(names) => ("classes", names),
        Goal::Numbers(names) => ("targets", names),
    };
    let training = if compiled { training(case) } else { Value::Null };
    let told = json!({
        "compiled": compiled, "columns": columns, "goal": goal, "names": names, "training": training,
    });
    fs::write(folder.join("told.json"), told.to_string()).unwrap();
}

/// The rows of the next two epochs in their order, and the losses behind each, as Keras's `evaluate` has
/// them: over all rows, with the layers' penalties. Null where Keras is not to find the same: at 32 bits,
/// where something is drawn at random, and where samples are left over for the next epoch.
fn training(case: &Case) -> Value {
    let config = &case.trained.config;
    let table = &case.trained.data.train;
    let random = [LayerKind::Dropout, LayerKind::GaussianNoise];
    let draws = config.layers.iter().any(|layer| random.contains(&layer.kind.kind()));
    let leaves = config.rules == Rules::Playground && !table.len().is_multiple_of(config.batch());
    if draws || leaves || config.precision == Precision::Bits32 {
        return Value::Null;
    }
    let mut trainer = case.trainer();
    let mut epochs = Vec::new();
    for _ in 0..2 {
        let order: Vec<_> = trainer.order_of_epoch().iter().map(|&row| row as usize).collect();
        let rows = table.pick(&order);
        let x: Vec<_> = rows.rows().map(|row| row.values.to_vec()).collect();
        let mut targets = case.trained.target.encode(&rows);
        case.trained.targets.scale(&mut targets);
        let y: Vec<_> = targets.chunks(case.trained.target.outputs).collect();
        trainer.finish_epoch();
        let loss = trainer.train_loss() + trainer.model().penalty();
        epochs.push(json!({ "x": x, "y": y, "loss": loss }));
    }
    json!({ "batch": config.batch(), "epochs": epochs })
}
