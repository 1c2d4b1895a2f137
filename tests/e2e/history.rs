//! Back and Forward: they undo and redo exactly one change, and what was trained stays.

use neural_playground::protocol::{Command, Speed};
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, commands, run, wait};

/// Keeps what the page says to its worker.
const KEEP_COMMANDS: &str = "window.commands = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
        window.commands.push([message[0], Array.from(message[1])]);
        return post.call(this, message, ...rest);
    };";

/// The names on the layers' cards, first to last.
async fn cards(page: &Playground) -> Outcome<String> {
    let script =
        "return Array.from(document.querySelectorAll('.layer-card:not(.layer-card--output) b'),
        (name) => name.innerText).join(', ')";
    let names = page.execute(script).await?;
    Ok(names.as_str().unwrap_or_default().to_owned())
}

async fn cards_are(page: &Playground, expected: &str) -> Outcome {
    wait(&format!("the cards {expected}"), async || cards(page).await, |seen| seen == expected)
        .await?;
    Ok(())
}

async fn entries(page: &Playground) -> Outcome<u64> {
    Ok(page.execute("return history.length").await?.as_u64().unwrap_or_default())
}

async fn weight_is(page: &Playground, id: &str, expected: &str) -> Outcome {
    let value = async || page.weight(id).await;
    wait(&format!("{expected} in {id}"), value, |value| value == expected).await?;
    Ok(())
}

/// Opens two equal layers and puts a batch normalization between them.
async fn open_normalized(page: &Playground) -> Outcome {
    page.open("seed=0.5&rules=modern&networkShape=4,4").await?;
    page.click("layers-toggle").await?;
    page.click("layer-card-0").await?;
    page.set("layer-add", "batch_normalization").await?;
    cards_are(page, "Dense, Batch normalization, Dense").await
}

async fn rate_is(page: &Playground, expected: &str) -> Outcome {
    let rate = async || page.value("setting-learningRate").await;
    wait(&format!("the rate {expected}"), rate, |rate| rate == expected).await?;
    Ok(())
}

/// Trains one epoch more, and tells the loss and a weight. A run that had begun anew would not
/// come to that epoch, and one that had lost a weight on the way not to these numbers.
async fn trained_on_to(page: &Playground, epoch: u64) -> Outcome<(f64, String)> {
    page.click("step").await?;
    page.epoch_is(epoch).await?;
    Ok((page.train_loss().await?, page.weight("link-1-2-3").await?))
}

#[test]
fn a_learning_rate_undone_behind_a_new_layer_keeps_epoch_and_weights() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open_normalized(&page).await?;
        page.run_to(60).await?;
        let expected = trained_on_to(&page, 61).await?;
        open_normalized(&page).await?;
        page.run_to(60).await?;
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.back().await?;
        rate_is(&page, "0.03").await?;
        assert_eq!(trained_on_to(&page, 61).await?, expected);
        Ok(())
    })
}

#[test]
fn layers_added_moved_and_removed_are_undone_one_by_one() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&rules=modern&networkShape=4,4").await?;
        page.run_to(5).await?;
        let expected = trained_on_to(&page, 6).await?;
        page.open("seed=0.5&rules=modern&networkShape=4,4").await?;
        page.run_to(5).await?;
        page.click("layers-toggle").await?;
        page.click("layer-card-1").await?;
        page.set("layer-add", "layer_normalization").await?;
        cards_are(&page, "Dense, Dense, Layer normalization").await?;
        page.click("layer-left-2").await?;
        cards_are(&page, "Dense, Layer normalization, Dense").await?;
        page.click("layer-left-1").await?;
        cards_are(&page, "Layer normalization, Dense, Dense").await?;
        page.click("layer-remove").await?;
        cards_are(&page, "Dense, Dense").await?;
        for undone in [
            "Layer normalization, Dense, Dense",
            "Dense, Layer normalization, Dense",
            "Dense, Dense, Layer normalization",
            "Dense, Dense",
        ] {
            page.back().await?;
            cards_are(&page, undone).await?;
        }
        page.forward().await?;
        cards_are(&page, "Dense, Dense, Layer normalization").await?;
        page.back().await?;
        cards_are(&page, "Dense, Dense").await?;
        // The dense layers were the same ones all the time.
        assert_eq!(trained_on_to(&page, 6).await?, expected);
        Ok(())
    })
}

#[test]
fn equal_cards_swapped_have_an_entry_of_their_own_and_swap_back() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // Four inputs, so that both kernels are 4 × 4 and go along.
        page.open("seed=0.5&rules=modern&networkShape=4,4&xSquared=true&ySquared=true").await?;
        page.run_to(20).await?;
        let first = page.weight("link-0-1-2").await?;
        let second = page.weight("link-1-1-2").await?;
        assert_ne!(first, second);
        let (hash, before) = (page.hash().await?, entries(&page).await?);
        page.click("layers-toggle").await?;
        page.click("layer-right-0").await?;
        weight_is(&page, "link-1-1-2", &first).await?;
        weight_is(&page, "link-0-1-2", &second).await?;
        assert_eq!((page.hash().await?, entries(&page).await?), (hash.clone(), before + 1));
        page.back().await?;
        weight_is(&page, "link-0-1-2", &first).await?;
        weight_is(&page, "link-1-1-2", &second).await?;
        page.forward().await?;
        weight_is(&page, "link-1-1-2", &first).await?;
        // A change on top of the swap, undone, leaves the swap.
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.back().await?;
        rate_is(&page, "0.03").await?;
        weight_is(&page, "link-1-1-2", &first).await?;
        assert_eq!((page.epoch().await?, page.hash().await?), (20, hash));
        Ok(())
    })
}

#[test]
fn a_link_from_outside_finds_the_layers_on_show() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open_normalized(&page).await?;
        page.run_to(10).await?;
        let expected = trained_on_to(&page, 11).await?;
        open_normalized(&page).await?;
        page.run_to(10).await?;
        let hash = page.hash().await?;
        page.set_hash(&format!("{hash}&learningRate=0.1")).await?;
        rate_is(&page, "0.1").await?;
        page.back().await?;
        rate_is(&page, "0.03").await?;
        assert_eq!(trained_on_to(&page, 11).await?, expected);
        Ok(())
    })
}

#[test]
fn the_speed_of_a_link_and_of_back_acts_on_a_run_under_way() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_COMMANDS).await?;
        page.open("seed=1&speed=1").await?;
        page.play().await?;
        page.set_hash("seed=1&speed=max").await?;
        // At one epoch a second this would take ten minutes.
        wait("many epochs", async || page.epoch().await, |&epoch| epoch > 600).await?;
        assert!(page.is_pressed("speed-max").await?);
        page.back().await?;
        let slow = async || page.is_pressed("speed-1").await;
        wait("the speed before", slow, |&slow| slow).await?;
        let told = async || commands(&page.execute("return window.commands").await?);
        let run = Command::Run { speed: Speed::One, until: None };
        let is_run = |told: &&Command| matches!(told, Command::Run { .. });
        let slowly = |told: &Vec<Command>| told.iter().rfind(is_run) == Some(&run);
        wait("the worker to be told", told, slowly).await?;
        assert!(page.is_pressed("play").await?);
        page.pause().await
    })
}

/// What a hand does to the noise's slider: `input` while it drags, `change` when it lets go.
async fn slide(page: &Playground, value: &str, event: &str) -> Outcome {
    let script = format!(
        "const slider = document.querySelector('[data-testid=\"setting-noise\"]');
        slider.value = '{value}';
        slider.dispatchEvent(new Event('{event}', {{ bubbles: true }}));"
    );
    page.execute(&script).await?;
    Ok(())
}

/// Sets the hash and waits until the page has been told of it and has drawn once.
async fn set_hash_and_look(page: &Playground, hash: &str) -> Outcome {
    let script = format!(
        "return new Promise((done) => {{
            addEventListener('hashchange', () => requestAnimationFrame(() => setTimeout(done)), {{ once: true }});
            location.hash = {};
        }})",
        json!(hash)
    );
    page.execute(&script).await?;
    Ok(())
}

#[test]
fn a_hash_that_comes_during_a_drag_waits_for_its_end() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1").await?;
        slide(&page, "35", "input").await?;
        set_hash_and_look(&page, "seed=1&noise=10&batchSize=7").await?;
        assert_eq!(page.value("setting-noise").await?, "35", "the hand still holds the slider");
        assert_eq!(page.value("setting-batchSize").await?, "10");
        slide(&page, "40", "input").await?;
        slide(&page, "40", "change").await?;
        let noise = async || page.value("setting-noise").await;
        wait("the noise of the hash", noise, |noise| noise == "10").await?;
        assert_eq!(page.value("setting-batchSize").await?, "7");
        page.hash_has("noise", "10").await?;
        page.set_setting("batchSize", "20").await?;
        page.hash_has("batchSize", "20").await
    })
}

#[test]
fn a_drag_that_changes_nothing_ends_all_the_same() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1").await?;
        // Taken up and put back where it was, a slider says nothing when it is let go.
        slide(&page, "35", "input").await?;
        slide(&page, "0", "input").await?;
        set_hash_and_look(&page, "seed=1&noise=10").await?;
        assert_eq!(page.value("setting-noise").await?, "0");
        page.execute("dispatchEvent(new PointerEvent('pointerup', { bubbles: true }))").await?;
        let noise = async || page.value("setting-noise").await;
        wait("the noise of the hash", noise, |noise| noise == "10").await?;
        Ok(())
    })
}

#[test]
fn layers_are_the_same_ones_after_a_reload() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open_normalized(&page).await?;
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.reload().await?;
        page.run_to(10).await?;
        page.back().await?;
        rate_is(&page, "0.03").await?;
        page.click("step").await?;
        page.epoch_is(11).await
    })
}

#[test]
fn the_editor_closes_with_the_layer_that_back_takes_away() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&rules=modern&networkShape=4,4").await?;
        page.click("layers-toggle").await?;
        page.click("layer-card-0").await?;
        page.set("layer-add", "dropout").await?;
        let open = async || page.shows("knob-layer-rate").await;
        wait("the dropout's editor", open, |&open| open).await?;
        page.back().await?;
        let editor = async || page.shows("layer-editor").await;
        wait("no editor", editor, |&shown| !shown).await?;
        cards_are(&page, "Dense, Dense").await
    })
}

#[test]
fn the_pages_title_says_what_is_open() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=spiral&activation=relu&networkShape=8,6&seed=1").await?;
        let title = async || Ok(page.execute("return document.title").await?.to_string());
        let good = |title: &String| {
            ["Spiral", "8–6", "ReLU", "Neural Playground"].iter().all(|part| title.contains(part))
        };
        wait("a title", title, good).await?;
        Ok(())
    })
}
