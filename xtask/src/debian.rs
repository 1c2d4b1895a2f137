//! Debian's packages: the second source of everything, and the only one of browsers.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::{
    failure::{Failure, Outcome},
    step,
    toolchain::{Toolchain, WASM},
};

/// Where the packages put their programs.
pub const BIN: &str = "/usr/bin";

/// A current Rust (the `-web` packages follow what Firefox needs) and its linker.
const TOOLCHAIN: [&str; 6] =
    ["cargo-web", "lld-22", "rust-web-clippy", "rust-web-src", "rustc-web", "rustfmt-web"];

/// The package lld-22 has the linker here.
const LINKER: &str = "/usr/lib/llvm-22/bin/lld";

/// Whether this machine installs programs with apt.
pub fn has_apt() -> bool {
    Path::new("/usr/bin/apt-get").exists()
}

/// Installs those of the packages that are missing.
pub fn install(packages: &[&str]) -> Outcome {
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !has_apt() {
        return Err(Failure::new(format!(
            "this machine has no apt-get; install what Debian calls: {list}"
        )));
    }
    let Some(prefix) = privilege() else {
        return Err(Failure::new(format!(
            "packages are missing and this user may not install them. Run, then try again:\n\
             \n    sudo apt-get install -y --no-install-recommends {list}\n"
        )));
    };
    step::loud(&format!("apt-get install {list}"), || {
        static UPDATED: AtomicBool = AtomicBool::new(false);
        if !UPDATED.swap(true, Ordering::Relaxed) {
            // One broken mirror among several is no reason to stop; the installation
            // itself says what it cannot find.
            step::succeeds(&mut apt(prefix, &["update"]));
        }
        let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
        arguments.extend(&missing);
        step::run(&mut apt(prefix, &arguments))
    })
}

fn is_installed(package: &str) -> bool {
    step::read(Command::new("dpkg-query").args(["-W", "-f=${db:Status-Abbrev}", package]))
        .is_ok_and(|status| status.starts_with("ii"))
}

/// The words before a command that writes to the system: none for root, `sudo -n` where
/// it asks for no password, nothing at all for others.
fn privilege() -> Option<&'static [&'static str]> {
    if step::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        Some(&[])
    } else if step::succeeds(Command::new("sudo").args(["-n", "true"])) {
        Some(&["sudo", "-n"])
    } else {
        None
    }
}

fn privileged(prefix: &[&str], program: &str) -> Command {
    let mut words = prefix.iter().copied().chain([program]);
    let mut command = Command::new(words.next().unwrap_or(program));
    command.args(words);
    command
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Command {
    // `env` because sudo drops variables; the timeout waits for a second apt to end.
    let mut command = privileged(prefix, "env");
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(["-o", "DPkg::Lock::Timeout=300"])
        .args(arguments);
    command
}

/// Where the linker is found under the name by which rustc calls it.
pub fn linker_folder(cache: &Path) -> PathBuf {
    cache.join("debian-bin")
}

/// Installs Debian's toolchain and completes it: its linker has another name, and the
/// standard library for the browser is there as source only.
pub fn install_toolchain(toolchain: &Toolchain) -> Outcome {
    if env::consts::OS != "linux" || !has_apt() {
        return Err(Failure::new(format!(
            "the Rust target {WASM} is missing. Install it with: rustup target add {WASM}"
        )));
    }
    install(&TOOLCHAIN)?;
    let folder = linker_folder(toolchain.cache());
    fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
    step::run(Command::new("ln").args(["-sf", LINKER]).arg(folder.join("rust-lld")))?;
    if toolchain.links_wasm() {
        return Ok(());
    }
    step::loud(&format!("standard library for {WASM}"), || build_standard_library(toolchain))
}

fn build_standard_library(toolchain: &Toolchain) -> Outcome {
    let crate_folder = toolchain.cache().join("standard-library");
    let source = crate_folder.join("src");
    let output = crate_folder.join("target");
    fs::create_dir_all(&source).map_err(Failure::at(&source))?;
    for (file, text) in [
        (
            crate_folder.join("Cargo.toml"),
            "[workspace]\n[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n",
        ),
        (source.join("lib.rs"), ""),
    ] {
        fs::write(&file, text).map_err(Failure::at(&file))?;
    }
    step::run(
        toolchain
            .cargo(["build", "--release", "--target", WASM])
            .arg("-Zbuild-std=std,panic_abort,test")
            .current_dir(&crate_folder)
            .env("CARGO_TARGET_DIR", &output)
            .env("RUSTC_BOOTSTRAP", "1")
            // Without bitcode in it, link-time optimisation fails later.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes"),
    )?;

    let place = step::read(toolchain.command("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        WASM,
    ]))?;
    let Some(prefix) = privilege() else {
        return Err(Failure::new(format!(
            "the standard library is built, but this user may not write to {}",
            place.trim()
        )));
    };
    let place = Path::new(place.trim());
    step::run(privileged(prefix, "mkdir").arg("-p").arg(place))?;
    // What an older compiler left there would only confuse this one.
    let stale = libraries(place)?;
    if !stale.is_empty() {
        step::run(privileged(prefix, "rm").args(&stale))?;
    }
    let built: Vec<_> = libraries(&output.join(WASM).join("release/deps"))?
        .into_iter()
        .filter(|path| !path.to_string_lossy().contains("libempty-"))
        .collect();
    step::run(privileged(prefix, "cp").args(&built).arg(place))?;

    // Crates that were built against an earlier standard library no longer fit.
    for folder in [crate_folder, toolchain.target().join(WASM)] {
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Failure::at(&folder))?;
        }
    }
    Ok(())
}

fn libraries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Failure::at(folder))?;
    Ok(entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "rlib"))
        .collect())
}
