//! `bench`: how fast everything is, measured side by side in one run.

use std::{fs, path::Path};

use crate::{
    budget, build, bytes,
    driver::Driver,
    failure::{Failure, Outcome},
    setup, step,
};

/// What else trains networks or reads tables in a browser, from npm: package, version and the files of it
/// that a page loads.
const PEERS: [(&str, &str, &[&str]); 5] = [
    ("@tensorflow/tfjs", "4.22.0", &["dist/tf.min.js"]),
    (
        "@tensorflow/tfjs-backend-wasm",
        "4.22.0",
        &[
            "dist/tf-backend-wasm.min.js",
            "dist/tfjs-backend-wasm.wasm",
            "dist/tfjs-backend-wasm-simd.wasm",
            "dist/tfjs-backend-wasm-threaded-simd.wasm",
        ],
    ),
    ("convnetjs", "0.3.0", &["build/convnet-min.js"]),
    ("brain.js", "1.6.1", &["browser.min.js"]),
    ("papaparse", "5.7.1", &["papaparse.min.js"]),
];

/// What of `benches/page` the browser loads.
const FILES: [(&str, &str); 8] = [
    ("index.html", "bench.html"),
    ("objects.js", "objects.js"),
    ("papa.js", "papa.js"),
    ("parts.js", "parts.js"),
    ("runners.js", "runners.js"),
    ("start.html", "start.html"),
    ("table.js", "table.js"),
    ("tables.js", "tables.js"),
];

/// What the worker from before is told, and which commit it is of.
const BEFORE: &str = include_str!("../../benches/page/before.json");

/// `bench [--quick] [PART…]`, `bench gpu`
pub fn run(arguments: &[&str]) -> Outcome {
    match arguments {
        ["gpu"] => gpu(),
        ["--quick", parts @ ..] => page(true, parts),
        parts => page(false, parts),
    }
}

fn gpu() -> Outcome {
    let toolchain = setup::for_gpu()?;
    step::loud("bench gpu", || {
        step::run(toolchain.cargo(["bench", "--locked", "--package", "neural-playground"]).args([
            "--features",
            "gpu",
            "--bench",
            "gpu",
        ]))
    })
}

/// The page in a browser: the released site, and next to it the page of the benchmark and what it
/// loads, peers among it.
fn page(quick: bool, parts: &[&str]) -> Outcome {
    let (toolchain, browser) = setup::for_testing()?;
    let packages =
        setup::peers(&toolchain, &PEERS.map(|(name, version, _)| format!("{name}@{version}")))?;
    let site = toolchain.target().join("bench-site");
    build::released(&toolchain, &site)?;
    let sizes = serde_json::json!(budget::sizes(&site)?).to_string();
    // It takes a minute: where nobody asks for the bytes, nothing is said of code.
    let code = match parts.is_empty() || parts.contains(&"bytes") {
        true => bytes::measure(&toolchain)?,
        false => serde_json::Value::Null,
    };
    build::example(&toolchain, "maps", &site)?;
    if parts.is_empty() || parts.contains(&"before") {
        let before: serde_json::Value =
            serde_json::from_str(BEFORE).map_err(|error| Failure::new(error.to_string()))?;
        let commit = before["commit"].as_str().unwrap_or_default();
        build::earlier(&toolchain, commit, &site.join("before"))?;
    }
    let copy =
        |from: &Path, to: &str| fs::copy(from, site.join(to)).map(drop).map_err(Failure::at(from));
    for (file, to) in FILES {
        copy(&Path::new("benches/page").join(file), to)?;
    }
    for (name, _, files) in PEERS {
        for file in files {
            let from = packages.join(name).join(file);
            let last = file.rsplit('/').next().unwrap_or(file);
            copy(&from, if name == "brain.js" { "brain-browser.min.js" } else { last })?;
        }
    }
    let versions = PEERS.map(|(name, version, _)| format!("{name} {version}")).join(", ");
    step::loud("bench", || {
        let driver = Driver::start(&browser)?;
        let mut command = toolchain.cargo(["bench", "--locked", "--package", "neural-playground"]);
        command
            .args(["--features", "plots,files", "--bench", "page", "--"])
            .args(parts)
            .env("CHROME", &browser.chrome)
            .env("WEBDRIVER", driver.address())
            .env("E2E_DIST", &site)
            .env("BENCH_BYTES", &sizes)
            .env("BENCH_CODE", code.to_string())
            .env("BENCH_VERSIONS", &versions);
        if quick {
            command.env("BENCH_QUICK", "1");
        }
        step::run(&mut command)
    })
}
