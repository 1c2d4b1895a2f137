//! Lists the parity fixtures as source, for the parity test in a browser, which can open no file.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=PARITY_FIXTURES");
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let folder = env::var("PARITY_FIXTURES").unwrap_or("tests/fixtures/playground-parity".into());
    let folder = home.join(folder);
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
    let list =
        format!("{{\n    let fixtures: &[(&str, &str)] = &[\n{entries}    ];\n    fixtures\n}}\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("parity_fixtures.rs"), list)?;
    Ok(())
}
