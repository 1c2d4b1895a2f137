//! Networks that come from files: our own, saved and brought back, and those that other programs have made.

use std::fs;

use serde_json::{Value, json};

use crate::browser::{Failure, Outcome, Playground, Screen, run, wait};
use crate::tables::{appears, drop, drop_bytes, drop_files, goes, programs};
use crate::take::{FILES, all_is_as_it_was, files, losses, losses_are, open_dialog, wrong};

type Files = Vec<(String, Vec<u8>)>;

/// Files that other programs have made.
fn fixture(name: &str) -> Outcome<Vec<u8>> {
    let path = format!("tests/fixtures/formats/{name}");
    fs::read(&path).map_err(|error| Failure::new(format!("{path}: {error}")))
}

/// Saves the network in a format: its files.
async fn save(page: &Playground, key: &str, count: usize) -> Outcome<Files> {
    page.execute("window.savedFiles = []").await?;
    open_dialog(page).await?;
    page.click(&format!("take-{key}")).await?;
    let saved = files(page, count).await?;
    page.press(&[fantoccini::key::Key::Escape]).await?;
    goes(page, "take-item-run").await?;
    Ok(saved)
}

async fn losses_are_near(page: &Playground, expected: (f64, f64)) -> Outcome {
    let near = |seen: &(f64, f64)| {
        (seen.0 - expected.0).abs() < 1e-6 && (seen.1 - expected.1).abs() < 1e-6
    };
    wait(&format!("losses near {expected:?}"), async || losses(page).await, near).await?;
    Ok(())
}

/// The name of an array, its shape and its numbers.
type Named = (String, Vec<usize>, Vec<f64>);

/// Arrays of a safetensors file.
fn arrays(file: &[u8]) -> Outcome<Vec<Named>> {
    let wrong = |error: String| Failure::new(error);
    let length = u64::from_le_bytes(file[..8].try_into().unwrap_or_default()) as usize;
    let (header, data) = file[8..].split_at(length);
    let header: Value = serde_json::from_slice(header).map_err(|error| wrong(error.to_string()))?;
    let whole = |list: &Value| -> Vec<usize> {
        let list = list.as_array().into_iter().flatten().filter_map(Value::as_u64);
        list.map(|own| own as usize).collect()
    };
    let mut arrays = Vec::new();
    for (name, spec) in header.as_object().into_iter().flatten() {
        if name == "__metadata__" {
            continue;
        }
        let at = whole(&spec["data_offsets"]);
        let bytes = &data[at[0]..at[1]];
        let values = match spec["dtype"].as_str() {
            Some("F64") => bytes.as_chunks().0.iter().map(|own| f64::from_le_bytes(*own)).collect(),
            Some("F32") => {
                bytes.as_chunks().0.iter().map(|own| f64::from(f32::from_le_bytes(*own))).collect()
            }
            kind => return Err(wrong(format!("{name} is {kind:?}"))),
        };
        arrays.push((name.clone(), whole(&spec["shape"]), values));
    }
    Ok(arrays)
}

#[test]
fn each_file_that_was_saved_brings_the_network_back() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        page.open("seed=0.5&noise=20&networkShape=5,3&activation=relu&lang=en").await?;
        page.run_to(30).await?;
        let before = losses(&page).await?;
        let mut saved = Vec::new();
        for (key, count) in [("keras", 1), ("safetensors", 1), ("tfjs", 2)] {
            saved.push(save(&page, key, count).await?);
        }
        for files in saved {
            let asked = page.requests().len();
            page.open("seed=0.5&noise=20&networkShape=2&lang=en").await?;
            page.run_to(3).await?;
            let other = losses(&page).await?;
            assert_eq!(programs(&page, asked), [""; 0]);
            drop_files(&page, &files).await?;
            let notice = page.notice("network_opened").await?;
            assert!(notice.contains("Undo"), "{notice}");
            goes(&page, "import").await?;
            losses_are_near(&page, before).await?;
            page.epoch_is(0).await?;
            page.hash_has("networkShape", "5,3").await?;
            assert!(!page.is_pressed("play").await?, "it stands still");
            // One step back, and forth again.
            page.click("undo").await?;
            page.epoch_is(3).await?;
            losses_are(&page, other).await?;
            page.hash_has("networkShape", "2").await?;
            page.click("redo").await?;
            losses_are_near(&page, before).await?;
            // It goes on learning.
            page.run_to(5).await?;
            assert_eq!(programs(&page, asked), ["networks"]);
        }
        Ok(())
    })
}

#[test]
fn weights_that_are_typed_go_into_the_network_on_show() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        page.open("seed=0.5&networkShape=3&lang=en").await?;
        page.run_to(20).await?;
        let before = losses(&page).await?;
        let saved = save(&page, "safetensors", 1).await?;
        let arrays = arrays(&saved[0].1)?;
        let mut csv = "layer,name,row,column,value\n".to_owned();
        for (name, shape, values) in &arrays {
            let width = shape.last().copied().unwrap_or(1);
            for (at, value) in values.iter().enumerate() {
                let (row, column) = (at / width, at % width);
                csv += &format!("{},{row},{column},{value}\n", name.replace('/', ","));
            }
        }
        let named = arrays
            .iter()
            .map(|(name, shape, values)| json!({ "name": name, "shape": shape, "values": values }));
        let json = Value::from(named.collect::<Vec<_>>()).to_string();
        for (name, text) in [("weights.csv", csv), ("weights.json", json)] {
            page.open("seed=0.5&networkShape=3&lang=en").await?;
            drop(&page, name, &text).await?;
            page.notice("network_opened").await?;
            losses_are_near(&page, before).await?;
            // Another network has no place for them.
            page.open("seed=0.5&networkShape=4&lang=en").await?;
            drop(&page, name, &text).await?;
            wrong(&page, &["dense_0/kernel", "2 × 3", "2 × 4"]).await?;
        }
        // A table of other columns is a table.
        page.open("seed=0.5&lang=en").await?;
        drop(&page, "layers.csv", "layer,row,column,value\n1,0,0,0.5\n2,0,1,1.5\n3,1,0,2.5\n")
            .await?;
        appears(&page, "import-columns").await
    })
}

#[test]
fn networks_of_keras_open_and_answer_as_keras_does() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let answers = fixture("answers.json")?;
        let answers: Value =
            serde_json::from_slice(&answers).map_err(|error| Failure::new(error.to_string()))?;
        let answers = &answers["residual.keras"];
        // Keras's rows as a table, all of which train.
        let mut table = "a,b,c,kind\n".to_owned();
        let rows = answers["rows"].as_array().into_iter().flatten();
        for (row, label) in rows.zip(answers["labels"].as_array().into_iter().flatten()) {
            let label = ["p", "q", "r"][label.as_u64().unwrap_or_default() as usize];
            table += &format!("{},{},{},{label}\n", row[0], row[1], row[2]);
        }
        page.open("seed=0.5&percTrainData=100&rules=modern&lang=en").await?;
        drop(&page, "rows.csv", &table).await?;
        appears(&page, "import-columns").await?;
        page.click("import-use").await?;
        goes(&page, "import").await?;
        drop_bytes(&page, "residual.keras", &fixture("residual.keras")?).await?;
        let expected = answers["losses"][0].as_f64().unwrap_or_default();
        let near = |seen: &f64| (seen - expected).abs() < 1e-5;
        wait(&format!("a loss near {expected}"), async || page.train_loss().await, near).await?;

        // It takes three numbers, and a plane has two.
        page.open("seed=0.5&lang=en").await?;
        drop_bytes(&page, "residual.keras", &fixture("residual.keras")?).await?;
        wrong(&page, &["takes 3 numbers", "give it 2"]).await?;
        // With inputs that are scaled, which the first layer does from then on.
        drop_bytes(&page, "scaled.keras", &fixture("scaled.keras")?).await?;
        page.notice("network_opened").await?;
        page.hash_has("networkShape", "3").await
    })
}

#[test]
fn what_is_none_of_ours_is_listed_by_name_and_the_rest_opens() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for (language, undo) in [("en", "Undo"), ("ko", "실행 취소")] {
            page.open(&format!("seed=0.5&lang={language}")).await?;
            let before = losses(&page).await?;
            drop_bytes(&page, "unknown.keras", &fixture("unknown.keras")?).await?;
            appears(&page, "import-report").await?;
            let said = page.text("import-report").await?;
            for part in [undo, "squareplus", "UnitNormalization", "kernel_constraint"] {
                assert!(said.contains(part), "{part} in {said}");
            }
            let used = "return document.querySelector('[data-testid=import-use]').offsetWidth";
            assert_eq!(page.execute(used).await?, 0, "there is no table to use");
            page.click("import-cancel").await?;
            goes(&page, "import").await?;
            page.hash_has("networkShape", "4").await?;
            page.click("undo").await?;
            losses_are(&page, before).await?;
        }
        Ok(())
    })
}

#[test]
fn a_damaged_file_says_how_and_leaves_all_as_it_is() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let keras = fixture("sequential.keras")?;
        let torch = fixture("torch.safetensors")?;
        let huge = [&(1_u64 << 63).to_le_bytes()[..], &torch[8..]].concat();
        let broken = [&torch[..torch.len() - 4], &f32::NAN.to_le_bytes()].concat();
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
        for (language, cut, pointed, claims, finite, absent, foreign) in [
            ("en", "cut off", "pointer", "damaged", "finite", "missing", "no network"),
            ("ko", "잘렸습니다", "포인터", "손상", "유한한", "빠진", "형식이 아닙니다"),
        ] {
            page.open(&format!("seed=0.5&networkShape=3&lang={language}")).await?;
            page.run_to(5).await?;
            let before = losses(&page).await?;
            for (name, bytes, parts) in [
                ("half.keras", &keras[..keras.len() / 2], [cut, "half.keras"]),
                ("model.keras", pointer, [pointed, "Git LFS"]),
                ("huge.safetensors", &huge, [claims, "9,223,372,036,854,775,816"]),
                ("nameless", &broken, [finite, "NaN"]),
                ("model.json", &fixture("model.json")?, [absent, "group1-shard1of2.bin"]),
                ("model.onnx", b"\x08\x08", [foreign, ".keras"]),
            ] {
                drop_bytes(&page, name, bytes).await?;
                wrong(&page, &parts).await?;
            }
            all_is_as_it_was(&page, 5, before).await?;
        }
        Ok(())
    })
}

#[test]
fn the_dialog_of_what_can_be_saved_says_what_opens_and_has_it_chosen() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for language in ["en", "ko"] {
            page.open(&format!("seed=0.5&lang={language}")).await?;
            open_dialog(&page).await?;
            let said = page.text("take-back").await?;
            for ending in [".keras", ".safetensors", "TensorFlow.js", "CSV"] {
                assert!(said.contains(ending), "{ending} in {said}");
            }
            let model = json!([
                ["group1-shard2of2.bin", fixture("group1-shard2of2.bin")?],
                ["model.json", fixture("model.json")?],
                ["group1-shard1of2.bin", fixture("group1-shard1of2.bin")?],
            ]);
            page.execute(&format!(
                "const data = new DataTransfer();
                for (const [name, bytes] of {model}) {{
                    data.items.add(new File([new Uint8Array(bytes)], name));
                }}
                const chooser = document.querySelector('[data-testid=\"take-open-file\"]');
                chooser.files = data.files;
                chooser.dispatchEvent(new Event('change'));"
            ))
            .await?;
            page.notice("network_opened").await?;
            goes(&page, "take-item-run").await?;
            goes(&page, "import").await?;
            assert!(page.hash_value("layers").await?.is_some_and(|layers| layers.contains("add")));
        }
        Ok(())
    })
}
