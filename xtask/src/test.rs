//! `test`: what CI runs. Cheapest first, and it stops at the first failure.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    browser::Browser,
    build,
    cargo_metadata::Metadata,
    check,
    driver::Driver,
    failure::{Failure, Outcome},
    setup, step,
    toolchain::{Toolchain, WASM},
};

/// Tests that run as WebAssembly in the browser. `parity` and `bits` are also native tests: both
/// must come to the same numbers.
const BROWSER_TESTS: [&str; 4] = ["web", "parity", "bits", "compiled"];

/// End-to-end tests of areas where it may show who trains and who draws. They run a second time beside an
/// adapter, where the page must be the same.
const BESIDE_AN_ADAPTER: [&str; 8] = [
    "faults::",
    "freezing::",
    "keeping::",
    "look::",
    "print::",
    "training::",
    "undo::",
    "worker::",
];

/// `test [engine|gpu|interop|web|e2e]`
pub fn run(arguments: &[&str]) -> Outcome {
    let mut report = Report::default();
    let outcome = match arguments {
        [] => all(&mut report),
        ["engine"] => Toolchain::prepare().and_then(|toolchain| native(&toolchain, &mut report)),
        ["interop"] => Toolchain::prepare().and_then(|toolchain| interop(&toolchain, &mut report)),
        ["gpu"] => setup::for_gpu().and_then(|toolchain| on_gpu(&toolchain, &mut report)),
        ["web"] => setup::for_testing()
            .and_then(|(toolchain, browser)| in_browser(&toolchain, &browser, &mut report)),
        ["e2e"] => setup::for_testing()
            .and_then(|(toolchain, browser)| end_to_end(&toolchain, &browser, &mut report)),
        other => Err(Failure::new(format!(
            "test takes nothing or one of engine, gpu, interop, web, e2e, not: {}",
            other.join(" ")
        ))),
    };
    report.print();
    outcome
}

fn all(report: &mut Report) -> Outcome {
    let (toolchain, browser) = report.stage("setup", || Ok((setup::for_testing()?, None)))?;
    report.stage("check", || Ok((check::with(&toolchain)?, None)))?;
    native(&toolchain, report)?;
    interop(&toolchain, report)?;
    on_gpu(&toolchain, report)?;
    in_browser(&toolchain, &browser, report)?;
    end_to_end(&toolchain, &browser, report)
}

/// Every test target that asks for no feature beyond these: new ones run unasked, and
/// those for the browser stay out.
fn native(toolchain: &Toolchain, report: &mut Report) -> Outcome {
    report.stage("native tests", || {
        step::loud("native tests", || {
            let passed = step::count_tests(&mut native_command(toolchain))?;
            Ok(((), Some(passed)))
        })
    })
}

/// What other programs make of the files that we write for them.
fn interop(toolchain: &Toolchain, report: &mut Report) -> Outcome {
    let (python, node) = setup::interop(toolchain)?;
    report.stage("interop tests", || {
        step::loud("interop tests", || {
            let mut command = native_command(toolchain);
            command.args(["--test", "interop"]);
            command.env("INTEROP_PYTHON", &python).env("INTEROP_NODE", &node);
            // What JAX compiles is kept for the next run, however small: that is most of the time.
            command
                .env("JAX_COMPILATION_CACHE_DIR", toolchain.cache().join("jax"))
                .env("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
                .env("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1");
            Ok(((), Some(step::count_tests(&mut command)?)))
        })
    })
}

/// The contract of the GPU, natively: on lavapipe where there is no graphics card. In a command
/// of its own, since native wgpu is heavy to compile and nothing else needs it.
fn on_gpu(toolchain: &Toolchain, report: &mut Report) -> Outcome {
    report.stage("GPU tests", || {
        step::loud("GPU tests", || {
            let mut command =
                toolchain.cargo(["test", "--locked", "--package", "neural-playground"]);
            command.args(["--features", "gpu", "--test", "shaders", "--test", "gpu"]);
            // The tests say which adapter they run on.
            command.args(["--", "--show-output"]);
            Ok(((), Some(step::count_tests(&mut command)?)))
        })
    })
}

/// `cargo test` for everything native but what has to be named: [`interop`] and what opens the page. All have
/// the same features, and so the same code, compiled once.
pub fn native_command(toolchain: &Toolchain) -> std::process::Command {
    let mut command = toolchain.cargo(["test", "--locked", "--workspace", "--features"]);
    command.arg("neural-playground/formats,neural-playground/plots");
    command
}

fn in_browser(toolchain: &Toolchain, browser: &Browser, report: &mut Report) -> Outcome {
    let capabilities = std::path::absolute("target/webdriver.json")
        .map_err(Failure::at(Path::new("target/webdriver.json")))?;
    browser.write_capabilities(&capabilities)?;
    // One command with the features of all: each dependency is then compiled once.
    let metadata = Metadata::read(toolchain)?;
    // The parity test trains; natively that is the default.
    let mut features = vec!["train".to_owned()];
    let mut targets = Vec::new();
    for test in BROWSER_TESTS {
        features.extend(metadata.required_features(test)?);
        targets.extend(["--test", test]);
    }
    report.stage("browser tests", || {
        step::loud("browser tests", || {
            let passed = step::count_tests(
                toolchain
                    .cargo(["test", "--locked", "--package", "neural-playground"])
                    .args(["--profile", build::WEB, "--target", WASM])
                    .args(["--no-default-features", "--features"])
                    .arg(features.join(","))
                    .args(targets)
                    // The runner starts the driver itself, on a free port.
                    .env("CHROMEDRIVER", &browser.driver)
                    .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
                    .env("WASM_BINDGEN_TEST_TIMEOUT", "300"),
            )?;
            Ok(((), Some(passed)))
        })
    })
}

fn end_to_end(toolchain: &Toolchain, browser: &Browser, report: &mut Report) -> Outcome {
    let dist = report.stage("site for the tests", || Ok((build::for_tests(toolchain)?, None)))?;
    let axe = setup::axe(toolchain)?;
    // The tests of the GPU ask for their adapter whatever the others have, and by themselves: a
    // program in the place of a graphics card needs every core.
    let apart = ["--skip", "gpu::"];
    for (name, adapter, arguments) in [
        ("end to end", false, apart.as_slice()),
        ("end to end, on the GPU", false, &["gpu::"]),
        ("end to end, with WebGPU", true, &BESIDE_AN_ADAPTER),
    ] {
        report.stage(name, || {
            step::loud(&format!("{name} tests"), || {
                let driver = Driver::start(browser)?;
                let mut command = page_command(toolchain, browser, &driver, &dist, "e2e");
                command.env("E2E_AXE", &axe).arg("--").args(arguments);
                if adapter {
                    command.env("E2E_WEBGPU", "1");
                }
                Ok(((), Some(step::count_tests(&mut command)?)))
            })
        })?;
    }
    Ok(())
}

/// `cargo test` for a target that opens the built page in browsers that the driver starts.
pub fn page_command(
    toolchain: &Toolchain,
    browser: &Browser,
    driver: &Driver,
    dist: &Path,
    test: &str,
) -> std::process::Command {
    let mut command = native_command(toolchain);
    command
        .args(["--test", test])
        .env("CHROME", &browser.chrome)
        .env("WEBDRIVER", driver.address())
        .env("E2E_DIST", dist);
    command
}

/// What ran, how many tests passed, and how long it took.
#[derive(Default)]
struct Report {
    stages: Vec<Stage>,
}

struct Stage {
    name: String,
    passed: Option<usize>,
    time: Duration,
    failed: bool,
}

impl Report {
    /// Runs one stage; it returns its result and, if it ran tests, how many passed.
    fn stage<T>(
        &mut self,
        name: &str,
        work: impl FnOnce() -> Outcome<(T, Option<usize>)>,
    ) -> Outcome<T> {
        let start = Instant::now();
        let outcome = work();
        self.stages.push(Stage {
            name: name.to_owned(),
            passed: outcome.as_ref().ok().and_then(|(_, passed)| *passed),
            time: start.elapsed(),
            failed: outcome.is_err(),
        });
        outcome.map(|(result, _)| result)
    }

    fn print(&self) {
        if self.stages.is_empty() {
            return;
        }
        println!();
        for stage in &self.stages {
            let result = match (stage.failed, stage.passed) {
                (true, _) => "FAILED".to_owned(),
                (false, Some(passed)) => format!("{passed} passed"),
                (false, None) => "ok".to_owned(),
            };
            let time = step::seconds(stage.time);
            println!("{:<24}{result:>12}{time:>12}", stage.name);
        }
        let total: Duration = self.stages.iter().map(|stage| stage.time).sum();
        let passed: usize = self.stages.iter().filter_map(|stage| stage.passed).sum();
        let time = step::seconds(total);
        println!("{:<24}{:>12}{time:>12}", "total", format!("{passed} passed"));
    }
}
