//! Training at 64 bits beside the worker from before every network was compiled: in turn, in one browser,
//! as ratios of two hours say nothing.

use neural_playground::engine::config::{Config, Precision};
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};
use crate::report::{Part, goal, median, quartiles, range, rate, table};
use crate::training::CASES;
use crate::{Bench, pair};

/// What that worker is told, as a build of its commit encodes it, by the names of the networks; and which
/// commit it is (`xtask/src/bench.rs`).
const BEFORE: &str = include_str!("before.json");

/// Where `xtask` has put it.
const SCRIPT: &str = "before/worker.js";

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let before: Value = serde_json::from_str(BEFORE)?;
    let (mut rows, mut results, mut goals) = (Vec::new(), Vec::new(), String::new());
    for case in CASES {
        let Some(configure) = before["configure"].get(case.name) else { continue };
        let config = Config { precision: Precision::Bits64, ..case.config() };
        let ours = pair::ours(bench, &config, None)?;
        let theirs = json!({
            "script": SCRIPT, "configure": configure, "hidden": before["hidden"],
            "run": before["run"], "pause": before["pause"], "rows": ours["rows"],
        });
        let count = if bench.quick { 8 } else { 20 };
        let [now, then] = pair::in_turn(bench, [ours, theirs], None, count).await?;
        let (Some(fast), Some(known), Some(ratios)) =
            (median(&now), median(&then), quartiles(&now, &then))
        else {
            return Err(Failure::new(format!("no rates of {}", case.name)));
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
