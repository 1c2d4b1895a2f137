//! Strange browsers: those that darken pages, keep them aside whole, put syllables together, and
//! turn numbers by the wheel.

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Runs a script on the element with a test id.
async fn on(page: &Playground, id: &str, script: &str) -> Outcome<serde_json::Value> {
    let script =
        format!("const element = document.querySelector('[data-testid=\"{id}\"]'); {script}");
    page.execute(&script).await
}

#[test]
fn a_browser_that_darkens_pages_leaves_this_one_alone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        page.devtools("Emulation.setEmulatedMedia", dark).await?;
        page.devtools("Emulation.setAutoDarkModeOverride", json!({ "enabled": true })).await?;
        for (hash, theme) in [("seed=1&theme=light", "light"), ("seed=1&theme=dark", "dark")] {
            page.open(hash).await?;
            let asked = "return [getComputedStyle(document.documentElement).colorScheme,
                document.querySelector('meta[name=color-scheme]').content].join(', ')";
            let asked = page.execute(asked).await?;
            let asked = asked.as_str().unwrap_or_default();
            for said in asked.split(", ") {
                assert!(said.contains(theme) && said.contains("only"), "{theme}: {asked}");
            }
        }
        // The choice is followed where it changes.
        page.click("theme").await?;
        let asked = async || {
            let meta = "return document.querySelector('meta[name=color-scheme]').content";
            Ok(page.execute(meta).await?.as_str().unwrap_or_default().to_owned())
        };
        wait("the system's theme", asked, |asked| asked == "only dark").await?;
        page.click("theme").await?;
        wait("the light theme", asked, |asked| asked == "only light").await?;
        Ok(())
    })
}

#[test]
fn enter_that_ends_a_syllable_commits_nothing() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1").await?;
        // The seed: the browser itself puts the syllables together.
        on(&page, "setting-seed", "element.focus(); element.select()").await?;
        let composed = json!({ "text": "한글", "selectionStart": 2, "selectionEnd": 2 });
        page.devtools("Input.imeSetComposition", composed).await?;
        let enter = |kind: &str| json!({ "type": kind, "windowsVirtualKeyCode": 229, "key": "Enter", "code": "Enter" });
        page.devtools("Input.dispatchKeyEvent", enter("rawKeyDown")).await?;
        page.devtools("Input.dispatchKeyEvent", enter("keyUp")).await?;
        assert_eq!(page.hash_value("seed").await?.as_deref(), Some("1"));
        page.devtools("Input.insertText", json!({ "text": "한글" })).await?;
        assert_eq!(page.hash_value("seed").await?.as_deref(), Some("1"));
        page.press(&[Key::Enter]).await?;
        page.hash_has("seed", "%ED%95%9C%EA%B8%80").await?;
        assert_eq!(page.value("setting-seed").await?, "한글");

        // A number that is typed, and a weight: their keys are the page's own.
        page.click("value-noise").await?;
        ends_by_the_second_enter(&page, "typed-noise", "25").await?;
        page.hash_has("noise", "25").await?;
        page.focus("link-0-0-0").await?;
        page.press(&[Key::Enter]).await?;
        ends_by_the_second_enter(&page, "weight-input", "1.5").await?;
        let weight = async || page.weight("link-0-0-0").await;
        wait("the weight", weight, |weight| weight.contains("1.5")).await?;
        Ok(())
    })
}

/// Types into a field and presses Enter in the middle of a syllable, then once more.
async fn ends_by_the_second_enter(page: &Playground, id: &str, text: &str) -> Outcome {
    let focused = async || page.focused().await;
    wait(&format!("the field {id}"), focused, |focused| focused == id).await?;
    page.type_text(text).await?;
    for how in ["isComposing: true", "keyCode: 229"] {
        for key in ["Enter", "Escape"] {
            let script = format!(
                "element.dispatchEvent(new KeyboardEvent('keydown',
                    {{ key: '{key}', {how}, bubbles: true, cancelable: true }}))"
            );
            on(page, id, &script).await?;
            let there = on(page, id, "return element?.value ?? null").await?;
            assert_eq!(there, text, "{key} with {how} ended the field {id}");
        }
    }
    page.press(&[Key::Enter]).await
}

#[test]
fn the_wheel_over_a_focused_number_scrolls_the_page() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1").await?;
        // All that a wheel could turn: whatever is of the kind number, on any part of the page.
        page.click("training-toggle").await?;
        page.click("runtime-chip").await?;
        let numbers = "return document.querySelectorAll('input[type=number]').length";
        assert_eq!(page.execute(numbers).await?, 0);
        let place = on(
            &page,
            "run-to",
            "element.focus();
            window.addEventListener('wheel', () => {}, { passive: true });
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]",
        )
        .await?;
        let before = page.value("run-to").await?;
        let wheel = json!({
            "type": "mouseWheel", "x": place[0], "y": place[1], "deltaX": 0, "deltaY": 300,
        });
        page.devtools("Input.dispatchMouseEvent", wheel).await?;
        let scrolled = async || Ok(page.execute("return scrollY").await?.as_f64());
        wait("the page to scroll", scrolled, |y| y.is_some_and(|y| y > 0.0)).await?;
        assert_eq!(page.value("run-to").await?, before);
        assert_eq!(page.focused().await?, "run-to");
        // It is still a number to type.
        page.start_to(7).await?;
        page.epoch_is(7).await
    })
}

#[test]
fn a_page_that_the_browser_had_put_aside_goes_on() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "addEventListener('pageshow', (event) => { window.kept = event.persisted; });",
        )
        .await?;
        page.open("seed=1").await?;
        page.set_setting("learningRate", "0.1").await?;
        page.hash_has("learningRate", "0.1").await?;
        page.click("speed-60").await?;
        page.play().await?;
        wait("training", async || page.epoch().await, |&epoch| epoch > 20).await?;
        // Another site, as a link to one would do it.
        page.execute("location.href = location.href.replace('//site', '//other')").await?;
        let away = async || page.address().await;
        wait("another site", away, |address| address.contains("//other")).await?;
        page.back().await?;
        wait("the page again", away, |address| address.contains("//site")).await?;
        assert_eq!(page.execute("return window.kept").await?, true, "the browser had not kept it");
        assert_eq!(page.value("setting-learningRate").await?, "0.1");
        let before = page.epoch().await?;
        wait("training to go on", async || page.epoch().await, |&epoch| epoch > before + 20)
            .await?;
        page.pause().await?;
        page.back().await?;
        let rate = async || page.value("setting-learningRate").await;
        wait("the rate before", rate, |rate| rate == "0.03").await?;
        assert!(page.epoch().await? > before, "the run is the same one");
        Ok(())
    })
}
