//! Files of other programs, read: a network, or weights for the one on show. `open` finds out what a file
//! is by its content.
//!
//! Files come from anywhere. None makes this panic, memory stays within some dozens of times what a file
//! really has whatever it claims, and no number that is not finite gets into a network. What of a file is
//! not taken over is told by name: what only counts while training apart from what the network answers
//! otherwise without.
//!
//! What page and program both know of such files stands in `opened`.

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

pub use self::brought::{Brought, Remembered, Sight};
use self::json::Json;
use super::opened::{BYTES, Unreadable, is_archive, is_pointer, is_safetensors};
use crate::engine::config::Config;

/// A file that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
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
    // As in `Found`.
    ignored: Vec<String>,
    missing: Vec<String>,
    // The files beside the one that is opened that belong to it.
    beside: Vec<String>,
}

/// The network of a file; `name` says which one of `files`, the others stand beside it. Weights alone are
/// put into the network of `now`, the run on show.
///
/// # Errors
/// [`Unreadable`] says what is wrong with it.
pub fn open(name: &str, files: &[(String, Vec<u8>)], now: &Config) -> Result<Found, Unreadable> {
    let mut report = Report::default();
    let found = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    if found > BYTES {
        return Err(Unreadable::Large { found });
    }
    let of_name = files.iter().find(|(own, _)| own == name);
    let Some((_, bytes)) = of_name else {
        return Err(Unreadable::Absent { part: name.to_owned() });
    };
    for (file, bytes) in files {
        let file = || file.clone();
        if bytes.is_empty() {
            return Err(Unreadable::Empty { file: file() });
        }
        if is_pointer(bytes) {
            return Err(Unreadable::Pointer { file: file() });
        }
    }
    let network = if is_archive(bytes) {
        keras::read(name, bytes, &mut report)?
    } else if is_safetensors(bytes) {
        safetensors::read(name, bytes, now, &mut report)?
    } else if let Ok(text) = str::from_utf8(bytes) {
        of_text(name, text, files, (now, &mut report))?
    } else {
        return Err(Unreadable::Foreign { file: name.to_owned() });
    };
    let Report { mut ignored, missing, beside } = report;
    let others = files.iter().map(|(own, _)| own);
    ignored.extend(others.filter(|own| *own != name && !beside.contains(own)).cloned());
    Ok(Found { network, ignored, missing })
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
