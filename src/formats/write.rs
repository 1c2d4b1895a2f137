//! Which file writes which format.

use super::format::{Format, Refused, Wishes, Written};
use super::trained::Trained;
use super::{code, equations, keras, notebook, onnx, plain, rows, safetensors, tfjs};

/// Writes a network in a format.
///
/// # Errors
/// Where the format cannot hold it.
pub fn write(format: Format, trained: &Trained, wishes: &Wishes) -> Result<Written, Refused> {
    match format {
        Format::KerasCode => code::write(trained, wishes),
        Format::Notebook => notebook::write(trained, wishes),
        Format::Keras => keras::write(trained),
        Format::Onnx => onnx::write(trained),
        Format::Tfjs => tfjs::write(trained),
        Format::Safetensors => safetensors::write(trained),
        Format::Python => plain::python(trained),
        Format::Javascript => plain::javascript(trained),
        Format::Rust => plain::rust(trained),
        Format::C => plain::c(trained),
        Format::Equations => equations::write(trained, wishes),
        Format::History => rows::history(trained),
        Format::Points => rows::points(trained),
        Format::Grid => rows::grid(trained),
    }
}
