//! Why a column of a table that is brought is of little use as it is, or of none.

use crate::engine::table;
use crate::files::{Description, Kind, Shape};

/// Such a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// All its values are the same.
    Constant,
    /// Its values are dates, which nothing reads as numbers.
    Dates,
    /// It only tells the rows apart.
    Identifies,
    /// It has more categories than it is suggested with as an input: so many there may be.
    Many(usize),
}

impl Reason {
    /// The first reason that a column has; `None` where it has none.
    pub fn of(column: &Description) -> Option<Self> {
        match () {
            () if column.is_constant() => Some(Self::Constant),
            () if are_dates(column) => Some(Self::Dates),
            () if column.identifies => Some(Self::Identifies),
            () if column.kind == Kind::Text && column.distinct > table::CLASSES => {
                Some(Self::Many(table::CLASSES))
            }
            () => None,
        }
    }
}

/// Whether the texts that are known of a column are dates: its most frequent ones, and of one of numbers
/// without any those that are none.
fn are_dates(column: &Description) -> bool {
    let texts: Vec<&str> = match &column.shape {
        Shape::Nothing => column.bad.named.iter().map(|bad| bad.found.as_str()).collect(),
        Shape::Numbers { .. } => Vec::new(),
        Shape::Texts { common, .. } => common.iter().map(|(text, _)| text.as_str()).collect(),
    };
    !texts.is_empty() && texts.into_iter().all(is_date)
}

/// Whether a text is a date, with or without a time behind it: the year first or last, in four digits.
fn is_date(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    parts.into_iter().all(is_number) && matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Corrections, Limits, Plain, Reader};

    fn reason(name: &str, cell: impl Fn(u32) -> String, kind: Option<Kind>) -> Option<Reason> {
        let text: String = (0..300).map(|row| format!("{},{row}\n", cell(row))).collect();
        let mut reader = Reader::new(Plain, Corrections::default(), Limits::default());
        reader.push(format!("{name},y\n{text}").as_bytes()).unwrap();
        Reason::of(&reader.finish().unwrap().describe(0, kind))
    }

    #[test]
    fn what_a_column_is_of_no_use_for_is_told() {
        let date = |row: u32| format!("2024-{:02}-{:02}", 1 + row / 28 % 12, 1 + row % 28);
        assert_eq!(reason("day", date, None), Some(Reason::Dates));
        assert_eq!(reason("day", date, Some(Kind::Number)), Some(Reason::Dates));
        assert_eq!(reason("name", |row| format!("n{row}"), None), Some(Reason::Identifies));
        let many = Some(Reason::Many(table::CLASSES));
        assert_eq!(reason("town", |row| format!("t{}", row / 2), None), many);
        assert_eq!(reason("kind", |_| "a".to_owned(), None), Some(Reason::Constant));
        assert_eq!(reason("kind", |row| format!("k{}", row % 5), None), None);
        assert_eq!(reason("size", |row| (row % 7).to_string(), None), None);
    }

    #[test]
    fn dates_are_known_in_any_order() {
        for date in
            ["2024-03-01", "2024/3/1", "01.03.2024", "2024-03-01T12:30:00Z", "3/1/2024 9:05"]
        {
            assert!(is_date(date), "{date}");
        }
        for other in ["", "2024", "2024-03", "a-b-c", "1.2.3", "20240301", "2024-03-01-02", "--"] {
            assert!(!is_date(other), "{other}");
        }
    }
}
