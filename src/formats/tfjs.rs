//! A TensorFlow.js layers model, for `tf.loadLayersModel`: rows go in as they stand in the table.
//!
//! It has the layers and functions that TensorFlow.js 4 registers and no others, so that a page needs no code of
//! its own to load it; what has none is refused. `model` keeps layers and weights, `inputs` has the way from a
//! row, `layers` that through the network.

mod inputs;
mod layers;
mod model;

use model::Model;

use super::format::{File, Note, Refused, Written};
use super::names;
use super::narrow;
use super::trained::Trained;

/// Writes `model.json` and `weights.bin`: input `row`, `[batch, columns]`, categories by their places; in
/// `userDefinedMetadata` the names of columns, categories and classes.
///
/// # Errors
/// Where the network has what TensorFlow.js does not, or needs more than 32 bits.
pub fn write(trained: &Trained) -> Result<Written, Refused> {
    let mut lacks = Vec::new();
    for name in inputs::lacks(trained).into_iter().chain(layers::lacks(trained)) {
        if !lacks.contains(&name) {
            lacks.push(name);
        }
    }
    if !lacks.is_empty() {
        return Err(Refused::Lacks(lacks));
    }
    narrow::check(trained)?;
    let mut model = Model::default();
    let columns = trained.inputs.scales().len();
    let config =
        format!(r#","batch_input_shape":[null,{columns}],"dtype":"float32","sparse":false"#);
    let row = model.layer("InputLayer", "row", &config, &[]);
    let inputs = inputs::inputs(&mut model, trained, &row);
    let answers = layers::layers(&mut model, trained, inputs);
    let output = inputs::numbers(&mut model, trained, answers);
    let names = names::all(trained).into_iter();
    let names: Vec<String> = names.map(|(key, list)| format!(r#""{key}":{list}"#)).collect();
    let metadata = format!("{{{}}}", names.join(","));
    let (json, bytes) = model.finish(&row, &output, &metadata);
    let mut notes = vec![Note::Untrained];
    if trained.is_wide() {
        notes.push(Note::Narrowed);
    }
    let files = vec![
        File::new("model.json", "application/json", json),
        File::new("weights.bin", "application/octet-stream", bytes),
    ];
    Ok(Written { files, notes })
}
