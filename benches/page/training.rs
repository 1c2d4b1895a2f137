//! Training: our worker beside an engine of one object per link, TensorFlow.js, ConvNetJS and
//! brain.js, and beside the same engine natively, from the same weights on the same data.

use std::time::{Duration, Instant};

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::trainer::Trainer;
use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::browser::Outcome;
use crate::report::{self, Part, rate, table};
use crate::{Bench, commands};

/// Epochs behind which the losses are compared.
const EPOCHS: u64 = 5;

/// A network that everybody trains.
pub struct Case {
    /// Its shape, activation and batch.
    pub name: &'static str,
    inputs: usize,
    hidden: &'static [usize],
    /// The hidden layers'.
    pub activation: Activation,
    batch: usize,
}

/// The network that the other parts look at, too.
pub const DEEP: Case = Case {
    name: "7-8×6-1 tanh, batch 30",
    inputs: 7,
    hidden: &[8; 6],
    activation: Activation::Tanh,
    batch: 30,
};

/// The goals of the readme are about these.
pub const CASES: [Case; 3] = [
    Case {
        name: "2-4-2-1 tanh, batch 10",
        inputs: 2,
        hidden: &[4, 2],
        activation: Activation::Tanh,
        batch: 10,
    },
    DEEP,
    Case {
        name: "2-64-64-64-1 ReLU, batch 128",
        inputs: 2,
        hidden: &[64; 3],
        activation: Activation::Relu,
        batch: 128,
    },
];

/// What the goals at 64 bits are measured against.
const OBJECTS: &str = "an object per link";

/// Who runs: the name, the runner and its argument in `runners.js`.
const ENGINES: [(&str, &str, &str); 9] = [
    ("this engine", "ours", "Bits32"),
    ("this engine, 64 bits", "ours", "Bits64 own"),
    ("this engine, 64 bits, Math called", "ours", "Bits64 browser"),
    (OBJECTS, "objects", ""),
    ("TensorFlow.js, cpu", "tfjs", "cpu"),
    ("TensorFlow.js, wasm", "tfjs", "wasm"),
    ("TensorFlow.js, webgl", "tfjs", "webgl"),
    ("ConvNetJS", "convnetjs", ""),
    ("brain.js", "brainjs", ""),
];

impl Case {
    /// The run of it.
    pub fn config(&self) -> Config {
        let features = Feature::VARIANTS.iter().take(self.inputs);
        Config {
            features: features.fold(Features::empty(), |set, &feature| set.with(feature, true)),
            layers: Layer::stack(self.hidden),
            activation: self.activation.into(),
            batch_size: self.batch,
            // A whole number of batches, in the samples' own order: everybody does the same steps.
            samples: Some(1920 * 2),
            rules: Rules::Playground,
            precision: Precision::Bits32,
            learning_rate: 0.003,
            ..Config::default()
        }
    }
}

/// Samples a second in bursts, and the training loss after [`EPOCHS`].
#[derive(Clone, Debug, Default)]
struct Found {
    rates: Vec<f64>,
    loss: Option<f64>,
    error: Option<String>,
}

impl Found {
    fn median(&self) -> Option<f64> {
        report::median(&self.rates)
    }

    fn spread(&self) -> Option<f64> {
        report::spread(&self.rates)
    }
}

/// The same engine, compiled for this machine.
fn natively(config: &Config, count: usize) -> Outcome<Found> {
    let mut trainer = Trainer::new(config)?;
    for _ in 0..EPOCHS {
        trainer.finish_epoch();
    }
    let loss = Some(trainer.evaluate().train_loss);
    let samples = trainer.data().train.len() as f64;
    let mut rates = Vec::new();
    for _ in 0..count {
        let (start, mut epochs) = (Instant::now(), 0.0);
        while start.elapsed() < Duration::from_millis(500) {
            trainer.finish_epoch();
            epochs += 1.0;
        }
        rates.push(epochs * samples / start.elapsed().as_secs_f64());
    }
    Ok(Found { rates, loss, error: None })
}

/// What a runner is told of a case.
fn told(bench: &Bench, case: &Case) -> Outcome<Value> {
    let config = case.config();
    let mut trainer = Trainer::new(&config)?;
    let train = &trainer.data().train;
    let (x, y) = (trainer.inputs().of_table(train), config.target().encode(train));
    let activation: &str = case.activation.into();
    let mut commands = commands::all(EPOCHS)?;
    for (name, precision) in [("Bits32", Precision::Bits32), ("Bits64", Precision::Bits64)] {
        commands[name] = commands::configure(Config { precision, ..config.clone() })?;
    }
    Ok(json!({
        "shape": config.shape(), "activation": activation, "batch": case.batch,
        "rate": config.learning_rate, "inputs": case.inputs, "x": x, "y": y,
        "weights": trainer.weights(), "commands": commands, "worker": bench.worker,
        "epochs": EPOCHS,
    }))
}

async fn in_browser(bench: &Bench, runner: (&str, &str), what: &Value) -> Outcome<Found> {
    let plan = json!({
        "span": if bench.quick { 200 } else { 500 }, "count": if bench.quick { 3 } else { 9 },
    });
    let answer = bench.run(runner, what, &plan).await?;
    let rates = report::numbers(&answer["rates"]);
    let error = answer["error"].as_str().map(str::to_owned);
    let error = error.or_else(|| rates.is_empty().then(|| "no rates".to_owned()));
    Ok(Found { rates, loss: answer["loss"].as_f64(), error })
}

/// All engines on all cases.
pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let (mut rows, mut results) = (Vec::new(), Vec::new());
    for case in CASES {
        let what = told(bench, &case)?;
        let mut found = Vec::new();
        for (name, runner, argument) in ENGINES {
            found.push((name, in_browser(bench, (runner, argument), &what).await?));
        }
        let native = natively(&case.config(), if bench.quick { 3 } else { 9 })?;
        found.insert(1, ("this engine, natively", native));
        let ours = found[0].1.median();
        let objects = found.iter().find(|(name, _)| *name == OBJECTS);
        let objects = objects.and_then(|(_, found)| found.median());
        for (name, found) in found {
            let ratio = ours.zip(found.median()).map(|(ours, theirs)| ours / theirs);
            let gain = found.median().zip(objects).map(|(theirs, objects)| theirs / objects);
            let none = || "–".to_owned();
            let loss = found.loss.map_or_else(none, |loss| format!("{loss:.6}"));
            rows.push(vec![
                case.name.to_owned(),
                name.to_owned(),
                found.median().map_or_else(none, rate),
                found.spread().map_or_else(none, |share| format!("±{:.0} %", share * 100.0)),
                found.error.clone().unwrap_or(loss),
                ratio.map_or_else(none, |ratio| format!("{ratio:.2}")),
                gain.map_or_else(none, |gain| format!("{gain:.2}")),
            ]);
            results.push(json!({
                "case": case.name, "engine": name, "rates": found.rates, "loss": found.loss,
                "error": found.error,
            }));
        }
    }
    let loss = format!("loss after {EPOCHS} epochs");
    let faster = "this engine is faster by";
    let head =
        ["network", "engine", "samples/s", "spread", &loss, faster, "faster than objects by"];
    let text = table(2, &head, &rows);
    Ok(Part { title: "Training", text, found: json!(results) })
}
