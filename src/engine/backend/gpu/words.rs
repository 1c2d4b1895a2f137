//! Formulas in WGSL: the text that the macros of `formula.rs` keep, with its numbers and words
//! written as WGSL writes them.

use crate::engine::formula::Text;

/// The words' definitions.
pub const WORDS: &str = include_str!("words.wgsl");

/// Words that are functions of ours; the others are WGSL's own under the same name.
const OURS: [&str; 9] = ["cos", "erf", "exp", "expm1", "ln", "log1p", "logistic", "sin", "tanh"];

/// A Rust expression, or statements, as WGSL.
fn translate(rust: &str) -> String {
    let mut out = String::with_capacity(rust.len());
    let mut rest = rust;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            number(rest)
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, behind) = rest.split_at(length);
        if first.is_ascii_digit() {
            out.extend(token.chars().filter(|&c| c != '_'));
        } else if OURS.contains(&token) {
            out.push_str("word_");
            out.push_str(token);
        } else {
            out.push_str(token);
        }
        rest = behind;
    }
    out
}

/// How long the number is that a text starts with; an exponent may have a sign.
fn number(text: &str) -> usize {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let signed = matches!(c, '-' | '+') && before == 'e';
        if !(c.is_ascii_alphanumeric() || c == '.' || c == '_' || signed) {
            return at;
        }
        before = c;
    }
    text.len()
}

/// The statements of a block and the expression behind them.
fn parts(body: &str) -> (&str, &str) {
    let body = body.trim();
    match body.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
        Some(inner) => match inner.rfind(';') {
            Some(at) => inner.split_at(at + 1),
            None => ("", inner),
        },
        None => ("", body),
    }
}

/// `let` lines for the knobs, which lie in `array` one behind the other.
fn knobs(text: &Text, array: impl Fn(usize) -> String) -> String {
    let line = |(at, name): (usize, &&str)| format!("    let {name} = {};\n", array(at));
    text.knobs.iter().enumerate().map(line).collect()
}

/// A function of a formula's arguments and of `k`, the place of its knobs in `constants`.
pub fn function(name: &str, text: &Text) -> String {
    let arguments: String = text.arguments.iter().map(|name| format!("{name}: f32, ")).collect();
    let (statements, value) = parts(text.body);
    format!(
        // In a block of its own a `let` may have an argument's name, as in Rust.
        "fn {name}({arguments}k: u32) -> f32 {{\n    {{\n{}    {}\n    return {};\n    }}\n}}\n",
        knobs(text, |at| format!("constants[k + {at}u]")),
        translate(statements),
        translate(value),
    )
}

/// The statements of an optimizer's update, to stand where its arguments are variables and its
/// constants are the task's.
pub fn statements(text: &Text) -> String {
    let (statements, _) = parts(text.body);
    format!("{}    {}\n", knobs(text, |at| format!("tasks[t].c[{at}]")), translate(statements))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_are_written_as_shaders_do() {
        assert_eq!(
            translate("1.050_7 * exp(-beta_1) + 1e-7 - max(x, 2.0)"),
            "1.0507 * word_exp(-beta_1) + 1e-7 - max(x, 2.0)"
        );
        assert_eq!(translate("exponent - tanh(x)"), "exponent - word_tanh(x)");
    }

    #[test]
    fn a_block_is_statements_and_a_value() {
        assert_eq!(parts("{ let a = 1.0; a * a }"), (" let a = 1.0;", " a * a "));
        assert_eq!(parts("x + 1.0"), ("", "x + 1.0"));
        assert_eq!(parts("{ w = w - g; }"), (" w = w - g;", " "));
    }
}
