//! The Web Worker that owns the model. [`session`] decides, without a browser; the one web
//! module below posts messages and keeps the time. There are two programs of it: the one that is
//! fetched first, and one with the GPU, which takes the run over where there is an adapter.

pub mod artist;
pub mod check;
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
#[cfg(all(feature = "gpu", feature = "worker"))]
mod canvas;
#[cfg(all(feature = "gpu", feature = "worker"))]
mod graphics;
#[cfg(feature = "worker")]
pub mod linker;
#[cfg(feature = "worker")]
pub mod math;

/// Starts the worker that is fetched first: of an adapter it says whether there is one.
///
/// # Errors
/// Where this is no dedicated worker, or the browser lacks what one has.
#[cfg(feature = "worker")]
pub fn start() -> Result<(), wasm_bindgen::JsValue> {
    browser::start(|_, _| Box::pin(async { (adapter::find().await, None) }))
}

/// Starts the worker that trains and draws on the GPU.
///
/// # Errors
/// As [`start`].
#[cfg(all(feature = "gpu", feature = "worker"))]
pub fn start_with_gpu() -> Result<(), wasm_bindgen::JsValue> {
    browser::start(|bitmaps, wake| Box::pin(graphics::open(bitmaps, wake)))
}
