//! What all drawings of the page share: canvases and their sizes, colours, and the pictures that
//! the worker sends.
//!
//! Colours need no browser and are tested natively; the rest is web code.

#[cfg(feature = "app")]
pub mod bitmap;
pub mod colour;
#[cfg(feature = "app")]
pub mod surface;
