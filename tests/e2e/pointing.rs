//! Pointing at units and at places of the picture, with mouse, keys and fingers.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// How many links are lit, and how many dashes each has been given a width for.
const LIT: &str = "return [
    document.querySelectorAll('.network-lit.is-on .network-link').length,
    document.querySelectorAll('.network-lit.is-on .network-link[stroke-width]').length,
]";

/// The middle of an element, and its width.
pub async fn middle(page: &Playground, id: &str) -> Outcome<(f64, f64, f64)> {
    let script = format!(
        "const element = document.querySelector('[data-testid=\"{id}\"]');
        element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
        const box = element.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2, box.width]"
    );
    let place = page.execute(&script).await?;
    let number = |at: usize| place[at].as_f64().unwrap_or(f64::NAN);
    Ok((number(0), number(1), number(2)))
}

/// One event of a finger; none at no point.
pub async fn finger(page: &Playground, kind: &str, at: Option<(f64, f64)>) -> Outcome {
    let points: Vec<Value> = at.map(|(x, y)| json!({ "x": x, "y": y })).into_iter().collect();
    let event = json!({ "type": kind, "touchPoints": points });
    page.devtools("Input.dispatchTouchEvent", event).await?;
    Ok(())
}

#[test]
fn a_unit_that_is_pointed_at_lights_its_links_and_is_enlarged_in_place() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("networkShape=4,2").await?;
        assert_eq!(page.execute(LIT).await?, json!([0, 0]));
        assert!(!page.shows("lens").await?);
        let (_, _, tile) = middle(&page, "unit-0-1").await?;
        let height = "return document.querySelector('.network-content').scrollHeight";
        let before = page.execute(height).await?;
        page.hover("unit-0-1").await?;
        let lit = async || Ok(page.execute(LIT).await?);
        wait("two links in and two out", lit, |lit| *lit == json!([4, 4])).await?;
        assert!(page.shows("lens").await?);
        let (_, _, lens) = middle(&page, "lens").await?;
        assert!((1.5..=2.5).contains(&(lens / tile)), "{lens} for {tile}");
        assert_eq!(page.text("lens-caption").await?, "Layer 1, unit 2");
        assert_eq!(page.execute(height).await?, before, "nothing moves");
        page.hover("value-noise").await?;
        wait("no link lit", lit, |lit| *lit == json!([0, 0])).await?;
        // The keyboard does the same.
        page.focus("unit-1-0").await?;
        wait("four links in and one out", lit, |lit| *lit == json!([5, 5])).await?;
        // Where links have no elements too.
        page.open("networkShape=64,64").await?;
        page.focus("unit-1-0").await?;
        wait("64 links in and one out", lit, |lit| *lit == json!([65, 65])).await?;
        Ok(())
    })
}

#[test]
fn lit_links_are_whole_and_no_lens_lies_over_a_note() -> Outcome {
    // Where a clip cuts something away it is not hit either.
    const CUT: &str = "
        const svg = document.querySelector('.network-lit.is-on');
        if (!svg) return 'nothing is lit';
        svg.style.pointerEvents = 'auto';
        const tiles = [...document.querySelectorAll('.network-unit, .network-map')]
            .map((tile) => tile.getBoundingClientRect());
        const cut = [];
        let seen = 0;
        for (const link of svg.querySelectorAll('.network-link')) {
            link.style.pointerEvents = 'stroke';
            // Between two dashes nothing is hit.
            link.style.strokeDasharray = 'none';
            const [length, matrix] = [link.getTotalLength(), link.getScreenCTM()];
            for (let share = 0.04; share < 0.97; share += 0.04) {
                const { x, y } = link.getPointAtLength(share * length).matrixTransform(matrix);
                const behind = tiles.some((tile) => tile.left - 1 <= x && x <= tile.right + 1
                    && tile.top - 1 <= y && y <= tile.bottom + 1);
                const outside = x < 0 || y < 0 || x >= innerWidth || y >= innerHeight;
                if (behind || outside) continue;
                seen += 1;
                if (!document.elementsFromPoint(x, y).includes(link)) {
                    cut.push(`${x.toFixed()}, ${y.toFixed()}`);
                }
            }
            link.style.pointerEvents = '';
            link.style.strokeDasharray = '';
        }
        svg.style.pointerEvents = '';
        return seen > 40 ? cut.join('; ') : `${seen} places seen`";
    const COVERED: &str = "
        const lens = document.querySelector('[data-testid=lens]').getBoundingClientRect();
        const notes = [...document.querySelectorAll('.welcome')];
        return [notes.length, notes.filter((note) => {
            const box = note.getBoundingClientRect();
            return box.left < lens.right && lens.left < box.right
                && box.top < lens.bottom && lens.top < box.bottom;
        }).map((note) => note.dataset.testid).join()]";
    run(Screen::Desktop, |page| async move {
        for (hash, units) in [
            ("", &["unit-0-0", "unit-0-3", "unit-1-1"][..]),
            ("networkShape=32,4", &["unit-0-2", "unit-0-30", "unit-1-0"]),
        ] {
            page.open(hash).await?;
            for unit in units {
                page.hover(unit).await?;
                let cut = async || Ok(page.execute(CUT).await?);
                wait(&format!("whole links of {unit} #{hash}"), cut, |cut| *cut == "").await?;
                if hash.is_empty() {
                    assert_eq!(page.execute(COVERED).await?, json!([2, ""]), "{unit}");
                }
            }
        }
        Ok(())
    })
}

#[test]
fn each_unit_tells_its_value_where_the_picture_is_read() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let told = async || {
            let script = "return Array.from(document.querySelectorAll('.network-reading b'),
                (chip) => chip.textContent)";
            page.execute(script).await
        };
        assert_eq!(told().await?, json!([]));
        page.focus("boundary").await?;
        page.press(&[Key::Right, Key::Right]).await?;
        // Seven features, of which x₁ comes first, four units, two, and the output.
        let some = |told: &Value| {
            let told = told.as_array().map(Vec::as_slice).unwrap_or_default();
            told.len() == 14 && told[0] == "0.24" && told.iter().all(|text| text != "")
        };
        wait("a number in each tile", told, some).await?;
        let spoken = async || page.text("announcer").await;
        wait("the reading, spoken", spoken, |text| text.contains("0.24")).await?;
        page.press(&[Key::Escape]).await?;
        wait("no numbers", told, |told| *told == json!([])).await?;
        Ok(())
    })
}

#[test]
fn the_tab_key_stops_once_at_the_units_and_once_at_the_plan() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("networkShape=4,2").await?;
        let stops = "return Array.from(document.querySelectorAll(
            '.network-unit[tabindex=\"0\"], .network-bias[tabindex=\"0\"], .graph-op[tabindex=\"0\"]'),
            (element) => element.dataset.testid)";
        assert_eq!(page.execute(stops).await?, json!(["unit-0-0"]));
        page.focus("unit-0-0").await?;
        page.press(&[Key::PageDown, Key::Right]).await?;
        assert_eq!(page.focused().await?, "unit-1-1");
        assert_eq!(page.execute(stops).await?, json!(["unit-1-1"]));
        page.click("tab-graph").await?;
        wait("the plan", async || page.shows("op-0").await, |&shown| shown).await?;
        assert_eq!(page.execute(stops).await?, json!(["unit-1-1", "op-0"]));
        page.focus("op-0").await?;
        page.press(&[Key::End, Key::Up, Key::Home, Key::Down]).await?;
        assert_eq!(page.focused().await?, "op-1");
        assert_eq!(page.execute(stops).await?, json!(["unit-1-1", "op-1"]));
        Ok(())
    })
}

#[test]
fn a_vertical_swipe_over_a_slider_scrolls_and_moves_nothing() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("noise=20").await?;
        page.click("data-toggle").await?;
        let (x, y, width) = middle(&page, "setting-noise").await?;
        let (hash, from) = (page.hash().await?, x + width / 3.0);
        let scrolled = async || Ok(page.execute("return scrollY").await?);
        let before = scrolled().await?;
        finger(&page, "touchStart", Some((from, y))).await?;
        for step in 1..=12 {
            finger(&page, "touchMove", Some((from, y - 12.0 * f64::from(step)))).await?;
        }
        finger(&page, "touchEnd", None).await?;
        wait("the page to scroll", scrolled, |now| *now != before).await?;
        let value = async || page.value("setting-noise").await;
        wait("the knob where it was", value, |value| value == "20").await?;
        assert_eq!(page.hash().await?, hash);
        // Along it a finger does move it.
        let (x, y, width) = middle(&page, "setting-noise").await?;
        finger(&page, "touchStart", Some((x, y))).await?;
        for step in 1..=6 {
            let along = width / 3.0 * f64::from(step) / 6.0;
            finger(&page, "touchMove", Some((x + along, y))).await?;
        }
        finger(&page, "touchEnd", None).await?;
        wait("another value", value, |value| value != "20").await?;
        Ok(())
    })
}

#[test]
fn a_finger_that_rests_on_a_card_moves_it() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("networkShape=4,2").await?;
        page.click("layers-toggle").await?;
        wait("the cards", async || page.shows("layer-card-1").await, |&shown| shown).await?;
        let (from, y, _) = middle(&page, "layer-card-0").await?;
        let (to, _, _) = middle(&page, "layer-card-1").await?;
        let dragged =
            async || page.execute("return document.querySelectorAll('.is-dragged').length").await;
        finger(&page, "touchStart", Some((from, y))).await?;
        wait("the card to be taken up", dragged, |count| *count == 1).await?;
        for step in 1..=6 {
            let x = from + (to + 20.0 - from) * f64::from(step) / 6.0;
            finger(&page, "touchMove", Some((x, y))).await?;
        }
        let mark = "return document.querySelectorAll('.takes-after').length";
        let marked = async || Ok(page.execute(mark).await?);
        wait("the mark behind the second card", marked, |count| *count == 1).await?;
        finger(&page, "touchEnd", None).await?;
        page.hash_has("networkShape", "2,4").await?;
        assert_eq!(dragged().await?, 0);
        // The focus follows the card, and the row is scrolled to it.
        let focused = async || page.focused().await;
        wait("the focus", focused, |id| id == "layer-card-1").await?;
        // Escape puts a card back.
        let (from, y, _) = middle(&page, "layer-card-0").await?;
        finger(&page, "touchStart", Some((from, y))).await?;
        wait("the card to be taken up", dragged, |count| *count == 1).await?;
        finger(&page, "touchMove", Some((to + 20.0, y))).await?;
        page.press(&[Key::Escape]).await?;
        wait("no card on its way", dragged, |count| *count == 0).await?;
        finger(&page, "touchEnd", None).await?;
        page.hash_has("networkShape", "2,4").await
    })
}

#[test]
fn a_tap_takes_what_is_nearest_and_holds_a_unit_until_something_else_is_tapped() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("networkShape=2").await?;
        let (x, y, width) = middle(&page, "unit-0-0").await?;
        let tap = async |at: (f64, f64)| {
            finger(&page, "touchStart", Some(at)).await?;
            finger(&page, "touchEnd", None).await
        };
        // Below the tile, off it: above stand its layer's buttons.
        tap((x, y + width / 2.0 + 14.0)).await?;
        let lens = async || page.shows("lens").await;
        wait("the unit held", lens, |&shown| shown).await?;
        let apart = "const box = (id) =>
                document.querySelector(`[data-testid=\"${id}\"]`).getBoundingClientRect();
            const [lens, unit] = [box('lens'), box('unit-0-0')];
            return lens.bottom < unit.top || lens.top > unit.bottom
                || lens.right < unit.left || lens.left > unit.right";
        assert_eq!(page.execute(apart).await?, true, "the finger does not hide it");
        let (x, y, _) = middle(&page, "epoch").await?;
        tap((x, y)).await?;
        wait("the unit let go", lens, |&shown| !shown).await?;
        Ok(())
    })
}
