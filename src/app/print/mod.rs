//! Paper: one sheet with what is on show, painted once more for it, and what the page cannot show
//! there: the settings in words and the link written out. `listing` has the settings, pure; the
//! style sheet of the same name hides everything else.
//!
//! The sheet is put up whole while the browser waits for it, from one picture of the run: nothing on
//! it is of another epoch. Training rests meanwhile.

pub mod listing;

#[cfg(feature = "app")]
mod sheet;

#[cfg(feature = "app")]
pub use sheet::install;
