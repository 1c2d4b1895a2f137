//! Files of other programs, as page and program both know them: which file is taken for a network, how large
//! one may be, what has come of it, and why nothing has. What stands in one, `read` finds out.
//!
//! No words: an [`Unreadable`] says what is wrong in names and numbers, and the page makes sentences of it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::engine::config::{Config, ConfigError};
use crate::files::Listed;

/// Bytes that the files of a network have at most, all together: more than the largest network takes with
/// its optimizer's memory.
pub const BYTES: u64 = 32 << 20;
/// Bytes at the start of a file by which it is told.
pub const START: u64 = 1 << 12;

/// The columns of weights as CSV.
pub const COLUMNS: [&str; 5] = ["layer", "name", "row", "column", "value"];
/// What files of networks end with.
const ENDINGS: [&str; 5] = [".keras", ".safetensors", ".json", ".h5", ".onnx"];
/// Parts of Keras's archive, of which one stands first.
const PARTS: [&[u8]; 3] = [b"metadata.json", b"config.json", b"model.weights.h5"];
/// Where an archive has the name of its first part.
const FIRST_PART: usize = 30;

/// Whether a file is taken for a network or weights, by its first [`START`] bytes or else by its name. All
/// other files may be tables: a spreadsheet is an archive of other parts, and a table has none of the
/// headers that weights have, nor brackets where it begins.
pub fn is_network(name: &str, start: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let is_called = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let part = start.get(FIRST_PART..).filter(|_| is_archive(start)).unwrap_or_default();
    is_called(&ENDINGS)
        || is_safetensors(start)
        || is_pointer(start)
        || is_hdf5(start)
        || PARTS.iter().any(|own| part.starts_with(own))
        || is_json(start) && !is_called(&[".csv", ".tsv"])
        || first_line(start).and_then(columns).is_some()
}

/// Whether bytes begin as an archive does.
pub fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// Whether bytes begin as HDF5 does.
pub fn is_hdf5(start: &[u8]) -> bool {
    start.starts_with(b"\x89HDF\r\n\x1a\n")
}

/// Whether bytes begin as safetensors do: with the length of a header, which no text is like, and the
/// header.
pub fn is_safetensors(start: &[u8]) -> bool {
    start.get(8) == Some(&b'{')
        && start.get(9) != Some(&0)
        && start.iter().take(8).any(|&own| own == 0)
}

/// Whether bytes only say where Git LFS keeps the file.
pub fn is_pointer(start: &[u8]) -> bool {
    start.starts_with(b"version https://git-lfs.github.com/spec/")
}

/// Whether a text begins as an object does, or as a list of lists or objects.
fn is_json(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    match start.trim_ascii_start() {
        [b'{', ..] => true,
        [b'[', rest @ ..] => matches!(rest.trim_ascii_start(), [b'[' | b'{', ..]),
        _ => false,
    }
}

/// The first line that says something, where the bytes are a text.
fn first_line(start: &[u8]) -> Option<&str> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    str::from_utf8(start.split(|&byte| byte == b'\n').next()?).ok()
}

/// Where each of [`COLUMNS`] stands in a line that has these and no others, and what separates them.
pub fn columns(line: &str) -> Option<(char, Vec<usize>)> {
    let separator = line.chars().find(|letter| matches!(letter, ',' | ';' | '\t'))?;
    let cells: Vec<&str> = line.split(separator).map(bare).collect();
    let place = |own: &&str| cells.iter().position(|cell| cell.eq_ignore_ascii_case(own));
    let places: Option<Vec<usize>> = COLUMNS.iter().map(place).collect();
    Some((separator, places.filter(|_| cells.len() == COLUMNS.len())?))
}

/// A cell without spaces and quotes around it.
pub fn bare(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

/// A run with the network of a file in the place of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// What the run on show becomes.
    pub config: Box<Config>,
    /// Its state, as a worker goes on from it. In a message a part of its own.
    #[serde(skip)]
    pub state: Vec<u8>,
    /// What is to be told of it.
    pub remarks: Remarks,
}

/// What is to be told of a network out of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// What of the file is not taken over, by name, without which the network answers the same.
    pub ignored: Listed<String>,
    /// What of it is not taken over, by name, without which the network answers otherwise.
    pub missing: Listed<String>,
    /// The run has scaled its inputs, and the network takes them as they are.
    pub unscaled: bool,
}

/// Why a network cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Unreadable {
    /// There is nothing in a file.
    #[error("{file} is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// It is larger than any network.
    #[error("{found} bytes are more than {BYTES}")]
    Large {
        /// Its bytes, and those of the files beside it.
        found: u64,
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
    /// It takes so many numbers, and the data on show have so many.
    #[error("it has {file} inputs, the data {data}")]
    Inputs {
        /// The network's.
        file: usize,
        /// The data's.
        data: usize,
    },
    /// It gives so many numbers, and the data on show have so many classes or numbers to be told.
    #[error("it has {file} outputs, the data {data} classes or numbers")]
    Outputs {
        /// The network's.
        file: usize,
        /// Classes, or numbers.
        data: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_tables_are_told_apart_by_what_is_in_them() {
        let part = |name: &str| [b"PK\x03\x04".as_slice(), &[0; 26], name.as_bytes()].concat();
        let header = |length: u64| [&length.to_le_bytes()[..], b"{\"a\":"].concat();
        for network in [
            part("metadata.json"),
            part("config.json"),
            header(20),
            header(1 << 63),
            b"\xef\xbb\xbf {\"format\": \"layers-model\"}".to_vec(),
            b"[\n  [[1, 2]], [3]]".to_vec(),
            b"[{\"name\": \"dense_0/kernel\"}]".to_vec(),
            b"\nlayer,name,row,column,value\n".to_vec(),
            b"\xef\xbb\xbf\"name\"; Layer ;row;column;value\r\n".to_vec(),
            b"version https://git-lfs.github.com/spec/v1\noid sha256:1".to_vec(),
        ] {
            assert!(is_network("saved", &network), "{network:?}");
        }
        for table in [
            part("[Content_Types].xml"),
            part("mimetype"),
            b"x,y,label\n1,2,0\n".to_vec(),
            b"layer,name,row,column,value,note\n".to_vec(),
            b"layer,name,row,value\n".to_vec(),
            b"[x],{y}\n1,2\n".to_vec(),
            b"01234567{,y\n1,2\n".to_vec(),
            "\u{feff}ab,{".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            b"\x8fNPRUN\r\n".to_vec(),
            Vec::new(),
        ] {
            assert!(!is_network("data.csv", &table), "{table:?}");
            // A name says what is in a file that says nothing itself.
            assert!(is_network("Model.KERAS", &table), "{table:?}");
        }
        assert!(!is_network("rows.csv", b"[[1,2],[3,4]]"));
    }
}
