//! `bless`: takes what the native tests produce now as right; look at the diff after.

use crate::{failure::Outcome, step, test, toolchain::Toolchain};

/// `bless`
pub fn run() -> Outcome {
    let toolchain = Toolchain::as_is()?;
    step::loud("native tests, recording", || {
        step::run(test::native_command(&toolchain).env("UPDATE_SNAPSHOTS", "true"))
    })
}
