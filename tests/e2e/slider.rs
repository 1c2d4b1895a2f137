//! Sliders under a hand: those of settings and those of knobs are one piece.

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, run, wait};

const MOMENTUM: &str = "optimizer=sgd(momentum:0.5)";
const SLIDER: &str = "slider-optimizer-momentum";

/// The middle of an element, in CSS pixels of the window.
async fn middle(page: &Playground, id: &str) -> Outcome<(f64, f64)> {
    let script = format!(
        "const slider = document.querySelector('[data-testid=\"{id}\"]');
        slider.scrollIntoView({{ block: 'center', behavior: 'instant' }});
        const {{ left, top, width, height }} = slider.getBoundingClientRect();
        return [left + width / 2, top + height / 2]"
    );
    // The drawer may have to be fetched first.
    let there = async || page.shows(id).await;
    wait(id, there, |&there| there).await?;
    let place = page.execute(&script).await?;
    Ok((place[0].as_f64().unwrap_or_default(), place[1].as_f64().unwrap_or_default()))
}

async fn mouse(page: &Playground, event: &str, (x, y): (f64, f64)) -> Outcome {
    let what =
        json!({ "type": event, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
    page.devtools("Input.dispatchMouseEvent", what).await?;
    Ok(())
}

#[test]
fn a_finger_that_scrolls_over_a_knobs_slider_leaves_it() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open(MOMENTUM).await?;
        page.click("training-toggle").await?;
        let place = middle(&page, SLIDER).await?;
        let top = format!(
            "return document.querySelector('[data-testid=\"{SLIDER}\"]').getBoundingClientRect().top"
        );
        let top = async || Ok(page.execute(&top).await?.as_f64().unwrap_or_default());
        let before = top().await?;
        page.swipe(place, 120.0).await?;
        wait("the page to scroll", top, |&now| now < before - 40.0).await?;
        assert_eq!(page.value("knob-optimizer-momentum").await?, "0.5");
        page.hash_has("optimizer", "sgd(momentum:0.5)").await
    })
}

#[test]
fn escape_puts_a_dragged_knob_back_and_only_then_closes_the_drawer() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(MOMENTUM).await?;
        page.click("training-toggle").await?;
        let (x, y) = middle(&page, SLIDER).await?;
        mouse(&page, "mousePressed", (x, y)).await?;
        mouse(&page, "mouseMoved", (x + 30.0, y)).await?;
        let value = async || page.value("knob-optimizer-momentum").await;
        wait("a dragged value", value, |value| value != "0.5").await?;
        page.press(&[Key::Escape]).await?;
        wait("the value of before", value, |value| value == "0.5").await?;
        mouse(&page, "mouseReleased", (x + 30.0, y)).await?;
        assert_eq!(page.value("knob-optimizer-momentum").await?, "0.5");
        assert!(page.shows("close-drawer").await?);
        page.press(&[Key::Escape]).await?;
        let open = async || page.shows("close-drawer").await;
        wait("the drawer to close", open, |&open| !open).await?;
        page.hash_has("optimizer", "sgd(momentum:0.5)").await
    })
}

#[test]
fn a_drawer_that_goes_in_mid_drag_takes_the_drag_along() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(MOMENTUM).await?;
        page.click("training-toggle").await?;
        let (x, y) = middle(&page, SLIDER).await?;
        mouse(&page, "mousePressed", (x, y)).await?;
        mouse(&page, "mouseMoved", (x + 30.0, y)).await?;
        let value = async || page.value("knob-optimizer-momentum").await;
        wait("a dragged value", value, |value| value != "0.5").await?;
        page.execute("document.querySelector('[data-testid=\"close-drawer\"]').click()").await?;
        mouse(&page, "mouseReleased", (x + 30.0, y)).await?;
        // What was dragged is a change like any other: the page goes on, and can undo it.
        page.run_to(1).await?;
        page.click("undo").await?;
        page.hash_has("optimizer", "sgd(momentum:0.5)").await
    })
}

#[test]
fn the_classes_in_the_legend_follow_their_slider() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=arms&rules=modern").await?;
        let count = "return document.querySelectorAll('[data-testid=\"classes\"] li').length";
        let count = async || Ok(page.execute(count).await?.as_u64().unwrap_or_default());
        for classes in [6, 4] {
            let script = format!(
                "const slider = document.querySelector('[data-testid=\"slider-dataset-classes\"]');
                slider.value = '{classes}';
                for (const event of ['input', 'change'])
                    slider.dispatchEvent(new Event(event, {{ bubbles: true }}))"
            );
            page.execute(&script).await?;
            wait(&format!("{classes} classes"), count, |&count| count == classes).await?;
        }
        Ok(())
    })
}
