//! Training at 64 bits beside the worker from before every network was compiled: in turn, in one browser,
//! as ratios of two hours say nothing.

use neural_playground::engine::config::{Config, Precision};
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};
use crate::report::{Part, goal, median, numbers, quartiles, range, rate, table};
use crate::training::CASES;
use crate::{Bench, commands, growth};

/// What that worker is told, as a build of its commit encodes it, by the names of the networks; and which
/// commit it is (`xtask/src/bench.rs`).
const BEFORE: &str = include_str!("before.json");

/// Where `xtask` has put it.
const SCRIPT: &str = "before/worker.js";

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let before: Value = serde_json::from_str(BEFORE)?;
    let all = commands::all(0)?;
    let plan = json!({ "count": if bench.quick { 8 } else { 20 } });
    let (mut rows, mut results, mut goals) = (Vec::new(), Vec::new(), String::new());
    for case in CASES {
        let Some(configure) = before["configure"].get(case.name) else { continue };
        let config = Config { precision: Precision::Bits64, ..case.config() };
        let samples = growth::natively(&config, None)?.data().train.len();
        let workers = json!([
            {
                "script": bench.worker, "configure": commands::configure(config)?,
                "hidden": all["hidden"], "run": all["run"], "pause": all["pause"],
            },
            {
                "script": SCRIPT, "configure": configure,
                "hidden": before["hidden"], "run": before["run"], "pause": before["pause"],
            },
        ]);
        let what = json!({ "workers": workers, "rows": samples });
        let answer = bench.run_well(("pair", ""), &what, &plan).await?;
        let turns = answer["found"].as_array().cloned().unwrap_or_default();
        let of = |who: usize| {
            turns.iter().filter_map(|turn| numbers(turn).get(who).copied()).collect::<Vec<_>>()
        };
        let [now, then] = [of(0), of(1)];
        let (Some(fast), Some(known), Some(ratios)) =
            (median(&now), median(&then), quartiles(&now, &then))
        else {
            return Err(Failure::new(format!("no rates of {}: {answer}", case.name)));
        };
        rows.push(vec![case.name.to_owned(), rate(fast), rate(known), range(ratios)]);
        let reached = goal("no slower than before, within the quartiles", ratios[2] >= 1.0);
        goals += &format!("{}, 64 bits: {reached}.\n", case.name);
        results.push(json!({ "case": case.name, "rates": now, "rates_before": then }));
    }
    let commit = before["commit"].as_str().and_then(|commit| commit.get(..7)).unwrap_or_default();
    let head = ["network, 64 bits", "samples/s", &format!("{commit}, samples/s"), "ratio in pairs"];
    let text = format!("{}\n{goals}", table(1, &head, &rows));
    Ok(Part { title: "64 bits, beside the worker of before", text, found: json!(results) })
}
