//! All parameters in one safetensors file (<https://huggingface.co/docs/safetensors>), by Keras's names and
//! shapes: `dense_1/kernel` is `[inputs, units]`. Numbers have the network's bits, 32 or 64. What else it
//! takes to build the network stands in the metadata under `network`, as JSON: see [`document::Network`].
//! Nothing is refused.

mod document;

use safetensors::serialize;
use safetensors::tensor::{Dtype, TensorView};

use super::format::{File, Note, Refused, Written};
use super::trained::Trained;
pub use document::Network;

/// `network.safetensors`.
///
/// # Errors
/// Where the crate refuses: never, for a network that could be built.
pub fn write(trained: &Trained) -> Result<Written, Refused> {
    let (dtype, bytes): (_, fn(&f64) -> Vec<u8>) = match trained.is_wide() {
        true => (Dtype::F64, |value| value.to_le_bytes().to_vec()),
        false => (Dtype::F32, |value| (*value as f32).to_le_bytes().to_vec()),
    };
    let listed = trained.plan.in_keras_order();
    let data: Vec<Vec<u8>> = listed
        .iter()
        .map(|own| {
            Trained::turned(own, trained.values(own.weights)).iter().flat_map(bytes).collect()
        })
        .collect();
    let mut tensors = Vec::with_capacity(listed.len());
    for (own, data) in listed.iter().zip(&data) {
        let tensor = TensorView::new(dtype, own.keras_axes(), data).map_err(failed)?;
        tensors.push((trained.plan.name(own.weights), tensor));
    }
    let network = serde_json::to_string(&Network::of(trained)).map_err(failed)?;
    let metadata = [("network".to_owned(), network)].into_iter().collect();
    let bytes = serialize(tensors, Some(metadata)).map_err(failed)?;
    let files = vec![File::new("network.safetensors", "application/octet-stream", bytes)];
    Ok(Written { files, notes: vec![Note::Untrained] })
}

fn failed(error: impl ToString) -> Refused {
    Refused::Failed(error.to_string())
}
