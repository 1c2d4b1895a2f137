//! What can go wrong in the engine: with a config, and once that is valid.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// A field of a `Config` that is out of its range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field} is {value}, allowed: {allowed}")]
pub struct ConfigError {
    /// The field.
    pub field: String,
    /// The value refused.
    pub value: String,
    /// What would have been right.
    pub allowed: String,
}

/// Whether a field's value lies in its range.
///
/// # Errors
/// Where it does not, with the range.
pub fn within<T: PartialOrd + Display>(
    field: &str,
    value: T,
    range: &RangeInclusive<T>,
) -> std::result::Result<(), ConfigError> {
    if range.contains(&value) {
        return Ok(());
    }
    let allowed = format!("{} to {}", range.start(), range.end());
    Err(ConfigError { field: field.to_owned(), value: value.to_string(), allowed })
}

/// Why a backend has no room for a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Unfit {
    /// Its state is larger than a buffer may be.
    #[error("the network is larger than a buffer of the GPU may be")]
    Network,
    /// A batch that must stay whole is larger than a buffer may be.
    #[error("a batch that must stay whole is larger than a buffer of the GPU may be")]
    Batch,
}

/// An error of the engine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The config is out of its limits.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A network that the backend has no room for.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// Values for a buffer of another length.
    #[error("buffer {name} takes {expected} values, got {got}")]
    Length {
        /// The buffer's name in the plan.
        name: String,
        /// How many it holds.
        expected: usize,
        /// How many came.
        got: usize,
    },
    /// A network without a dense layer.
    #[error("the network has no dense layer")]
    NoLayer,
    /// A residual connection around layers that are not there or that change the width.
    #[error("layer {layer} adds the input of {layers} layers before, which is not as wide")]
    Residual {
        /// Its place among the layers, from 0.
        layer: usize,
        /// How many layers it goes around.
        layers: usize,
    },
    /// Data of another shape than the network's.
    #[error("{what}: expected {expected} values per sample, got {got}")]
    Data {
        /// Inputs or targets.
        what: &'static str,
        /// What the network takes.
        expected: usize,
        /// What came.
        got: usize,
    },
    /// A number that a builder's argument may not be.
    #[error("{name} is {value}, allowed: {allowed}")]
    Argument {
        /// The argument.
        name: &'static str,
        /// What came.
        value: String,
        /// What would have been right.
        allowed: String,
    },
    /// A config that names a table which is not there.
    #[error("the table that the run is to learn from is not there")]
    NoTable,
    /// A weight that the network does not have.
    #[error("no weight {index} among {count}")]
    NoWeight {
        /// The index asked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// A checkpoint that does not fit its config.
    #[error("the checkpoint does not fit the config: {what}")]
    Checkpoint {
        /// Which part.
        what: &'static str,
    },
}

/// A result of the engine.
pub type Result<T> = std::result::Result<T, Error>;
