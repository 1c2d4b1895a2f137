//! Keras archives: `load_model` takes each as it stands, in safe mode and without custom objects; it
//! answers as the network does; and where it is compiled, `fit` goes on as the run does.

use std::fs;
use std::path::Path;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::callback::Callback;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::Features;
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::{Kind as _, Tuned};
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
    let squares = || Config { loss: Some(Loss::MeanSquaredError.into()), ..wide() };
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
        let worse =
            [1.0, 2.0, 3.0, 4.0].map(|loss| neural_playground::engine::callback::Measured {
                loss,
                val_loss: loss,
                accuracy: 0.0,
                val_accuracy: 0.0,
            });
        for measured in &worse {
            let _ = trainer.end_epoch(measured);
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

/// Networks beside those that all formats are asked for: losses that Keras has, with each optimizer,
/// schedule, clipping, layer and activation, and inputs that need more than an operation.
fn of_own() -> Vec<Case> {
    let squares = Config {
        loss: Some(Loss::MeanSquaredError.into()),
        learning_rate: 0.01,
        batch_size: 8,
        ..wide()
    };
    let mut cases = Vec::new();
    let mut add = |name: &str, config: Config, table| {
        cases.push(Case::of(&format!("own-{name}"), &config, table, 3));
    };
    let optimizers = [
        "sgd(momentum:0.9,nesterov:1)",
        "rmsprop(rho:0.8,momentum:0.5,epsilon:0.001,centered:1)",
        "rmsprop(centered:1)",
        "adagrad(initial_accumulator_value:0.2)",
        "adadelta(rho:0.9)",
        "adam(beta_1:0.8,amsgrad:1)",
        "adamw(weight_decay:0.1)",
        "adamax(beta_2:0.99)",
        "nadam(beta_1:0.85)",
        "lion(beta_1:0.8)",
        "ftrl(learning_rate_power:-0.6,l1_regularization_strength:0.01,beta:0.1)",
    ];
    for text in optimizers {
        let (optimizer, exact) = Tuned::read(text).unwrap();
        assert!(exact, "{text}");
        add(text, Config { optimizer, ..squares.clone() }, None);
    }
    for &kind in Optimizer::all() {
        let name: &str = kind.into();
        add(name, Config { optimizer: kind.into(), ..squares.clone() }, None);
    }
    let schedules = [
        "exponential_decay(decay_steps:5,decay_rate:0.9,staircase:1)",
        "cosine_decay(decay_steps:30,alpha:0.1)",
        "cosine_decay(decay_steps:30,warmup_target:0.1,warmup_steps:14)",
        "cosine_decay_restarts(first_decay_steps:5,m_mul:0.8)",
        "polynomial_decay(decay_steps:7,power:2,cycle:1)",
        "inverse_time_decay(decay_steps:5,decay_rate:0.5)",
        "piecewise_constant_decay(boundary_1:16,boundary_2:9,value_2:0.1)",
        "piecewise_constant_decay(boundary_1:0)",
    ];
    for text in schedules {
        let (schedule, exact) = Tuned::read(text).unwrap();
        assert!(exact, "{text}");
        let optimizer = Tuned::new(Optimizer::Adam);
        add(text, Config { schedule, optimizer, ..squares.clone() }, None);
    }
    let extras = [
        Extras { weight_decay: 0.1, ..Extras::default() },
        Extras { clipnorm: 0.05, ..Extras::default() },
        Extras { clipvalue: 0.01, ..Extras::default() },
        Extras { global_clipnorm: 0.1, ..Extras::default() },
    ];
    for (at, extras) in extras.into_iter().enumerate() {
        add(&format!("extras-{at}"), Config { extras, ..squares.clone() }, None);
    }
    for text in [
        "batch_normalization(momentum:0.9)",
        "batch_normalization(trainable:0)",
        "layer_normalization",
        "rms_normalization(epsilon:0.01)",
        "dropout",
        "gaussian_noise",
    ] {
        let (own, _) = Layer::read(text, 7).unwrap();
        let layers = vec![Layer::dense(0, 4), own, Layer::dense(1, 3), Layer { id: 8, ..own }];
        add(text, Config { layers, ..squares.clone() }, None);
    }
    let (penalised, _) = Layer::read(
        "dense(units:4,kernel_regularizer:l1l2(l1:0.01,l2:0.02),bias_regularizer:l2,use_bias:1)",
        0,
    )
    .unwrap();
    let (frozen, _) = Layer::read("dense(units:4,trainable:0,kernel_regularizer:l1)", 1).unwrap();
    let residual = Layer::new(2, Tuned::new(LayerKind::Add).with("layers", 1.0));
    let layers = vec![penalised, frozen, residual];
    add("penalised", Config { layers, ..squares.clone() }, None);
    for (at, four) in Activation::VARIANTS.chunks(4).enumerate() {
        let layer = |(id, &one)| Layer { activation: Some(one), ..Layer::dense(id, 4) };
        // Away from its defaults, where there are any.
        let tuned: Vec<_> = four.iter().map(|&kind| knobbed(kind)).collect();
        let layers: Vec<Layer> = (0..).zip(&tuned).map(layer).collect();
        add(&format!("activations-{at}"), Config { layers, ..squares.clone() }, None);
    }
    let losses = [
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
    ];
    for (text, activation) in losses {
        let (loss, exact) = Tuned::read(text).unwrap();
        assert!(exact, "{text}");
        let (activation, _) = Tuned::read(activation).unwrap();
        let output = Layer { activation: Some(activation), ..Layer::new(0, LayerKind::Dense) };
        let dataset = match loss.kind() {
            Loss::CategoricalCrossentropy => Dataset::Blobs,
            _ => Dataset::Circle,
        };
        let name = format!("{text}-{activation}");
        add(
            &name,
            Config { loss: Some(loss), output, dataset: dataset.into(), ..squares.clone() },
            None,
        );
    }
    for &initializer in Initializer::all() {
        let name: &str = initializer.into();
        // Nothing is drawn again: that Keras knows them is all.
        let layers = Layer::stack(&[3]);
        add(name, Config { layers, initializer: initializer.into(), ..wide() }, None);
    }
    add("zeros-at-first", Config { init_zero: true, ..squares.clone() }, None);
    let formulas = ["1/0+x1", "2*3-1", "x1^2+0.1*x1^3", "min(1,2)*x2", "-x1"];
    let features = Features::empty();
    for (at, formula) in formulas.iter().enumerate() {
        let formulas = vec![(*formula).to_owned()];
        add(&format!("formula-{at}"), Config { formulas, features, ..squares.clone() }, None);
    }
    add("no-input", Config { features, ..squares.clone() }, None);
    let rules = Rules::Playground;
    add("playground", Config { rules, batch_size: 10, ..squares.clone() }, None);
    add("bits-32", Config { precision: Precision::Bits32, ..squares.clone() }, None);
    let scaling = Scaling::Standardize;
    let precision = Precision::Bits32;
    let narrow = Config { scaling, precision, ..squares };
    add("extremes", Config { precision: Precision::Bits64, ..narrow.clone() }, Some(extremes()));
    add("extremes-at-32-bits", narrow, Some(extremes()));
    cases
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

/// An activation with its knobs away from Keras's defaults.
fn knobbed(kind: Activation) -> Tuned<Activation> {
    let knobs = kind.knobs().iter();
    knobs.fold(kind.into(), |tuned: Tuned<_>, knob| tuned.with(knob.name, knob.default + 0.3))
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
        let targets = case.trained.target.encode(&rows);
        let y: Vec<_> = targets.chunks(case.trained.target.outputs).collect();
        trainer.finish_epoch();
        let loss = trainer.train_loss() + trainer.model().penalty();
        epochs.push(json!({ "x": x, "y": y, "loss": loss }));
    }
    json!({ "batch": config.batch(), "epochs": epochs })
}
