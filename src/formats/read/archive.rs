//! The parts of a zip archive, all together of at most [`RATIO`] times its own bytes.

use super::Unreadable;
use crate::formats::archive::{self, Fault};

/// How much larger than the archive its parts may be: texts shrink to a twentieth, weights hardly.
const RATIO: usize = 32;
/// And so many bytes more.
const SPARE: usize = 1 << 16;

/// An archive.
pub struct Archive<'a> {
    name: &'a str,
    bytes: &'a [u8],
    // Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Archive<'a> {
    /// The archive of these bytes.
    pub fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes, left: bytes.len().saturating_mul(RATIO).saturating_add(SPARE) }
    }

    /// A part; `None` where it has none of that name.
    ///
    /// # Errors
    /// Where the archive has no list of its parts, and where the part is damaged, or unpacks to more than it
    /// may.
    pub fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let own = archive::read(self.bytes, part, self.left).map_err(|fault| {
            let (file, part) = (self.name.to_owned(), part.to_owned());
            match fault {
                Fault::NoList => Unreadable::Cut { file },
                Fault::Damaged => Unreadable::Damaged { file, part },
                Fault::Larger(claims) => {
                    Unreadable::Claims { part, claims, has: self.bytes.len() as u64 }
                }
            }
        })?;
        self.left -= own.as_ref().map_or(0, Vec::len);
        Ok(own)
    }
}
