//! Every kind of network: our worker on networks with softmax, Adam, normalization and dropout, beside
//! the same shapes without and beside TensorFlow.js.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules, Runtime};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::trainer::Trainer;
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};
use crate::report::{Part, goal, median, numbers, rate, spread, table};
use crate::training::DEEP;
use crate::{Bench, growth};

/// TensorFlow.js' ways to compute.
const BACKENDS: [&str; 3] = ["cpu", "wasm", "webgl"];

/// A network, and what it is measured against.
struct Case {
    name: &'static str,
    config: Config,
    /// What stands beside it, and the share of its speed that is to be reached.
    beside: (&'static str, Config, f64),
    /// By what it is to be faster than TensorFlow.js' best, if that is asked.
    peers: Option<f64>,
}

/// Several classes on the CPU, in the samples' own order.
fn classes(count: usize, hidden: &[usize], batch_size: usize) -> Config {
    Config {
        dataset: Tuned::new(Dataset::Blobs).with("classes", count as f64),
        layers: Layer::stack(hidden),
        optimizer: Optimizer::Adam.into(),
        batch_size,
        samples: Some(1920 * 2),
        learning_rate: 0.003,
        rules: Rules::Playground,
        precision: Precision::Bits32,
        runtime: Runtime::Cpu,
        ..Config::default()
    }
}

/// By gradient descent and nothing else.
fn plain(config: &Config) -> Config {
    Config { optimizer: Optimizer::Sgd.into(), ..config.clone() }
}

fn cases() -> [Case; 4] {
    let softmax = classes(3, &[8, 8], 10);
    let tanh = Layer { activation: Some(Activation::Tanh.into()), ..softmax.output };
    let squares = Some(Loss::HalfSquaredError.into());
    let adam = Optimizer::Adam.into();
    let deep = Config { optimizer: adam, runtime: Runtime::Cpu, ..DEEP.config() };
    let wide = classes(4, &[32, 32], 64);
    let between = |id, kind| Layer::new(id, kind);
    let normalized = Config {
        layers: vec![
            Layer::dense(1, 32),
            between(2, Tuned::new(LayerKind::BatchNormalization)),
            Layer::dense(3, 32),
            between(4, Tuned::new(LayerKind::Dropout).with("rate", 0.2)),
        ],
        ..wide.clone()
    };
    [
        Case {
            name: "2-8-8-3 softmax, Adam, batch 10",
            beside: (
                "tanh output, SGD",
                Config { output: tanh, loss: squares, ..plain(&softmax) },
                0.5,
            ),
            config: softmax,
            peers: Some(300.0),
        },
        Case {
            name: "7-8×6-1 tanh, Adam, batch 30",
            beside: ("SGD", plain(&deep), 0.7),
            config: deep,
            peers: None,
        },
        Case {
            name: "2-32-BN-32-dropout-4 softmax, Adam, batch 64",
            beside: ("without BN and dropout", wide, 0.5),
            config: normalized,
            peers: Some(30.0),
        },
        Case {
            name: "2-256-256-2 softmax, Adam, batch 1000",
            beside: ("batch 256", classes(2, &[256, 256], 256), 1.0),
            config: classes(2, &[256, 256], 1000),
            peers: None,
        },
    ]
}

/// What a runner of TensorFlow.js is told of a run with a class an output.
fn told(config: &Config) -> Outcome<Value> {
    let trainer = Trainer::new(config)?;
    let train = &trainer.data().train;
    let outputs = config.shape().last().copied().unwrap_or(1);
    let (x, y) = (trainer.inputs().of_table(train), config.target().encode(train));
    let layers: Vec<Value> = config
        .layers
        .iter()
        .map(|layer| {
            let kind: &str = layer.kind.kind().into();
            json!({ "kind": kind, "units": layer.units(), "rate": layer.kind.get("rate") })
        })
        .collect();
    let activation: &str = config.activation.kind().into();
    Ok(json!({
        "layers": layers, "activation": activation, "inputs": config.shape()[0],
        "outputs": outputs, "batch": config.batch_size, "rate": config.learning_rate,
        "x": x, "y": y, "rows": train.len(),
    }))
}

/// Samples a second of the worker in bursts, of two runs in turn.
async fn in_turn(bench: &Bench, configs: [&Config; 2]) -> Outcome<[Vec<f64>; 2]> {
    let turns = if bench.quick { 2 } else { 5 };
    let configs = configs.into_iter().cloned().cycle().take(2 * turns);
    let rates = growth::rates(bench, configs, 3).await?;
    let of = |first: usize| rates.iter().skip(first).step_by(2).copied().collect();
    Ok([of(0), of(1)])
}

/// Samples a second of TensorFlow.js at its best, and by what.
async fn of_peers(bench: &Bench, config: &Config) -> Outcome<Option<(f64, &'static str)>> {
    let what = told(config)?;
    let plan = json!({
        "span": if bench.quick { 200 } else { 500 }, "count": if bench.quick { 2 } else { 5 },
    });
    let mut best = None;
    for backend in BACKENDS {
        let answer = bench.run(("layers", backend), &what, &plan).await?;
        let Some(found) = median(&numbers(&answer["rates"])) else { continue };
        if best.is_none_or(|(known, _)| found > known) {
            best = Some((found, backend));
        }
    }
    Ok(best)
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let (mut rows, mut results, mut goals) = (Vec::new(), Vec::new(), String::new());
    for Case { name, config, beside: (other, beside, share), peers } in cases() {
        let [ours, theirs] = in_turn(bench, [&config, &beside]).await?;
        let (Some(fast), Some(spread), Some(known)) =
            (median(&ours), spread(&ours), median(&theirs))
        else {
            return Err(Failure::new(format!("no rates of {name}")));
        };
        let best = match peers {
            Some(_) => of_peers(bench, &config).await?,
            None => None,
        };
        let times = best.map(|(best, _)| fast / best);
        rows.push(vec![
            name.to_owned(),
            other.to_owned(),
            rate(fast),
            format!("±{:.0} %", spread * 100.0),
            rate(known),
            format!("{:.2}", fast / known),
            best.map_or_else(|| "–".to_owned(), |(best, by)| format!("{} ({by})", rate(best))),
            times.map_or_else(|| "–".to_owned(), |times| format!("{times:.0}")),
        ]);
        let reached = goal(&format!("{share} × {other}"), fast >= share * known);
        goals += &format!("{name}: {reached}.\n");
        if let Some(peers) = peers {
            let reached = times.is_some_and(|times| times >= peers);
            let reached = goal(&format!("{peers} × TensorFlow.js' best"), reached);
            goals += &format!("{name}: {reached}.\n");
        }
        results.push(json!({
            "case": name, "beside": other, "rates": ours, "rates_beside": theirs,
            "tensorflow": best.map(|(best, _)| best), "by": best.map(|(_, by)| by),
        }));
    }
    let head = [
        "network, 32 bits",
        "beside",
        "samples/s",
        "spread",
        "beside, samples/s",
        "ratio",
        "TensorFlow.js' best",
        "faster by",
    ];
    let text = format!("{}\n{goals}", table(2, &head, &rows));
    Ok(Part { title: "Every kind of network", text, found: json!(results) })
}
