//! Keras scripts and notebooks: every network is built as it is here, some are trained as they are here, and
//! some notebooks are run by Jupyter.

use std::fs;
use std::path::Path;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::callback::{Callback, Measured};
use neural_playground::engine::config::{Config, Precision, Problem, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::{Kind as _, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::{Coding, Loss};
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::{LayerRegularizer, Regularizer};
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::schedule::Schedule;
use neural_playground::engine::table::Table;
use neural_playground::engine::trainer::{Means, Tables, Trainer};
use neural_playground::formats::{Accelerator, Format, Refused, Trained, Wishes, write};
use neural_playground::language::Language;
use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::cases::{self, Case, table};
use crate::programs::{folder, python};

/// Writes the files of a format and what is expected of them into a folder of their own.
fn lay(folder: &Path, trained: &Trained, format: Format, wishes: &Wishes, expected: &Value) {
    fs::create_dir_all(folder).unwrap();
    for file in write(format, trained, wishes).unwrap().files {
        fs::write(folder.join(file.name), file.bytes).unwrap();
    }
    fs::write(folder.join("expected.json"), expected.to_string()).unwrap();
}

/// A run of so many epochs, or as many as the callbacks let it have: as it stands then, but told to be
/// trained for all of them, and its losses.
fn run(config: &Config, table: Option<Table>, epochs: u64) -> (Trained, Value) {
    let tables = Tables::default();
    let mut config = config.clone();
    if let Some(table) = table {
        config.own = Some(table.brief());
        tables.put(table);
    }
    let means = Means { tables: tables.clone(), ..Means::from(on_cpu()) };
    let mut trainer = Trainer::on(&config, means).unwrap();
    let (mut loss, mut val_loss) = (Vec::new(), Vec::new());
    for _ in 0..epochs {
        trainer.finish_epoch();
        let found = trainer.evaluate();
        loss.push(found.train_loss);
        val_loss.push(found.test_loss);
        let (stop, _) = trainer.end_epoch(&Measured {
            loss: found.train_loss,
            val_loss: found.test_loss,
            accuracy: found.train_accuracy,
            val_accuracy: found.test_accuracy,
        });
        if stop.is_some() {
            break;
        }
    }
    let mut progress = trainer.progress();
    progress.epoch = epochs;
    let exact = config.rules == Rules::Playground;
    let told = json!({ "loss": loss, "val_loss": val_loss, "exact": exact });
    (Trained::of(&config, &tables, progress).unwrap(), told)
}

/// 64 bits and no shuffling: what Keras's numbers can be held against one by one.
fn exact() -> Config {
    Config {
        rules: Rules::Playground,
        precision: Precision::Bits64,
        samples: Some(86),
        ..Config::default()
    }
}

/// All features and two formulas, GELU, a schedule, and a stop before the end.
fn rich() -> Config {
    let every = Feature::VARIANTS.iter().fold(Features::empty(), |set, &one| set.with(one, true));
    let schedule = Tuned::new(Schedule::CosineDecay).with("decay_steps", 120.0);
    let stop = Tuned::new(Callback::EarlyStopping).with("patience", 3.0).with("min_delta", 0.004);
    Config {
        features: every,
        formulas: vec!["sin(3*x1)*x2".to_owned(), "ln(x1)/max(x2,0.5)".to_owned()],
        activation: Activation::Gelu.into(),
        optimizer: Tuned::new(Optimizer::Sgd).with("momentum", 0.8).with("nesterov", 1.0),
        schedule: schedule.with("warmup_target", 0.05).with("warmup_steps", 7.0),
        callbacks: vec![stop],
        ..exact()
    }
}

/// The six networks, each with what is drawn from its seed, its table and its epochs.
fn six(seed: usize) -> Vec<(&'static str, Config, Option<Table>, u64)> {
    let seed = format!("interop {seed}");
    let circle = Config { seed: seed.clone(), ..Config::default() };
    let spiral = Config {
        dataset: Dataset::Spiral.into(),
        regularizer: Regularizer::L1,
        regularization_rate: 0.03,
        layers: Layer::stack(&[6, 4]),
        batch_size: 16,
        seed: seed.clone(),
        ..exact()
    };
    let mut layers = Layer::stack(&[6, 4]);
    layers.insert(1, Layer::new(7, LayerKind::BatchNormalization));
    let blobs = Config {
        dataset: Tuned::new(Dataset::Blobs).with("classes", 3.0),
        noise: 60.0,
        layers,
        activation: Activation::Relu.into(),
        optimizer: Optimizer::Adam.into(),
        learning_rate: 0.01,
        samples: Some(300),
        seed: seed.clone(),
        ..Config::default()
    };
    let plane = Config {
        problem: Problem::Regression,
        samples: Some(80),
        learning_rate: 0.01,
        seed: seed.clone(),
        ..exact()
    };
    let island = Config {
        scaling: Scaling::Standardize,
        learning_rate: 0.05,
        seed: seed.clone(),
        ..Config::default()
    };
    let rich = Config { seed, ..rich() };
    vec![
        ("circle", circle, None, 60),
        ("spiral", spiral, None, 12),
        ("blobs", blobs, None, 30),
        ("plane", plane, None, 12),
        ("table", island, Some(table(true)), 60),
        ("rich", rich, None, 40),
    ]
}

/// More that can be told to the last digits: each rule for a penalty, each callback, and what an
/// optimizer may do beside its own update.
fn others() -> Vec<(&'static str, Config, Option<Table>, u64)> {
    let penalized = |regularizer, optimizer: Tuned<Optimizer>| Config {
        regularizer,
        regularization_rate: 0.05,
        optimizer,
        ..exact()
    };
    let mut mixed = penalized(Regularizer::L1, Optimizer::Sgd.into());
    mixed.layers[0].kernel_regularizer =
        Tuned::new(LayerRegularizer::L1L2).with("l1", 0.002).with("l2", 0.003);
    let decaying = Tuned::new(Optimizer::AdamW).with("weight_decay", 0.02).with("amsgrad", 1.0);
    let plateau = Tuned::new(Callback::ReduceLrOnPlateau)
        .with("monitor", 1.0)
        .with("patience", 1.0)
        .with("min_delta", 0.02)
        .with("factor", 0.5);
    let schedule = Tuned::new(Schedule::PiecewiseConstantDecay)
        .with("boundary_1", 20.0)
        .with("value_1", 0.02)
        .with("boundary_2", 10.0)
        .with("value_2", 0.04)
        .with("boundary_3", 30.0)
        .with("value_3", 0.01);
    let goal = Tuned::new(Callback::StopAtAccuracy).with("monitor", 1.0).with("value", 0.7);
    let extras = Extras { clipnorm: 0.2, weight_decay: 0.01, ..Extras::default() };
    let coding = Some(Coding::Signed);
    let one_each = Some(Loss::MeanSquaredError.into());
    let signed = Config { coding, loss: one_each, callbacks: vec![goal], ..exact() };
    vec![
        ("l1-adam", penalized(Regularizer::L1, Optimizer::Adam.into()), None, 8),
        ("l1-mixed", mixed, None, 8),
        ("l2-adamw", penalized(Regularizer::L2, decaying), None, 8),
        ("plateau", Config { callbacks: vec![plateau], ..exact() }, None, 12),
        ("scheduled", Config { callbacks: vec![plateau], schedule, ..exact() }, None, 12),
        (
            "clipped",
            Config { extras, ..penalized(Regularizer::L2, Optimizer::RmsProp.into()) },
            None,
            8,
        ),
        ("signed", Config { dataset: Dataset::Blobs.into(), ..signed }, None, 40),
    ]
}

/// Every choice that no case has, and every knob away from its default.
fn choices() -> Vec<Case> {
    let plain = Config { samples: Some(40), precision: Precision::Bits64, ..Config::default() };
    let mut cases = Vec::new();
    let mut add = |name: &str, config: &Config| cases.push(Case::of(name, config, None, 1));
    for &kind in Initializer::VARIANTS {
        let name: &str = kind.into();
        let mut initializer = Tuned::new(kind);
        add(&format!("initializer-{name}"), &Config { initializer, ..plain.clone() });
        for knob in kind.knobs() {
            initializer.set(knob.name, 0.3);
            add(&format!("{}-{name}", knob.name), &Config { initializer, ..plain.clone() });
        }
    }
    for &kind in Schedule::VARIANTS {
        let name: &str = kind.into();
        add(&format!("schedule-{name}"), &Config { schedule: kind.into(), ..plain.clone() });
    }
    for &kind in Callback::VARIANTS {
        let name: &str = kind.into();
        add(&format!("callback-{name}"), &Config { callbacks: vec![kind.into()], ..plain.clone() });
    }
    for &kind in Activation::VARIANTS {
        let name: &str = kind.into();
        for knob in kind.knobs() {
            let activation = Tuned::new(kind).with(knob.name, 0.7);
            add(&format!("tuned-{name}"), &Config { activation, ..plain.clone() });
        }
    }
    let bare = Config { features: Features::empty(), init_zero: true, ..plain.clone() };
    add("no-inputs", &bare);
    let all = "tan(x1)+tanh(x2)+exp(x1)+log(x2)+abs(x1)+sign(x2)+min(x1,x2)+sigmoid(x1)+relu(x2)";
    let deep = format!("{}x1{}", "sin(".repeat(32), ")".repeat(32));
    let formulas = vec![all.to_owned(), "cos(x1)^-3-x2^3".to_owned(), deep];
    add("functions", &Config { formulas, scaling: Scaling::MinMax, ..plain });
    cases
}

#[test]
fn scripts_build_every_network() {
    let folder = folder("scripts-built");
    let languages = Language::VARIANTS.iter().cycle();
    let link = "https://example.org/#seed=1\nraise SystemExit".to_owned();
    for (case, &language) in cases::all().iter().chain(&choices()).zip(languages) {
        let wishes = Wishes { language, link: link.clone(), ..Wishes::default() };
        let fresh = case.fresh();
        let outputs = fresh.predict(&case.rows);
        let wide = fresh.config.precision == Precision::Bits64;
        let outputs: Vec<_> = outputs.chunks(fresh.target.outputs).collect();
        let expected = json!({ "rows": case.rows, "outputs": outputs, "wide": wide });
        let own = folder.join("built").join(&case.name);
        lay(&own, &case.trained, Format::KerasCode, &wishes, &expected);
        lay(&own, &case.trained, Format::Notebook, &wishes, &expected);
    }
    python("run_code.py", &folder);
}

#[test]
fn scripts_train_as_the_page_does() {
    let folder = folder("scripts-trained");
    for seed in 0..5 {
        let one = seed == 0;
        let rest = if one { others() } else { Vec::new() };
        for (name, config, table, epochs) in six(seed).into_iter().chain(rest) {
            // What is not shuffled is what it is, whichever the seed.
            if one || config.rules == Rules::Modern {
                let (trained, expected) = run(&config, table, epochs);
                let own = folder.join("trained").join(name).join(seed.to_string());
                lay(&own, &trained, Format::KerasCode, &Wishes::default(), &expected);
            }
        }
    }
    // The others are run by Jupyter, below.
    for (name, config, table, epochs) in six(0) {
        if ["blobs", "table", "rich"].contains(&name) {
            let (trained, expected) = run(&config, table, epochs);
            let wishes = Wishes { accelerator: Accelerator::Gpu, ..Wishes::default() };
            lay(
                &folder.join("notebooks").join(name),
                &trained,
                Format::Notebook,
                &wishes,
                &expected,
            );
        }
    }
    python("run_code.py", &folder);
}

#[test]
fn notebooks_run_as_they_stand() {
    let folder = folder("notebooks");
    for (at, (name, config, table, epochs)) in six(0).into_iter().enumerate() {
        let (trained, expected) = run(&config, table, epochs);
        let accelerator = Accelerator::VARIANTS[at % 3];
        let language = Language::VARIANTS[at % 2];
        let wishes =
            Wishes { accelerator, language, link: "https://example.org/#seed=1".to_owned() };
        lay(&folder.join(name), &trained, Format::Notebook, &wishes, &expected);
    }
    python("run_notebooks.py", &folder);
}

#[test]
fn a_notebook_asks_for_the_runtime_that_is_wished_for() {
    let (trained, _) = run(&exact(), None, 1);
    for (accelerator, asked) in [
        (Accelerator::None, [Value::Null, Value::Null]),
        (Accelerator::Gpu, ["GPU".into(), "T4".into()]),
        (Accelerator::Tpu, ["TPU".into(), "V5E1".into()]),
    ] {
        let wishes = Wishes { accelerator, ..Wishes::default() };
        let written = write(Format::Notebook, &trained, &wishes).unwrap();
        let notebook: Value = serde_json::from_slice(&written.files[0].bytes).unwrap();
        let metadata = &notebook["metadata"];
        let found = [metadata["accelerator"].clone(), metadata["colab"]["gpuType"].clone()];
        assert_eq!(found, asked);
        // A TPU computes with 32 bits at most.
        let wide = String::from_utf8_lossy(&written.files[0].bytes).contains("float64");
        assert_eq!(wide, accelerator != Accelerator::Tpu);
    }
}

#[test]
fn only_a_run_without_training_data_is_refused() {
    let (mut trained, _) = run(&exact(), None, 1);
    trained.data.train = trained.data.train.pick(&[]);
    for format in [Format::KerasCode, Format::Notebook] {
        let refused = write(format, &trained, &Wishes::default());
        assert_eq!(refused, Err(Refused::Lacks(vec!["training data".to_owned()])));
    }
}
