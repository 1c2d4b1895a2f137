//! What becomes of the page when its worker dies or never lives.

use crate::browser::{Outcome, Screen, run, wait};

/// Keeps the page's workers where a test can reach them.
const KEEP_WORKERS: &str = "window.workers = [];
    window.Worker = class extends Worker {
        constructor(...how) { super(...how); window.workers.push(this); }
    };";

#[test]
fn a_worker_that_dies_is_replaced_and_the_run_goes_on() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("").await?;
        page.click("speed-60").await?;
        page.play().await?;
        // A checkpoint leaves at least once a second.
        let epoch = async || page.epoch().await;
        let before = wait("a few seconds of training", epoch, |&epoch| epoch > 120).await?;
        page.execute(
            "const worker = window.workers.at(-1);
            worker.terminate();
            worker.dispatchEvent(new ErrorEvent('error', { message: 'ended by a test' }));",
        )
        .await?;
        let notice = page.notice("worker_restarted").await?;
        assert!(notice.chars().any(|c| c.is_ascii_digit()), "the epoch is named: {notice}");
        let after = wait("training to go on", epoch, |&epoch| epoch > before + 60).await?;
        assert!(after > before);
        assert!(page.is_pressed("play").await?);
        assert_eq!(page.execute("return window.workers.length").await?, 2);
        page.pause().await
    })
}

#[test]
fn a_worker_that_cannot_start_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "window.Worker = function () { throw new Error('no workers today'); }",
        )
        .await?;
        page.go("").await?;
        page.notice("worker_lost").await?;
        Ok(())
    })
}

#[test]
fn a_worker_that_cannot_be_fetched_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "window.Worker = class extends Worker {
                constructor() { super('nowhere.js'); }
            };",
        )
        .await?;
        page.go("").await?;
        page.notice("worker_lost").await?;
        Ok(())
    })
}
