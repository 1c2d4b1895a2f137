//! The pictures of the documentation, taken from the page as it is: `cargo xtask screenshots`.

#[path = "../e2e/browser/mod.rs"]
#[expect(dead_code, reason = "the end-to-end tests use the rest")]
mod browser;

use std::{fs, path::PathBuf};

use browser::{Outcome, Playground, Screen, run};

/// A problem that a small network needs a while for, with a picture worth looking at.
const SPIRAL: &str = "dataset=spiral&noise=5&activation=tanh&learningRate=0.03&batchSize=10\
    &networkShape=8,6,4&xSquared=true&ySquared=true&sinX=true&sinY=true&rules=modern&seed=7";

/// Trains for a while and takes the picture `name`.
async fn picture(page: &Playground, name: &str, look: &str) -> Outcome {
    page.open(&format!("{SPIRAL}&{look}")).await?;
    page.run_to(400).await?;
    page.execute("document.activeElement?.blur(); scrollTo(0, 0)").await?;
    // The notice that the epoch is reached is no part of the picture.
    let notices = async || page.notice_count().await;
    browser::wait("no notice", notices, |&count| count == 0).await?;
    let taken = page.screenshot(name).await?;
    let folder = match std::env::var_os("SCREENSHOTS_OUT") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from("docs/screenshots"),
    };
    fs::create_dir_all(&folder)?;
    fs::copy(taken, folder.join(format!("{name}.png")))?;
    Ok(())
}

#[test]
fn desktop() -> Outcome {
    run(Screen::Desktop, |page| async move {
        picture(&page, "light-en", "theme=light&lang=en").await?;
        picture(&page, "dark-en", "theme=dark&lang=en").await?;
        picture(&page, "light-ko", "theme=light&lang=ko").await?;
        picture(&page, "dark-ko", "theme=dark&lang=ko").await
    })
}

#[test]
fn phone() -> Outcome {
    run(
        Screen::Phone,
        |page| async move { picture(&page, "phone-en", "theme=light&lang=en").await },
    )
}
