//! To be written by a helper.

use super::format::{Refused, Wishes, Written};
use super::trained::Trained;

/// To be written.
///
/// # Errors
/// Always.
pub fn write(_trained: &Trained, _wishes: &Wishes) -> Result<Written, Refused> {
    Err(Refused::Failed("not there yet".to_owned()))
}
