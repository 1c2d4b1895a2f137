//! Header, strip, data panel and what lies over the page.
//!
//! What can be reckoned without a browser is in `figure`, `knob`, `place`, `shortcut` and `sketch`, tested
//! natively; the rest puts it on the page. A control that shows a `Setting` is drawn by
//! `field`, whatever it is; to add one, put its line into `strip` or `data`.

pub mod figure;
pub mod knob;
pub mod place;
pub mod shortcut;
pub mod sketch;

#[cfg(feature = "app")]
mod announcer;
#[cfg(feature = "app")]
mod counter;
#[cfg(feature = "app")]
mod data;
#[cfg(feature = "app")]
mod dialog;
#[cfg(feature = "app")]
pub mod field;
#[cfg(feature = "app")]
mod header;
#[cfg(feature = "app")]
pub mod help;
#[cfg(feature = "app")]
mod icon;
#[cfg(feature = "app")]
mod keyboard;
#[cfg(feature = "app")]
mod keys;
#[cfg(feature = "app")]
pub mod language;
#[cfg(feature = "app")]
mod made_link;
#[cfg(feature = "app")]
mod notices;
#[cfg(feature = "app")]
mod popover;
#[cfg(feature = "app")]
mod race;
#[cfg(feature = "app")]
mod rules;
#[cfg(feature = "app")]
mod run;
#[cfg(feature = "app")]
mod runtime;
#[cfg(feature = "app")]
mod share;
#[cfg(feature = "app")]
mod shell;
#[cfg(feature = "app")]
mod slider;
#[cfg(feature = "app")]
pub mod spoken;
#[cfg(feature = "app")]
mod storage;
#[cfg(feature = "app")]
mod strip;
#[cfg(feature = "app")]
mod teachers;
#[cfg(feature = "app")]
pub mod theme;
#[cfg(feature = "app")]
mod thumbnail;
#[cfg(feature = "app")]
mod training;
#[cfg(feature = "app")]
pub mod tuned;
#[cfg(feature = "app")]
mod withheld;

#[cfg(feature = "app")]
pub use {
    data::DataPanel,
    header::Header,
    help::Help,
    shell::{Overlays, install},
    strip::Strip,
    tuned::{AboutKind, Knobs, Touch},
};
