//! What the page knows, as signals, and the only way to change them. Components take the run that
//! they show from their context (`use_run`) and what concerns the whole page from `use_page`; they
//! read signals and call methods. Nobody else writes the link or talks to a worker.
//!
//! `page` has what there is once, `run` what each run has of its own, so that two can stand beside
//! each other, each below a `Provider` of its own, and `address` the ways between a run and the
//! address bar.

mod address;
mod page;
mod run;

pub use address::Origin;
pub use page::{Drawer, Page, Shown, Withheld, use_page};
pub use run::{Looked, Run, use_run};
