//! What the page says though nothing is wrong: in place, with the number, and once.

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// A network whose units can die.
const MORTAL: &str = "rules=modern&activation=relu&networkShape=4,3&learningRate=0.001";

/// Gives a unit a bias so low that none of its sums is above 0.
async fn kill(page: &Playground, bias: &str) -> Outcome {
    page.click(bias).await?;
    let focused = async || page.focused().await;
    wait("the field to have the focus", focused, |id| id == "weight-input").await?;
    page.type_text("-1000").await?;
    page.press(&[Key::Enter]).await
}

/// Waits for a line and tells its words.
async fn line(page: &Playground, id: &str) -> Outcome<String> {
    let shown = async || page.shows(id).await;
    wait(&format!("the line {id}"), shown, |&shown| shown).await?;
    page.text(id).await
}

/// Where an element stands.
async fn top(page: &Playground, id: &str) -> Outcome<String> {
    let script = format!(
        "return String(document.querySelector('[data-testid=\"{id}\"]').getBoundingClientRect().top)"
    );
    Ok(page.execute(&script).await?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn dead_units_are_counted_and_another_seed_is_one_click_away() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(MORTAL).await?;
        let before = top(&page, "network-foot").await?;
        assert!(!page.shows("dead-units").await?);
        kill(&page, "bias-0-1").await?;
        assert_eq!(line(&page, "dead-units").await?, "Dead units: 1 of 4 in layer 1");
        kill(&page, "bias-1-2").await?;
        let words = async || page.text("dead-units").await;
        wait("both layers", words, |said| said.ends_with("1 of 3 in layer 2")).await?;
        page.run_to(20).await?;
        assert!(line(&page, "dead-units").await?.contains("of 4 in layer 1"));
        assert_eq!(top(&page, "network-foot").await?, before, "the diagram stands still");
        let seed = page.value("setting-seed").await?;
        page.click("another-seed").await?;
        page.epoch_is(0).await?;
        assert_ne!(page.value("setting-seed").await?, seed);
        let shown = async || page.shows("dead-units").await;
        wait("the line to go", shown, |&shown| !shown).await?;
        // An activation whose units cannot die needs no line for it.
        page.set_setting("activation", "tanh").await?;
        let place = async || page.shows("network-foot").await;
        wait("the place of the line to go", place, |&shown| !shown).await?;
        Ok(())
    })
}

#[test]
fn the_losses_say_which_chance_they_are_without() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&layers=dense(units:8,activation:relu),dropout(rate:0.5)").await?;
        let said = line(&page, "remark-chance").await?;
        assert!(said.contains("dropout (0.5)") && said.contains("Keras"), "{said}");
        page.open("rules=modern&lang=ko&layers=dense,gaussian_noise(stddev:0.3)").await?;
        let said = line(&page, "remark-chance").await?;
        assert!(said.contains("가우스 노이즈 (0.3)"), "{said}");
        page.open("rules=modern&lang=en&layers=dense").await?;
        assert!(!page.shows("remark-chance").await?);
        Ok(())
    })
}

#[test]
fn young_moving_averages_say_how_few_batches_they_have_seen() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let layers = "dense(units:8,activation:relu),batch_normalization(momentum:0.99)";
        page.open(&format!("rules=modern&batchSize=125&layers={layers}")).await?;
        assert_eq!(page.text("remark-young").await?, "", "nothing has been trained yet");
        let before = top(&page, "tab-output").await?;
        page.run_to(3).await?;
        let words = async || page.text("remark-young").await;
        let said = wait("the line", words, |said| !said.is_empty()).await?;
        assert!(said.contains("6 batches: 94%"), "{said}");
        assert_eq!(top(&page, "tab-output").await?, before, "nothing moves");
        page.run_to(300).await?;
        wait("the line to go", words, |said| said.is_empty()).await?;
        assert_eq!(top(&page, "tab-output").await?, before, "nothing moves");
        Ok(())
    })
}

#[test]
fn a_loss_that_reads_logits_says_so_where_the_colours_are() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&loss=binary_crossentropy&outputActivation=linear").await?;
        let said = line(&page, "remark-logits").await?;
        assert!(said.contains("−4 is 2% and 4 is 98%"), "{said}");
        // A place in the picture tells logit and probability, which agree.
        page.hover("boundary").await?;
        let words = async || page.text("boundary-readout").await;
        let said = wait("a place", words, |said| said.contains("logit")).await?;
        assert!(said.ends_with("%)"), "{said}");
        page.click("training-toggle").await?;
        assert!(line(&page, "loss-logits").await?.contains("sigmoid"));
        page.set_setting("outputActivation", "auto").await?;
        let shown = async || page.shows("remark-logits").await;
        wait("the line to go", shown, |&shown| !shown).await?;
        Ok(())
    })
}

#[test]
fn adadelta_and_a_rate_of_0_are_told_at_the_learning_rate() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&optimizer=adadelta&learningRate=0.001").await?;
        let said = page.notice("rate_far_below").await?;
        assert!(said.contains("a learning rate of 1") && said.contains("0.001"), "{said}");
        page.click("rate-hint").await?;
        assert!(line(&page, "rate-hint-words").await?.contains("Adadelta"));
        page.set_setting("learningRate", "1").await?;
        let shown = async || page.shows("rate-hint").await;
        wait("the mark to go", shown, |&shown| !shown).await?;
        page.type_setting("learningRate", "0").await?;
        page.hash_has("learningRate", "0").await?;
        page.notice("rate_of_zero").await?;
        let (loss, bias) = (page.train_loss().await?, page.weight("bias-0-0").await?);
        page.run_to(20).await?;
        assert_eq!((page.train_loss().await?, page.weight("bias-0-0").await?), (loss, bias));
        Ok(())
    })
}

#[test]
fn an_early_stop_before_the_plateau_and_a_schedule_beside_it_are_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let both = "early_stopping(patience:8),reduce_lr_on_plateau(patience:10)";
        page.open(&format!("rules=modern&callbacks={both}")).await?;
        let said = page.notice("stops_first").await?;
        assert!(said.contains("8 epochs") && said.contains("10"), "{said}");
        page.click("training-toggle").await?;
        assert!(line(&page, "plateau-hint").await?.contains("8 epochs"));
        page.set("knob-early_stopping-patience", "12").await?;
        let shown = async || page.shows("plateau-hint").await;
        wait("the hint to go", shown, |&shown| !shown).await?;
        page.set_setting("schedule", "exponential_decay").await?;
        let said = line(&page, "plateau-hint").await?;
        assert!(said.contains("exponential decay") && said.contains("0.1"), "{said}");
        Ok(())
    })
}

#[test]
fn one_clipping_at_a_time_is_on_and_the_other_is_said_to_be_off() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern&clipnorm=1&globalClipnorm=0.5").await?;
        let said = page.notice("clipping_dropped").await?;
        assert!(said.contains("Clip by norm") && said.contains("(1)"), "{said}");
        assert_eq!(page.hash_value("clipnorm").await?, None);
        page.click("training-toggle").await?;
        page.set_setting("clipvalue", "0.1").await?;
        page.hash_has("clipvalue", "0.1").await?;
        let value = async || page.value("setting-globalClipnorm").await;
        wait("the other to be off", value, |value| value == "0").await?;
        assert!(page.notice("clipping_dropped").await?.contains("(0.5)"));
        Ok(())
    })
}

#[test]
fn a_screen_reader_is_told_of_dead_units_once() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(MORTAL).await?;
        // What is spoken about them, however often the count changes.
        page.execute(
            "window.spoken = [];
            new MutationObserver((changes) => {
                for (const change of changes) {
                    if (!change.target.closest?.('[aria-live]')) continue;
                    for (const { textContent } of change.addedNodes) {
                        if (textContent.includes('Dead')) spoken.push(textContent);
                    }
                }
            }).observe(document.body, { childList: true, characterData: true, subtree: true });",
        )
        .await?;
        for bias in ["bias-0-0", "bias-0-1", "bias-1-0"] {
            kill(&page, bias).await?;
            line(&page, "dead-units").await?;
        }
        page.run_to(20).await?;
        let spoken = page.execute("return spoken.join('; ')").await?;
        assert_eq!(spoken, "Dead units: 1 of 4 in layer 1");
        Ok(())
    })
}
#[test]
fn the_page_tells_whose_weights_are_on_show_after_an_early_stop() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(
            "dataset=gauss&noise=50&networkShape=8&learningRate=0.3&percTrainData=10&seed=0.5\
             &callbacks=early_stopping(patience:5)&rules=modern&speed=max",
        )
        .await?;
        assert_eq!(page.text("remark-restored").await?, "");
        page.play().await?;
        let said = async || page.text("remark-restored").await;
        let said = wait("the stop", said, |said| !said.is_empty()).await?;
        let epoch = page.epoch().await?;
        let expected = format!("The weights are those of epoch {}, the best:", epoch - 5);
        assert!(said.starts_with(&expected), "{said}, stopped at {epoch}");
        // Whoever trains on goes on from there, for more than an epoch, with weights of its own.
        page.run_to(epoch + 3).await?;
        assert_eq!(page.text("remark-restored").await?, "");
        Ok(())
    })
}
