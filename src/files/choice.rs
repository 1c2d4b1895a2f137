//! What a visitor chooses of a sheet (which columns the network sees, what it is to tell, what is done
//! about missing values), what is suggested at first, and the engine's table that comes of it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::{
    column::{Description, Kind},
    number::Reading,
    sheet::Sheet,
};
use crate::engine::table::{self, Column, Goal, Meaning, Table};
use crate::order;

/// Different whole numbers up to which they are taken for classes.
const FEW: usize = 20;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Role {
    /// Nothing.
    Ignored,
    /// The network sees it.
    Input,
    /// The network is to tell it.
    Target,
}

/// What is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Problem {
    /// Which class a row belongs to.
    Classes,
    /// A number, or several.
    Numbers,
}

/// What becomes of rows where an input is missing. Those without a target are left out in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Fill {
    /// They are left out.
    Drop,
    /// They get the column's mean, or its most frequent text.
    Usual,
}

/// What a column is read as, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// What for.
    pub role: Role,
    /// As what.
    pub kind: Kind,
}

/// What a visitor chooses of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Of each column.
    pub columns: Vec<Use>,
    /// What is to be told.
    pub problem: Problem,
    /// What becomes of missing values.
    pub fill: Fill,
}

impl Choice {
    /// What suits a sheet: the last column as the target, all others that tell something as inputs.
    pub fn suggest(columns: &[Description], rows: usize) -> Self {
        let is_empty = |column: &Description| column.distinct == 0;
        // A text that names the rows may be the target all the same: then there is something to say.
        let may_be_told = |column: &&Description| {
            let numbers_rows = column.identifies && column.kind == Kind::Number;
            !(is_empty(column) || numbers_rows)
        };
        let target = columns.iter().rev().find(may_be_told).or(columns.last());
        let named = |column: &Description| target.is_some_and(|target| target.name == column.name);
        let too_many = |column: &Description| match column.kind {
            Kind::Number => false,
            Kind::Text => column.distinct > table::CLASSES,
        };
        let role = |column: &Description| match () {
            () if named(column) => Role::Target,
            () if column.identifies || is_empty(column) || too_many(column) => Role::Ignored,
            () => Role::Input,
        };
        let uses = columns.iter().map(|column| Use { role: role(column), kind: column.kind });
        Self {
            columns: uses.collect(),
            problem: target.map_or(Problem::Numbers, |target| Problem::suggest(target, rows)),
            fill: Fill::Drop,
        }
    }
}

impl Problem {
    /// What a target asks for: texts and few whole numbers are classes.
    pub fn suggest(target: &Description, rows: usize) -> Self {
        match target.kind {
            Kind::Text => Self::Classes,
            Kind::Number => {
                let few = target.distinct <= FEW && 2 * target.distinct <= rows;
                if target.whole && few { Self::Classes } else { Self::Numbers }
            }
        }
    }
}

/// Why there is no table in a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It is about another number of columns than the sheet has.
    Columns {
        /// What it is about.
        found: usize,
        /// What the sheet has.
        expected: usize,
    },
    /// No column is an input.
    NoInput,
    /// No row has all that it needs.
    NoRows {
        /// The chosen column with the most missing values.
        column: String,
        /// How many.
        missing: usize,
    },
    /// No column is the target.
    NoTarget,
    /// All rows are of one class: there is nothing to tell.
    OneClass {
        /// The target.
        column: String,
        /// The class.
        class: String,
    },
    /// Classes stand in one column, and several are chosen.
    SeveralTargets {
        /// Those.
        columns: Vec<String>,
    },
    /// Texts are no numbers to be told.
    TextTarget {
        /// The target.
        column: String,
    },
    /// More classes than there may be.
    TooManyClasses {
        /// The target.
        column: String,
        /// What it has.
        found: usize,
        /// What there may be.
        limit: usize,
    },
    /// More inputs than there may be, counting one for each text of a column.
    TooManyInputs {
        /// What the columns come to.
        found: usize,
        /// What there may be.
        limit: usize,
        /// The column that comes to most.
        column: String,
        /// How many of them are its own.
        own: usize,
    },
    /// More numbers to be told than there may be.
    TooManyTargets {
        /// What is chosen.
        found: usize,
        /// What there may be.
        limit: usize,
    },
}

/// A table that was made of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The table.
    pub table: Table,
    /// Rows of the sheet that are not in it.
    pub dropped: usize,
    /// Cells that were filled in.
    pub filled: usize,
}

impl Sheet {
    /// The table of a choice. Its classes and categories are those of its rows: numbers by size, texts
    /// in the order of their characters.
    ///
    /// # Errors
    ///
    /// Where the choice has no table, or one beyond the limits.
    pub fn table(&self, choice: &Choice) -> Result<Taken, Refusal> {
        let expected = self.names().len();
        if choice.columns.len() != expected {
            return Err(Refusal::Columns { found: choice.columns.len(), expected });
        }
        let (mut inputs, mut targets) = (Vec::new(), Vec::new());
        for (column, chosen) in choice.columns.iter().enumerate() {
            match chosen.role {
                Role::Ignored => {}
                Role::Input => inputs.push(match chosen.kind {
                    Kind::Number => Values::numbers(self, column),
                    Kind::Text => Values::names(self, column, Kind::Text),
                }),
                Role::Target => targets.push(match (choice.problem, chosen.kind) {
                    (Problem::Classes, kind) => Values::names(self, column, kind),
                    (Problem::Numbers, Kind::Number) => Values::numbers(self, column),
                    (Problem::Numbers, Kind::Text) => {
                        let column = self.names().get(column).cloned().unwrap_or_default();
                        return Err(Refusal::TextTarget { column });
                    }
                }),
            }
        }
        if inputs.is_empty() {
            return Err(Refusal::NoInput);
        }
        if targets.is_empty() {
            return Err(Refusal::NoTarget);
        }
        let needed = match choice.fill {
            Fill::Drop => [inputs.as_slice(), &targets].concat(),
            Fill::Usual => targets.clone(),
        };
        let is_whole = |row: &usize| needed.iter().all(|values| !values.at(*row).is_nan());
        let rows: Vec<usize> = (0..self.rows()).filter(is_whole).collect();
        // A column without any value has no usual one either.
        let emptiest =
            inputs.iter().chain(&targets).max_by_key(|values| values.missing(0..self.rows()));
        let nothing =
            inputs.iter().any(|values| values.missing(rows.iter().copied()) == rows.len());
        if let Some(values) = emptiest.filter(|_| rows.is_empty() || nothing) {
            let missing = values.missing(0..self.rows());
            return Err(Refusal::NoRows { column: values.name.clone(), missing });
        }
        for values in inputs.iter_mut().chain(&mut targets) {
            values.keep(&rows);
        }
        let goal = goal(&mut targets, choice.problem)?;
        check_inputs(&inputs)?;
        let filled = inputs.iter_mut().map(Values::fill).sum();
        let columns = inputs.iter_mut().map(|values| Column {
            name: std::mem::take(&mut values.name),
            meaning: values.categories.take().map_or(Meaning::Number, Meaning::Category),
            within: None,
        });
        let mut table = Table::new(columns.collect(), goal);
        let (mut row, mut told) = (Vec::new(), Vec::new());
        for at in 0..rows.len() {
            row.clear();
            row.extend(inputs.iter().map(|values| values.at(at)));
            told.clear();
            told.extend(targets.iter().map(|values| values.at(at)));
            table.push(&row, &told);
        }
        Ok(Taken { table, dropped: self.rows() - rows.len(), filled })
    }
}

/// What is to be told, if the targets can be.
fn goal(targets: &mut [Values], problem: Problem) -> Result<Goal, Refusal> {
    match (problem, targets) {
        (Problem::Classes, [target]) => {
            let names = target.categories.take().unwrap_or_default();
            let column = target.name.clone();
            match names.as_slice() {
                [class] => Err(Refusal::OneClass { column, class: class.clone() }),
                names if names.len() > table::CLASSES => Err(Refusal::TooManyClasses {
                    column,
                    found: names.len(),
                    limit: table::CLASSES,
                }),
                _ => Ok(Goal::Classes(names)),
            }
        }
        (Problem::Classes, targets) => Err(Refusal::SeveralTargets {
            columns: targets.iter().map(|target| target.name.clone()).collect(),
        }),
        (Problem::Numbers, targets) if targets.len() > table::NUMBERS => {
            Err(Refusal::TooManyTargets { found: targets.len(), limit: table::NUMBERS })
        }
        (Problem::Numbers, targets) => {
            Ok(Goal::Numbers(targets.iter().map(|target| target.name.clone()).collect()))
        }
    }
}

fn check_inputs(inputs: &[Values]) -> Result<(), Refusal> {
    let own = |values: &Values| values.categories.as_ref().map_or(1, Vec::len);
    let found = inputs.iter().map(own).sum();
    let widest = inputs.iter().max_by_key(|values| own(values));
    match widest.filter(|_| found > table::INPUTS) {
        Some(widest) => Err(Refusal::TooManyInputs {
            found,
            limit: table::INPUTS,
            column: widest.name.clone(),
            own: own(widest),
        }),
        None => Ok(()),
    }
}

/// A chosen column.
#[derive(Clone)]
struct Values {
    name: String,
    // `[rows]`: numbers, or places among the categories; NaN is missing, and nothing else is NaN.
    values: Vec<f64>,
    categories: Option<Vec<String>>,
}

impl Values {
    fn numbers(sheet: &Sheet, column: usize) -> Self {
        let value = |row| match sheet.number(row, column) {
            Reading::Number(number) => number,
            Reading::Missing | Reading::Infinite | Reading::Text => f64::NAN,
        };
        let values = (0..sheet.rows()).map(value).collect();
        let name = sheet.names().get(column).cloned().unwrap_or_default();
        Self { name, values, categories: None }
    }

    /// Categories, named as in the file: equal numbers are one, by the first way that it is written.
    fn names(sheet: &Sheet, column: usize, kind: Kind) -> Self {
        let Self { name, mut values, .. } = match kind {
            Kind::Number => Self::numbers(sheet, column),
            Kind::Text => Self {
                name: sheet.names().get(column).cloned().unwrap_or_default(),
                values: vec![f64::NAN; sheet.rows()],
                categories: None,
            },
        };
        let mut categories: Vec<(f64, &str)> = Vec::new();
        let mut places: HashMap<(u64, &str), usize> = HashMap::new();
        for (row, value) in values.iter_mut().enumerate() {
            let text = sheet.text(row, column);
            let key = match kind {
                // Adding 0 makes one of the two zeros.
                Kind::Number if !value.is_nan() => ((*value + 0.0).to_bits(), ""),
                Kind::Text if !text.is_empty() => (0, text),
                Kind::Number | Kind::Text => continue,
            };
            let place = *places.entry(key).or_insert_with(|| {
                categories.push((*value, text));
                categories.len() - 1
            });
            *value = place as f64;
        }
        let mut order: Vec<usize> = (0..categories.len()).collect();
        let category = |place: &usize| categories.get(*place).copied().unwrap_or_default();
        // Texts have no number, and so are equal in it.
        order::sort_by(&mut order, |one, other| {
            let (one, other) = (category(one), category(other));
            one.0.total_cmp(&other.0).then(one.1.cmp(other.1))
        });
        let names = order.iter().map(|place| category(place).1.to_owned()).collect();
        let mut renumbered = Self { name, values, categories: Some(names) };
        renumbered.renumber(&order);
        renumbered
    }

    /// Gives each category the place at which `order` names its former one.
    fn renumber(&mut self, order: &[usize]) {
        let mut places = vec![f64::NAN; order.iter().max().map_or(0, |last| last + 1)];
        for (place, former) in order.iter().enumerate() {
            places[*former] = place as f64;
        }
        for value in self.values.iter_mut().filter(|value| !value.is_nan()) {
            *value = places.get(*value as usize).copied().unwrap_or(f64::NAN);
        }
    }

    fn at(&self, row: usize) -> f64 {
        self.values.get(row).copied().unwrap_or(f64::NAN)
    }

    fn missing(&self, rows: impl Iterator<Item = usize>) -> usize {
        rows.filter(|row| self.at(*row).is_nan()).count()
    }

    /// Leaves out all other rows, and the categories that only those have.
    fn keep(&mut self, rows: &[usize]) {
        self.values = rows.iter().map(|row| self.at(*row)).collect();
        let Some(categories) = self.categories.take() else { return };
        let mut counts = vec![0_usize; categories.len()];
        for value in self.values.iter().filter(|value| !value.is_nan()) {
            if let Some(count) = counts.get_mut(*value as usize) {
                *count += 1;
            }
        }
        let is_there = |place: &usize| counts.get(*place).is_some_and(|count| *count > 0);
        let order: Vec<usize> = (0..categories.len()).filter(is_there).collect();
        let name = |place: &usize| categories.get(*place).cloned();
        self.categories = Some(order.iter().filter_map(name).collect());
        self.renumber(&order);
    }

    /// Fills what is missing with the mean or the most frequent category, the first of equals; says
    /// how many cells that were.
    fn fill(&mut self) -> usize {
        let known = self.values.iter().copied().filter(|value| !value.is_nan());
        let usual = match &self.categories {
            None => table::mean(known),
            Some(categories) => table::most_frequent(known, categories.len()) as f64,
        };
        let mut filled = 0;
        for value in self.values.iter_mut().filter(|value| value.is_nan()) {
            *value = usual;
            filled += 1;
        }
        filled
    }
}
