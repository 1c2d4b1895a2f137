//! How the name of a column is written beside its tile.

/// A name with places to break where people join words without a space: behind a sign between letters,
/// and before a capital behind a small letter. A word that has none is cut.
pub fn breakable(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    let mut before = ' ';
    let mut signs = name.chars().peekable();
    while let Some(sign) = signs.next() {
        if before.is_ascii_lowercase() && sign.is_ascii_uppercase() {
            written.push(BREAK);
        }
        written.push(sign);
        let joins =
            matches!(sign, '_' | '.' | '/' | '-') && (before.is_ascii_digit() || is_letter(before));
        if joins && signs.peek().is_some_and(|&next| is_letter(next)) {
            written.push(BREAK);
        }
        before = sign;
    }
    written
}

/// Whether a sign is a letter of the Latin alphabet, or of another: those are the most of what is no ASCII.
fn is_letter(sign: char) -> bool {
    sign.is_ascii_alphabetic() || !sign.is_ascii()
}

/// A place to break that is not seen.
const BREAK: char = '\u{200b}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_words_may_stand_in_two_lines_and_no_word_is_broken() {
        for (name, parts) in [
            ("proanthocyanins", "proanthocyanins"),
            ("petal_length_cm", "petal_|length_|cm"),
            ("OD280/OD315", "OD280/|OD315"),
            ("leafWidth", "leaf|Width"),
            ("malic acid", "malic acid"),
            ("x1.5", "x1.5"),
            ("_id", "_id"),
            ("길이", "길이"),
        ] {
            assert_eq!(breakable(name).replace(BREAK, "|"), parts);
        }
    }
}
