//! What a TPU is, where the page has none: its entry in the run menu, and its lane of the race, which is
//! simulated. `numbers` needs no browser and is tested natively.

pub mod numbers;

#[cfg(feature = "app")]
mod array;
#[cfg(feature = "app")]
mod entry;
#[cfg(feature = "app")]
mod lane;
#[cfg(feature = "app")]
mod pictures;
#[cfg(feature = "app")]
mod sizes;

#[cfg(feature = "app")]
pub use {entry::NoTpu, lane::Simulation};
