//! A cell as a number: which mark stands before its decimals, which between thousands, and what says
//! that there is no value.

use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What stands before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Mark {
    /// `1,5`
    Comma,
    /// `1.5`
    Point,
}

/// What may stand between groups of three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Thousands {
    /// `1'000`
    Apostrophe,
    /// `1,000`
    Comma,
    /// Nothing: `1000`.
    None,
    /// `1.000`
    Point,
    /// `1 000`, with any of the spaces that do not break either.
    Space,
}

impl Thousands {
    /// Whether this is such a mark.
    pub(super) fn is(self, found: char) -> bool {
        match self {
            Self::Apostrophe => matches!(found, '\'' | '’'),
            Self::Comma => found == ',',
            Self::None => false,
            Self::Point => found == '.',
            Self::Space => matches!(found, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'),
        }
    }
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// Before the decimals; where it is the thousands' mark too, it is this one.
    pub decimal: Mark,
    /// Between thousands.
    pub thousands: Thousands,
}

impl Format {
    /// With the other of comma and point between thousands.
    pub fn new(decimal: Mark) -> Self {
        let thousands = match decimal {
            Mark::Comma => Thousands::Point,
            Mark::Point => Thousands::Comma,
        };
        Self { decimal, thousands }
    }
}

/// What a cell says where numbers are expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// A number, finite.
    Number(f64),
    /// That there is no value.
    Missing,
    /// An infinity, or a number that is beyond 64 bits.
    Infinite,
    /// Something else.
    Text,
}

/// Words for a value that is not there, as spreadsheets, R and pandas write them, in any case.
const MISSING: [&str; 8] = ["#n/a", "-nan", "<na>", "?", "n/a", "na", "nan", "null"];

/// Whether a cell without white space around it says that there is no value.
pub(super) fn is_missing(cell: &str) -> bool {
    let suspect = matches!(cell.as_bytes(), [] | [b'#' | b'-' | b'<' | b'?' | b'N' | b'n', ..]);
    suspect && (cell.is_empty() || MISSING.iter().any(|word| cell.eq_ignore_ascii_case(word)))
}

/// A cell where numbers are expected.
pub(super) fn read(cell: &str, format: Format) -> Reading {
    let cell = cell.trim();
    let plain = |byte| match byte {
        b'.' => format.decimal == Mark::Point,
        byte => matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'E' | b'e'),
    };
    let number = if cell.bytes().all(plain) {
        cell.parse().ok()
    } else {
        normal(cell, format).and_then(|text| text.parse().ok())
    };
    match number {
        Some(number) if f64::is_finite(number) => Reading::Number(number),
        Some(_) => Reading::Infinite,
        None if is_missing(cell) => Reading::Missing,
        None => Reading::Text,
    }
}

/// The number as Rust writes it.
fn normal(cell: &str, format: Format) -> Option<String> {
    let (sign, size) = match cell.strip_prefix(['-', '\u{2212}']) {
        Some(size) => ("-", size),
        None => ("", cell.strip_prefix('+').unwrap_or(cell)),
    };
    if ["inf", "infinity", "∞"].iter().any(|word| size.eq_ignore_ascii_case(word)) {
        return Some("inf".to_owned());
    }
    let (size, exponent) = match size.find(['E', 'e']) {
        Some(at) => size.split_at(at),
        None => (size, ""),
    };
    let decimal = match format.decimal {
        Mark::Comma => ',',
        Mark::Point => '.',
    };
    let (whole, decimals) = size.split_once(decimal).unwrap_or((size, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut text = String::with_capacity(cell.len() + 1);
    text.push_str(sign);
    if are_digits(whole) {
        text.push_str(whole);
    } else {
        for (place, group) in whole.split(|found| format.thousands.is(found)).enumerate() {
            let right = if place == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
            if !(right && are_digits(group)) {
                return None;
            }
            text.push_str(group);
        }
    }
    if !are_digits(decimals) {
        return None;
    }
    text.push('.');
    text.push_str(decimals);
    // An exponent's grammar is the parser's.
    text.push_str(exponent);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, rows: &[(&str, Reading)]) {
        for (cell, expected) in rows {
            assert_eq!(read(cell, format), *expected, "{cell:?}");
        }
    }

    #[test]
    fn numbers_are_read_with_their_marks() {
        use Reading::{Infinite, Missing, Number, Text};
        let both = [
            ("12", Number(12.0)),
            (" -7 ", Number(-7.0)),
            ("\u{2212}7", Number(-7.0)),
            ("+1e3", Number(1000.0)),
            ("1e-320", Number(1e-320)),
            ("1e308", Number(1e308)),
            ("1e309", Infinite),
            ("-inf", Infinite),
            ("Infinity", Infinite),
            ("", Missing),
            ("NaN", Missing),
            ("NA", Missing),
            ("#N/A", Missing),
            ("?", Missing),
            ("-", Text),
            ("e", Text),
            ("1e", Text),
            (".", Text),
            (",", Text),
            ("0x10", Text),
            ("1-2", Text),
            ("1 2", Text),
            ("12.03.2024", Text),
            ("=1+1", Text),
            ("50%", Text),
            ("１２", Text),
            ("None", Text),
        ];
        check(Format::new(Mark::Point), &both);
        check(Format::new(Mark::Comma), &both);
        check(
            Format::new(Mark::Point),
            &[
                ("1.5", Number(1.5)),
                (".5", Number(0.5)),
                ("5.", Number(5.0)),
                ("1,234,567.5e-1", Number(123_456.75)),
                ("1,234", Number(1234.0)),
                ("1,23", Text),
                (",123", Text),
                ("1234,567", Text),
                ("1.2.3", Text),
            ],
        );
        check(
            Format::new(Mark::Comma),
            &[
                ("-7,5", Number(-7.5)),
                ("1.234,5", Number(1234.5)),
                ("1.5", Text),
                (",5", Number(0.5)),
                ("1,2,3", Text),
            ],
        );
        let spaced = Format { decimal: Mark::Comma, thousands: Thousands::Space };
        check(spaced, &[("1\u{a0}234,5", Number(1234.5)), ("1 234", Number(1234.0))]);
        let bare = Format { decimal: Mark::Point, thousands: Thousands::None };
        check(bare, &[("1,234", Text), ("1.234", Number(1.234))]);
    }
}
