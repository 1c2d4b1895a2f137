//! Python as text: literals and calls. Whatever a visitor has typed becomes a literal and nothing else.

use crate::engine::kind::{Kind, Scale, Tuned};

/// The columns that a line of a script has.
const WIDTH: usize = 96;

/// Whether a sign is not seen, or changes how those around it are: it stands in a literal by its number.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text as a literal.
pub fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => literal.extend(['\\', sign]),
            _ if is_unseen(sign) => literal.push_str(&format!("\\u{:04x}", u32::from(sign))),
            _ => literal.push(sign),
        }
    }
    literal.push('"');
    literal
}

/// Texts as a list.
pub fn list_of_texts(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// A number as a literal that reads back as the very same one.
pub fn number(value: f64) -> String {
    match value {
        _ if value.is_nan() => "np.nan".to_owned(),
        f64::INFINITY => "np.inf".to_owned(),
        f64::NEG_INFINITY => "-np.inf".to_owned(),
        _ => format!("{value:?}"),
    }
}

/// Numbers as a list.
pub fn list(values: &[f64]) -> String {
    format!("[{}]", values.iter().map(|&value| number(value)).collect::<Vec<_>>().join(", "))
}

/// `name = np.array([…])` over as many lines as it takes; the items are whole already.
pub fn array(name: &str, items: impl Iterator<Item = String>) -> String {
    let mut code = format!("{name} = np.array([\n");
    let mut line = String::new();
    for item in items {
        if !line.is_empty() && line.len() + item.len() + 6 > WIDTH {
            code.push_str(&format!("    {line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&item);
        line.push(',');
    }
    code.push_str(&format!("    {line}\n])\n"));
    code
}

/// A call with its arguments, each as it is written; over several lines where one is too long for them.
pub fn call(function: &str, arguments: &[String]) -> String {
    let line = format!("{function}({})", arguments.join(", "));
    if line.len() < WIDTH || line.bytes().any(|byte| byte == b'\n') {
        return line;
    }
    let each: Vec<_> = arguments.iter().map(|one| format!("    {one},\n")).collect();
    format!("{function}(\n{})", each.concat())
}

/// The value of a knob.
fn knob(scale: Scale, value: f64) -> String {
    match scale {
        Scale::Linear | Scale::Logarithmic => number(value),
        Scale::Whole => format!("{value}"),
        Scale::Switch => if value == 0.0 { "False" } else { "True" }.to_owned(),
        Scale::Choice(names) => quoted(names.get(value as usize).copied().unwrap_or_default()),
    }
}

/// The knobs of a kind as arguments.
pub fn arguments<K: Kind>(tuned: &Tuned<K>) -> Vec<String> {
    let knobs = tuned.kind().knobs().iter().zip(tuned.values());
    knobs.map(|(own, value)| format!("{}={}", own.name, knob(own.scale, value))).collect()
}

/// The knobs that are not at Keras's default as arguments.
pub fn unusual<K: Kind>(tuned: &Tuned<K>) -> Vec<String> {
    let knobs = tuned.kind().knobs().iter().zip(tuned.values());
    let differing = arguments(tuned).into_iter().zip(knobs);
    differing.filter(|(_, (own, value))| own.default != *value).map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_quotes() {
        assert_eq!(quoted("x₁ \"a\"\\\n\u{202e}\0"), r#""x₁ \"a\"\\\u000a\u202e\u0000""#);
        assert_eq!(list_of_texts(&["젠투".to_owned(), "<b>".to_owned()]), r#"["젠투", "<b>"]"#);
    }

    #[test]
    fn numbers_read_back_as_they_are() {
        for value in [0.1, -0.0, 1e-300, 123_456_789.0, f64::MAX] {
            assert_eq!(number(value).parse(), Ok(value));
        }
        assert_eq!(number(-f64::INFINITY), "-np.inf");
    }
}
