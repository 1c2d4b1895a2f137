//! What the benchmark tells our worker: the messages' bytes, for its scripts to post.

use neural_playground::engine::config::Config;
use neural_playground::protocol::{Command, Speed, wire};
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome};

/// The commands of every runner, by the names that the scripts call them.
pub fn all(epochs: u64) -> Outcome<Value> {
    let run = |until| bytes(&Command::Run { speed: Speed::Max, until });
    Ok(json!({
        "shown": bytes(&Command::Shown)?,
        "few": run(Some(epochs))?,
        "run": run(None)?,
        "hidden": bytes(&Command::Visible { visible: false })?,
        "reset": bytes(&Command::Reset)?,
    }))
}

/// The command that makes the run one of this config.
pub fn configure(config: Config) -> Outcome<Value> {
    bytes(&Command::Configure { config: Box::new(config) })
}

fn bytes(command: &Command) -> Outcome<Value> {
    Ok(json!(wire::encode(command).map_err(Failure::new)?))
}
