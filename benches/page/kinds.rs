//! Every kind of network: our worker on networks with softmax, Adam, normalization and dropout, one of
//! them on real digits, beside the same shapes without and beside TensorFlow.js.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Problem, Rules, Runtime};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::table::Table;
use neural_playground::files::{Choice, Corrections, Limits, Reader};
use neural_playground::protocol::{Event, wire};
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};
use crate::decoder::Decoder;
use crate::report::{Part, goal, median, numbers, percent, quartiles, range, rate, spread, table};
use crate::training::DEEP;
use crate::{Bench, commands, growth, pair};

/// TensorFlow.js' ways to compute.
const BACKENDS: [&str; 3] = ["cpu", "wasm", "webgl"];

/// The share of an epoch that the dense products of the digits' network are to take.
const PRODUCTS: f64 = 0.7;

/// A network, and what it is measured against.
struct Case {
    name: &'static str,
    config: Config,
    /// The table that it learns, unless that is generated.
    table: Option<Table>,
    /// What stands beside it, and the share of its speed that is to be reached, if that is asked.
    beside: (&'static str, Config, Option<f64>),
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

/// The digits that lie beside the page.
fn digits() -> Outcome<Table> {
    let text = include_bytes!("../../sets/digits.csv");
    let mut reader = Reader::new(Decoder::default(), Corrections::default(), Limits::default());
    let unreadable = |error| Failure::new(format!("sets/digits.csv: {error:?}"));
    reader.push(text).map_err(unreadable)?;
    let sheet = reader.finish().map_err(unreadable)?;
    let choice = Choice::suggest(&sheet.findings(&[]).columns, sheet.rows());
    let taken = sheet.table(&choice);
    Ok(taken.map_err(|error| Failure::new(format!("sets/digits.csv: {error:?}")))?.table)
}

fn cases() -> Outcome<[Case; 5]> {
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
    let table = digits()?;
    let digits = Config {
        own: Some(table.brief()),
        problem: Problem::Classification,
        layers: Layer::stack(&[32]),
        batch_size: 32,
        rules: Rules::Modern,
        ..wide.clone()
    };
    Ok([
        Case {
            name: "2-8-8-3 softmax, Adam, batch 10",
            table: None,
            beside: (
                "tanh output, SGD",
                Config { output: tanh, loss: squares, ..plain(&softmax) },
                Some(0.5),
            ),
            config: softmax,
            peers: Some(300.0),
        },
        Case {
            name: "7-8×6-1 tanh, Adam, batch 30",
            table: None,
            beside: ("SGD", plain(&deep), Some(0.7)),
            config: deep,
            peers: None,
        },
        Case {
            name: "2-32-BN-32-dropout-4 softmax, Adam, batch 64",
            table: None,
            beside: ("without BN and dropout", wide, Some(0.5)),
            config: normalized,
            peers: Some(30.0),
        },
        Case {
            name: "2-256-256-2 softmax, Adam, batch 1000",
            table: None,
            beside: ("batch 256", classes(2, &[256, 256], 256), Some(1.0)),
            config: classes(2, &[256, 256], 1000),
            peers: None,
        },
        Case {
            name: "digits, 64-32-10 softmax, Adam, batch 32",
            table: Some(table),
            beside: ("SGD", plain(&digits), None),
            config: digits,
            peers: Some(10.0),
        },
    ])
}

/// What a runner of TensorFlow.js is told of a run with a class an output.
fn told(config: &Config, table: Option<&Table>) -> Outcome<Value> {
    let trainer = growth::natively(config, table)?;
    let train = &trainer.data().train;
    let mut told = described(config, train.len());
    told["x"] = json!(trainer.inputs().of_table(train));
    told["y"] = json!(config.target().encode(train));
    Ok(told)
}

/// The same without the data: of so many rows.
pub fn described(config: &Config, rows: usize) -> Value {
    let outputs = config.shape().last().copied().unwrap_or(1);
    let layers: Vec<Value> = config
        .layers
        .iter()
        .map(|layer| {
            let kind: &str = layer.kind.kind().into();
            json!({ "kind": kind, "units": layer.units(), "rate": layer.kind.get("rate") })
        })
        .collect();
    let activation: &str = config.activation.kind().into();
    json!({
        "layers": layers, "activation": activation, "inputs": config.shape()[0],
        "outputs": outputs, "batch": config.batch_size, "rate": config.learning_rate,
        "rows": rows,
    })
}

/// Samples a second of TensorFlow.js at its best, and by what.
pub async fn of_peers(bench: &Bench, what: &Value) -> Outcome<Option<(f64, &'static str)>> {
    let plan = json!({
        "span": if bench.quick { 200 } else { 500 }, "count": if bench.quick { 2 } else { 5 },
    });
    let mut best = None;
    for backend in BACKENDS {
        let answer = bench.run(("layers", backend), what, &plan).await?;
        let Some(found) = median(&numbers(&answer["rates"])) else { continue };
        if best.is_none_or(|(known, _)| found > known) {
            best = Some((found, backend));
        }
    }
    Ok(best)
}

/// The share of dense products in what the ops of a network take, each alone; its compiled code has no
/// ops to be timed.
async fn products(bench: &Bench, config: &Config, table: Option<&Table>) -> Outcome<f64> {
    let what = json!({
        "worker": bench.worker, "table": commands::bring_whole(table)?,
        "configure": commands::configure(config.clone())?, "commands": commands::all(0)?,
    });
    let answer = bench.run_well(("ops", ""), &what, &json!({})).await?;
    let (Event::Graph(graph), Event::Profile(profile)) =
        (event(&answer["graph"])?, event(&answer["times"])?)
    else {
        return Err(Failure::new(format!("no times of ops: {answer}")));
    };
    let ops = graph.forward.iter().chain(&graph.backward).zip(&profile.micros);
    let products = ops.filter(|(op, _)| op.name.starts_with("dense")).map(|(_, micros)| micros);
    Ok(products.sum::<f64>() / profile.micros.iter().sum::<f64>())
}

/// An event whose bytes a runner hands back.
fn event(bytes: &Value) -> Outcome<Event> {
    let bytes: Vec<u8> = serde_json::from_value(bytes.clone())?;
    wire::decode(&bytes).map_err(Failure::new)
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let (mut rows, mut results, mut goals) = (Vec::new(), Vec::new(), String::new());
    for Case { name, config, table: data, beside: (other, beside, share), peers } in cases()? {
        let data = data.as_ref();
        let workers = [pair::ours(bench, &config, data)?, pair::ours(bench, &beside, data)?];
        let count = if bench.quick { 5 } else { 15 };
        let [ours, theirs] = pair::in_turn(bench, workers, data, count).await?;
        let (Some(fast), Some(spread), Some(known), Some(ratios)) =
            (median(&ours), spread(&ours), median(&theirs), quartiles(&ours, &theirs))
        else {
            return Err(Failure::new(format!("no rates of {name}")));
        };
        let best = match peers {
            Some(_) => of_peers(bench, &told(&config, data)?).await?,
            None => None,
        };
        let times = best.map(|(best, _)| fast / best);
        rows.push(vec![
            name.to_owned(),
            other.to_owned(),
            rate(fast),
            format!("±{:.0} %", spread * 100.0),
            rate(known),
            range(ratios),
            best.map_or_else(|| "–".to_owned(), |(best, by)| format!("{} ({by})", rate(best))),
            times.map_or_else(|| "–".to_owned(), |times| format!("{times:.0}")),
        ]);
        if let Some(share) = share {
            // Whoever is to be no slower is as fast where the machine's spread says so.
            let found = if share < 1.0 { ratios[1] } else { ratios[2] };
            let reached = goal(&format!("{share} × {other}"), found >= share);
            goals += &format!("{name}: {reached}.\n");
        }
        if let Some(peers) = peers {
            let reached = times.is_some_and(|times| times >= peers);
            let reached = goal(&format!("{peers} × TensorFlow.js' best"), reached);
            goals += &format!("{name}: {reached}.\n");
        }
        let share = match data {
            Some(_) => Some(products(bench, &config, data).await?),
            None => None,
        };
        if let Some(share) = share {
            let reached = goal(&format!("dense products at least {PRODUCTS}"), share >= PRODUCTS);
            goals += &format!(
                "{name}: dense products are {} of what its ops take one by one, not compiled; {reached}.\n",
                percent(share)
            );
        }
        results.push(json!({
            "case": name, "products": share, "beside": other, "rates": ours, "rates_beside": theirs,
            "tensorflow": best.map(|(best, _)| best), "by": best.map(|(_, by)| by),
        }));
    }
    let head = [
        "network, 32 bits",
        "beside",
        "samples/s",
        "spread",
        "beside, samples/s",
        "ratio in pairs",
        "TensorFlow.js' best",
        "faster by",
    ];
    let text = format!("{}\n{goals}", table(2, &head, &rows));
    Ok(Part { title: "Every kind of network", text, found: json!(results) })
}
