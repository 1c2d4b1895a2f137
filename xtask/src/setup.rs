//! `setup`: everything that building (and testing) needs, installed once.
//!
//! Each part first asks whether it is there in exactly the right version, so a second
//! run takes no time and every other command can begin with it.

use std::{fs, path::PathBuf};

use crate::{
    browser::Browser,
    debian,
    failure::{Failure, Outcome},
    step,
    toolchain::Toolchain,
};

/// Bundles the page. The newest that both toolchains compile.
const TRUNK: &str = "0.21.14";
/// Must equal the crate's version to the digit; the lock file has the crate's.
const WASM_BINDGEN: &str = "0.2.126";
/// Debian's wasm-opt (108) corrupts the output.
const BINARYEN: &str = "132";
/// Looks for faults of accessibility. It runs in the tests' page and is in nothing that we publish,
/// so its licence, MPL-2.0, asks nothing of us.
const AXE: &str = "4.14.1";

/// What reads the files that we write for other programs, from PyPI; JAX is what Keras runs on.
const PYTHON_PACKAGES: [&str; 9] = [
    "ipykernel==7.4.0",
    "jax==0.10.2",
    "keras==3.15.1",
    "matplotlib==3.11.2",
    "nbclient==0.11.0",
    "nbformat==5.11.1",
    "onnx==1.23.2",
    "onnxruntime==1.32.0",
    "safetensors==0.8.0",
];
/// The same, from npm.
const TENSORFLOW_JS: &str = "4.22.0";

/// `setup [--tests]`
pub fn run(arguments: &[&str]) -> Outcome {
    match arguments {
        [] => for_building().map(drop),
        ["--tests"] => for_testing().map(drop),
        other => Err(Failure::new(format!("setup knows only --tests, not: {}", other.join(" ")))),
    }
}

/// What `build` and `serve` need.
pub fn for_building() -> Outcome<Toolchain> {
    let toolchain = Toolchain::prepare()?;
    components(&toolchain)?;
    cargo_tool(&toolchain, "wasm-bindgen-cli", "wasm-bindgen", WASM_BINDGEN)?;
    cargo_tool(&toolchain, "trunk", "trunk", TRUNK)?;
    binaryen(&toolchain)?;
    Ok(toolchain)
}

/// What the tests and benchmarks on the GPU need: on Debian a program that stands in for one.
pub fn for_gpu() -> Outcome<Toolchain> {
    let toolchain = Toolchain::prepare()?;
    if debian::has_apt() {
        debian::install(&["mesa-vulkan-drivers"])?;
    }
    Ok(toolchain)
}

/// What `test` and `screenshots` need.
pub fn for_testing() -> Outcome<(Toolchain, Browser)> {
    let toolchain = for_building()?;
    for_gpu()?;
    Ok((toolchain, Browser::prepare()?))
}

/// rustup's minimal profile comes without the formatter and the linter.
fn components(toolchain: &Toolchain) -> Outcome {
    step::quiet("clippy and rustfmt", || {
        let has = |name| step::succeeds(&mut toolchain.cargo([name, "--version"]));
        if has("clippy") && has("fmt") {
            return Ok(());
        }
        let add = ["component", "add", "clippy", "rustfmt"];
        step::read(toolchain.command("rustup").args(add)).map(drop)
    })
}

fn cargo_tool(toolchain: &Toolchain, package: &str, program: &str, version: &str) -> Outcome {
    let label = format!("{package} {version}");
    if step::quiet(&label, || Ok(has_version(toolchain, program, version)))? {
        return Ok(());
    }
    step::loud(&format!("install {label}"), || {
        // A finished program where there is one, else its source.
        let tools = toolchain.tools();
        let binstall = ["binstall", "--no-confirm", "--disable-strategies", "compile"];
        if step::succeeds(&mut toolchain.cargo(["binstall", "-V"]))
            && step::run(
                toolchain
                    .cargo(binstall)
                    .arg("--root")
                    .arg(&tools)
                    .arg(format!("{package}@{version}")),
            )
            .is_ok()
            && has_version(toolchain, program, version)
        {
            return Ok(());
        }
        let scratch = toolchain.cache().join("tools-build");
        step::run(
            toolchain
                .cargo(["install", package, "--version", version, "--locked", "--force"])
                .arg("--root")
                .arg(&tools)
                .env("CARGO_TARGET_DIR", &scratch)
                // They run for seconds and would compile for many minutes.
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env("CARGO_PROFILE_RELEASE_DEBUG", "0"),
        )?;
        if scratch.exists() {
            fs::remove_dir_all(&scratch).map_err(Failure::at(&scratch))?;
        }
        Ok(())
    })
}

fn binaryen(toolchain: &Toolchain) -> Outcome {
    let label = format!("wasm-opt {BINARYEN}");
    if step::quiet(&label, || Ok(has_version(toolchain, "wasm-opt", BINARYEN)))? {
        return Ok(());
    }
    npm(toolchain)?;
    step::loud(&format!("install {label}"), || {
        let tools = toolchain.tools();
        fs::create_dir_all(&tools).map_err(Failure::at(&tools))?;
        step::run(
            toolchain
                .command(NPM)
                .args(["install", "--no-audit", "--no-fund", "--prefix"])
                .arg(&tools)
                .arg(format!("binaryen@{BINARYEN}")),
        )
    })
}

/// What finds faults of accessibility in a page, for the end-to-end tests; its file.
pub fn axe(toolchain: &Toolchain) -> Outcome<PathBuf> {
    let package = toolchain.cache().join("peers/node_modules/axe-core");
    let label = format!("axe-core {AXE}");
    let there = || {
        let about = fs::read_to_string(package.join("package.json")).unwrap_or_default();
        about.contains(&format!("\"version\": \"{AXE}\""))
    };
    if !step::quiet(&label, || Ok(there()))? {
        peers(toolchain, &[format!("axe-core@{AXE}")])?;
    }
    Ok(package.join("axe.min.js"))
}

/// The programs that our files are for: a Python that has its packages, in an environment of its own, and
/// the folder of npm's.
pub fn interop(toolchain: &Toolchain) -> Outcome<(PathBuf, PathBuf)> {
    let environment = toolchain.cache().join("interop");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    // Written last: an installation that was cut off is begun anew.
    let (stamp, wanted) = (environment.join("packages.txt"), PYTHON_PACKAGES.join("\n"));
    let there = || fs::read_to_string(&stamp).is_ok_and(|there| there == wanted);
    if !step::quiet("Keras, JAX, onnxruntime", || Ok(there()))? {
        let makes = ["-c", "import ensurepip, venv"];
        if !step::succeeds(toolchain.command(PYTHON).args(makes)) {
            debian::install(&["python3", "python3-venv"])?;
        }
        step::loud("packages from PyPI", || {
            step::run(toolchain.command(PYTHON).args(["-m", "venv", "--clear"]).arg(&environment))?;
            let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
            step::run(
                toolchain.command(&python.to_string_lossy()).args(install).args(PYTHON_PACKAGES),
            )
        })?;
        fs::write(&stamp, &wanted).map_err(Failure::at(&stamp))?;
    }
    let about = toolchain.cache().join("peers/node_modules/@tensorflow/tfjs/package.json");
    let version = format!("\"version\": \"{TENSORFLOW_JS}\"");
    let there = || fs::read_to_string(&about).is_ok_and(|about| about.contains(&version));
    if !step::quiet(&format!("TensorFlow.js {TENSORFLOW_JS}"), || Ok(there()))? {
        peers(toolchain, &[format!("@tensorflow/tfjs@{TENSORFLOW_JS}")])?;
    }
    Ok((python, toolchain.cache().join("peers")))
}

/// Python, where it makes environments.
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// Packages of npm that run beside ours in a page, in the benchmark and the tests; the folder that they
/// are in.
pub fn peers(toolchain: &Toolchain, packages: &[String]) -> Outcome<PathBuf> {
    npm(toolchain)?;
    let folder = toolchain.cache().join("peers");
    step::loud("peers from npm", || {
        fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
        step::run(
            toolchain
                .command(NPM)
                // Their install scripts would fetch programs for Node.js, which a browser needs not.
                .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
                .arg(&folder)
                .args(packages),
        )
    })?;
    Ok(folder.join("node_modules"))
}

/// npm itself, where it is missing.
fn npm(toolchain: &Toolchain) -> Outcome {
    if step::succeeds(toolchain.command(NPM).arg("--version")) {
        return Ok(());
    }
    if !debian::has_apt() {
        return Err(Failure::new(
            "wasm-opt and what tests and benchmarks run beside the page come from npm, which is \
             missing: install Node.js (https://nodejs.org)",
        ));
    }
    debian::install(&["npm"])
}

/// npm is a script on Windows, and a script needs its ending there.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Whether the program's `--version` has exactly this version among its words.
fn has_version(toolchain: &Toolchain, program: &str, version: &str) -> bool {
    step::read(toolchain.command(program).arg("--version"))
        .is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}
