//! JSON put together from texts that are JSON, in the order in which it is to stand.
//!
//! A crate's writer costs as much as a format, with its own way to print numbers and its errors.

/// The fields of an object: names that need no escape, and JSON.
pub type Fields = Vec<(&'static str, String)>;

/// Nothing: Python's `None`.
pub fn null() -> String {
    "null".to_owned()
}

/// A truth.
pub fn flag(on: bool) -> String {
    if on { "true" } else { "false" }.to_owned()
}

/// A finite number that is read as the very same; in Python a `float`: `3.0`, `1e-7`.
pub fn number(value: f64) -> String {
    format!("{value:?}")
}

/// Any text (RFC 8259, section 7).
pub fn text(value: &str) -> String {
    let mut out = "\"".to_owned();
    for letter in value.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\0'..='\x1f' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A list of texts.
pub fn texts(items: &[String]) -> String {
    list(items.iter().map(|item| text(item)))
}

/// A list.
pub fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let mut out = "[".to_owned();
    for item in items {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(item.as_ref());
    }
    out.push(']');
    out
}

/// An object.
pub fn object(fields: &[(&str, String)]) -> String {
    let mut out = "{".to_owned();
    for (name, value) in fields {
        if out.len() > 1 {
            out.push(',');
        }
        out.push('"');
        out.push_str(name);
        out.push_str("\":");
        out.push_str(value);
    }
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_and_any_number_is_read_back() {
        let all: String = ('\0'..='\u{2ff}').chain("\u{2028}층\u{10ffff}".chars()).collect();
        assert_eq!(serde_json::from_str::<String>(&text(&all)).unwrap(), all);
        for value in [0.0, -0.0, 0.1, 1e-7, 5e-324, -1e16, 1.797_693_134_862_315_7e308] {
            let found: f64 = serde_json::from_str(&number(value)).unwrap();
            assert_eq!(found.to_bits(), value.to_bits());
        }
    }
}
