//! What a column holds: numbers or texts, how much is missing or cannot be read, how its values are
//! spread, and whether it only numbers the rows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::{
    dialect::{Dialect, Header},
    encoding::Encoding,
    number::Reading,
    records::BadRow,
    sheet::{Garbled, LeftOut, Listed, Sheet},
};
use crate::engine::scaling::{Scale, Scaling};
use crate::order;

/// Bars of a histogram of numbers, and the most frequent texts that are named.
const BARS: usize = 16;
/// Different whole numbers up to which each has a bar of its own.
const FEW: usize = 20;
/// And from which on it does not matter that a bar has one more of them than another.
const WHOLE: usize = 64 * BARS;
/// Rows at the start of a sheet that are shown.
const PREVIEW: usize = 10;
/// Characters of a cell that are shown.
const SHOWN: usize = 80;
/// Rows from which texts that are all different are taken for the rows' names.
const MANY: usize = 20;

/// What a column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Kind {
    /// Numbers; a cell that is none is bad, and counts as missing.
    Number,
    /// Texts.
    Text,
}

/// A cell of a column of numbers that is none, or is none that is finite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadCell {
    /// The line that its row begins in, from 1.
    pub line: u64,
    /// Its column's name.
    pub column: String,
    /// What stands there; the start of it, if it is long.
    pub found: String,
}

/// How the values of a column are spread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// It has none.
    Nothing,
    /// Numbers.
    Numbers {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
        /// How many there are in each of as many equal parts between them.
        bars: Vec<usize>,
        /// Mean and deviation.
        scale: Scale,
    },
    /// Texts.
    Texts {
        /// The most frequent ones, with how often they are there.
        common: Vec<(String, usize)>,
        /// How many cells have others.
        others: usize,
    },
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// What it is read as.
    pub kind: Kind,
    /// Cells without a value, bad ones among them.
    pub missing: usize,
    /// Cells that cannot be read.
    pub bad: Listed<BadCell>,
    /// How many different values it has.
    pub distinct: usize,
    /// Whether all its numbers are whole.
    pub whole: bool,
    /// Whether it only says which row it is, and should be left out.
    pub identifies: bool,
    /// How its values are spread.
    pub shape: Shape,
}

impl Description {
    /// Whether all its values are the same. It tells a network nothing, and is 0 once scaled.
    pub fn is_constant(&self) -> bool {
        self.distinct == 1
    }
}

/// A cell of the first rows, as its column is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shown {
    /// A number.
    Number(f64),
    /// A text; the start of it, if it is long.
    Text(String),
    /// Nothing.
    Missing,
    /// Not the number that is expected here; the start of what stands there.
    Bad(String),
}

/// All that is to be shown of a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// How its bytes were read.
    pub encoding: Encoding,
    /// How its text was read.
    pub dialect: Dialect,
    /// How many rows it has.
    pub rows: usize,
    /// Its columns.
    pub columns: Vec<Description>,
    /// Its first rows.
    pub preview: Vec<Vec<Shown>>,
    /// Rows that cannot be read.
    pub bad_rows: Listed<BadRow>,
    /// Rows with nothing in them.
    pub blank_rows: u64,
    /// Rows with characters that the encoding does not have.
    pub garbled: Option<Garbled>,
    /// What there was no room for.
    pub left_out: Vec<LeftOut>,
    /// Bytes of the file that were read.
    pub bytes: u64,
}

impl Sheet {
    /// All that is to be shown of it, its columns read as these kinds; `None`, and one that there is no
    /// kind for, as most of its cells are.
    pub fn findings(&self, kinds: &[Option<Kind>]) -> Findings {
        let kind = |column: usize| kinds.get(column).copied().flatten();
        let columns: Vec<Description> =
            (0..self.names().len()).map(|column| self.describe(column, kind(column))).collect();
        let cells = |row| {
            let cell = |(at, column): (usize, &Description)| self.shown(row, at, column.kind);
            columns.iter().enumerate().map(cell).collect()
        };
        Findings {
            encoding: self.encoding,
            dialect: self.dialect,
            rows: self.rows(),
            preview: (0..self.rows().min(PREVIEW)).map(cells).collect(),
            columns,
            bad_rows: self.bad_rows.clone(),
            blank_rows: self.blank_rows,
            garbled: self.garbled,
            left_out: self.left_out.clone(),
            bytes: self.bytes,
        }
    }

    fn shown(&self, row: usize, column: usize, kind: Kind) -> Shown {
        let text = self.text(row, column);
        match (kind, self.number(row, column)) {
            (_, Reading::Missing) => Shown::Missing,
            (Kind::Text, _) => Shown::Text(start(text)),
            (Kind::Number, Reading::Number(number)) => Shown::Number(number),
            (Kind::Number, Reading::Infinite | Reading::Text) => Shown::Bad(start(text)),
        }
    }

    /// What a column holds, read as the kind or as what most of its cells are.
    pub fn describe(&self, column: usize, kind: Option<Kind>) -> Description {
        let readings: Vec<Reading> = (0..self.rows()).map(|row| self.number(row, column)).collect();
        let kind = kind.unwrap_or_else(|| guess(&readings));
        match kind {
            Kind::Number => self.describe_numbers(column, &readings),
            Kind::Text => self.describe_texts(column),
        }
    }

    fn describe_numbers(&self, column: usize, readings: &[Reading]) -> Description {
        let name = self.names().get(column).cloned().unwrap_or_default();
        let mut bad = Listed::default();
        let mut numbers = Vec::with_capacity(readings.len());
        for (row, reading) in readings.iter().enumerate() {
            match reading {
                Reading::Number(number) => numbers.push(*number),
                Reading::Missing => {}
                Reading::Infinite | Reading::Text => bad.add(BadCell {
                    line: self.lines.get(row).copied().unwrap_or_default(),
                    column: name.clone(),
                    found: start(self.text(row, column)),
                }),
            }
        }
        let missing = readings.len() - numbers.len();
        let whole = numbers.iter().all(|number| number.fract() == 0.0);
        let running =
            whole && numbers.windows(2).all(|pair| matches!(pair, [a, b] if *b == a + 1.0));
        // Equal numbers then stand together.
        order::sort_by_key(&mut numbers, |&number| order::key(number));
        let distinct = numbers.chunk_by(|one, other| one == other).count();
        let unnamed = self.dialect.header == Header::Names && name == "column 1" && running;
        let identifies =
            (counts_rows(&name) || unnamed) && whole && missing == 0 && distinct == numbers.len();
        let shape = match (numbers.first(), numbers.last()) {
            (Some(&low), Some(&high)) => {
                let bars = bars(&numbers, whole, low, high);
                Shape::Numbers { low, high, bars, scale: Scaling::Standardize.fit(&numbers) }
            }
            _ => Shape::Nothing,
        };
        Description { name, kind: Kind::Number, missing, bad, distinct, whole, identifies, shape }
    }

    fn describe_texts(&self, column: usize) -> Description {
        let name = self.names().get(column).cloned().unwrap_or_default();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for text in self.column(column).filter(|text| !text.is_empty()) {
            *counts.entry(text).or_default() += 1;
        }
        let values: usize = counts.values().sum();
        let distinct = counts.len();
        let mut common: Vec<(&str, usize)> = counts.into_iter().collect();
        order::sort_by(&mut common, |one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        common.truncate(BARS);
        let named: usize = common.iter().map(|(_, count)| count).sum();
        let common: Vec<_> = common.iter().map(|(text, count)| (start(text), *count)).collect();
        let shape = match values {
            0 => Shape::Nothing,
            _ => Shape::Texts { common, others: values - named },
        };
        let missing = self.rows() - values;
        let all_differ = distinct == self.rows();
        let identifies = all_differ && (counts_rows(&name) || distinct >= MANY);
        let bad = Listed::default();
        Description {
            name,
            kind: Kind::Text,
            missing,
            bad,
            distinct,
            whole: false,
            identifies,
            shape,
        }
    }
}

/// Numbers, where two thirds of the values are: a few mistakes do not make a column one of texts,
/// nor a few numbers one of numbers.
fn guess(readings: &[Reading]) -> Kind {
    let (mut numbers, mut texts) = (0_usize, 0_usize);
    for reading in readings {
        match reading {
            Reading::Number(_) | Reading::Infinite => numbers += 1,
            Reading::Missing => {}
            Reading::Text => texts += 1,
        }
    }
    if numbers >= 2 * texts { Kind::Number } else { Kind::Text }
}

/// How many sorted numbers fall into each of equal parts between the lowest and the highest. A part has as
/// many whole numbers as another, where all are whole and so few that one more would be seen.
fn bars(sorted: &[f64], whole: bool, low: f64, high: f64) -> Vec<usize> {
    let count = high - low + 1.0;
    let each = (whole && count <= WHOLE as f64).then(|| whole_numbers_a_bar(count as usize));
    let parts = each.map_or(BARS, |each| (count as usize).div_ceil(each));
    let mut bars = vec![0; parts];
    // Halves, whose difference does not overflow.
    let range = high / 2.0 - low / 2.0;
    for number in sorted {
        let at = match each {
            Some(each) => (number - low) / each as f64,
            None if range > 0.0 => (number / 2.0 - low / 2.0) / range * BARS as f64,
            None => 0.0,
        };
        // What is no share saturates to the first bar.
        if let Some(bar) = bars.get_mut((at as usize).min(parts - 1)) {
            *bar += 1;
        }
    }
    bars
}

/// How many of so many whole numbers share a bar: as the last one may have fewer, those that leave it
/// fullest.
fn whole_numbers_a_bar(count: usize) -> usize {
    if count <= FEW {
        return 1;
    }
    let lacking = |each: usize| (count.div_ceil(each) * each - count) as f64 / each as f64;
    let able = count.div_ceil(BARS)..=count.div_ceil(BARS / 2);
    able.min_by(|&one, &other| lacking(one).total_cmp(&lacking(other))).unwrap_or(1)
}

/// Whether a name is one of a column that numbers the rows: `id`, `Row_ID`, `PassengerId`, `번호`.
fn counts_rows(name: &str) -> bool {
    // All letters' cases would be a tenth of the program's data.
    let lower = name.to_ascii_lowercase();
    let is_id = |word: &str| matches!(word, "id" | "idx" | "index" | "uid" | "uuid" | "번호");
    let joined = name.strip_suffix("Id").or_else(|| name.strip_suffix("ID"));
    let joined = joined.and_then(|before| before.chars().last());
    lower.split(|letter: char| !letter.is_alphanumeric()).any(is_id)
        || joined.is_some_and(|letter| letter.is_ascii_lowercase())
        || lower.ends_with("번호")
}

/// The start of a text, as far as it is shown.
fn start(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_finite_whatever_the_numbers() {
        for numbers in [
            vec![1e308, -1e308, 1e308],
            vec![f64::MAX, -f64::MAX],
            vec![1e-320, 2e-320, 5e-324],
            vec![0.0, 0.0],
            vec![0.1; 7],
            vec![5.0],
        ] {
            let scale = Scaling::Standardize.fit(&numbers);
            let scaled: Vec<f64> = numbers.iter().map(|&number| scale.apply(number)).collect();
            assert!(scaled.iter().all(|number| number.is_finite()), "{numbers:?}: {scaled:?}");
            assert!(scaled.iter().sum::<f64>().abs() < 1e-9, "{numbers:?}: {scaled:?}");
            let (low, high) = numbers.iter().fold((f64::MAX, f64::MIN), |(low, high), &number| {
                (low.min(number), high.max(number))
            });
            for whole in [numbers.iter().all(|number| number.fract() == 0.0), false] {
                let bars = bars(&numbers, whole, low, high);
                assert_eq!(bars.iter().sum::<usize>(), numbers.len());
            }
        }
        let scale = Scaling::Standardize.fit(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((scale.shift(), scale.width()), (2.5, 1.25_f64.sqrt()));
        assert_eq!(Scaling::Standardize.fit(&[7.0, 7.0]).apply(7.0), 0.0);
    }

    #[test]
    fn bars_of_whole_numbers_are_as_even_as_they_are() {
        let of = |low: i32, count: u16, times: usize| {
            let numbers = (0..count).map(|number| f64::from(low) + f64::from(number));
            let numbers: Vec<f64> = numbers.flat_map(|it| vec![it; times]).collect();
            bars(&numbers, true, numbers[0], numbers[numbers.len() - 1])
        };
        assert_eq!(of(0, 20, 1), [1; 20]);
        assert_eq!(of(-3, 10, 3), [3; 10]);
        assert_eq!(of(7, 1, 5), [5]);
        assert_eq!(of(0, 100, 1), [10; 10]);
        assert_eq!(of(1, 366, 2), [[92; 7].as_slice(), &[88]].concat());
        for count in 1..1200 {
            let bars = of(0, count, 1);
            let (last, others) = bars.split_last().unwrap();
            let apart = others.iter().max().zip(others.iter().min()).map_or(0, |(a, b)| a - b);
            // So many that one more is not seen are in equal parts of their range.
            let seen = usize::from(usize::from(count) > WHOLE);
            assert!(apart <= seen && (1..=FEW).contains(&bars.len()), "{count}: {bars:?}");
            assert!(5 * last >= 2 * bars[0], "{count}: {bars:?}");
        }
    }

    #[test]
    fn columns_that_number_rows_are_known_by_their_names() {
        for name in
            ["id", "ID", "Row_ID", "PassengerId", "userID", "row index", "번호", "학번 번호"]
        {
            assert!(counts_rows(name), "{name}");
        }
        for name in ["x", "humid", "Covid", "GRID", "width", "indexed", "name", ""] {
            assert!(!counts_rows(name), "{name}");
        }
    }
}
