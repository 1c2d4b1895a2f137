//! `screenshots`: the pictures of the documentation, taken from the page as it is.

use std::path::Path;

use crate::{
    build,
    failure::{Failure, Outcome},
    setup, step, test,
};

const FOLDER: &str = "docs/screenshots";

/// `screenshots`
pub fn run() -> Outcome {
    let (toolchain, browser) = setup::for_testing()?;
    let dist = build::for_tests(&toolchain)?;
    let folder = std::path::absolute(FOLDER).map_err(Failure::at(Path::new(FOLDER)))?;
    std::fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
    step::loud("screenshots", || {
        step::run(
            test::page_command(&toolchain, &browser, &dist, "screenshots")
                .env("SCREENSHOTS_OUT", &folder),
        )
    })?;
    println!("The pictures are in {FOLDER}/");
    Ok(())
}
