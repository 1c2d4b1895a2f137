//! `tidy`: the rules that neither the compiler nor clippy knows. It takes a second.
//!
//! To add a rule: a function from text to complaints in one of the files below, a test
//! beside it, and a call in `with`.

mod architecture;
mod circles;
mod dependencies;
mod layers;
mod licence;
mod markup;
mod paths;
mod rust_text;
mod source;
mod styles;
mod terms;
mod testid;

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use crate::{
    cargo_metadata::Metadata,
    failure::{Failure, Outcome},
    step,
    toolchain::Toolchain,
};

/// Where the rules look.
const PLACES: [&str; 7] = ["build.rs", "index.html", "script", "src", "style", "tests", "xtask"];

/// One broken rule and where.
#[derive(Debug, PartialEq)]
struct Complaint {
    file: String,
    line: usize,
    what: String,
}

impl Complaint {
    fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// A text file of the repository; the path has `/` on every system.
struct SourceFile {
    path: String,
    text: String,
}

impl SourceFile {
    fn is(&self, ending: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == ending)
    }
}

/// `tidy`
pub fn run() -> Outcome {
    with(&Toolchain::as_is()?)
}

/// The rules themselves.
pub fn with(toolchain: &Toolchain) -> Outcome {
    let complaints = step::quiet("tidy", || {
        let files = source_files()?;
        let mut complaints: Vec<Complaint> = files
            .iter()
            .flat_map(|file| {
                let mut found = source::complaints(file);
                found.extend(testid::complaints(file));
                if file.is("rs") {
                    found.extend(layers::complaints(file));
                    found.extend(markup::complaints(file));
                    found.extend(terms::complaints(file));
                }
                if file.is("css") {
                    found.extend(styles::complaints(file));
                }
                found
            })
            .collect();
        complaints.extend(architecture::complaints(&files)?);
        complaints.extend(paths::complaints()?);
        complaints.extend(circles::complaints(&files));
        complaints.extend(dependencies::complaints(toolchain, &Metadata::read(toolchain)?)?);
        Ok(complaints)
    })?;
    if complaints.is_empty() {
        return Ok(());
    }
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    Err(Failure::new(format!("tidy: {} broken rule(s), listed above", complaints.len())))
}

/// All text files below `PLACES`, sorted.
fn source_files() -> Outcome<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut waiting: Vec<PathBuf> =
        PLACES.iter().map(PathBuf::from).filter(|place| place.exists()).collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).map_err(Failure::at(&path))?;
            waiting.extend(entries.filter_map(|entry| entry.ok().map(|entry| entry.path())));
            continue;
        }
        let bytes = fs::read(&path).map_err(Failure::at(&path))?;
        // Pictures and the like are not text, and no rule is about them.
        if let Ok(text) = String::from_utf8(bytes) {
            let path = path.to_string_lossy().replace('\\', "/");
            files.push(SourceFile { path, text });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}
