//! JSON as it stands in a file: a tree that takes no more than some dozens of bytes for each byte of it, as
//! objects are lists of their fields.

use super::Unreadable;
use crate::decimal;

/// Lists and objects within each other at most.
const DEPTH: usize = 127;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `[…]`
    List(Vec<Self>),
    /// `{…}`, in its order.
    Table(Vec<(String, Self)>),
}

impl Json {
    /// What a file says.
    ///
    /// # Errors
    /// Where it ends too early, and where it is no JSON any more.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Unreadable> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = Reader { bytes, at: 0 };
        let read = reader.value(0).and_then(|value| match reader.next() {
            Some(_) => Err(Stop::Wrong),
            None => Ok(value),
        });
        read.map_err(|stop| match stop {
            Stop::Cut => Unreadable::Cut { file: file.to_owned() },
            Stop::Wrong => {
                let (before, behind) = bytes.split_at(reader.at.min(bytes.len()));
                let mut lines = before.split(|&byte| byte == b'\n');
                let start = lines.next_back().unwrap_or_default();
                let rest = behind.split(|&byte| byte == b'\n').next().unwrap_or_default();
                let found = around(start, rest);
                Unreadable::Text { file: file.to_owned(), line: lines.count() + 1, found }
            }
        })
    }

    /// A field of it; null where it has none.
    pub fn get(&self, field: &str) -> &Self {
        let own = self.fields().iter().find(|(name, _)| name == field);
        own.map_or(&Self::Null, |(_, value)| value)
    }

    /// Its fields; none where it is no object.
    pub fn fields(&self) -> &[(String, Self)] {
        match self {
            Self::Table(fields) => fields,
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// Its values; none where it is no list.
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Text(_) | Self::Table(_) => &[],
        }
    }

    /// What it says, where it is a text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// Its number: 0 and 1 for false and true.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Flag(on) => Some(f64::from(u8::from(*on))),
            Self::Null | Self::Text(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// Whether it says nothing or no: what a field says that is not in use.
    pub fn is_off(&self) -> bool {
        matches!(self, Self::Null | Self::Flag(false))
    }
}

/// The word around a place in a line, by what stands before it and what behind.
fn around(before: &[u8], behind: &[u8]) -> String {
    let of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-._".contains(*byte);
    let start = before.iter().rev().take_while(of_word).count();
    let end = behind.iter().take_while(of_word).count();
    let end = if start + end == 0 { behind.len().min(1) } else { end };
    let word = before.iter().skip(before.len() - start).chain(behind.iter().take(end));
    let word: Vec<u8> = word.take(24).copied().collect();
    String::from_utf8_lossy(&word).into_owned()
}

/// Why there is no value.
enum Stop {
    /// The file ends within it.
    Cut,
    /// It is no JSON here.
    Wrong,
}

/// Reads from a place on (RFC 8259).
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    /// The byte at the place.
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is no space.
    fn next(&mut self) -> Option<u8> {
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(is_space).count();
        self.byte()
    }

    /// Whether the byte at the place is this one, which is passed then.
    fn takes(&mut self, sign: u8) -> bool {
        let is_it = self.byte() == Some(sign);
        self.at += usize::from(is_it);
        is_it
    }

    /// Passes bytes that have to follow.
    fn pass(&mut self, signs: &[u8]) -> Result<(), Stop> {
        signs.iter().try_for_each(|&sign| if self.takes(sign) { Ok(()) } else { Err(self.stop()) })
    }

    /// What is wrong where something else has to follow.
    fn stop(&self) -> Stop {
        if self.at < self.bytes.len() { Stop::Wrong } else { Stop::Cut }
    }

    /// A value within so many others.
    fn value(&mut self, depth: usize) -> Result<Json, Stop> {
        match self.next() {
            Some(b'n') => self.pass(b"null").map(|()| Json::Null),
            Some(b't') => self.pass(b"true").map(|()| Json::Flag(true)),
            Some(b'f') => self.pass(b"false").map(|()| Json::Flag(false)),
            Some(b'"') => self.text().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Json::Number),
            Some(b'[') if depth < DEPTH => {
                let mut values = Vec::new();
                self.items(b']', |reader| {
                    values.push(reader.value(depth + 1)?);
                    Ok(())
                })?;
                Ok(Json::List(values))
            }
            Some(b'{') if depth < DEPTH => {
                let mut fields = Vec::new();
                self.items(b'}', |reader| {
                    let name = reader.text()?;
                    reader.next();
                    reader.pass(b":")?;
                    fields.push((name, reader.value(depth + 1)?));
                    Ok(())
                })?;
                Ok(Json::Table(fields))
            }
            Some(_) | None => Err(self.stop()),
        }
    }

    /// What stands between brackets, with commas between.
    fn items(
        &mut self,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.at += 1;
        if self.next() == Some(end) {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.next();
            item(self)?;
            self.next();
            if !self.takes(b',') {
                return self.pass(&[end]);
            }
        }
    }

    fn number(&mut self) -> Result<f64, Stop> {
        let start = self.at;
        self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        let written = self.bytes.get(start..self.at).and_then(|own| str::from_utf8(own).ok());
        let number = written.and_then(decimal::read).filter(|number| number.is_finite());
        number.ok_or(Stop::Wrong)
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count > 0 { Ok(()) } else { Err(self.stop()) }
    }

    fn text(&mut self) -> Result<String, Stop> {
        self.pass(b"\"")?;
        let mut text = Vec::new();
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    let letter = self.escape()?;
                    text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                Some(byte @ 0x20..) => {
                    text.push(byte);
                    self.at += 1;
                }
                Some(_) | None => return Err(self.stop()),
            }
        }
        let text = String::from_utf8(text).map_err(|_| Stop::Wrong)?;
        self.at += 1;
        Ok(text)
    }

    /// The letter behind a backslash.
    fn escape(&mut self) -> Result<char, Stop> {
        let letter = match self.byte() {
            Some(sign @ (b'"' | b'\\' | b'/')) => char::from(sign),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut units = vec![self.unit()?];
                if matches!(units[..], [0xd800..0xdc00]) {
                    self.pass(b"\\")?;
                    units.push(self.unit()?);
                }
                let mut letters = char::decode_utf16(units);
                return letters.next().and_then(Result::ok).ok_or(Stop::Wrong);
            }
            Some(_) | None => return Err(self.stop()),
        };
        self.at += 1;
        Ok(letter)
    }

    /// Four digits to the base 16 behind a `u`.
    fn unit(&mut self) -> Result<u16, Stop> {
        self.pass(b"u")?;
        (0..4).try_fold(0, |unit, _| {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let digit = digit.ok_or_else(|| self.stop())?;
            self.at += 1;
            Ok(unit << 4 | digit as u16)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn same(own: &Json, other: &Value) -> bool {
        match (own, other) {
            (Json::Null, Value::Null) => true,
            (Json::Flag(own), Value::Bool(other)) => own == other,
            (Json::Number(own), Value::Number(other)) => {
                other.as_f64().is_some_and(|other| own.to_bits() == other.to_bits())
            }
            (Json::Text(own), Value::String(other)) => own == other,
            (Json::List(own), Value::Array(other)) => {
                own.len() == other.len()
                    && own.iter().zip(other).all(|(own, other)| same(own, other))
            }
            (Json::Table(own), Value::Object(other)) => {
                let names: std::collections::BTreeSet<_> =
                    own.iter().map(|(name, _)| name).collect();
                // Of fields that are there twice the library has the last.
                names.len() == other.len()
                    && other.iter().all(|(name, other)| {
                        let mut found = own.iter().rev().filter(|(own, _)| own == name);
                        found.next().is_some_and(|(_, own)| same(own, other))
                    })
            }
            _ => false,
        }
    }

    /// The same as serde_json says, or the same that is wrong, in the same line.
    fn check(bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        match (Json::read("it", bytes), serde_json::from_slice::<Value>(bytes)) {
            (Ok(own), Ok(other)) => assert!(same(&own, &other), "{text}: {own:?} and {other}"),
            (Err(Unreadable::Cut { .. }), Err(why)) => assert!(why.is_eof(), "{text}: {why}"),
            (Err(Unreadable::Text { line, .. }), Err(why)) => {
                // At the end of a line the library is in the next one already.
                let its = why.line() - usize::from(why.column() == 0);
                assert!(!why.is_eof() && line == its, "{text}: {line} and {why}");
            }
            (own, other) => panic!("{text}: {own:?} and {other:?}"),
        }
    }

    const WHOLE: &str = r#" {"a": [1, -0, 0.5e-3, 1E+2, -12.25], "b" :{"\u00e9\n\ud83d\ude00층":null,
        "":[]}, "c":[true ,false,{}], "b": "\"\\\/\b\f\r\t" } "#;

    #[test]
    fn what_is_wrong_is_told_as_a_library_would_and_the_word_is_named() {
        check(WHOLE.as_bytes());
        for end in 0..WHOLE.len() {
            check(&WHOLE.as_bytes()[..end]);
        }
        for text in [
            "01",
            "1.",
            "-",
            "+1",
            ".5",
            "1e",
            "1e400",
            "-1e400",
            "NaN",
            "nul",
            "nulL",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{a:1}",
            "{\"a\":1,}",
            "[1 2]",
            "1 2",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"\\u12g4\"",
            "\"\t\"",
            "18446744073709551617",
            "-9223372036854775809",
            "9007199254740993",
            "123456789012345678901234567890e-10",
            "]",
            "[}",
            "{]",
        ] {
            check(text.as_bytes());
        }
        check(b"\"\xff\"");
        for depth in [DEPTH, DEPTH + 1, 5000] {
            check(["[".repeat(depth), "]".repeat(depth)].concat().as_bytes());
        }
        for (text, word) in [
            ("[1, NaN]", "NaN"),
            ("{\"a\": .5}", ".5"),
            ("[1e999]", "1e999"),
            ("[1;2]", "1"),
            ("[;]", ";"),
        ] {
            match Json::read("it", text.as_bytes()) {
                Err(Unreadable::Text { line: 1, found, .. }) => assert_eq!(found, word, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn any_damage_is_taken_as_a_library_takes_it(at in 0..WHOLE.len(), byte: u8, length in 0_usize..4) {
            let mut bytes = WHOLE.as_bytes().to_vec();
            bytes.splice(at..(at + length).min(WHOLE.len()), [byte]);
            check(&bytes);
        }

        #[test]
        fn any_signs_are_taken_as_a_library_takes_them(text in "[]\\[{}:,\"0-9.eE+\\- \nntf\\\\u]{0,12}") {
            check(text.as_bytes());
        }
    }
}
