//! The page's end of the worker: starts it, queues commands until it listens, takes events
//! in, and starts it anew when it dies.
//!
//! When a worker counts as dead (`pulse`), what follows (`restarts`), when the one with the GPU has its
//! turn (`succession`), what is said to it (`queue`) and what waits to be shown (`pending`) needs no
//! browser and is tested natively; the rest is web code.

pub mod pending;
pub mod pulse;
pub mod queue;
pub mod restarts;
pub mod succession;

#[cfg(feature = "app")]
mod connect;
#[cfg(feature = "app")]
mod connection;
#[cfg(feature = "app")]
mod events;
#[cfg(feature = "app")]
mod frames;
#[cfg(feature = "app")]
mod gpu;
#[cfg(feature = "app")]
mod handover;

#[cfg(feature = "app")]
pub use connect::connect;
#[cfg(feature = "app")]
pub(in crate::app) use connection::{log, named};
