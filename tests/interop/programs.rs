//! The other programs, and the folders that they are handed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use neural_playground::formats::{Format, Refused, Wishes, Written, write};

use crate::cases::Case;

/// An empty folder of a test's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interop").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes a case into a folder of its own below `folder`: the format's files, and `case.json` with some
/// rows and what the network answers to them. `None`, where the format refuses it for what it lacks.
pub fn lay(folder: &Path, case: &Case, format: Format) -> Option<Written> {
    let written = match write(format, &case.trained, &Wishes::default()) {
        Ok(written) => written,
        Err(Refused::Lacks(_)) => return None,
        Err(Refused::Failed(why)) => panic!("{}: {why}", case.name),
    };
    let own = folder.join(&case.name);
    fs::create_dir_all(&own).unwrap();
    for file in &written.files {
        fs::write(own.join(&file.name), &file.bytes).unwrap();
    }
    fs::write(own.join("case.json"), case.json().to_string()).unwrap();
    Some(written)
}

/// Runs a script of `tests/interop` with Python over a folder.
pub fn python(script: &str, folder: &Path) {
    let python = env::var("INTEROP_PYTHON").expect("cargo xtask test interop sets INTEROP_PYTHON");
    let mut command = Command::new(python);
    // A process for each core is enough, and JAX need not look for accelerators.
    command.env("KERAS_BACKEND", "jax").env("JAX_PLATFORMS", "cpu");
    run(command.arg(Path::new("tests/interop").join(script)).arg(folder));
}

/// Runs a script of `tests/interop` with Node over a folder.
pub fn node(script: &str, folder: &Path) {
    let modules = env::var("INTEROP_NODE").expect("cargo xtask test interop sets INTEROP_NODE");
    let mut command = Command::new("node");
    command.env("NODE_PATH", Path::new(&modules).join("node_modules"));
    run(command.arg(Path::new("tests/interop").join(script)).arg(folder));
}

/// Runs a program that must succeed; what it has said is shown.
pub fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    println!("{out}");
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
}
