//! The Web Worker that owns the model. [`session`] decides, without a browser; the one web
//! module below posts messages and keeps the time.

mod checkpoint;
mod meter;
mod pace;
pub mod session;
mod study;

#[cfg(feature = "worker")]
mod browser;
#[cfg(feature = "worker")]
mod gpu;

#[cfg(feature = "worker")]
pub use browser::start;
