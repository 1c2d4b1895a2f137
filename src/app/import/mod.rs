//! How a visitor's own table comes in: a file or a paste goes to a program of its own, which is fetched
//! when it is first needed; a dialog shows what was found there and lets the visitor choose; the table of
//! that choice is the run's from then on. Nothing of it leaves the browser.
//!
//! `phase` (what is on show, and what is asked next), `bars` and `paste`
//! (whether a text is a table) need no browser and are tested natively. `way_in` is what stands on the page from
//! the start, `drop` what is dropped or pasted; all else comes as a part of the page when it is first needed:
//! `program` has what goes to the worker and comes from it, `dialog` the dialog, with `column` a row of
//! its list of columns and `remarks` what is to be told of a file. `receive` says what a file is taken for; `run_file` has run files and `network` those of other programs, which come the same way; `sets` fetches the sets of real measurements that lie beside the page,
//! `keep` what the browser keeps, `drawings` when a drawing is, and `kept` lists what is not in use.

pub mod bars;
pub mod paste;
pub mod phase;

#[cfg(feature = "app")]
mod column;
#[cfg(feature = "app")]
mod dialog;
#[cfg(feature = "app")]
mod drawings;
#[cfg(feature = "app")]
mod drop;
#[cfg(feature = "app")]
mod keep;
#[cfg(feature = "app")]
mod kept;
#[cfg(feature = "app")]
mod network;
#[cfg(feature = "app")]
mod pick;
#[cfg(feature = "app")]
mod program;
#[cfg(feature = "app")]
mod receive;
#[cfg(feature = "app")]
mod remarks;
#[cfg(feature = "app")]
mod run_file;
#[cfg(feature = "app")]
mod sets;
#[cfg(feature = "app")]
mod way_in;

#[cfg(feature = "app")]
pub use {
    drop::DropTarget,
    kept::KeptTables,
    sets::RealSets,
    way_in::{Arrival, Choose, ChooseFile, InUse},
};

#[cfg(feature = "app")]
crate::app::part::part! {
    /// The dialog, and what reads tables.
    pub tables in tables: dialog::ImportDialog()
}

/// Makes ready what the page's parts need to bring a table (call it before any of them), and listens as
/// long as the page stands.
#[cfg(feature = "app")]
pub fn install(run: crate::app::state::Run) {
    drawings::install(run);
    drop::install(run);
}
