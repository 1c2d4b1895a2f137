//! Which file writes which format.

use super::format::{Format, Note, Refused, Wishes, Written};
use super::trained::Trained;
use super::{code, equations, keras, notebook, onnx, plain, rows, safetensors, tfjs};

/// Writes a network in a format.
///
/// # Errors
/// Where the format cannot hold it.
pub fn write(format: Format, trained: &Trained, wishes: &Wishes) -> Result<Written, Refused> {
    let file = match format {
        Format::KerasCode => return code::write(trained, wishes),
        Format::Notebook => return notebook::write(trained, wishes),
        Format::Keras => return keras::write(trained),
        Format::Onnx => return onnx::write(trained),
        Format::Tfjs => return tfjs::write(trained),
        Format::Safetensors => return safetensors::write(trained),
        Format::Python => plain::python(trained),
        Format::Javascript => plain::javascript(trained),
        Format::Rust => plain::rust(trained),
        Format::C => plain::c(trained),
        Format::Equations => equations::write(trained, wishes),
        Format::History => rows::history(trained),
        Format::Points => rows::points(trained),
        Format::Grid => rows::grid(trained),
    };
    Ok(Written { files: vec![file], notes: surely(format).unwrap_or_default() })
}

/// What to know beside the file of a format that holds every network: then it need not be written to tell.
/// `None` of the others.
fn surely(format: Format) -> Option<Vec<Note>> {
    match format {
        Format::Python | Format::Javascript | Format::Rust | Format::C | Format::Equations => {
            Some(vec![Note::Untrained])
        }
        Format::History | Format::Points | Format::Grid => Some(Vec::new()),
        Format::KerasCode
        | Format::Notebook
        | Format::Keras
        | Format::Onnx
        | Format::Tfjs
        | Format::Safetensors => None,
    }
}

/// What to know beside the files that [`write()`] has for nobody's wishes.
///
/// # Errors
/// Where the format cannot hold the network.
pub fn notes(format: Format, trained: &Trained) -> Result<Vec<Note>, Refused> {
    match surely(format) {
        Some(notes) => Ok(notes),
        None => write(format, trained, &Wishes::default()).map(|written| written.notes),
    }
}
