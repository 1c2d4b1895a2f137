//! Light or dark.

pub use crate::app::setting::Theme;
