//! All parameters in one safetensors file (<https://huggingface.co/docs/safetensors>), by Keras's names and
//! shapes: `dense_1/kernel` is `[inputs, units]`. Numbers have the network's bits, 32 or 64. What else it
//! takes to build the network stands in the metadata under `network`, as JSON: see [`document`].
//! Nothing is refused.

mod document;

pub use document::network;

use super::format::{File, Note, Refused, Written};
use super::json::{list, object, text};
use super::trained::Trained;

/// `network.safetensors`: the length of a header of JSON, the header, then the numbers.
///
/// # Errors
/// None.
pub fn write(trained: &Trained) -> Result<Written, Refused> {
    let (dtype, put): (_, fn(&mut Vec<u8>, f64)) = match trained.is_wide() {
        false => ("F32", |to, value| to.extend((value as f32).to_le_bytes())),
        true => ("F64", |to, value| to.extend(value.to_le_bytes())),
    };
    let network = text(&network(trained));
    let mut header = vec![("__metadata__", object(&[("network", network)]))];
    let mut numbers = Vec::new();
    for own in trained.plan.in_keras_order() {
        let start = numbers.len();
        let values = Trained::turned(own, trained.values(own.weights));
        values.into_iter().for_each(|value| put(&mut numbers, value));
        let tensor = object(&[
            ("dtype", text(dtype)),
            ("shape", list(own.keras_axes().iter().map(usize::to_string))),
            ("data_offsets", list([start, numbers.len()].map(|at| at.to_string()))),
        ]);
        header.push((trained.plan.name(own.weights), tensor));
    }
    let mut header = object(&header);
    // Numbers begin at a place where a program can read them as they lie.
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.into_bytes());
    bytes.extend(numbers);
    let files = vec![File::new("network.safetensors", "application/octet-stream", bytes)];
    Ok(Written { files, notes: vec![Note::Untrained] })
}
