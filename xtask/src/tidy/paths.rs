//! The files and folders that CONTRIBUTING.md sends a reader to are there.

use std::{fs, path::Path};

use super::Complaint;
use crate::failure::{Failure, Outcome};

const PAGE: &str = "CONTRIBUTING.md";

/// Where a path may begin: in the repository, or in the source.
const ROOTS: [&str; 2] = ["", "src/"];

pub fn complaints() -> Outcome<Vec<Complaint>> {
    let page = fs::read_to_string(PAGE).map_err(Failure::at(Path::new(PAGE)))?;
    let is_there = |path: &str| ROOTS.iter().any(|root| Path::new(root).join(path).exists());
    Ok(missing(&page, is_there))
}

fn missing(page: &str, is_there: impl Fn(&str) -> bool) -> Vec<Complaint> {
    let lines = (1..).zip(page.lines());
    let spans = lines
        .flat_map(|(line, text)| text.split('`').skip(1).step_by(2).map(move |span| (line, span)));
    spans
        .filter(|(_, span)| is_path(span))
        .filter(|(_, path)| !is_there(path) && !is_there(&format!("{path}.rs")))
        .map(|(line, path)| Complaint::new(PAGE, line, format!("there is no `{path}`")))
        .collect()
}

/// Whether a span in backticks is a path: words with a slash between them, or behind them.
fn is_path(span: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    span.contains('/') && !span.starts_with(['/', '.']) && span.chars().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_nowhere_is_told() {
        let page =
            "See `engine/plan.rs` and\n`tests/e2e`, not `tests/gone.rs` or `//!`; run `a/b c`.";
        let is_there = |path: &str| ["engine/plan.rs", "tests/e2e"].contains(&path);
        let found: Vec<_> =
            missing(page, is_there).into_iter().map(|it| (it.line, it.what)).collect();
        assert_eq!(found, [(2, "there is no `tests/gone.rs`".to_owned())]);
    }
}
