//! `build`: the whole site as files that any web server can hand out, from any path.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    budget, compress,
    failure::{Failure, Outcome},
    setup, split, step,
    toolchain::{Toolchain, WASM},
    version_worker,
};

/// Cargo's profile for what is published.
const RELEASE: &str = "release";
/// Cargo's profile for what is published and computes little.
const PAGE: &str = "page";
/// Cargo's profile for the workers that are published.
const WORKER: &str = "worker";
/// Cargo's profile for what is served while developing, and tested.
pub const WEB: &str = "web";

/// A program of the site.
pub struct Program {
    /// The binary's name.
    pub name: &'static str,
    /// Its features.
    pub features: &'static str,
    /// Cargo's profile for what is published.
    pub profile: &'static str,
    /// What `wasm-opt` is told.
    pub optimize: &'static str,
}

/// All of them, as index.html has them.
pub const PROGRAMS: [Program; 5] = [
    Program { name: "app", features: "app,split", profile: PAGE, optimize: "-Oz" },
    Program { name: "worker", features: "worker", profile: WORKER, optimize: "-O" },
    Program { name: "gpu-worker", features: "worker,gpu", profile: WORKER, optimize: "-O" },
    Program { name: "files", features: "keep", profile: PAGE, optimize: "-Oz" },
    Program { name: "networks", features: "formats,web", profile: PAGE, optimize: "-Oz" },
];

/// What the browsers that the page is for understand.
pub const ABILITIES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// `build [--profile web] [--dist DIR]`
pub fn run(arguments: &[&str]) -> Outcome {
    let mut profile = RELEASE;
    let mut dist = "dist";
    let mut rest = arguments;
    loop {
        rest = match rest {
            [] => break,
            ["--profile", name @ (RELEASE | WEB), rest @ ..] => {
                profile = name;
                rest
            }
            ["--dist", folder, rest @ ..] => {
                dist = folder;
                rest
            }
            other => {
                return Err(Failure::new(format!(
                    "build takes --profile release, --profile web and --dist DIR, not: {}",
                    other.join(" ")
                )));
            }
        }
    }
    let toolchain = setup::for_building()?;
    site(&toolchain, profile, Path::new(dist))?;
    println!("The site is in {dist}/");
    Ok(())
}

/// The quick build that the tests open, in a folder of this checkout's own.
pub fn for_tests(toolchain: &Toolchain) -> Outcome<std::path::PathBuf> {
    let folder = Path::new("target/e2e");
    site(toolchain, WEB, folder)?;
    folder.canonicalize().map_err(Failure::at(folder))
}

/// What is published, into a folder.
pub fn released(toolchain: &Toolchain, folder: &Path) -> Outcome {
    site(toolchain, RELEASE, folder)
}

fn site(toolchain: &Toolchain, profile: &str, dist: &Path) -> Outcome {
    step::loud(&format!("site, profile {profile}"), || {
        let lock = alone(toolchain)?;
        fs::create_dir_all(dist).map_err(Failure::at(dist))?;
        let mut command = trunk(toolchain, "build", profile)?;
        command.arg("--dist").arg(dist);
        if profile == RELEASE {
            // To Trunk this means: run wasm-opt.
            command.arg("--release");
        }
        step::run(&mut command)?;
        drop(lock);
        if profile == RELEASE {
            compress::beside(dist)?;
        }
        budget::check(dist, profile)
    })
}

/// An example that runs in the browser, compiled as the published worker is: a script that is no
/// module, and its program, into a folder.
pub fn example(toolchain: &Toolchain, name: &str, folder: &Path) -> Outcome {
    step::loud(&format!("{name}, profile {WORKER}"), || {
        let _lock = alone(toolchain)?;
        step::run(
            toolchain
                .cargo(["build", "--locked", "--package", "neural-playground"])
                .args(["--profile", WORKER, "--target", WASM])
                .args(["--no-default-features", "--features", "worker", "--example", name]),
        )?;
        let built = toolchain.target().join(WASM).join(WORKER).join("examples");
        classic(toolchain, &built.join(name).with_extension("wasm"), folder)
    })
}

/// A compiled program and its script, which is no module, into a folder.
fn classic(toolchain: &Toolchain, built: &Path, folder: &Path) -> Outcome {
    step::run(
        toolchain
            .command("wasm-bindgen")
            .args(["--target", "no-modules", "--no-typescript", "--out-dir"])
            .arg(folder)
            .arg(built),
    )
}

/// The worker of an earlier commit, compiled as it was published then, and started by its own script:
/// `worker.js` in a folder. The commit's files come from this checkout's history.
pub fn earlier(toolchain: &Toolchain, commit: &str, folder: &Path) -> Outcome {
    step::loud(&format!("worker of {commit}"), || {
        let checkout = toolchain.cache().join("before");
        if !checkout.join("Cargo.toml").is_file() {
            step::run(
                Command::new("git").args(["clone", "--quiet", "--no-checkout", "."]).arg(&checkout),
            )?;
        }
        step::run(
            Command::new("git")
                .args(["-C"])
                .arg(&checkout)
                .args(["checkout", "--quiet", "--detach", commit]),
        )?;
        let _lock = alone(toolchain)?;
        step::run(
            toolchain
                .cargo(["build", "--locked", "--package", "neural-playground", "--bin", "worker"])
                .args(["--release", "--target", WASM])
                .args(["--no-default-features", "--features", "worker"])
                .current_dir(&checkout),
        )?;
        let built = toolchain.target().join(WASM).join(RELEASE).join("worker.wasm");
        classic(toolchain, &built, folder)?;
        let program = folder.join("worker_bg.wasm");
        step::run(
            toolchain
                .command("wasm-opt")
                .arg("-O")
                .args(ABILITIES)
                .arg(&program)
                .arg("-o")
                .arg(&program),
        )?;
        let script = folder.join("worker.js");
        let text = fs::read_to_string(&script).map_err(Failure::at(&script))?;
        fs::write(&script, text + &version_worker::start("worker_bg.wasm"))
            .map_err(Failure::at(&script))
    })
}

/// A program as it is published, but with its functions' names: its file in `folder`.
pub fn named(toolchain: &Toolchain, folder: &Path, program: &Program) -> Outcome<PathBuf> {
    let Program { name, features, profile, optimize } = program;
    step::loud(&format!("{name} with names, profile {profile}"), || {
        let _lock = alone(toolchain)?;
        step::run(
            toolchain
                .cargo(["build", "--locked", "--package", "neural-playground", "--bin", name])
                .args(["--profile", profile, "--target", WASM])
                .args(["--no-default-features", "--features", features]),
        )?;
        let built = toolchain.target().join(WASM).join(profile).join(name);
        step::run(
            toolchain
                .command("wasm-bindgen")
                .args(["--target", "web", "--keep-debug", "--no-typescript", "--out-dir"])
                .arg(folder)
                .arg(built.with_extension("wasm")),
        )?;
        let small = folder.join(name).with_extension("wasm");
        step::run(
            toolchain
                .command("wasm-opt")
                .args(["-g", optimize])
                .args(ABILITIES)
                .arg(folder.join(format!("{name}_bg.wasm")))
                .arg("-o")
                .arg(&small),
        )?;
        Ok(small)
    })
}

/// Checkouts share the target folder, and a program has the same name in all: one build at a
/// time, until its files are elsewhere. The lock ends with the file.
fn alone(toolchain: &Toolchain) -> Outcome<File> {
    let path = toolchain.cache().join("site.lock");
    let lock = File::create(&path).map_err(Failure::at(&path))?;
    lock.lock().map_err(Failure::at(&path))?;
    Ok(lock)
}

/// Trunk, as both `build` and `serve` call it.
pub fn trunk(toolchain: &Toolchain, action: &str, profile: &str) -> Outcome<Command> {
    let mut command = toolchain.command("trunk");
    command
        .args([action, "--locked", "--cargo-profile", profile])
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk reads this variable as a boolean and stops at the customary "1".
        .env_remove("NO_COLOR")
        // Its own stack trace would push the compiler's message off the screen.
        .env_remove("RUST_BACKTRACE");
    split::stand_in(toolchain, &mut command)?;
    Ok(command)
}
