//! Rules for the text of a file: its first line, its length, its white space, and words
//! that promise work instead of doing it.

use super::{Complaint, SourceFile, rust_text};

/// A longer Rust file is several files.
const LONGEST: usize = 600;

/// Files that may contain `unsafe`, each with the reason in its `//!`.
const UNSAFE_FILES: [&str; 0] = [];

/// Folders whose files are recorded or found by a program, or are as people bring them.
const RECORDED: [&str; 4] = ["/snapshots/", "/data/", "/fixtures/fuzz/", "/fixtures/tables/"];

/// Spelled in halves, or this file would break its own rule.
const UNFINISHED: [&str; 7] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("to", "do!"),
    concat!("unimpl", "emented!"),
    concat!("#[ign", "ore"),
    concat!("coming ", "soon"),
];

pub fn complaints(file: &SourceFile) -> Vec<Complaint> {
    if RECORDED.iter().any(|folder| file.path.contains(folder)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut complain = |line, what: String| found.push(Complaint::new(&file.path, line, what));
    let rust = file.is("rs");
    for (index, line) in file.text.lines().enumerate() {
        if line.trim_end() != line {
            complain(index + 1, "white space at the end of the line".into());
        }
        if rust && line.contains('\t') {
            complain(index + 1, "a tab; rustfmt indents with spaces".into());
        }
        for word in UNFINISHED {
            if names(line, word) {
                complain(index + 1, format!("`{word}`: finish it or leave it out"));
            }
        }
    }
    if rust {
        if !file.text.starts_with("//!") {
            complain(1, "the file does not begin with `//!`: say what it is for".into());
        }
        let length = file.text.lines().count();
        if length > LONGEST {
            complain(length, format!("{length} lines; more than {LONGEST} are several files"));
        }
        if !UNSAFE_FILES.contains(&file.path.as_str()) {
            for (line, word) in rust_text::words(&rust_text::code(&file.text)) {
                if word == "unsafe" {
                    complain(line, "`unsafe` outside the files that xtask allows it".into());
                }
            }
        }
    }
    found
}

/// Whether the line has the word, not as a part of a longer one; sentences in any case.
fn names(line: &str, word: &str) -> bool {
    let sentence = word.contains(' ');
    let lower = line.to_lowercase();
    let line = if sentence { lower.as_str() } else { line };
    let inside = |neighbour: Option<char>| neighbour.is_some_and(|c| c.is_alphanumeric());
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !inside(before.chars().next_back()) && !inside(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, text: &str, expected: &[usize]) {
        let file = SourceFile { path: path.into(), text: text.into() };
        let lines: Vec<usize> = complaints(&file).iter().map(|found| found.line).collect();
        assert_eq!(lines, expected, "{path}: {text}");
    }

    #[test]
    fn rules_name_the_line() {
        check("src/a.rs", "//! A.\nfn a() {}\n", &[]);
        check("src/a.rs", "fn a() {}\n", &[1]);
        check("src/a.rs", "//! A.\n\nfn a() {} \n", &[3]);
        check("src/a.rs", "//! A.\n\tfn a() {}\n", &[2]);
        check("src/a.rs", &format!("//! A.\n{}", "\n".repeat(600)), &[601]);
        check("style/a.css", "a {}\t\n", &[1]);
    }

    #[test]
    fn unfinished_work_is_found_as_a_whole_word() {
        for word in UNFINISHED {
            check("index.html", &format!("<p>\n{word} later\n"), &[2]);
        }
        check("index.html", "XXXL shirts\n", &[]);
        check("index.html", concat!("Coming", " Soon\n"), &[1]);
    }

    #[test]
    fn unsafe_counts_in_code_only() {
        check("src/a.rs", "//! unsafe\nconst A: &str = \"--enable-unsafe-webgpu\";\n", &[]);
        check("src/a.rs", "//! A.\nunsafe fn a() {}\n", &[2]);
        check("src/a.rs", "//! A.\n#![deny(unsafe_op_in_unsafe_fn)]\n", &[]);
    }
}
