//! The words for a network out of a file of another program in English.

use super::{Words, place, shape};
use crate::app::setting::quote;
use crate::app::text::number::{bytes, grouped};
use crate::formats::opened::{BYTES, Unreadable};

/// English.
pub static ENGLISH: Words = Words {
    opened: "The network of the file is open. Undo brings back the one before.",
    unscaled: "The inputs are no longer scaled: this network takes the numbers of a row as they are.",
    missing: "Not taken over, so that the network may answer otherwise than in its own program (an \
              activation becomes linear, another layer is left out):",
    ignored: "Left out; the answers are the same without:",
    more: |more| format!("and {} more", grouped(more)),
    unreadable: |why, sets| match why {
        Unreadable::Empty { file } => format!("{} is empty.", quote(file)),
        Unreadable::Large { found } => {
            format!("The file has {}; a network has {} at most.", bytes(*found), bytes(BYTES))
        }
        Unreadable::Pointer { file } => format!(
            "{} is not the file itself, only a pointer of Git LFS to it. Fetch it with git lfs pull, or \
             download it from the page of the repository.",
            quote(file)
        ),
        Unreadable::Foreign { file } => format!(
            "{} is no network in a format that opens here. These do: Keras models (.keras), \
             safetensors, TensorFlow.js (model.json and its weights together), and weights as JSON or CSV.",
            quote(file)
        ),
        Unreadable::Cut { file } => {
            format!("{} is cut off. Copy or download it once more.", quote(file))
        }
        Unreadable::Claims { part, claims, has } => format!(
            "{} is cut off or damaged: it claims {}, and there are {}.",
            quote(part),
            grouped(*claims),
            grouped(*has)
        ),
        Unreadable::Damaged { file, part } => {
            format!("{} is damaged: {} cannot be read.", quote(file), quote(part))
        }
        Unreadable::Text { file, line, found } => {
            format!("{}, line {line}: “{}” cannot stand there.", quote(file), quote(found))
        }
        Unreadable::Absent { part } => {
            format!("{} is missing. Choose or drop all files of the network together.", quote(part))
        }
        Unreadable::Kind { tensor, kind } => format!(
            "{} has numbers of the kind {}. 32-bit and 64-bit numbers are read.",
            quote(tensor),
            quote(kind)
        ),
        Unreadable::Shape { tensor, expected, got } => {
            format!("{} is {}, and should be {}.", quote(tensor), shape(got), shape(expected))
        }
        Unreadable::NotFinite { tensor, place: at, value } => {
            format!(
                "{} is {value} at {}. Weights must be finite numbers.",
                quote(tensor),
                place(at)
            )
        }
        Unreadable::Missing { tensor } => {
            format!("The file has no {}, which the network needs.", quote(tensor))
        }
        Unreadable::Count { expected, got } => format!(
            "The file has {got} arrays of weights, and the network on show takes {expected}. Give it the \
             layers of the file first."
        ),
        Unreadable::Branches { layer } => format!(
            "The layers do not stand one behind the other at “{}”. Networks here are a chain of layers, \
             with residual connections at most.",
            quote(layer)
        ),
        Unreadable::NoDense => {
            "The network has no layer of the kind Dense, so it has no outputs.".to_owned()
        }
        Unreadable::Limit(error) => {
            let field = match &*error.field {
                "units" => "Units of a layer",
                "inputs" => "Inputs of the network",
                "layers" => "Layers",
                "hidden layers" => "Hidden layers",
                field => field,
            };
            format!("{field}: {}, and here it may be {}.", error.value, error.allowed)
        }
        Unreadable::Inputs { file, data } => {
            let sets = if sets.is_empty() { String::new() } else { format!(" ({sets})") };
            format!(
                "The network takes {file} numbers, and the data on show give it {data}. Choose data with \
                 {file} inputs{sets}, then open the file again."
            )
        }
        Unreadable::Outputs { file, data } => format!(
            "The network gives {file} numbers, and the data on show ask for {data}. Choose data with as \
             many classes, then open the file again."
        ),
    },
};
