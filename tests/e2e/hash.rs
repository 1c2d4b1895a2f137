//! The address bar: odd values are named, hidden controls are hidden, and link and page
//! follow each other.

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Opens a hash and checks that the notice of a refused value names it and what is used.
async fn refused(page: &Playground, hash: &str, names: &[&str]) -> Outcome {
    page.open(hash).await?;
    let notice = page.notice("replaced").await?;
    for name in names {
        assert!(notice.contains(name), "#{hash}: {name} is missing in {notice:?}");
    }
    Ok(())
}

#[test]
fn odd_values_are_named_and_replaced() -> Outcome {
    run(Screen::Desktop, |page| async move {
        refused(&page, "networkShape=4,,2", &["4,,2"]).await?;
        assert!(page.shows("unit-1-1").await?, "the good entries stand");
        refused(&page, "networkShape=abc", &["abc"]).await?;
        refused(&page, "networkShape=2000,2000", &["2000", "256"]).await?;
        refused(&page, "dataset=moon", &["moon", "circle"]).await?;
        refused(&page, "dataset=toString", &["toString", "circle"]).await?;
        refused(&page, "activation=rleu", &["rleu", "relu"]).await?;
        refused(&page, "learningRate=0,03", &["0,03", "0.03"]).await?;
        refused(&page, "learningRate=1e999", &["1e999", "0.03"]).await?;
        refused(&page, "batchSize=2.5", &["2.5", "2"]).await?;
        refused(&page, "batchSize=500", &["500", "250"]).await?;
        assert_eq!(page.value("setting-batchSize").await?, "250");
        refused(&page, "noise=-5", &["-5", "0"]).await?;
        refused(&page, "regularization=L2&regularizationRate=-0.001", &["-0.001", "0"]).await?;
        // After all that the page works on.
        page.run_to(2).await
    })
}

#[test]
fn noise_beyond_its_range_agrees_everywhere() -> Outcome {
    run(Screen::Desktop, |page| async move {
        refused(&page, "noise=2000", &["2000", "50"]).await?;
        assert_eq!(page.value("setting-noise").await?, "50");
        assert!(page.text("value-noise").await?.contains("50"));
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("noise", "50").await
    })
}

#[test]
fn a_notice_goes_away_by_itself() -> Outcome {
    run(Screen::Desktop, |page| async move {
        refused(&page, "noise=-5", &["-5"]).await?;
        assert!(page.text("announcer").await?.contains("-5"), "it is spoken");
        wait("no notice", async || page.notice_count().await, |&count| count == 0).await?;
        Ok(())
    })
}

#[test]
fn a_shape_that_a_mail_program_escaped_is_read() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("networkShape=3%2C2").await?;
        assert_eq!(page.notice_count().await?, 0);
        assert!(page.shows("unit-0-2").await?);
        assert!(!page.shows("unit-0-3").await?);
        Ok(())
    })
}

#[test]
fn what_is_no_key_is_ignored() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for hash in ["networkShape", "&&=&x", "&"] {
            page.open(hash).await?;
            assert_eq!(page.notice_count().await?, 0, "#{hash}");
            assert!(page.shows("unit-0-3").await?, "#{hash}: the default shape");
        }
        Ok(())
    })
}

#[test]
fn a_hundred_layers_are_clamped_and_the_page_answers() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let shape = vec!["8"; 100].join(",");
        refused(&page, &format!("networkShape={shape}"), &["8,8,8,8,8,8,8,8,8,8,8,8 is used"])
            .await?;
        assert!(page.shows("unit-11-7").await?);
        page.run_to(1).await
    })
}

#[test]
fn without_a_feature_the_bias_trains_alone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("x=false&y=false").await?;
        let said = page.text("choose-feature").await?;
        assert!(said.to_lowercase().contains("feature"), "{said}");
        assert_eq!(page.notice_count().await?, 0, "the link says so itself");
        page.run_to(3).await
    })
}

#[test]
fn false_can_be_written_in_four_ways() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("x=0&y=true&xSquared=no&discretize=off&showTestData=yes").await?;
        for (feature, on) in [("x", false), ("y", true), ("xSquared", false)] {
            assert_eq!(page.is_pressed(&format!("feature-{feature}")).await?, on, "{feature}");
        }
        assert_eq!(page.value("setting-discretize").await?, "false");
        assert_eq!(page.value("setting-showTestData").await?, "true");
        Ok(())
    })
}

#[test]
fn each_control_can_be_hidden() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let controls = [
            ("showTestData", "setting-showTestData"),
            ("discretize", "setting-discretize"),
            ("playButton", "play"),
            ("stepButton", "step"),
            ("resetButton", "reset"),
            ("learningRate", "setting-learningRate"),
            ("activation", "setting-activation"),
            ("regularization", "setting-regularization"),
            ("regularizationRate", "setting-regularizationRate"),
            ("problem", "setting-problem"),
            ("dataset", "dataset-circle"),
            ("percTrainData", "setting-percTrainData"),
            ("noise", "setting-noise"),
            ("batchSize", "setting-batchSize"),
            ("numHiddenLayers", "add-layer"),
        ];
        page.open("").await?;
        for (key, id) in controls {
            assert!(page.shows(id).await?, "{key} is there without a hide key");
        }
        let hash = controls.map(|(key, _)| format!("{key}_hide=true")).join("&");
        page.open(&hash).await?;
        for (key, id) in controls {
            assert!(!page.shows(id).await?, "{key} is hidden");
        }
        assert!(page.shows("test-loss").await?, "the test loss stays");
        assert!(page.test_loss().await? > 0.0);
        Ok(())
    })
}

#[test]
fn a_hidden_feature_is_no_input() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("xSquared=true&xSquared_hide=true").await?;
        assert!(!page.shows("feature-xSquared").await?);
        assert!(page.shows("feature-ySquared").await?);
        assert!(page.shows("link-0-0-1").await?);
        assert!(!page.shows("link-0-0-2").await?, "x and y alone feed the first unit");
        Ok(())
    })
}

#[test]
fn hide_text_hides_the_article() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        assert!(page.shows("article").await?);
        page.open("hideText=true").await?;
        wait("no article", async || page.shows("article").await, |&shown| !shown).await?;
        Ok(())
    })
}

#[test]
fn the_page_follows_a_hash_that_a_script_sets() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.run_to(2).await?;
        page.set_hash("dataset=xor&learningRate=0.1&networkShape=3").await?;
        let chosen = async || page.is_pressed("dataset-xor").await;
        wait("the data set of the new hash", chosen, |&chosen| chosen).await?;
        assert_eq!(page.value("setting-learningRate").await?, "0.1");
        page.epoch_is(0).await?;
        assert!(!page.shows("unit-0-3").await?);
        Ok(())
    })
}

#[test]
fn back_undoes_one_finished_change() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.set_setting("batchSize", "20").await?;
        page.hash_has("batchSize", "20").await?;
        page.back().await?;
        let batch = async || page.value("setting-batchSize").await;
        wait("the batch size before", batch, |value| value == "10").await?;
        assert_eq!(page.value("setting-learningRate").await?, "0.1");
        page.back().await?;
        let rate = async || page.value("setting-learningRate").await;
        wait("the learning rate before", rate, |value| value == "0.03").await?;
        Ok(())
    })
}

#[test]
fn keys_of_other_programs_and_idle_keys_survive() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("utm_source=mail&tutorial=dist&collectStats=true&cosX=true").await?;
        assert_eq!(page.notice_count().await?, 0);
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.hash_has("utm_source", "mail").await?;
        page.hash_has("tutorial", "dist").await?;
        page.hash_has("collectStats", "true").await?;
        page.hash_has("cosX", "true").await
    })
}

#[test]
fn what_the_playground_lacks_switches_to_modern_rules() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=circle").await?;
        assert!(page.rules().await? == "playground");
        page.type_setting("samples", "200").await?;
        page.notice("modern_rules").await?;
        assert!(page.rules().await? == "modern");
        Ok(())
    })
}
