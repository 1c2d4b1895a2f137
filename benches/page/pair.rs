//! Two workers in turn, in one browser: what one is beside the other, as the machine's speed changes while it
//! is measured.

use neural_playground::engine::config::Config;
use neural_playground::engine::table::Table;
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};
use crate::report::numbers;
use crate::{Bench, commands, growth};

/// A run of our worker, on the table that it names if it names one, as the runner `pair` is told it.
pub fn ours(bench: &Bench, config: &Config, table: Option<&Table>) -> Outcome<Value> {
    let all = commands::all(0)?;
    Ok(json!({
        "script": bench.worker, "configure": commands::configure(config.clone())?,
        "hidden": all["hidden"], "run": all["run"], "pause": all["pause"],
        "rows": growth::natively(config, table)?.data().train.len(),
    }))
}

/// Samples a second of two such runs, a turn each, so many times.
pub async fn in_turn(
    bench: &Bench,
    workers: [Value; 2],
    table: Option<&Table>,
    count: usize,
) -> Outcome<[Vec<f64>; 2]> {
    let what = json!({ "workers": workers, "table": commands::bring_whole(table)? });
    let answer = bench.run_well(("pair", ""), &what, &json!({ "count": count })).await?;
    let turns = answer["found"].as_array().cloned().unwrap_or_default();
    let of = |who: usize| turns.iter().filter_map(|turn| numbers(turn).get(who).copied()).collect();
    let rates: [Vec<f64>; 2] = [of(0), of(1)];
    match rates.iter().all(|rates| rates.len() == count) {
        true => Ok(rates),
        false => Err(Failure::new(format!("no rates: {answer}"))),
    }
}
