//! What a visitor's browser fetches: all of it before the first picture, and nothing afterwards.

use std::collections::BTreeMap;
use std::env;
use std::time::Duration;

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::browser::{Failure, Outcome, Playground};
use crate::report::{Part, goal, table};
use crate::{Bench, live};

/// The most bytes, compressed, of the first load.
const MOST: u64 = 780_000;
/// What is opened beside the two pictures on show from the start.
const PANELS: [&str; 3] = ["tab-metrics", "tab-graph", "runtime-chip"];

/// The files that the server was asked for, by their names.
fn files(requests: &[String]) -> Vec<String> {
    let name = |url: &String| {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.is_empty() { "index.html" } else { name }.to_owned()
    };
    requests.iter().map(name).collect()
}

/// What page and worker have fetched from here, and the page from anywhere.
async fn fetched(page: &Playground) -> Outcome<(usize, usize)> {
    let entries = "return performance.getEntriesByType('resource').length";
    let entries = page.execute(entries).await?.as_u64().unwrap_or_default();
    Ok((page.requests().len(), usize::try_from(entries)?))
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let page = &bench.page;
    let told = env::var("BENCH_BYTES").unwrap_or_default();
    let sizes: BTreeMap<String, u64> = serde_json::from_str(&told)?;
    // By program, crate and module, as `cargo xtask bytes` prints it.
    let code: Value = serde_json::from_str(&env::var("BENCH_CODE").unwrap_or_default())?;
    let before = page.requests().len();
    page.open(&live::hash()?).await?;
    let loaded = fetched(page).await?;
    let first = files(&page.requests()[before..]);
    if let Some(file) = first.iter().find(|&file| !sizes.contains_key(file)) {
        return Err(Failure::new(format!("{file} is fetched, but not known to be: {told}")));
    }
    page.play().await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    for panel in PANELS {
        page.click(panel).await?;
    }
    page.press(&[Key::Escape]).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    page.pause().await?;
    let used = fetched(page).await?;
    let later = (used.0 - loaded.0) + (used.1 - loaded.1);

    let all: u64 = sizes.values().sum();
    let mut rows: Vec<Vec<String>> =
        sizes.iter().map(|(file, size)| vec![file.clone(), size.to_string()]).collect();
    rows.push(vec!["all".to_owned(), all.to_string()]);
    let text = format!(
        "{}\n{}. Requests while it trains and panels are opened: {later}; {}.\n",
        table(1, &["file of the first load", "bytes, gzip -9"], &rows),
        goal(&format!("{MOST} bytes"), all <= MOST),
        goal("none", later == 0),
    );
    let found = json!({
        "files": sizes, "all": all, "first_load": first, "later_requests": later, "code": code,
    });
    Ok(Part { title: "Bytes", text, found: Value::clone(&found) })
}
