//! The page at full speed: how busy its main thread is, how much of its time the worker trains, how
//! often the screen is drawn; and, in a browser that records, which layouts a script forced.

use std::collections::BTreeMap;
use std::time::Duration;

use neural_playground::app::link::{self, Link, View};
use neural_playground::protocol::Speed;
use serde_json::{Value, json};

use crate::Bench;
use crate::browser::{Failure, Outcome, Playground, wait};
use crate::report::{Part, goal, percent, rate, table};
use crate::trace::Trace;
use crate::training::DEEP;

/// What the browser tells of the main thread, in seconds.
const TIMES: [(&str, &str); 4] = [
    ("TaskDuration", "all tasks"),
    ("ScriptDuration", "scripts"),
    ("RecalcStyleDuration", "styles"),
    ("LayoutDuration", "layout"),
];

/// What a moment of the main thread is told in: the clock's time, in which it may also wait (for the
/// compositor, or for a core); or its own, in which it computes.
const DOMAINS: [&str; 2] = ["timeTicks", "threadTicks"];

/// What it counts.
const COUNTS: [(&str, &str); 2] = [("RecalcStyleCount", "styles"), ("LayoutCount", "layout")];

/// Counts drawn frames, and those in which the epoch is another than before.
pub const COUNT_FRAMES: &str = "window.frames_seen = [0, 0];
    let before;
    const epoch = document.querySelector('[data-testid=epoch]');
    const look = () => {
        frames_seen[0]++;
        if (before !== epoch.dataset.value) frames_seen[1]++;
        before = epoch.dataset.value;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// Trains for SPAN ms as in a hidden tab, from one new epoch on show to another; tells epochs and ms.
const HIDE: &str = "const epoch = document.querySelector('[data-testid=epoch]');
    const change = (before) => new Promise((resolve) => {
        const look = () => {
            const now = epoch.dataset.value;
            if (now === before) return requestAnimationFrame(look);
            resolve([Number(now), performance.now()]);
        };
        look();
    });
    const hide = (hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    };
    return (async () => {
        const start = await change(epoch.dataset.value);
        hide(true);
        await new Promise((resolve) => setTimeout(resolve, SPAN));
        hide(false);
        const end = await change(epoch.dataset.value);
        return [end[0] - start[0], end[1] - start[1]];
    })();";

/// Turns a ms of a loop that does the same everywhere: how fast this machine is at the moment.
const CALIBRATE: &str = "const spin = (turns) => {
        let state = 1;
        for (let turn = 0; turn < turns; turn++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
        }
        return state;
    };
    spin(1e6);
    const start = performance.now();
    let [turns, now] = [0, start];
    while (now - start < 200) {
        window.spun = spin(1e6);
        turns += 1e6;
        now = performance.now();
    }
    return turns / (now - start);";

/// The link of the network at full speed.
pub fn hash() -> Outcome<String> {
    let config = DEEP.config();
    let view = View { speed: Some(Speed::Max), ..View::default() };
    let hash = link::write(&Link { config: config.clone(), view, ..Link::default() });
    // The page and the worker alone must train the same.
    if link::parse(&hash).link.config == config {
        Ok(hash)
    } else {
        Err(Failure::new(format!("the link does not carry the network: {hash}")))
    }
}

/// Opens the page and trains until it is in its stride.
pub async fn train(page: &Playground) -> Outcome {
    begin(page, &hash()?).await
}

/// The same with another network at full speed.
pub async fn begin(page: &Playground, hash: &str) -> Outcome {
    page.open(hash).await?;
    page.play().await?;
    wait("training", async || page.epoch().await, |&epoch| epoch > 0).await?;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    Ok(())
}

/// A moment: epochs, the time in ms, frames and changes.
pub async fn moment(page: &Playground) -> Outcome<[f64; 4]> {
    let script = "const epoch = document.querySelector('[data-testid=epoch]').dataset.value;
        return [Number(epoch), performance.now(), ...frames_seen]";
    let seen = page.execute(script).await?;
    Ok(std::array::from_fn(|at| seen[at].as_f64().unwrap_or_default()))
}

/// One of the browser's numbers about the main thread.
fn metric(metrics: &Value, name: &str) -> Outcome<f64> {
    let mut list = metrics["metrics"].as_array().into_iter().flatten();
    let found = list.find(|metric| metric["name"] == name);
    found
        .and_then(|metric| metric["value"].as_f64())
        .ok_or_else(|| Failure::new(format!("the browser does not tell {name}")))
}

async fn calibrate(page: &Playground) -> Outcome<f64> {
    Ok(page.execute(CALIBRATE).await?.as_f64().unwrap_or(f64::NAN))
}

/// The page's numbers over all that was looked at.
#[derive(Default)]
struct Seen {
    epochs: f64,
    seconds: f64,
    frames: f64,
    pictures: f64,
    // By domain and name.
    metrics: BTreeMap<(&'static str, &'static str), f64>,
}

impl Seen {
    /// Looks on for a while.
    async fn look(&mut self, page: &Playground, domain: &'static str, span: Duration) -> Outcome {
        page.devtools("Performance.enable", json!({ "timeDomain": domain })).await?;
        let start = moment(page).await?;
        let before = page.devtools("Performance.getMetrics", json!({})).await?;
        tokio::time::sleep(span).await;
        let after = page.devtools("Performance.getMetrics", json!({})).await?;
        let end = moment(page).await?;
        page.devtools("Performance.disable", json!({})).await?;
        let [epochs, ms, frames, pictures] = std::array::from_fn(|at| end[at] - start[at]);
        self.epochs += epochs;
        self.seconds += ms / 1000.0;
        self.frames += frames;
        self.pictures += pictures;
        let names = TIMES.iter().chain(&COUNTS).map(|&(name, _)| name);
        for name in names.chain(["Timestamp"]) {
            let change = metric(&after, name)? - metric(&before, name)?;
            *self.metrics.entry((domain, name)).or_default() += change;
        }
        Ok(())
    }

    fn metric(&self, domain: &'static str, name: &'static str) -> f64 {
        self.metrics.get(&(domain, name)).copied().unwrap_or(f64::NAN)
    }
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let page = &bench.page;
    page.open(&hash()?).await?;
    let idle_turns = calibrate(page).await?;
    train(page).await?;
    let busy_turns = calibrate(page).await?;
    page.execute(COUNT_FRAMES).await?;
    // In turn: what else this machine does then slows both.
    let span = if bench.quick { 1000 } else { 2500 };
    let script = HIDE.replace("SPAN", &span.to_string());
    let (mut seen, mut hidden) = (Seen::default(), [0.0; 2]);
    for _ in 0..2 {
        for domain in DOMAINS {
            seen.look(page, domain, Duration::from_millis(span)).await?;
        }
        let alone = page.execute(&script).await?;
        for (at, sum) in hidden.iter_mut().enumerate() {
            *sum += alone[at].as_f64().unwrap_or(f64::NAN);
        }
    }
    page.pause().await?;

    let Seen { epochs, seconds, frames, pictures, .. } = seen;
    let rows = DEEP.config().sample_count() as f64 / 2.0;
    let watched = epochs * rows / seconds;
    let alone = hidden[0] * rows * 1000.0 / hidden[1];
    let (mut lines, mut found) = (Vec::new(), json!({}));
    for (name, what) in TIMES {
        let shares = DOMAINS.map(|d| seen.metric(d, name) / seen.metric(d, "Timestamp"));
        let [_, computing] = shares;
        let in_frame = format!("{:.2} ms", computing * 1000.0 / 60.0);
        let [clock, computing] = shares.map(percent);
        lines.push(vec![format!("main thread, {what}"), clock, computing, in_frame]);
        found[name] = json!(shares);
    }
    let mut counts = Vec::new();
    for (name, what) in COUNTS {
        let each = DOMAINS.iter().map(|d| seen.metric(d, name)).sum::<f64>() / frames;
        counts.push(format!("{what} {each:.2} times"));
        found[name] = json!(each);
    }
    let busy = found["TaskDuration"][1].as_f64().unwrap_or(f64::NAN);
    let trains = watched / alone;
    let text = format!(
        "7-8×6-1 tanh, batch 30, for {seconds:.1} s.\n\n{}\n\
         The screen is drawn {:.1} times a second, {:.1} times with another epoch; each time the \
         browser computes {}. The worker trains {} samples/s, and {} while nobody looks: it trains \
         {} of the time. A loop in the page turns {idle_turns:.0} times a ms before, and \
         {busy_turns:.0} times while the worker trains.\n\n{}; {}.\n",
        table(1, &["", "by the clock", "computing", "in a 60 Hz frame"], &lines),
        frames / seconds,
        pictures / seconds,
        counts.join(" and "),
        rate(watched),
        rate(alone),
        percent(trains),
        goal("main thread computes for under a quarter of a frame", busy < 0.25),
        goal("worker trains 85 % of the time", trains > 0.85),
    );
    for (name, value) in [
        ("seconds", seconds),
        ("frames_per_second", frames / seconds),
        ("pictures_per_second", pictures / seconds),
        ("samples_per_second", watched),
        ("samples_per_second_unseen", alone),
        ("training_share", trains),
        ("loop_turns_per_ms_idle", idle_turns),
        ("loop_turns_per_ms_training", busy_turns),
    ] {
        found[name] = json!(value);
    }
    Ok(Part { title: "The page at full speed", text, found })
}

/// The record's names for what keeps the main thread busy, beside what [`TIMES`] has.
const WORK: [(&str, &str); 5] = [
    ("FireAnimationFrame", "scripts of a frame"),
    ("HandlePostMessage", "messages"),
    ("PrePaint", "before painting"),
    ("Paint", "painting"),
    ("Layerize", "layers"),
];

/// The layouts of the page at full speed that a script forced, from a record of the browser's.
pub async fn forced(page: &Playground, quick: bool) -> Outcome<Part> {
    train(page).await?;
    let span: u32 = if quick { 2 } else { 5 };
    tokio::time::sleep(Duration::from_secs(u64::from(span))).await;
    let events = page.trace().await?;
    let trace = Trace::last(&events, f64::from(span));
    let (layouts, styles) = (trace.count("Layout"), trace.styles());
    if styles.all == 0 {
        return Err(Failure::new("the browser recorded no style of a page that changes"));
    }
    let (mut lines, mut found) = (Vec::new(), json!({}));
    for (name, what) in WORK {
        let share = trace.seconds(name) / f64::from(span);
        lines.push(vec![what.to_owned(), percent(share)]);
        found[name] = json!(share);
    }
    let text = format!(
        "In {span} s of the page at full speed the browser computed {} layouts and {} styles. \
         Inside a script, which waited for them, were {} and {}. While it is recorded, the main \
         thread spends on\n\n{}",
        layouts.all,
        styles.all,
        layouts.forced,
        styles.forced,
        table(1, &["", "of the time"], &lines)
    );
    for (name, count) in [
        ("layouts", layouts.all),
        ("forced_layouts", layouts.forced),
        ("styles", styles.all),
        ("forced_styles", styles.forced),
    ] {
        found[name] = json!(count);
    }
    found["seconds"] = json!(span);
    Ok(Part { title: "Forced reflows", text, found })
}
