//! What the page's parts are put together from: fields, sliders, knobs and their sketches, help,
//! cards and dialogs. None of them knows where it stands.
//!
//! What can be reckoned without a browser is in `figure`, `knob`, `place` and `sketch`, tested
//! natively; the rest puts it on the page. A control that shows a `Setting` is drawn by `field`,
//! whatever it is, and a choice with knobs by `tuned`.

pub mod figure;
pub mod knob;
pub mod place;
pub mod sketch;

#[cfg(feature = "app")]
pub mod dialog;
#[cfg(feature = "app")]
pub mod download;
#[cfg(feature = "app")]
pub mod drawer;
#[cfg(feature = "app")]
pub mod each;
#[cfg(feature = "app")]
pub mod field;
#[cfg(feature = "app")]
pub mod focus;
#[cfg(feature = "app")]
pub mod formula;
#[cfg(feature = "app")]
pub mod help;
#[cfg(feature = "app")]
pub mod icon;
#[cfg(feature = "app")]
pub mod later;
#[cfg(feature = "app")]
pub mod popover;
#[cfg(feature = "app")]
pub mod slider;
#[cfg(feature = "app")]
pub mod spoken;
#[cfg(feature = "app")]
pub mod timer;
#[cfg(feature = "app")]
pub mod track;
#[cfg(feature = "app")]
pub mod tuned;
