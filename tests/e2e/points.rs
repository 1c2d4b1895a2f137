//! Single points of the picture: what is told of the one that is pointed at, and the worst.

use fantoccini::key::Key;
use neural_playground::app::draw::{Drawing, Told, code};
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, run, wait};
use crate::draw::at;
use crate::pointing::finger;

/// A link to three points that all train: one of the second class in the middle, and two of the first.
fn three_points() -> String {
    let mut drawing = Drawing::new(Told::Classes(2));
    for (place, class) in [((0.0, 0.0), 1), ((-3.0, 3.0), 0), ((3.0, 1.5), 0)] {
        drawing.put(place, class);
    }
    let points = code::encode(&drawing).unwrap_or_default();
    format!("percTrainData=100&seed=1&points={points}")
}

/// Moves the mouse to a share of the picture.
async fn point_at(page: &Playground, place: (f64, f64)) -> Outcome {
    let (x, y) = at(page, place).await?;
    page.devtools("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }))
        .await?;
    Ok(())
}

/// Presses the mouse there.
pub async fn press_at(page: &Playground, place: (f64, f64)) -> Outcome {
    let (x, y) = at(page, place).await?;
    for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        page.devtools("Input.dispatchMouseEvent", event).await?;
    }
    Ok(())
}

async fn is_told(page: &Playground, told: bool) -> Outcome {
    wait("the point", async || page.shows("sample").await, |&shown| shown == told).await?;
    Ok(())
}

/// What is told of a point, once it has its answer.
async fn told(page: &Playground) -> Outcome<String> {
    is_told(page, true).await?;
    wait("an answer", async || page.text("sample").await, |text| !text.contains('—')).await
}

#[test]
fn a_point_below_the_pointer_tells_its_label_its_answer_and_its_loss() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(&three_points()).await?;
        point_at(&page, (0.1, 0.9)).await?;
        is_told(&page, false).await?;
        point_at(&page, (0.505, 0.495)).await?;
        let before = told(&page).await?;
        for word in ["Label", "Class 2", "Answer", "Loss", "x₁", "x₂"] {
            assert!(before.contains(word), "{word} in {before}");
        }
        point_at(&page, (0.25, 0.25)).await?;
        wait(
            "the other one",
            async || page.text("sample").await,
            |text| text.contains("−3") && text.contains("Class 1"),
        )
        .await?;
        // It follows the training.
        press_at(&page, (0.5, 0.5)).await?;
        page.run_to(20).await?;
        wait("another answer", async || page.text("sample").await, |text| *text != before).await?;
        point_at(&page, (0.1, 0.9)).await?;
        assert!(page.shows("sample").await?, "what was pressed stays");
        press_at(&page, (0.1, 0.9)).await?;
        is_told(&page, false).await?;
        // While somebody draws, the pointer does that.
        page.click("draw").await?;
        point_at(&page, (0.5, 0.5)).await?;
        is_told(&page, false).await
    })
}

#[test]
fn the_keyboard_comes_to_a_point_hears_of_it_and_keeps_it() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(&three_points()).await?;
        page.focus("boundary").await?;
        // To the middle of the picture.
        page.press(&[Key::Right]).await?;
        told(&page).await?;
        let spoken = async || page.text("announcer").await;
        wait("the point, spoken", spoken, |text| text.contains("Label Class 2")).await?;
        assert!(!page.shows("sample-close").await?);
        page.press(&[Key::Enter]).await?;
        wait("the ways", async || page.shows("sample-close").await, |&shown| shown).await?;
        assert!(!page.shows("sample-hold").await?, "there is no other column");
        page.press(&[Key::Tab]).await?;
        assert_eq!(page.focused().await?, "sample-close");
        page.press(&[Key::Escape]).await?;
        is_told(&page, false).await?;
        assert_eq!(page.focused().await?, "boundary");
        page.press(&[Key::Right, Key::Enter, Key::Escape]).await?;
        wait("it to be let go", async || page.shows("sample-close").await, |shown| !shown).await?;
        Ok(())
    })
}

#[test]
fn a_tap_keeps_what_is_told_of_a_point() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open(&three_points()).await?;
        let place = at(&page, (0.5, 0.5)).await?;
        finger(&page, "touchStart", Some(place)).await?;
        finger(&page, "touchEnd", None).await?;
        assert!(told(&page).await?.contains("Class 2"));
        let size = "const box = document.querySelector('[data-testid=\"sample-close\"]')
                .getBoundingClientRect();
            return Math.min(box.width, box.height)";
        let size = page.execute(size).await?.as_f64().unwrap_or_default();
        assert!(size >= 44.0, "{size}");
        page.tap("sample-close").await?;
        is_told(&page, false).await
    })
}

#[test]
fn the_worst_points_are_marked_as_long_as_that_is_asked_for() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("noise=50&seed=1").await?;
        let picture = async || page.boundary().await;
        let before = picture().await?;
        page.click("worst").await?;
        assert!(page.is_pressed("worst").await?);
        let marked = wait("rings", picture, |pixels| *pixels != before).await?;
        // Of test data others are the worst.
        page.click("setting-showTestData").await?;
        wait("other rings", picture, |pixels| *pixels != marked).await?;
        page.click("setting-showTestData").await?;
        wait("the same rings", picture, |pixels| *pixels == marked).await?;
        // What another tab has hidden is there again.
        page.click("tab-metrics").await?;
        page.click("tab-output").await?;
        wait("the same rings", picture, |pixels| *pixels == marked).await?;
        page.click("worst").await?;
        wait("no rings", picture, |pixels| *pixels == before).await?;
        Ok(())
    })
}
