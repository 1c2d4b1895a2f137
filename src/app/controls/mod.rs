//! Header, strip, data panel and what lies over the page.
//!
//! They are put together from `widgets`; to add a control that shows a `Setting`, put its line into
//! `strip` or `data`. `shortcut` and `tpu::numbers` need no browser and are tested
//! natively.

pub mod shortcut;
pub mod tpu;

#[cfg(feature = "app")]
mod announcer;
#[cfg(feature = "app")]
mod counter;
#[cfg(feature = "app")]
mod curve;
#[cfg(feature = "app")]
mod data;
#[cfg(feature = "app")]
mod header;
#[cfg(feature = "app")]
mod keyboard;
#[cfg(feature = "app")]
mod keys;
#[cfg(feature = "app")]
mod language;
#[cfg(feature = "app")]
mod made_link;
#[cfg(feature = "app")]
mod more;
#[cfg(feature = "app")]
mod notices;
#[cfg(feature = "app")]
mod overlays;
#[cfg(feature = "app")]
mod present;
#[cfg(feature = "app")]
mod race;
#[cfg(feature = "app")]
mod run;
#[cfg(feature = "app")]
mod runtime;
#[cfg(feature = "app")]
mod share;
#[cfg(feature = "app")]
mod shell;
#[cfg(feature = "app")]
mod side;
#[cfg(feature = "app")]
mod strip;
#[cfg(feature = "app")]
mod take;
#[cfg(feature = "app")]
mod teachers;
#[cfg(feature = "app")]
mod theme;
#[cfg(feature = "app")]
mod thumbnail;
#[cfg(feature = "app")]
mod training;
#[cfg(feature = "app")]
mod undo;
#[cfg(feature = "app")]
mod withheld;

#[cfg(feature = "app")]
pub use {
    header::Header,
    notices::Notices,
    overlays::{Overlays, install},
    side::Side,
    strip::{PhoneTabs, Strip},
};
