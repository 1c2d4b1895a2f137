//! A neural network that one can watch while it learns: an engine in plain Rust, a Web Worker
//! that owns the model, and a page that shows it. ARCHITECTURE.md is the map.

pub mod app;
pub mod decimal;
pub mod engine;
pub mod language;
pub mod order;
pub mod protocol;

#[cfg(feature = "files")]
pub mod files;
#[cfg(feature = "files")]
pub mod formats;
#[cfg(all(feature = "files", feature = "web"))]
pub mod program;
#[cfg(feature = "train")]
pub mod worker;
