//! The picture over one column: a curve with the points around it, and what the units before add below.

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, run, wait};
use crate::tables;

const SINE: &str =
    "problem=regression&regDataset=sine&learningRate=0.1&rules=modern&noise=0&seed=1";

/// Where the mark of the place that is read stands, in shares of the picture from its top.
async fn height(page: &Playground) -> Outcome<f64> {
    let script = "const mark = document.querySelector('.boundary-spot');
        return mark ? parseFloat(mark.style.top) / 100 : null";
    Ok(page.execute(script).await?.as_f64().unwrap_or(f64::NAN))
}

async fn name(page: &Playground) -> Outcome<String> {
    Ok(page.attribute("boundary", "aria-label").await?.unwrap_or_default())
}

/// Moves from the middle of the picture by so many steps to the right.
async fn step_right(page: &Playground, count: usize) -> Outcome {
    page.focus("boundary").await?;
    page.press(&vec![Key::Right; count]).await
}

#[test]
fn over_one_column_the_answer_is_a_curve_and_the_keyboard_goes_along_it() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(SINE).await?;
        let told =
            wait("the curve", async || name(&page).await, |told| told.contains("A curve")).await?;
        for part in ["y over x₁", "Weight × activation"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        page.run_to(300).await?;
        // The first step is to the middle, where a sine is 0; it is at its highest in π/2, which is 0.13
        // of the picture to the right.
        step_right(&page, 1).await?;
        wait("a mark", async || height(&page).await, |height| height.is_finite()).await?;
        let middle = height(&page).await?;
        let said = page.text("boundary-readout").await?;
        assert!(said.starts_with("x₁") && said.contains("value"), "{said}");
        assert!(!said.contains("x₂"), "{said}");
        step_right(&page, 7).await?;
        let top = wait("another place", async || height(&page).await, |&top| top != middle).await?;
        assert!(top < middle - 0.05, "{top} is not above {middle}");
        // Away from the curve, to what lies above and below it.
        page.press(&[Key::Down]).await?;
        let below =
            wait("a place below", async || height(&page).await, |&below| below > top).await?;
        assert!((below - top - 0.02).abs() < 1e-3, "{below} after {top}");
        Ok(())
    })
}

#[test]
fn a_unit_shows_its_own_curve_and_a_plane_none() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(SINE).await?;
        wait("the curve", async || name(&page).await, |told| told.contains("y over x₁")).await?;
        let before = page.boundary().await?;
        page.hover("unit-0-0").await?;
        // Before it are inputs, which add nothing of their own.
        let unit =
            |told: &String| told.contains("Layer 1, unit 1 over x₁") && !told.contains("Weight ×");
        wait("the unit's alone", async || name(&page).await, unit).await?;
        wait("another picture", async || page.boundary().await, |now| *now != before).await?;
        page.open("problem=regression&regDataset=reg-plane").await?;
        wait("a plane", async || name(&page).await, |told| !told.contains("A curve")).await?;
        Ok(())
    })
}

#[test]
fn a_table_of_one_column_is_a_curve_of_its_names() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("seed=1").await?;
        let rows = (0..40).map(|at| format!("{at},{}.5\n", 40 - at));
        let text = format!("size,price\n{}", rows.collect::<String>());
        tables::drop(&page, "sizes.csv", &text).await?;
        wait("the columns", async || page.shows("import-columns").await, |&shows| shows).await?;
        page.click("import-use").await?;
        let over = |told: &String| told.contains("price over size");
        wait("the curve", async || name(&page).await, over).await?;
        page.run_to(5).await?;
        step_right(&page, 2).await?;
        let readout = async || page.text("boundary-readout").await;
        wait("the answer", readout, |said| said.starts_with("size") && said.contains("price"))
            .await?;
        Ok(())
    })
}
