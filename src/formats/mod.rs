//! A trained network in the formats of other programs. Each has a file that writes it from a
//! [`Trained`]; no web code, no words but names.
//!
//! **No file answers otherwise than the network on show.** What a format cannot hold it refuses, by name
//! ([`Refused::Lacks`]), and what a reader should know beside the file is a [`Note`].
//!
//! To add one: a variant of [`Format`] with its arms, and its file.

mod code;
mod equations;
mod format;
mod forward;
mod keras;
mod names;
mod narrow;
mod notebook;
mod onnx;
mod plain;
mod rows;
mod safetensors;
mod tfjs;
mod trained;

pub use format::{Accelerator, File, Format, Language, Note, Refused, Wishes, Written, write};
pub use trained::Trained;
