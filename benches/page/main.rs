//! The page and its engine in the browser, all parts in one run: training, maps and reading beside peers,
//! the page at full speed, how cost grows, bytes, and the start. `cargo xtask bench`, which
//! assembles the folder that this serves. To add a part: a file, and its line in `PARTS`.

#![allow(clippy::print_stdout, reason = "a program for the command line")]

mod before;
#[path = "../../tests/e2e/browser/mod.rs"]
#[expect(dead_code, reason = "the end-to-end tests use the rest")]
mod browser;
mod bytes;
mod chart;
mod commands;
#[path = "../../tests/decoder/mod.rs"]
#[expect(clippy::expect_used, reason = "the tests' own")]
mod decoder;
mod growth;
mod kinds;
mod live;
mod maps;
mod pair;
mod report;
mod start;
mod tables;
mod ties;
mod trace;
mod training;
mod visit;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use std::{env, fs};

use browser::{Failure, Outcome, Playground, Screen, measure, wait, wait_for};
use report::{FOLDER, Part, Report};
use serde_json::{Value, json};

/// The longest that all of it may take.
const PATIENCE: Duration = Duration::from_secs(1500);
/// The longest that one runner may take.
const TURN: Duration = Duration::from_secs(300);

/// The parts in their order. The last has a browser of its own, since recording takes time.
const PARTS: [&str; 12] = [
    "training", "before", "kinds", "maps", "growth", "tables", "live", "visit", "ties", "bytes",
    "start", "reflows",
];

/// The browser with the site in it, and how it is measured.
struct Bench {
    page: Playground,
    quick: bool,
    /// The worker's script.
    worker: Value,
}

impl Bench {
    async fn new(page: Playground) -> Outcome<Self> {
        page.open("").await?;
        let worker = "return document.querySelector('meta[name=worker]').content";
        let worker = page.execute(worker).await?;
        Ok(Self { page, quick: is_quick(), worker })
    }

    /// What a runner of the page of the benchmark answers.
    async fn run(
        &self,
        (runner, argument): (&str, &str),
        what: &Value,
        plan: &Value,
    ) -> Outcome<Value> {
        let page = &self.page;
        // A page of its own: nobody's warmed-up code or memory is another's.
        page.execute("location.href = 'bench.html'").await?;
        let ready =
            async || page.execute("return typeof begin === 'function' && !window.answer").await;
        wait("the page of the benchmark", ready, |ready| *ready == Value::Bool(true)).await?;
        let (runner_name, argument) = (json!(runner), json!(argument));
        page.execute(&format!("begin({runner_name}, {what}, {plan}, {argument})")).await?;
        let answer = async || page.execute("return window.answer").await;
        wait_for(TURN, runner, answer, |answer| !answer.is_null()).await
    }

    /// The same of a runner that may not fail.
    async fn run_well(&self, runner: (&str, &str), what: &Value, plan: &Value) -> Outcome<Value> {
        let answer = self.run(runner, what, plan).await?;
        match answer["error"].as_str() {
            Some(error) => Err(Failure::new(format!("{}: {error}", runner.0))),
            None => Ok(answer),
        }
    }

    async fn part(&self, name: &str) -> Outcome<Part> {
        match name {
            "training" => training::measure(self).await,
            "before" => before::measure(self).await,
            "kinds" => kinds::measure(self).await,
            "maps" => maps::measure(self).await,
            "growth" => growth::measure(self).await,
            "tables" => tables::measure(self).await,
            "live" => live::measure(self).await,
            "visit" => visit::measure(self).await,
            "ties" => ties::measure(self).await,
            "bytes" => bytes::measure(self).await,
            "start" => start::measure(self).await,
            other => Err(Failure::new(format!("no part {other}; there are {}", PARTS.join(", ")))),
        }
    }

    /// What it is measured on.
    async fn machine(&self) -> Outcome<Part> {
        let browser = self.page.execute("return navigator.userAgent").await?;
        let cores = self.page.execute("return navigator.hardwareConcurrency").await?;
        let versions = env::var("BENCH_VERSIONS").unwrap_or_default();
        let kind = if self.quick { "quick" } else { "full" };
        let processor = processor().unwrap_or_else(|| "unknown processor".to_owned());
        let told = browser.as_str().unwrap_or_default();
        let text = format!("{processor}, {cores} cores; {told}; {versions}; a {kind} run.\n");
        let found = json!({
            "processor": processor, "cores": cores, "browser": browser, "versions": versions,
            "run": kind,
        });
        Ok(Part { title: "Machine", text, found })
    }
}

fn is_quick() -> bool {
    env::var_os("BENCH_QUICK").is_some()
}

/// The processor's name, where the system tells it.
fn processor() -> Option<String> {
    let told = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = told.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn main() -> Outcome {
    // Cargo adds words of its own, with dashes.
    let mut wanted: Vec<String> =
        env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    if wanted.is_empty() {
        wanted = PARTS.map(str::to_owned).to_vec();
    }
    let traced = wanted.iter().any(|name| name == "reflows");
    wanted.retain(|name| name != "reflows");
    let report = Rc::new(RefCell::new(Report::default()));

    let parts = Rc::clone(&report);
    measure(PATIENCE, Screen::Desktop, |page| async move {
        let bench = Bench::new(page).await?;
        let machine = bench.machine().await?;
        parts.borrow_mut().add("machine", machine);
        for name in wanted {
            let part = bench.part(&name).await?;
            parts.borrow_mut().add(&name, part);
        }
        Ok(())
    })?;
    if traced {
        let parts = Rc::clone(&report);
        measure(PATIENCE, Screen::Traced, |page| async move {
            let part = live::forced(&page, is_quick()).await?;
            parts.borrow_mut().add("reflows", part);
            Ok(())
        })?;
    }
    report.borrow().write()?;
    println!("Written to {FOLDER}");
    Ok(())
}
