//! What we build on: licences, origins, and which build may contain what.

use super::{Complaint, licence};
use crate::{
    cargo_metadata::Metadata,
    failure::Outcome,
    step,
    toolchain::{Toolchain, WASM},
};

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// One way to build the package, and the crates that must not be part of it.
struct Build {
    name: &'static str,
    arguments: &'static [&'static str],
    banned: &'static [&'static str],
}

const BUILDS: [Build; 8] = [
    Build {
        name: "the engine alone",
        arguments: &[],
        banned: &["csv-core", "idb", "leptos", "plotters", "wasm-bindgen", "web-sys", "wgpu"],
    },
    Build {
        name: "what reads tables",
        arguments: &["--no-default-features", "--features", "files"],
        banned: &["idb", "leptos", "plotters", "wasm-bindgen", "web-sys", "wgpu"],
    },
    Build {
        name: "what writes files for other programs",
        arguments: &["--no-default-features", "--features", "formats"],
        banned: &["idb", "leptos", "plotters", "wasm-bindgen", "web-sys", "wgpu"],
    },
    Build {
        name: "the program that reads tables",
        arguments: &["--target", WASM, "--no-default-features", "--features", "keep"],
        banned: &["leptos", "miniz_oxide", "plotters", "serde_json", "wasm-encoder", "wgpu"],
    },
    Build {
        name: "the program of networks' files",
        arguments: &["--target", WASM, "--no-default-features", "--features", "formats,web"],
        banned: &["idb", "leptos", "plotters", "wgpu"],
    },
    Build {
        name: "the worker",
        arguments: &["--target", WASM, "--no-default-features", "--features", "worker"],
        banned: &["csv-core", "idb", "leptos", "naga", "plotters", "wgpu"],
    },
    Build {
        name: "the worker with the GPU",
        arguments: &["--target", WASM, "--no-default-features", "--features", "worker,gpu"],
        banned: &["leptos", "plotters"],
    },
    Build {
        name: "the page",
        arguments: &["--target", WASM, "--no-default-features", "--features", "app"],
        banned: &["wgpu"],
    },
];

pub fn complaints(toolchain: &Toolchain, metadata: &Metadata) -> Outcome<Vec<Complaint>> {
    let mut found = Vec::new();
    for package in metadata.packages() {
        let mut complain = |what: String| {
            let what = format!("{} {what}", package.label);
            found.push(Complaint::new("Cargo.lock", 1, what));
        };
        if !licence::is_allowed(&package.licence) {
            complain(format!(
                "has the licence `{}`, which xtask/src/tidy/licence.rs does not allow",
                package.licence
            ));
        }
        if let Some(source) = package.source.filter(|source| source != CRATES_IO) {
            complain(format!("comes from {source}, not from crates.io"));
        }
    }
    for build in BUILDS {
        let tree = step::read(
            toolchain
                .cargo(["tree", "--locked", "--package", "neural-playground"])
                .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
                .args(build.arguments),
        )?;
        for banned in build.banned {
            let has = |line: &str| line.split_whitespace().next() == Some(banned);
            if tree.lines().any(has) {
                let what = format!("{} contains {banned}", build.name);
                found.push(Complaint::new("Cargo.toml", 1, what));
            }
        }
    }
    Ok(found)
}
