//! The engine: pure Rust that knows no browser, no page and no message.
//!
//! A run is data: [`config::Config`] says what the visitor chose, `plan::Plan` is the list of
//! ops that it comes to, a `backend` executes them, and the `trainer` ties data, plan and
//! backend together. The page is built without the last three.

pub mod activation;
#[cfg(feature = "train")]
pub mod backend;
pub mod config;
pub mod dataset;
#[cfg(feature = "train")]
pub mod error;
pub mod feature;
pub mod formula;
pub mod grid;
#[cfg(feature = "train")]
pub mod initializer;
#[cfg(feature = "train")]
pub mod layer;
#[cfg(feature = "train")]
pub mod loss;
#[cfg(feature = "train")]
pub mod metric;
#[cfg(feature = "train")]
pub mod optimizer;
#[cfg(feature = "train")]
pub mod plan;
pub mod regularizer;
pub mod seedrandom;
#[cfg(feature = "train")]
pub mod trainer;
