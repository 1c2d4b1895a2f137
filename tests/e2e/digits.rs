//! Digits of 8 × 8 pixels: the inputs as one picture, a unit's weights as another, and a pad on which a
//! digit is drawn that the network tells, while it trains too.

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, run, wait};
use crate::draw::mouse;
use crate::pointing::{finger, middle};

/// Learns the set within 30 epochs (`tests/sets.rs`).
const LEARNT: &str = "set=digits&networkShape=32&percTrainData=80&activation=relu&optimizer=adam\
    &learningRate=0.01&seed=1";

/// Where a share of the pad's width and height lies in the window.
async fn at(page: &Playground, (x, y): (f64, f64)) -> Outcome<(f64, f64)> {
    let (left, top, width) = middle(page, "pad").await?;
    Ok((left + (x - 0.5) * width, top + (y - 0.5) * width))
}

/// Draws along these places with the mouse, in one stroke.
async fn draw(page: &Playground, way: &[(f64, f64)]) -> Outcome {
    let mut last = (0.0, 0.0);
    for (index, &place) in way.iter().enumerate() {
        last = at(page, place).await?;
        let kind = if index == 0 { "mousePressed" } else { "mouseMoved" };
        mouse(page, kind, last).await?;
    }
    mouse(page, "mouseReleased", last).await
}

/// A nought that fills the pad.
fn nought() -> Vec<(f64, f64)> {
    let ring = |at: u32| {
        let turn = f64::from(at) / 24.0 * std::f64::consts::TAU;
        (0.5 + 0.25 * turn.sin(), 0.5 - 0.42 * turn.cos())
    };
    (0..=24).map(ring).collect()
}

/// The digit that is marked among the bars; none where nothing is told.
async fn told(page: &Playground) -> Outcome<String> {
    let marked = "return Array.from(document.querySelectorAll('.pad-bar.is-told b'),
        (name) => name.textContent).join()";
    Ok(page.execute(marked).await?.as_str().unwrap_or_default().to_owned())
}

/// The share of each digit.
async fn shares(page: &Playground) -> Outcome<Vec<f64>> {
    let values = "return Array.from(document.querySelectorAll('.pad-bar'),
        (bar) => Number(bar.dataset.value ?? NaN))";
    let values = page.execute(values).await?;
    let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(values.iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect())
}

async fn is_selected(page: &Playground, tab: &str) -> Outcome<bool> {
    Ok(page.attribute(tab, "aria-selected").await?.as_deref() == Some("true"))
}

/// Opens a link to the set, and waits for its pad.
async fn open(page: &Playground, hash: &str) -> Outcome {
    page.open(hash).await?;
    wait("the pad", async || page.shows("pad").await, |&shown| shown).await?;
    Ok(())
}

#[test]
fn a_drawn_digit_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, LEARNT).await?;
        assert!(is_selected(&page, "tab-digit").await?);
        assert_eq!(told(&page).await?, "");
        page.click("speed-max").await?;
        page.run_to(30).await?;
        draw(&page, &nought()).await?;
        wait("a nought", async || told(&page).await, |told| told == "0").await?;
        let all = shares(&page).await?;
        assert_eq!(all.len(), 10);
        assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-3, "{all:?}");
        assert!(all.iter().all(|share| all[0] >= *share), "{all:?}");
        // The diagram's outputs answer to it as well, and no bar is printed over.
        let outputs = "return Array.from(document.querySelectorAll('.network-reading b'),
            (reading) => Number(reading.textContent))";
        let outputs = page.execute(outputs).await?;
        let outputs = outputs.as_array().map(Vec::as_slice).unwrap_or_default();
        assert_eq!(outputs.len(), 10);
        for (output, share) in outputs.iter().zip(&all) {
            let output = output.as_f64().unwrap_or(f64::NAN);
            assert!((output - share).abs() <= 0.006, "{output} for {share}");
        }
        let apart = "return Array.from(document.querySelectorAll('.pad-bar'), (bar) =>
            bar.querySelector('.pad-share').getBoundingClientRect().right
                <= bar.querySelector('.pad-value').getBoundingClientRect().left).every(Boolean)";
        assert_eq!(page.execute(apart).await?, true);
        let spoken = async || page.text("announcer").await;
        wait("the nought, spoken", spoken, |text| text.contains("says Class 0")).await?;
        let shows = async || page.attribute("input-picture", "data-shows").await;
        wait("the drawing as the inputs", shows, |shows| shows.as_deref() == Some("drawing"))
            .await?;

        page.click("pad-clear").await?;
        wait("nothing told", async || told(&page).await, String::is_empty).await?;
        draw(&page, &[(0.35, 0.25), (0.55, 0.06), (0.55, 0.94)]).await?;
        wait("a one", async || told(&page).await, |told| told == "1").await?;
        Ok(())
    })
}

#[test]
fn the_bars_follow_the_training_and_a_drawing_outlives_another_tab() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, LEARNT).await?;
        draw(&page, &nought()).await?;
        let known = |all: &Vec<f64>| all.len() == 10 && all.iter().all(|share| share.is_finite());
        let before = wait("shares", async || shares(&page).await, known).await?;
        page.click("step").await?;
        page.epoch_is(1).await?;
        let other = |all: &Vec<f64>| known(all) && *all != before;
        wait("other shares", async || shares(&page).await, other).await?;
        page.click("tab-output").await?;
        let shows = async || page.attribute("input-picture", "data-shows").await;
        wait("the mean", shows, |shows| shows.as_deref() == Some("mean")).await?;
        page.focus("boundary").await?;
        page.press(&[Key::Right]).await?;
        let one = |shows: &Option<String>| matches!(shows.as_deref(), Some("place" | "sample"));
        wait("the place that is read", shows, one).await?;
        page.click("tab-digit").await?;
        wait("the shares again", async || shares(&page).await, known).await?;
        // Other data have no pad.
        page.click("dataset-xor").await?;
        wait("no pad", async || page.shows("tab-digit").await, |&shown| !shown).await?;
        assert!(is_selected(&page, "tab-output").await?);
        assert!(!page.shows("input-picture").await?);
        Ok(())
    })
}

#[test]
fn the_inputs_are_one_picture_and_a_units_weights_are_another() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, "set=digits&networkShape=8,4&percTrainData=80").await?;
        wait("the picture", async || page.shows("input-picture").await, |&shown| shown).await?;
        let label = page.attribute("input-picture", "aria-label").await?.unwrap_or_default();
        assert!(label.starts_with("64 pixels, 8 × 8"), "{label}");
        assert!(!page.shows("input-0").await?);
        // The links of all pixels are there, and have names.
        let link = async || page.attribute("link-0-0-63", "aria-label").await;
        let named =
            |link: &Option<String>| link.as_ref().is_some_and(|it| it.contains("pixel 7,7"));
        wait("the name of a pixel", link, named).await?;
        page.hover("unit-0-1").await?;
        let caption = async || page.text("lens-caption").await;
        wait("its weights", caption, |text| text == "Layer 1, unit 2: weights").await?;
        page.hover("unit-1-1").await?;
        wait("its map", caption, |text| text == "Layer 2, unit 2").await?;
        Ok(())
    })
}

#[test]
fn a_digit_is_drawn_by_the_keyboard_alone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        open(&page, LEARNT).await?;
        page.focus("pad").await?;
        page.press(&[Key::Up]).await?;
        let spoken = async || page.text("announcer").await;
        wait("the pixel", spoken, |text| text.contains("Row 4, column 5: 0 of 16")).await?;
        page.type_text(" ").await?;
        wait("ink", spoken, |text| text.contains("Row 4, column 5: 16 of 16")).await?;
        wait("what it is taken for", spoken, |text| text.contains("The network says")).await?;
        assert!(!page.is_pressed("play").await?);
        assert_eq!(page.epoch().await?, 0);
        page.press(&[Key::Delete]).await?;
        wait("nothing told", async || told(&page).await, String::is_empty).await?;
        Ok(())
    })
}

#[test]
fn a_finger_draws_and_scrolls_nothing() -> Outcome {
    run(Screen::Phone, |page| async move {
        open(&page, LEARNT).await?;
        let (x, y, width) = middle(&page, "pad").await?;
        let before = page.execute("return scrollY").await?;
        finger(&page, "touchStart", Some((x, y - 0.4 * width))).await?;
        for step in 1..=8 {
            let down = f64::from(step) / 10.0 - 0.4;
            finger(&page, "touchMove", Some((x, y + down * width))).await?;
        }
        finger(&page, "touchEnd", None).await?;
        wait("what it is taken for", async || told(&page).await, |told| !told.is_empty()).await?;
        assert_eq!(page.execute("return scrollY").await?, before);
        // The pad is as wide as the column, with the bars below it and little that is empty.
        let apart = "const box = (id) =>
                document.querySelector(`[data-testid=\"${id}\"]`).getBoundingClientRect();
            const [pad, bars, clear] = [box('pad'), box('pad-bars'), box('pad-clear')];
            const end = document.querySelector('.output-panel').getBoundingClientRect().bottom;
            return [pad.bottom <= bars.top, bars.bottom <= clear.top, pad.width > 200,
                end - clear.bottom < 48]";
        assert_eq!(page.execute(apart).await?, json!([true, true, true, true]));
        Ok(())
    })
}

#[test]
fn who_chooses_the_digits_has_a_layer_that_learns_them_in_one_step_and_a_link_is_left_alone()
-> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        page.set("real-sets", "digits").await?;
        page.hash_has("networkShape", "32").await?;
        assert!(page.notice("widened").await?.contains("32"));
        page.click("undo").await?;
        page.hash_has("networkShape", "4,2").await?;
        assert_eq!(page.hash_value("set").await?, None);
        // A link's own layers stay, whatever they can learn.
        open(&page, "set=digits").await?;
        page.hash_has("set", "digits").await?;
        assert_eq!(page.hash_value("networkShape").await?, None);
        assert!(page.shows("unit-0-3").await? && !page.shows("unit-0-4").await?);
        // A long name stays within its column beside a scroll bar.
        page.resize(1280, 720).await?;
        let wide = "const side = document.querySelector('.side');
            return side.scrollWidth - side.clientWidth";
        let wide = async || page.execute(wide).await;
        wait("the data's head in its column", wide, |wide| *wide == 0).await?;
        Ok(())
    })
}

#[test]
fn each_output_is_named_by_its_digit_and_no_number_is_wider_than_its_tile() -> Outcome {
    const NAMES: &str = "
        const box = (element) => element.getBoundingClientRect();
        const tiles = [...document.querySelectorAll('.network-unit')].slice(-10);
        const names = [...document.querySelectorAll('[data-testid=output-names] > *')];
        const chips = [...document.querySelectorAll('.network-reading b')];
        const isBeside = (name, at) => {
            const [own, tile] = [box(name), box(tiles[at])];
            return name.scrollWidth <= name.clientWidth
                && own.top < tile.bottom && tile.top < own.bottom
                && own.left - tile.right < 12 && tile.left - own.left < 12;
        };
        const isWithin = (chip, at) => chip.textContent !== ''
            && box(chip).left >= box(tiles[at]).left - 0.6
            && box(chip).right <= box(tiles[at]).right + 0.6;
        return [names.map((name) => name.textContent).join(''),
            names.every(isBeside), chips.length, chips.every(isWithin)]";
    for screen in [Screen::Desktop, Screen::Phone] {
        run(screen, |page| async move {
            open(&page, LEARNT).await?;
            let (x, y, width) = middle(&page, "pad").await?;
            let look = async || Ok(page.execute(NAMES).await?);
            wait("names", look, |told| *told == json!(["0123456789", true, 0, true])).await?;
            match screen {
                Screen::Phone => {
                    finger(&page, "touchStart", Some((x, y - 0.4 * width))).await?;
                    finger(&page, "touchMove", Some((x, y))).await?;
                    finger(&page, "touchMove", Some((x, y + 0.4 * width))).await?;
                    finger(&page, "touchEnd", None).await?;
                }
                _ => draw(&page, &nought()).await?,
            }
            wait("numbers", look, |told| *told == json!(["0123456789", true, 10, true])).await?;
            Ok(())
        })?;
    }
    Ok(())
}

#[test]
fn classes_and_columns_are_named_in_whole_words() -> Outcome {
    // A word in two lines is broken, one that is cut says so with an ellipsis.
    const BROKEN: &str = "
        const broken = [];
        let seen = 0;
        const names = '.network-formula--column > span, .boundary-class, .network-output-name';
        for (const name of document.querySelectorAll(names)) {
            const letters = name.firstChild;
            for (const word of (letters?.data ?? '').matchAll(/[^\\s\\u200b]+/gu)) {
                const range = document.createRange();
                range.setStart(letters, word.index);
                range.setEnd(letters, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
                seen += 1;
                if (lines.size > 1) broken.push(word[0]);
            }
            const style = getComputedStyle(name);
            if (style.textOverflow !== 'ellipsis') broken.push(`${letters?.data} without …`);
        }
        return seen > 20 ? broken.join(', ') : `${seen} words`";
    run(Screen::Desktop, |page| async move {
        for language in ["en", "ko"] {
            page.open(&format!("set=wine&lang={language}")).await?;
            for (width, height) in [(1280, 720), (1440, 900), (1920, 1080)] {
                page.resize(width, height).await?;
                let broken = async || Ok(page.execute(BROKEN).await?);
                let place = format!("whole words in {language} at {width} × {height}");
                wait(&place, broken, |broken| *broken == "").await?;
            }
        }
        Ok(())
    })
}
