//! Data as columns: rows of numbers and what they mean. Generated sets and what a visitor brings are
//! tables alike; at rest all numbers have 64 bits.

/// Rows that a table has at most.
pub const ROWS: usize = 100_000;
/// Columns before categories become one column each.
pub const COLUMNS: usize = 64;
/// Inputs of a network at most, once categories have become one column each.
pub const INPUTS: usize = 256;
/// Classes at most.
pub const CLASSES: usize = 100;

/// What a number in a column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Itself.
    Number,
    /// One of these names, by its place among them.
    Category(Vec<String>),
}

/// A column that the network may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, as it stands in the file: any text.
    pub name: String,
    /// What its numbers say.
    pub meaning: Meaning,
}

impl Column {
    /// A column of numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), meaning: Meaning::Number }
    }
}

/// What is to be told of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Which of these classes it belongs to: one target, the class from 0.
    Classes(Vec<String>),
    /// Numbers of these names: as many targets.
    Numbers(Vec<String>),
}

impl Goal {
    /// Targets of a row.
    pub fn width(&self) -> usize {
        match self {
            Self::Classes(_) => 1,
            Self::Numbers(names) => names.len(),
        }
    }

    /// What a row is labelled with where that is a number: its first one, or a class whose name is one.
    pub fn label(&self, row: Row<'_>) -> Option<f64> {
        match self {
            Self::Classes(names) => names.get(row.class())?.parse().ok(),
            Self::Numbers(_) => row.targets.first().copied(),
        }
    }
}

/// What a table has of a row: the values of its columns, and its targets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// `[columns]`
    pub values: &'a [f64],
    /// `[goal's width]`
    pub targets: &'a [f64],
}

impl Row<'_> {
    /// The class of a row of a table of classes.
    pub fn class(&self) -> usize {
        // Whoever makes a table counts classes from 0; a negative number would saturate to it.
        self.targets.first().map_or(0, |&class| class as usize)
    }
}

/// Rows of numbers, and what the columns mean. Every row has all its values: what was missing is
/// filled in or left out before.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    goal: Goal,
    // `[rows, columns]`
    values: Vec<f64>,
    // `[rows, goal's width]`
    targets: Vec<f64>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: Vec<Column>, goal: Goal) -> Self {
        Self { columns, goal, values: Vec::new(), targets: Vec::new() }
    }

    /// Appends a row; values and targets that the table has no place for are left out, and places
    /// that nothing is said of are 0.
    pub fn push(&mut self, values: &[f64], targets: &[f64]) {
        let padded = |given: &[f64], width: usize| -> Vec<f64> {
            given.iter().copied().chain(std::iter::repeat(0.0)).take(width).collect()
        };
        self.values.extend(padded(values, self.columns.len()));
        self.targets.extend(padded(targets, self.goal.width()));
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What is to be told of its rows.
    pub fn goal(&self) -> &Goal {
        &self.goal
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.targets.len() / self.goal.width().max(1)
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All values, `[rows, columns]`.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// All targets, `[rows, goal's width]`.
    pub fn targets(&self) -> &[f64] {
        &self.targets
    }

    /// A row; none of its numbers where there is none.
    pub fn row(&self, at: usize) -> Row<'_> {
        fn part(all: &[f64], at: usize, width: usize) -> &[f64] {
            all.get(at * width..(at + 1) * width).unwrap_or_default()
        }
        Row {
            values: part(&self.values, at, self.columns.len()),
            targets: part(&self.targets, at, self.goal.width()),
        }
    }

    /// The rows, from the first.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|at| self.row(at))
    }

    /// The same table with these rows, in this order.
    #[must_use]
    pub fn pick(&self, rows: &[usize]) -> Self {
        let mut picked = Self::new(self.columns.clone(), self.goal.clone());
        picked.values.reserve(rows.len() * self.columns.len());
        picked.targets.reserve(rows.len() * self.goal.width());
        for row in rows.iter().map(|&at| self.row(at)) {
            picked.values.extend(row.values);
            picked.targets.extend(row.targets);
        }
        picked
    }
}
