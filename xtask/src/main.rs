//! The project's chores, so that nobody needs to remember a command line.
//!
//! One file per command; `toolchain` decides once which compiler runs everything, and
//! `step` prints what is going on. To add a command: a file, a `mod`, an arm in `run`
//! and a line in `HELP`.

mod bench;
mod bless;
mod browser;
mod budget;
mod build;
mod bytes;
mod cargo_metadata;
mod check;
mod compress;
mod debian;
mod driver;
mod failure;
mod finish;
mod policy;
mod screenshots;
mod serve;
mod setup;
mod shrink;
mod split;
mod step;
mod test;
mod tidy;
mod toolchain;
mod version_worker;

use std::{env, path::Path, process::ExitCode};

use failure::{Failure, Outcome};

const HELP: &str = "\
Usage: cargo xtask <command>

  setup [--tests]              Install what building needs (--tests: and testing), once.
  serve [--port N] [--no-open] Build, serve on 127.0.0.1, rebuild after each change.
  build                        Build the optimised site into dist/, for any web server.
        [--profile web] [--dist DIR]   ... the quick build of the tests, or elsewhere.
  tidy                         The source rules: layers, licences, dependencies, style.
  check                        fmt, tidy, clippy and doc, native and WebAssembly.
  test [engine|gpu|interop|web|e2e]
                               check, then every test; or the tests of one kind alone.
  bench [--quick] [PART…]      Measure the page in the browser, training and maps beside its
                               peers; or these parts of it alone.
  bytes                        What the programs of the site are made of, by crate and module.
  bench gpu                    Measure the GPU beside the CPU, on this machine's adapter.
  screenshots                  Redraw docs/screenshots from the built page, and its other states
                               in target/screenshots.
  bless                        Run the native tests and record their snapshots anew.

Environment: CHROME and CHROMEDRIVER name the browser and its driver; CARGO_TARGET_DIR
and XDG_CACHE_HOME say where build output and tools go (~/.cache/neural-playground).
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Trunk takes this program for another one; see `split`.
    let done = if split::is_called() { split::bindgen(&arguments) } else { run(&arguments) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Outcome {
    // Trunk calls this one after each build; see Trunk.toml.
    if arguments == ["finish"] {
        return finish::run();
    }
    // All paths below are relative to the repository, wherever the command was typed. Cargo
    // tells where that is; what it was when this was compiled may be another checkout's, since
    // checkouts may share a target folder.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .ok_or_else(|| Failure::new("this program is called by cargo: cargo xtask"))?;
    let root = Path::new(&package).join("..");
    env::set_current_dir(&root)
        .map_err(|error| Failure::new(format!("{}: {error}", root.display())))?;

    toolchain::note_ignored_flags();
    match arguments {
        ["setup", rest @ ..] => setup::run(rest),
        ["serve", rest @ ..] => serve::run(rest),
        ["build", rest @ ..] => build::run(rest),
        ["tidy"] => tidy::run(),
        ["check"] => check::run(),
        ["test", rest @ ..] => test::run(rest),
        ["screenshots"] => screenshots::run(),
        ["bless"] => bless::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["bytes"] => bytes::run(),
        [] | ["help" | "--help" | "-h", ..] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::new(format!(
            "unknown command or arguments: {}\n\n{HELP}",
            other.join(" ")
        ))),
    }
}
