//! 390 pixels and a finger.

use serde_json::Value;

use crate::browser::{Outcome, Screen, run, wait};

#[test]
fn nothing_is_wider_than_a_phone() -> Outcome {
    run(Screen::Phone, |page| async move {
        for hash in ["", "lang=ko", "networkShape=8,8,8,8,8,8", "problem=regression"] {
            page.open(hash).await?;
            let wide = "return document.scrollingElement.scrollWidth - innerWidth";
            assert_eq!(page.execute(wide).await?, 0, "#{hash} scrolls sideways");
            assert_eq!(page.execute("return innerWidth").await?, 390, "#{hash}: zoomed out to fit");
        }
        Ok(())
    })
}

#[test]
fn the_run_bar_is_always_at_hand() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("").await?;
        for script in ["scrollTo(0, 0)", "scrollTo(0, 1200)", "scrollTo(0, 1e6)"] {
            page.execute(script).await?;
            let inside = "const box = document.querySelector('[data-testid=\"play\"]').getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight";
            let look = async || Ok(page.execute(inside).await?);
            wait(&format!("play in sight after {script}"), look, |seen| *seen == true).await?;
        }
        page.click("play").await?;
        let epoch = async || page.epoch().await;
        wait("training to go on", epoch, |&epoch| epoch > 0).await?;
        page.click("play").await
    })
}

#[test]
fn a_tap_opens_the_editor_of_a_weight() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("").await?;
        page.tap("bias-0-0").await?;
        let shown = async || page.shows("weight-card").await;
        wait("the weight's card", shown, |&shown| shown).await?;
        let inside = "const box = document.querySelector('[data-testid=\"weight-card\"]').getBoundingClientRect();
            return box.left >= 0 && box.right <= innerWidth";
        assert_eq!(page.execute(inside).await?, true, "the card is all on the screen");
        assert!(page.shows("weight-input").await?);
        Ok(())
    })
}

#[test]
fn a_tap_on_words_pins_their_card_and_a_finger_that_scrolls_leaves_it() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("").await?;
        page.click("data-toggle").await?;
        page.tap("help-noise").await?;
        let role = async || page.attribute("help-card", "role").await;
        wait("the pinned card", role, |role| role.as_deref() == Some("dialog")).await?;
        let inside = "const box = document.querySelector('[data-testid=\"help-card\"]').getBoundingClientRect();
            return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight";
        assert_eq!(page.execute(inside).await?, true, "the card is all on the screen");
        let scrolled = async || Ok(page.execute("return scrollY").await?);
        let before = scrolled().await?;
        page.swipe((100.0, 250.0), 150.0).await?;
        wait("the page to scroll", scrolled, |now| *now != before).await?;
        assert!(page.shows("help-card").await?);
        page.tap("train-loss").await?;
        let shown = async || page.shows("help-card").await;
        wait("the card to close", shown, |&shown| !shown).await?;
        Ok(())
    })
}

#[test]
fn each_control_can_be_reached_on_a_phone() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("").await?;
        const ALWAYS: [&str; 12] = [
            "play",
            "step",
            "reset",
            "undo",
            "speed",
            "setting-showTestData",
            "setting-discretize",
            "runtime-chip",
            "share",
            "language",
            "theme",
            "more",
        ];
        const TRAINING: [&str; 6] = [
            "setting-learningRate",
            "setting-activation",
            "setting-regularization",
            "setting-regularizationRate",
            "setting-problem",
            "setting-loss",
        ];
        const DATA: [&str; 5] = [
            "setting-noise",
            "setting-percTrainData",
            "setting-batchSize",
            "dataset-xor",
            "input-sinY",
        ];
        for (tab, ids) in [
            ("phone-network", &["feature-y", "add-layer", "layers-toggle"][..]),
            ("training-toggle", &TRAINING),
            ("data-toggle", &DATA),
        ] {
            page.click(tab).await?;
            for id in ALWAYS.iter().chain(ids) {
                let shown = async || page.shows(id).await;
                wait(&format!("{id} on the phone"), shown, |&shown| shown).await?;
            }
        }
        page.click("dataset-xor").await?;
        page.hash_has("dataset", "xor").await?;
        // What is no input is chosen among the data: the diagram has the inputs alone.
        page.click("input-xTimesY").await?;
        page.hash_has("xTimesY", "true").await?;
        page.click("phone-network").await?;
        let drawn = async || page.shows("feature-xTimesY").await;
        wait("the new input in the diagram", drawn, |&shown| shown).await?;
        assert!(!page.shows("feature-sinY").await?);
        Ok(())
    })
}

#[test]
fn a_finger_has_44_px_for_whatever_it_can_press() -> Outcome {
    // From its middle as far as a tap still takes it; units, features and links take the nearest.
    const SMALL: &str = "
        const taken = '.network-unit, .network-feature, .network-bias, .network-mark';
        const small = [];
        for (const part of document.querySelectorAll('button, input, select, a[href], [role=tab]')) {
            const box = part.getBoundingClientRect();
            const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            const label = part.closest('label');
            const isHit = (x, y) => {
                const hit = document.elementFromPoint(x, y);
                return hit && (part.contains(hit) || label?.contains(hit));
            };
            if (part.disabled || part.matches(taken) || !isHit(x, y)) continue;
            const reach = (dx, dy) => {
                let far = 0;
                while (far < 40 && isHit(x + dx * (far + 1), y + dy * (far + 1))) far += 1;
                return far;
            };
            const width = reach(-1, 0) + reach(1, 0) + 1;
            const height = reach(0, -1) + reach(0, 1) + 1;
            // Two are lost where middle and edges lie between pixels.
            if (Math.min(width, height) < 42) {
                small.push(`${part.dataset.testid ?? part.className}: ${width} × ${height}`);
            }
        }
        return small.join(', ')";
    run(Screen::Phone, |page| async move {
        for (width, height) in [(390, 844), (820, 1180), (1024, 768)] {
            page.resize(width, height).await?;
            for link in ["", "networkShape=4,4,3"] {
                page.open(link).await?;
                let small = page.execute(SMALL).await?;
                assert_eq!(small, "", "{width} × {height} #{link}");
            }
        }
        Ok(())
    })
}

#[test]
fn a_tap_on_a_unit_takes_it_however_close_its_neighbours_stand() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("networkShape=32").await?;
        for unit in [5, 12, 1] {
            let id = format!("unit-0-{unit}");
            page.tap(&id).await?;
            wait("the focus", async || page.focused().await, |focused| *focused == id).await?;
            let caption = async || page.text("lens-caption").await;
            let own = format!("Layer 1, unit {}", unit + 1);
            wait("the unit, enlarged", caption, |caption| *caption == own).await?;
            assert!(!page.shows("weight-card").await?, "{id} and a weight");
        }
        Ok(())
    })
}

#[test]
fn a_large_networks_outputs_have_their_classes_marks() -> Outcome {
    // The colours in the middle of the marks.
    const MARKS: &str = "
        const canvas = document.querySelector('.network-maps');
        const all = canvas.getBoundingClientRect();
        const ratio = canvas.width / all.width;
        // The browser warns where the page's own canvas is read again and again.
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const pixels = copy.getContext('2d', { willReadFrequently: true });
        pixels.drawImage(canvas, 0, 0);
        const outputs = [...document.querySelectorAll('.network-unit')].slice(-3);
        return outputs.map((output) => {
            const tile = output.getBoundingClientRect();
            const [x, y] = [tile.right - 8 - all.left, tile.top + 8 - all.top];
            return pixels.getImageData(x * ratio, y * ratio, 1, 1).data.join();
        })";
    run(Screen::Phone, |page| async move {
        let marks = async || Ok(page.execute(MARKS).await?);
        let colours = |marks: &Value| {
            let marks = marks.as_array().map(Vec::as_slice).unwrap_or_default();
            marks.len() == 3 && marks[0] != marks[1] && marks[1] != marks[2]
        };
        page.open("dataset=blobs&networkShape=4").await?;
        let small = wait("the marks of a small network", marks, colours).await?;
        // So many links that they are drawn on the canvas.
        page.open("dataset=blobs&networkShape=40,40").await?;
        wait("the same", marks, |marks| *marks == small).await?;
        Ok(())
    })
}

#[test]
fn a_tap_on_an_input_enlarges_it_and_loses_nothing() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("").await?;
        page.click("step").await?;
        page.epoch_is(1).await?;
        let held = async || page.is_pressed("feature-y").await;
        page.tap("feature-y").await?;
        wait("the input to be held", held, |&held| held).await?;
        page.tap("feature-y").await?;
        wait("the input to be let go", held, |&held| !held).await?;
        assert!(page.shows("feature-y").await?, "it is still an input");
        assert_eq!(page.epoch().await?, 1);
        Ok(())
    })
}
