//! The page while a wide network trains whose weights are all equal, beside the same network with
//! drawn weights: how long its longest task is. Ties must not let more links through to the diagram.

use std::time::Duration;

use serde_json::json;

use crate::Bench;
use crate::browser::{Outcome, Playground, wait};
use crate::report::{Part, goal, table};

/// The network, but for what makes its weights equal.
const NETWORK: &str = "seed=0.5&rules=modern&networkShape=256,256";
/// The ways to its weights, the drawn ones first.
const WAYS: [(&str, &str); 5] = [
    ("drawn", ""),
    ("ones", "&initializer=ones"),
    ("zeros", "&initializer=zeros"),
    ("zero by the Playground's key", "&initZero=true"),
    ("pruned by L1", "&regularization=L1&regularizationRate=3&learningRate=0.1"),
];
/// The least that the browser calls a long task, in ms: shorter ones it does not tell.
pub const LEAST: f64 = 50.0;
/// Turns; the better one counts, as what else the machine does makes tasks longer only.
const TURNS: usize = 3;

/// Keeps the longest task from now on.
pub const WATCH: &str = "window.longest = 0;
    new PerformanceObserver((list) => {
        for (const task of list.getEntries()) {
            window.longest = Math.max(window.longest, task.duration);
        }
    }).observe({ type: 'longtask' });";

/// The longest task of the page in ms while it trains, and how long it takes to pause.
async fn longest(page: &Playground, way: &str, span: Duration) -> Outcome<[f64; 2]> {
    page.open(&format!("{NETWORK}{way}")).await?;
    page.play().await?;
    wait("training", async || page.epoch().await, |&epoch| epoch > 0).await?;
    page.execute(WATCH).await?;
    tokio::time::sleep(span).await;
    let start = std::time::Instant::now();
    page.pause().await?;
    let pause = start.elapsed().as_secs_f64() * 1000.0;
    let seen = page.execute("return window.longest").await?;
    Ok([seen.as_f64().unwrap_or(f64::NAN), pause])
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let span = Duration::from_secs(if bench.quick { 2 } else { 5 });
    let mut best = [[f64::INFINITY; 2]; WAYS.len()];
    for _ in 0..TURNS {
        for (best, (_, way)) in best.iter_mut().zip(WAYS) {
            let seen = longest(&bench.page, way, span).await?;
            for (best, seen) in best.iter_mut().zip(seen) {
                *best = best.min(seen);
            }
        }
    }
    let (mut lines, mut found) = (Vec::new(), json!({}));
    for ((name, _), [task, pause]) in WAYS.into_iter().zip(best) {
        let told = if task < LEAST { "under 50 ms".to_owned() } else { format!("{task:.0} ms") };
        lines.push(vec![name.to_owned(), told, format!("{pause:.0} ms")]);
        found[name] = json!({ "longest_task": task, "pause": pause });
    }
    let tasks = best.map(|[task, _]| task.max(LEAST));
    let worst = tasks.iter().copied().fold(LEAST, f64::max);
    let text = format!(
        "2-256-256-1 at 60 epochs a second.\n\n{}\n{}.\n",
        table(1, &["weights", "longest task", "until it pauses"], &lines),
        goal("longest task at most twice that with drawn weights", worst <= 2.0 * tasks[0]),
    );
    Ok(Part { title: "Equal weights in a wide network", text, found })
}
