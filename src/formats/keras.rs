//! A Keras 3 archive: a zip of `config.json`, a functional model from the row as it stands to the
//! outputs, of `model.weights.h5` and of `metadata.json`. It loads by `keras.saving.load_model` without
//! custom objects, as Keras writes all operations that it has by their classes.
//!
//! Keras says of no version what it may find in an archive: the layout is that of what it saves itself
//! (3.15, `keras/src/saving/saving_lib.py`). What columns, categories and classes are called stands in the
//! metadata, which Keras reads over.
//!
//! Where `fit` would not go on as the run does there are no compile settings, and a note says why
//! (`compile`).

mod compile;
mod formula;
mod graph;
mod inputs;
mod json;
mod layers;
mod weights;

use self::graph::Graph;
use self::json::{flag, list, null, object, text, texts};
use super::archive;
use super::format::{File, Refused, Written};
use super::names;
use super::safetensors::network;
use super::trained::Trained;
use crate::engine::table::{Column, Meaning};

/// What the model is called.
const MODEL: &str = "neural_playground";
/// The version of Keras whose archives these are like.
const VERSION: &str = "3.15.1";

/// What the network computes in.
fn dtype(trained: &Trained) -> &'static str {
    if trained.is_wide() { "float64" } else { "float32" }
}

/// Writes the archive.
///
/// # Errors
/// Where a column reaches further than 64 bits do.
pub fn write(trained: &Trained) -> Result<Written, Refused> {
    let scaled = trained.inputs.scales().into_iter().flatten();
    let scaled = scaled.map(|scale| (scale.shift(), scale.width())).any(|own| own != (0.0, 1.0));
    // Numbers as they stand may need more digits than what they are scaled to.
    let mut graph = Graph::new(if scaled { "float64" } else { dtype(trained) }, "inputs");
    let row = graph.input("row", trained.data.train.columns().len());
    let inputs = inputs::write(&mut graph, trained, &row)?;
    graph.dtype = dtype(trained);
    let answer = layers::write(&mut graph, trained, inputs);
    let output = inputs::numbers(&mut graph, trained, answer);
    let (compiled, notes) = match compile::write(trained) {
        Ok(settings) => (Some(settings), Vec::new()),
        Err(note) => (None, vec![note]),
    };
    let weights = weights::write(&graph.groups, trained, compiled.is_some());
    let config = model(&graph, [row, output].map(|end| end.place()), compiled);
    let parts = [
        ("metadata.json", metadata(trained).into_bytes()),
        ("config.json", config.into_bytes()),
        ("model.weights.h5", weights),
    ];
    let archive = File::new("model.keras", "application/zip", archive::write(&parts));
    Ok(Written { files: vec![archive], notes })
}

/// `config.json`.
fn model(graph: &Graph, [input, output]: [String; 2], compiled: Option<String>) -> String {
    let config = [
        ("name", text(MODEL)),
        ("trainable", flag(true)),
        ("layers", graph.json()),
        ("input_layers", input),
        ("output_layers", output),
    ];
    object(&[
        ("module", text("keras.src.models.functional")),
        ("class_name", text("Functional")),
        ("config", object(&config)),
        ("registered_name", text("Functional")),
        ("compile_config", compiled.unwrap_or_else(null)),
    ])
}

/// `metadata.json`: the version, and what the numbers that go in and out are called.
fn metadata(trained: &Trained) -> String {
    let column = |Column { name, meaning, within: _ }: &Column| {
        let categories = match meaning {
            Meaning::Number => null(),
            Meaning::Category(categories) => texts(categories),
        };
        object(&[("name", text(name)), ("categories", categories)])
    };
    let table = &trained.data.train;
    let (goal, told) = names::goal(table);
    let columns = list(table.columns().iter().map(column));
    object(&[
        ("keras_version", text(VERSION)),
        ("columns", columns),
        (goal, texts(told)),
        // What opens it here as the network that it was (`read/network`).
        ("network", network(trained)),
    ])
}
