//! The page on paper: one sheet of one moment, dark on white, with everything that it takes to do the
//! run again.

use serde_json::Value;

use crate::browser::{Outcome, Playground, Screen, run, wait};

/// Keeps what is there when the browser lays the page out for paper: what can be seen, in which
/// colours, what is painted, and whether the run rests.
const RECORD: &str = "
    const find = (id) => document.querySelector(`[data-testid=\"${id}\"]`);
    const painted = (id) => {
        const canvas = find(id).querySelector('canvas');
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        let [light, ink] = [0, 0];
        for (let at = 0; at < data.length; at += 4) {
            // As it is on white.
            const on = [0, 1, 2].map((i) => 255 + (data[at + i] - 255) * data[at + 3] / 255);
            light += (on[0] + on[1] + on[2]) / 3;
            if (on.every((part, i) => Math.abs(part - [27, 29, 33][i]) < 12)) ink++;
        }
        return { pixels: canvas.toDataURL(), light: light * 4 / data.length, ink };
    };
    const cut = () => {
        const sheet = find('sheet').getBoundingClientRect();
        return Array.from(find('sheet').querySelectorAll('*'))
            .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1
                    || box.left < sheet.left - 1 || box.width * box.height === 0 && element.tagName !== 'BR';
            })
            .map((element) => element.outerHTML.slice(0, 90));
    };
    matchMedia('print').addEventListener('change', ({ matches }) => {
        if (!matches) return;
        const seen = Array.from(document.body.children)
            .filter((element) => element.getClientRects().length > 0)
            .map((element) => element.classList[0]);
        const colours = ['sheet', 'sheet-settings', 'sheet-link', 'sheet-epoch']
            .map((id) => getComputedStyle(find(id)).color);
        window.printed = {
            seen, colours, cut: cut(),
            ground: getComputedStyle(document.documentElement).backgroundColor,
            drawings: ['sheet-network', 'sheet-picture', 'sheet-curves'].map(painted),
            text: find('sheet').innerText,
            epoch: Number(find('sheet-epoch').textContent.replaceAll(',', '')),
            losses: ['sheet-train-loss', 'sheet-test-loss'].map((id) => Number(find(id).dataset.value)),
            link: find('sheet-link').textContent,
            address: location.href.replace(location.search, ''),
            rests: ['Play', '재생'].includes(find('play').getAttribute('aria-label')),
        };
    });";

/// Prints, which must give one page of A4; what [`RECORD`] has kept.
async fn printed(page: &Playground) -> Outcome<Value> {
    page.execute(&format!("window.printed = null; {RECORD}")).await?;
    let paper = page.print().await?;
    assert_eq!((paper.pages, paper.size.as_str()), (1, "595 × 842"), "{paper:?}");
    let seen = page.execute("return window.printed").await?;
    assert!(seen.is_object(), "there was a sheet: {seen}");
    assert_eq!(seen["seen"], serde_json::json!(["sheet"]), "nothing else is on paper");
    assert_eq!(seen["cut"], serde_json::json!([]), "nothing is cut off");
    assert_eq!(page.execute("return document.querySelector('.sheet')").await?, Value::Null);
    Ok(seen)
}

#[test]
fn the_sheet_is_the_same_dark_ink_on_white_in_both_themes() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for lang in ["en", "ko"] {
            let mut sheets = Vec::new();
            for theme in ["light", "dark"] {
                // All weights zero: the picture is all ground, which is dark on a dark page.
                page.open(&format!("rules=modern&initZero=true&lang={lang}&theme={theme}")).await?;
                page.run_to(3).await?;
                sheets.push(printed(&page).await?);
            }
            for sheet in &sheets {
                assert_eq!(sheet["ground"], "rgb(255, 255, 255)");
                for colour in sheet["colours"].as_array().into_iter().flatten() {
                    assert_eq!(colour, "rgb(27, 29, 33)");
                }
                for drawing in sheet["drawings"].as_array().into_iter().flatten() {
                    assert!(drawing["light"].as_f64() > Some(200.0), "a light ground");
                    assert!(drawing["ink"].as_u64() > Some(100), "dark ink");
                }
            }
            // The curve, the third, may have a point more: one of a moment within an epoch.
            for at in 0..2 {
                let [light, dark] = [&sheets[0], &sheets[1]].map(|sheet| &sheet["drawings"][at]);
                assert!(light.is_object() && light == dark, "{lang}: drawing {at} differs");
            }
        }
        Ok(())
    })
}

#[test]
fn settings_figures_and_link_stand_on_the_sheet_in_the_pages_language() -> Outcome {
    run(Screen::Desktop, |page| async move {
        for (lang, lines) in [
            (
                "en",
                [
                    "Data set",
                    "XOR",
                    "Noise",
                    "15 %",
                    "Optimizer",
                    "Adam (beta_1 = 0.8)",
                    "Test loss",
                ],
            ),
            (
                "ko",
                [
                    "데이터셋",
                    "XOR",
                    "노이즈",
                    "15 %",
                    "옵티마이저",
                    "Adam (beta_1 = 0.8)",
                    "테스트 손실",
                ],
            ),
        ] {
            let hash = "rules=modern&dataset=xor&noise=15&optimizer=adam(beta_1:0.8)&xTimesY=true";
            page.open(&format!("{hash}&lang={lang}&theme=dark")).await?;
            page.run_to(10).await?;
            // None of what lies over the page comes onto paper.
            page.click("training-toggle").await?;
            page.click("share").await?;
            let sheet = printed(&page).await?;
            let text = sheet["text"].as_str().unwrap_or_default();
            for line in lines.iter().copied().chain(["Neural Playground", "x₁, x₂, x₁x₂"]) {
                assert!(text.contains(line), "{line} in {text}");
            }
            assert_eq!(sheet["epoch"], 10);
            let losses = [page.train_loss().await?, page.test_loss().await?];
            assert_eq!(sheet["losses"], serde_json::json!(losses));
            assert_eq!(
                sheet["link"], sheet["address"],
                "the link is the address, without the visit"
            );
            assert!(page.shows("copy-link").await?, "the page is as it was");
        }
        Ok(())
    })
}

#[test]
fn what_is_printed_in_mid_run_is_one_epoch_and_the_run_goes_on() -> Outcome {
    run(Screen::Desktop, |page| async move {
        // An epoch is one batch: no frame is from within one.
        let hash = "rules=modern&dataset=spiral&networkShape=6,4&seed=5&samples=20&speed=10";
        page.open(hash).await?;
        page.play().await?;
        let epoch = async || page.epoch().await;
        wait("some epochs", epoch, |&epoch| epoch >= 5).await?;
        let moving = printed(&page).await?;
        assert_eq!(moving["rests"], true, "training rests while it is printed");
        let at = moving["epoch"].as_u64().unwrap_or_default();
        assert!(at >= 5, "epoch {at}");
        wait("training to go on", epoch, |&epoch| epoch > at + 2).await?;
        assert!(page.is_pressed("play").await?);
        page.pause().await?;
        // What a run comes to in that epoch and no other.
        page.open(hash).await?;
        page.run_to(at).await?;
        let standing = printed(&page).await?;
        assert!(!page.is_pressed("play").await?, "what stood still stands still");
        for part in ["/epoch", "/losses", "/drawings/0", "/drawings/1"] {
            let (moving, standing) = (moving.pointer(part), standing.pointer(part));
            assert!(moving.is_some() && moving == standing, "{part} of epoch {at}");
        }
        Ok(())
    })
}

#[test]
fn a_run_to_an_epoch_ends_there_though_it_was_printed_on_the_way() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("rules=modern").await?;
        // So far off that no machine is there before it is told to print.
        page.start_to(5000).await?;
        let epoch = async || page.epoch().await;
        wait("some epochs", epoch, |&epoch| epoch >= 5).await?;
        // A browser that shows what it will print lets the page wait.
        page.execute("dispatchEvent(new Event('beforeprint'))").await?;
        let running = async || page.attribute("epoch", "data-running").await;
        let stands = |running: &Option<String>| running.as_deref() == Some("false");
        wait("the run to rest", running, stands).await?;
        let at = page.epoch().await?;
        assert!(at < 5000, "epoch {at}");
        assert!(!page.is_pressed("play").await?);
        page.click("speed-max").await?;
        page.execute("dispatchEvent(new Event('afterprint'))").await?;
        page.epoch_is(5000).await?;
        page.notice("reached").await?;
        wait("the run to stand still", running, stands).await?;
        assert_eq!(page.epoch().await?, 5000);
        Ok(())
    })
}

#[test]
fn the_largest_network_and_the_longest_link_fit_onto_one_page() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let dense = "dense(units:256,activation:leaky_relu(negative_slope:0.25),\
                     initializer:truncated_normal(mean:0.5,stddev:0.5),\
                     kernel_regularizer:l1l2(l1:0.02,l2:0.02),bias_regularizer:l2(l2:0.02))";
        let layers = [dense, "batch_normalization(momentum:0.9,epsilon:0.01)"].repeat(12).join(",");
        let extras = "weightDecay=0.004&globalClipnorm=0.5&batchSize=7&samples=60&loss=hinge\
            &schedule=exponential_decay(decay_steps:777,decay_rate:0.5)&regularization=L1\
            &regularizationRate=0.003&initializer=he_normal&precision=64&dataSeed=a-seed-of-its-own\
            &callbacks=early_stopping(patience:77),reduce_lr_on_plateau(factor:0.5),stop_at_loss(value:0.01)";
        let features = "xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true";
        page.open(&format!("rules=modern&{features}&{extras}&layers={layers}&lang=ko")).await?;
        let sheet = printed(&page).await?;
        let text = sheet["text"].as_str().unwrap_or_default();
        assert_eq!(text.matches(" → ").count(), 23, "all layers in {text}");
        assert_eq!(sheet["link"], sheet["address"]);
        Ok(())
    })
}

#[test]
fn a_phone_prints_the_same_sheet() -> Outcome {
    run(Screen::Phone, |page| async move {
        page.open("theme=dark&lang=ko&problem=regression").await?;
        page.click("data-toggle").await?;
        let sheet = printed(&page).await?;
        assert!(sheet["drawings"][0]["ink"].as_u64() > Some(100), "the network");
        assert!(sheet["text"].as_str().unwrap_or_default().contains("훈련 손실"));
        Ok(())
    })
}
