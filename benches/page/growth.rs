//! How cost grows: samples a second of our worker over the width and the number of the layers, the
//! batch and the data.

use std::path::Path;

use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::config::{Config, Runtime, limits};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::table::Table;
use neural_playground::engine::trainer::{Means, Tables, Trainer};
use serde_json::json;

use crate::browser::{Failure, Outcome};
use crate::chart::{self, Panel, Series};
use crate::report::{FOLDER, Part, numbers, rate, table};
use crate::{Bench, commands};

/// What is varied: a panel, the name of the line in it, the values and the run of each value.
struct Sweep {
    panel: &'static str,
    line: &'static str,
    values: Vec<usize>,
    run: fn(usize) -> Config,
}

/// A run on the CPU, small in all that is not varied.
fn run(hidden: &[usize], batch_size: usize, samples: usize) -> Config {
    Config {
        layers: Layer::stack(hidden),
        batch_size,
        samples: Some(samples),
        learning_rate: 0.003,
        runtime: Runtime::Cpu,
        ..Config::default()
    }
}

/// From `first` in steps of a factor to the last of `limits`, which is always one of them.
fn powers(first: usize, factor: usize, last: usize) -> Vec<usize> {
    let below = std::iter::successors(Some(first), |&value| Some(value * factor));
    below.take_while(|&value| value < last).chain([last]).collect()
}

fn sweeps(quick: bool) -> [Sweep; 5] {
    let factor = if quick { 8 } else { 2 };
    let widest = *limits::UNITS.end();
    let deepest = *limits::HIDDEN_LAYERS.end();
    let most = *limits::SAMPLES.end();
    [
        Sweep {
            panel: "width of the layers",
            line: "one hidden layer",
            values: powers(2, factor, widest),
            run: |width| run(&[width], 10, 500),
        },
        Sweep {
            panel: "width of the layers",
            line: "two hidden layers",
            values: powers(2, factor, widest),
            run: |width| run(&[width; 2], 10, 500),
        },
        Sweep {
            panel: "hidden layers of 8 units",
            line: "batch 10",
            values: powers(1, if quick { 4 } else { 2 }, deepest),
            run: |depth| run(&vec![8; depth], 10, 500),
        },
        Sweep {
            panel: "batch",
            line: "2-8-8-1",
            values: powers(1, if quick { 16 } else { 2 }, 4096),
            // Half of the samples train: enough for one whole batch of the largest.
            run: |batch| run(&[8; 2], batch, 8192),
        },
        Sweep {
            panel: "samples",
            line: "2-8-8-1, batch 10",
            values: powers(*limits::SAMPLES.start(), if quick { 32 } else { 4 }, most),
            run: |samples| run(&[8; 2], 10, samples),
        },
    ]
}

/// The run of a config, natively, on the table that it names if it names one.
pub fn natively(config: &Config, table: Option<&Table>) -> Outcome<Trainer> {
    let tables = Tables::default();
    if let Some(table) = table {
        tables.put(table.clone());
    }
    Ok(Trainer::on(config, Means { tables, ..on_cpu().into() })?)
}

/// Samples a second of one worker on runs in turn, each the median of so many bursts.
async fn rates(
    bench: &Bench,
    configs: impl Iterator<Item = Config>,
    count: usize,
) -> Outcome<Vec<f64>> {
    let mut cases = Vec::new();
    for config in configs {
        let rows = natively(&config, None)?.data().train.len();
        cases.push(json!({ "configure": commands::configure(config)?, "rows": rows }));
    }
    let what = json!({
        "worker": bench.worker, "cases": cases, "commands": commands::all(0)?,
    });
    let answer = bench.run_well(("growth", ""), &what, &json!({ "count": count })).await?;
    let rates = numbers(&answer["found"]);
    if rates.len() != cases.len() {
        return Err(Failure::new(format!("{} rates of {}: {answer}", rates.len(), cases.len())));
    }
    Ok(rates)
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let sweeps = sweeps(bench.quick);
    let configs =
        sweeps.iter().flat_map(|sweep| sweep.values.iter().map(|&value| (sweep.run)(value)));
    let rates = rates(bench, configs, if bench.quick { 1 } else { 3 }).await?;
    let mut rates = rates.into_iter();
    let (mut rows, mut results) = (Vec::new(), Vec::new());
    let mut panels: Vec<Panel> = Vec::new();
    for Sweep { panel, line, values, .. } in &sweeps {
        let points: Vec<(f64, f64)> =
            values.iter().zip(rates.by_ref()).map(|(&value, rate)| (value as f64, rate)).collect();
        for &(value, found) in &points {
            rows.push(vec![format!("{panel} ({line})"), value.to_string(), rate(found)]);
        }
        results.push(json!({ "varied": panel, "network": line, "points": points }));
        let series = Series { name: line, points };
        match panels.iter_mut().find(|known| known.title == *panel) {
            Some(known) => known.series.push(series),
            None => panels.push(Panel { title: panel, series: vec![series] }),
        }
    }
    let file = Path::new(FOLDER).join("growth.svg");
    chart::draw(&file, "samples/s", &panels)?;
    let text = format!(
        "Two inputs, tanh; 500 samples, of which half train, where nothing else is said. Drawn in \
         growth.svg.\n\n{}",
        table(1, &["varied", "value", "samples/s"], &rows)
    );
    Ok(Part { title: "How cost grows", text, found: json!(results) })
}
