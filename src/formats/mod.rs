//! A trained network in the formats of other programs. Each has a file that writes it from a
//! `Trained`; no web code, no words but names.
//!
//! **No file answers otherwise than the network on show.** What a format cannot hold it refuses, by name
//! ([`Refused::Lacks`]), and what a reader should know beside the file is a [`Note`].
//!
//! The page names the formats and what is asked about them, and does not contain what writes them: `format`
//! (what there is), `order` (what is asked and answered), `run` (the run file) and `opened` (networks out of
//! files of other programs) know no plan. What does,
//! `desk` and `write` and what stands behind them, is in the program of networks' files.
//!
//! Its bytes are budgeted, and only the budget tells: searching a text for a text or letter (`contains`, `split(", ")`),
//! `{:?}` of a text and `str::parse` of a number bring tables of the standard library along. Bytes are looked at one
//! by one here, `code::quoted` quotes, and `crate::decimal` reads numbers.
//!
//! To add one: a variant of [`Format`] with its arms, and its file.

mod format;
pub mod opened;
mod order;
pub mod run;

#[cfg(feature = "web")]
mod message;

#[cfg(feature = "formats")]
mod archive;
#[cfg(feature = "formats")]
mod classes;
#[cfg(feature = "formats")]
mod code;
#[cfg(feature = "formats")]
mod desk;
#[cfg(feature = "formats")]
mod equations;
#[cfg(feature = "formats")]
mod forward;
#[cfg(feature = "formats")]
mod hdf5;
#[cfg(feature = "formats")]
mod json;
#[cfg(feature = "formats")]
mod keras;
#[cfg(feature = "formats")]
mod little_endian;
#[cfg(feature = "formats")]
mod names;
#[cfg(feature = "formats")]
mod narrow;
#[cfg(feature = "formats")]
mod notebook;
#[cfg(feature = "formats")]
mod onnx;
#[cfg(feature = "formats")]
mod plain;
#[cfg(feature = "formats")]
pub mod read;
#[cfg(feature = "formats")]
mod rows;
#[cfg(feature = "formats")]
mod safetensors;
#[cfg(feature = "formats")]
mod tfjs;
#[cfg(feature = "formats")]
mod trained;
#[cfg(feature = "formats")]
mod write;

pub use format::{Accelerator, File, Format, Note, Refused, Wishes, Written};
pub use order::{Answer, Offer, Order, Snapshot};

#[cfg(feature = "formats")]
pub use {desk::answer, trained::Trained, write::write};
