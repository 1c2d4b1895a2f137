//! What becomes of the page when its worker dies, falls silent or never lives.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use neural_playground::protocol::{Command, UnitId, Watched};

use crate::browser::{
    Answer, Outcome, Playground, Screen, Site, commands, console_is_about, run, wait,
};
use crate::curve;

/// Keeps the page's workers where a test can reach them, with what was said to each; one with the GPU
/// only once it has the run.
const KEEP_WORKERS: &str = "window.workers = [];
    window.Worker = class extends Worker {
        constructor(...how) {
            super(...how);
            this.heard = [];
            if (!String(how[0]).includes('gpu-')) window.workers.push(this);
        }
        postMessage(message, ...how) {
            if (!window.workers.includes(this)) window.workers.push(this);
            this.heard.push([message[0], Array.from(message[1] ?? [])]);
            super.postMessage(message, ...how);
        }
    };
    window.endWorker = () => {
        const worker = window.workers.at(-1);
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent('error', { message: 'ended by a test' }));
    };";

/// Words to a worker that its own program never hears.
const DO_AS_TOLD: &str = "let shown = null;
    addEventListener('message', (event) => {
        const words = event.data;
        if (words[0] === 'Shown') shown = words;
        if (words === 'close') { event.stopImmediatePropagation(); close(); }
        if (words === 'loop') { for (;;); }
        if (words === 'panic') {
            event.stopImmediatePropagation();
            const clock = performance;
            const now = clock.now;
            let inside = false;
            // The session looks at the clock while it works: a command in the middle of that.
            clock.now = () => {
                if (!inside) {
                    inside = true;
                    try { onmessage(new MessageEvent('message', { data: shown })); }
                    // While it reads another message it reads no more, which is no panic.
                    catch (error) { if (error instanceof WebAssembly.RuntimeError) throw error; }
                    finally { inside = false; }
                }
                return now.call(clock);
            };
        }
    });\n";

/// The page from a server whose workers do as they are told, with the workers at hand.
async fn open_told(page: &Playground, hash: &str) -> Outcome<Site> {
    let site = page.host(|name, answer| match is_script(name) {
        true => Answer { body: [DO_AS_TOLD.as_bytes(), &answer.body].concat(), ..answer },
        false => answer,
    })?;
    page.before_each_document(KEEP_WORKERS).await?;
    page.go_to(&format!("{}#{hash}", site.address())).await?;
    page.stands().await?;
    Ok(site)
}

fn is_script(name: &str) -> bool {
    name.starts_with("worker-") && name.ends_with(".js")
}

/// Trains at sixty epochs a second until an epoch is past.
async fn train_past(page: &Playground, epoch: u64) -> Outcome<u64> {
    page.click("speed-60").await?;
    page.play().await?;
    let look = async || page.epoch().await;
    wait(&format!("epoch {epoch}"), look, |&now| now > epoch).await
}

/// Waits for the notice of a restart, and for training to go on behind what it says.
async fn goes_on(page: &Playground, before: u64) -> Outcome {
    let notice = page.notice("worker_restarted").await?;
    let digits: String = notice.chars().filter(char::is_ascii_digit).collect();
    let told: u64 = digits.parse().unwrap_or(0);
    assert!(told > 0, "{notice}");
    let epoch = async || page.epoch().await;
    wait("training to go on", epoch, |&epoch| epoch > before + 60).await?;
    assert!(page.is_pressed("play").await?);
    assert_eq!(page.execute("return window.workers.length").await?, 2);
    Ok(())
}

/// Every warning and error of the console holds one of these words, and each of these is said.
async fn console_tells(page: &Playground, words: &[&str]) -> Outcome {
    let lines = page.console().await?;
    let bad = |line: &&String| line.starts_with("SEVERE") || line.starts_with("WARNING");
    let ours = |line: &&String| !line.contains("No available adapters.");
    for line in lines.iter().filter(bad).filter(ours) {
        assert!(words.iter().any(|word| line.contains(word)), "{line}");
    }
    for word in words {
        assert!(lines.iter().any(|line| line.contains(word)), "{word} in {lines:#?}");
    }
    Ok(())
}

#[test]
fn a_worker_that_dies_is_replaced_and_the_run_goes_on() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("").await?;
        // A checkpoint leaves at least once a second.
        let before = train_past(&page, 120).await?;
        page.execute("endWorker()").await?;
        goes_on(&page, before).await?;
        page.pause().await
    })
}

#[test]
fn a_worker_that_closes_itself_is_missed_and_replaced() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _site = open_told(&page, "").await?;
        let before = train_past(&page, 120).await?;
        page.execute("workers.at(-1).postMessage('close')").await?;
        goes_on(&page, before).await?;
        page.pause().await
    })
}

#[test]
fn a_worker_in_an_endless_loop_is_missed_and_replaced() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _site = open_told(&page, "").await?;
        let before = train_past(&page, 120).await?;
        page.execute("workers.at(-1).postMessage('loop')").await?;
        goes_on(&page, before).await?;
        page.pause().await
    })
}

#[test]
fn a_worker_that_dies_at_rest_is_missed_and_replaced_without_a_word() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _site = open_told(&page, "").await?;
        page.execute("workers.at(-1).postMessage('close')").await?;
        let count = async || Ok(page.execute("return workers.length").await?);
        wait("another worker", count, |count| *count == 2).await?;
        page.run_to(5).await?;
        assert_eq!(
            page.execute(
                "return document.querySelectorAll('[data-kind=\"worker_restarted\"]').length"
            )
            .await?,
            0
        );
        Ok(())
    })
}

#[test]
fn a_worker_that_panics_is_replaced_and_its_stack_is_no_notice() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let _site = open_told(&page, "").await?;
        let before = train_past(&page, 120).await?;
        page.execute("workers.at(-1).postMessage('panic')").await?;
        goes_on(&page, before).await?;
        let notices = page.text("notices").await?;
        assert!(!notices.contains("panicked") && !notices.contains(".rs"), "{notices}");
        page.pause().await?;
        console_tells(&page, &["panicked at"]).await
    })
}

#[test]
fn after_a_restart_the_curve_is_whole() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("").await?;
        let before = train_past(&page, 150).await?;
        page.execute("endWorker()").await?;
        goes_on(&page, before).await?;
        page.pause().await?;
        curve::has_every_epoch(&page).await
    })
}

#[test]
fn a_new_worker_is_told_all_that_the_last_one_knew() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("").await?;
        page.click("tab-metrics").await?;
        train_past(&page, 60).await?;
        page.hover("unit-0-1").await?;
        page.execute("endWorker()").await?;
        page.notice("worker_restarted").await?;
        let heard = async || commands(&page.execute("return workers.at(-1).heard").await?);
        let runs = |told: &Command| matches!(told, Command::Run { .. });
        let heard = wait("all of it", heard, |heard| heard.iter().any(runs)).await?;
        for told in [
            Command::Visible { visible: true },
            Command::Look { unit: Some(UnitId { layer: 0, unit: 1 }) },
            Command::Watch(Watched { report: true, ..Watched::default() }),
        ] {
            assert!(heard.contains(&told), "{told:?} in {heard:?}");
        }
        let restored = |told: &Command| matches!(told, Command::Restore { .. });
        let drawn = |told: &Command| matches!(told, Command::Draw { .. });
        assert!(heard.iter().any(restored) && heard.iter().any(drawn), "{heard:?}");
        page.pause().await
    })
}

#[test]
fn a_race_that_died_says_so_and_can_be_begun_again() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("").await?;
        page.click("runtime-chip").await?;
        page.click("open-race").await?;
        let running = async || page.attribute("race", "data-running").await;
        let is =
            |value: &'static str| move |found: &Option<String>| found.as_deref() == Some(value);
        for _ in 0..2 {
            // Not before the browser has answered for its GPU, nor before another worker is there.
            let able = async || page.attribute("start-race", "disabled").await;
            wait("a race to be possible", able, Option::is_none).await?;
            page.click("start-race").await?;
            wait("the race to start", running, is("true")).await?;
            assert!(!page.shows("race-interrupted").await?);
            page.execute("endWorker()").await?;
            wait("the race to end", running, is("false")).await?;
            let said = page.text("race-interrupted").await?;
            assert!(said.contains("again"), "{said}");
        }
        Ok(())
    })
}

#[test]
fn a_profile_that_died_says_so_and_can_be_begun_again() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("networkShape=8,8,8,8,8,8").await?;
        page.click("tab-graph").await?;
        page.execute(
            "return (async () => {
                const button = document.querySelector('[data-testid=\"profile\"]');
                button.click();
                while (!button.ariaDisabled) await new Promise((done) => setTimeout(done));
                endWorker();
            })()",
        )
        .await?;
        page.notice("interrupted").await?;
        let able = async || page.attribute("profile", "aria-disabled").await;
        wait("another profile", able, Option::is_none).await?;
        page.click("profile").await?;
        let time = async || page.text("op-0").await;
        wait("the time of an op", time, |text| text.contains("µs")).await?;
        Ok(())
    })
}

#[test]
fn a_search_for_a_learning_rate_that_died_says_so_and_can_be_begun_again() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(KEEP_WORKERS).await?;
        page.open("networkShape=64,64,64&rules=modern").await?;
        page.click("training-toggle").await?;
        page.execute(
            "return (async () => {
                const button = document.querySelector('[data-testid=\"find-rate\"]');
                button.click();
                while (!button.ariaDisabled) await new Promise((done) => setTimeout(done));
                endWorker();
            })()",
        )
        .await?;
        let notice = page.notice("interrupted").await?;
        assert!(notice.contains("learning rate") && notice.contains("again"), "{notice}");
        let able = async || page.attribute("find-rate", "aria-disabled").await;
        wait("another search", able, Option::is_none).await?;
        page.click("find-rate").await?;
        let found = async || page.shows("use-rate").await;
        wait("a learning rate", found, |&found| found).await?;
        Ok(())
    })
}

/// Holds checkpoints back, and hands the last one over only when Reset and the beat behind it are
/// on their way: one of the run before.
const LATE_CHECKPOINTS: &str = "window.Worker = class extends window.Worker {
        set onmessage(listener) {
            super.onmessage = listener && ((event) => {
                if (event.data[0] !== 'Checkpoint') return listener(event);
                this.late = () => listener(event);
            });
        }
        postMessage(message, ...how) {
            super.postMessage(message, ...how);
            this.reset ||= message[0] === 'Reset';
            if (this.reset && message[0] === 'Beat') queueMicrotask(() => {
                this.reset = false;
                this.late();
                this.handedOver = true;
            });
        }
    };";

#[test]
fn a_checkpoint_of_the_run_before_is_dropped() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(&format!("{KEEP_WORKERS}\n{LATE_CHECKPOINTS}")).await?;
        page.open("").await?;
        train_past(&page, 120).await?;
        page.pause().await?;
        let late = async || Ok(page.execute("return !!workers.at(-1).late").await?);
        wait("a checkpoint", late, |late| *late == true).await?;
        page.click("reset").await?;
        let over = async || Ok(page.execute("return !!workers.at(-1).handedOver").await?);
        wait("the checkpoint of before", over, |over| *over == true).await?;
        page.epoch_is(0).await?;
        page.execute("endWorker()").await?;
        let count = async || Ok(page.execute("return workers.length").await?);
        wait("another worker", count, |count| *count == 2).await?;
        page.run_to(3).await
    })
}

/// Hands the last frame over once more when Reset and the beat behind it are on their way: one of the
/// run before. Keeps the epochs that the page shows from then on.
const LATE_FRAME: &str = "window.Worker = class extends window.Worker {
        set onmessage(listener) {
            super.onmessage = listener && ((event) => {
                if (event.data[0] === 'Frame') {
                    const data = structuredClone(event.data);
                    this.late = () => listener(new MessageEvent('message', { data }));
                }
                listener(event);
            });
        }
        postMessage(message, ...how) {
            super.postMessage(message, ...how);
            this.reset ||= message[0] === 'Reset';
            if (this.reset && message[0] === 'Beat') queueMicrotask(() => {
                this.reset = false;
                window.seen = [];
                const epoch = document.querySelector('[data-testid=\"epoch\"]');
                new MutationObserver(() => window.seen.push(Number(epoch.dataset.value)))
                    .observe(epoch, { attributes: true });
                this.late();
            });
        }
    };";

#[test]
fn a_frame_of_the_run_before_is_dropped() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(&format!("{KEEP_WORKERS}\n{LATE_FRAME}")).await?;
        page.open("").await?;
        train_past(&page, 60).await?;
        page.pause().await?;
        page.click("reset").await?;
        let seen = async || Ok(page.execute("return window.seen ?? []").await?);
        let shown = |seen: &serde_json::Value| seen.as_array().is_some_and(|all| !all.is_empty());
        wait("the new run", seen, shown).await?;
        page.epoch_is(0).await?;
        let seen = seen().await?;
        assert!(seen.as_array().into_iter().flatten().all(|epoch| *epoch == 0.0), "{seen}");
        page.run_to(3).await
    })
}

/// Opens the page from a server that refuses a part of the worker, and lets it through later.
async fn refused(page: Playground, refused: fn(&str) -> bool, said: &str) -> Outcome {
    let refusing = Arc::new(AtomicBool::new(true));
    let refuses = Arc::clone(&refusing);
    let site = page.host(move |name, answer| match refuses.load(Ordering::Relaxed) {
        true if refused(name) => Answer::missing(),
        _ => answer,
    })?;
    page.go_to(&site.address()).await?;
    let notice = page.notice("worker_lost").await?;
    assert!(!notice.contains("Error") && !notice.contains(".wasm"), "{notice}");
    assert!(page.shows("try-again").await?);
    // In vain, and it says so still.
    page.click("try-again").await?;
    page.notice("worker_lost").await?;
    refusing.store(false, Ordering::Relaxed);
    page.click("play").await?;
    let epoch = async || page.epoch().await;
    wait("training", epoch, |&epoch| epoch > 20).await?;
    assert_eq!(page.notice_count().await?, 0, "nothing broke off that never began");
    page.pause().await?;
    console_tells(&page, &[said]).await
}

#[test]
fn a_worker_that_cannot_be_fetched_is_told_until_it_can() -> Outcome {
    run(Screen::Desktop, |page| refused(page, is_script, "the worker cannot be fetched"))
}

#[test]
fn a_worker_that_cannot_be_compiled_is_told_until_it_can() -> Outcome {
    let program = |name: &str| name.starts_with("worker-") && name.ends_with(".wasm");
    run(Screen::Desktop, move |page| refused(page, program, "WebAssembly"))
}

#[test]
fn a_worker_that_cannot_start_is_told() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(
            "window.Worker = function () { throw new Error('no workers today'); }",
        )
        .await?;
        page.go("").await?;
        let notice = page.notice("worker_lost").await?;
        assert!(!notice.contains("today"), "{notice}");
        console_tells(&page, &["no workers today"]).await
    })
}

#[test]
fn a_worker_that_dies_again_and_again_comes_to_rest_until_it_is_wanted() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let dying = Arc::new(AtomicBool::new(false));
        let dies = Arc::clone(&dying);
        let site = page.host(move |name, answer| {
            if !is_script(name) || !dies.load(Ordering::Relaxed) {
                return answer;
            }
            let death: &[u8] = b"addEventListener('message', (event) => {
                if (event.data[0] === 'Run') throw new Error('again');
            });\n";
            Answer { body: [death, &answer.body].concat(), ..answer }
        })?;
        page.before_each_document(KEEP_WORKERS).await?;
        page.go_to(&site.address()).await?;
        page.stands().await?;
        let before = train_past(&page, 120).await?;
        dying.store(true, Ordering::Relaxed);
        page.execute("endWorker()").await?;
        let pressed = async || page.is_pressed("play").await;
        for workers in [4, 8] {
            // The first, and three restarts.
            wait("rest", pressed, |&pressed| !pressed).await?;
            assert_eq!(page.execute("return workers.length").await?, workers);
            let notice = page.notice("worker_lost").await?;
            assert!(!notice.contains("Error"), "{notice}");
            if workers == 4 {
                page.click("try-again").await?;
                wait("another attempt", pressed, |&pressed| pressed).await?;
            }
        }
        dying.store(false, Ordering::Relaxed);
        page.click("try-again").await?;
        let epoch = async || page.epoch().await;
        wait("training to go on", epoch, |&epoch| epoch > before + 30).await?;
        assert!(page.is_pressed("play").await?);
        assert!(!page.shows("try-again").await?);
        page.pause().await?;
        console_tells(&page, &["ended by a test", "again"]).await
    })
}

/// Makes the page's clock and its timers run fifty times as fast, until `window.haste` is 1 again.
const HASTE: &str = "window.haste = 50;
    const clock = performance;
    const { now } = clock;
    clock.now = () => now.call(clock) * window.haste;
    const { setInterval } = window;
    window.setInterval = (call, ms) => setInterval.call(window, call, ms / 50);";

#[test]
fn a_worker_that_is_slow_to_come_is_told_of_until_it_comes() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let waiting = Arc::new(AtomicBool::new(true));
        let waits = Arc::clone(&waiting);
        let site = page.host(move |name, answer| {
            while is_script(name) && waits.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(20));
            }
            answer
        })?;
        page.before_each_document(&format!("{KEEP_WORKERS}\n{HASTE}")).await?;
        page.go_to(&site.address()).await?;
        let notice = page.notice("worker_lost").await?;
        assert!(notice.contains("not answered yet"), "{notice}");
        assert_eq!(page.execute("return workers.length").await?, 1, "it is waited for");
        page.execute("window.haste = 1").await?;
        waiting.store(false, Ordering::Relaxed);
        page.stands().await?;
        assert_eq!(page.notice_count().await?, 0);
        assert_eq!(page.execute("return workers.length").await?, 1);
        page.run_to(3).await
    })
}

/// A worker that speaks the language of another version.
const OF_ANOTHER_VERSION: &str = "const { postMessage } = self;
    self.postMessage = (message, ...how) => {
        if (message[0] === 'Ready') message[1] = new Uint8Array([0, 1]);
        postMessage.call(self, message, ...how);
    };\n";

#[test]
fn page_and_worker_of_different_versions_are_told_with_the_way_on() -> Outcome {
    run(Screen::Desktop, |page| async move {
        let old = Arc::new(AtomicBool::new(true));
        let is_old = Arc::clone(&old);
        let site = page.host(move |name, answer| match is_old.load(Ordering::Relaxed) {
            true if is_script(name) => {
                let body = [OF_ANOTHER_VERSION.as_bytes(), &answer.body].concat();
                Answer { body, ..answer }
            }
            _ => answer,
        })?;
        for (language, words) in [("ko", "버전이 다릅니다"), ("en", "different versions")] {
            page.go_to(&format!("{}?{language}#lang={language}", site.address())).await?;
            let notice = page.notice("worker_lost").await?;
            assert!(notice.contains(words), "{notice}");
        }
        // Its button loads the page anew.
        old.store(false, Ordering::Relaxed);
        page.click("try-again").await?;
        page.stands().await?;
        assert_eq!(page.notice_count().await?, 0);
        page.run_to(3).await?;
        console_is_about(&page, &["the worker's version is 1, not "]).await
    })
}
