//! `screenshots`: the pictures of the documentation, and of other states of the page to be looked at,
//! taken from the page as it is.

use std::path::{Path, PathBuf};

use crate::{
    build,
    driver::Driver,
    failure::{Failure, Outcome},
    setup, step, test,
};

const FOLDER: &str = "docs/screenshots";
/// What is looked at, and not kept.
const STATES: &str = "target/screenshots";

/// `screenshots`
pub fn run() -> Outcome {
    let (toolchain, browser) = setup::for_testing()?;
    let dist = build::for_tests(&toolchain)?;
    let (folder, states) = (made(FOLDER)?, made(STATES)?);
    step::loud("screenshots", || {
        let driver = Driver::start(&browser)?;
        step::run(
            test::page_command(&toolchain, &browser, &driver, &dist, "screenshots")
                .env("SCREENSHOTS_OUT", &folder)
                .env("SCREENSHOTS_STATES", &states),
        )
    })?;
    println!("The pictures of the documentation are in {FOLDER}/, other states in {STATES}/");
    Ok(())
}

/// A folder, made where there is none.
fn made(folder: &str) -> Outcome<PathBuf> {
    let folder = std::path::absolute(folder).map_err(Failure::at(Path::new(folder)))?;
    std::fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
    Ok(folder)
}
