//! Ctrl+Z and its way back: what a change threw away is there again.

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, run, wait};
use crate::curve::has_every_epoch;
use crate::tables::bring_flowers;

const CONTROL: char = '\u{e009}';
const SHIFT: char = '\u{e008}';

/// Presses a letter with Ctrl, wherever the focus is, and Shift where it is held too.
async fn control(page: &Playground, letter: char, shift: bool) -> Outcome {
    let held: &[char] = if shift { &[CONTROL, SHIFT] } else { &[CONTROL] };
    page.press_held(held, letter).await
}

/// The losses that are on show, in full.
async fn losses(page: &Playground) -> Outcome<(f64, f64)> {
    Ok((page.train_loss().await?, page.test_loss().await?))
}

async fn losses_are(page: &Playground, expected: (f64, f64)) -> Outcome {
    wait("the losses", async || losses(page).await, |seen| *seen == expected).await?;
    Ok(())
}

async fn off(page: &Playground, id: &str) -> Outcome<bool> {
    Ok(page.attribute(id, "aria-disabled").await?.is_some())
}

async fn said(page: &Playground, words: &str) -> Outcome {
    let look = async || page.text("announcer").await;
    wait(words, look, |text| text.contains(words)).await?;
    Ok(())
}

#[test]
fn a_data_set_is_undone_and_redone_with_what_was_trained() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        assert!(off(&page, "undo").await? && off(&page, "redo").await?);
        page.click("speed-60").await?;
        page.start_to(50).await?;
        page.epoch_is(50).await?;
        let (before, weight) = (losses(&page).await?, page.full_weight("link-0-0-0").await?);
        page.click("dataset-spiral").await?;
        page.epoch_is(0).await?;
        page.hash_has("dataset", "spiral").await?;
        page.click("speed-max").await?;
        page.run_to(7).await?;
        let spiral = losses(&page).await?;
        control(&page, 'z', false).await?;
        page.epoch_is(50).await?;
        losses_are(&page, before).await?;
        has_every_epoch(&page).await?;
        assert_eq!(page.full_weight("link-0-0-0").await?, weight);
        assert_eq!(page.hash_value("dataset").await?.as_deref().unwrap_or("circle"), "circle");
        said(&page, "Undone: ").await?;
        assert!(off(&page, "undo").await?);
        control(&page, 'z', true).await?;
        page.epoch_is(7).await?;
        losses_are(&page, spiral).await?;
        page.hash_has("dataset", "spiral").await?;
        said(&page, "Redone: ").await?;
        // The buttons do the same, and Back leaves an undo as it leaves any change.
        page.click("undo").await?;
        page.epoch_is(50).await?;
        losses_are(&page, before).await?;
        page.back().await?;
        page.hash_has("dataset", "spiral").await
    })
}

#[test]
fn a_press_more_than_there_are_steps_does_nothing_else() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("theme=light&seed=0.5").await?;
        for rate in ["0.1", "0.3"] {
            page.set_setting("learningRate", rate).await?;
            page.hash_has("learningRate", rate).await?;
        }
        let theme = page.execute("return document.documentElement.dataset.theme").await?;
        let rate = async || page.value("setting-learningRate").await;
        for (button, end) in [("undo", "0.03"), ("redo", "0.3")] {
            page.focus(button).await?;
            for _ in 0..4 {
                page.press(&[Key::Enter]).await?;
            }
            wait("the last step", rate, |rate| rate == end).await?;
            assert!(off(&page, button).await?);
            assert_eq!(page.focused().await?, button);
        }
        assert_eq!(page.execute("return document.documentElement.dataset.theme").await?, theme);
        Ok(())
    })
}

#[test]
fn a_weight_set_by_hand_and_a_reset_are_undone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        page.run_to(20).await?;
        let (before, weight) = (losses(&page).await?, page.full_weight("link-0-0-0").await?);
        page.focus("link-0-0-0").await?;
        page.press(&[Key::Enter]).await?;
        let field = async || page.focused().await;
        wait("the field", field, |id| id == "weight-input").await?;
        page.type_text("3").await?;
        page.press(&[Key::Enter]).await?;
        let value = async || page.full_weight("link-0-0-0").await;
        wait("the new weight", value, |&value| value == 3.0).await?;
        control(&page, 'z', false).await?;
        wait("the old weight", value, |&seen| seen == weight).await?;
        losses_are(&page, before).await?;
        page.epoch_is(20).await?;
        control(&page, 'y', false).await?;
        wait("the new weight", value, |&value| value == 3.0).await?;
        control(&page, 'z', false).await?;
        losses_are(&page, before).await?;
        page.click("reset").await?;
        page.epoch_is(0).await?;
        control(&page, 'z', false).await?;
        page.epoch_is(20).await?;
        losses_are(&page, before).await?;
        assert!(!page.is_pressed("play").await?);
        Ok(())
    })
}

#[test]
fn a_learning_rate_undone_leaves_what_was_trained_since() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        page.run_to(5).await?;
        page.set_setting("learningRate", "0.1").await?;
        page.run_to(9).await?;
        let before = losses(&page).await?;
        // A select box has no undo of its own.
        page.focus("setting-learningRate").await?;
        control(&page, 'z', false).await?;
        let rate = async || page.value("setting-learningRate").await;
        wait("the old rate", rate, |rate| rate == "0.03").await?;
        assert_eq!((page.epoch().await?, losses(&page).await?), (9, before));
        Ok(())
    })
}

#[test]
fn in_a_text_field_the_keys_are_the_fields_own() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.focus("setting-seed").await?;
        page.type_text("7").await?;
        control(&page, 'z', false).await?;
        let seed = async || page.value("setting-seed").await;
        wait("the seed as it was", seed, |seed| seed == "0.5").await?;
        assert_eq!(page.hash_value("learningRate").await?.as_deref(), Some("0.1"));
        Ok(())
    })
}

#[test]
fn letters_that_are_switched_off_do_nothing_and_stay_off() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.run_to(3).await?;
        page.choose("keys").await?;
        page.set("letters", "false").await?;
        page.press(&[Key::Escape]).await?;
        let shown = async || page.shows("keys-dialog").await;
        wait("the list to close", shown, |&shown| !shown).await?;
        page.type_text("r?").await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(4).await?;
        assert!(!page.shows("keys-dialog").await?);
        page.reload().await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(1).await?;
        page.type_text("r").await?;
        page.press(&[Key::Right]).await?;
        page.epoch_is(2).await
    })
}

#[test]
fn a_notice_goes_with_the_change_that_it_tells_of() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let count = async || page.notice_count().await;
        for back in [false, true] {
            bring_flowers(&page).await?;
            page.notice("table_brought").await?;
            // While it is pointed at, it does not go by itself.
            page.hover("notice").await?;
            if back {
                page.back().await?;
            } else {
                control(&page, 'z', false).await?;
            }
            wait("the notice to go", count, |count| *count == 0).await?;
        }
        Ok(())
    })
}
