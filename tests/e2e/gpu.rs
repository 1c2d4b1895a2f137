//! The runtime menu, training and drawing on the GPU, and what becomes of a run whose graphics
//! card is lost. These tests ask for WebGPU by a program (SwiftShader, in the browser).

use std::time::Duration;

use fantoccini::key::Key;
use serde_json::json;

use crate::browser::{Answer, Outcome, Playground, Screen, run, wait, wait_for};
use crate::curve;

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

/// Keeps the page's worker where a test can reach it, with the words said to the one with the GPU.
const KEEP_WORKER: &str = "window.Worker = class extends Worker {
        constructor(script, ...how) {
            super(script, ...how);
            this.heard = String(script).includes('gpu-worker') ? [] : null;
            window.lastWorker = this;
        }
        postMessage(message, ...how) {
            this.heard?.push(message[0]);
            super.postMessage(message, ...how);
        }
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

/// Opens the race, once all that take part are there.
async fn open_race(page: &Playground) -> Outcome {
    page.click("open-race").await?;
    let able = async || page.attribute("start-race", "disabled").await;
    wait("a race to be possible", able, Option::is_none).await?;
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
fn what_the_gpu_draws_for_a_dark_page_is_light_on_paper() -> Outcome {
    run(Screen::Gpu, |page| async move {
        // All weights zero: the maps are all middle, which is dark on a dark page.
        page.open(&format!("{LINK}&initZero=true&theme=dark")).await?;
        trains(&page, "GPU trains, GPU draws").await?;
        page.press(&[Key::Escape]).await?;
        train_past(&page, 1).await?;
        page.pause().await?;
        let light = "dispatchEvent(new Event('beforeprint'));
            const canvas = document.querySelector('[data-testid=sheet-picture] canvas');
            const { width, height } = canvas;
            const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
            dispatchEvent(new Event('afterprint'));
            let light = 0;
            for (let at = 0; at < data.length; at += 4) {
                light += 255 + (data[at + 1] - 255) * data[at + 3] / 255;
            }
            return light * 4 / data.length;";
        let light = page.execute(light).await?;
        assert!(light.as_f64() > Some(200.0), "a ground of {light}");
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

/// What the GPU's program is asked for by.
async fn fetched(page: &Playground) -> Vec<String> {
    page.requests().into_iter().filter(|url| url.contains("gpu-worker")).collect()
}

#[test]
fn the_gpus_program_is_not_fetched_where_no_adapter_is_put_to_work() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // Beside a program that poses as one the runtime must not ask for it.
        let asked = if std::env::var_os("E2E_WEBGPU").is_some() { "auto" } else { "gpu" };
        page.open(&format!("runtime={asked}")).await?;
        open_card(&page).await?;
        let said = async || page.text("gpu").await;
        wait("the browser's answer", said, |said| !said.contains("asking")).await?;
        page.press(&[Key::Escape]).await?;
        page.run_to(90).await?;
        assert_eq!(fetched(&page).await, Vec::<String>::new());
        Ok(())
    })
}

/// A run whose numbers have the same bits wherever the CPU trains it.
const EXACT: &str = "activation=tanh&dataset=spiral&networkShape=6,4&seed=0.5&noise=20&batchSize=7\
    &runtime=cpu&precision=64";

/// All that a run to that epoch has come to.
async fn numbers(page: &Playground, epoch: u64) -> Outcome<Vec<f64>> {
    page.start_to(epoch).await?;
    let look = async || page.epoch().await;
    wait_for(PATIENCE, "the end", look, |&now| now == epoch).await?;
    let mut numbers = vec![page.train_loss().await?, page.test_loss().await?];
    for id in ["link-0-0-0", "link-1-3-5", "link-2-0-2"] {
        numbers.push(page.full_weight(id).await?);
    }
    Ok(numbers)
}

#[test]
fn a_run_that_goes_over_to_the_gpus_program_loses_no_step_and_trains_none_twice() -> Outcome {
    run(Screen::Gpu, |page| async move {
        const END: u64 = 900;
        page.open(EXACT).await?;
        page.click("speed-60").await?;
        let stayed = numbers(&page, END).await?;
        assert_eq!(fetched(&page).await, Vec::<String>::new(), "the CPU was chosen");

        page.before_each_document(KEEP_WORKER).await?;
        page.open(EXACT).await?;
        let before = train_past(&page, 20).await?;
        // The end must not be passed meanwhile, however slow the machine is.
        page.click("speed-10").await?;
        // In a race every processor takes part.
        open_card(&page).await?;
        open_race(&page).await?;
        let heard = page.execute("return lastWorker.heard").await?;
        assert_eq!(heard[0], "Restore", "{heard}");
        assert!(heard.as_array().is_some_and(|all| all.contains(&json!("Run"))), "{heard}");
        page.press(&[Key::Escape]).await?;
        let epoch = async || page.epoch().await;
        wait("training to go on", epoch, |&epoch| epoch > before + 20).await?;
        assert!(page.is_pressed("play").await?);
        page.click("speed-60").await?;
        assert_eq!(numbers(&page, END).await?, stayed);
        curve::has_every_epoch(&page).await?;
        assert_eq!(fetched(&page).await.len(), 2, "script and program, once");
        Ok(())
    })
}

#[test]
fn a_gpus_program_that_is_not_to_be_had_leaves_the_run_alone_and_is_told_who_asked() -> Outcome {
    run(Screen::Gpu, |page| async move {
        let site = page.host(|name, answer| match name.starts_with("gpu-worker") {
            true => Answer::missing(),
            false => answer,
        })?;
        page.go_to(&format!("{}#runtime=gpu", site.address())).await?;
        page.stands().await?;
        let notice = page.notice("no_gpu").await?;
        assert!(notice.contains("could not be loaded"), "{notice}");
        page.run_to(30).await?;
        trains(&page, "CPU").await?;

        page.go_to(&format!("{}?another#seed=1", site.address())).await?;
        page.stands().await?;
        open_card(&page).await?;
        open_race(&page).await?;
        page.click("start-race").await?;
        let row = async || page.text("race-Cpu").await;
        wait("a race without it", row, |row| row.chars().any(|c| c.is_ascii_digit())).await?;
        assert_eq!(page.notice_count().await?, 0);
        Ok(())
    })
}

#[test]
fn a_device_that_is_destroyed_costs_no_more_than_a_moment() -> Outcome {
    run(Screen::Gpu, |page| async move {
        let site = page.host(|name, answer| {
            match name.starts_with("gpu-worker") && name.ends_with(".js") {
                true => Answer { body: [KEEP_DEVICES.as_bytes(), &answer.body].concat(), ..answer },
                false => answer,
            }
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
        open_race(&page).await?;
        page.click("start-race").await?;
        let running = async || page.attribute("race", "data-running").await;
        let is =
            |value: &'static str| move |found: &Option<String>| found.as_deref() == Some(value);
        wait("the race to start", running, is("true")).await?;
        wait_for(PATIENCE, "the race to end", running, is("false")).await?;
        for name in ["race-Cpu", "race-Cpu64", "race-Gpu"] {
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
            const shown = (canvas) => canvas.checkVisibility();
            return [...document.querySelectorAll('canvas')].filter(shown).filter(blank).length";
            Ok(page.execute(script).await?.as_u64())
        };
        wait("every canvas to be painted", blank, |&blank| blank == Some(0)).await?;
        page.screenshot("crashed").await?;
        Ok(())
    })
}
