//! To be written by a helper.

use super::format::{Refused, Written};
use super::trained::Trained;

/// To be written.
///
/// # Errors
/// Always.
pub fn history(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}

/// To be written.
///
/// # Errors
/// Always.
pub fn points(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}

/// To be written.
///
/// # Errors
/// Always.
pub fn grid(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}
