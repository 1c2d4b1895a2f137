//! Percent escapes, as in `networkShape=4%2C2` from a mail program.

use std::fmt::Write as _;

/// The text that `escaped` stands for. A plus is a plus: the hash is no form. What is no
/// escape, or does not make text, stays as it is.
pub(super) fn decode(escaped: &str) -> String {
    let mut bytes = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = match (first, after) {
            (b'%', &[high, low, ..]) => hex(high).zip(hex(low)),
            _ => None,
        };
        match (escape, after.get(2..)) {
            (Some((high, low)), Some(tail)) => {
                bytes.push(high << 4 | low);
                rest = tail;
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| escaped.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A value as the link carries it: all that could be taken for its grammar is escaped, and the
/// backslash, which programs put in by themselves.
pub(super) fn encode(text: &str) -> String {
    escape(text, |byte| b"%&=\\".contains(&byte))
}

/// Another program's key or value: left alone but for what a browser would escape by itself,
/// so that the link that we write is the one that the address bar shows.
pub(super) fn keep(escaped: &str) -> String {
    escape(escaped, |_| false)
}

/// [`keep`] for a key: behind a `&` it must not look like the rest of an `&amp;`.
pub(super) fn keep_key(escaped: &str) -> String {
    escape(escaped, |byte| byte == b';')
}

fn escape(text: &str, also: impl Fn(u8) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        // The URL standard's fragment percent-encode set, and the hash sign itself.
        let must = !byte.is_ascii_graphic() || b"\"<>`#".contains(&byte);
        if must || also(byte) {
            // Writing to a string cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        } else {
            escaped.push(char::from(byte));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, keep, keep_key};

    #[test]
    fn escapes_are_read() {
        for (escaped, text) in [
            ("4%2C2", "4,2"),
            ("4%2c2", "4,2"),
            ("a+b", "a+b"),
            ("%", "%"),
            ("%2", "%2"),
            ("%zz", "%zz"),
            ("%ED%95%9C", "한"),
            ("%FF", "%FF"),
            ("100%25", "100%"),
        ] {
            assert_eq!(decode(escaped), text, "{escaped}");
        }
    }

    #[test]
    fn what_is_encoded_reads_back() {
        for text in ["", "a\\b\\", "a&b=c#d", "100%", "%41", "한글 씨앗", "\"<`>\u{7f}\n"] {
            assert_eq!(decode(&encode(text)), text);
        }
    }

    #[test]
    fn another_programs_escapes_stay() {
        assert_eq!(keep("a%2Cb%FF=c; d"), "a%2Cb%FF=c;%20d");
        assert_eq!(keep_key("amp;a%2C"), "amp%3Ba%2C");
    }
}
