//! The runtime menu, training and drawing on the GPU, and what becomes of a run whose graphics
//! card is lost. These tests ask for WebGPU by a program (SwiftShader, in the browser).

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Answer, Outcome, Playground, Screen, run, wait, wait_for};

/// The source text's network; its test loss after 200 epochs on the CPU is 0.0133.
const LINK: &str = "activation=tanh&batchSize=10&dataset=circle&learningRate=0.03\
    &regularizationRate=0&noise=0&networkShape=4,2&seed=0.81857&percTrainData=50\
    &x=true&y=true&problem=classification&runtime=gpu";

/// How long a program may take in the place of a graphics card.
const PATIENCE: Duration = Duration::from_secs(240);

/// Keeps the devices that the worker asks for, and destroys the last on a word from the page.
const KEEP_DEVICES: &str = "const devices = [];
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...how) {
        const device = await request.apply(this, how);
        devices.push(device);
        return device;
    };
    addEventListener('message', (event) => {
        if (event.data !== 'destroy') return;
        event.stopImmediatePropagation();
        devices.at(-1).destroy();
    });\n";

/// Keeps the page's worker where a test can reach it.
const KEEP_WORKER: &str = "window.Worker = class extends Worker {
        constructor(...how) { super(...how); window.lastWorker = this; }
    };";

/// Opens the chip's card, so that what it says can be read.
async fn open_card(page: &Playground) -> Outcome {
    if !page.shows("runtime-menu").await? {
        page.click("runtime-chip").await?;
    }
    Ok(())
}

/// Waits until the chip says who trains.
async fn trains(page: &Playground, who: &str) -> Outcome {
    open_card(page).await?;
    let said = async || page.text("assignment").await;
    wait(&format!("{who} to train"), said, |said| said.starts_with(who)).await?;
    Ok(())
}

/// Trains at sixty epochs a second, as far as it can, until an epoch is past.
async fn train_past(page: &Playground, epoch: u64) -> Outcome<u64> {
    page.click("speed-60").await?;
    page.play().await?;
    let look = async || page.epoch().await;
    wait_for(PATIENCE, &format!("epoch {epoch}"), look, |&now| now > epoch).await
}

#[test]
fn without_webgpu_the_menu_says_why_and_what_to_do() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        open_card(&page).await?;
        let text = page.text("runtime-menu").await?;
        if std::env::var_os("E2E_WEBGPU").is_none() {
            assert!(text.contains("graphics card"), "{text}");
            assert!(page.attribute("runtime-gpu", "disabled").await?.is_some());
        }
        for (id, key, value) in
            [("runtime-cpu64", "precision", "64"), ("runtime-cpu", "runtime", "cpu")]
        {
            page.click(id).await?;
            page.hash_has(key, value).await?;
        }
        trains(&page, "CPU").await
    })
}

#[test]
fn the_links_network_trains_on_the_gpu_and_is_drawn_by_it() -> Outcome {
    run(Screen::Gpu, |page| async move {
        page.open(LINK).await?;
        trains(&page, "GPU trains, GPU draws").await?;
        let before = page.boundary().await?;
        page.press(&[Key::Escape]).await?;
        page.click("speed-60").await?;
        page.start_to(200).await?;
        let look = async || page.epoch().await;
        wait_for(PATIENCE, "epoch 200", look, |&epoch| epoch == 200).await?;
        let pressed = async || page.is_pressed("play").await;
        wait("training to stand still", pressed, |&pressed| !pressed).await?;
        let loss = page.test_loss().await?;
        assert!((loss - 0.0133).abs() < 0.002, "test loss {loss}");
        assert_ne!(page.boundary().await?, before, "the boundary moves with training");
        page.screenshot("gpu").await?;
        Ok(())
    })
}

#[test]
fn the_runtime_changes_in_mid_run_both_ways() -> Outcome {
    run(Screen::Gpu, |page| async move {
        page.open("").await?;
        page.click("speed-60").await?;
        page.play().await?;
        let epoch = async || page.epoch().await;
        let first = wait("some training", epoch, |&epoch| epoch > 20).await?;
        open_card(&page).await?;
        page.click("runtime-gpu").await?;
        trains(&page, "GPU").await?;
        let loss = page.train_loss().await?;
        let second = wait_for(PATIENCE, "the GPU", epoch, |&epoch| epoch > first + 15).await?;
        assert!(page.train_loss().await? < loss + 0.05, "the loss goes on");
        open_card(&page).await?;
        page.click("runtime-cpu").await?;
        trains(&page, "CPU").await?;
        wait("the CPU", epoch, |&epoch| epoch > second + 20).await?;
        assert!(page.is_pressed("play").await?);
        page.pause().await
    })
}

#[test]
fn a_device_that_is_destroyed_costs_no_more_than_a_moment() -> Outcome {
    run(Screen::Gpu, |page| async move {
        let site =
            page.host(|name, answer| match name.starts_with("gpu-worker") && name.ends_with(".js") {
                true => Answer { body: [KEEP_DEVICES.as_bytes(), &answer.body].concat(), ..answer },
                false => answer,
            })?;
        page.before_each_document(KEEP_WORKER).await?;
        page.go_to(&format!("{}#runtime=gpu", site.address())).await?;
        page.stands().await?;
        trains(&page, "GPU").await?;
        let before = train_past(&page, 5).await?;
        page.execute("window.lastWorker.postMessage('destroy')").await?;
        let notice = page.notice("gpu_lost").await?;
        let told: u64 =
            notice.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
        assert!(told >= before, "{notice} after epoch {before}");
        let epoch = async || page.epoch().await;
        wait("the CPU to go on", epoch, |&epoch| epoch > told + 30).await?;
        trains(&page, "CPU").await?;
        // Back to the GPU.
        page.click("runtime-gpu").await?;
        trains(&page, "GPU").await?;
        let now = page.epoch().await?;
        wait_for(PATIENCE, "the GPU again", epoch, |&epoch| epoch > now + 3).await?;
        page.pause().await
    })
}

#[test]
fn a_gpu_process_that_dies_drawing_is_not_asked_to_draw_again() -> Outcome {
    run(Screen::FragileGpu, |page| async move {
        page.open("").await?;
        open_card(&page).await?;
        page.click("runtime-gpu").await?;
        page.notice("gpu_lost").await?;
        trains(&page, "CPU").await?;
        page.click("runtime-gpu").await?;
        trains(&page, "GPU").await?;
        let said = page.text("assignment").await?;
        assert!(!said.contains("GPU draws"), "{said}");
        train_past(&page, 5).await?;
        page.pause().await
    })
}

#[test]
fn a_race_ends_with_the_processors_side_by_side() -> Outcome {
    run(Screen::Gpu, |page| async move {
        page.open("").await?;
        open_card(&page).await?;
        let adapter = async || page.text("gpu").await;
        wait("the adapter", adapter, |said| said.contains("program")).await?;
        page.click("open-race").await?;
        page.click("start-race").await?;
        let running = async || page.attribute("race", "data-running").await;
        let is =
            |value: &'static str| move |found: &Option<String>| found.as_deref() == Some(value);
        wait("the race to start", running, is("true")).await?;
        wait_for(PATIENCE, "the race to end", running, is("false")).await?;
        for name in ["race-CPU", "race-CPU 64-bit", "race-GPU"] {
            let row = page.text(name).await?;
            assert!(row.chars().any(|c| c.is_ascii_digit()), "{row}");
        }
        for id in ["race-losses", "race-widths", "race-crossing"] {
            assert!(page.shows(id).await?, "{id} is shown");
        }
        page.screenshot("race").await?;
        Ok(())
    })
}

#[test]
fn a_crashed_gpu_process_is_survived() -> Outcome {
    run(Screen::Gpu, |page| async move {
        page.open("runtime=gpu").await?;
        trains(&page, "GPU").await?;
        let before = train_past(&page, 3).await?;
        page.devtools("Browser.crashGpuProcess", json!({})).await?;
        page.notice("gpu_lost").await?;
        let epoch = async || page.epoch().await;
        wait("the CPU to go on", epoch, |&epoch| epoch > before + 30).await?;
        page.pause().await?;
        // What is painted but once has been painted again.
        let blank = async || {
            let script = "const blank = (canvas) => {
                const context = canvas.getContext('2d');
                const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
                return data.every((value) => value === 0);
            };
            return [...document.querySelectorAll('canvas')].filter(blank).length";
            Ok(page.execute(script).await?.as_u64())
        };
        wait("every canvas to be painted", blank, |&blank| blank == Some(0)).await?;
        page.screenshot("crashed").await?;
        Ok(())
    })
}
