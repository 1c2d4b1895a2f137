//! Taking the network along: the formats that hold it, and the run file that comes back.

use std::sync::atomic::Ordering;

use fantoccini::key::Key;
use serde_json::Value;

use crate::browser::{Outcome, Playground, Screen, console_is_about, run, wait};
use crate::curve::has_every_epoch;
use crate::tables::{appears, bring_flowers, drop_bytes, goes, programs};

/// Instead of files, their names and bytes.
pub const FILES: &str = "window.savedFiles = [];
    const makeAddress = URL.createObjectURL.bind(URL);
    let blob = null;
    URL.createObjectURL = (made) => makeAddress(blob = made);
    HTMLAnchorElement.prototype.click = function () {
        if (!this.download) return;
        const file = { name: this.download, type: blob.type, bytes: null };
        window.savedFiles.push(file);
        blob.arrayBuffer().then((bytes) => { file.bytes = [...new Uint8Array(bytes)]; });
    };
    window.copiedText = '';
    navigator.clipboard.writeText = async (text) => { window.copiedText = text; };";

/// What can be saved of the default network, and what its files end with.
const ITEMS: [(&str, &[&str]); 15] = [
    ("keras-code", &[".py"]),
    ("notebook", &[".ipynb"]),
    ("keras", &[".keras"]),
    ("onnx", &[".onnx"]),
    ("tfjs", &[".json", ".bin"]),
    ("safetensors", &[".safetensors"]),
    ("python", &[".py"]),
    ("javascript", &[".js", ".mjs"]),
    ("rust", &[".rs"]),
    ("c", &[".c"]),
    ("equations", &[".html"]),
    ("run", &[".run"]),
    ("history", &[".csv"]),
    ("points", &[".csv"]),
    ("grid", &[".csv"]),
];

/// Opens the dialog, and waits until it is known what can be had.
pub async fn open_dialog(page: &Playground) -> Outcome {
    page.click("share").await?;
    appears(page, "take").await?;
    page.click("take").await?;
    appears(page, "take-item-run").await?;
    let asked = async || page.text("take-state").await;
    wait("what each format makes of it", asked, String::is_empty).await?;
    Ok(())
}

/// Name and bytes of each file so far, once all of them are whole.
pub async fn files(page: &Playground, count: usize) -> Outcome<Vec<(String, Vec<u8>)>> {
    let look = async || {
        let whole = "return window.savedFiles.every((file) => file.bytes) ? window.savedFiles : []";
        page.execute(whole).await
    };
    let there = |files: &Value| files.as_array().is_some_and(|files| files.len() >= count);
    let found = wait(&format!("{count} files"), look, there).await?;
    let byte = |byte: &Value| byte.as_u64().and_then(|byte| u8::try_from(byte).ok());
    let file = |file: &Value| {
        let bytes = file["bytes"].as_array().into_iter().flatten().filter_map(byte).collect();
        (file["name"].as_str().unwrap_or_default().to_owned(), bytes)
    };
    Ok(found.as_array().into_iter().flatten().map(file).collect())
}

/// Saves the run: the file's name and bytes.
async fn save_run(page: &Playground) -> Outcome<(String, Vec<u8>)> {
    let before = page.execute("return window.savedFiles.length").await?;
    let before = before.as_u64().unwrap_or_default() as usize;
    open_dialog(page).await?;
    page.click("take-run").await?;
    let saved = files(page, before + 1).await?;
    page.press(&[Key::Escape]).await?;
    goes(page, "take-item-run").await?;
    Ok(saved.into_iter().next_back().unwrap_or_default())
}

pub async fn losses(page: &Playground) -> Outcome<(f64, f64)> {
    Ok((page.train_loss().await?, page.test_loss().await?))
}

pub async fn losses_are(page: &Playground, expected: (f64, f64)) -> Outcome {
    wait("the losses", async || losses(page).await, |seen| *seen == expected).await?;
    Ok(())
}

/// What the dialog says is wrong, once it is about this.
pub async fn wrong(page: &Playground, parts: &[&str]) -> Outcome {
    let said = async || page.text("import-wrong").await;
    let whole = |said: &String| parts.iter().all(|part| said.contains(part));
    wait(&format!("{parts:?} to be told"), said, whole).await?;
    Ok(())
}

/// Closes the dialog that has said so: epoch and losses are as they were.
pub async fn all_is_as_it_was(page: &Playground, epoch: u64, before: (f64, f64)) -> Outcome {
    page.click("import-cancel").await?;
    goes(page, "import").await?;
    assert_eq!(page.epoch().await?, epoch);
    assert_eq!(losses(page).await?, before);
    Ok(())
}

#[test]
fn each_item_is_saved_once_and_says_so() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        let before = page.requests().len();
        page.open("seed=0.5&lang=en").await?;
        page.run_to(20).await?;
        let said = async || page.notice_count().await;
        wait("the notice of the arrival to go", said, |count| *count == 0).await?;
        assert_eq!(programs(&page, before), [""; 0]);
        open_dialog(&page).await?;
        let mut count = 0;
        for (key, endings) in ITEMS {
            let button = format!("take-{key}");
            assert_eq!(page.attribute(&button, "aria-disabled").await?, None, "{key}");
            page.click(&button).await?;
            // Of two endings a format may have one, or a file of each.
            let least = count + 1;
            let saved = files(&page, least).await?;
            let idle = async || page.attribute(&button, "aria-busy").await;
            wait(&format!("{key} to be written"), idle, Option::is_none).await?;
            let saved = files(&page, saved.len()).await?;
            for (name, bytes) in &saved[count..] {
                assert!(endings.iter().any(|ending| name.ends_with(ending)), "{key}: {name}");
                assert!(!bytes.is_empty(), "{name}");
            }
            assert!(saved.len() - count <= endings.len(), "{key} is saved more than once");
            count = saved.len();
            let announced = async || page.text("announcer").await;
            let name = saved.last().map(|(name, _)| name.clone()).unwrap_or_default();
            wait(&format!("{name} to be told"), announced, |said| said.contains(&name)).await?;
        }
        assert_eq!(page.notice_count().await?, 0);
        assert_eq!(programs(&page, before), ["networks"]);
        Ok(())
    })
}

#[test]
fn a_program_that_cannot_be_fetched_is_told_and_had_by_the_next_try() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let (site, there) = page.host_without(|name| name.starts_with("networks-"))?;
        page.go_to(&site.address()).await?;
        page.stands().await?;
        page.click("share").await?;
        appears(&page, "take").await?;
        page.click("take").await?;
        let wrong = async || page.text("take-wrong").await;
        wait("the word of it", wrong, |text| text.contains("cannot be fetched")).await?;
        there.store(true, Ordering::Relaxed);
        page.click("take-again").await?;
        let ready = async || page.attribute("take-onnx", "aria-disabled").await;
        wait("what can be saved", ready, Option::is_none).await?;
        goes(&page, "take-wrong").await?;
        console_is_about(&page, &["networks"]).await
    })
}

#[test]
fn what_a_format_cannot_hold_is_named_and_can_be_reached() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        for (language, lead) in [("en", "It cannot hold"), ("ko", "담을 수 없는")] {
            page.open(&format!("activation=celu&rules=modern&seed=0.5&lang={language}")).await?;
            open_dialog(&page).await?;
            let disabled = page.attribute("take-tfjs", "aria-disabled").await?;
            assert_eq!(disabled.as_deref(), Some("true"));
            let why = page.text("take-tfjs-remarks").await?;
            assert!(why.contains(lead) && why.contains("celu"), "{why}");
            let described = page.attribute("take-tfjs", "aria-describedby").await?;
            assert!(described.is_some_and(|id| !id.is_empty()));
            page.focus("take-tfjs").await?;
            assert_eq!(page.focused().await?, "take-tfjs");
            page.press(&[Key::Enter]).await?;
            // The one behind it is written all the same.
            page.click("take-keras").await?;
            let saved = files(&page, 1).await?;
            assert!(saved.len() == 1 && saved[0].0.ends_with(".keras"), "{saved:?}");
        }
        Ok(())
    })
}

#[test]
fn a_notebook_is_for_what_it_is_to_be_run_on_and_the_script_is_copied() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        page.open("seed=0.5").await?;
        open_dialog(&page).await?;
        page.set("take-accelerator", "gpu").await?;
        page.click("take-notebook").await?;
        let saved = files(&page, 1).await?;
        let text = String::from_utf8_lossy(&saved[0].1).into_owned();
        let notebook: Value = serde_json::from_str(&text)
            .map_err(|error| crate::browser::Failure::new(error.to_string()))?;
        assert_eq!(notebook["metadata"]["accelerator"], "GPU");
        page.click("take-keras-code-copy").await?;
        let copied = async || Ok(page.execute("return window.copiedText").await?);
        let is_script =
            |text: &Value| text.as_str().is_some_and(|text| text.contains("import keras"));
        wait("the script on the clipboard", copied, is_script).await?;
        assert_eq!(files(&page, 1).await?.len(), 1, "no file of it");
        Ok(())
    })
}

#[test]
fn a_run_file_that_is_dropped_is_the_run_that_was_saved() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        page.open("seed=0.5&rules=modern&optimizer=adam&layers=dense,dropout,dense&lang=en")
            .await?;
        page.click("speed-60").await?;
        page.start_to(35).await?;
        page.epoch_is(35).await?;
        let before = losses(&page).await?;
        let (name, bytes) = save_run(&page).await?;
        assert_eq!(name, "neural-playground-35.run");
        assert_eq!(page.focused().await?, "share", "the focus goes back");
        let hash = page.hash().await?;

        let asked = page.requests().len();
        page.open("dataset=spiral&lang=en").await?;
        page.run_to(3).await?;
        let spiral = losses(&page).await?;
        drop_bytes(&page, &name, &bytes).await?;
        let notice = page.notice("run_opened").await?;
        assert_eq!(programs(&page, asked), ["networks"]);
        assert!(notice.contains("epoch 35"), "{notice}");
        goes(&page, "import").await?;
        page.epoch_is(35).await?;
        losses_are(&page, before).await?;
        assert!(!page.is_pressed("play").await?, "it stands still");
        has_every_epoch(&page).await?;
        for key in ["optimizer", "layers", "rules"] {
            let inside = hash.split('&').any(|entry| entry.starts_with(&format!("{key}=")));
            assert_eq!(page.hash_value(key).await?.is_some(), inside, "{key}");
        }

        page.click("undo").await?;
        page.epoch_is(3).await?;
        losses_are(&page, spiral).await?;
        let announced = async || page.text("announcer").await;
        wait("the undo", announced, |said| said.contains("opening a file")).await?;
        page.click("redo").await?;
        page.epoch_is(35).await?;
        losses_are(&page, before).await?;

        // Both train on to the same numbers.
        page.run_to(70).await?;
        let there = losses(&page).await?;
        page.open(hash.trim_start_matches('#')).await?;
        page.run_to(70).await?;
        losses_are(&page, there).await
    })
}

#[test]
fn a_run_on_a_table_brings_its_table_along() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        page.open("seed=0.5&rules=modern").await?;
        bring_flowers(&page).await?;
        page.run_to(10).await?;
        let before = losses(&page).await?;
        let (_, bytes) = save_run(&page).await?;
        page.before_each_document(
            "localStorage.clear(); indexedDB.deleteDatabase('neural-playground')",
        )
        .await?;
        page.open("seed=0.5").await?;
        // Whatever it is called.
        drop_bytes(&page, "saved.bin", &bytes).await?;
        page.notice("run_opened").await?;
        page.epoch_is(10).await?;
        losses_are(&page, before).await?;
        let note = async || page.text("own-table-note").await;
        wait("the table in use", note, |text| text.contains("114")).await?;
        Ok(())
    })
}

#[test]
fn a_run_file_that_is_damaged_says_how_and_leaves_all_as_it_is() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(FILES).await?;
        page.open("seed=0.5&lang=en").await?;
        page.run_to(5).await?;
        let before = losses(&page).await?;
        let (name, bytes) = save_run(&page).await?;
        let mut altered = bytes.clone();
        if let Some(last) = altered.last_mut() {
            *last ^= 1;
        }
        let mut later = bytes.clone();
        later[8] = 77;
        for (name, bytes, expected) in [
            (name.as_str(), &bytes[..bytes.len() / 2], "cut off"),
            (name.as_str(), &altered, "damaged"),
            (name.as_str(), &later, "version 77"),
            ("other.run", b"PK\x03\x04", "another program"),
            ("nameless", &bytes[..20], "cut off"),
        ] {
            drop_bytes(&page, name, bytes).await?;
            wrong(&page, &[expected]).await?;
        }
        all_is_as_it_was(&page, 5, before).await
    })
}

#[test]
fn the_dialog_is_used_on_a_phone_and_by_keys_alone() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.before_each_document(FILES).await?;
        for language in ["en", "ko"] {
            page.open(&format!("lang={language}")).await?;
            open_dialog(&page).await?;
            let wide = "const dialog = document.querySelector('[data-testid=\"take-dialog\"]');
                return [dialog.scrollWidth - dialog.clientWidth,
                    document.scrollingElement.scrollWidth - innerWidth]";
            assert_eq!(page.execute(wide).await?, serde_json::json!([0, 0]), "{language}");
            page.focus("take-run").await?;
            page.press(&[Key::Enter]).await?;
            let saved = files(&page, 1).await?;
            assert_eq!(saved[0].0, "neural-playground-0.run");
            page.press(&[Key::Escape]).await?;
            goes(&page, "take-item-run").await?;
            assert_eq!(page.focused().await?, "share");
        }
        Ok(())
    })
}
