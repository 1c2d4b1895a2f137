//! Points that a visitor draws: what a drawing is, what a stroke makes of one, and how it travels
//! in a link. Nothing here knows the page; `output::easel` has the
//! pointer and `output::toolbar` the tools.
//!
//! To add a tool: a variant of [`Tool`], its arms in `stroke`, its word in `text/draw`.

pub mod code;
pub mod drawing;
pub mod stroke;

pub use drawing::{Drawing, Point, Told};
pub use stroke::{Stroke, Tool};
