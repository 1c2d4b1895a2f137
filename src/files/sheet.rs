//! A table as it was read: every cell as its text, a column in one piece. What the texts mean is
//! asked later, and may be asked anew, so nothing that a visitor corrects about columns reads the
//! file again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    dialect::Dialect,
    encoding::Encoding,
    number::{self, Reading},
    records::BadRow,
};

/// How many of a kind are named; all are counted.
const NAMED: usize = 100;

/// The first of many, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed<T> {
    /// The first.
    pub named: Vec<T>,
    /// How many in all.
    pub total: u64,
}

impl<T> Listed<T> {
    /// Counts one, and keeps it while there is room.
    pub fn add(&mut self, one: T) {
        if self.named.len() < NAMED {
            self.named.push(one);
        }
        self.total += 1;
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { named: Vec::new(), total: 0 }
    }
}

/// What a file has beyond the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// Columns behind the last that there is room for.
    Columns {
        /// What the file has.
        found: usize,
        /// What there is room for.
        limit: usize,
    },
    /// All rows from here on; the rest of the file was not read.
    Rows {
        /// What there is room for.
        limit: usize,
    },
    /// All rows from here on, since those before hold so much text.
    Text {
        /// Bytes that there is room for.
        limit: usize,
    },
}

/// Rows with characters that the encoding does not have: likely it is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Garbled {
    /// The line of the first.
    pub line: u64,
    /// How many.
    pub rows: u64,
}

/// The cells of a column, one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    text: String,
    ends: Vec<u32>,
}

impl Cells {
    /// Appends a cell; an empty one is missing.
    pub fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        // A sheet has a limit far below.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, row: usize) -> &str {
        let end = self.ends.get(row).map_or(0, |&end| end as usize);
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(start.map_or(0, |&start| start as usize)..end).unwrap_or_default()
    }
}

/// A table as it was read.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(super) encoding: Encoding,
    pub(super) dialect: Dialect,
    pub(super) names: Vec<String>,
    // `[columns]` of `[rows]`
    pub(super) columns: Vec<Cells>,
    // The line of each row.
    pub(super) lines: Vec<u64>,
    pub(super) bad_rows: Listed<BadRow>,
    pub(super) blank_rows: u64,
    pub(super) garbled: Option<Garbled>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) bytes: u64,
}

impl Sheet {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The columns' names, each once and none empty.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How it was read.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A cell's text; empty where it is missing, and where there is none.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.columns.get(column).map_or("", |cells| cells.get(row))
    }

    /// A cell where numbers are expected.
    pub fn number(&self, row: usize, column: usize) -> Reading {
        number::read(self.text(row, column), self.dialect.format)
    }

    /// A column's texts, from the first row.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.rows()).map(move |row| self.text(row, column))
    }
}

/// Names that can tell columns apart: none is empty, none is there twice.
pub(super) fn tidy(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: Vec<String> = names.collect();
    let mut taken: HashSet<String> = HashSet::new();
    // A name that stands in the file keeps its first column, whatever is made up for others.
    let given: HashSet<&str> = names.iter().map(String::as_str).collect();
    let mut tidied = Vec::with_capacity(names.len());
    for (column, name) in names.iter().enumerate() {
        let base = match name.trim() {
            "" => format!("column {}", column + 1),
            _ => name.clone(),
        };
        let is_own = base == *name;
        let mut free = base.clone();
        let mut copy = 1_usize;
        while taken.contains(&free) || ((!is_own || copy > 1) && given.contains(free.as_str())) {
            copy += 1;
            free = format!("{base} ({copy})");
        }
        taken.insert(free.clone());
        tidied.push(free);
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied() {
        for (names, expected) in [
            (vec!["x", "x", "", "y"], vec!["x", "x (2)", "column 3", "y"]),
            (vec!["x", "x", "x (2)", "x"], vec!["x", "x (3)", "x (2)", "x (4)"]),
            (vec!["", "column 1"], vec!["column 1 (2)", "column 1"]),
            (vec![" "], vec!["column 1"]),
        ] {
            assert_eq!(tidy(names.into_iter().map(str::to_owned)), expected);
        }
    }
}
