//! Links of the TensorFlow Playground, opened on the page and run to epoch 1,000: what the page shows
//! in full is what the TensorFlow Playground computed, to the last bit.

use std::{env, fs};

use serde_json::Value;

use crate::browser::{Failure, Outcome, Playground, Screen, run};

/// Weights that are looked at one by one at most; of larger networks, the output's.
const WEIGHTS: usize = 16;

fn fixture(name: &str) -> Outcome<Value> {
    let folder =
        env::var("BITS_FIXTURES").unwrap_or_else(|_| "tests/fixtures/playground-bits".to_owned());
    let path = format!("{folder}/{name}.json");
    let text =
        fs::read_to_string(&path).map_err(|error| Failure::new(format!("{path}: {error}")))?;
    serde_json::from_str(&text).map_err(|error| Failure::new(format!("{path}: {error}")))
}

/// Whether this browser's `Math` is that of the fixtures.
async fn is_their_browser(page: &Playground) -> Outcome<bool> {
    let functions = fixture("functions")?;
    let script = format!(
        "const functions = {functions};
        delete functions.square;
        return Object.entries(functions).every(([name, pairs]) =>
            pairs.every(([x, y]) => Math[name](x) === y));"
    );
    Ok(page.execute(&script).await? == Value::Bool(true))
}

fn same(place: &str, seen: f64, theirs: &Value) {
    assert_eq!(Some(seen), theirs.as_f64(), "{place}");
}

/// Runs a link to epoch 1,000 and compares losses and weights.
fn check(name: &'static str) -> Outcome {
    run(Screen::Desktop, move |page| async move {
        let fixture = fixture(name)?;
        page.open(fixture["hash"].as_str().unwrap_or_default()).await?;
        page.run_to(1000).await?;
        if !is_their_browser(&page).await? {
            // Then the TensorFlow Playground has other numbers here, too, and the page says whose
            // functions it takes.
            page.click("runtime-chip").await?;
            assert!(page.text("called").await?.contains("Math."));
            return Ok(());
        }
        let losses = fixture["losses"].as_array().cloned().unwrap_or_default();
        let last = losses.iter().find(|losses| losses["epoch"] == 1000);
        let last = last.ok_or_else(|| Failure::new(format!("{name} has no losses at 1000")))?;
        same("train loss", page.train_loss().await?, &last["train"]);
        same("test loss", page.test_loss().await?, &last["test"]);
        let layers = fixture["weights"]["1000"].as_array().cloned().unwrap_or_default();
        let count = |layer: &Value| {
            let inputs = layer["kernel"][0].as_array().map_or(0, Vec::len);
            layer["bias"].as_array().map_or(0, Vec::len) * (inputs + 1)
        };
        let few = layers.iter().map(count).sum::<usize>() <= WEIGHTS;
        let first = if few { 0 } else { layers.len().saturating_sub(1) };
        for (at, layer) in layers.iter().enumerate().skip(first) {
            let biases = layer["bias"].as_array().cloned().unwrap_or_default();
            for (unit, bias) in biases.iter().enumerate() {
                let id = format!("bias-{at}-{unit}");
                same(&id, page.full_weight(&id).await?, bias);
                let links = layer["kernel"][unit].as_array().cloned().unwrap_or_default();
                for (from, weight) in links.iter().enumerate() {
                    let id = format!("link-{at}-{unit}-{from}");
                    same(&id, page.full_weight(&id).await?, weight);
                }
            }
        }
        Ok(())
    })
}

#[test]
fn c1_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c1")
}

#[test]
fn c2_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c2")
}

#[test]
fn c21_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c21")
}

#[test]
fn c28_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c28")
}

#[test]
fn c36_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c36")
}

#[test]
fn c41_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c41")
}

#[test]
fn c57_is_the_playgrounds_to_the_last_bit() -> Outcome {
    check("c57")
}
