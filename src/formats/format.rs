//! The formats, and what becomes of a network in each: what the page and the program that writes them both
//! name.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use thiserror::Error;

use crate::language::Language;

/// A format.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Format {
    /// A Python script that builds, compiles and trains the same network in Keras.
    KerasCode,
    /// The same as a Jupyter notebook (nbformat 4.5), for Colab as well.
    Notebook,
    /// A Keras 3 archive with weights and the optimizer's state.
    Keras,
    /// An ONNX model.
    Onnx,
    /// A TensorFlow.js layers model: `model.json` and its weights.
    Tfjs,
    /// All weights in one safetensors file.
    Safetensors,
    /// The network as one Python function.
    Python,
    /// The network as one JavaScript function.
    Javascript,
    /// The network as one Rust function.
    Rust,
    /// The network as one C function.
    C,
    /// The network as equations, MathML in a page.
    Equations,
    /// The losses and metrics of the run's curve, as CSV.
    History,
    /// Its data and what is told of each row, as CSV.
    Points,
    /// What the network answers over the picture, as CSV.
    Grid,
}

/// What a notebook is to be run on, as Colab's runtime types.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Accelerator {
    /// The CPU alone.
    #[default]
    None,
    /// A GPU, Colab's T4.
    Gpu,
    /// A TPU, Colab's v5e-1.
    Tpu,
}

/// What a visitor wants of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wishes {
    /// Of notebooks.
    pub accelerator: Accelerator,
    /// Of scripts, notebooks and equations.
    pub language: Language,
    /// The run's address on the page, where files name it; empty for none.
    pub link: String,
}

/// A file to take along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// What stands in it; in a message a part of its own.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl File {
    /// A file of this name, media type and content.
    pub fn new(name: &str, media: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), media: media.to_owned(), bytes: bytes.into() }
    }
}

/// What a reader should know beside a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note {
    /// It needs a program of this ONNX operator set and IR version or above.
    Opset(u8, u8),
    /// Its numbers have 32 bits, the network's 64.
    Narrowed,
    /// It has no compile settings: with this Keras's `fit` does not do as the run does.
    NotCompiled(String),
    /// It has none as it tells numbers in their own unit, and the network has learnt them scaled.
    ScaledTargets,
    /// It is the network alone, without what trains it.
    Untrained,
}

/// The files of a format, and what to know beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// At least one.
    pub files: Vec<File>,
    /// In the order in which they are to be read.
    pub notes: Vec<Note>,
}

impl Written {
    /// One file without notes.
    pub fn one(file: File) -> Self {
        Self { files: vec![file], notes: Vec::new() }
    }
}

/// Why a format has no file of a network.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Refused {
    /// It cannot hold these, by the names that Keras or the page has for them.
    #[error("it has no {}", .0.join(", "))]
    Lacks(Vec<String>),
    /// Whoever lays the file out has refused.
    #[error("{0}")]
    Failed(String),
}
