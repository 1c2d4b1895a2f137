//! Files of other programs, read: a network, or weights for the one on show. `open` finds out what a file
//! is by its content.
//!
//! Files come from anywhere. None makes this panic, memory stays within some dozens of times what a file
//! really has whatever it claims, and no number that is not finite gets into a network. What of a file is
//! not taken over is told by name: what only counts while training apart from what the network answers
//! otherwise without.
//!
//! No words: an [`Unreadable`] says what is wrong in names and numbers, and the page makes sentences of it.

mod archive;
mod array;
mod brought;
mod classes;
mod graph;
mod hdf5;
mod json;
mod keras;
mod model;
mod network;
mod onto;
mod safetensors;
mod tfjs;
mod training;
mod typed;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use self::archive::Archive;
pub use self::brought::{Brought, Misfit, Remembered, Sight};
use self::json::Json;
use crate::engine::config::{Config, ConfigError};

/// A file that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it has.
    pub network: Brought,
    /// What of it is not taken over, by name, without which the network answers the same.
    pub ignored: Vec<String>,
    /// What of it is not taken over, by name, without which the network answers otherwise.
    pub missing: Vec<String>,
}

/// What of a file is not taken over.
#[derive(Debug, Default)]
struct Report {
    // As in `Opened`.
    ignored: Vec<String>,
    missing: Vec<String>,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("{file} is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// It only says where Git LFS keeps the file.
    #[error("{file} is a pointer of Git LFS, not the file itself")]
    Pointer {
        /// The file.
        file: String,
    },
    /// It is none of the formats that we read.
    #[error("{file} is none of the formats known here")]
    Foreign {
        /// The file.
        file: String,
    },
    /// It ends before it is over.
    #[error("{file} ends too early")]
    Cut {
        /// The file.
        file: String,
    },
    /// It says that something has more than there is, or may be.
    #[error("{part} claims {claims}, there are {has}")]
    Claims {
        /// The file, or what of it.
        part: String,
        /// Bytes or values.
        claims: u64,
        /// Bytes or values of the file.
        has: u64,
    },
    /// A part of it is not as its format has it.
    #[error("{file} is damaged: {part}")]
    Damaged {
        /// The file, or an array of it.
        file: String,
        /// What of it.
        part: String,
    },
    /// Something stands where it cannot.
    #[error("{file}, line {line}: {found}")]
    Text {
        /// The file.
        file: String,
        /// From 1.
        line: usize,
        /// The start of what stands there.
        found: String,
    },
    /// A file that belongs to it is not there.
    #[error("{part} is not there")]
    Absent {
        /// Which one.
        part: String,
    },
    /// An array's numbers are of a kind that is not read.
    #[error("{tensor} has numbers of the kind {kind}")]
    Kind {
        /// The array.
        tensor: String,
        /// As the file has it.
        kind: String,
    },
    /// An array has another shape than the network needs.
    #[error("{tensor} is {got:?}, needed: {expected:?}")]
    Shape {
        /// Layer and array.
        tensor: String,
        /// What the network needs, as Keras has it: a kernel is `[inputs, units]`.
        expected: Vec<usize>,
        /// What the file has.
        got: Vec<usize>,
    },
    /// A weight is no number or infinite.
    #[error("{tensor} is {value} at {place:?}")]
    NotFinite {
        /// Layer and array.
        tensor: String,
        /// Its place along each axis, from 0.
        place: Vec<usize>,
        /// What stands there.
        value: String,
    },
    /// There is no array for weights that the network has.
    #[error("there is no {tensor}")]
    Missing {
        /// Layer and array.
        tensor: String,
    },
    /// There are fewer or more arrays than the network on show has.
    #[error("there are {got} arrays, needed: {expected}")]
    Count {
        /// What the network has.
        expected: usize,
        /// What the file has.
        got: usize,
    },
    /// Its layers are no chain with residual connections.
    #[error("{layer} is no part of a chain")]
    Branches {
        /// The first layer that is in the way.
        layer: String,
    },
    /// It has no dense layer, so it has no outputs.
    #[error("there is no dense layer")]
    NoDense,
    /// It is larger than a network may be here.
    #[error(transparent)]
    Limit(#[from] ConfigError),
}

/// The network of a file; `name` says which one of `files`, the others stand beside it. Weights alone are
/// put into the network of `now`, the run on show.
///
/// # Errors
/// [`Unreadable`] says what is wrong with it.
pub fn open(name: &str, files: &[(String, Vec<u8>)], now: &Config) -> Result<Opened, Unreadable> {
    let mut report = Report::default();
    let file = name.to_owned();
    let of_name = files.iter().find(|(own, _)| own == name);
    let Some((_, bytes)) = of_name else { return Err(Unreadable::Absent { part: file }) };
    for (file, bytes) in files {
        let file = || file.clone();
        if bytes.is_empty() {
            return Err(Unreadable::Empty { file: file() });
        }
        if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
            return Err(Unreadable::Pointer { file: file() });
        }
    }
    let network = if Archive::is(bytes) {
        keras::read(name, bytes, &mut report)?
    } else if safetensors::is(bytes) {
        safetensors::read(name, bytes, now, &mut report)?
    } else if let Ok(text) = str::from_utf8(bytes) {
        of_text(name, text, files, (now, &mut report))?
    } else {
        return Err(Unreadable::Foreign { file });
    };
    let Report { ignored, missing } = report;
    Ok(Opened { network, ignored, missing })
}

/// The network of a file that is a text.
fn of_text(
    name: &str,
    text: &str,
    files: &[(String, Vec<u8>)],
    (now, report): (&Config, &mut Report),
) -> Result<Brought, Unreadable> {
    let foreign = || Unreadable::Foreign { file: name.to_owned() };
    let arrays =
        if text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with(['{', '[']) {
            let own = Json::read(name, text.as_bytes())?;
            if tfjs::is(&own) {
                return tfjs::read(&own, files, report);
            }
            typed::of_json(name, &own, report)
        } else {
            typed::of_csv(name, text)
        };
    onto::onto(now, arrays.ok_or_else(foreign)??, report)
}
