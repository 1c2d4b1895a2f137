//! The page. It edits a `Config`, sends it to the worker and draws the newest `Frame`;
//! it never computes a network and knows no backend.
//!
//! What needs no browser (link, settings, words, layout, curve, colours) compiles natively
//! and is tested there; the rest is behind the `app` feature.

pub mod canvas;
pub mod controls;
pub mod curve;
pub mod draw;
pub mod engine;
pub mod hint;
#[cfg(feature = "files")]
pub mod import;
pub mod link;
pub mod network;
pub mod notice;
#[cfg(feature = "files")]
pub mod offers;
pub mod output;
pub mod pixels;
pub mod preference;
pub mod print;
pub mod real_set;
#[cfg(feature = "files")]
pub mod reason;
#[cfg(feature = "files")]
pub mod saved;
pub mod setting;
pub mod spot;
pub mod state;
pub mod surroundings;
pub mod text;
pub mod widgets;

#[cfg(feature = "app")]
pub mod alarm;
#[cfg(feature = "app")]
pub mod article;
#[cfg(feature = "app")]
mod history;
#[cfg(feature = "app")]
mod page;
#[cfg(feature = "app")]
pub mod part;
#[cfg(feature = "app")]
mod program;
#[cfg(feature = "app")]
pub mod reactive;
#[cfg(feature = "app")]
pub mod scene;

#[cfg(feature = "app")]
pub use page::{App, start};
