//! The pictures of the documentation, taken from the page as it is: `cargo xtask screenshots`.
//!
//! Each is a state of the page that a visitor comes to by hand, in the window that it is drawn for:
//! to add one, bring the page there in the test of its window and `take` it. Those that the README
//! shows are kept beside it; the others are there to be looked at before a change of the page goes
//! out. Same link, same epoch, same picture: nothing here depends on how fast a machine is.

#[path = "../e2e/browser/mod.rs"]
#[expect(dead_code, reason = "the end-to-end tests use the rest")]
mod browser;

use std::{fs, path::PathBuf};

use browser::{Outcome, Playground, Screen, run, wait};
use serde_json::json;

/// A problem that takes a network of some layers, with a picture worth looking at. The rate falls to
/// nothing, so that the last epochs are calm ones.
const SPIRAL: &str = "dataset=spiral&noise=5&x=true&y=true&xSquared=true&ySquared=true&sinX=true\
    &sinY=true&activation=tanh&learningRate=0.003&optimizer=adam&initializer=glorot_uniform\
    &schedule=cosine_decay(decay_steps:10000)&rules=modern&seed=2&speed=max";

const SIX_LAYERS: &str = "networkShape=8,8,8,8,8,8";
const TWELVE_LAYERS: &str = "networkShape=8,8,8,8,8,8,8,8,8,8,8,8&learningRate=0.001";
const THREE_LAYERS: &str = "networkShape=8,6,4";
const DROPOUT: &str =
    "layers=dense(units:8),dropout(rate:0.2),dense(units:6),dense(units:4)&seed=7";
/// The schedule's last epoch.
const TRAINED: u64 = 400;

/// A problem so easy that a rate can be far too high for it.
const CIRCLE: &str = "dataset=circle&noise=10&activation=tanh&outputActivation=linear\
    &learningRate=0.1&rules=modern&seed=7&speed=max";

/// A window of the usual laptop, and a larger one.
const LAPTOP: (u32, u32) = (1280, 720);
const DESKTOP: (u32, u32) = (1440, 900);
/// A projector's.
const ROOM: (u32, u32) = (1920, 1080);

/// Where a picture goes: the variable that says it, and the folder where none does.
type Shelf = (&'static str, &'static str);

/// What the README shows.
const DOCUMENTS: Shelf = ("SCREENSHOTS_OUT", "docs/screenshots");
/// What is looked at.
const STATES: Shelf = ("SCREENSHOTS_STATES", "target/screenshots");

/// Opens the page in a window of that size, with everything at rest that moves for the eye alone.
async fn open(page: &Playground, (width, height): (u32, u32), hash: &str) -> Outcome {
    calm(page).await?;
    page.resize(width, height).await?;
    page.open(hash).await
}

/// Has the page take its visitor for one who wants nothing to move, without scroll bars.
async fn calm(page: &Playground) -> Outcome {
    page.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;
    let feature = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
    page.devtools("Emulation.setEmulatedMedia", json!({ "features": [feature] })).await?;
    Ok(())
}

/// Trains to the end of an epoch; what is said of it is read and put away.
async fn train(page: &Playground, epoch: u64) -> Outcome {
    page.start_to(epoch).await?;
    page.epoch_is(epoch).await?;
    page.notice("reached").await?;
    let put_away = async || {
        page.execute(
            "document.querySelectorAll('[data-testid=notice] button').forEach((one) => one.click())",
        )
        .await?;
        page.notice_count().await
    };
    wait("no notice", put_away, |&count| count == 0).await?;
    page.execute("document.activeElement?.blur(); scrollTo(0, 0)").await?;
    Ok(())
}

/// Takes the picture `name` once the page looks the same twice in a row.
async fn take(page: &Playground, (variable, usual): Shelf, name: &str) -> Outcome {
    let mut before = Vec::new();
    let look = async || {
        let file = page.screenshot(name).await?;
        let now = fs::read(&file)?;
        let same = now == std::mem::replace(&mut before, now.clone());
        Ok((same, file))
    };
    let (_, taken) = wait("the page to stand still", look, |(same, _)| *same).await?;
    let folder = std::env::var_os(variable).map_or_else(|| PathBuf::from(usual), PathBuf::from);
    fs::create_dir_all(&folder)?;
    fs::copy(taken, folder.join(format!("{name}.png")))?;
    Ok(())
}

/// Moves the mouse to where it changes nothing.
async fn point_away(page: &Playground) -> Outcome {
    page.hover("epoch").await
}

async fn shown(page: &Playground, id: &str) -> Outcome {
    wait(id, async || page.shows(id).await, |&shown| shown).await?;
    Ok(())
}

#[test]
fn first_visit() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // A browser of its own: nobody has played in it.
        open(&page, LAPTOP, "theme=light&lang=en&seed=7&rules=modern").await?;
        for note in ["welcome-play", "welcome-unit", "welcome-weight"] {
            shown(&page, note).await?;
        }
        take(&page, STATES, "first-en").await
    })
}

#[test]
fn laptop() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, LAPTOP, &format!("{SPIRAL}&{SIX_LAYERS}&theme=light&lang=en")).await?;
        train(&page, TRAINED).await?;
        page.hover("unit-2-3").await?;
        shown(&page, "lens").await?;
        let caption = async || page.text("boundary-caption").await;
        wait("the unit in the big picture", caption, |text| text.contains("unit 4")).await?;
        take(&page, DOCUMENTS, "light-en").await?;

        page.click("runtime-chip").await?;
        shown(&page, "runtime-menu").await?;
        point_away(&page).await?;
        take(&page, STATES, "run-en").await?;

        for theme in ["light", "dark"] {
            let hash = format!("{SPIRAL}&{THREE_LAYERS}&theme={theme}&lang=ko");
            open(&page, LAPTOP, &hash).await?;
            train(&page, TRAINED).await?;
            point_away(&page).await?;
            take(&page, DOCUMENTS, &format!("{theme}-ko")).await?;
        }
        Ok(())
    })
}

#[test]
fn deep() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, LAPTOP, &format!("{SPIRAL}&{TWELVE_LAYERS}&theme=light&lang=en")).await?;
        train(&page, TRAINED).await?;
        point_away(&page).await?;
        take(&page, STATES, "deep-en").await
    })
}

#[test]
fn diverged() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, LAPTOP, &format!("{CIRCLE}&theme=light&lang=en")).await?;
        train(&page, 18).await?;
        // Until here all went well; then somebody is impatient.
        page.set_setting("learningRate", "3").await?;
        page.click("speed-1").await?;
        page.play().await?;
        shown(&page, "diverged").await?;
        page.notice("diverged").await?;
        // Pointed at, it stays.
        page.hover("notice").await?;
        take(&page, STATES, "diverged-en").await
    })
}

#[test]
fn large() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, DESKTOP, &format!("{SPIRAL}&{DROPOUT}&theme=dark&lang=en")).await?;
        train(&page, 212).await?;
        page.click("training-toggle").await?;
        shown(&page, "close-drawer").await?;
        point_away(&page).await?;
        take(&page, DOCUMENTS, "dark-en").await?;

        open(&page, DESKTOP, &format!("{SPIRAL}&{THREE_LAYERS}&theme=light&lang=en")).await?;
        train(&page, TRAINED).await?;
        page.click("layer-1-open").await?;
        shown(&page, "layer-editor").await?;
        point_away(&page).await?;
        take(&page, STATES, "layer-en").await?;

        page.click("close-drawer").await?;
        page.resize(ROOM.0, ROOM.1).await?;
        page.execute("document.activeElement?.blur()").await?;
        page.type_text("f").await?;
        shown(&page, "leave").await?;
        point_away(&page).await?;
        take(&page, STATES, "present-en").await
    })
}

#[test]
fn phone() -> Outcome {
    run(Screen::Phone, |page| async move {
        calm(&page).await?;
        page.open(&format!("{SPIRAL}&{THREE_LAYERS}&theme=light&lang=en")).await?;
        train(&page, TRAINED).await?;
        take(&page, DOCUMENTS, "phone-en").await
    })
}
