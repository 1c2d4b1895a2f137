//! Points that a visitor draws onto the picture: with the mouse, a finger and the keyboard alone, while
//! it trains, taken back, and in a link.

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Outcome, Playground, Screen, run, wait};
use crate::pointing::{finger, middle};
use crate::tables::{appears, drop};

/// Where a share of the picture's width and height lies in the window.
pub async fn at(page: &Playground, (x, y): (f64, f64)) -> Outcome<(f64, f64)> {
    let (left, top, width) = middle(page, "boundary").await?;
    Ok((left + (x - 0.5) * width, top + (y - 0.5) * width))
}

/// One event of the mouse, whose button is down.
pub async fn mouse(page: &Playground, kind: &str, (x, y): (f64, f64)) -> Outcome {
    let buttons = u8::from(kind != "mouseReleased");
    let event = json!({
        "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1,
    });
    page.devtools("Input.dispatchMouseEvent", event).await?;
    Ok(())
}

/// A stroke from one place of the picture to another, told in so many pieces.
pub async fn stroke(page: &Playground, from: (f64, f64), to: (f64, f64), pieces: u32) -> Outcome {
    let ((x, y), (right, down)) = (at(page, from).await?, at(page, to).await?);
    mouse(page, "mousePressed", (x, y)).await?;
    for piece in 1..=pieces {
        let share = f64::from(piece) / f64::from(pieces);
        let place = (x + share * (right - x), y + share * (down - y));
        mouse(page, "mouseMoved", place).await?;
    }
    mouse(page, "mouseReleased", (right, down)).await
}

async fn click(page: &Playground, place: (f64, f64)) -> Outcome {
    stroke(page, place, place, 1).await
}

pub async fn count(page: &Playground) -> Outcome<f64> {
    page.number("draw-count").await
}

async fn count_is(page: &Playground, expected: f64) -> Outcome {
    wait(&format!("{expected} points"), async || count(page).await, |&seen| seen == expected)
        .await?;
    Ok(())
}

/// Takes the tools out, on nothing.
async fn begin(page: &Playground) -> Outcome {
    page.click("draw").await?;
    wait("the tools", async || page.shows("easel").await, |&shows| shows).await?;
    count_is(page, 0.0).await
}

/// How large the picture is, and where it stands.
async fn picture(page: &Playground) -> Outcome<(f64, f64, f64)> {
    middle(page, "boundary").await
}

/// Two heaps, each of a class of its own.
async fn two_heaps(page: &Playground) -> Outcome {
    stroke(page, (0.2, 0.2), (0.2, 0.8), 5).await?;
    page.click("draw-class-2").await?;
    stroke(page, (0.8, 0.2), (0.8, 0.8), 5).await
}

#[test]
fn two_classes_are_drawn_with_the_mouse_and_learnt() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&percTrainData=100&rules=modern").await?;
        begin(&page).await?;
        two_heaps(&page).await?;
        let drawn = count(&page).await?;
        assert!(drawn > 20.0, "{drawn}");
        // What is read there covers nothing of what is being drawn.
        let covers = "return getComputedStyle(
            document.querySelector('[data-testid=boundary-readout]')).clipPath";
        assert_eq!(page.execute(covers).await?, "inset(50%)");
        page.click("speed-max").await?;
        page.run_to(500).await?;
        let right = async || page.number("train-accuracy").await;
        wait("all points right", right, |&share| share == 1.0).await?;
        // What is drawn then leaves the weights.
        let weight = page.full_weight("link-0-0-0").await?;
        click(&page, (0.2, 0.5)).await?;
        count_is(&page, drawn + 1.0).await?;
        page.epoch_is(500).await?;
        assert_eq!(page.full_weight("link-0-0-0").await?, weight);
        // A third class has an output of its own.
        page.click("draw-add-class").await?;
        click(&page, (0.5, 0.5)).await?;
        count_is(&page, drawn + 2.0).await?;
        let classes = "return document.querySelectorAll('[data-testid=\"classes\"] li').length";
        let legend = async || Ok(page.execute(classes).await?);
        wait("three classes", legend, |count| *count == 3).await?;
        page.click("dataset-xor").await?;
        wait("the tools to go", async || page.shows("easel").await, |&shows| !shows).await?;
        page.hash_has("dataset", "xor").await?;
        assert_eq!(page.hash_value("points").await?, None);
        Ok(())
    })
}

#[test]
fn playing_on_an_empty_sheet_says_that_there_are_no_points() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5&percTrainData=100&rules=modern").await?;
        begin(&page).await?;
        page.play().await?;
        assert!(page.notice("no_points").await?.contains("no points yet"));
        stroke(&page, (0.2, 0.2), (0.2, 0.8), 5).await?;
        let notices = async || page.notice_count().await;
        wait("the notice to go with the first points", notices, |&count| count == 0).await?;
        let epoch = async || page.epoch().await;
        wait("training on them", epoch, |&epoch| epoch > 0).await?;
        page.pause().await
    })
}

#[test]
fn a_fast_stroke_is_as_dense_as_a_slow_one_and_a_click_is_one_point() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        begin(&page).await?;
        click(&page, (0.5, 0.5)).await?;
        count_is(&page, 1.0).await?;
        stroke(&page, (0.1, 0.3), (0.9, 0.3), 1).await?;
        wait("a stroke", async || count(&page).await, |&seen| seen > 15.0).await?;
        let fast = count(&page).await? - 1.0;
        stroke(&page, (0.1, 0.7), (0.9, 0.7), 60).await?;
        count_is(&page, 1.0 + 2.0 * fast).await?;
        // The eraser takes the first of them away.
        page.click("tool-erase").await?;
        stroke(&page, (0.1, 0.3), (0.9, 0.3), 1).await?;
        count_is(&page, 1.0 + fast).await?;
        // What is moved is no more and no less.
        page.click("tool-move").await?;
        let before = page.hash().await?;
        stroke(&page, (0.5, 0.5), (0.5, 0.1), 4).await?;
        wait("another drawing", async || page.hash().await, |hash| *hash != before).await?;
        count_is(&page, 1.0 + fast).await?;
        page.click("tool-spray").await?;
        click(&page, (0.5, 0.1)).await?;
        wait("a spray", async || count(&page).await, |&seen| seen > 2.0 + fast).await?;
        Ok(())
    })
}

#[test]
fn a_stroke_is_undone_and_made_again_and_a_cancelled_one_leaves_nothing() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        begin(&page).await?;
        stroke(&page, (0.2, 0.2), (0.2, 0.8), 5).await?;
        wait("a stroke", async || count(&page).await, |&seen| seen > 5.0).await?;
        let (drawn, hash) = (count(&page).await?, page.hash().await?);
        page.click("undo").await?;
        count_is(&page, 0.0).await?;
        page.click("redo").await?;
        count_is(&page, drawn).await?;
        wait("the same link", async || page.hash().await, |seen| *seen == hash).await?;

        // Escape in the middle of a stroke.
        page.focus("boundary").await?;
        let place = at(&page, (0.6, 0.5)).await?;
        mouse(&page, "mousePressed", place).await?;
        mouse(&page, "mouseMoved", (place.0 + 60.0, place.1)).await?;
        wait("points on their way", async || count(&page).await, |&seen| seen > drawn).await?;
        page.press(&[Key::Escape]).await?;
        count_is(&page, drawn).await?;
        mouse(&page, "mouseMoved", (place.0 + 90.0, place.1)).await?;
        mouse(&page, "mouseReleased", place).await?;
        count_is(&page, drawn).await?;
        assert_eq!(page.hash().await?, hash);
        // The stroke before is what comes next.
        page.click("undo").await?;
        count_is(&page, 0.0).await
    })
}

#[test]
fn a_finger_draws_and_does_not_scroll_and_what_the_browser_takes_from_it_leaves_nothing() -> Outcome
{
    run(Screen::Phone, |page| async move {
        page.open("seed=0.5").await?;
        page.click("data-toggle").await?;
        begin(&page).await?;
        let wide = "const easel = document.querySelector('.easel');
            return [...document.querySelectorAll('.easel .curves-toggle')]
                .map((tool) => tool.getBoundingClientRect().left)
                .concat(easel.scrollWidth - easel.clientWidth)";
        let before = page.execute(wide).await?;
        assert_eq!(before[4], 0, "nothing reaches beyond the tools");
        page.click("tool-move").await?;
        assert_eq!(page.execute(wide).await?, before, "a tool in hand moves no other");
        page.click("tool-brush").await?;
        let (from, to) = (at(&page, (0.5, 0.2)).await?, at(&page, (0.5, 0.8)).await?);
        let scrolled = page.execute("return scrollY").await?;
        finger(&page, "touchStart", Some(from)).await?;
        for step in 1..=6 {
            let y = from.1 + (to.1 - from.1) * f64::from(step) / 6.0;
            finger(&page, "touchMove", Some((from.0, y))).await?;
        }
        finger(&page, "touchEnd", None).await?;
        wait("a stroke", async || count(&page).await, |&seen| seen > 10.0).await?;
        assert_eq!(page.execute("return scrollY").await?, scrolled);
        let drawn = count(&page).await?;
        let from = at(&page, (0.2, 0.5)).await?;
        finger(&page, "touchStart", Some(from)).await?;
        finger(&page, "touchMove", Some((from.0 + 60.0, from.1))).await?;
        wait("points on their way", async || count(&page).await, |&seen| seen > drawn).await?;
        finger(&page, "touchCancel", None).await?;
        count_is(&page, drawn).await
    })
}

#[test]
fn the_keyboard_alone_draws_moves_and_erases() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        page.focus("draw").await?;
        page.press(&[Key::Enter]).await?;
        // The keyboard is where it draws.
        wait("the picture", async || page.focused().await, |focused| focused == "boundary").await?;
        wait("the tools", async || page.shows("easel").await, |&shows| shows).await?;
        count_is(&page, 0.0).await?;
        page.press(&[Key::Enter]).await?;
        count_is(&page, 1.0).await?;
        let said = async || page.text("announcer").await;
        wait("the count, spoken", said, |text| text.contains("1 point")).await?;
        page.type_text("2").await?;
        assert!(page.is_pressed("draw-class-2").await?);
        page.press(&[Key::Right, Key::Right, Key::Right, Key::Right, Key::Right]).await?;
        page.type_text(" ").await?;
        count_is(&page, 2.0).await?;
        assert!(!page.is_pressed("play").await?, "the space bar draws");
        // Taken up, carried and put down.
        page.focus("tool-move").await?;
        page.press(&[Key::Enter]).await?;
        page.type_text("p").await?;
        wait("the picture", async || page.focused().await, |focused| focused == "boundary").await?;
        page.press(&[Key::Up, Key::Enter]).await?;
        let before = page.hash().await?;
        page.press(&[Key::Right, Key::Right, Key::Enter]).await?;
        wait("another drawing", async || page.hash().await, |hash| *hash != before).await?;
        count_is(&page, 2.0).await?;
        page.focus("tool-erase").await?;
        page.press(&[Key::Enter]).await?;
        page.focus("boundary").await?;
        page.press(&[Key::Down, Key::Enter]).await?;
        count_is(&page, 1.0).await?;
        // The button of one more class is made anew, and goes with the last one.
        for classes in 3..=8 {
            page.focus("draw-add-class").await?;
            page.press(&[Key::Enter]).await?;
            let added = format!("draw-class-{classes}");
            wait("the class", async || page.focused().await, |focused| *focused == added).await?;
        }
        assert!(!page.shows("draw-add-class").await?);
        Ok(())
    })
}

#[test]
fn a_link_opens_the_very_same_drawing_and_says_where_it_is_cut() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=0.5").await?;
        begin(&page).await?;
        two_heaps(&page).await?;
        let drawn = count(&page).await?;
        page.click("draw-done").await?;
        let hash = page.hash().await?;
        assert!(hash.contains("points="), "{hash}");
        page.open(&hash).await?;
        assert_eq!(page.hash().await?, hash);
        let note = async || page.text("own-table-note").await;
        wait("the drawing", note, |text| text.contains(&drawn.to_string())).await?;
        page.open(&hash[..hash.len() - 3]).await?;
        assert!(page.notice("no_drawing").await?.contains("cut off"));
        assert!(page.is_pressed("dataset-circle").await?);
        Ok(())
    })
}

#[test]
fn a_generated_set_is_drawn_on_and_the_brush_carries_a_value() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("problem=regression&seed=0.5&samples=400&rules=modern").await?;
        begin(&page).await?;
        let before = picture(&page).await?;
        page.click("draw-begin").await?;
        wait("its points", async || count(&page).await, |&seen| seen == 400.0).await?;
        assert!(!page.shows("draw-begin").await?);
        // What is said below it moves nothing.
        assert_eq!(picture(&page).await?, before);
        assert!(page.text("draw-remark").await?.contains("300"));
        assert!(page.shows("draw-save").await?);
        assert_eq!(page.hash_value("points").await?, None);
        page.click("draw-clear").await?;
        count_is(&page, 0.0).await?;
        stroke(&page, (0.2, 0.2), (0.2, 0.8), 5).await?;
        let high = page.hash_value("points").await?;
        page.click("undo").await?;
        count_is(&page, 0.0).await?;
        page.set("draw-value", "-1").await?;
        stroke(&page, (0.2, 0.2), (0.2, 0.8), 5).await?;
        let other = async || page.hash_value("points").await;
        wait("other values", other, |points| points.is_some() && *points != high).await?;
        page.click("speed-max").await?;
        page.run_to(300).await?;
        let loss = page.train_loss().await?;
        assert!(loss < 0.05, "{loss}");
        Ok(())
    })
}

#[test]
fn points_of_a_table_are_drawn_on_wherever_they_lie() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let row = |at: u32| {
            let [age, income] = [20 + at, 15_000 + 700 * at];
            format!("{age},{income},{}\n", ["no", "yes"][usize::from(at >= 40)])
        };
        let table = (0..80).map(row).collect::<String>();
        page.open("seed=0.5").await?;
        drop(&page, "people.csv", &format!("age,income,bought\n{table}")).await?;
        appears(&page, "import-use").await?;
        page.click("import-use").await?;
        let note = async || page.text("own-table-note").await;
        wait("the table", note, |text| text.contains("80")).await?;
        begin(&page).await?;
        page.click("draw-begin").await?;
        count_is(&page, 80.0).await?;
        assert!(!page.shows("outside").await?);
        let hash = page.hash().await?;
        assert!(hash.contains("points=2"), "{hash}");
        page.run_to(60).await?;
        let loss = page.train_loss().await?;
        assert!(loss < 0.3, "{loss}");
        page.open(&hash).await?;
        wait("the drawing", note, |text| text.contains("80")).await?;
        assert_eq!(page.hash().await?, hash);
        Ok(())
    })
}
