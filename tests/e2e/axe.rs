//! axe-core finds no fault of accessibility, contrast included, whatever is open, in either theme and
//! language.

use fantoccini::key::Key;

use crate::browser::{Failure, Outcome, Playground, Screen, run, wait};
use crate::{tables, take};

/// Both themes and languages.
const LOOKS: [&str; 2] = ["theme=light&lang=en", "theme=dark&lang=ko"];

async fn check(page: &Playground, state: &str) -> Outcome {
    let found = page.violations().await?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("{state}: {} faults\n{}", found.len(), found.join("\n"))))
}

/// Looks once something is open.
async fn check_open(page: &Playground, look: &str, shown: &str) -> Outcome {
    let open = async || page.shows(shown).await;
    wait(&format!("{shown} to be open"), open, |&open| open).await?;
    check(page, &format!("{look}, {shown}")).await
}

#[test]
fn nothing_is_found_at_rest_in_training_and_beside_an_open_drawer() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for look in LOOKS {
            page.open(look).await?;
            check(&page, &format!("{look}, at rest")).await?;
            page.play().await?;
            let epoch = async || page.epoch().await;
            wait("some epochs", epoch, |&epoch| epoch > 5).await?;
            check(&page, &format!("{look}, in training")).await?;
            page.pause().await?;
            page.click("training-toggle").await?;
            check_open(&page, look, "training-panel").await?;
            page.click("layer-0-open").await?;
            check_open(&page, look, "layer-panel").await?;
        }
        Ok(())
    })
}

#[test]
fn nothing_is_found_in_menus_dialogs_and_the_presentation() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for look in LOOKS {
            page.open(look).await?;
            page.click("runtime-chip").await?;
            check_open(&page, look, "setting-rules").await?;
            page.click("runtime-tpu").await?;
            check_open(&page, look, "tpu-note").await?;
            page.click("tpu-see").await?;
            check_open(&page, look, "tpu-sizes").await?;
            page.press(&[Key::Escape]).await?;
            page.choose("keys").await?;
            check_open(&page, look, "keys-dialog").await?;
            page.press(&[Key::Escape]).await?;
            tables::drop(&page, "flowers.csv", &tables::flowers()).await?;
            check_open(&page, look, "import-columns").await?;
            page.press(&[Key::Escape]).await?;
            take::open_dialog(&page).await?;
            check_open(&page, look, "take-item-run").await?;
            page.press(&[Key::Escape]).await?;
            page.choose("present").await?;
            check_open(&page, look, "leave").await?;
        }
        Ok(())
    })
}

#[test]
fn nothing_is_found_on_a_phone_whatever_its_tab() -> Outcome {
    run(Screen::Phone, |page| async move {
        for look in LOOKS {
            page.open(look).await?;
            for tab in ["phone-network", "data-toggle", "training-toggle"] {
                page.click(tab).await?;
                check(&page, &format!("{look}, {tab}")).await?;
            }
        }
        Ok(())
    })
}
