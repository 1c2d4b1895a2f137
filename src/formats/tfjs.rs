//! To be written by a helper.

use super::format::{Refused, Written};
use super::trained::Trained;

/// To be written.
///
/// # Errors
/// Always.
pub fn write(_trained: &Trained) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}
