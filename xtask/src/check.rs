//! `check`: all that can be said about the code without running it, cheapest first.

use crate::{
    failure::Outcome,
    step, tidy,
    toolchain::{Toolchain, WASM},
};

/// The programs exclude each other's code, so each is looked at by itself.
const WASM_PARTS: [(&str, &[&str]); 5] = [
    (
        "worker",
        &["--lib", "--bin", "worker", "--example", "maps", "--test", "bits", "--test", "compiled"],
    ),
    ("worker,gpu", &["--lib", "--bin", "gpu-worker"]),
    ("app", &["--lib", "--bin", "app", "--test", "web"]),
    ("keep", &["--lib", "--bin", "files"]),
    ("formats,web", &["--lib", "--bin", "networks"]),
];

/// Natively all can be looked at together. To cargo the tests that have to be named are no targets.
const NATIVE_FEATURES: &str =
    "neural-playground/formats,neural-playground/gpu,neural-playground/plots";
const NATIVE_TARGETS: [&[&str]; 2] =
    [&["--all-targets"], &["--test", "e2e", "--test", "screenshots", "--test", "interop"]];

/// `check`
pub fn run() -> Outcome {
    with(&Toolchain::prepare()?)
}

/// The checks themselves.
pub fn with(toolchain: &Toolchain) -> Outcome {
    step::loud("fmt", || step::run(&mut toolchain.cargo(["fmt", "--all", "--check"])))?;
    tidy::with(toolchain)?;
    for targets in NATIVE_TARGETS {
        step::loud("clippy, native", || {
            step::run(
                toolchain
                    .cargo(["clippy", "--locked", "--workspace"])
                    .args(targets)
                    .args(["--features", NATIVE_FEATURES])
                    .args(["--", "-D", "warnings"]),
            )
        })?;
    }
    for (feature, targets) in WASM_PARTS {
        step::loud(&format!("clippy, {feature}"), || {
            step::run(
                toolchain
                    .cargo(["clippy"])
                    .args(wasm_arguments(feature))
                    .args(targets)
                    // Some of std compiles for the browser and panics there.
                    .env("CLIPPY_CONF_DIR", "xtask/wasm")
                    .args(["--", "-D", "warnings"]),
            )
        })?;
    }
    step::loud("doc", || {
        step::run(
            toolchain
                .cargo(["doc", "--no-deps", "--lib"])
                .args(wasm_arguments("worker,gpu,app,files"))
                .env("RUSTDOCFLAGS", "-Dwarnings"),
        )
    })
}

/// The profile is that of the built page, whose macros and build scripts are then
/// compiled already.
fn wasm_arguments(features: &str) -> [&str; 10] {
    [
        "--locked",
        "--package",
        "neural-playground",
        "--profile",
        "web",
        "--target",
        WASM,
        "--no-default-features",
        "--features",
        features,
    ]
}
