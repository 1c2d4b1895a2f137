//! The curve of a run is whole, whatever becomes of the frames that bring it.

use std::time::Duration;

use neural_playground::protocol::{Command, wire};
use serde_json::json;

use crate::browser::{Failure, Outcome, Playground, Screen, run, wait};

/// The epochs of the curve's points, read with the keyboard.
async fn epochs(page: &Playground) -> Outcome<Vec<f64>> {
    let epochs = page
        .execute(
            "return (async () => {
                const plot = document.querySelector('.curves-plot');
                // Timers are slower the more of them follow each other.
                const { port1, port2 } = new MessageChannel();
                const press = async (key) => {
                    plot.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
                    await new Promise((done) => { port1.onmessage = done; port2.postMessage(0); });
                    return Number(plot.getAttribute('aria-valuenow'));
                };
                const epochs = [await press('Home')];
                for (;;) {
                    const next = await press('ArrowRight');
                    if (next === epochs.at(-1)) break;
                    epochs.push(next);
                }
                await press('Escape');
                return epochs;
            })()",
        )
        .await?;
    let epochs: Vec<f64> =
        epochs.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    assert!(epochs.is_sorted_by(|a, b| a < b), "{epochs:?}");
    Ok(epochs)
}

/// Waits until the curve of a run that rests has a point for each epoch, as it has where the run
/// kept a pace.
pub async fn has_every_epoch(page: &Playground) -> Outcome {
    let look = async || {
        let whole = epochs(page).await?.into_iter().filter(|epoch| epoch.fract() == 0.0);
        Ok((whole.collect::<Vec<_>>(), page.epoch().await?))
    };
    let every = |last: u64| (0..=last).map(|epoch| epoch as f64).collect::<Vec<_>>();
    wait("the whole curve", look, |(epochs, last)| *epochs == every(*last)).await?;
    Ok(())
}

/// Frames as if the worker had drawn them, with two bitmaps each; animation frames that can be held
/// back; and a count of frames, and of bitmaps that are closed or could not be drawn.
const HOLD_FRAMES: &str = "window.seen = { frames: 0, closed: 0, failed: [] };
    const { close } = ImageBitmap.prototype;
    ImageBitmap.prototype.close = function () { seen.closed += 1; close.call(this); };
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...how) {
        try { return drawImage.apply(this, how); }
        catch (error) { seen.failed.push(String(error)); throw error; }
    };
    const picture = () => {
        const canvas = new OffscreenCanvas(8, 8);
        canvas.getContext('2d').fillRect(0, 0, 8, 8);
        return canvas.transferToImageBitmap();
    };
    window.Worker = class extends Worker {
        constructor(...how) { super(...how); window.worker = this; }
        set onmessage(listener) {
            super.onmessage = listener && ((event) => {
                const parts = event.data;
                if (parts[0] === 'Frame') {
                    // Behind the number of the event stands that nothing is drawn: 8 by 8 is.
                    const [kind, , ...rest] = parts[1];
                    parts[1] = Uint8Array.of(kind, 1, 8, 8, ...rest);
                    parts.push(picture(), picture());
                    seen.frames += 1;
                }
                listener(event);
            });
        }
    };
    let held = null;
    const { requestAnimationFrame } = window;
    window.requestAnimationFrame = (call) =>
        held ? held.push(call) : requestAnimationFrame.call(window, call);
    window.hold = () => { held = []; };
    window.letGo = () => {
        const calls = held;
        held = null;
        calls.forEach((call) => requestAnimationFrame(call));
    };";

#[test]
fn frames_replaced_before_they_are_drawn_lose_no_point_and_leak_no_bitmap() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let shown = json!(wire::encode(&Command::Shown).map_err(Failure::new)?);
        let shown = format!("window.shown = ['Shown', Uint8Array.from({shown})];\n");
        page.before_each_document(&(shown + HOLD_FRAMES)).await?;
        page.open("").await?;
        page.click("speed-60").await?;
        page.play().await?;
        wait("training", async || page.epoch().await, |&epoch| epoch > 30).await?;
        let frames = async |script: &str| {
            let script = format!("{script}; return seen.frames");
            Ok(page.execute(&script).await?.as_u64().unwrap_or_default())
        };
        let before = frames("hold()").await?;
        // The page would say so behind each drawing.
        let more = async || frames("worker.postMessage(shown)").await;
        wait("frames that nobody draws", more, |&now| now > before + 8).await?;
        page.execute("letGo()").await?;
        page.pause().await?;
        has_every_epoch(&page).await?;
        let seen = page.execute("return seen").await?;
        assert_eq!(seen["failed"], json!([]));
        // Two are on show, and the diagram may still hold one of before.
        let count = |name: &str| seen[name].as_u64().unwrap_or_default();
        assert!(2 * count("frames") - count("closed") <= 3, "{seen}");
        Ok(())
    })
}

/// Keeps whether the page could be seen, and the epoch on show then: nothing is drawn while it
/// cannot.
const WATCH_VISIBILITY: &str = "window.seen = [];
    addEventListener('visibilitychange', () => window.seen.push({
        state: document.visibilityState,
        epoch: Number(document.querySelector('[data-testid=epoch]').dataset.value),
    }));";

#[test]
fn a_hidden_tab_thins_its_curve_evenly_and_comes_back_with_all_of_it() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(WATCH_VISIBILITY).await?;
        page.open("").await?;
        page.click("speed-max").await?;
        page.play().await?;
        wait("training", async || page.epoch().await, |&epoch| epoch > 200).await?;
        page.turn_away().await?;
        // Longer than what makes a worker dead that is silent.
        tokio::time::sleep(Duration::from_secs(6)).await;
        page.turn_back().await?;
        let seen = page.execute("return seen").await?;
        let states = seen.as_array().into_iter().flatten().map(|one| one["state"].as_str());
        assert_eq!(states.collect::<Vec<_>>(), [Some("hidden"), Some("visible")]);
        page.pause().await?;
        assert_eq!(page.notice_count().await?, 0, "{}", page.text("notices").await?);
        let last = page.epoch().await? as f64;
        assert!(Some(last) > seen[1]["epoch"].as_f64(), "{last} epochs, {seen}");
        let look = async || epochs(&page).await;
        // The run has been paused somewhere in an epoch.
        let whole = |epochs: &Vec<f64>| epochs.last().is_some_and(|end| end.floor() == last);
        let epochs = wait("the end of the curve", look, whole).await?;
        let widest = epochs.windows(2).map(|two| two[1] - two[0]).fold(0.0, f64::max);
        assert_eq!(epochs.first(), Some(&0.0));
        // Of a run without a pace one epoch in 64 of those behind it is measured.
        assert!(widest <= last / 32.0, "a gap of {widest} epochs of {last}");
        assert!(epochs.len() > 200, "{} points of {last} epochs", epochs.len());
        Ok(())
    })
}
