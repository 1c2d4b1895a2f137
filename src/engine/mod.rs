//! The engine: pure Rust that knows no browser, no page and no message.
//!
//! A run is data: [`config::Config`] says what the visitor chose, `plan::Plan` is the list of
//! ops that it comes to, a `backend` executes them, and the `trainer` ties data, plan and
//! backend together. The page is built without the last three.

pub mod activation;
pub mod architecture;
#[cfg(feature = "train")]
pub mod backend;
pub mod callback;
pub mod change;
pub mod components;
pub mod config;
pub mod dataset;
pub mod error;
pub mod expression;
pub mod feature;
pub mod formula;
pub mod grid;
pub mod health;
pub mod initializer;
pub mod inputs;
pub mod kind;
pub mod layer;
pub mod loss;
pub mod metric;
#[cfg(feature = "train")]
pub mod model;
#[cfg(feature = "train")]
pub mod noise;
pub mod optimizer;
pub mod palette;
#[cfg(feature = "train")]
pub mod plan;
#[cfg(feature = "train")]
pub mod rate_finder;
pub mod regularizer;
pub mod relevance;
pub mod scaling;
pub mod schedule;
pub mod seedrandom;
#[cfg(feature = "train")]
pub mod sequential;
pub mod systolic;
pub mod table;
pub mod targets;
#[cfg(feature = "train")]
pub mod trainer;
pub mod view;
