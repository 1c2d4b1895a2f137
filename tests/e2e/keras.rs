//! Keras's vocabulary on the page: richer networks are trained, everything can be chosen in
//! mid-run, and a link brings the same run back.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::schedule::Schedule;
use strum::VariantArray;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Waits for training to go on for some epochs.
async fn trains_on(page: &Playground, epochs: u64) -> Outcome {
    let from = page.epoch().await?;
    let epoch = async || page.epoch().await;
    wait("training to go on", epoch, |&now| now >= from + epochs).await?;
    Ok(())
}

fn names<T: Copy + Into<&'static str> + VariantArray>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|&one| one.into()).collect()
}

#[test]
fn a_spiral_of_three_arms_is_learnt_with_softmax_adam_gelu_and_batch_normalization() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern").await?;
        page.click("dataset-arms").await?;
        page.set_setting("activation", "gelu").await?;
        page.set_setting("learningRate", "0.01").await?;
        page.click("training-toggle").await?;
        page.set_setting("optimizer", "adam").await?;
        page.click("training-toggle").await?;
        for _ in 0..4 {
            page.click("layer-0-add").await?;
            page.click("layer-1-add").await?;
        }
        page.click("layers-toggle").await?;
        page.click("layer-card-0").await?;
        page.set("layer-add", "batch_normalization").await?;
        page.hash_has("layers", "dense(units:8),batch_normalization,dense(units:6)").await?;
        page.run_to(300).await?;
        assert!(page.number("test-accuracy").await? > 0.95);
        // A unit for each class, and their legend.
        for unit in ["unit-2-0", "unit-2-1", "unit-2-2"] {
            assert!(page.shows(unit).await?);
        }
        let legend = "return document.querySelectorAll('[data-testid=classes] li').length";
        assert_eq!(page.execute(legend).await?, 3);
        Ok(())
    })
}

#[test]
fn every_activation_and_optimizer_is_chosen_once_in_mid_run() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&learningRate=0.003").await?;
        page.play().await?;
        for name in names::<Activation>() {
            page.set_setting("activation", name).await?;
            trains_on(&page, 2).await?;
        }
        page.set_setting("activation", "tanh").await?;
        page.click("training-toggle").await?;
        for name in names::<Optimizer>() {
            page.set_setting("optimizer", name).await?;
            trains_on(&page, 2).await?;
        }
        for name in names::<Schedule>() {
            page.set_setting("schedule", name).await?;
            trains_on(&page, 2).await?;
        }
        for name in names::<Loss>() {
            page.set_setting("loss", name).await?;
            trains_on(&page, 2).await?;
        }
        assert!(page.is_pressed("play").await?);
        Ok(())
    })
}

#[test]
fn a_link_with_all_of_it_gives_the_same_run() -> Outcome {
    let hash = "rules=modern&dataset=rings(classes:4)&activation=silu&optimizer=adamw(beta_1:0.85)\
        &schedule=cosine_decay(decay_steps:400)&learningRate=0.01&clipnorm=1&initializer=he_normal\
        &loss=categorical_crossentropy(label_smoothing:0.1)\
        &layers=dense(units:6),layer_normalization,dense(units:6,activation:mish),add(layers:1),\
        dropout(rate:0.2),dense(units:5,kernel_regularizer:l2(l2:0.001))";
    run(Screen::Desktop, |page| async move {
        page.open(hash).await?;
        assert_eq!(page.notice_count().await?, 0);
        page.run_to(40).await?;
        let first = (page.train_loss().await?, page.test_loss().await?);
        let written = page.hash().await?;
        page.open(written.trim_start_matches('#')).await?;
        page.run_to(40).await?;
        assert_eq!((page.train_loss().await?, page.test_loss().await?), first);
        Ok(())
    })
}

#[test]
fn a_layer_that_is_moved_keeps_its_weights() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&layers=dense(units:3),dense(units:3),dropout(rate:0.3)").await?;
        page.run_to(5).await?;
        let bias = page.weight("bias-0-0").await?;
        let epoch = page.epoch().await?;
        page.click("layers-toggle").await?;
        page.click("layer-left-2").await?;
        page.hash_has("layers", "dense(units:3),dropout(rate:0.3),dense(units:3)").await?;
        // The one that was moved is chosen, and has the focus: the keys go on moving it.
        let focused = async || page.focused().await;
        wait("the card's focus", focused, |id| id == "layer-card-1").await?;
        assert_eq!((page.weight("bias-0-0").await?, page.epoch().await?), (bias, epoch));
        page.set("knob-layer-rate", "0.5").await?;
        page.click("layer-remove").await?;
        let cards = async || page.ids("layer-card-").await;
        wait("two cards and the output's", cards, |cards| cards.len() == 3).await?;
        assert_eq!(page.epoch().await?, epoch);
        Ok(())
    })
}

#[test]
fn the_output_layer_can_be_tuned_and_a_mark_opens_its_card() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&layers=dense(units:3),dropout(rate:0.3),dense(units:3)").await?;
        page.click("mark-1").await?;
        page.set("knob-layer-rate", "0.4").await?;
        page.hash_has("layers", "dense(units:3),dropout(rate:0.4),dense(units:3)").await?;
        page.click("layer-card-output").await?;
        assert!(!page.shows("knob-layer-units").await? && !page.shows("layer-remove").await?);
        page.set("layer-kernel-regularizer", "l2").await?;
        wait(
            "the penalty's curve",
            async || page.shows("sparkline-kernel-regularizer").await,
            |&s| s,
        )
        .await?;
        page.set("layer-activation", "sigmoid").await?;
        page.hash_has("outputActivation", "sigmoid").await?;
        page.click("knob-layer-trainable").await?;
        page.hash_has("outputLayer", "dense(trainable:0,kernel_regularizer:l2)").await?;
        // It keeps its weights while the others learn.
        let (kept, moved) = (page.weight("bias-2-0").await?, page.weight("bias-0-0").await?);
        page.run_to(5).await?;
        assert_eq!(page.weight("bias-2-0").await?, kept);
        assert_ne!(page.weight("bias-0-0").await?, moved);
        Ok(())
    })
}

#[test]
fn a_callback_stops_the_training_and_says_so() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&dataset=gauss&callbacks=stop_at_accuracy(value:0.9)").await?;
        page.play().await?;
        page.notice("stopped_by").await?;
        // The notice is there at once, the figures with the next frame.
        let accuracy = async || page.number("test-accuracy").await;
        wait("the accuracy", accuracy, |&accuracy| accuracy >= 0.9).await?;
        assert!(!page.is_pressed("play").await?);
        Ok(())
    })
}

#[test]
fn a_learning_rate_is_found_and_taken() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern").await?;
        let before = page.train_loss().await?;
        page.click("training-toggle").await?;
        page.click("find-rate").await?;
        let ended = async || page.attribute("rate-curve", "data-running").await;
        wait("the search to end", ended, |running| running.as_deref() == Some("false")).await?;
        assert_eq!(page.train_loss().await?, before, "the run stands as it was");
        let below = "return document.querySelector('[data-testid=\"use-rate\"]')
            .getBoundingClientRect().bottom - innerHeight";
        let sight = async || Ok(page.execute(below).await?.as_f64());
        wait("the rate found in sight", sight, |by| by.is_some_and(|by| by <= 0.0)).await?;
        page.click("use-rate").await?;
        assert!(page.hash_value("learningRate").await?.is_some());
        Ok(())
    })
}

#[test]
fn metrics_and_graph_tell_what_goes_on() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&dataset=blobs(classes:4)").await?;
        page.run_to(30).await?;
        page.click("tab-metrics").await?;
        let shown = async || page.shows("confusion-cell-3-3").await;
        wait("the confusion matrix", shown, |&shown| shown).await?;
        let accuracy = page.number("metric-accuracy-test").await?;
        assert_eq!(accuracy, page.number("test-accuracy").await?);
        page.click("tab-graph").await?;
        let first = async || page.shows("op-0").await;
        wait("the plan", first, |&shown| shown).await?;
        page.click("profile").await?;
        let timed = async || page.text("op-0").await;
        wait("a time", timed, |text| text.contains("µs")).await?;
        Ok(())
    })
}

#[test]
fn a_field_of_arrows_has_two_outputs() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&problem=regression&regDataset=reg-field&activation=tanh").await?;
        assert!(page.shows("unit-2-1").await? && page.shows("flow-u").await?);
        let start = page.test_loss().await?;
        page.run_to(100).await?;
        assert!(page.test_loss().await? < 0.5 * start);
        let first = page.boundary().await?;
        page.click("flow-v").await?;
        let picture = async || page.boundary().await;
        wait("the other part", picture, |picture| *picture != first).await?;
        Ok(())
    })
}

#[test]
fn a_loss_that_does_not_fit_is_warned_of_and_trains() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&dataset=blobs&loss=hinge&outputActivation=softmax").await?;
        page.notice("loss_misfit").await?;
        page.run_to(10).await?;
        Ok(())
    })
}
