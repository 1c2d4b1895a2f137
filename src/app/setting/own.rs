//! A table of the visitor's in the place of a generated data set, and back.

use crate::engine::config::Config;
use crate::engine::scaling::Scaling;
use crate::engine::table::Brief;

/// Puts a table of the visitor's in the place of the data set. Its columns are standardized: their sizes
/// are anybody's guess.
pub(in crate::app) fn bring(config: &mut Config, own: Brief) {
    config.own = Some(own);
    config.scaling = Scaling::Standardize;
}

/// Goes back to the generated data set.
pub(in crate::app) fn generate(config: &mut Config) {
    if config.own.take().is_some() {
        config.scaling = Scaling::None;
    }
}
