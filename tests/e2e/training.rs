//! What a run does in its odder hours: it diverges, is reset, gets other data.

use crate::browser::{Outcome, Screen, run, wait};

#[test]
fn divergence_is_named_and_reset_recovers() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(
            "activation=tanh&batchSize=1&dataset=spiral&learningRate=1&noise=50&networkShape=8\
            &seed=0.42182&problem=regression&x=true&y=true",
        )
        .await?;
        let start = page.train_loss().await?;
        page.play().await?;
        let notice = page.notice("diverged").await?;
        assert!(notice.contains("epoch 1"), "{notice}");
        let playing = async || page.is_pressed("play").await;
        wait("training to stop", playing, |&playing| !playing).await?;
        page.click("reset").await?;
        page.epoch_is(0).await?;
        let loss = async || page.train_loss().await;
        // It broke in its first epoch: what is shown of that has the same number.
        wait("a loss as at the start", loss, |&loss| loss < 100.0 * start.max(1.0)).await?;
        page.set_setting("learningRate", "0.001").await?;
        page.run_to(2).await
    })
}

#[test]
fn divergence_is_seen_and_two_buttons_lead_back() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(
            "problem=regression&regDataset=reg-plane&networkShape=4&activation=relu&learningRate=3\
            &seed=0.3",
        )
        .await?;
        let start = page.train_loss().await?;
        for button in ["fall-back", "lower-rate"] {
            page.play().await?;
            let loss = async || page.train_loss().await;
            wait("the loss of what diverged", loss, |&loss| loss > 1e6 * start).await?;
            assert!(page.text("diverged").await?.contains("epoch 1"));
            page.notice("diverged").await?;
            page.click(button).await?;
            let notices = async || page.notice_count().await;
            wait("the notice to go with what it tells of", notices, |&count| count == 0).await?;
            wait("the last good epoch", loss, |&loss| loss < 1e3 * start).await?;
            assert!(!page.shows("diverged").await?);
            page.epoch_is(0).await?;
        }
        page.hash_has("learningRate", "0.3").await
    })
}

#[test]
fn as_many_points_are_wrong_as_the_accuracy_says() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=circle&noise=30").await?;
        for epoch in [1, 20] {
            page.run_to(epoch).await?;
            let wrong = 250.0 * (1.0 - page.number("train-accuracy").await?);
            assert_eq!(page.number("wrong").await?, wrong.round(), "epoch {epoch}");
            assert_eq!(page.text("wrong").await?, format!("train: {}/250 wrong", wrong.round()));
            assert!(!page.shows("wrong-test").await?, "they are not on show");
        }
        page.click("setting-showTestData").await?;
        let shown = async || page.shows("wrong-test").await;
        wait("test points, which are counted too", shown, |&shown| shown).await?;
        let wrong = 250.0 * (1.0 - page.number("test-accuracy").await?);
        assert_eq!(page.number("wrong-test").await?, wrong.round());
        page.open("problem=regression").await?;
        assert!(!page.shows("wrong").await?);
        Ok(())
    })
}

#[test]
fn an_l2_step_that_overshoots_is_warned_of_before_the_start() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(
            "activation=tanh&regularization=L2&batchSize=30&dataset=spiral&learningRate=0.3\
            &regularizationRate=10&noise=15&networkShape=8,8&seed=0.65451&percTrainData=90\
            &x=true&y=true&xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true",
        )
        .await?;
        let notice = page.notice("unstable_l2").await?;
        assert!(notice.contains('3'), "the product is named: {notice}");
        assert_eq!(page.epoch().await?, 0);
        // A control that leads there is warned of as well.
        page.open("regularization=L2&regularizationRate=1&learningRate=1").await?;
        assert_eq!(page.notice_count().await?, 0);
        page.set_setting("learningRate", "3").await?;
        page.notice("unstable_l2").await?;
        Ok(())
    })
}

#[test]
fn pruned_weights_come_back_under_modern_rules() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&regularization=L1&regularizationRate=0.03").await?;
        page.run_to(200).await?;
        let count = async || page.pruned_links().await;
        wait("pruned links in the diagram", count, |&count| count > 0).await?;
        page.set_setting("regularizationRate", "0").await?;
        page.run_to(260).await?;
        wait("no pruned link", count, |&count| count == 0).await?;
        Ok(())
    })
}

#[test]
fn reset_and_reload_give_the_same_first_weights() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let first = page.weight("link-0-0-0").await?;
        for _ in 0..2 {
            page.run_to(3).await?;
            assert_ne!(page.weight("link-0-0-0").await?, first, "training moves the weight");
            page.click("reset").await?;
            page.epoch_is(0).await?;
            assert_eq!(page.weight("link-0-0-0").await?, first);
        }
        page.reload().await?;
        assert_eq!(page.weight("link-0-0-0").await?, first);
        Ok(())
    })
}

#[test]
fn reset_draws_on_under_playground_rules() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=circle&seed=0.81857").await?;
        let first = page.weight("link-0-0-0").await?;
        page.run_to(3).await?;
        page.click("reset").await?;
        page.epoch_is(0).await?;
        assert_ne!(page.weight("link-0-0-0").await?, first);
        page.reload().await?;
        assert_eq!(page.weight("link-0-0-0").await?, first, "loading starts the stream anew");
        Ok(())
    })
}

#[test]
fn regenerated_data_bring_their_own_losses() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.run_to(100).await?;
        let losses = async || Ok((page.train_loss().await?, page.test_loss().await?));
        let (trained, weight) = (losses().await?, page.full_weight("link-0-0-0").await?);
        page.click("regenerate").await?;
        wait("the losses over other points", losses, |&seen| seen != trained).await?;
        assert_eq!(page.full_weight("link-0-0-0").await?, weight, "the network stays");
        page.epoch_is(100).await?;
        assert!(page.hash_value("dataSeed").await?.is_some(), "the link tells the points");
        // The same losses as a page that opens with this seed: they belong to its data.
        page.click("reset").await?;
        page.epoch_is(0).await?;
        let fresh = losses().await?;
        page.reload().await?;
        assert_eq!(losses().await?, fresh);
        Ok(())
    })
}

#[test]
fn the_epoch_is_shown_in_full() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("samples=20&networkShape=1").await?;
        page.run_to(12_345).await?;
        assert!(page.text("epoch").await?.contains("12,345"), "{}", page.text("epoch").await?);
        Ok(())
    })
}

#[test]
fn run_to_says_that_it_has_arrived() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.run_to(7).await?;
        let spoken = async || page.text("announcer").await;
        wait("the epoch to be announced", spoken, |text| text.contains('7')).await?;
        Ok(())
    })
}

#[test]
fn points_outside_the_picture_are_counted() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=gauss&noise=50").await?;
        let outside = async || page.text("outside").await;
        let words = |text: &String| text.ends_with(" points outside");
        wait("a count of points outside", outside, words).await?;
        let numbers = "return document.querySelector('.figures').getBoundingClientRect().top";
        let before = page.execute(numbers).await?;
        page.open("dataset=circle").await?;
        assert!(!page.shows("outside").await?, "the circle is all in the picture");
        assert_eq!(page.execute(numbers).await?, before, "it moves nothing");
        Ok(())
    })
}
