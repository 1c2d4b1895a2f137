//! ARCHITECTURE.md names every module that a reader meets in the first two levels.

use std::{collections::BTreeSet, fs, path::Path};

use super::{Complaint, SourceFile};
use crate::failure::{Failure, Outcome};

const PAGE: &str = "ARCHITECTURE.md";

/// The folders whose files and folders the page names.
const NAMED: [&str; 6] =
    ["src", "src/app", "src/engine", "src/files", "src/protocol", "src/worker"];

pub fn complaints(files: &[SourceFile]) -> Outcome<Vec<Complaint>> {
    let page = fs::read_to_string(PAGE).map_err(Failure::at(Path::new(PAGE)))?;
    Ok(unnamed(&page, files.iter().map(|file| file.path.as_str())))
}

fn unnamed<'a>(page: &str, paths: impl Iterator<Item = &'a str>) -> Vec<Complaint> {
    let named = names(page);
    let modules: BTreeSet<(String, &str)> = paths.flat_map(modules).collect();
    modules
        .into_iter()
        .filter(|(_, module)| !named.contains(module))
        .map(|(place, module)| {
            Complaint::new(PAGE, 1, format!("does not name `{module}` ({place})"))
        })
        .collect()
}

/// The modules that a file makes known: itself, or the folder that it lies in.
fn modules(path: &str) -> Vec<(String, &str)> {
    NAMED
        .iter()
        .filter_map(|folder| {
            let inside = path.strip_prefix(folder)?.strip_prefix('/')?;
            let module = match inside.split_once('/') {
                Some((subfolder, _)) => subfolder,
                None => inside.strip_suffix(".rs")?,
            };
            let is_module = !matches!(module, "lib" | "mod");
            is_module.then(|| (format!("{folder}/{module}"), module))
        })
        .collect()
}

/// The last segments of all that stands in backticks, inline or as a block.
fn names(page: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut in_block = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            names.extend(line.split_whitespace().map(last_segment));
        } else {
            let spans = line.split('`').skip(1).step_by(2);
            names.extend(spans.flat_map(str::split_whitespace).map(last_segment));
        }
    }
    names
}

/// `src/engine/plan.rs`, `engine::plan`, `plan/` and `plan,` are all `plan`.
fn last_segment(name: &str) -> &str {
    let name = name.trim_end_matches([',', '.', ';', ':', '/']);
    let name = name.strip_suffix(".rs").unwrap_or(name);
    name.rsplit(['/', ':']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_module_counts_and_prose_does_not() {
        let page = "`src/engine/` has `plan.rs` and `engine::loss`.\n```\napp/   the page\n```\n\
                    The worker and `src/bin`.";
        let paths = [
            "src/lib.rs",
            "src/bin/app.rs",
            "src/engine/mod.rs",
            "src/engine/plan.rs",
            "src/engine/loss.rs",
            "src/engine/layer/dense.rs",
            "src/app/mod.rs",
            "src/worker/mod.rs",
            "tests/web.rs",
        ];
        let found: Vec<String> =
            unnamed(page, paths.into_iter()).into_iter().map(|complaint| complaint.what).collect();
        assert_eq!(
            found,
            ["does not name `layer` (src/engine/layer)", "does not name `worker` (src/worker)"]
        );
    }
}
