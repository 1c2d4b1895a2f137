//! Weights and biases in the diagram: their live value, and setting them by hand.

use fantoccini::key::Key;
use neural_playground::app::canvas::colour;

use crate::browser::{Outcome, Playground, Screen, run, wait};

async fn open_editor(page: &Playground, id: &str) -> Outcome {
    page.focus(id).await?;
    wait("the weight's card", async || page.shows("weight-card").await, |&shown| shown).await?;
    page.press(&[Key::Enter]).await?;
    let focused = async || page.focused().await;
    wait("the field to have the focus", focused, |id| id == "weight-input").await?;
    Ok(())
}

async fn has(page: &Playground, id: &str, value: &str) -> Outcome {
    let text = async || page.weight(id).await;
    wait(&format!("{value} in {id}"), text, |text| text.replace('−', "-").contains(value)).await?;
    Ok(())
}

#[test]
fn a_weight_is_set_by_keyboard() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let loss = page.train_loss().await?;
        open_editor(&page, "link-0-0-0").await?;
        // The old value is selected: typing replaces it.
        page.type_text("1.25").await?;
        page.press(&[Key::Enter]).await?;
        has(&page, "link-0-0-0", "1.25").await?;
        let new_loss = async || page.train_loss().await;
        wait("another loss", new_loss, |&new| new != loss).await?;
        assert_eq!(page.epoch().await?, 0);
        Ok(())
    })
}

#[test]
fn escape_leaves_a_weight_as_it_was() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let before = page.weight("link-0-1-1").await?;
        open_editor(&page, "link-0-1-1").await?;
        page.type_text("3").await?;
        page.press(&[Key::Escape]).await?;
        wait("no field", async || page.shows("weight-input").await, |&shown| !shown).await?;
        assert_eq!(page.weight("link-0-1-1").await?, before);
        Ok(())
    })
}

#[test]
fn leaving_the_field_keeps_what_was_typed() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        open_editor(&page, "link-1-0-2").await?;
        page.type_text("-0.5").await?;
        page.click("value-noise").await?;
        has(&page, "link-1-0-2", "-0.5").await
    })
}

#[test]
fn the_bias_of_a_unit_and_of_the_output_is_shown_and_set() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        for id in ["bias-0-0", "bias-2-0"] {
            has(&page, id, "0.1").await?;
            open_editor(&page, id).await?;
            page.type_text("0.75").await?;
            page.press(&[Key::Enter]).await?;
            has(&page, id, "0.75").await?;
        }
        Ok(())
    })
}

#[test]
fn a_weight_is_live_under_the_pointer() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        page.click("speed-10").await?;
        page.play().await?;
        page.focus("bias-0-0").await?;
        let value = async || page.text("weight-value").await;
        let first = wait("the value", value, |text| !text.is_empty()).await?;
        wait("the value to move", value, |text| *text != first).await?;
        page.pause().await
    })
}

#[test]
fn a_unit_under_the_pointer_is_enlarged() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        let caption = page.text("boundary-caption").await?;
        let picture = page.boundary().await?;
        page.hover("unit-0-0").await?;
        let text = async || page.text("boundary-caption").await;
        wait("another caption", text, |text| *text != caption).await?;
        let pixels = async || page.boundary().await;
        wait("the unit's picture", pixels, |pixels| *pixels != picture).await?;
        page.hover("value-noise").await?;
        wait("the output's caption", text, |text| *text == caption).await?;
        Ok(())
    })
}

#[test]
fn wide_and_deep_networks_stay_within_the_page() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for shape in ["8,8,8,8,8,8", "256", "64,64,64,64,64,64,64,64,64,64,64,64"] {
            page.open(&format!("networkShape={shape}&samples=50")).await?;
            page.run_to(2).await?;
            let wide = "return document.scrollingElement.scrollWidth > innerWidth";
            assert_eq!(page.execute(wide).await?, false, "{shape} widens the page");
        }
        Ok(())
    })
}

/// The pixels of a unit's tile, without its frame and its corners, as red, green, blue.
const TILE: &str = "const box = element.getBoundingClientRect();
    const canvas = document.querySelector('.network-maps');
    const at = canvas.getBoundingClientRect();
    const ratio = canvas.width / at.width;
    const copy = Object.assign(document.createElement('canvas'), {
        width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d', { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(
        (box.left - at.left + 4) * ratio, (box.top - at.top + 16) * ratio,
        (box.width - 8) * ratio, (box.height - 20) * ratio);
    const pixels = [];
    for (let i = 0; i < data.length; i += 4) pixels.push(Array.from(data.slice(i, i + 3)));
    return pixels";

#[test]
fn outputs_have_their_classes_hues_and_hidden_units_keep_their_shades() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("dataset=rings&networkShape=6&activation=relu&discretize=true&theme=light")
            .await?;
        page.run_to(100).await?;
        let tile = async |id: &str| -> Outcome<Vec<[u8; 3]>> {
            let find = format!("const element = document.querySelector('[data-testid={id}]');");
            Ok(serde_json::from_value(page.execute(&(find + TILE)).await?)?)
        };
        let zero = colour::scale(false).zero;
        let near = |a: [u8; 3], b: [u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) < 8);
        for class in 0..3 {
            let (pixels, hue) =
                (tile(&format!("unit-1-{class}")).await?, colour::class(class, false));
            let count = |colour| pixels.iter().filter(|&&pixel| near(pixel, colour)).count();
            assert!(count(hue) > pixels.len() / 20, "class {class} has its hue where it is sure");
            // Between the two lies a smoothed border.
            assert!(count(hue) + count(zero) > pixels.len() / 2, "class {class}");
        }
        let mut shades = 0;
        for unit in 0..6 {
            let mut pixels = tile(&format!("unit-0-{unit}")).await?;
            pixels.sort_unstable();
            pixels.dedup();
            shades = shades.max(pixels.len());
        }
        assert!(shades > 20, "{shades} shades in a hidden unit");
        Ok(())
    })
}
