//! Tables as people bring them: bytes of a file or of a paste in, a [`Sheet`] of cells out, and from
//! that, with a visitor's [`Choice`], the engine's `Table`. Only `browser` and `storage` know a
//! browser: bytes are pushed piece by piece, and texts that are not UTF-8 are decoded by whoever calls.
//!
//! What is guessed can be corrected ([`Corrections`]), and what is wrong is told as data, by line and
//! column; the words for it are the page's. From the top down: `desk` (what is asked and answered),
//! `choice`, `column`, `read`, `sheet`, `dialect`, `records`, `number`, `encoding`, each naming only what
//! stands behind it. What is kept of tables, and as what, `shelf` says.

#[cfg(feature = "keep")]
mod browser;
mod choice;
mod column;
mod desk;
mod dialect;
mod encoding;
#[cfg(feature = "web")]
mod message;
mod number;
mod read;
mod records;
mod sheet;
pub mod shelf;
#[cfg(feature = "keep")]
pub mod storage;
mod write;

#[cfg(feature = "keep")]
pub use browser::start;
pub use choice::{Choice, Fill, Problem, Refusal, Role, Taken, Use};
pub use column::{BadCell, Description, Findings, Kind, Shape, Shown};
pub use desk::{Ask, Desk, Told};
pub use dialect::{Corrections, Dialect, Header, Separator};
#[cfg(test)]
pub(crate) use encoding::Plain;
pub use encoding::{Decode, Encoding, Part};
pub use number::{Format, Mark, Reading, Thousands};
pub use read::{Content, Limits, Reader, Unreadable, Wants};
pub use records::{BadRow, Fault, Quotes, ROW_BYTES, ROW_CELLS};
pub use sheet::{Garbled, LeftOut, Listed, Sheet};
pub use write::{WRITTEN, csv};
