//! What becomes of the page when its own program breaks, or the graphics card is not what was hoped
//! for.

use std::time::Duration;

use crate::browser::{Outcome, Playground, Screen, run, wait, wait_for};

/// The browser makes no more tables: none does that, and the page's program panics.
const BREAK: &str = "const create = Document.prototype.createElement;
    Document.prototype.createElement = function (name, ...how) {
        if (name === 'table') throw new Error('no table today');
        return create.call(this, name, ...how);
    };";

/// Whether the console holds a word; what it says else is its own.
async fn console_has(page: &Playground, word: &str) -> Outcome {
    let lines = page.console().await?;
    assert!(lines.iter().any(|line| line.contains(word)), "{word} in {lines:#?}");
    Ok(())
}

async fn breaks(page: Playground, hash: &str, word: &str) -> Outcome {
    page.open(hash).await?;
    page.execute(BREAK).await?;
    page.execute("document.querySelector('[data-testid=tab-metrics]').click()").await?;
    let text = async || page.text("broken").await;
    let said = wait("words", text, |said| !said.is_empty()).await?;
    assert!(said.contains(word) && !said.contains("panicked"), "{said}");
    page.screenshot("broken").await?;
    page.click("reload").await?;
    let shown = async || page.shows("broken").await;
    wait("the page anew", shown, |&shown| !shown).await?;
    page.stands().await?;
    page.run_to(3).await?;
    console_has(&page, "panicked at").await
}

#[test]
fn a_page_that_panics_says_so_and_can_be_reloaded() -> Outcome {
    run(Screen::Desktop, |page| breaks(page, "seed=0.5", "reload"))
}

#[test]
fn a_page_that_panics_says_so_in_korean() -> Outcome {
    run(Screen::Desktop, |page| breaks(page, "seed=0.5&lang=ko", "새로 고치세요"))
}

#[test]
fn a_page_that_panics_while_its_views_are_built_leaves_words() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "const create = Document.prototype.createElement;
            Document.prototype.createElement = function (name, ...how) {
                if (name === 'main') throw new Error('no main today');
                return create.call(this, name, ...how);
            };",
        )
        .await?;
        page.go("").await?;
        let script = "const seen = (id) => {
                const element = document.getElementById(id);
                return element?.checkVisibility() ? element.innerText : '';
            };
            return [seen('loading'), seen('unsupported')]";
        let look = async || Ok(page.execute(script).await?);
        let said =
            wait("words", look, |said| said[1].as_str().is_some_and(|text| !text.is_empty()));
        assert_eq!(said.await?[0], "", "nothing is being loaded any more");
        console_has(&page, "panicked at").await
    })
}

#[test]
fn what_stands_before_the_page_goes_when_its_views_stand() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open("").await?;
        assert_eq!(
            page.execute("return document.getElementById('loading')").await?,
            serde_json::Value::Null
        );
        Ok(())
    })
}

#[test]
fn a_gpu_that_was_asked_for_in_vain_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        if std::env::var_os("E2E_WEBGPU").is_some() {
            return Ok(());
        }
        page.open("runtime=gpu").await?;
        let notice = page.notice("no_gpu").await?;
        assert!(notice.contains("CPU") && notice.contains("graphics card"), "{notice}");
        Ok(())
    })
}

/// Counts pictures that came and that were closed, drawings that failed, and animation frames at
/// which the big picture was blank.
const WATCH_PICTURES: &str =
    "window.seen = { came: 0, closed: 0, failed: [], blank: 0, frames: 0 };
    const { close } = ImageBitmap.prototype;
    ImageBitmap.prototype.close = function () { window.seen.closed += 1; close.call(this); };
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...how) {
        try { return drawImage.apply(this, how); }
        catch (error) { window.seen.failed.push(String(error)); throw error; }
    };
    window.Worker = class extends Worker {
        constructor(...how) {
            super(...how);
            this.addEventListener('message', (event) => {
                const bitmaps = [...event.data].filter((part) => part instanceof ImageBitmap);
                window.seen.came += bitmaps.length;
            });
        }
    };
    window.watchPicture = () => {
        const canvas = document.querySelector('[data-testid=\"boundary\"]');
        const copy = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
        const context = copy.getContext('2d', { willReadFrequently: true });
        const look = () => {
            context.clearRect(0, 0, 64, 64);
            drawImage.call(context, canvas, 0, 0, 64, 64);
            const { data } = context.getImageData(0, 0, 64, 64);
            window.seen.frames += 1;
            const clear = data.filter((value, at) => at % 4 === 3 && value === 0);
            window.seen.blank += clear.length > 64 * 64 / 2;
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    };";

#[test]
fn sweeping_over_units_on_the_gpu_never_blanks_the_picture() -> Outcome {
    run(Screen::Gpu, |page| async move {
        page.before_each_document(WATCH_PICTURES).await?;
        page.open("runtime=gpu&networkShape=4,2&seed=0.5").await?;
        let came = async || Ok(page.execute("return seen.came").await?.as_u64().unwrap_or(0));
        let patience = Duration::from_secs(150);
        wait_for(patience, "a picture of the GPU's", came, |&came| came > 1).await?;
        page.click("speed-60").await?;
        page.play().await?;
        page.execute("watchPicture()").await?;
        for _ in 0..3 {
            for id in ["unit-0-0", "unit-0-1", "unit-0-2", "unit-0-3", "unit-1-0", "unit-1-1"] {
                page.hover(id).await?;
            }
        }
        let before = came().await?;
        wait_for(patience, "more pictures", came, |&came| came > before + 10).await?;
        page.pause().await?;
        let seen = page.execute("return seen").await?;
        assert_eq!(
            (&seen["blank"], &seen["failed"]),
            (&0.into(), &serde_json::json!([])),
            "{seen}"
        );
        // What is on show, what it was before, and what is on its way.
        let open = seen["came"].as_u64().zip(seen["closed"].as_u64());
        assert!(open.is_some_and(|(came, closed)| came - closed <= 8), "{seen}");
        Ok(())
    })
}
