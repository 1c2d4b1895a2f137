//! Why a test failed, in words and with the line where it was noticed.

use std::{fmt, panic::Location};

/// The result of all that a test does.
pub type Outcome<T = ()> = Result<T, Failure>;

/// A sentence for whoever reads the test's output.
pub struct Failure(String);

impl Failure {
    /// A failure that says this.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// Not an `Error` itself, so that every error becomes one by `?`, and `?` tells its line.
impl<E: std::error::Error> From<E> for Failure {
    #[track_caller]
    fn from(error: E) -> Self {
        Self(format!("{}: {error}", Location::caller()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the test runner prints.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
