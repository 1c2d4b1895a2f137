//! The maps of all units: our engine as the worker uses it (`wasm/maps.rs`) beside an engine of one
//! object per link, in turn on one page, from the same weights.

use neural_playground::protocol::wire;
use serde_json::json;

use crate::Bench;
use crate::browser::{Failure, Outcome};
use crate::report::{Part, goal, median, numbers, percent, table};
use crate::training::DEEP;

/// Side of a map.
const SIDE: usize = 100;
/// How far apart the two engines' values may be: ours are of 32 bits.
const TOLERANCE: f64 = 1e-3;
/// One of sixty pictures a second, in ms.
const FRAME: f64 = 1000.0 / 60.0;

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let config = DEEP.config();
    let shape = config.shape();
    let told = wire::encode(&config).map_err(Failure::new)?;
    let activation: &str = DEEP.activation.into();
    let what = json!({ "config": told, "shape": shape, "activation": activation, "side": SIDE });
    let plan = json!({ "span": 200, "count": if bench.quick { 5 } else { 15 } });
    let answer = bench.run_well(("maps", ""), &what, &plan).await?;
    let (ours, theirs) = (numbers(&answer["ours"]), numbers(&answer["theirs"]));
    let (Some(our), Some(their)) = (median(&ours), median(&theirs)) else {
        return Err(Failure::new(format!("no times of maps: {answer}")));
    };
    let difference = answer["difference"].as_f64().unwrap_or(f64::INFINITY);
    if difference > TOLERANCE {
        return Err(Failure::new(format!("the maps differ by {difference}: {answer}")));
    }
    let units: usize = shape.iter().skip(1).sum();
    let row = |name: &str, ms: f64| {
        vec![name.to_owned(), format!("{ms:.2}"), percent(ms / FRAME), format!("{:.1}", ms / our)]
    };
    let rows = [row("this engine", our), row("an object per link", their)];
    let head = ["engine", "ms for all maps", "of a 60 Hz frame", "this engine is faster by"];
    let text = format!(
        "{units} units, {SIDE} × {SIDE} points each, 7-8×6-1 tanh; the largest difference is \
         {difference:.1e}.\n\n{}\n{}; {}.\n",
        table(1, &head, &rows),
        goal("25 times as fast", their / our >= 25.0),
        goal("a tenth of a frame", our < FRAME / 10.0),
    );
    let found = json!({
        "units": units, "side": SIDE, "difference": difference,
        "ours_ms": ours, "objects_ms": theirs, "ratio": their / our,
    });
    Ok(Part { title: "Heat maps", text, found })
}
