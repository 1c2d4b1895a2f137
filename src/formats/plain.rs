//! To be written by a helper.

use super::format::{Refused, Written};
use super::trained::Trained;

/// To be written.
///
/// # Errors
/// Always.
pub fn python(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}

/// To be written.
///
/// # Errors
/// Always.
pub fn javascript(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}

/// To be written.
///
/// # Errors
/// Always.
pub fn rust(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}

/// To be written.
///
/// # Errors
/// Always.
pub fn c(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}
