//! Data as columns: rows of numbers and what they mean. Generated sets and what a visitor brings are
//! tables alike; at rest all numbers have 64 bits.

use serde::{Deserialize, Serialize};

use super::error::{ConfigError, within};
use crate::decimal;

/// Rows that a table has at most.
pub const ROWS: usize = 100_000;
/// Columns before categories become one column each.
pub const COLUMNS: usize = 64;
/// Inputs of a network at most, once categories have become one column each.
pub const INPUTS: usize = 256;
/// Classes at most.
pub const CLASSES: usize = 100;

/// Numbers that are told of a row at most: a picture shows two, as arrows.
pub const NUMBERS: usize = 2;

/// What a number in a column says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// Itself.
    Number,
    /// One of these names, by its place among them.
    Category(Vec<String>),
}

/// A column that the network may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name, as it stands in the file: any text.
    pub name: String,
    /// What its numbers say.
    pub meaning: Meaning,
    /// From where to where a picture shows it, whatever the rows hold; `None` where that follows from
    /// them.
    pub within: Option<(i32, i32)>,
}

impl Column {
    /// A column of numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), meaning: Meaning::Number, within: None }
    }

    /// A column of a few names.
    pub fn category(name: impl Into<String>, names: Vec<String>) -> Self {
        Self { name: name.into(), meaning: Meaning::Category(names), within: None }
    }

    /// A column of numbers that a picture shows from `low` to `high`.
    pub fn within(name: impl Into<String>, low: i32, high: i32) -> Self {
        Self { within: Some((low, high)), ..Self::number(name) }
    }
}

/// The mean of a column's numbers; 0 of none. They are divided before they are summed up: a sum of large
/// numbers is no number.
pub fn mean(numbers: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = numbers.clone().count().max(1) as f64;
    numbers.map(|number| number / count).sum()
}

/// The category that is there most often, the first of equals, among so many.
pub fn most_frequent(places: impl Iterator<Item = f64>, categories: usize) -> usize {
    let mut times = vec![0_usize; categories];
    places.for_each(|at| times.get_mut(at as usize).into_iter().for_each(|times| *times += 1));
    let most = (0..categories).rev().max_by_key(|&at| times[at]);
    most.unwrap_or_default()
}

/// What a hash begins with that [`fold`] goes on with.
pub const HASH: u64 = 0xcbf2_9ce4_8422_2325;

/// A step of FNV-1a of 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn fold(hash: u64, word: u64) -> u64 {
    (hash ^ word).wrapping_mul(0x0100_0000_01b3)
}

/// What is to be told of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goal {
    /// Which of these classes it belongs to: one target, the class from 0.
    Classes(Vec<String>),
    /// Numbers of these names: as many targets.
    Numbers(Vec<String>),
}

impl Default for Goal {
    /// Nothing.
    fn default() -> Self {
        Self::Numbers(Vec::new())
    }
}

impl Goal {
    /// The names of its classes or numbers.
    pub fn names(&self) -> &[String] {
        match self {
            Self::Classes(names) | Self::Numbers(names) => names,
        }
    }

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
            Self::Classes(names) => decimal::read(names.get(row.class())?),
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

/// How much is to be told of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aim {
    /// One of so many classes.
    Classes(usize),
    /// So many numbers.
    Numbers(usize),
}

/// What a config says of a table that a visitor has brought: which one it is, and enough to build a
/// network for it. The rows stay out of configs and links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Tells tables apart by what they hold.
    pub id: u64,
    /// Tells them apart by their columns and their goal alone.
    pub kind: u64,
    /// How many rows there are.
    pub rows: usize,
    /// For each column the number of its categories; `None` where it has numbers.
    pub columns: Vec<Option<usize>>,
    /// What is to be told.
    pub aim: Aim,
    /// Whether it is drawn by hand ([`Table::is_drawn`]); a drawing may have no row yet.
    pub drawn: bool,
}

impl Brief {
    /// Inputs that the columns come to.
    pub fn inputs(&self) -> usize {
        let inputs = self.columns.iter().map(|categories| categories.unwrap_or(1));
        // A brief may claim anything.
        inputs.fold(0, usize::saturating_add)
    }

    /// Whether a table may have that: a brief may come from anywhere.
    ///
    /// # Errors
    /// [`ConfigError`] names the first number that no table has.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let Self { id: _, kind: _, rows, columns, aim, drawn } = self;
        within("rows", *rows, &(usize::from(!drawn)..=ROWS))?;
        within("columns", columns.len(), &(1..=COLUMNS))?;
        within("inputs", self.inputs(), &(0..=INPUTS))?;
        match *aim {
            Aim::Classes(classes) => within("classes", classes, &(1..=CLASSES)),
            Aim::Numbers(numbers) => within("targets", numbers, &(1..=NUMBERS)),
        }
    }

    /// Whether its rows are points of a plane: two columns of numbers.
    pub fn is_plane(&self) -> bool {
        self.columns == [None, None]
    }

    /// Whether the two are drawings with other classes: one has more of them than the other.
    pub fn has_other_classes(&self, other: &Self) -> bool {
        let of_classes = |own: &Self| own.drawn && matches!(own.aim, Aim::Classes(_));
        let both = of_classes(self) && of_classes(other);
        both && self.columns == other.columns && self.aim != other.aim
    }

    /// Whether the two are rows of the same columns, with the same to be told.
    pub fn is_like(&self, other: &Self) -> bool {
        (self.kind, &self.columns, self.aim) == (other.kind, &other.columns, other.aim)
    }
}

/// Rows of numbers, and what the columns mean. Every row has all its values: what was missing is
/// filled in or left out before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    columns: Vec<Column>,
    goal: Goal,
    // `[rows, columns]`; in a message a part of its own.
    #[serde(skip)]
    values: Vec<f64>,
    // `[rows, goal's width]`; in a message a part of its own.
    #[serde(skip)]
    targets: Vec<f64>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: Vec<Column>, goal: Goal) -> Self {
        Self { columns, goal, values: Vec::new(), targets: Vec::new() }
    }

    /// The same columns and goal with these numbers, `[rows, columns]` and `[rows, goal's width]`;
    /// `None` where they are not as many as that, or one is not finite or no place among its names.
    #[must_use]
    pub fn with(mut self, values: Vec<f64>, targets: Vec<f64>) -> Option<Self> {
        (self.values, self.targets) = (values, targets);
        let fits = |values: &[f64], width: usize| values.len() == self.len() * width;
        let whole =
            fits(&self.values, self.columns.len()) && fits(&self.targets, self.goal.width());
        let finite = self.values.iter().chain(&self.targets).all(|value| value.is_finite());
        let place = |value: &f64, names: usize| *value >= 0.0 && *value < names as f64;
        let classes = match &self.goal {
            Goal::Classes(names) => self.targets.iter().all(|class| place(class, names.len())),
            Goal::Numbers(_) => true,
        };
        let categories = self.rows().all(|row| {
            row.values.iter().zip(&self.columns).all(|(value, column)| match &column.meaning {
                Meaning::Number => true,
                Meaning::Category(names) => place(value, names.len()),
            })
        });
        (whole && finite && classes && categories).then_some(self)
    }

    /// What a config says of it.
    pub fn brief(&self) -> Brief {
        let categories = |column: &Column| match &column.meaning {
            Meaning::Number => None,
            Meaning::Category(names) => Some(names.len()),
        };
        let aim = match &self.goal {
            Goal::Classes(names) => Aim::Classes(names.len()),
            Goal::Numbers(names) => Aim::Numbers(names.len()),
        };
        let columns = self.columns.iter().map(categories).collect();
        let kind = self.kind();
        Brief { id: self.id(kind), kind, rows: self.len(), columns, aim, drawn: self.is_drawn() }
    }

    /// FNV-1a over all names.
    fn kind(&self) -> u64 {
        let text = |hash: u64, text: &str| {
            let bytes = text.bytes().fold(hash, |hash, byte| fold(hash, u64::from(byte)));
            // Where one text ends and the next begins counts too.
            fold(bytes, u64::MAX)
        };
        let mut hash = HASH;
        for column in &self.columns {
            hash = text(hash, &column.name);
            match &column.meaning {
                Meaning::Number => hash = fold(hash, 1),
                Meaning::Category(names) => {
                    hash = names.iter().fold(fold(hash, 2), |hash, name| text(hash, name));
                }
            }
            if let Some((low, high)) = column.within {
                let end = |end: i32| u64::from(end.cast_unsigned());
                hash = fold(fold(fold(hash, 5), end(low)), end(high));
            }
        }
        let (kind, names) = match &self.goal {
            Goal::Classes(names) => (3, names),
            Goal::Numbers(names) => (4, names),
        };
        names.iter().fold(fold(hash, kind), |hash, name| text(hash, name))
    }

    /// The same, going on over all numbers; a word at a time, as there may be millions.
    fn id(&self, kind: u64) -> u64 {
        let numbers = self.values.iter().chain(&self.targets);
        // A rotation lets the high bits, where neighbouring numbers differ, reach the low ones.
        numbers.fold(kind, |hash, value| fold(hash.rotate_left(23), value.to_bits()))
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

    /// Moves all numbers of a column.
    pub fn shift(&mut self, column: usize, by: f64) {
        let number = self.columns.get(column).is_some_and(|it| it.meaning == Meaning::Number);
        if number && by != 0.0 {
            let values = self.values.iter_mut().skip(column).step_by(self.columns.len());
            values.for_each(|value| *value += by);
        }
    }

    /// Says of a row of a table of classes that it is of another one.
    pub fn set_class(&mut self, row: usize, class: usize) {
        let known = matches!(&self.goal, Goal::Classes(names) if class < names.len());
        if let Some(target) = self.targets.get_mut(row).filter(|_| known) {
            *target = class as f64;
        }
    }

    /// Whether it is drawn by hand: a picture shows all its columns as far as they reach by themselves.
    pub fn is_drawn(&self) -> bool {
        !self.columns.is_empty() && self.columns.iter().all(|column| column.within.is_some())
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
