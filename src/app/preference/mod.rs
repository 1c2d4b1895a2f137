//! What a visitor prefers of the page itself: language, theme and single-letter keys, and what the
//! browser remembers of them. A link that names one of the first two comes first. `kept` is which of the visitor's tables it keeps. They are names and small functions; the switches
//! are in `controls`.
//!
//! To add one: its file here, a field of the link's `View`, its switch in `controls`.

#[cfg(feature = "files")]
pub mod kept;
pub mod language;
#[cfg(feature = "app")]
pub mod letters;
#[cfg(feature = "app")]
pub mod media;
#[cfg(feature = "app")]
mod storage;
pub mod theme;
#[cfg(feature = "app")]
pub mod visit;
