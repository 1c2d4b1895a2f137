//! Training in the browser: our worker beside an engine of one object per link, TensorFlow.js,
//! ConvNetJS and brain.js, and beside the same engine natively, all on the same data in one run.
//! `cargo xtask bench`, which assembles the folder that this serves.

#![allow(clippy::print_stdout, reason = "a program for the command line")]

#[path = "../tests/e2e/browser/mod.rs"]
#[expect(dead_code, reason = "the end-to-end tests use the rest")]
mod browser;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

use browser::{Failure, Outcome, Playground, measure, wait, wait_for};
use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::trainer::Trainer;
use serde_json::{Value, json};
use strum::VariantArray as _;

/// The longest that all of it may take.
const PATIENCE: Duration = Duration::from_secs(1500);
/// The longest that one engine may take on one case.
const TURN: Duration = Duration::from_secs(120);
/// Epochs behind which the losses are compared.
const EPOCHS: u64 = 5;

/// A network that everybody trains.
struct Case {
    name: &'static str,
    inputs: usize,
    hidden: &'static [usize],
    activation: Activation,
    batch: usize,
}

/// The goals of the readme are about these.
const CASES: [Case; 3] = [
    Case {
        name: "2-4-2-1 tanh, batch 10",
        inputs: 2,
        hidden: &[4, 2],
        activation: Activation::Tanh,
        batch: 10,
    },
    Case {
        name: "7-8×6-1 tanh, batch 30",
        inputs: 7,
        hidden: &[8; 6],
        activation: Activation::Tanh,
        batch: 30,
    },
    Case {
        name: "2-64-64-64-1 ReLU, batch 128",
        inputs: 2,
        hidden: &[64; 3],
        activation: Activation::Relu,
        batch: 128,
    },
];

/// Who runs: the name, the runner and its argument in `page/runners.js`.
const ENGINES: [(&str, &str, &str); 7] = [
    ("this engine", "ours", ""),
    ("an object per link", "objects", ""),
    ("TensorFlow.js, cpu", "tfjs", "cpu"),
    ("TensorFlow.js, wasm", "tfjs", "wasm"),
    ("TensorFlow.js, webgl", "tfjs", "webgl"),
    ("ConvNetJS", "convnetjs", ""),
    ("brain.js", "brainjs", ""),
];

impl Case {
    fn config(&self) -> Config {
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
        let mut rates = self.rates.clone();
        rates.sort_by(f64::total_cmp);
        rates.get(rates.len() / 2).copied()
    }

    /// Half of the distance between the slowest and the fastest burst, as a share of the median.
    fn spread(&self) -> Option<f64> {
        let low = self.rates.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.rates.iter().copied().fold(0.0, f64::max);
        Some((high - low) / 2.0 / self.median()?)
    }
}

/// The same engine, compiled for this machine.
fn natively(config: &Config, count: usize) -> Outcome<Found> {
    let mut trainer = Trainer::new(config).map_err(|error| Failure::new(error.to_string()))?;
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

async fn in_browser(
    page: &Playground,
    (runner, argument): (&str, &str),
    what: &Value,
    plan: &Value,
) -> Outcome<Found> {
    // A page of its own: nobody's warmed-up code or memory is another's.
    page.execute("location.href = 'bench.html'").await?;
    let ready = async || page.execute("return typeof begin === 'function' && !window.answer").await;
    wait("the page of the benchmark", ready, |ready| *ready == Value::Bool(true)).await?;
    page.execute(&format!("begin({}, {what}, {plan}, {})", json!(runner), json!(argument))).await?;
    let answer = async || page.execute("return window.answer").await;
    let answer = wait_for(TURN, runner, answer, |answer| !answer.is_null()).await?;
    let rates = answer["rates"].as_array().into_iter().flatten().filter_map(Value::as_f64);
    Ok(Found {
        rates: rates.collect(),
        loss: answer["loss"].as_f64(),
        error: answer["error"].as_str().map(str::to_owned),
    })
}

fn number(rate: Option<f64>) -> String {
    match rate {
        None => "–".to_owned(),
        Some(rate) if rate >= 1e6 => format!("{:.2} M", rate / 1e6),
        Some(rate) => format!("{:.1} k", rate / 1e3),
    }
}

async fn all(page: Playground) -> Outcome {
    let quick = env::var_os("BENCH_QUICK").is_some();
    let count = if quick { 3 } else { 9 };
    let plan = json!({ "span": if quick { 200 } else { 500 }, "count": count });
    page.open("").await?;
    let worker = page.execute("return document.querySelector('meta[name=worker]').content").await?;
    let browser = page.execute("return navigator.userAgent").await?;
    let cores = page.execute("return navigator.hardwareConcurrency").await?;
    let versions = env::var("BENCH_VERSIONS").unwrap_or_default();
    let mut table = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(table, "{} cores, {browser}; {versions}\n", cores);
    let _ = writeln!(
        table,
        "| network | engine | samples/s | spread | loss after {EPOCHS} epochs | this engine is faster by |"
    );
    let _ = writeln!(table, "| --- | --- | ---: | ---: | ---: | ---: |");
    let mut report = Vec::new();
    for case in CASES {
        let config = case.config();
        let mut trainer = Trainer::new(&config).map_err(|error| Failure::new(error.to_string()))?;
        let train = &trainer.data().train;
        let x: Vec<f64> =
            train.iter().flat_map(|sample| config.features.apply(sample.x1, sample.x2)).collect();
        let y: Vec<f64> = train.iter().map(|sample| sample.label).collect();
        let activation: &str = case.activation.into();
        let what = json!({
            "shape": config.shape(), "activation": activation, "batch": case.batch,
            "rate": config.learning_rate, "inputs": case.inputs, "x": x, "y": y,
            "weights": trainer.weights(), "config": config, "worker": worker, "epochs": EPOCHS,
        });
        let mut ours = None;
        let native = natively(&config, count)?;
        let mut rows = Vec::new();
        for (name, runner, argument) in ENGINES {
            let found = in_browser(&page, (runner, argument), &what, &plan).await?;
            if runner == "ours" {
                ours = found.median();
            }
            rows.push((name, found));
        }
        rows.insert(1, ("this engine, natively", native));
        for (name, found) in rows {
            let ratio = ours.zip(found.median()).map(|(ours, theirs)| ours / theirs);
            let loss = match (&found.error, found.loss) {
                (Some(error), _) => error.clone(),
                (None, loss) => loss.map_or("–".to_owned(), |loss| format!("{loss:.6}")),
            };
            let line = format!(
                "| {} | {name} | {} | {} | {loss} | {} |",
                case.name,
                number(found.median()),
                found.spread().map_or("–".to_owned(), |share| format!("±{:.0} %", share * 100.0)),
                ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}")),
            );
            println!("{line}");
            let _ = writeln!(table, "{line}");
            report.push(json!({
                "case": case.name, "engine": name, "rates": found.rates, "loss": found.loss,
                "error": found.error,
            }));
        }
    }
    let folder = PathBuf::from("target/bench");
    fs::create_dir_all(&folder)?;
    let all =
        json!({ "browser": browser, "cores": cores, "versions": versions, "results": report });
    fs::write(folder.join("page.json"), serde_json::to_string_pretty(&all).unwrap_or_default())?;
    fs::write(folder.join("page.md"), &table)?;
    println!("\n{table}");
    println!("Written to target/bench/page.json and page.md");
    Ok(())
}

fn main() -> Outcome {
    measure(PATIENCE, all)
}
