//! Which compiler runs everything, and in what environment.
//!
//! Usually the one that ran `cargo xtask`. Where it has no WebAssembly standard library
//! and rustup cannot fetch one, Debian's own toolchain takes over *all* work, native
//! included, so that each dependency is still compiled only once per target.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    debian,
    failure::{Failure, Outcome},
    step,
};

/// The target of everything that a browser runs.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A closed network makes rustup wait; a slow one gets this long.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);

/// Flags from the environment replace those of `.cargo/config.toml`, and with them the
/// SIMD that the worker insists on.
const FLAG_VARIABLES: [&str; 4] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
];

/// Left behind by the cargo that runs xtask; they would steer or disturb another cargo.
const INHERITED_VARIABLES: [&str; 9] = [
    "CARGO",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "LD_LIBRARY_PATH",
    "RUSTC",
    "RUSTDOC",
    "RUSTFMT",
    "RUSTUP_TOOLCHAIN",
    "RUST_RECURSION_COUNT",
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Ambient,
    Debian,
}

/// The toolchain chosen for this run. All commands are made by it.
pub struct Toolchain {
    kind: Kind,
    cache: PathBuf,
    target: PathBuf,
}

impl Toolchain {
    /// A toolchain that can build for the browser; installs what is missing.
    pub fn prepare() -> Outcome<Self> {
        if let Some(ready) = step::quiet("toolchain", Self::find)? {
            return Ok(ready);
        }
        let ambient = Self::new(Kind::Ambient)?;
        step::quiet("rustup target add", || {
            // Without rustup this just says no.
            step::succeeds_within(
                RUSTUP_LIMIT,
                ambient.command("rustup").args(["target", "add", WASM]),
            );
            Ok(())
        })?;
        if ambient.links_wasm() {
            return Ok(ambient);
        }
        println!("   rustup brought no {WASM}; trying Debian's packages.");
        let debian = Self::new(Kind::Debian)?;
        debian::install_toolchain(&debian)?;
        if debian.links_wasm() {
            return Ok(debian);
        }
        Err(Failure::new(format!(
            "no Rust toolchain here can build for {WASM}. \
             Install one with rustup (https://rustup.rs), then: rustup target add {WASM}"
        )))
    }

    /// The toolchain for work that needs no browser target; never installs anything.
    pub fn as_is() -> Outcome<Self> {
        match Self::find()? {
            Some(ready) => Ok(ready),
            None => Self::new(Kind::Ambient),
        }
    }

    /// The first toolchain that already links a program for the browser.
    fn find() -> Outcome<Option<Self>> {
        for kind in [Kind::Ambient, Kind::Debian] {
            let candidate = Self::new(kind)?;
            if candidate.links_wasm() {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }

    fn new(kind: Kind) -> Outcome<Self> {
        let cache = cache_folder()?.join("neural-playground");
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(&folder).map_err(Failure::at(folder.as_ref()))?,
            None => cache.join("target"),
        };
        fs::create_dir_all(&cache).map_err(Failure::at(&cache))?;
        Ok(Self { kind, cache, target })
    }

    /// Whether it can build for the browser. It tries: a list of installed targets would
    /// not notice a standard library that an updated compiler can no longer read.
    pub fn links_wasm(&self) -> bool {
        let probe = self.cache.join(format!("probe-{}", std::process::id()));
        let source = probe.join("probe.rs");
        let works = fs::create_dir_all(&probe).is_ok()
            && fs::write(&source, "fn main() {}").is_ok()
            && step::succeeds(
                self.command("rustc")
                    .args(["--target", WASM, "--out-dir"])
                    .arg(&probe)
                    .arg(&source),
            );
        // Only a scrap of the cache; the next run has its own.
        fs::remove_dir_all(&probe).ok();
        works
    }

    /// A command in this toolchain's environment: its compiler and the project's tools
    /// come first in PATH.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", self.path(&[])).env("CARGO_TARGET_DIR", &self.target);
        for name in FLAG_VARIABLES {
            if env::var_os(name).is_some() {
                command.env_remove(name);
            }
        }
        if self.kind == Kind::Debian {
            for name in INHERITED_VARIABLES {
                command.env_remove(name);
            }
        }
        command
    }

    /// `cargo` with these arguments.
    pub fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments);
        command
    }

    /// The PATH of its commands, with folders that come before all others.
    pub fn path(&self, first: &[PathBuf]) -> OsString {
        let tools = self.tools();
        let mut folders = first.to_vec();
        folders.extend([tools.join("bin"), tools.join("node_modules/.bin")]);
        if self.kind == Kind::Debian {
            folders.push(debian::linker_folder(&self.cache));
            folders.push(debian::BIN.into());
        }
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        // Where this folder is not in PATH, cargo itself puts it *first*, and rustup's
        // cargo-clippy would then serve Debian's cargo.
        if let Some(home) = env::home_dir() {
            let bin = env::var_os("CARGO_HOME").map_or(home.join(".cargo"), PathBuf::from);
            folders.push(bin.join("bin"));
        }
        // It fails for a folder with a separator in its name, and then PATH stays as it was.
        env::join_paths(folders).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
    }

    /// Everything this project keeps outside the repository.
    pub fn cache(&self) -> &Path {
        &self.cache
    }

    /// Where the tools are installed (`bin/`, `node_modules/.bin/`).
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Cargo's target folder, shared by all checkouts.
    pub fn target(&self) -> &Path {
        &self.target
    }
}

fn cache_folder() -> Outcome<PathBuf> {
    if let Some(folder) = env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    env::home_dir()
        .map(|home| home.join(".cache"))
        .ok_or_else(|| Failure::new("neither XDG_CACHE_HOME nor a home folder is known"))
}

/// Says which variables the commands will not see.
pub fn note_ignored_flags() {
    for name in FLAG_VARIABLES {
        if env::var_os(name).is_some() {
            eprintln!("{name} is ignored: it would replace the flags in .cargo/config.toml");
        }
    }
}
