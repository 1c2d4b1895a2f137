//! `data-testid` is for tests only. Neither a style sheet nor the page's own code finds an element by
//! it: what they look for has a class or an attribute of its own, so that a test's name for a thing
//! can change without the page noticing.

use super::{Complaint, SourceFile};

const NAME: &str = "testid";

pub fn complaints(file: &SourceFile) -> Vec<Complaint> {
    let looks: fn(&str) -> bool = match file.path.split('/').next() {
        // Rust writes it into the page's markup, and may do no more.
        Some("src") if file.is("rs") => is_read,
        Some("index.html" | "script" | "style") => |line| line.contains(NAME),
        Some(_) | None => return Vec::new(),
    };
    let lines = file.text.lines().enumerate().filter(|(_, line)| looks(line));
    let what = "finds something by `data-testid`, which is for tests only: give it a class";
    lines.map(|(index, _)| Complaint::new(&file.path, index + 1, what)).collect()
}

/// A selector, or a call that reads the attribute.
fn is_read(line: &str) -> bool {
    let code = !line.trim_start().starts_with("//");
    let read = ["[data-testid", "has_attribute(\"data-testid", "get_attribute(\"data-testid"];
    code && (read.iter().any(|way| line.contains(way)) || line.contains("\"testid\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_relies_on_a_test_id_is_found() {
        for (path, text, expected) in [
            ("style/a.css", "a {}\n[data-testid=\"b\"] {}", &[2][..]),
            ("script/start.js", "at.dataset.testid", &[1]),
            ("src/app/a.rs", "at.get_attribute(\"data-testid\")", &[1]),
            ("src/app/a.rs", "find(\"[data-testid='b']\")", &[1]),
            ("src/app/a.rs", "// [data-testid=…]", &[]),
            ("src/app/a.rs", "<p data-testid=\"b\">\nat.set_attribute(\"data-testid\", ID)", &[]),
            ("tests/web.rs", "find(\"[data-testid='b']\")", &[]),
        ] {
            let file = SourceFile { path: path.into(), text: text.into() };
            let lines: Vec<usize> = complaints(&file).iter().map(|found| found.line).collect();
            assert_eq!(lines, expected, "{path}: {text}");
        }
    }
}
