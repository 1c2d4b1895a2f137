//! The TPU that a browser lacks: what the run menu says of it, and its lane of the race, simulated.

use fantoccini::key::Key;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Opens the run menu and in it the note on the TPU.
async fn open_note(page: &Playground) -> Outcome {
    page.click("runtime-chip").await?;
    let shown = async |id| page.shows(id).await;
    wait("the run menu", async || shown("runtime-tpu").await, |&shown| shown).await?;
    assert!(!shown("tpu-note").await?, "nothing is said before it is asked for");
    page.click("runtime-tpu").await?;
    wait("the note", async || shown("tpu-note").await, |&shown| shown).await?;
    Ok(())
}

/// The full number in an attribute of the grid's.
async fn number(page: &Playground, id: &str, name: &str) -> Outcome<Option<f64>> {
    Ok(page.attribute(id, name).await?.and_then(|value| value.parse().ok()))
}

#[test]
fn the_run_menu_says_that_a_browser_has_no_tpu_and_leaves_the_run_alone() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for (language, none) in
            [("en", "No browser has a TPU"), ("ko", "브라우저에는 TPU가 없습니다")]
        {
            page.open(&format!("lang={language}&runtime=cpu")).await?;
            open_note(&page).await?;
            let note = page.text("tpu-note").await?;
            assert!(note.contains(none), "{note}");
            let open = page.attribute("runtime-tpu", "aria-expanded").await?;
            assert_eq!(open.as_deref(), Some("true"));
            assert_eq!(page.hash_value("runtime").await?.as_deref(), Some("cpu"));
            page.click("runtime-tpu").await?;
            let shown = async || page.shows("tpu-note").await;
            wait("the note to go", shown, |&shown| !shown).await?;
        }
        Ok(())
    })
}

#[test]
fn the_simulated_grid_multiplies_the_networks_own_numbers_cycle_by_cycle() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("lang=en&seed=0.5&networkShape=4,2").await?;
        let weight = page.full_weight("link-0-0-0").await?;
        open_note(&page).await?;
        page.click("tpu-see").await?;
        let lane = async || page.text("tpu-lane").await;
        wait("the lane", lane, |lane| lane.contains("TPU (simulation)")).await?;
        assert!(page.text("tpu-sizes").await?.contains("simulation"));
        // 10 rows of 18 products, three layers of 776 cycles, 65,536 multipliers.
        assert!(page.text("tpu-utilisation").await?.contains("0.00012%"));

        // Two inputs, four units, eight rows: 8 + 8 + 2 · 8 − 2 cycles.
        let cycle_is = async |cycle: u64| {
            let cycle_now = async || page.number("tpu-cycle").await;
            wait(&format!("cycle {cycle}"), cycle_now, |&now| now == cycle as f64).await
        };
        assert!(page.text("tpu-cycle").await?.contains("Cycle 0 of 30"));
        for cycle in 1..=8 {
            page.click("tpu-step").await?;
            cycle_is(cycle).await?;
        }
        assert_eq!(number(&page, "tpu-cell-0-0", "data-weight").await?, None, "it shifts in");
        let mut summands = Vec::new();
        for (cycle, cell) in [(9, "tpu-cell-0-0"), (10, "tpu-cell-1-0")] {
            page.click("tpu-step").await?;
            cycle_is(cycle).await?;
            let own = number(&page, cell, "data-weight").await?.unwrap_or(f64::NAN);
            let flow = number(&page, cell, "data-flow").await?.unwrap_or(f64::NAN);
            summands.push(own * flow);
            if cycle == 9 {
                assert_eq!(own, weight, "the network's own");
            }
        }
        page.focus("tpu-finish").await?;
        page.press(&[Key::Enter]).await?;
        cycle_is(30).await?;
        // Off by its own press it keeps the focus: one press more begins nothing anew.
        page.press(&[Key::Enter]).await?;
        assert_eq!(page.focused().await?, "tpu-finish");
        cycle_is(30).await?;
        assert_eq!(page.number("tpu-sum-0-0").await?, summands[0] + summands[1]);
        assert_eq!(page.number("tpu-difference").await?, 0.0);
        assert!(
            page.attribute("tpu-step", "aria-disabled").await?.is_some(),
            "there is no more to come"
        );

        page.focus("tpu-restart").await?;
        page.press(&[Key::Enter]).await?;
        cycle_is(0).await?;
        page.focus("tpu-play").await?;
        page.press(&[Key::Space]).await?;
        let playing = async || page.text("tpu-play").await;
        wait("it to play", playing, |name| name == "Pause").await?;
        let cycle = async || page.number("tpu-cycle").await;
        wait("some cycles", cycle, |&cycle| cycle >= 2.0).await?;
        page.press(&[Key::Space]).await?;
        wait("it to stand still", playing, |name| name == "Play").await?;
        Ok(())
    })
}

/// Goes to the end: the sums of the first row, one a unit.
async fn finish(page: &Playground, units: usize) -> Outcome<Vec<f64>> {
    page.click("tpu-finish").await?;
    let cells = async || page.text("tpu-cycle").await;
    wait("the last cycle", cells, |cycle| cycle.contains("30 of 30")).await?;
    assert_eq!(page.number("tpu-difference").await?, 0.0);
    let mut sums = Vec::new();
    for unit in 0..units {
        sums.push(page.number(&format!("tpu-sum-0-{unit}")).await?);
    }
    Ok(sums)
}

/// Waits for the grid of a layer, before its first cycle.
async fn grid_of(page: &Playground, layer: &str) -> Outcome {
    let shown = async || page.text("tpu-array").await;
    wait(layer, shown, |text| text.contains(&format!("Simulation ({layer})"))).await?;
    let cycle = async || page.number("tpu-cycle").await;
    wait("the first cycle", cycle, |&cycle| cycle == 0.0).await?;
    Ok(())
}

#[test]
fn each_layers_product_goes_through_the_grid_with_what_the_layer_before_gives() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("lang=en&seed=0.5&networkShape=4,2&runtime=cpu&precision=64").await?;
        page.start_to(3).await?;
        page.epoch_is(3).await?;
        let mut biases = Vec::new();
        for unit in 0..4 {
            biases.push(page.full_weight(&format!("bias-0-{unit}")).await?);
        }
        // Of the second layer's first unit, and of the output.
        let mut weights = Vec::new();
        for (layer, inputs) in [(1, 4), (2, 2)] {
            for input in 0..inputs {
                weights.push(page.full_weight(&format!("link-{layer}-0-{input}")).await?);
            }
        }
        open_note(&page).await?;
        page.click("tpu-see").await?;
        let lane = async || page.text("tpu-lane").await;
        wait("the lane", lane, |lane| lane.contains("TPU (simulation)")).await?;
        grid_of(&page, "Layer 1").await?;
        let sums = finish(&page, 4).await?;

        // By the keyboard.
        page.focus("tpu-layer").await?;
        page.press(&[Key::Down]).await?;
        grid_of(&page, "Layer 2").await?;
        for _ in 0..8 {
            page.click("tpu-step").await?;
        }
        for input in 0..4 {
            page.click("tpu-step").await?;
            let cell = format!("tpu-cell-{input}-0");
            let weight = async || number(&page, &cell, "data-weight").await;
            let weight = wait(&cell, weight, Option::is_some).await?;
            assert_eq!(weight, Some(weights[input]), "input {input}");
            let flow = number(&page, &cell, "data-flow").await?.unwrap_or(f64::NAN);
            let given = (sums[input] + biases[input]).tanh();
            assert!((flow - given).abs() < 1e-12, "input {input}: {flow} for {given}");
        }
        finish(&page, 2).await?;

        page.set("tpu-layer", "Output").await?;
        grid_of(&page, "Output").await?;
        for _ in 0..10 {
            page.click("tpu-step").await?;
        }
        for (cell, weight) in [("tpu-cell-0-0", weights[4]), ("tpu-cell-1-0", weights[5])] {
            let found = async || number(&page, cell, "data-weight").await;
            assert_eq!(wait(cell, found, Option::is_some).await?, Some(weight), "{cell}");
        }
        finish(&page, 1).await?;

        // Started over, the chosen layer stays.
        page.click("tpu-restart").await?;
        grid_of(&page, "Output").await?;
        assert_eq!(page.value("tpu-layer").await?, "2");
        Ok(())
    })
}
