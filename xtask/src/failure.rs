//! Why a chore stopped: one sentence for the person at the terminal.

use std::{fmt, io, path::Path};

/// The sentence. It says what was tried, what came back and, where known, what to do.
#[derive(Debug)]
pub struct Failure(String);

/// What every chore returns.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// An input or output error at `path`, ready for `map_err`.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |error| Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
