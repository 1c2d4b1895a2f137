//! Each control once: it does what it says, the link follows, and only what changes data,
//! features or shape starts anew.

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// What a change leaves of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    /// Weights and epoch stay.
    Stays,
    /// New data or a new shape: epoch 0.
    StartsAnew,
}

/// Trains a little, makes the change, and checks the link and what became of the run.
async fn check(page: &Playground, key: &str, value: &str, run: Run) -> Outcome {
    page.open("").await?;
    page.run_to(5).await?;
    let weight = page.weight("link-0-0-0").await?;
    page.set_setting(key, value).await?;
    page.hash_has(key, value).await?;
    match run {
        Run::Stays => {
            assert_eq!(page.epoch().await?, 5, "{key} keeps the epoch");
            assert_eq!(page.weight("link-0-0-0").await?, weight, "{key} keeps the weights");
            // The worker agrees: it goes on from there.
            page.click("step").await?;
            page.epoch_is(6).await?;
        }
        Run::StartsAnew => page.epoch_is(0).await?,
    }
    assert_eq!(page.value(&format!("setting-{key}")).await?, value, "{key} shows its value");
    Ok(())
}

#[test]
fn learning_settings_change_in_mid_run_and_keep_the_weights() -> Outcome {
    run(Screen::Desktop, |page| async move {
        check(&page, "learningRate", "0.1", Run::Stays).await?;
        check(&page, "regularization", "L2", Run::Stays).await?;
        check(&page, "regularizationRate", "0.01", Run::Stays).await?;
        check(&page, "batchSize", "20", Run::Stays).await?;
        check(&page, "activation", "relu", Run::Stays).await
    })
}

#[test]
fn learning_settings_change_while_it_trains() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.click("speed-60").await?;
        page.play().await?;
        let epoch = async || page.epoch().await;
        let mut before = wait("the first epochs", epoch, |&epoch| epoch >= 2).await?;
        for (key, value) in [
            ("learningRate", "0.01"),
            ("regularization", "L1"),
            ("regularizationRate", "0.001"),
            ("batchSize", "5"),
            ("activation", "sigmoid"),
        ] {
            page.set_setting(key, value).await?;
            page.hash_has(key, value).await?;
            before =
                wait(&format!("training to go on after {key}"), epoch, |&e| e > before).await?;
        }
        assert!(page.is_pressed("play").await?);
        page.pause().await
    })
}

#[test]
fn data_settings_start_a_new_run() -> Outcome {
    run(Screen::Desktop, |page| async move {
        check(&page, "percTrainData", "70", Run::StartsAnew).await?;
        check(&page, "noise", "20", Run::StartsAnew).await?;
        check(&page, "seed", "hello-world", Run::StartsAnew).await?;
        check(&page, "problem", "regression", Run::StartsAnew).await
    })
}

#[test]
fn what_is_done_to_the_samples_opens_below_the_data_and_starts_a_new_run() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        assert!(!page.shows("setting-firstClass").await?, "closed at first");
        page.click("more-data").await?;
        for (key, value) in [
            ("firstClass", "20"),
            ("labelNoise", "10"),
            ("testShift", "1.5"),
            ("split", "stratified"),
        ] {
            page.run_to(2).await?;
            page.set_setting(key, value).await?;
            page.hash_has(key, value).await?;
            page.epoch_is(0).await?;
        }
        assert_eq!(page.notice_count().await?, 0);
        page.set_setting("problem", "regression").await?;
        let classes = async || page.shows("setting-labelNoise").await;
        wait("what is of classes to go", classes, |&shown| !shown).await?;
        assert!(page.shows("setting-testShift").await?);
        page.open("labelNoise=30&split_hide=true&rules=modern").await?;
        wait("what a link sets to be shown", classes, |&shown| shown).await?;
        assert!(!page.shows("setting-split").await?);
        Ok(())
    })
}

#[test]
fn a_set_of_one_column_offers_what_is_of_it_and_trains() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("problem=regression&learningRate=0.1&rules=modern").await?;
        page.click("dataset-sine").await?;
        page.hash_has("regDataset", "sine").await?;
        let both = async || page.shows("feature-y").await;
        wait("x₂ to go", both, |&shown| !shown).await?;
        assert!(page.shows("feature-x").await? && page.shows("feature-sinX").await?);
        let before = page.test_loss().await?;
        page.run_to(200).await?;
        let after = page.test_loss().await?;
        assert!(after < before / 2.0, "{before} → {after}");
        page.click("dataset-reg-plane").await?;
        wait("x₂ to come back", both, |&shown| shown).await?;
        Ok(())
    })
}

#[test]
fn sliders_show_their_value_beside_them() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for (key, value) in [("percTrainData", "70"), ("noise", "25"), ("batchSize", "7")] {
            page.set_setting(key, value).await?;
            let label = async || page.text(&format!("value-{key}")).await;
            wait(&format!("{value} beside {key}"), label, |label| label.contains(value)).await?;
        }
        Ok(())
    })
}

#[test]
fn any_number_can_be_typed() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for (key, value) in [
            ("learningRate", "0.0123"),
            ("regularizationRate", "0.005"),
            ("samples", "234"),
            ("noise", "12.5"),
            ("percTrainData", "33"),
            ("batchSize", "77"),
        ] {
            page.type_setting(key, value).await?;
            page.hash_has(key, value).await?;
        }
        assert_eq!(page.value("setting-learningRate").await?, "0.0123");
        assert_eq!(page.notice_count().await?, 0);
        page.set_setting("learningRate", "0.3").await?;
        page.hash_has("learningRate", "0.3").await?;
        page.type_setting("noise", "abc").await?;
        assert!(page.notice("replaced").await?.contains("abc"));
        page.hash_has("noise", "12.5").await
    })
}

#[test]
fn what_was_refused_is_no_longer_said_once_it_is_put_right() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for text in ["abc", "xyz"] {
            page.type_setting("batchSize", text).await?;
            let said = async || page.notice("replaced").await;
            let said =
                wait(&format!("{text} to be told"), said, |said| said.contains(text)).await?;
            assert!(said.contains("Batch size") && said.contains("from 1 to 250"), "{said}");
            assert_eq!(page.notice_count().await?, 1, "of one field there is one");
        }
        page.type_setting("batchSize", "20").await?;
        let count = async || page.notice_count().await;
        wait("the notice to go", count, |&count| count == 0).await?;
        Ok(())
    })
}

#[test]
fn an_epoch_that_cannot_be_run_to_is_refused_below_its_field() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.run_to(12).await?;
        page.start_to(7).await?;
        let said = async || page.text("run-to-refused").await;
        let said = wait("the refusal", said, |said| said.contains('7')).await?;
        assert!(said.contains("epoch 12"), "{said}");
        assert_eq!(page.attribute("run-to", "aria-invalid").await?.as_deref(), Some("true"));
        // An Enter that ends a syllable takes nothing; one that is none is refused once more.
        page.execute(
            "const element = document.querySelector('[data-testid=\"run-to\"]');
            element.value = '20';
            element.dispatchEvent(new Event('input', { bubbles: true }));
            element.dispatchEvent(new KeyboardEvent('keydown',
                { key: 'Enter', isComposing: true, bubbles: true }))",
        )
        .await?;
        assert!(page.shows("run-to").await?, "the menu stays");
        assert!(!page.shows("run-to-refused").await?, "what is typed anew is not refused yet");
        assert_eq!(page.epoch().await?, 12);
        page.start_to(7).await?;
        let shown = async || page.shows("run-to-refused").await;
        wait("the refusal again", shown, |&shown| shown).await?;
        page.click("reset").await?;
        page.epoch_is(0).await?;
        wait("the refusal to go", shown, |&shown| !shown).await?;
        page.start_to(7).await?;
        page.epoch_is(7).await
    })
}

#[test]
fn rules_and_precision_change_and_the_chip_says_so() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        assert_eq!(page.rules().await?, "modern");
        assert!(!page.text("runtime-chip").await?.contains("64-bit"));
        page.click("runtime-chip").await?;
        page.set_setting("precision", "64").await?;
        page.hash_has("precision", "64").await?;
        let runtime = async || page.text("runtime-chip").await;
        wait("64-bit in the chip", runtime, |chip| chip.contains("64-bit")).await?;
        page.set_setting("rules", "playground").await?;
        page.press(&[Key::Escape]).await?;
        assert_eq!(page.rules().await?, "playground");
        page.run_to(2).await
    })
}

#[test]
fn each_data_set_can_be_chosen() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let mut picture = page.boundary().await?;
        for name in ["xor", "gauss", "spiral", "circle"] {
            page.run_to(1).await?;
            page.click(&format!("dataset-{name}")).await?;
            page.epoch_is(0).await?;
            assert!(page.is_pressed(&format!("dataset-{name}")).await?);
            let pixels = async || page.boundary().await;
            let before = picture.clone();
            picture = wait("other points", pixels, |pixels| *pixels != before).await?;
        }
        page.open("problem=regression").await?;
        page.click("dataset-reg-gauss").await?;
        page.hash_has("regDataset", "reg-gauss").await?;
        page.click("dataset-reg-plane").await?;
        let pressed = async || page.is_pressed("dataset-reg-plane").await;
        wait("the plane to be chosen", pressed, |&pressed| pressed).await?;
        assert!(!page.is_pressed("dataset-reg-gauss").await?);
        Ok(())
    })
}

#[test]
fn each_feature_can_be_switched() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for key in ["xSquared", "ySquared", "xTimesY", "sinX", "sinY"] {
            let id = format!("feature-{key}");
            page.run_to(1).await?;
            assert!(!page.is_pressed(&id).await?, "{key} is off at first");
            page.click(&id).await?;
            page.hash_has(key, "true").await?;
            page.epoch_is(0).await?;
            assert!(page.is_pressed(&id).await?, "{key} is on");
        }
        page.click("feature-y").await?;
        page.hash_has("y", "false").await?;
        page.run_to(3).await
    })
}

#[test]
fn layers_and_units_are_added_and_removed_in_the_diagram() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for (control, shape) in [
            ("add-layer", "4,2,2"),
            ("layer-0-add", "5,2,2"),
            ("layer-1-remove", "5,1,2"),
            ("layer-0-remove", "4,1,2"),
            ("remove-layer", "4,1"),
            ("remove-layer", "4"),
            ("remove-layer", ""),
        ] {
            page.run_to(1).await?;
            page.click(control).await?;
            page.hash_has("networkShape", shape).await?;
            page.epoch_is(0).await?;
        }
        // Without hidden layers the features feed the output unit.
        assert!(page.shows("unit-0-0").await?);
        assert!(!page.shows("unit-1-0").await?);
        page.run_to(2).await
    })
}

#[test]
fn step_goes_by_sample_batch_or_epoch() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let start = page.train_loss().await?;
        page.set("step-unit", "Step: sample").await?;
        page.click("step").await?;
        assert_eq!(page.epoch().await?, 0);
        page.set("step-unit", "Step: batch").await?;
        page.click("step").await?;
        let loss = async || page.train_loss().await;
        wait("the weights to move", loss, |&loss| loss != start).await?;
        assert_eq!(page.epoch().await?, 0);
        page.set("step-unit", "Step: epoch").await?;
        page.click("step").await?;
        page.epoch_is(1).await?;
        page.click("step").await?;
        page.epoch_is(2).await
    })
}

#[test]
fn each_speed_trains_at_its_pace() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for speed in ["sample", "batch", "1", "10", "60", "max"] {
            let id = format!("speed-{speed}");
            page.click(&id).await?;
            let pressed = async || page.is_pressed(&id).await;
            wait(&format!("{id} to be chosen"), pressed, |&pressed| pressed).await?;
        }
        page.click("speed-sample").await?;
        page.play().await?;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(page.epoch().await?, 0, "slow motion takes its time");
        page.click("speed-max").await?;
        let epoch = async || page.epoch().await;
        wait("many epochs", epoch, |&epoch| epoch > 500).await?;
        page.click("runtime-chip").await?;
        for id in ["epochs-per-second", "samples-per-second"] {
            let text = async || page.text(id).await;
            let a_number = |text: &String| text.chars().any(|c| ('1'..='9').contains(&c));
            wait(&format!("a number in {id}"), text, a_number).await?;
        }
        page.pause().await
    })
}

#[test]
fn the_picture_follows_its_two_toggles() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let mut before = page.boundary().await?;
        for key in ["showTestData", "discretize"] {
            page.set_setting(key, "true").await?;
            page.hash_has(key, "true").await?;
            let pixels = async || page.boundary().await;
            let old = before.clone();
            before = wait(&format!("the picture with {key}"), pixels, |new| *new != old).await?;
        }
        Ok(())
    })
}

#[test]
fn the_curves_can_be_logarithmic_and_smooth() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.run_to(50).await?;
        for id in ["curve-log", "curve-smooth"] {
            let before = page.is_pressed(id).await?;
            page.click(id).await?;
            let pressed = async || page.is_pressed(id).await;
            wait(&format!("{id} to be switched"), pressed, |&now| now != before).await?;
        }
        page.hover("curves").await?;
        let readout = async || page.text("curve-readout").await;
        wait("an epoch under the pointer", readout, |text| text.chars().any(char::is_numeric))
            .await?;
        Ok(())
    })
}

#[test]
fn a_new_seed_gives_other_data_and_other_weights() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let (weight, loss) = (page.weight("link-0-0-0").await?, page.train_loss().await?);
        page.run_to(3).await?;
        page.click("new-seed").await?;
        page.epoch_is(0).await?;
        let new_loss = async || page.train_loss().await;
        wait("another loss", new_loss, |&new| new != loss).await?;
        assert_ne!(page.weight("link-0-0-0").await?, weight);
        assert!(page.hash_value("seed").await?.is_some(), "the link tells the seed");
        Ok(())
    })
}
