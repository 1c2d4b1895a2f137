//! Lists fixtures as source, for tests in a browser, which can open no file; and has the linker say where
//! the page's program names what, for it to be split (`xtask/src/split.rs`).

use std::path::PathBuf;
use std::{env, fs};

/// A variable that names a folder, the folder where it names none, and the list to write.
const LISTS: [(&str, &str, &str); 2] = [
    ("PARITY_FIXTURES", "tests/fixtures/playground-parity", "parity_fixtures.rs"),
    ("BITS_FIXTURES", "tests/fixtures/playground-bits", "bits_fixtures.rs"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    for (variable, folder, list) in LISTS {
        println!("cargo::rerun-if-env-changed={variable}");
        let folder = home.join(env::var(variable).unwrap_or(folder.into()));
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut paths = Vec::new();
        if folder.is_dir() {
            for entry in fs::read_dir(&folder)? {
                paths.push(entry?.path());
            }
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        let entries = paths.iter().map(|path| {
            let name = path.file_name().unwrap_or_default();
            format!("    ({name:?}, include_str!({path:?})),\n")
        });
        let entries: String = entries.collect();
        let text = format!(
            "{{\n    let fixtures: &[(&str, &str)] = &[\n{entries}    ];\n    fixtures\n}}\n"
        );
        fs::write(out.join(list), text)?;
    }
    Ok(())
}
