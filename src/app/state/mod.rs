//! What the page knows, as signals, and the only way to change them. Components take the run that
//! they show from their context (`use_run`) and what concerns the whole page from `use_page`; they
//! read signals and call methods. Nobody else writes the link or talks to a worker.
//!
//! `page` has what there is once, `run` what each run has of its own, so that two can stand beside
//! each other, each below a `Provider` of its own, and `address` the ways between a run and the
//! address bar. `drawing` has a stroke on the data. `back` undoes and redoes changes; what can be undone `undo` keeps, which needs no
//! browser and is tested natively.

pub mod tables;
pub mod undo;

#[cfg(feature = "app")]
mod address;
#[cfg(feature = "app")]
mod back;
#[cfg(feature = "app")]
mod drawing;
#[cfg(feature = "app")]
mod page;
#[cfg(feature = "app")]
mod run;

#[cfg(feature = "app")]
pub use {
    address::Origin,
    page::{Drawer, Page, Shown, Withheld, use_page},
    run::{Looked, Run, use_run},
    tables::Wanted,
};
