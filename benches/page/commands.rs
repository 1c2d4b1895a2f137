//! What the benchmark tells our worker: the messages' bytes, for its scripts to post.

use neural_playground::engine::config::Config;
use neural_playground::engine::table::Table;
use neural_playground::protocol::{Command, Speed, Watched, wire};
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};

/// The commands of every runner, by the names that the scripts call them.
pub fn all(epochs: u64) -> Outcome<Value> {
    Ok(json!({
        "shown": bytes(&Command::Shown)?,
        "few": run(Some(epochs))?,
        "run": run(None)?,
        "pause": bytes(&Command::Pause)?,
        "hidden": bytes(&Command::Visible { visible: false })?,
        "reset": bytes(&Command::Reset)?,
        "watch": bytes(&Command::Watch(Watched { graph: true, ..Watched::default() }))?,
        "profile": bytes(&Command::Profile)?,
    }))
}

/// The command to train as fast as the machine can, to the end of an epoch where one is named.
pub fn run(until: Option<u64>) -> Outcome<Value> {
    bytes(&Command::Run { speed: Speed::Max, until })
}

/// The command that brings a table; its numbers go beside it.
pub fn bring(table: &Table) -> Outcome<Value> {
    bytes(&Command::Bring { table: Box::new(table.clone()) })
}

/// The same with its numbers; nothing where there is none.
pub fn bring_whole(table: Option<&Table>) -> Outcome<Value> {
    let Some(table) = table else { return Ok(Value::Null) };
    let (values, targets) = (table.values(), table.targets());
    Ok(json!({ "bring": bring(table)?, "values": values, "targets": targets }))
}

/// The command that makes the run one of this config.
pub fn configure(config: Config) -> Outcome<Value> {
    bytes(&Command::Configure { config: Box::new(config) })
}

fn bytes(command: &Command) -> Outcome<Value> {
    Ok(json!(wire::encode(command).map_err(Failure::new)?))
}
