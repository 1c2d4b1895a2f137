//! What the page's policy stops (`policy.rs`): styles in markup, and strings that become markup
//! without anybody having looked at them.

use super::{Complaint, SourceFile, rust_text};

/// Writes markup with names in it, escaped.
const WRITERS: [&str; 1] = ["src/app/network/drawing.rs"];

pub fn complaints(file: &SourceFile) -> Vec<Complaint> {
    if !file.path.starts_with("src/app/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let code = rust_text::code(&file.text);
    for (index, line) in code.lines().enumerate() {
        let mut complain =
            |what: &str| found.push(Complaint::new(&file.path, index + 1, what.to_owned()));
        let attribute = line.match_indices("style=").any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(char::is_whitespace)
        });
        if attribute {
            complain("a style attribute, which the page's policy stops: `prop:style=` sets it");
        }
        if line.contains("inner_html") && !WRITERS.contains(&file.path.as_str()) {
            complain("markup from a string: make elements, or escape names as `markup` does");
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_policy_stops_is_found() {
        let lines = |path: &str, text: &str| -> Vec<usize> {
            let file = SourceFile { path: path.into(), text: text.into() };
            complaints(&file).iter().map(|complaint| complaint.line).collect()
        };
        let view = "view! {\n<p\nstyle=a>\n<p style=b prop:style=c>\n<p inner_html=d></p>\n}";
        assert_eq!(lines("src/app/a.rs", view), [3, 4, 5]);
        assert_eq!(lines("src/worker/a.rs", view), [0_usize; 0]);
        let fine = "let style = 1;\nlet text = \"<p style=a>\";\nview! { <p prop:style=text /> }";
        assert_eq!(lines("src/app/a.rs", fine), [0_usize; 0]);
        assert_eq!(lines(WRITERS[0], "a.set_inner_html(b);"), [0_usize; 0]);
        assert_eq!(lines("src/app/a.rs", "a.set_inner_html(b);"), [1]);
    }
}
