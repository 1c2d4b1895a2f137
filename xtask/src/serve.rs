//! `serve`: the page on this machine, built again after each change.

use std::{env, fs, net::TcpListener, path::Path};

use crate::{
    build,
    failure::{Failure, Outcome},
    setup, step,
};

/// Where the search for a free port begins, and how far it goes.
const PORTS: std::ops::Range<u16> = 8080..8180;

/// Where the served files lie.
const FOLDER: &str = "target/serve";

/// `serve [--port N] [--no-open]`
pub fn run(arguments: &[&str]) -> Outcome {
    let mut port = None;
    let mut open = has_display();
    let mut rest = arguments;
    loop {
        rest = match rest {
            [] => break,
            ["--no-open", rest @ ..] => {
                open = false;
                rest
            }
            ["--port", number, rest @ ..] => {
                port = Some(number.parse().map_err(|error| {
                    Failure::new(format!("--port {number}: {error}; it is a number to 65535"))
                })?);
                rest
            }
            other => {
                return Err(Failure::new(format!(
                    "serve takes --port N and --no-open, not: {}",
                    other.join(" ")
                )));
            }
        }
    }
    let port = match port {
        Some(port) if is_free(port) => port,
        Some(port) => return Err(Failure::new(format!("port {port} is in use"))),
        None => PORTS
            .into_iter()
            .find(|port| is_free(*port))
            .ok_or_else(|| Failure::new("no port from 8080 to 8179 is free"))?,
    };

    let toolchain = setup::for_building()?;
    println!("\nAfter the first build the page is at http://127.0.0.1:{port}/ (Ctrl-C ends it)\n");
    let mut command = build::trunk(&toolchain, "serve", build::WEB)?;
    // Only this machine: a page from elsewhere over plain HTTP gets no WebGPU anyway.
    command.args(["--address", "127.0.0.1", "--port", &port.to_string()]);
    // Not into dist/, where a finished build may wait to be published.
    fs::create_dir_all(FOLDER).map_err(Failure::at(Path::new(FOLDER)))?;
    command.args(["--dist", FOLDER]);
    if open {
        command.arg("--open");
    }
    step::run(&mut command)
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

fn has_display() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .into_iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}
