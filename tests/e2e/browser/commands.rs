//! What the page has told its workers, as a test has kept it.

use neural_playground::protocol::{Command, wire};
use serde_json::Value;

use super::{Failure, Outcome};

/// The commands in `[[name, bytes]…]`.
///
/// # Errors
/// Where one of them is none.
pub fn commands(kept: &Value) -> Outcome<Vec<Command>> {
    let bytes = |message: &Value| {
        let bytes = serde_json::from_value::<Vec<u8>>(message[1].clone())?;
        wire::decode(&bytes).map_err(|error| Failure::new(format!("{error}: {message}")))
    };
    kept.as_array().into_iter().flatten().map(bytes).collect()
}
