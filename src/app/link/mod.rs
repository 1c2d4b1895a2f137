//! The hash of the address bar: [`parse`] and [`write()`], and what a link carries.
//!
//! The keys are the TensorFlow Playground's, read as it reads them, and a few of our own.
//! Whatever stands in a link, something sensible opens, and a notice names each value that
//! was not taken as it stands. What a link suffers on its way is taken off in `mend`; which of its
//! layers are those on show, `identity` knows, and `entry` what stands beside it in the browser's
//! history. To add a key: a `Setting` (numbers, names, lists) or a
//! `key::Key` (the rest).

mod axes;
mod control;
#[cfg(feature = "app")]
pub mod entry;
mod escape;
pub mod identity;
mod key;
mod mend;
mod parse;
mod view;
mod write;

pub use control::Control;
pub use parse::{Opened, parse, parse_on};
pub use view::{Link, View};
pub use write::write;
