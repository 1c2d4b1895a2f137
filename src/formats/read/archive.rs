//! The parts of a zip archive. What an archive claims is not believed: all parts together have at most
//! [`RATIO`] times its own bytes.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;

/// How much larger than the archive its parts may be: texts shrink to a twentieth, weights hardly.
const RATIO: u64 = 32;
/// And so many bytes more.
const SPARE: u64 = 1 << 16;

/// An archive.
pub struct Archive<'a> {
    name: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    // Bytes that may still be unpacked.
    left: u64,
    size: u64,
}

impl<'a> Archive<'a> {
    /// The archive of these bytes.
    ///
    /// # Errors
    /// Where it has no list of its parts, which stands at its end.
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let size = bytes.len() as u64;
        let zip = ZipArchive::new(Cursor::new(bytes));
        let zip = zip.map_err(|_| Unreadable::Cut { file: name.to_owned() })?;
        Ok(Self { name, zip, left: size.saturating_mul(RATIO).saturating_add(SPARE), size })
    }

    /// A part; `None` where it has none of that name.
    ///
    /// # Errors
    /// Where the part is damaged, or unpacks to more than it may.
    pub fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let damaged = || Unreadable::Damaged { file: self.name.to_owned(), part: part.to_owned() };
        let (left, has) = (self.left, self.size);
        let too_long = |claims| Unreadable::Claims { part: part.to_owned(), claims, has };
        let own = match self.zip.by_name(part) {
            Ok(own) => own,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(damaged()),
        };
        if own.size() > left {
            return Err(too_long(own.size()));
        }
        let mut bytes = Vec::new();
        let read = own.take(left + 1).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        if length > left {
            return Err(too_long(length));
        }
        read.map_err(|_| damaged())?;
        self.left = left - length;
        Ok(Some(bytes))
    }
}
