//! Colours and type sizes are decided in one place, `style/tokens.css`, or dark mode and
//! larger type would each miss a spot.

use super::{Complaint, SourceFile};

const TOKENS: &str = "style/tokens.css";

const COLOUR_FUNCTIONS: [&str; 7] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch("];

pub fn complaints(file: &SourceFile) -> Vec<Complaint> {
    if file.path == TOKENS || !file.path.starts_with("style/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, line) in without_comments(&file.text).lines().enumerate() {
        // A selector ends with a brace or a comma and may well say `#fade`.
        let Some((property, value)) = declaration(line) else {
            continue;
        };
        let mut complain = |what: &str| {
            let what = format!("{what} outside {TOKENS}: {}", value.trim());
            found.push(Complaint::new(&file.path, index + 1, what));
        };
        if has_colour(value) {
            complain("a raw colour");
        }
        if matches!(property, "font" | "font-size") && has_pixels(value) {
            complain("a type size in pixels");
        }
    }
    found
}

/// Property and value of the first declaration in the line, also of a one-line rule.
fn declaration(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let body = line.split_once('{').map_or(line, |(_, body)| body);
    if body.is_empty() || body.ends_with(',') && !body.contains(';') && !body.contains("  ") {
        // Nothing but a selector, or one line of a longer value.
        return body.split_once(": ").map(|(name, value)| (name.trim(), value));
    }
    let (property, value) = body.split_once(':').unwrap_or(("", body));
    Some((property.trim(), value))
}

fn has_colour(value: &str) -> bool {
    let hex = value.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let next = rest[digits..].chars().next();
        matches!(digits, 3 | 4 | 6 | 8) && !next.is_some_and(|c| c.is_alphanumeric() || c == '-')
    });
    // `color-mix(in oklab, var(--a), …)` mixes what tokens.css has decided.
    hex || COLOUR_FUNCTIONS.iter().any(|name| value.contains(name))
}

fn has_pixels(value: &str) -> bool {
    value.match_indices("px").any(|(at, _)| value[..at].ends_with(|c: char| c.is_ascii_digit()))
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        let (inside, after) = comment.split_once("*/").unwrap_or((comment, ""));
        out.push_str(before);
        out.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_values_are_found_where_they_are_values() {
        for (text, expected) in [
            ("a {\n  color: #fff;\n}", &[2][..]),
            ("a { color: #a0b1c2; }", &[1]),
            ("a {\n  background: rgb(0 0 0 / 50%);\n}", &[2]),
            ("a {\n  color: oklch(50% 0.1 20);\n}", &[2]),
            ("a {\n  font-size: 12px;\n}", &[2]),
            ("a {\n  font: 1rem/1.4 serif;\n}", &[]),
            ("a {\n  width: 12px;\n  color: var(--ink);\n}", &[]),
            ("#fade,\n#add:hover {\n  color: var(--ink);\n}", &[]),
            ("/* #fff\n */ a {\n  color: color-mix(in oklab, var(--a), var(--b));\n}", &[]),
            ("a {\n  mask: url(#mask-id);\n}", &[]),
        ] {
            let file = SourceFile { path: "style/page.css".into(), text: text.into() };
            let lines: Vec<usize> = complaints(&file).iter().map(|found| found.line).collect();
            assert_eq!(lines, expected, "{text}");
        }
    }
}
