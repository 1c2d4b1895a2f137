//! What can go wrong in the engine once a config is valid.

use super::config::ConfigError;

/// An error of the engine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The config is out of its limits.
    #[error(transparent)]
    Config(#[from] ConfigError),
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
