//! The Web Worker that owns the model. [`session`] decides, without a browser; the one web
//! module below posts messages and keeps the time.

pub mod artist;
pub mod checkpoint;
mod checkup;
mod contest;
#[cfg(feature = "gpu")]
pub mod gpu;
pub mod lane;
mod meter;
mod pace;
mod race;
pub mod session;
mod study;
mod watch;

#[cfg(feature = "worker")]
mod adapter;
#[cfg(feature = "worker")]
mod browser;
#[cfg(feature = "worker")]
mod canvas;
#[cfg(feature = "worker")]
pub mod linker;
#[cfg(feature = "worker")]
pub mod math;

#[cfg(feature = "worker")]
pub use browser::start;
