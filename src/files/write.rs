//! The rows of a table as a text that the reader reads back exactly: names as they are, numbers with
//! all their digits, classes and categories by name. Nothing is put before a name that a spreadsheet
//! would take for a formula: that would be another name.

use std::fmt::Write as _;

use super::{
    dialect::{Dialect, Header, Separator},
    number::{Format, Mark, Thousands, is_missing},
    records::Quotes,
};
use crate::engine::table::{Goal, Meaning, Table};

/// How [`csv`] writes.
pub const WRITTEN: Dialect = Dialect {
    separator: Separator::Comma,
    quotes: Quotes::Double,
    format: Format { decimal: Mark::Point, thousands: Thousands::Comma },
    header: Header::Names,
};

/// The table's columns and then its targets, under their names.
///
/// A table of classes has no name for its target; `target` is one. Column names that are empty or
/// there twice are told apart when they are read again, and a class without a name is missing then.
pub fn csv(table: &Table, target: &str) -> String {
    let mut text = String::new();
    let names = table.columns().iter().map(|column| column.name.as_str());
    let told: Vec<&str> = match table.goal() {
        Goal::Classes(_) => vec![target],
        Goal::Numbers(names) => names.iter().map(String::as_str).collect(),
    };
    line(&mut text, names.chain(told), name);
    for row in table.rows() {
        let values =
            table.columns().iter().zip(row.values).map(|(column, value)| match &column.meaning {
                Meaning::Number => Cell::Number(*value),
                Meaning::Category(names) => Cell::among(names, *value),
            });
        let targets = row.targets.iter().map(|value| match table.goal() {
            Goal::Classes(names) => Cell::among(names, *value),
            Goal::Numbers(_) => Cell::Number(*value),
        });
        line(&mut text, values.chain(targets), |text, cell| match cell {
            Cell::Number(value) => number(text, value),
            Cell::Name(found) => name(text, found),
        });
    }
    text
}

enum Cell<'a> {
    Number(f64),
    Name(&'a str),
}

impl<'a> Cell<'a> {
    fn among(names: &'a [String], place: f64) -> Self {
        Self::Name(names.get(place as usize).map_or("", String::as_str))
    }
}

fn line<T>(
    text: &mut String,
    cells: impl Iterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        write(text, cell);
    }
    text.push('\n');
}

/// In quotes, where it would be read as something else without.
fn name(text: &mut String, name: &str) {
    let special = |found| matches!(found, '"' | ',' | ';' | '\t' | '\n' | '\r' | '\u{feff}');
    if is_missing(name) || name.contains(special) || name.trim() != name {
        text.push('"');
        text.push_str(&name.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(name);
    }
}

/// The shortest digits that are read as the same number.
fn number(text: &mut String, value: f64) {
    let size = value.abs();
    // Writing to a text does not fail.
    let _ = if size == 0.0 || (1e-5..1e16).contains(&size) {
        write!(text, "{value}")
    } else {
        write!(text, "{value:e}")
    };
}
